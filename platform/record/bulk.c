// bulk.c: many new records of one entity within one operation.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/bulk.h"
#include "platform/record/field.h"
#include "platform/record/record_part.h"
#include "platform/record/search.h"

#include <assert.h>

bulk bulk_begin(ctx *c, const entity *e)
{
    assert(c->writing && !c->moment.us && !entity_hidden_unit(e));
    return (bulk){.c = c, .e = e, .sql = record_insert_sql(c->a, e)};
}

bool bulk_add(bulk *b, void *rec)
{
    ctx *c = b->c;
    record *r = rec;
    assert(r->version == 0);
    arena before = *c->a;
    if (b->e->scope == SCOPE_UNIT) r->unit = ((const ref *)field_at(field_find(b->e, S("unit")), rec))->id;
    r->version = 1;
    r->since = c->now;
    r->id = record_insert(c, b->e, rec, b->sql);
    if (r->id) record_note(c, b->e, rec, "add", false);
    bool ok = r->id && search_add(c, b->e, rec) && record_tell(c, b->e, rec, NULL);
    if (ok) *c->a = before;
    return ok;
}
