// exception_test.c: exceptions and coverage: who may grant, what expires, who is covered, and where it shows.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset.h"
#include "plan/coverage.h"
#include "plan/template.h"
#include "platform/record/rules.h"
#include "test/visit.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void act(i64 person, const entity *e, const char *name, i64 id, const char *const *pairs)
{
    ctx *c = fixture_later(person);
    check_done(c, fixture_act(c, action_find(e, str_of(name)), id, pairs));
}

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return framework_load(c) && criteria_load(c) && template_load(c);
}

// A control of Olive in North that must reach three stores, and a risk of 3 × 4 that stays.
static ctx *settle(void)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, load, NULL));
    act(GRETA, &criteria_entity, "approve", 1, PAIRS("x", ""));
    fixture_made(MAX, &asset_entity, PAIRS("name", "Archive", "owner", "Olive", "unit", "North", "store", "yes"));
    fixture_made(MAX, &asset_entity, PAIRS("name", "Database", "owner", "Olive", "unit", "North", "store", "yes"));
    fixture_made(MAX, &asset_entity, PAIRS("name", "Backup", "owner", "Oscar", "unit", "South", "store", "yes"));
    fixture_made(MAX, &control_entity,
                 PAIRS("name", "Encryption", "owner", "Olive", "unit", "North", "status", "implemented", "requirements",
                       "Use of cryptography"));
    fixture_made(MAX, &risk_entity,
                 PAIRS("title", "Archive read", "owner", "Olive", "unit", "North", "assets", "AS-1", "likelihood", "3",
                       "legal", "4"));
    fixture_made(MAX, &coverage_entity,
                 PAIRS("name", "Every store", "control", "C-1", "noun", "asset", "rule", "store=yes"));
    return c;
}

static i64 ask(const char *risk)
{
    return fixture_made(OLIVE, &exception_entity,
                        PAIRS("title", "The archive stays as it is", "about", "AS-1", "control", "C-1", "risk", risk,
                              "why", "It cannot encrypt", "compensating", "A network of its own", "until",
                              "today+100"));
}

static const coverage *the_coverage(void)
{
    return record_load(fixture_later(MAX), &coverage_entity, 1);
}

TEST(an_exception_is_granted_by_whoever_may_bear_its_risk_and_not_by_who_asked)
{
    settle();
    i64 id = ask("R-1");
    const action *grant = action_find(&exception_entity, S("grant"));
    ctx *c = fixture_later(OLIVE); // 12 is above what an owner may bear
    check_refused(c, fixture_act(c, grant, id, PAIRS("x", "")), "top management");
    c = fixture_later(GRETA);
    check_done(c, fixture_act(c, grant, id, PAIRS("x", "")));
    c = fixture_later(OLIVE);
    const exception *x = record_load(c, &exception_entity, id);
    check_int(x->state, EXCEPTION_GRANTED);
    check_int(x->approver.id, GRETA);
    check(approval_of(c, &exception_entity, id, "grant") != NULL);
    check_refused(c, fixture_set(c, &exception_entity, id, PAIRS("why", "Another")), "no longer changes");
    fixture_made(MAX, &risk_entity,
                 PAIRS("title", "Small", "owner", "Olive", "unit", "North", "likelihood", "1", "legal", "2"));
    i64 small = ask("R-2");
    c = fixture_later(OLIVE); // hers to bear, but she asked
    check_refused(c, fixture_act(c, grant, small, PAIRS("x", "")), "separation of duties");
    fixture_verify();
}

TEST(an_exception_is_renewed_by_a_new_act_or_ends)
{
    settle();
    i64 id = ask("R-1");
    act(GRETA, &exception_entity, "grant", id, PAIRS("x", ""));
    ctx *c = fixture_later(GRETA);
    check_refused(c,
                  fixture_act(c, action_find(&exception_entity, S("renew")), id,
                              PAIRS("until", "today+50", "reason", "Still so")),
                  "ends later");
    act(GRETA, &exception_entity, "renew", id, PAIRS("until", "today+200", "reason", "Still so"));
    c = fixture_later(OLIVE);
    const exception *x = record_load(c, &exception_entity, id);
    check_int(x->renewals, 1);
    check_str(approval_of(c, &exception_entity, id, "grant")->reason, "Still so");
    act(OLIVE, &exception_entity, "close", id, PAIRS("reason", "It was replaced"));
    c = fixture_later(OLIVE);
    check_int(((const exception *)record_load(c, &exception_entity, id))->state, EXCEPTION_ENDED);
}

TEST(an_expired_exception_breaks_a_rule_and_covers_nobody)
{
    settle();
    i64 id = ask("R-1");
    check_found *found;
    int n;
    act(GRETA, &exception_entity, "grant", id, PAIRS("x", ""));
    act(OLIVE, &coverage_entity, "load", 1, PAIRS("members", "AS-1", "state", "excepted", "exception", "EX-1"));
    check_int(the_coverage()->excepted, 1);
    fixture_clock((i64)101 * 86400 * 1000000);
    ctx *c = fixture_operator();
    check_done(c, rules_run_one(c, rule_find(S("exception-expired")), &found, &n));
    check_int(n, 1);
    coverage_line *lines;
    c = fixture_later(MAX);
    check_int(coverage_lines(c, the_coverage(), &lines), 3);
    check_int(lines[0].reached, REACH_NOT_YET);
}

TEST(a_coverage_counts_its_members_and_a_new_one_is_not_yet_covered)
{
    settle();
    check_int(the_coverage()->missing, 3);
    ctx *c = fixture_later(OLIVE);
    check_refused(c,
                  fixture_act(c, action_find(&coverage_entity, S("load")), 1,
                              PAIRS("members", "name,note\nArchive,x\nNowhere,y\nAS-9,z", "state", "covered")),
                  "Line 3: \"Nowhere\" is no member");
    check_int(the_coverage()->covered, 0);
    act(OLIVE, &coverage_entity, "load", 1, PAIRS("members", "code,host\nAS-1,a\n\"Database\",b", "state", "covered"));
    const coverage *v1 = the_coverage();
    check_int(v1->covered, 2);
    check_real(v1->percent.x, 66.7, 1e-9);
    check(v1->measure.id != 0);
    const measure *m = record_load(fixture_later(MAX), &measure_entity, v1->measure.id);
    check_real(m->latest.x, 66.7, 1e-9);
    fixture_made(MAX, &asset_entity, PAIRS("name", "New store", "owner", "Olive", "unit", "North", "store", "yes"));
    check_int(the_coverage()->members, 4);
    check_int(the_coverage()->missing, 2);
    act(OLIVE, &coverage_entity, "load", 1,
        PAIRS("members", "Database; New store", "state", "covered", "complete", "yes"));
    check_int(the_coverage()->covered, 2);
    coverage_line *lines;
    check_int(coverage_lines(fixture_later(MAX), the_coverage(), &lines), 4);
    check_int(lines[0].reached, REACH_NOT_YET);
    check_int(lines[3].reached, REACH_COVERED);
    act(OLIVE, &coverage_entity, "tasks", 1, PAIRS("due", "today+30"));
    check_int(db_one(query(fixture_later(MAX), "SELECT count(*) FROM {task x} WHERE x.about_entity = 'coverage'")), 1);
    fixture_verify();
}

TEST(a_member_is_excepted_only_by_an_exception_that_stands)
{
    settle();
    i64 id = ask("R-1");
    ctx *c = fixture_later(OLIVE);
    check_refused(c,
                  fixture_act(c, action_find(&coverage_entity, S("load")), 1,
                              PAIRS("members", "AS-1", "state", "excepted", "exception", "EX-1")),
                  "not granted");
    act(GRETA, &exception_entity, "grant", id, PAIRS("x", ""));
    act(OLIVE, &coverage_entity, "load", 1, PAIRS("members", "AS-1", "state", "excepted", "exception", "EX-1"));
    check_int(the_coverage()->excepted, 1);
    check_real(the_coverage()->percent.x, 0, 0);
    act(OLIVE, &exception_entity, "close", id, PAIRS("reason", "Replaced"));
    check_int(the_coverage()->excepted, 0);
    check_int(the_coverage()->missing, 3);
}

TEST(an_exception_shows_on_the_control_the_risk_and_the_coverage)
{
    visit_open(settle());
    i64 id = ask("R-1");
    act(GRETA, &exception_entity, "grant", id, PAIRS("x", ""));
    act(OLIVE, &coverage_entity, "load", 1, PAIRS("members", "AS-1", "state", "excepted", "exception", "EX-1"));
    visit_as(MAX);
    static const char *const pages[] = {"/control/C-1", "/risk/R-1", "/coverage/CV-1", "/asset/AS-1"};
    for (int i = 0; i < countof(pages); i++) {
        visit v1 = visit_get(pages[i]);
        check_int(v1.status, 200);
        check_has(v1.body, "EX-1");
    }
    check_has(visit_get("/coverage/CV-1").body, "Not yet");
    check_int(visit_post("/coverage/CV-1/load", "members=AS-2&state=covered").status, 303);
    check_int(the_coverage()->covered, 1);
}

TEST(a_control_in_place_that_does_not_reach_all_breaks_a_rule)
{
    settle();
    check_found *found;
    int n;
    ctx *c = fixture_operator();
    check_done(c, rules_run_one(c, rule_find(S("coverage-complete")), &found, &n));
    check_int(n, 1);
    check_done(c, rules_run_one(c, rule_find(S("control-evidence")), &found, &n));
    check_int(n, 1);
    check_str(found[0].state, "early");
    act(MAX, &coverage_entity, "load", 1, PAIRS("members", "AS-1; AS-2; AS-3", "state", "covered"));
    c = fixture_operator();
    check_done(c, rules_run_one(c, rule_find(S("coverage-complete")), &found, &n));
    check_int(n, 0);
}

TEST(a_template_becomes_a_control_with_its_steps_as_tasks)
{
    settle();
    ctx *c = fixture_later(MAX);
    check(db_one(query(c, "SELECT count(*) FROM {template x}")) >= 60);
    check_int(
        db_one(query(c, "SELECT count(*) FROM {template x} WHERE x.checklist = '' OR x.test = '' OR x.annex = ''")), 0);
    act(OLIVE, &template_entity, "use", 1, PAIRS("owner", "Olive", "unit", "North", "planned_on", "today+60"));
    c = fixture_later(OLIVE);
    const control *x = record_load(c, &control_entity, 2);
    check_str(x->name, "Firewalls");
    check_int(x->status, CONTROL_PLANNED);
    check(x->test.n > 0);
    i64 *ids;
    check_int(record_links(c, link_find(&control_entity, S("requirements")), 2, &ids), 2);
    check_int(db_one(query(c, "SELECT count(*) FROM {task x} WHERE x.about_entity = 'control' AND x.about_id = 2")), 6);
    check_int(db_one(query(c, "SELECT count(*) FROM {task x} WHERE x.about_id = 2 AND x.evidence_needed = 1")), 1);
    fixture_verify();
}
