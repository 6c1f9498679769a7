// bulk.h: many new records of one entity within one operation, for imports of whole catalogues.
// SPDX-License-Identifier: Apache-2.0
//
//     bulk b = bulk_begin(c, &requirement_entity);
//     for each record: if (!bulk_add(&b, rec)) …
//
// Each record gets its row, its place in the search and its entry in the ledger, as record_save would do it. What record_save
// asks first is not asked: permissions, limits, references, uniqueness, e->check. The caller answers for these.
#ifndef RECORD_BULK_H
#define RECORD_BULK_H

#include "platform/record/record.h"

typedef struct {
    ctx *c;
    const entity *e;
    str sql;
} bulk;

bulk bulk_begin(ctx *c, const entity *e); // of an entity that everyone sees, or that has a member `unit`
bool bulk_add(bulk *b, void *rec);        // version 0; its id is filled. False when the database refuses.

#endif
