// approval_test.c: who may approve what, and when it no longer stands.
// SPDX-License-Identifier: Apache-2.0
#include "hub/approval.h"
#include "hub/about.h"
#include "hub/task.h"
#include "platform/ledger/ledger.h"
#include "test/fixture.h"

#include <string.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

typedef struct {
    any about;
    str frozen, reason;
    i64 author;
    bool may_author;
    unsigned needed;
} giving;

static bool give(ctx *c, void *arg)
{
    const giving *g = arg;
    return approval_give(c, g->about, "approve", g->frozen, g->author, g->may_author, g->needed, g->reason, (date){0});
}

static bool withdraw(ctx *c, void *arg)
{
    const giving *g = arg;
    return approval_withdraw(c, g->about, "approve");
}

static giving about_task(ctx *c, const char *owner, const char *unit)
{
    i64 id = fixture_add(c, &task_entity, PAIRS("title", "Plan", "assignee", owner, "unit", unit));
    check_done(c, id > 0);
    return (giving){.about = {S("task"), id}, .frozen = S("date=2027-01-01\nlevel=12"), .needed = MANAGEMENT};
}

static void small(void)
{
    check_done(fixture_operator(),
               fixture_set(fixture_operator(), &organisation_entity, 1, PAIRS("separation", "small")));
}

static const approval *found(ctx *c, const giving *g)
{
    return approval_of(c, &task_entity, g->about.id, "approve");
}

TEST(frozen_lines_are_sorted_and_one_line_each)
{
    frozen f = {.a = test_arena};
    frozen_add(&f, "level", v(12));
    frozen_add(&f, "control", v("two\nlines"));
    frozen_add(&f, "date", v(((date){20800})));
    frozen_add(&f, "cost", v(((money){1250000, "EUR"})));
    check_str(frozen_text(&f), "control=two lines\ncost=12,500.00 EUR\ndate=2026-12-13\nlevel=12");
}

TEST(more_lines_than_fit_are_still_bound)
{
    str texts[3];
    for (int k = 0; k < 3; k++) {
        frozen f = {.a = test_arena};
        for (int i = 0; i < 300; i++) frozen_add(&f, "row", v(i == 290 && k == 2 ? -1 : i));
        check_int(f.n, 256);
        texts[k] = frozen_text(&f);
    }
    check(str_eq(texts[0], texts[1]));
    check(!str_eq(texts[0], texts[2]));
}

TEST(lines_that_differ_are_named)
{
    ctx *c = fixture();
    approval a = {.frozen = S("control=C-1\ncontrol=C-2\ndate=2027-01-01\nlevel=12")};
    check_str(approval_stale(c, &a, a.frozen), "");
    check_str(approval_stale(c, &a, S("control=C-1\ncontrol=C-2\ndate=2027-02-01\nlevel=12")),
              "date: was 2027-01-01, now 2027-02-01");
    check_str(approval_stale(c, &a, S("control=C-1\ndate=2027-01-01\nlevel=15\nowner=P-3")),
              "control: was C-1, C-2, now C-1; level: was 12, now 15; owner: was nothing, now P-3");
    check_str(approval_stale(c, &a, S("")),
              "control: was C-1, C-2, now nothing; date: was 2027-01-01, now nothing; level: was 12, now nothing");
}

TEST(an_approval_keeps_who_when_and_what_it_rests_on)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    c = fixture_as(GRETA);
    check_done(c, operate_with(c, give, &g));
    const approval *a = found(fixture_again(c), &g);
    check(a);
    check_int(a->person.id, GRETA);
    check_int(a->for_person.id, 0);
    check(a->given.us > 0 && !a->own_work);
    check_str(a->frozen, "date=2027-01-01\nlevel=12");
    check_str(a->hash, hash_hex(test_arena, hash_of(a->frozen)));
    fixture_verify();
}

TEST(a_program_does_not_approve)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    check_refused(c, operate_with(c, give, &g), "acts of a person");
}

TEST(under_strict_separation_nobody_approves_what_they_wrote)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    g.author = GRETA, g.reason = S("nobody else is here");
    c = fixture_as(GRETA);
    check_refused(c, operate_with(c, give, &g), "Who wrote TK-1 does not approve it");
    check(!found(c, &g));
}

TEST(a_risk_owner_may_approve_a_plan_they_wrote)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    g.author = OLIVE, g.may_author = true, g.needed = OWN;
    c = fixture_as(OLIVE);
    check_done(c, operate_with(c, give, &g));
    check(!found(fixture_again(c), &g)->own_work);
}

TEST(under_small_separation_own_work_is_approved_only_when_nobody_else_can)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    small();
    c = fixture_operator();
    check_done(c, fixture_add(c, &role_entity, PAIRS("person", "P-4", "role", "management")) > 0);
    g.author = GRETA, g.reason = S("the only one");
    c = fixture_as(GRETA);
    check_refused(c, operate_with(c, give, &g), "somebody else may approve it");
    // The other holder leaves.
    c = fixture_operator();
    check_done(c, fixture_set(c, &person_entity, AUGUST, PAIRS("ends", "today-1")));
    g.reason = (str){0};
    c = fixture_as(GRETA);
    check_refused(c, operate_with(c, give, &g), "say why");
    g.reason = S("we are three people");
    c = fixture_as(GRETA);
    check_done(c, operate_with(c, give, &g));
    const approval *a = found(fixture_again(c), &g);
    check(a->own_work);
    check_str(a->reason, "we are three people");
}

TEST(a_role_held_in_another_unit_does_not_count_as_somebody_else)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    small();
    g.author = OLIVE, g.needed = OWNER, g.reason = S("the only owner in North"); // Oscar owns in South
    c = fixture_as(OLIVE);
    check_done(c, operate_with(c, give, &g));
    check(found(fixture_again(c), &g)->own_work);
}

TEST(a_deputy_acts_for_who_is_absent)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    g.needed = OWN;
    c = fixture_operator();
    check_done(c, fixture_set(c, &person_entity, OLIVE,
                              PAIRS("deputy", "P-2", "deputy_from", "today", "deputy_until", "today+3")));
    c = fixture_as(MAX);
    check_done(c, operate_with(c, give, &g));
    const approval *a = found(fixture_again(c), &g);
    check_int(a->person.id, MAX);
    check_int(a->for_person.id, OLIVE);
}

TEST(a_deputy_does_not_approve_what_the_absent_wrote)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    g.author = GRETA;
    c = fixture_operator();
    check_done(c, fixture_set(c, &person_entity, GRETA,
                              PAIRS("deputy", "P-2", "deputy_from", "today", "deputy_until", "today+3")));
    c = fixture_as(MAX);
    check_refused(c, operate_with(c, give, &g), "does not approve it");
}

TEST(who_holds_the_role_themselves_acts_for_nobody)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    c = fixture_operator();
    check_done(c, fixture_set(c, &person_entity, OLIVE,
                              PAIRS("deputy", "P-3", "deputy_from", "today", "deputy_until", "today+3")));
    c = fixture_as(GRETA);
    check_done(c, operate_with(c, give, &g));
    check_int(found(fixture_again(c), &g)->for_person.id, 0);
}

TEST(a_newer_approval_replaces_the_older_and_both_stay_in_history)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    c = fixture_as(GRETA);
    check_done(c, operate_with(c, give, &g));
    i64 first = found(c = fixture_again(c), &g)->rec.id;
    moment then = c->now;
    fixture_clock(1000000);
    c = fixture_as(GRETA);
    g.frozen = S("level=9");
    check_done(c, operate_with(c, give, &g));
    c = fixture_again(c);
    check(found(c, &g)->rec.id != first);
    check_str(found(c, &g)->frozen, "level=9");
    check_int(db_one(query(c, "SELECT count(*) FROM {approval!}")), 1);
    c->moment = then;
    check_int(found(c, &g)->rec.id, first);
}

TEST(a_withdrawn_approval_is_gone_and_can_be_withdrawn_once)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    c = fixture_as(GRETA);
    check_done(c, operate_with(c, give, &g));
    check_done(c, operate_with(c, withdraw, &g));
    check(!found(c = fixture_again(c), &g));
    check_refused(c, operate_with(c, withdraw, &g), "no such act");
    fixture_verify();
}

TEST(nobody_writes_an_approval_by_hand)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    approval forged = {
        .about = g.about, .act = S("approve"), .person = {GRETA}, .frozen = S("level=1"), .hash = S("00")};
    for (i64 who = ADA; who <= EDITH; who++) {
        c = fixture_as(who);
        check(!operate_add(c, &approval_entity, &forged, NULL, 0));
    }
    c = fixture_as(GRETA);
    check_done(c, operate_with(c, give, &g));
    i64 id = found(c = fixture_again(c), &g)->rec.id;
    for (i64 who = ADA; who <= STAN; who++) {
        c = fixture_as(who);
        check(!fixture_set(c, &approval_entity, id, PAIRS("reason", "x")));
        check(!operate_end(c = fixture_again(c), &approval_entity, id, 0));
    }
    check(found(fixture_operator(), &g));
}

TEST(an_approval_is_seen_where_its_record_is_seen)
{
    ctx *c = fixture();
    giving g = about_task(c, "P-5", "U-2");
    c = fixture_as(GRETA);
    check_done(c, operate_with(c, give, &g));
    i64 id = found(c = fixture_again(c), &g)->rec.id;
    check(record_seek(fixture_as(OLIVE), &approval_entity, id));
    check(!record_seek(fixture_as(OSCAR), &approval_entity, id));
    check(!record_seek(fixture_as(STAN), &approval_entity, id));
    c = fixture_as(OSCAR);
    check_refused(c, operate_with(c, give, &g), "There is no Task TK-1");
}
