// check.c: all rules of the modules held against the data.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/check.h"
#include "platform/record/rules.h"

static void add_breach(ctx *c, rule_answer *r, const check_found *f)
{
    ++*(str_eq(f->state, S("broken")) ? &r->broken : str_eq(f->state, S("late")) ? &r->late : &r->early);
    breach *b = new (c->a, breach);
    *b = (breach){.record = {f->e ? str_of(f->e->name) : (str){0}, f->e ? f->id : 0},
                  .title = f->title,
                  .state = f->state,
                  .what = f->what};
    *r->end = b;
    r->end = &b->next;
}

check_answer check_run(ctx *c)
{
    int most = 0;
    while (rule_at(most)) most++;
    check_answer all = {.rules = news(c->a, rule_answer, most + 1)};
    for (int i = 0; i < most; i++) {
        const rule *rule = rule_at(i);
        rule_answer *r = &all.rules[all.n++];
        check_found *found;
        int n;
        *r = (rule_answer){.number = rule->number, .name = rule->name, .sentence = rule->sentence};
        r->end = &r->first;
        if (!rules_run_one(c, rule, &found, &n)) break;
        for (int k = 0; k < n; k++) add_breach(c, r, &found[k]);
        all.broken += r->broken, all.late += r->late, all.early += r->early;
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
    if (failed(q->c)) { // the database: nothing is known then
        reply_refused(q);
        return;
    }
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
