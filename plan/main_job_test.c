// main_job_test.c: the main job: risks in, judged, treated, approved and accepted; a statement of applicability filled, defended, approved.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset.h"
#include "plan/soa/soa.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return framework_load(c) && criteria_load(c);
}

// An organisation with frameworks, criteria in force, an asset and a risk of 4 × 4 owned by Olive in North.
static void settle(void)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, load, NULL));
    c = fixture_later(GRETA);
    check_done(c, fixture_act(c, action_find(&criteria_entity, S("approve")), 1, PAIRS("x", "")));
    c = fixture_later(MAX);
    check_done(c,
               fixture_add(c, &asset_entity,
                           PAIRS("name", "Records", "owner", "Olive", "unit", "North", "confidentiality", "5")) == 1);
    c = fixture_later(MAX);
    check_done(c, fixture_add(c, &risk_entity,
                              PAIRS("title", "Opened with a stolen account", "owner", "P-5", "unit", "U-2", "assets",
                                    "AS-1", "likelihood", "4", "financial", "3", "reputation", "4")) == 1);
    c = fixture_later(MAX);
    check_done(
        c, fixture_add(c, &control_entity,
                       PAIRS("name", "Second factor", "owner", "P-5", "unit", "U-2", "status", "planned", "planned_on",
                             "today+60", "requirements", "Secure authentication", "risks", "R-1")) == 1);
}

static risk *the_risk(ctx *c)
{
    return record_load(c, &risk_entity, 1);
}

static i64 plan_it(const char *option)
{
    ctx *c = fixture_later(MAX);
    i64 id =
        fixture_add(c, &treatment_entity,
                    PAIRS("risk", "R-1", "option", option, "owner", "P-5", "due", "today+90", "controls", "C-1",
                          "target_likelihood", "2", "target_consequence", "4", "note", "Roll out the second factor",
                          "party", "Insurer", "remains", "Trust", "ends_on", "today+30"));
    check_done(c, id);
    c = fixture_later(MAX);
    check_done(c, fixture_act(c, action_find(&treatment_entity, S("propose")), id, PAIRS("x", "")));
    return id;
}

TEST(a_risk_is_judged_by_the_criteria_in_force)
{
    settle();
    ctx *c = fixture_later(OLIVE);
    const risk *r = the_risk(c);
    check_int(r->score, 16);
    check_int(r->level, LEVEL_CRITICAL);
    check_int(r->decision, DECISION_NONE);
    check(r->review_on.day > c->today.day);
    check_refused(c, fixture_set(c, &risk_entity, 1, PAIRS("likelihood", "6")), "5 steps");
    c = fixture_later(OLIVE);
    check_done(c, fixture_set(c, &risk_entity, 1, PAIRS("likelihood", "2")));
    c = fixture_later(OLIVE);
    check_int(the_risk(c)->decision, DECISION_RETAIN);
    fixture_verify();
}

TEST(the_owner_approves_the_plan_and_accepts_what_remains)
{
    settle();
    i64 id = plan_it("treat");
    ctx *c = fixture_later(OSCAR);
    check(!fixture_act(c, action_find(&treatment_entity, S("approve")), id, PAIRS("x", "")));
    c = fixture_later(OLIVE);
    check_refused(c, fixture_act(c, action_find(&risk_entity, S("accept")), 1, PAIRS("reason", "")),
                  "waits for the risk owner");
    c = fixture_later(OLIVE);
    check_done(c, fixture_act(c, action_find(&treatment_entity, S("approve")), id, PAIRS("x", "")));
    c = fixture_later(OLIVE);
    check_done(c, fixture_act(c, action_find(&risk_entity, S("accept")), 1, PAIRS("reason", "")));
    c = fixture_later(OLIVE);
    const risk *r = the_risk(c);
    check_int(r->decision, DECISION_TREAT);
    check_int(r->target_score, 8);
    check_int(r->acceptance, ACCEPTANCE_GIVEN);
    fixture_verify();
}

TEST(a_changed_value_makes_an_acceptance_stale_and_a_changed_word_does_not)
{
    settle();
    i64 id = plan_it("treat");
    ctx *c = fixture_later(OLIVE);
    check_done(c, fixture_act(c, action_find(&treatment_entity, S("approve")), id, PAIRS("x", "")));
    c = fixture_later(OLIVE);
    check_done(c, fixture_act(c, action_find(&risk_entity, S("accept")), 1, PAIRS("reason", "")));
    c = fixture_later(OLIVE);
    check_done(c, fixture_set(c, &risk_entity, 1, PAIRS("title", "Opened with a stolen sign-in")));
    c = fixture_later(OLIVE);
    check_int(the_risk(c)->acceptance, ACCEPTANCE_GIVEN);
    check_done(c, fixture_set(c, &risk_entity, 1, PAIRS("likelihood", "5")));
    c = fixture_later(OLIVE);
    check_int(the_risk(c)->acceptance, ACCEPTANCE_STALE);
    check_has(the_risk(c)->stale_own, "risk.likelihood");
    check_done(c, fixture_set(c, &risk_entity, 1, PAIRS("likelihood", "4")));
    c = fixture_later(OLIVE);
    check_int(the_risk(c)->acceptance, ACCEPTANCE_GIVEN);
    check_done(c, fixture_set(c, &treatment_entity, id, PAIRS("due", "today+200")));
    c = fixture_later(OLIVE);
    check_int(the_risk(c)->acceptance, ACCEPTANCE_STALE);
    check_has(the_risk(c)->stale_plan, "plan.due");
    c = fixture_later(OLIVE);
    check_done(c, fixture_set(c, &treatment_entity, id, PAIRS("due", "today+90", "controls", "")));
    c = fixture_later(OLIVE);
    check_has(the_risk(c)->stale_plan, "plan.controls");
    fixture_verify();
}

TEST(what_lies_above_the_owners_authority_goes_to_management)
{
    settle();
    plan_it("accept");
    ctx *c = fixture_later(OLIVE);
    check_refused(c,
                  fixture_act(c, action_find(&risk_entity, S("accept")), 1,
                              PAIRS("reason", "No other way", "until", "today+200")),
                  "top management");
    c = fixture_later(GRETA);
    check_refused(c,
                  fixture_act(c, action_find(&risk_entity, S("accept")), 1, PAIRS("reason", "", "until", "today+200")),
                  "say why");
    c = fixture_later(GRETA);
    check_done(c, fixture_act(c, action_find(&risk_entity, S("accept")), 1,
                              PAIRS("reason", "No other way", "until", "today+200")));
    c = fixture_later(OLIVE);
    check_int(the_risk(c)->accepted_by.id, GRETA);
    fixture_verify();
}

TEST(each_option_asks_for_what_makes_it_true)
{
    settle();
    ctx *c = fixture_later(MAX);
    check_refused(c,
                  fixture_add(c, &treatment_entity,
                              PAIRS("risk", "R-1", "option", "transfer", "owner", "P-5", "due", "today+9",
                                    "target_likelihood", "1", "target_consequence", "1")) != 0,
                  "insurer");
    c = fixture_later(MAX);
    check_refused(
        c,
        fixture_add(c, &treatment_entity,
                    PAIRS("risk", "R-1", "option", "avoid", "owner", "P-5", "due", "today+9", "note", "Ends")) != 0,
        "ends");
    c = fixture_later(MAX);
    check_refused(c, fixture_add(c, &treatment_entity, PAIRS("risk", "R-1", "option", "accept", "owner", "P-5")) != 0,
                  "reason");
    c = fixture_later(MAX);
    check_refused(c,
                  fixture_add(c, &treatment_entity,
                              PAIRS("risk", "R-1", "option", "treat", "owner", "P-5", "due", "today+9")) != 0,
                  "residual");
}

static i64 row_of(ctx *c, const char *ident)
{
    return db_one(query(
        c, "SELECT x.id FROM {soa_row x} JOIN {requirement q} ON q.id = x.requirement WHERE q.ident = $1", v(ident)));
}

static void decide_all(void)
{
    for (int done = 0; done < 93;) {
        ctx *c = fixture_later(MAX);
        i64 ids[20];
        int n = 0;
        rows r = query(c, "SELECT x.id FROM {soa_row x} WHERE x.applicable = '' OR x.risk + x.law + x.practice = 0 "
                          "ORDER BY x.id LIMIT 20");
        while (db_next(&r)) ids[n++] = db_int(&r, 0);
        if (!n) break;
        for (int i = 0; i < n; i++, done++)
            check_done(c, fixture_set(c, &soa_row_entity, ids[i], PAIRS("applicable", "yes", "practice", "yes")));
    }
}

TEST(a_statement_has_93_rows_and_keeps_what_a_treated_risk_relies_on)
{
    settle();
    plan_it("treat");
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_add(c, &scope_entity, PAIRS("name", "All", "statement", "All of the house")) == 1);
    c = fixture_later(MAX);
    check_done(c, fixture_add(c, &soa_entity, PAIRS("scope", "SC-1")) == 1);
    c = fixture_later(MAX);
    check_int(db_one(query(c, "SELECT count(*) FROM {soa_row x}")), 93);
    i64 row = row_of(c, "A.8.5");
    check_int(((soa_row *)record_load(c, &soa_row_entity, row))->applicable, APPLICABLE_YES);
    check_refused(c, fixture_set(c, &soa_row_entity, row, PAIRS("applicable", "no", "justification", "Not wanted")),
                  "R-1");
    c = fixture_later(GRETA);
    check_refused(c, fixture_act(c, action_find(&soa_entity, S("approve")), 1, PAIRS("x", "")), "not decided");
    decide_all();
    c = fixture_later(MAX);
    check_refused(c,
                  fixture_set(c, &soa_row_entity, row_of(c, "A.8.4"), PAIRS("applicable", "no", "justification", "")),
                  "justified");
    c = fixture_later(MAX);
    check_done(c,
               fixture_set(c, &soa_row_entity, row_of(c, "A.8.4"),
                           PAIRS("applicable", "no", "practice", "no", "justification", "Nothing is developed here")));
    c = fixture_later(GRETA);
    check_done(c, fixture_act(c, action_find(&soa_entity, S("approve")), 1, PAIRS("x", "")));
    c = fixture_later(MAX);
    check_refused(c, fixture_set(c, &soa_row_entity, row_of(c, "A.8.4"), PAIRS("justification", "Other words")),
                  "approved");
    fixture_verify();
}

TEST(worth_is_inherited_and_a_circle_is_refused_with_its_path)
{
    settle();
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_add(c, &asset_entity,
                              PAIRS("name", "Server", "owner", "P-5", "unit", "U-2", "confidentiality", "1")) == 2);
    c = fixture_later(MAX);
    check_done(c, fixture_set(c, &asset_entity, 1, PAIRS("depends_on", "Server")));
    c = fixture_later(MAX);
    check_int(((asset *)record_load(c, &asset_entity, 2))->worth_c, 5);
    check_refused(c, fixture_set(c, &asset_entity, 2, PAIRS("depends_on", "Records")), "Records → Server");
    c = fixture_later(MAX);
    check_done(c, fixture_set(c, &asset_entity, 1, PAIRS("confidentiality", "3")));
    c = fixture_later(MAX);
    check_int(((asset *)record_load(c, &asset_entity, 2))->worth_c, 3);
}
