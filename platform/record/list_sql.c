// list_sql.c: a list as SQL: filters, order, and the index that brings it.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/list_sql.h"
#include "platform/record/list_index.h"
#include "platform/record/search.h"

#include <assert.h>

static bool nullable(const field *f)
{
    return f && f->kind != KIND_TEXT && f->kind != KIND_CHOICE && f->kind != KIND_INTEGER && f->kind != KIND_FLAG;
}

void list_sql_bound(text *t, list_sql *s, val x)
{
    assert(s->nvals < QUERY_VALUES - 4); // what the scope adds comes after
    s->vals[++s->nvals] = x;
    put_char(t, '$');
    put_int(t, s->nvals);
}

static bool same_place(const filter *x, const filter *y)
{
    return x->field == y->field && x->link == y->link && x->beyond == y->beyond && x->test == y->test;
}

static str like_of(ctx *c, str words)
{
    text t = {.a = c->a};
    put_char(&t, '%');
    for (ptrdiff_t i = 0; i < words.n; i++) {
        if (words.p[i] == '%' || words.p[i] == '_' || words.p[i] == '!') put_char(&t, '!');
        put_char(&t, words.p[i]);
    }
    put_char(&t, '%');
    return text_str(&t);
}

// What has no folded column is looked through as it was written, but for the case of a to z.
static void put_has(list_sql *s, text *t, const filter *x)
{
    if (field_keyed(s->l->e, x->field)) {
        fill(t, S("x.$1_key LIKE "), VALS(v(x->field->name)), 1);
        list_sql_bound(t, s, v(like_of(s->c, x->value.s)));
    } else {
        text lower = {.a = s->c->a};
        for (ptrdiff_t i = 0; i < x->text.n; i++) {
            char k = x->text.p[i];
            put_char(&lower, k >= 'A' && k <= 'Z' ? (char)(k + 32) : k);
        }
        fill(t, S("lower(x.$1) LIKE "), VALS(v(x->field->name)), 1);
        list_sql_bound(t, s, v(like_of(s->c, text_str(&lower))));
    }
    put(t, S(" ESCAPE '!'"));
}

// The record that a KIND_ANY names: both columns.
static void put_any(list_sql *s, text *t, const filter *x)
{
    i64 id = 0;
    const entity *e = entity_of_code(x->text, &id);
    put(t, x->test == TEST_NOT ? S("(x.") : S("x."));
    put_column(t, x->field, 0);
    put(t, x->test == TEST_NOT ? S(" <> ") : S(" = "));
    list_sql_bound(t, s, v(e ? e->name : ""));
    put(t, x->test == TEST_NOT ? S(" OR x.") : S(" AND x."));
    put_column(t, x->field, 1);
    if (x->test == TEST_NOT) { // no record at all is another one, too
        put(t, S(" <> "));
        list_sql_bound(t, s, v(id));
        put(t, S(" OR x."));
        put_column(t, x->field, 1);
        put(t, S(" IS NULL)"));
    } else {
        put(t, S(" = "));
        list_sql_bound(t, s, v(id));
    }
}

static void put_test(list_sql *s, const filter *x)
{
    text *t = &s->where;
    const field *f = x->field;
    static const char *const ops[] = {" = ", " <> ", " < ", " >= ", " >= ", " <= "};
    if (x->link) {
        const link_field *k = x->link, *b = x->beyond;
        fill(t, S("EXISTS (SELECT 1 FROM {$1 k}"), VALS(v(k->through->name)), 1);
        if (b) fill(t, S(" JOIN {$1 b} ON b.$2 = k.$3"), VALS(v(b->through->name), v(b->from), v(k->to)), 3);
        fill(t, S(" WHERE k.$1 = x.id"), VALS(v(k->from)), 1);
        if (x->test != TEST_EMPTY) {
            fill(t, S(" AND $1.$2 = "), VALS(v(b ? "b" : "k"), v(b ? b->to : k->to)), 2);
            list_sql_bound(t, s, x->value);
        }
        put(t, S(")"));
        return;
    }
    if (x->test == TEST_HAS) {
        put_has(s, t, x);
        return;
    }
    if (f && f->kind == KIND_ANY && x->test != TEST_EMPTY) {
        put_any(s, t, x);
        return;
    }
    bool or_none = x->test == TEST_NOT && nullable(f); // what is empty is not that either
    text column = {.a = s->c->a};
    put(&column, S("x."));
    if (f)
        put_column(&column, f, f->kind == KIND_ANY ? 1 : 0);
    else
        put(&column, S("id"));
    if (or_none) put_char(t, '(');
    if (x->test == TEST_EMPTY && x->value.i && nullable(f))
        put_char(t, '+'); // what is empty is often half of all: no index finds it
    put(t, text_str(&column));
    if (x->test == TEST_EMPTY) {
        bool is_text = f && !nullable(f);
        if (is_text && (f->kind == KIND_TEXT || f->kind == KIND_CHOICE))
            put(t, x->value.i ? S(" = ''") : S(" <> ''"));
        else if (is_text)
            put(t, x->value.i ? S(" = 0") : S(" <> 0"));
        else
            put(t, x->value.i ? S(" IS NULL") : S(" IS NOT NULL"));
        return;
    }
    put_z(t, ops[x->test]);
    list_sql_bound(t, s, x->value);
    if (or_none) fill(t, S(" OR $1 IS NULL)"), VALS(v(text_str(&column))), 1);
}

static void put_negation(list_sql *s, const filter *x)
{
    if (x->link && (x->test == TEST_NOT || (x->test == TEST_EMPTY && x->value.i))) put(&s->where, S("NOT "));
}

// The same test on the same field given twice means either; all else must hold together.
void list_sql_filters(list_sql *s)
{
    const list *l = s->l;
    for (int i = 0; i < l->nfilters; i++) {
        bool first = true;
        for (int k = 0; k < i && first; k++) first = !same_place(&l->filters[k], &l->filters[i]);
        if (!first) continue;
        bool either = l->filters[i].test == TEST_IS || l->filters[i].test == TEST_HAS;
        put(&s->where, S(" AND ("));
        for (int k = i, n = 0; k < l->nfilters; k++) {
            if (!same_place(&l->filters[k], &l->filters[i])) continue;
            if (n++) put(&s->where, either ? S(" OR ") : S(" AND "));
            put_negation(s, &l->filters[k]);
            put_test(s, &l->filters[k]);
        }
        put(&s->where, S(")"));
    }
    if (!l->q.n) return;
    hit *hits;
    int n = search(s->c, l->e, l->q, &hits, LIST_MOST);
    put(&s->where, S(" AND x.id IN (0"));
    for (int i = 0; i < n; i++) put_char(&s->where, ','), put_int(&s->where, hits[i].id);
    put(&s->where, S(")"));
}

static valkind kind_of(const field *f)
{
    if (f->kind == KIND_NUMBER) return VAL_REAL;
    return f->kind == KIND_TEXT ? VAL_TEXT : VAL_INT;
}

// Choices sort as they are listed, which is the order they mean something in.
static str choice_order(arena *a, const field *f)
{
    text t = {.a = a};
    fill(&t, S("CASE x.$1"), VALS(v(f->name)), 1);
    for (int i = 0; f->choices[i].name; i++) fill(&t, S(" WHEN '$1' THEN $2"), VALS(v(f->choices[i].name), v(i)), 2);
    put(&t, S(" ELSE 0 END"));
    return text_str(&t);
}

// Sorting by a reference sorts by its title: INNER when it comes first, is required and seen by everyone, so that the order of the
// titles drives the plan; else what is out of reach has none, and sorts with the empty ones.
static void take_order(list_sql *s, int i)
{
    arena *a = s->c->a;
    const order *o = &s->l->orders[i];
    const field *f = order_field(s->l->e, o->field), *title = f->kind == KIND_REF ? entity_title(f->to) : NULL;
    if (title) {
        bool there = (f->flags & REQUIRED) && f->to->scope == SCOPE_EVERYONE && !s->c->moment.us;
        fill(&s->from, S("$1JOIN {$2 s$3} ON s$3.id = x.$4"),
             VALS(v(there && i == 0 ? " " : " LEFT "), v(f->to->name), v(i), v(f->name)), 4);
        s->keys[s->nkeys++] = (list_key){format(a, "s$1.$2_key", v(i), v(title->name)), o->down, !there, VAL_TEXT};
        s->keys[s->nkeys++] = (list_key){format(a, "s$1.id", v(i)), o->down, !there, VAL_INT};
    } else if (field_keyed(s->l->e, f)) {
        s->keys[s->nkeys++] = (list_key){format(a, "x.$1_key", v(f->name)), o->down, false, VAL_TEXT};
    } else if (f->kind == KIND_CHOICE) {
        s->keys[s->nkeys++] = (list_key){choice_order(a, f), o->down, false, VAL_INT};
    } else {
        text t = {.a = a};
        put(&t, S("x."));
        put_column(&t, f, f->kind == KIND_ANY ? 1 : 0);
        s->keys[s->nkeys++] = (list_key){text_str(&t), o->down, nullable(f), kind_of(f)};
    }
}

list_sql list_sql_of(ctx *c, const list *l)
{
    list_sql s = {.c = c,
                  .l = l,
                  .from = {.a = c->a},
                  .where = {.a = c->a},
                  .down = l->norders ? l->orders[l->norders - 1].down : true};
    if (c->moment.us) {
        fill(&s.from, S(" FROM {$1 x}"), VALS(v(l->e->name)), 1);
        s.head = s.from.n;
        return s;
    }
    fill(&s.from, S(" FROM $1 AS x"), VALS(v(l->e->name)), 1);
    scope_predicate(c, &s.where, l->e, S("x"), S("unit"), s.vals, &s.nvals);
    return s;
}

void list_sql_orders(list_sql *s)
{
    for (int i = 0; i < s->l->norders && s->l->orders[i].field; i++) take_order(s, i);
}

// The one value a leading field is held to; NULL when there is none or several.
static const field *lead_of(const list *l)
{
    const field *lead = NULL;
    for (int i = 0; i < l->nfilters; i++) {
        const filter *x = &l->filters[i];
        if (!x->field || !field_leads(x->field) || x->test != TEST_IS) continue;
        int times = 0;
        for (int k = 0; k < l->nfilters; k++) times += same_place(&l->filters[k], x);
        if (times == 1 && !lead) lead = x->field;
    }
    return lead;
}

// A filter that leaves few rows is better served by its own index: the planner finds that.
static bool is_picky(const list *l)
{
    for (int i = 0; i < l->nfilters; i++) {
        const filter *x = &l->filters[i];
        if (x->link || !x->field || (x->test == TEST_IS && (x->field->kind == KIND_REF || x->field->kind == KIND_ANY)))
            return true;
    }
    return l->q.n != 0;
}

// Few units: their own index finds the rows, which are few enough to sort.
static bool drive_by_unit(list_sql *s)
{
    s->from = (text){.a = s->c->a};
    bool chips = false;
    for (int i = 0; i < s->l->e->nfields; i++) chips = chips || (s->l->e->fields[i].flags & CHIPS);
    fill(&s->from, S(" FROM $1 AS x INDEXED BY $1_by_$2"), VALS(v(s->l->e->name), v(chips ? "chips" : "unit")), 2);
    list_sql_orders(s);
    return s->driven = true;
}

bool list_sql_drive(list_sql *s)
{
    const list *l = s->l;
    const ctx *c = s->c;
    const field *first = l->norders ? order_field(l->e, l->orders[0].field) : NULL, *lead = lead_of(l);
    bool sees_order = l->e->scope == SCOPE_EVERYONE || c->reach == REACH_WHOLE || c->reach == REACH_WIDE;
    if (db_kind_of(c->db) != DB_SQLITE || c->moment.us || is_picky(l)) return false;
    if (c->reach == REACH_NARROW && l->e->scope == SCOPE_UNIT) return drive_by_unit(s);
    if (!sees_order) return false;
    if (!lead && l->nfilters) return false;
    if (first && !field_orders(l->e, first)) return false;
    const field *title = first && first->kind == KIND_REF ? entity_title(first->to) : NULL;
    text from = {.a = c->a};
    put(&from, S(" FROM "));
    if (title) {
        fill(&from, S("$1 AS s0 INDEXED BY "), VALS(v(first->to->name)), 1);
        put_list_index(&from, first->to, NULL, title);
        put(&from, S(" CROSS JOIN "));
        fill(&s->where, S(" AND x.$1 = s0.id"), VALS(v(first->name)), 1);
    }
    put_z(&from, l->e->name);
    put(&from, S(" AS x "));
    if (lead || first)
        put(&from, S("INDEXED BY ")), put_list_index(&from, l->e, lead, first);
    else
        put(&from, S("NOT INDEXED"));
    s->from = (text){.a = c->a};
    list_sql_orders(s);
    if (title) { // its join stands in front already
        text rest = {.a = c->a};
        str joins = text_str(&s->from);
        str own = format(c->a, " JOIN {$1 s0} ON s0.id = x.$2", v(first->to->name), v(first->name));
        if (str_starts(joins, own)) joins = str_from(joins, own.n);
        put(&rest, joins);
        s->from = rest;
    }
    put(&from, text_str(&s->from));
    s->from = from;
    return s->driven = true;
}

void list_sql_keys(text *t, const list_sql *s)
{
    put(t, S("SELECT x.id AS id"));
    for (int i = 0; i < s->nkeys; i++) fill(t, S(", $1 AS k$2"), VALS(v(s->keys[i].column), v(i)), 2);
}

void list_sql_page(text *t, const list_sql *s, str limit)
{
    put(t, S(" ORDER BY "));
    for (int i = 0; i < s->nkeys; i++)
        fill(t, S("k$1$2 NULLS LAST, "), VALS(v(i), v(s->keys[i].down ? " DESC" : "")), 2);
    put(t, s->down ? S("id DESC LIMIT ") : S("id LIMIT "));
    put(t, limit);
}

bool list_sql_scans(const list *l)
{
    for (int i = 0; i < l->nfilters; i++) {
        const filter *x = &l->filters[i];
        bool none = x->field && x->test == TEST_EMPTY && x->value.i;
        if (!x->field || (!none && field_indexed(l->e, x->field))) return false;
    }
    return l->q.n == 0;
}

bool list_sql_reads_all(const list_sql *s)
{
    return !s->driven && s->l->norders && list_sql_scans(s->l);
}
