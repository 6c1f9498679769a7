// check.c: the rules of the modules held against the data, for programs.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/check.h"

#include "platform/record/rules.h"
#include "platform/web/api.h"

typedef struct {
    int broken, late, early;
} counts;

// What is found is the whole truth; what is shown lies in the person's reach.
static int keep_visible(ctx *c, check_found *found, int n)
{
    int kept = 0;
    for (int i = 0; i < n; i++)
        if (!found[i].e || !found[i].id || record_visible(c, found[i].e, found[i].id)) found[kept++] = found[i];
    return kept;
}

static bool run_rule(ctx *c, const rule *r, check_found **found, int *n)
{
    ctx whole = *c;
    whole.moment = (moment){0};
    ctx_operator(&whole);
    bool ok = rules_run_one(&whole, r, found, n);
    c->db = whole.db;
    c->failures = whole.failures, c->failures_end = whole.failures_end;
    if (ok && c->reach != REACH_WHOLE) *n = keep_visible(c, *found, *n);
    return ok;
}

static counts count(const check_found *found, int n)
{
    counts x = {0};
    for (int i = 0; i < n; i++) {
        if (str_eq(found[i].state, S("broken")))
            x.broken++;
        else if (str_eq(found[i].state, S("late")))
            x.late++;
        else
            x.early++;
    }
    return x;
}

static void put_counts(json_writer *w, counts x)
{
    json_member(w, "broken", v(x.broken));
    json_member(w, "late", v(x.late));
    json_member(w, "early", v(x.early));
}

static void put_found(ctx *c, json_writer *w, const check_found *f)
{
    json_put_object(w);
    json_member(w, "state", v(f->state));
    json_member(w, "record", v(f->e ? record_code(c->a, f->e, f->id) : S("")));
    json_member(w, "title", v(f->title));
    json_member(w, "what", v(f->what));
    json_end_object(w);
}

static counts put_rule(ctx *c, json_writer *w, const rule *r, const check_found *found, int n)
{
    counts x = count(found, n);
    json_put_object(w);
    json_member(w, "rule", v(r->name));
    json_member(w, "number", v(r->number));
    json_member(w, "sentence", v(r->sentence));
    json_member(w, "state", v(x.broken ? "broken" : x.late ? "late" : x.early ? "early" : "kept"));
    put_counts(w, x);
    json_put_name(w, S("items"));
    json_put_array(w);
    for (int i = 0; i < n; i++) put_found(c, w, &found[i]);
    json_end_array(w);
    json_end_object(w);
    return x;
}

static void show_check(request *q)
{
    const rule *r;
    counts all = {0};
    json_writer w = {.out = q->out};
    json_put_object(&w);
    json_put_name(&w, S("rules"));
    json_put_array(&w);
    for (int i = 0; (r = rule_at(i)); i++) {
        check_found *found;
        int n;
        if (!run_rule(q->c, r, &found, &n)) {
            api_refuse(q);
            return;
        }
        counts x = put_rule(q->c, &w, r, found, n);
        all.broken += x.broken, all.late += x.late, all.early += x.early;
    }
    json_end_array(&w);
    put_counts(&w, all);
    json_end_object(&w);
    put_char(q->out, '\n');
    q->type = "application/json";
}

const route check_routes[] = {
    ROUTE(GET, "/api/v1/check", "check.list", MANAGER | MANAGEMENT | AUDITOR, show_check),
    {0},
};
