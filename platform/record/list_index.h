// list_index.h: the indexes that keep lists of 100,000 rows fast: one per order, and one per leading filter and order.
// SPDX-License-Identifier: Apache-2.0
//
// A field that is SORTED, names the record, or is a required reference with a title can order a list; a field that is both CHIPS and
// SORTED also leads: "level = high, by score" is one range of (level, score, id, unit). The schema makes these indexes and the lists,
// on SQLite, say which one they want: its planner knows nothing of how many rows a page takes.
#ifndef RECORD_LIST_INDEX_H
#define RECORD_LIST_INDEX_H

#include "platform/record/field.h"

bool field_leads(const field *f);
bool field_orders(const entity *e, const field *f);
bool field_indexed(const entity *e, const field *f); // is there an index that begins with it?
// Its name: lead NULL: none; order NULL: by code. Both NULL: there is none, the table itself is in that order.
void put_list_index(text *t, const entity *e, const field *lead, const field *order);
// CREATE INDEX … for all of them.
void schema_list_indexes(text *t, const entity *e);
// An entity with a field that leads has one index on its past: in the order of its lists, with all that they are filtered and ordered by,
// and the time each row held, so that a list of an earlier moment is found there, too: E_past_by_order.
bool entity_orders_past(const entity *e);
// The field whose values, or whose keys, come first in it; NULL: the codes do.
const field *past_lead(const entity *e);
bool past_index_has(const entity *e, const field *f);
// CREATE INDEX … for it.
void schema_past_index(text *t, const entity *e);
// What a list by this field is really ordered by: a level by the score it is shown with.
const field *order_field(const entity *e, const field *f);

#endif
