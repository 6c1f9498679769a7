// record_part.h: what the parts of the store share.
// SPDX-License-Identifier: Apache-2.0
#ifndef RECORD_RECORD_PART_H
#define RECORD_RECORD_PART_H

#include "platform/record/record.h"

str record_insert_sql(arena *a, const entity *e);                     // INSERT … VALUES …
i64 record_insert(ctx *c, const entity *e, const void *rec, str sql); // the new row's id; 0 when the database refused
// The entry of the ledger for what was done to rec, and the lists of e told.
void record_note(ctx *c, const entity *e, const void *rec, const char *verb, bool ended);
// Tells those that derive something from e (e->saved, follows); rec NULL: it ended, before NULL: it is new.
bool record_tell(ctx *c, const entity *e, const void *rec, const void *before);

#endif
