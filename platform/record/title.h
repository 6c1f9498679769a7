// title.h: titles of many records that everybody sees, such as the persons and units a list names.
// SPDX-License-Identifier: Apache-2.0
#ifndef RECORD_TITLE_H
#define RECORD_TITLE_H

#include "platform/record/entity.h"

// May the titles of e be had by titles_find here? It wants an entity that everybody sees and whose titles are texts, the present, and a reader
// that can keep something (db_kept).
bool titles_kept(ctx *c, const entity *e);
// out[i] is the title of record ids[i] of e, empty when there is none; 0 is no record. What this reader has not kept since the last
// change of the database is read, all of it in a few statements. The texts live as long as c->a.
void titles_find(ctx *c, const entity *e, const i64 *ids, int n, str *out);

#endif
