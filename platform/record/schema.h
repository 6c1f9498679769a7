// schema.h: the tables of both databases, made and brought up to date from the descriptors.
// SPDX-License-Identifier: Apache-2.0
#ifndef RECORD_SCHEMA_H
#define RECORD_SCHEMA_H

#include "platform/record/entity.h"
#include "platform/db/db.h"

enum { SCHEMA_SERIAL = 1 }; // raised by each release that changes stored data; an older program refuses a newer one

void schema_entity(text *t, const entity *e, db_kind k); // CREATE TABLE …, NAME_past, indexes
str schema_text(arena *a, db_kind k);                    // all of it: the golden file
bool schema_create(ctx *c);                              // in a new database, on the writer
// After database_open: makes the tables (create), or checks them and brings them up to date, and opens the ledger. false: *error says why.
bool schema_open(struct database *d, bool create, str *error);
bool schema_current(ctx *c, str *error); // is the stored schema ours? false: *error says what to do
bool schema_migrate(ctx *c);             // adds tables and columns, renames by `.was`; on the writer

#endif
