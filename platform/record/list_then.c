// list_then.c: ids of a list as it stood at an earlier moment, on SQLite.
// SPDX-License-Identifier: Apache-2.0
//
// What held then is spread over two tables: records not changed since lie in the present one, the rest in the past one. Each is asked
// for a page of its own, in order; the page is the first of both. Where few rows of a table held then, an index by time finds them, or
// else the table is read through; where most did, an index that brings the order is soon done.
#include "platform/record/list_index.h"
#include "platform/record/list_sql.h"

enum { SAMPLED = 100, FEW_PAST = 2000 };

// Do fewer than one in ten of a hundred records, taken evenly, still stand as they did then?
static bool few_present(list_sql *s)
{
    text t = {.a = s->c->a};
    fill(
        &t,
        S("WITH RECURSIVE taken(id, step) AS (SELECT 1, COALESCE(max(id), 0) / $3 + 1 FROM $1 UNION ALL SELECT id + "
          "step, step FROM "
          "taken WHERE id < $3 * step) SELECT count(*) FROM taken JOIN $1 AS x ON x.id = taken.id WHERE x.since <= $2"),
        VALS(v(s->l->e->name), v(s->then), v(SAMPLED)), 3);
    return db_one(query_built(s->c, text_str(&t), s->vals, s->nvals)) < SAMPLED / 10;
}

static bool few_past(list_sql *s)
{
    text t = {.a = s->c->a};
    fill(&t, S("SELECT count(*) FROM (SELECT 1 FROM $1_past WHERE past_until > $2 AND since <= $2 LIMIT $3)"),
         VALS(v(s->l->e->name), v(s->then), v(FEW_PAST)), 3);
    return db_one(query_built(s->c, text_str(&t), s->vals, s->nvals)) < FEW_PAST;
}

// Where few rows of the present held then, an index that has the moment of each finds them without reading the rest.
static void put_present(list_sql *s, text *t, str where)
{
    const entity *e = s->l->e;
    bool by_unit = s->few_present && entity_scoped(e);
    list_sql_keys(t, s);
    fill(t, S(" FROM $1 AS x$2$3 WHERE "),
         VALS(v(e->name), v(s->few_present ? " NOT INDEXED" : ""), v(str_from(text_str(&s->from), s->head))), 3);
    if (by_unit)
        fill(t, S("x.id IN (SELECT p.id FROM $1 AS p INDEXED BY $1_by_unit WHERE p.since <= $2"),
             VALS(v(e->name), v(s->then)), 2);
    else
        fill(t, S("x.since <= $1"), VALS(v(s->then)), 1);
    scope_predicate(s->c, t, e, by_unit ? S("p") : S("x"), S("unit"), s->vals, &s->nvals);
    if (by_unit) put_char(t, ')');
    put(t, where);
}

static bool holds_filter(const entity *e, const filter *x)
{
    return x->field && past_index_has(e, x->field) && !field_keyed(e, x->field);
}

// Does one index of the past have all that this list is filtered and ordered by? By code, the table itself is in order.
static bool past_indexed(const list_sql *s)
{
    const list *l = s->l;
    if (!entity_orders_past(l->e) || l->q.n || !l->norders || !l->orders[0].field) return false;
    for (int i = 0; i < l->nfilters; i++)
        if (!holds_filter(l->e, &l->filters[i])) return false;
    for (int i = 0; i < l->norders; i++)
        if (l->orders[i].field && !past_index_has(l->e, order_field(l->e, l->orders[i].field))) return false;
    return true;
}

// Where most held, that index: it brings its order, and if the list wants another, it is read sooner than the rows. There
// the filters come first: they let fewer pass than the time does. A plus keeps SQLite from an index.
static void put_past(list_sql *s, text *t, str where)
{
    const entity *e = s->l->e;
    list_sql_keys(t, s);
    fill(t, S(" FROM $1_past AS x"), VALS(v(e->name)), 1);
    if (!s->few_past && past_indexed(s)) fill(t, S(" INDEXED BY $1_past_by_order"), VALS(v(e->name)), 1);
    fill(t, S("$1 WHERE 1 = 1$2 AND x.since <= $3 AND $4x.past_until > $3"),
         VALS(v(str_from(text_str(&s->from), s->head)), v(where), v(s->then), v(s->few_past ? "" : "+")), 4);
    scope_predicate(s->c, t, e, S("x"), S("unit_now"), s->vals, &s->nvals);
}

void list_then_open(list_sql *s)
{
    text then = {.a = s->c->a};
    list_sql_bound(&then, s, v(s->c->moment));
    s->then = text_str(&then);
    s->few_present = few_present(s);
    s->few_past = few_past(s);
}

rows list_then_rows(list_sql *s, str where, str order, str limit)
{
    text t = {.a = s->c->a};
    put(&t, S("SELECT * FROM (SELECT * FROM ("));
    put_present(s, &t, where);
    fill(&t, S("$1 LIMIT $2) UNION ALL SELECT * FROM ("), VALS(v(order), v(limit)), 2);
    put_past(s, &t, where);
    fill(&t, S("$1 LIMIT $2))"), VALS(v(order), v(limit)), 2);
    list_sql_page(&t, s, limit);
    return query_built(s->c, text_str(&t), s->vals, s->nvals);
}
