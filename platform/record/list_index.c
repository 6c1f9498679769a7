// list_index.c: the indexes that keep lists of 100,000 rows fast.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/list_index.h"

#include <string.h>

bool field_leads(const field *f)
{
    return (f->flags & CHIPS) && (f->flags & SORTED) && f->kind == KIND_CHOICE;
}

bool field_orders(const entity *e, const field *f)
{
    if (field_keyed(e, f)) return true;
    if (f->kind == KIND_REF) return (f->flags & REQUIRED) && f->to->scope == SCOPE_EVERYONE && entity_title(f->to);
    return (f->flags & SORTED) && f->kind != KIND_CHOICE && field_columns(f) == 1;
}

const field *order_field(const entity *e, const field *f)
{
    const field *score = f && f->with ? field_find(e, str_of(f->with)) : NULL;
    return score ? score : f;
}

void put_list_index(text *t, const entity *e, const field *lead, const field *order)
{
    put_z(t, e->name);
    put(t, S("_by_"));
    if (lead) put_z(t, lead->name), put_char(t, '_');
    put_z(t, order ? order->name : "id");
    if (order && !lead && field_keyed(e, order)) put(t, S("_order"));
}

static void put_index(text *t, const entity *e, const field *lead, const field *order)
{
    put(t, S("CREATE INDEX IF NOT EXISTS "));
    put_list_index(t, e, lead, order);
    put(t, S(" ON "));
    put_z(t, e->name);
    put(t, S(" ("));
    if (lead) put_z(t, lead->name), put(t, S(", "));
    if (order) put_z(t, order->name), put(t, field_keyed(e, order) ? S("_key, ") : S(", "));
    put(t, entity_scoped(e) && !(order && strcmp(order->name, "unit") == 0) ? S("id, unit);\n") : S("id);\n"));
}

// The unit that a record lies in has an index of its own.
static bool is_place(const entity *e, const field *f)
{
    return e->scope == SCOPE_UNIT && strcmp(f->name, "unit") == 0;
}

static bool orders_alone(const entity *e, const field *f)
{
    return field_keyed(e, f) || ((f->flags & SORTED) && field_orders(e, f)) || (f->kind == KIND_REF && !is_place(e, f));
}

bool field_indexed(const entity *e, const field *f)
{
    return orders_alone(e, f) || field_leads(f) || is_place(e, f) || f->kind == KIND_ANY;
}

void schema_list_indexes(text *t, const entity *e)
{
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (orders_alone(e, f)) put_index(t, e, NULL, f);
        if (!field_leads(f)) continue;
        put_index(t, e, f, NULL);
        for (int k = 0; k < e->nfields; k++)
            if (field_orders(e, &e->fields[k])) put_index(t, e, f, &e->fields[k]);
    }
}

bool entity_orders_past(const entity *e)
{
    bool leads = false;
    for (int i = 0; i < e->nfields; i++) leads = leads || field_leads(&e->fields[i]);
    return leads;
}

const field *past_lead(const entity *e)
{
    str rest = str_of(e->sort ? e->sort : ""), first = str_trim(str_cut(&rest, ','));
    if (str_starts(first, S("-"))) first = str_from(first, 1);
    const field *f = order_field(e, field_find(e, first));
    return f && f->kind != KIND_REF && field_orders(e, f) ? f : NULL;
}

bool past_index_has(const entity *e, const field *f)
{
    if (f == past_lead(e)) return true;
    return !field_keyed(e, f) && field_columns(f) == 1 && ((f->flags & CHIPS) || field_orders(e, f));
}

void schema_past_index(text *t, const entity *e)
{
    if (!entity_orders_past(e)) return;
    const field *lead = past_lead(e);
    fill(t, S("CREATE INDEX IF NOT EXISTS $1_past_by_order ON $1_past ("), VALS(v(e->name)), 1);
    if (lead) put_z(t, lead->name), put(t, field_keyed(e, lead) ? S("_key, ") : S(", "));
    put(t, entity_scoped(e) ? S("id, since, past_until, unit_now") : S("id, since, past_until"));
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (f != lead && past_index_has(e, f)) put(t, S(", ")), put_z(t, f->name);
    }
    put(t, S(");\n"));
}
