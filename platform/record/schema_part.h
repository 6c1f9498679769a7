// schema_part.h: what schema.c and schema_migrate.c share; no other file includes it.
// SPDX-License-Identifier: Apache-2.0
#ifndef RECORD_SCHEMA_PART_H
#define RECORD_SCHEMA_PART_H

#include "platform/record/schema.h"

// The words of an engine for the kinds of columns.
typedef struct {
    str id, integer, real, text, blob, end;
} dialect;

dialect dialect_of(db_kind k);
void schema_type(text *t, const field *f, int column, const dialect *d);
void schema_indexes(text *t, const entity *e);          // each IF NOT EXISTS
void schema_plain(text *t, const char *ddl, db_kind k); // a table that is no entity

#endif
