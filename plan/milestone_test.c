// milestone_test.c: the journey: 0 of 12 when empty, what each register adds, a stale acceptance by name, detours.
// SPDX-License-Identifier: Apache-2.0
#include "hub/journey.h"
#include "plan/asset.h"
#include "plan/context/context.h"
#include "plan/control.h"
#include "plan/framework.h"
#include "plan/leadership/leadership.h"
#include "plan/objective/objective.h"
#include "plan/obligation.h"
#include "plan/treatment.h"
#include "test/visit.h"

#include <string.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return framework_load(c) && criteria_load(c);
}

static const journey_mark *mark_of(const journey *j, step_name step, const char *name)
{
    for (int i = 0; i < j->stops[step].nmarks; i++)
        if (!strcmp(j->stops[step].marks[i].m->name, name)) return &j->stops[step].marks[i];
    return NULL;
}

static void settle(void)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, load, NULL));
}

static void add(const entity *e, const char *const *pairs)
{
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_add(c, e, pairs));
}

static const action *act_of(const entity *e, const char *name)
{
    return action_find(e, str_of(name));
}

// Olive's risk of 4 × 4, treated, approved and accepted.
static void accepted_risk(void)
{
    ctx *c = fixture_later(GRETA);
    check_done(c, fixture_act(c, act_of(&criteria_entity, "approve"), 1, PAIRS("x", "")));
    add(&risk_entity, PAIRS("title", "Opened with a stolen account", "owner", "P-5", "unit", "U-2", "likelihood", "4",
                            "financial", "4"));
    add(&control_entity, PAIRS("name", "Second factor", "owner", "P-5", "unit", "U-2", "status", "planned",
                               "planned_on", "today+60", "risks", "R-1"));
    add(&treatment_entity, PAIRS("risk", "R-1", "option", "treat", "owner", "P-5", "due", "today+90", "controls", "C-1",
                                 "target_likelihood", "2", "target_consequence", "4", "note", "Roll out"));
    c = fixture_later(MAX);
    check_done(c, fixture_act(c, act_of(&treatment_entity, "propose"), 1, PAIRS("x", "")));
    c = fixture_later(OLIVE);
    check_done(c, fixture_act(c, act_of(&treatment_entity, "approve"), 1, PAIRS("x", "")));
    c = fixture_later(OLIVE);
    check_done(c, fixture_act(c, act_of(&risk_entity, "accept"), 1, PAIRS("reason", "")));
}

TEST(an_empty_organisation_stands_at_0_of_12_and_each_step_names_what_comes_first)
{
    settle();
    journey *j = journey_read(fixture_later(MAX));
    check_int(j->done, 0);
    for (int i = 1; i <= JOURNEY_STEPS; i++) {
        check_int(j->stops[i].percent, 0);
        check_int(j->stops[i].state, i <= STEP_TREATMENT ? STOP_AHEAD : STOP_LATER);
        check((i <= STEP_TREATMENT) == (j->stops[i].next != NULL));
    }
    visit_open(fixture_operator());
    visit_as(MAX);
    visit v = visit_get("/journey");
    check_int(v.status, 200);
    check_has(v.body, "0 of 12 steps done");
    check_has(v.body, "No obligation is registered");
    check_has(v.body, "href='/issue/new'>Write down the first issue</a>");
    check_has(v.body, "This version keeps no registers for this step yet");
}

TEST(an_open_climate_question_is_shown_and_holds_nothing_back)
{
    settle();
    add(&issue_entity, PAIRS("title", "Outage of the data centre", "kind", "internal", "effect", "Work stops", "owner",
                             "P-2", "review_on", "today+90"));
    add(&party_entity, PAIRS("name", "Patients", "kind", "customer", "owner", "P-2"));
    add(&obligation_entity, PAIRS("title", "GDPR", "kind", "regulation", "owner", "P-2", "country", "Germany",
                                  "review_on", "today+90", "asks", "Much"));
    journey *j = journey_read(fixture_later(MAX));
    check_int(j->stops[STEP_OBJECTIVES].state, STOP_UNDERWAY);
    check_int(j->stops[STEP_OBJECTIVES].percent, 75);
    add(&objective_entity,
        PAIRS("title", "Certificate", "owner", "P-2", "due", "today+300", "milestone", "It hangs there", "unmeasured",
              "It is there or not", "aim", "Trust", "evaluation", "One looks", "resources", "20 days"));
    ctx *c = fixture_later(MAX);
    j = journey_read(c);
    check_int(j->done, 1);
    check_int(j->stops[STEP_OBJECTIVES].state, STOP_DONE);
    const journey_mark *climate = mark_of(j, STEP_OBJECTIVES, "climate");
    check(climate && !climate->done);
    check_has(journey_sentence(c, climate, str_of(climate->m->missing)), "context report waits");
}

TEST(a_stale_acceptance_is_named)
{
    settle();
    accepted_risk();
    ctx *c = fixture_later(MAX);
    journey *j = journey_read(c);
    const journey_mark *k = mark_of(j, STEP_TREATMENT, "acceptances");
    check(k && k->done);
    check_str(journey_sentence(c, k, str_of(k->m->done)), "One acceptance stands");
    check_done(c, fixture_set(fixture_later(OLIVE), &risk_entity, 1, PAIRS("likelihood", "5")));
    j = journey_read(fixture_later(MAX));
    k = mark_of(j, STEP_TREATMENT, "acceptances");
    check(k && !k->done);
    check_int(k->nitems, 1);
    check_int(k->items[0].id, 1);
    check_str(k->items[0].what, "the acceptance is stale");
    visit_open(fixture_operator());
    visit_as(MAX);
    visit v = visit_get("/journey");
    check_has(v.body, "In the way");
    check_has(
        v.body,
        "<a href='/risk/R-1'><span class='code'>R-1</span> Opened with a stolen account</a>: the acceptance is stale");
    visit_as(OSCAR); // owner in South: the risk lies in North
    check_lacks(visit_get("/journey").body, "stolen account");
    visit_as(STAN);
    check_int(visit_get("/journey").status, 403);
}

TEST(an_overdue_acceptance_and_a_late_plan_are_named)
{
    settle();
    accepted_risk();
    fixture_clock((i64)100 * 86400 * 1000000);
    journey *j = journey_read(fixture_later(MAX));
    const journey_mark *k = mark_of(j, STEP_TREATMENT, "late-plans");
    check(k && k->nitems == 1);
    check_str(k->items[0].what, "the plan is late");
}

TEST(a_part_is_put_aside_with_a_reason_and_a_step_is_answered_elsewhere)
{
    settle();
    ctx *c = fixture_later(MAX);
    check_refused(c, fixture_add(c, &detour_entity, PAIRS("step", "support", "part", "committee", "way", "aside")),
                  "Reason");
    c = fixture_later(MAX);
    check_refused(
        c, fixture_add(c, &detour_entity, PAIRS("step", "support", "part", "tea", "way", "aside", "reason", "x")),
        "asks for nothing named \"tea\"");
    c = fixture_later(OLIVE);
    check_refused(c, fixture_add(c, &detour_entity, PAIRS("step", "support", "way", "aside", "reason", "x")),
                  "roles do not");
    add(&detour_entity,
        PAIRS("step", "support", "part", "committee", "way", "aside", "reason", "We meet every Monday"));
    journey *j = journey_read(fixture_later(MAX));
    check(mark_of(j, STEP_SUPPORT, "committee")->detour);
    check_int(j->stops[STEP_SUPPORT].percent, 20);
    check_int(j->done, 0);
    c = fixture_later(MAX);
    check_refused(
        c, fixture_add(c, &detour_entity, PAIRS("step", "training", "way", "elsewhere", "reason", "The hospital's")),
        "where the answer lies");
    add(&detour_entity,
        PAIRS("step", "training", "way", "elsewhere", "reason", "The academy does it", "place", "Its list"));
    add(&detour_entity, PAIRS("step", "certification", "way", "aside", "reason", "No customer asks for it"));
    j = journey_read(fixture_later(MAX));
    check_int(j->done, 2);
    check_int(j->stops[STEP_TRAINING].state, STOP_ELSEWHERE);
    check_int(j->stops[STEP_CERTIFICATION].state, STOP_ASIDE);
    visit_open(fixture_operator());
    visit_as(MAX);
    visit v = visit_get("/journey");
    check_has(v.body, "2 of 12 steps done");
    check_has(v.body, "We meet every Monday");
    check_has(v.body, "Its list");
    fixture_verify();
}

TEST(programs_read_the_same_journey)
{
    settle();
    accepted_risk();
    visit_open(fixture_operator());
    visit_as(MAX);
    visit v = visit_get("/api/v1/journey");
    check_int(v.status, 200);
    check_has(v.body, "{\"done\":0,\"steps\":12,\"items\":[{\"number\":1,\"name\":\"objectives\"");
    check_has(
        v.body,
        "{\"name\":\"acceptances\",\"state\":\"done\",\"have\":1,\"all\":1,\"sentence\":\"One acceptance stands\"");
}

// Every milestone leads somewhere: to a page that exists, for whoever runs the system.
TEST(each_milestone_names_a_page_that_opens)
{
    settle();
    visit_open(fixture_operator());
    visit_as(MAX);
    for
        each_module(m) for (const milestone *k = (*m)->milestones; k && k->name; k++)
        {
            check(k->step >= 1 && k->step <= JOURNEY_STEPS && k->done && k->missing && k->next);
            check_int(visit_get(k->url).status, 200);
            check_int(visit_get(k->list).status, 200);
        }
}
