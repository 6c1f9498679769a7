// check.c: all rules of the modules held against the data.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/check.h"
#include "platform/ledger/ledger.h"

#include <string.h>

enum { KEPT = 500, RULES_MOST = 200 };

typedef struct {
    ctx *c;
    rule_answer *at;
} finder;

static void found(void *to, const char *entity, i64 id, const char *state, str what)
{
    finder *x = to;
    rule_answer *r = x->at;
    int *count = strcmp(state, "broken") == 0 ? &r->broken : strcmp(state, "late") == 0 ? &r->late : &r->early;
    ++*count;
    if (r->broken + r->late + r->early > KEPT) return;
    breach *b = new (x->c->a, breach);
    *b = (breach){.record = {str_of(entity), id}, .state = str_of(state), .what = str_dup(x->c->a, what)};
    *r->end = b;
    r->end = &b->next;
}

static void run_sql(finder *x, const rule *rule)
{
    ctx *c = x->c;
    rows r = query_(c, str_of(rule->sql), VALS(v(c->today)), 1);
    while (db_next(&r)) {
        breach **last = x->at->end;
        const entity *e = entity_find(db_view(&r, 0));
        const char *state = str_eq(db_view(&r, 3), S("broken")) ? "broken"
                            : str_eq(db_view(&r, 3), S("late")) ? "late"
                                                                : "early";
        found(x, e ? e->name : "", db_int(&r, 1), state, db_view(&r, 4));
        if (x->at->end != last) (*last)->title = db_text(&r, 2);
    }
}

// --- the ledger and its records -------------------------------------------------------------------------------------

static void verify_ledger(finder *x)
{
    verification v = ledger_verify(x->c);
    if (v.bad) found(x, "", 0, "broken", v.what);
}

static bool same_json(const json *x, const json *y)
{
    if (json_what(x) != json_what(y) || json_size(x) != json_size(y)) return false;
    if (json_is(x, JSON_TEXT) || json_is(x, JSON_NUMBER)) return str_eq(x->text, y->text);
    for (x = json_first(x), y = json_first(y); x && y; x = json_next(x), y = json_next(y))
        if (!same_json(x, y)) return false;
    return true;
}

// Every member that the image holds and the entity still has is as the image says.
static bool image_holds(arena *a, const entity *e, str image, str row)
{
    if (str_eq(image, row)) return true;
    const json *then = json_read(a, image, NULL), *now = json_read(a, row, NULL);
    for (const json *x = json_first(then); x; x = json_next(x)) {
        const field *f = field_find(e, json_name(x));
        if ((!f || (f->flags & DERIVED)) && !str_eq(json_name(x), S("version"))) continue;
        if (!same_json(x, json_get(now, str_z(a, json_name(x))))) return false;
    }
    return then && now;
}

typedef struct {
    i64 id;
    str row;
} present;

static void hold_batch(finder *x, const entity *e, const present *p, int n)
{
    ctx *c = x->c;
    for (int i = 0; i < n; i++) {
        arena scratch = *c->a;
        bool entered = false, holds = true;
        rows r = db_query(c->db, &scratch,
                          "SELECT coalesce(i.image, '') FROM ledger l LEFT JOIN ledger_image i ON i.seq = l.seq WHERE "
                          "l.entity = $1 AND l.id = $2 AND l.image_hash IS NOT NULL ORDER BY l.seq DESC LIMIT 1",
                          v(e->name), v(p[i].id));
        while (db_next(&r)) {
            str image = db_view(&r, 0);
            entered = true;
            holds = !image.n || image_holds(&scratch, e, image, p[i].row); // an erased image says nothing
        }
        if (!entered)
            found(x, e->name, p[i].id, "broken", S("No entry of the ledger tells of it."));
        else if (!holds)
            found(x, e->name, p[i].id, "broken", S("It is not what its last entry in the ledger says."));
    }
}

static void hold_records(finder *x, const entity *e)
{
    enum { BATCH = 200 };
    ctx *c = x->c;
    i64 last = 0;
    str sql = format(c->a, "SELECT $1 FROM {$2! x} WHERE x.id > $$1 ORDER BY x.id LIMIT $3",
                     v(record_columns(c, e, S("x"))), v(e->name), v(BATCH));
    for (bool more = true; more;) {
        arena before = *c->a;
        present batch[BATCH];
        int n = 0, breaches = x->at->broken;
        rows r = query_built(c, sql, VALS(v(last)), 1);
        while (db_next(&r)) {
            const record *rec = record_row(c, e, &r, 0);
            text t = {.a = c->a};
            record_image(c, &t, e, rec);
            batch[n++] = (present){rec->id, text_str(&t)};
        }
        hold_batch(x, e, batch, n);
        more = n == BATCH;
        if (n) last = batch[n - 1].id;
        if (x->at->broken == breaches) *c->a = before; // breaches live above it
    }
}

static void hold_all(finder *x)
{
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e; e++) hold_records(x, *e);
}

// --- all ------------------------------------------------------------------------------------------------------------

static rule_answer *open_rule(check_answer *all, int number, const char *name, const char *sentence)
{
    rule_answer *r = &all->rules[all->n++];
    *r = (rule_answer){.number = number, .name = name, .sentence = sentence};
    r->end = &r->first;
    return r;
}

check_answer check_run(ctx *c)
{
    check_answer all = {.rules = news(c->a, rule_answer, RULES_MOST)};
    finder x = {.c = c};
    for
        each_module(m) for (const rule *r = (*m)->rules; r && r->name && all.n < RULES_MOST - 2; r++)
        {
            x.at = open_rule(&all, r->number, r->name, r->sentence);
            if (r->sql)
                run_sql(&x, r);
            else
                r->run(c, found, &x);
        }
    x.at = open_rule(&all, 12, "ledger", "The ledger verifies.");
    verify_ledger(&x);
    x.at = open_rule(&all, 12, "ledger-record", "Each record is what its last entry in the ledger says.");
    hold_all(&x);
    for (int i = 0; i < all.n; i++) {
        all.broken += all.rules[i].broken;
        all.late += all.rules[i].late;
        all.early += all.rules[i].early;
    }
    return all;
}

static void put_breach(ctx *c, json_writer *w, const breach *b)
{
    const entity *e = entity_find(b->record.entity);
    str title = b->title;
    if (!title.n && e && b->record.id) title = record_title(c, e, b->record.id);
    json_put_object(w);
    json_member(w, "state", v(b->state));
    json_member(w, "record", v(any_code(c->a, b->record)));
    json_member(w, "title", v(title));
    json_member(w, "what", v(b->what));
    json_end_object(w);
}

static void put_counts(json_writer *w, int broken, int late, int early)
{
    json_member(w, "broken", v(broken));
    json_member(w, "late", v(late));
    json_member(w, "early", v(early));
}

static void put_rule(ctx *c, json_writer *w, const rule_answer *r)
{
    json_put_object(w);
    json_member(w, "rule", v(r->name));
    json_member(w, "number", v(r->number));
    json_member(w, "sentence", v(r->sentence));
    json_member(w, "state", v(r->broken ? "broken" : r->late ? "late" : r->early ? "early" : "kept"));
    put_counts(w, r->broken, r->late, r->early);
    json_put_name(w, S("items"));
    json_put_array(w);
    for (const breach *b = r->first; b; b = b->next) put_breach(c, w, b);
    json_end_array(w);
    json_end_object(w);
}

static void show_check(request *q)
{
    check_answer all = check_run(q->c);
    json_writer w = {.out = q->out};
    json_put_object(&w);
    json_put_name(&w, S("rules"));
    json_put_array(&w);
    for (int i = 0; i < all.n; i++) put_rule(q->c, &w, &all.rules[i]);
    json_end_array(&w);
    put_counts(&w, all.broken, all.late, all.early);
    json_end_object(&w);
    put_char(q->out, '\n');
    q->type = "application/json";
}

const route check_routes[] = {
    ROUTE(GET, "/api/v1/check", "check.list", MANAGER | MANAGEMENT | AUDITOR, show_check),
    {0},
};
