// register_columns.c: which column of a file is which field.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/register/register_part.h"
#include "platform/record/field.h"
#include "platform/record/search.h"

#include <string.h>

const field *register_name(const entity *e)
{
    for (int i = 0; i < e->nfields; i++)
        if (e->fields[i].kind == KIND_TEXT && (e->fields[i].flags & UNIQUE)) return &e->fields[i];
    return entity_title(e);
}

// Letters and digits of a heading: "Next review *" and "next_review" are the same.
static str plain(arena *a, str s)
{
    text t = {.a = a};
    str folded = text_fold(a, s);
    for (ptrdiff_t i = 0; i < folded.n; i++) {
        unsigned char c = (unsigned char)folded.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80) put_char(&t, (char)c);
    }
    return text_str(&t);
}

static bool same(arena *a, str heading, const char *word)
{
    return str_eq(plain(a, heading), plain(a, str_of(word)));
}

// By name first, for two fields may share a label.
static bool place_column(ctx *c, const entity *e, str heading, register_column *out)
{
    out->kind = COLUMN_FIELD;
    for (int by_label = 0; by_label < 2; by_label++) {
        for (int i = 0; i < e->nfields; i++) {
            out->field = &e->fields[i];
            if (same(c->a, heading, by_label ? out->field->label : out->field->name)) return true;
        }
        for (const link_field *l = e->links; l && l->name; l++) {
            if (!same(c->a, heading, by_label ? l->label : l->name)) continue;
            *out = (register_column){out->title, out->number, COLUMN_LINK, NULL, l};
            return true;
        }
    }
    out->field = NULL;
    out->kind = COLUMN_CODE;
    return same(c->a, heading, "code");
}

static const char *nearest_name(ctx *c, const entity *e, str heading)
{
    str folded = plain(c->a, heading);
    for (int i = 0; folded.n > 2 && i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if ((f->flags & (READONLY | DERIVED)) || f->kind == KIND_SECRET) continue;
        str name = plain(c->a, str_of(f->name)), label = plain(c->a, str_of(f->label));
        if (str_search(folded, name) >= 0 || str_search(folded, label) >= 0 || str_search(label, folded) >= 0)
            return f->name;
    }
    return NULL;
}

static bool unknown_column(ctx *c, register_plan *p, const register_column *k, int row)
{
    const char *near = nearest_name(c, p->e, k->title);
    str sentence =
        near ? format(c->a, "$1 has no field of that name; is it \"$2\"? Map it as $3=$2, or leave it out as $3=-.",
                      v(p->e->label), v(near), v(k->title))
             : format(c->a, "$1 has no field of that name; map it as $2=FIELD, or leave it out as $2=-.",
                      v(p->e->label), v(k->title));
    register_found(c, p, row, k->number, k->title, sentence);
    return false;
}

// COLUMN of a mapping: the heading, the letter as the spreadsheet shows it ("C"), or #3.
static bool mapping_means(ctx *c, str wanted, const register_column *k)
{
    int n = 0;
    i64 third;
    if (str_starts(wanted, S("#")) && str_int(str_from(wanted, 1), &third)) return third == k->number;
    if (str_eq(plain(c->a, wanted), plain(c->a, k->title)) && k->title.n) return true;
    for (ptrdiff_t i = 0; i < wanted.n; i++) {
        if (wanted.p[i] < 'A' || wanted.p[i] > 'Z' || n > 10000) return false;
        n = n * 26 + wanted.p[i] - 'A' + 1;
    }
    return wanted.n && n == k->number;
}

static const register_mapping *mapping_of(ctx *c, const register_order *o, const register_column *k)
{
    for (int i = 0; i < o->nmappings; i++)
        if (mapping_means(c, o->mappings[i].column, k)) return &o->mappings[i];
    return NULL;
}

// What nobody may write is passed over, so that an export comes in again.
static void pass_over(register_column *k)
{
    unsigned filled = READONLY | DERIVED;
    if ((k->field && ((k->field->flags & filled) || k->field->kind == KIND_SECRET)) ||
        (k->link && (k->link->flags & READONLY)))
        k->kind = COLUMN_OUT;
}

static bool map_column(ctx *c, const register_order *o, register_plan *p, register_column *k, int row)
{
    const register_mapping *m = mapping_of(c, o, k);
    if (m && (str_eq(m->field, S("-")) || !m->field.n)) return true; // COLUMN_OUT
    if (!m && !k->title.n) return true;
    if (m && !place_column(c, p->e, m->field, k)) {
        register_found(c, p, row, k->number, k->title,
                       format(c->a, "$1 has no field \"$2\".", v(p->e->label), v(m->field)));
        return false;
    }
    if (!m && !place_column(c, p->e, k->title, k)) {
        k->kind = COLUMN_OUT;
        return unknown_column(c, p, k, row);
    }
    pass_over(k);
    return true;
}

static bool twice(const register_column *x, const register_column *y)
{
    return x->kind == y->kind && x->kind != COLUMN_OUT && x->field == y->field && x->link == y->link;
}

static bool unused_mapping(ctx *c, const register_order *o, register_plan *p, int row)
{
    bool ok = true;
    for (int i = 0; i < o->nmappings; i++) {
        bool used = false;
        for (int k = 0; k < p->ncolumns; k++) used = used || mapping_means(c, o->mappings[i].column, &p->columns[k]);
        if (used) continue;
        register_found(c, p, row, 0, (str){0}, format(c->a, "there is no column \"$1\".", v(o->mappings[i].column)));
        ok = false;
    }
    return ok;
}

bool columns_map(ctx *c, const register_order *o, register_plan *p, const table_row *head)
{
    bool ok = head->count <= REGISTER_COLUMNS;
    if (!ok) register_found(c, p, head->number, 0, (str){0}, S("too many columns."));
    p->columns = news(c->a, register_column, head->count);
    for (int i = 0; ok && i < head->count; i++) {
        register_column *k = &p->columns[p->ncolumns++];
        *k = (register_column){.title = str_trim(head->cells[i]), .number = i + 1};
    }
    for (int i = 0; i < p->ncolumns; i++) {
        register_column *k = &p->columns[i];
        ok = map_column(c, o, p, k, head->number) && ok;
        for (int n = 0; n < i; n++) {
            if (!twice(k, &p->columns[n])) continue;
            register_found(
                c, p, head->number, k->number, k->title,
                format(c->a, "it means the same field as column \"$1\"; leave one out.", v(p->columns[n].title)));
            ok = false;
        }
        p->nlinks += k->kind == COLUMN_LINK;
    }
    return unused_mapping(c, o, p, head->number) && ok;
}
