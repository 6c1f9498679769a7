// attempt.c: what people try, in one line each.
// SPDX-License-Identifier: Apache-2.0
#include "test/attempt.h"
#include "platform/record/rules.h"
#include "platform/web/report.h"

ctx *attempt_as(i64 person)
{
    fixture_clock(1000);
    return fixture_as(person);
}

i64 attempt_add(i64 person, const entity *e, const char *const *pairs)
{
    ctx *c = attempt_as(person);
    i64 id = fixture_add(c, e, pairs);
    check_done(c, id != 0);
    return id;
}

void attempt_set(i64 person, const entity *e, i64 id, const char *const *pairs)
{
    ctx *c = attempt_as(person);
    check_done(c, fixture_set(c, e, id, pairs));
}

void attempt_act(i64 person, const entity *e, const char *verb, i64 id, const char *const *pairs)
{
    ctx *c = attempt_as(person);
    check_done(c, fixture_act(c, action_find(e, str_of(verb)), id, pairs));
}

void refuse_add(i64 person, const entity *e, const char *const *pairs, const char *because)
{
    ctx *c = attempt_as(person);
    check_refused(c, fixture_add(c, e, pairs) != 0, because);
}

void refuse_set(i64 person, const entity *e, i64 id, const char *const *pairs, const char *because)
{
    ctx *c = attempt_as(person);
    check_refused(c, fixture_set(c, e, id, pairs), because);
}

void refuse_act(i64 person, const entity *e, const char *verb, i64 id, const char *const *pairs, const char *because)
{
    ctx *c = attempt_as(person);
    check_refused(c, fixture_act(c, action_find(e, str_of(verb)), id, pairs), because);
}

i64 attempt_count(const char *table)
{
    ctx *c = attempt_as(MAX);
    return db_one(query_built(c, format(c->a, "SELECT count(*) FROM {$1 x}", v(table)), VALS(), 0));
}

i64 attempt_denials(const char *verb)
{
    ctx *c = attempt_as(MAX);
    return db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger WHERE verb = $1 AND result = 'denied'", v(verb)));
}

bool attempt_report(ctx *c, const char *name, const char *scope, int *pages)
{
    bytes pdf;
    return report_make(c, report_find(str_of(name)), str_of(scope), &pdf, pages);
}

int attempt_breaches(const char *rule_name, const char *state)
{
    ctx *c = attempt_as(MAX);
    const rule *r = rule_find(str_of(rule_name));
    check_found *found = NULL;
    int n = 0, of_state = 0;
    check(r != NULL);
    check_done(c, rules_run_one(c, r, &found, &n));
    for (int i = 0; i < n; i++) of_state += found[i].state.p[0] == *state;
    return of_state;
}
