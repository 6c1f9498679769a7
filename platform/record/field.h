// field.h: the columns of a field: what the store, the schema and the lists share.
// SPDX-License-Identifier: Apache-2.0
#ifndef RECORD_FIELD_H
#define RECORD_FIELD_H

#include "platform/record/record.h"

int field_columns(const field *f);                        // 1; money and any have 2
void put_column(text *t, const field *f, int k);          // its name: cost, cost_currency
val field_column(const field *f, const void *rec, int k); // its value
bool field_keyed(const entity *e, const field *f);        // has a folded NAME_key column: the title and UNIQUE texts
const field *entity_title(const entity *e);               // NULL when a code is all it has
int field_read(const field *f, void *rec, rows *r, int column); // from a row; returns the column after it
i64 field_max(const field *f);                                  // longest text in bytes
unsigned choice_count(const choice *c);
bool entity_scoped(const entity *e);      // has a unit column (of its own or hidden)
bool entity_hidden_unit(const entity *e); // WITHIN and PERSON: the record layer keeps the column `unit`

#endif
