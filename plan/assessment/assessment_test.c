// assessment_test.c: assessments freeze what they found, are approved, and are compared.
// SPDX-License-Identifier: Apache-2.0
#include "plan/assessment.h"
#include "platform/record/rules.h"
#include "test/visit.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void set(const entity *e, i64 id, const char *const *pairs)
{
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_set(c, e, id, pairs));
}

static void act(i64 person, const char *name, i64 id)
{
    ctx *c = fixture_later(person);
    check_done(c, fixture_act(c, action_find(&assessment_entity, str_of(name)), id, PAIRS("x", "")));
}

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return criteria_load(c);
}

static i64 add_risk(const char *title, const char *assets, const char *likelihood, const char *consequence)
{
    return fixture_made(MAX, &risk_entity,
                        PAIRS("title", title, "owner", "Olive", "unit", "North", "assets", assets, "likelihood",
                              likelihood, "legal", consequence));
}

static i64 begin_assessment(const char *name)
{
    return fixture_made(MAX, &assessment_entity,
                        PAIRS("name", name, "lead", "Max", "started", "today", "method", "A workshop", "scopes", "SC-1",
                              "participants", "Olive; Oscar"));
}

// Two scopes; records in the first, profiles in the second, a till in none. A risk for each, one for the first undecided.
static void settle(ctx *c)
{
    check_done(c, operate_with(c, load, NULL));
    c = fixture_later(GRETA);
    check_done(c, fixture_act(c, action_find(&criteria_entity, S("approve")), 1, PAIRS("x", "")));
    fixture_made(MAX, &scope_entity, PAIRS("name", "Patients", "statement", "All of patients"));
    fixture_made(MAX, &scope_entity, PAIRS("name", "Customers", "statement", "All of customers"));
    fixture_made(MAX, &boundary_entity, PAIRS("scope", "SC-1", "kind", "rule", "name", "x", "rule", "patients=yes"));
    fixture_made(MAX, &boundary_entity, PAIRS("scope", "SC-2", "kind", "rule", "name", "x", "rule", "customers=yes"));
    fixture_made(MAX, &asset_entity, PAIRS("name", "Records", "owner", "Olive", "unit", "North", "patients", "yes"));
    fixture_made(MAX, &asset_entity, PAIRS("name", "Profiles", "owner", "Olive", "unit", "North", "customers", "yes"));
    fixture_made(MAX, &asset_entity, PAIRS("name", "Till", "owner", "Olive", "unit", "North"));
    add_risk("Records opened", "AS-1", "4", "4");
    add_risk("Profiles lost", "AS-2", "3", "3");
    add_risk("Till broken", "AS-3", "2", "2");
    add_risk("Records lost", "AS-1", "2", "5");
}

TEST(an_assessment_covers_what_its_scopes_hold_and_what_concerns_all)
{
    settle(fixture());
    begin_assessment("First");
    const risk *const *all;
    ctx *c = fixture_later(MAX);
    const assessment *a = record_load(c, &assessment_entity, 1);
    check_int(assessment_risks(c, a, &all), 3);
    check_str(all[0]->title, "Records opened");
    check_str(all[1]->title, "Records lost");
    check_str(all[2]->title, "Till broken");
    set(&assessment_entity, 1, PAIRS("scopes", ""));
    c = fixture_later(MAX);
    check_int(assessment_risks(c, a, &all), 4);
}

TEST(a_closed_assessment_keeps_what_it_found_while_the_register_moves_on)
{
    settle(fixture());
    begin_assessment("First");
    ctx *c = fixture_later(GRETA);
    check_refused(c, fixture_act(c, action_find(&assessment_entity, S("approve")), 1, PAIRS("x", "")), "Close");
    act(MAX, "close", 1);
    act(GRETA, "approve", 1);
    c = fixture_later(MAX);
    const assessment *a = record_load(c, &assessment_entity, 1);
    check_int(a->risks, 3);
    check_int(a->above, 2);
    check_int(a->criteria.id, 1);
    set(&risk_entity, 1, PAIRS("likelihood", "1"));
    add_risk("New weakness", "AS-1", "5", "5");
    set(&asset_entity, 3, PAIRS("customers", "yes"));
    const risk *const *all;
    c = fixture_later(MAX);
    check_int(assessment_risks(c, a, &all), 3);
    check_int(all[0]->score, 16);
    c = fixture_later(MAX);
    check_refused(c, fixture_set(c, &assessment_entity, 1, PAIRS("method", "Another")), "is closed");
    c = fixture_later(MAX);
    check_refused(c, fixture_set(c, &assessment_entity, 1, PAIRS("scopes", "SC-2")), "is closed");
    c = fixture_later(MAX);
    check_refused(c, fixture_set(c, &assessment_entity, 1, PAIRS("scopes", "")), "is closed");
    check_found *found;
    int n;
    c = fixture_operator();
    check_done(c, rules_run_one(c, rule_find(S("assessment-kept")), &found, &n));
    check_int(n, 0);
    fixture_verify();
}

TEST(an_assessment_is_not_closed_over_a_risk_that_nobody_judged)
{
    settle(fixture());
    begin_assessment("First");
    fixture_made(MAX, &risk_entity, PAIRS("title", "An idea", "owner", "Olive", "unit", "North"));
    ctx *c = fixture_later(MAX);
    check_refused(c, fixture_act(c, action_find(&assessment_entity, S("close")), 1, PAIRS("x", "")), "R-5");
    c = fixture_later(MAX);
    check_done(c, operate_end(c, &risk_entity, 5, 0));
    act(MAX, "close", 1);
    act(MAX, "reopen", 1);
    c = fixture_later(MAX);
    check_int(((const assessment *)record_load(c, &assessment_entity, 1))->closed_at.us, 0);
}

// Who closed it does not approve it, and the criteria it was made with cannot change under it.
TEST(who_closed_an_assessment_does_not_approve_it_and_its_criteria_stand)
{
    settle(fixture());
    begin_assessment("First");
    ctx *c = fixture_later(ADA);
    check_done(c, fixture_add(c, &role_entity, PAIRS("person", "Max", "role", "management", "unit", "U-1")));
    act(MAX, "close", 1);
    c = fixture_later(MAX);
    check_refused(c, fixture_act(c, action_find(&assessment_entity, S("approve")), 1, PAIRS("x", "")),
                  "separation of duties");
    act(GRETA, "approve", 1);
    c = fixture_later(MAX);
    check_refused(c, fixture_set(c, &criteria_entity, 1, PAIRS("line", "8")), "Make a new version");
    c = fixture_later(MAX);
    check_done(c, fixture_act(c, action_find(&criteria_entity, S("revise")), 1, PAIRS("x", "")));
    set(&criteria_entity, 2, PAIRS("line", "8"));
    c = fixture_later(GRETA);
    check_done(c, fixture_act(c, action_find(&criteria_entity, S("approve")), 2, PAIRS("x", "")));
    c = fixture_later(MAX);
    check_int(((const assessment *)record_load(c, &assessment_entity, 1))->criteria.id, 1);
}

// One up, one down, one new, one gone, one as before.
static void move_all(void)
{
    begin_assessment("First");
    act(MAX, "close", 1);
    set(&risk_entity, 1, PAIRS("likelihood", "2"));
    set(&risk_entity, 4, PAIRS("likelihood", "4"));
    ctx *c = fixture_later(MAX);
    check_done(c, operate_end(c, &risk_entity, 3, 0));
    add_risk("New weakness", "AS-1", "3", "3");
    add_risk("Stays", "", "1", "1");
    begin_assessment("Second");
    act(MAX, "close", 2);
}

TEST(two_assessments_say_exactly_what_moved)
{
    settle(fixture());
    move_all();
    risk_change *all;
    ctx *c = fixture_later(MAX);
    int n = assessment_compare(c, record_load(c, &assessment_entity, 1), record_load(c, &assessment_entity, 2), &all);
    check_int(n, 5);
    check_int(all[0].movement, MOVED_UP);
    check_int(all[0].before->score, 10);
    check_int(all[0].after->score, 20);
    check_int(all[1].movement, MOVED_NEW);
    check_int(all[1].after->score, 9);
    check(!all[1].before);
    check_int(all[2].movement, MOVED_NEW);
    check_int(all[3].movement, MOVED_DOWN);
    check_int(all[3].before->score, 16);
    check_int(all[3].after->score, 8);
    check_int(all[4].movement, MOVED_GONE);
    check_str(all[4].before->title, "Till broken");
}

TEST(the_comparison_is_a_page_and_an_answer_of_the_api)
{
    ctx *c = fixture();
    visit_open(c);
    settle(c);
    move_all();
    visit_as(MAX);
    visit v1 = visit_get("/assessment/A-2/compare?with=A-1");
    check_int(v1.status, 200);
    check_has(v1.body, "1 went up, 2 are new, 1 went down, 1 are gone, 0 stand as before.");
    visit v2 = visit_get("/api/v1/assessment/A-2/compare?with=A-1");
    check_int(v2.status, 200);
    check_has(v2.body, "\"up\":1,\"new\":2,\"down\":1,\"gone\":1,\"same\":0");
    check_has(v2.body, "\"from\":{\"likelihood\":2,\"consequence\":5,\"score\":10,\"level\":\"high\"}");
    check_int(visit_get("/assessment/A-1/compare").status, 422);
    visit v3 = visit_get("/assessment/A-2");
    check_has(v3.body, "/assessment/A-2/compare?with=A-1");
    check_has(v3.body, "/assessment/A-2/risks?likelihood=4&amp;consequence=5");
    visit v4 = visit_get("/assessment/A-2/risks?likelihood=4&consequence=5");
    check_has(v4.body, "Records lost");
    check_lacks(v4.body, "Records opened");
}

TEST(a_rating_is_proposed_and_a_person_confirms_it)
{
    ctx *c = fixture();
    visit_open(c);
    settle(c);
    visit_as(OLIVE);
    visit v1 = visit_get("/risk/R-1/rate?vector=CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
    check_int(v1.status, 200);
    check_has(v1.body, "CVSS 3.1 rates it 9.8: Critical.");
    check_has(v1.body, "likelihood 5 (Frequent) and consequence 5 (Severe)");
    check_has(visit_get("/risk/R-1/rate?vector=CVSS:3.1/AV:N").body, "AC is missing");
    check_has(visit_get("/api/v1/risk/R-1/rate?vector=CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H").body,
              "\"score\":9.8,\"severity\":\"Critical\",\"likelihood\":5,\"consequence\":5");
    check_int(visit_get("/api/v1/risk/R-1/rate").status, 400);
    check_int(((const risk *)record_load(fixture_later(OLIVE), &risk_entity, 1))->score, 16);
    visit v2 = visit_post("/risk/R-1/judge", "likelihood=5&kind=operational&consequence=5&why=CVSS+rates+it+9.8");
    check_int(v2.status, 303);
    const risk *r = record_load(fixture_later(OLIVE), &risk_entity, 1);
    check_int(r->score, 25);
    check_int(r->operational, 5);
    check_str(r->why, "CVSS rates it 9.8");
}
