// list_then.c: ids of a list as it stood at an earlier moment, on SQLite.
// SPDX-License-Identifier: Apache-2.0
//
// What held then is spread over two tables: records not changed since lie in the present one, the rest in the past one. Each is asked
// for a page of its own, in order; the page is the first of both. A table in which few rows held then is read through for them; in one
// where most did, an index that brings the order is soon done.
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

static void put_keys(const list_sql *s, text *t)
{
    put(t, S("SELECT x.id AS id"));
    for (int i = 0; i < s->nkeys; i++) fill(t, S(", $1 AS k$2"), VALS(v(s->keys[i].column), v(i)), 2);
}

static void put_present(list_sql *s, text *t, str rest)
{
    put_keys(s, t);
    fill(t, S(" FROM $1 AS x$2$3 WHERE x.since <= $4"),
         VALS(v(s->l->e->name), v(s->few_present ? " NOT INDEXED" : ""), v(str_from(text_str(&s->from), s->head)),
              v(s->then)),
         4);
    scope_predicate(s->c, t, s->l->e, S("x"), S("unit"), s->vals, &s->nvals);
    put(t, rest);
}

// A plus keeps SQLite from an index.
static void put_past(list_sql *s, text *t, str rest)
{
    put_keys(s, t);
    fill(t, S(" FROM $1_past AS x$2 WHERE x.since <= $3 AND $4x.past_until > $3"),
         VALS(v(s->l->e->name), v(str_from(text_str(&s->from), s->head)), v(s->then), v(s->few_past ? "" : "+")), 4);
    scope_predicate(s->c, t, s->l->e, S("x"), S("unit_now"), s->vals, &s->nvals);
    put(t, rest);
}

void list_then_open(list_sql *s)
{
    text then = {.a = s->c->a};
    list_sql_bound(&then, s, v(s->c->moment));
    s->then = text_str(&then);
    s->few_present = few_present(s);
    s->few_past = few_past(s);
}

rows list_then_rows(list_sql *s, str rest, str limit)
{
    text t = {.a = s->c->a};
    put(&t, S("SELECT * FROM (SELECT * FROM ("));
    put_present(s, &t, rest);
    put(&t, S(") UNION ALL SELECT * FROM ("));
    put_past(s, &t, rest);
    put(&t, S(")) ORDER BY "));
    for (int i = 0; i < s->nkeys; i++)
        fill(&t, S("k$1$2 NULLS LAST, "), VALS(v(i), v(s->keys[i].down ? " DESC" : "")), 2);
    put(&t, s->down ? S("id DESC LIMIT ") : S("id LIMIT "));
    put(&t, limit);
    return query_built(s->c, text_str(&t), s->vals, s->nvals);
}
