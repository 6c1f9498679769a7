// overview_test.c: the overview: its figures, in reach, each with the way to its list; and where people begin.
// SPDX-License-Identifier: Apache-2.0
#include "plan/overview.h"
#include "plan/control.h"
#include "plan/framework.h"
#include "plan/objective/objective.h"
#include "plan/treatment.h"
#include "test/visit.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return framework_load(c) && criteria_load(c);
}

static void add(const entity *e, const char *const *pairs)
{
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_add(c, e, pairs));
}

static void settle(void)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, load, NULL));
    c = fixture_later(GRETA);
    check_done(c, fixture_act(c, action_find(&criteria_entity, S("approve")), 1, PAIRS("x", "")));
}

static visit overview_of(i64 person)
{
    visit_open(fixture_operator());
    visit_as(person);
    return visit_get("/overview");
}

TEST(nothing_to_look_over_leads_to_the_journey)
{
    settle();
    visit v = overview_of(MAX);
    check_int(v.status, 303);
    check_str(v.location, "/journey");
}

TEST(each_figure_stands_with_the_way_to_its_list)
{
    settle();
    add(&risk_entity,
        PAIRS("title", "Stolen account", "owner", "P-5", "unit", "U-2", "likelihood", "4", "financial", "4"));
    add(&risk_entity, PAIRS("title", "Lost key", "owner", "P-6", "unit", "U-3", "likelihood", "1", "financial", "1"));
    add(&objective_entity,
        PAIRS("title", "Certificate", "owner", "P-2", "due", "today+300", "milestone", "It hangs there", "unmeasured",
              "It is there or not", "aim", "Trust", "evaluation", "One looks", "resources", "20 days"));
    add(entity_find(S("task")), PAIRS("title", "Order keys", "assignee", "P-2", "due", "today-3"));
    visit v = overview_of(MAX);
    check_int(v.status, 200);
    check_has(v.body, "<a href='/risk?sort=-score'>1 of 2 risks</a>");
    check_has(v.body, "<a href='/risk?level=critical'>1 risk</a>");
    check_has(v.body, "<a href='/risk?level=low'>1 risk</a>");
    check_has(v.body, "without a decision</a></span><span class='num'>1</span>");
    check_has(v.body, "1 thing to put right");
    check_has(v.body, "<a class='num' href='/objective?status=ahead'>1</a>");
    check_has(v.body, "<a href='/task/TK-1'>Task: Order keys</a></span><span class='far small num'>3 days</span>");
    check_has(v.body, "No Statement of Applicability is begun");
    check_has(v.body, "0 of 12 steps");
    v = overview_of(OSCAR); // owner in South
    check_has(v.body, "<a href='/risk?sort=-score'>0 of 1 risks</a>");
    check_lacks(v.body, "Stolen account");
    check_int(overview_of(STAN).status, 403);
}

TEST(late_plans_and_stale_acceptances_are_counted)
{
    settle();
    add(&risk_entity,
        PAIRS("title", "Stolen account", "owner", "P-5", "unit", "U-2", "likelihood", "4", "financial", "4"));
    add(&control_entity, PAIRS("name", "Second factor", "owner", "P-5", "unit", "U-2", "status", "planned",
                               "planned_on", "today+60", "risks", "R-1"));
    add(&treatment_entity, PAIRS("risk", "R-1", "option", "treat", "owner", "P-5", "due", "today+90", "controls", "C-1",
                                 "target_likelihood", "2", "target_consequence", "4", "note", "Roll out"));
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_act(c, action_find(&treatment_entity, S("propose")), 1, PAIRS("x", "")));
    check_has(overview_of(MAX).body, "wait for approval</a></span><span class='num'>1</span>");
    c = fixture_later(OLIVE);
    check_done(c, fixture_act(c, action_find(&treatment_entity, S("approve")), 1, PAIRS("x", "")));
    c = fixture_later(OLIVE);
    check_done(c, fixture_act(c, action_find(&risk_entity, S("accept")), 1, PAIRS("reason", "")));
    check_has(overview_of(MAX).body, "Nothing is late, stale or undecided");
    check_done(c, fixture_set(fixture_later(OLIVE), &risk_entity, 1, PAIRS("likelihood", "5")));
    check_has(overview_of(MAX).body, "that are stale</a></span><span class='num'>1</span>");
}

TEST(who_runs_the_system_begins_with_the_overview_and_others_with_their_work)
{
    settle();
    static const struct {
        i64 person;
        const char *start;
    } begins[] = {{MAX, "/overview"}, {GRETA, "/overview"}, {OLIVE, "/work"}, {STAN, "/work"}, {ADA, "/work"}};
    for (int i = 0; i < countof(begins); i++) {
        visit_open(fixture_operator());
        visit_as(begins[i].person);
        visit v = visit_get("/");
        check_int(v.status, 303);
        check_str(v.location, begins[i].start);
    }
}
