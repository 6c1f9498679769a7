// entity.c: finding descriptors by name and code.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/entity.h"

#include <string.h>

const entity *entity_find(str name)
{
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e;
                            e++) if (str_eq(name, str_of((*e)->name))) return *e;
    return NULL;
}

const entity *entity_of_code(str code, i64 *id)
{
    ptrdiff_t dash = str_find(code, '-');
    str prefix = str_sub(code, 0, dash);
    if (dash < 1 || !str_int(str_from(code, dash + 1), id) || *id < 1) return NULL;
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e;
                            e++) if (str_eq(prefix, str_of((*e)->prefix))) return *e;
    return NULL;
}

const field *field_find(const entity *e, str name)
{
    for (int i = 0; i < e->nfields; i++)
        if (str_eq(name, str_of(e->fields[i].name))) return &e->fields[i];
    return NULL;
}

const field *entity_state(const entity *e)
{
    const field *found = field_find(e, S("state"));
    if (!found) found = field_find(e, S("status"));
    return found && found->kind == KIND_CHOICE ? found : NULL;
}

const link_field *link_find(const entity *e, str name)
{
    for (const link_field *l = e->links; l && l->name; l++)
        if (str_eq(name, str_of(l->name))) return l;
    return NULL;
}

const action *action_find(const entity *e, str name)
{
    for
        each_module(m) for (const action *a = (*m)->actions; a && a->name;
                            a++) if (a->on == e && str_eq(name, str_of(a->name))) return a;
    return NULL;
}
