// about.c: what a comment, a file, a task … is about: any record, in the reach of whoever writes it.
// SPDX-License-Identifier: Apache-2.0
#include "hub/about.h"

bool about_seen(ctx *c, any about)
{
    const entity *e = about.id ? entity_find(about.entity) : NULL;
    if (!e) return false;
    bool kind = (e->see & (SIGNED_IN | PUBLIC | OWN)) || (c->roles & e->see);
    return kind && record_visible(c, e, about.id);
}

bool about_seen_by(ctx *c, any about, i64 person)
{
    ctx other = *c;
    other.token_scope = (str){0};
    return ctx_become(&other, person) && about_seen(&other, about);
}

i64 about_unit(ctx *c, any about)
{
    const entity *e = about.id ? entity_find(about.entity) : NULL;
    const record *r = e ? record_seek(c, e, about.id) : NULL;
    const field *f = r && e->scope == SCOPE_EVERYONE ? field_find(e, S("unit")) : NULL;
    return f ? ((const ref *)field_at(f, r))->id : r ? r->unit : 0;
}

i64 about_place(ctx *c, any about, i64 id)
{
    i64 unit = about_unit(c, about);
    const person *p = unit || !id ? NULL : record_seek(c, &person_entity, id);
    return unit ? unit : p && p->unit.id ? p->unit.id : 1;
}

any about_of(const entity *e, i64 id)
{
    return (any){str_of(e->name), id};
}

bool about_same(any x, any y)
{
    return x.id == y.id && str_eq(x.entity, y.entity);
}
