// chapter_two_test.c: what could happen and what is done about it, with every refusal of the story's steps 9 to 15.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset.h"
#include "plan/assessment.h"
#include "plan/control/answer.h"
#include "plan/soa/soa.h"
#include "plan/treatment.h"
#include "test/attempt.h"

#include <string.h>

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return framework_load(c) && criteria_load(c);
}

static void settle(void)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, load, NULL));
    attempt_act(GRETA, &criteria_entity, "approve", 1, NOTHING);
}

static str field_of(const entity *e, i64 id, const char *name)
{
    ctx *c = attempt_as(MAX);
    text t = {.a = test_arena};
    field_text(c, &t, field_find(e, str_of(name)), record_load(c, e, id));
    return text_str(&t);
}

// ---- step 9

static void add_asset(const char *name, int i, const char *patients, const char *customers, const char *region)
{
    str title = format(test_arena, "$1 $2", v(name), v(i));
    attempt_add(MAX, &asset_entity,
                PAIRS("name", str_z(test_arena, title), "owner", "P-5", "unit", "U-2", "region", region, "patients",
                      patients, "customers", customers, "personal", "yes"));
}

// 60 assets: 22 of patients alone, 10 of customers in APAC alone, 4 of both, 3 of customers elsewhere, 21 of neither.
static void two_scopes(void)
{
    settle();
    attempt_add(MAX, &scope_entity, PAIRS("name", "Patient records", "statement", "All that handles records"));
    attempt_add(MAX, &scope_entity, PAIRS("name", "APAC customer data", "statement", "All that holds their data"));
    attempt_add(MAX, &boundary_entity,
                PAIRS("scope", "SC-1", "kind", "rule", "name", "Patients", "rule", "patients=yes"));
    attempt_add(MAX, &boundary_entity,
                PAIRS("scope", "SC-2", "kind", "rule", "name", "Customers", "rule", "customers=yes region=APAC"));
    for (int i = 0; i < 22; i++) add_asset("Of patients", i, "yes", "no", "EMEA");
    for (int i = 0; i < 10; i++) add_asset("Of customers", i, "no", "yes", "APAC");
    for (int i = 0; i < 4; i++) add_asset("Of both", i, "yes", "yes", "APAC");
    for (int i = 0; i < 3; i++) add_asset("Of others", i, "no", "yes", "EMEA");
    for (int i = 0; i < 21; i++) add_asset("Of none", i, "no", "no", "APAC");
}

static i64 members(const char *code)
{
    ctx *c = attempt_as(MAX);
    const scope *s = scope_find(c, str_of(code));
    return s ? s->members : -1;
}

static i64 in_both(void)
{
    ctx *c = attempt_as(MAX);
    return db_one(query(c, "SELECT count(*) FROM {asset_scope x} JOIN {asset_scope y} ON y.asset = x.asset WHERE "
                           "x.scope = 1 AND y.scope = 2"));
}

TEST(scopes_find_their_members_by_rule_and_share_four)
{
    two_scopes();
    check_int(attempt_count("asset"), 60);
    check_int(members("SC-1"), 26);
    check_int(members("SC-2"), 14);
    check_int(in_both(), 4);
    refuse_act(MAX, &scope_entity, "approve", 1, NOTHING, "roles do not allow");
    attempt_act(GRETA, &scope_entity, "approve", 1, NOTHING);
    attempt_act(GRETA, &scope_entity, "approve", 2, NOTHING);
    refuse_set(MAX, &scope_entity, 1, PAIRS("statement", "Everything"), "Make version 2");
    check_int(attempt_denials("scope.set"), 1);
    fixture_verify();
}

TEST(an_asset_that_starts_to_handle_data_of_patients_is_flagged_and_no_approved_text_changes)
{
    two_scopes();
    for (i64 id = 1; id <= 2; id++) attempt_act(GRETA, &scope_entity, "approve", id, NOTHING);
    str before = field_of(&scope_entity, 1, "statement"), other = field_of(&scope_entity, 2, "statement");
    attempt_set(OLIVE, &asset_entity, 60, PAIRS("patients", "yes"));
    check_int(members("SC-1"), 27);
    check_str(field_of(&scope_entity, 1, "entered"), "1");
    check_str(field_of(&scope_entity, 2, "entered"), "0");
    check_str(field_of(&scope_entity, 1, "state"), "approved");
    check(str_eq(field_of(&scope_entity, 1, "statement"), before));
    check(str_eq(field_of(&scope_entity, 2, "statement"), other));
    check_int(attempt_breaches("scope-approved", "broken"), 0);
    check_int(attempt_breaches("scope-members", "broken"), 0);
    attempt_act(MAX, &scope_entity, "note", 1, NOTHING);
    check_str(field_of(&scope_entity, 1, "entered"), "0");
    fixture_verify();
}

// ---- steps 11 to 14

static void add_risk(const char *title, const char *likelihood, const char *consequence)
{
    attempt_add(MAX, &risk_entity,
                PAIRS("title", title, "owner", "P-5", "unit", "U-2", "likelihood", likelihood, "legal", consequence));
}

static void plan(i64 id, const char *option)
{
    str of = format(test_arena, "R-$1", v(id));
    attempt_add(MAX, &treatment_entity,
                PAIRS("risk", str_z(test_arena, of), "option", option, "owner", "P-5", "due", "today+90", "controls",
                      "C-1", "target_likelihood", "2", "target_consequence", "3", "note", "Roll it out"));
    attempt_act(MAX, &treatment_entity, "propose", id, NOTHING);
}

static void encryption(void)
{
    attempt_add(MAX, &control_entity,
                PAIRS("name", "Encryption", "owner", "P-5", "unit", "U-2", "requirements", "A.8.24", "status",
                      "planned", "planned_on", "today+60"));
}

static i64 in_acceptance(const char *state)
{
    ctx *c = attempt_as(MAX);
    return db_one(query(c, "SELECT count(*) FROM {risk x} WHERE x.acceptance = $1", v(state)));
}

// Twelve risks from the line on, eleven planned and accepted by their owner; the twelfth is to be accepted as it is.
static void twelve(void)
{
    settle();
    encryption();
    for (int i = 1; i <= 12; i++) {
        add_risk(str_z(test_arena, format(test_arena, "Risk $1", v(i))), "3", "4");
        plan(i, i < 12 ? "treat" : "accept");
        attempt_act(OLIVE, &treatment_entity, "approve", i, NOTHING);
        if (i < 12) attempt_act(OLIVE, &risk_entity, "accept", i, NOTHING);
    }
}

TEST(a_corrected_word_keeps_twelve_acceptances_and_a_raised_likelihood_takes_one)
{
    twelve();
    attempt_act(GRETA, &risk_entity, "accept", 12, PAIRS("reason", "No other way", "until", "today+200"));
    check_int(in_acceptance("accepted"), 12);
    attempt_set(OLIVE, &risk_entity, 3, PAIRS("title", "Risk three", "scenario", "Better words"));
    check_int(in_acceptance("accepted"), 12);
    attempt_set(OLIVE, &risk_entity, 3, PAIRS("likelihood", "5"));
    check_int(in_acceptance("accepted"), 11);
    check_int(in_acceptance("stale"), 1);
    check_has(field_of(&risk_entity, 3, "stale_own"), "risk.likelihood: was 3, now 5");
    check_int(attempt_breaches("acceptance-stands", "broken"), 1);
    attempt_act(OLIVE, &risk_entity, "accept", 3, NOTHING);
    check_int(in_acceptance("accepted"), 12);
    check_int(attempt_breaches("acceptance-stands", "broken"), 0);
    fixture_verify();
}

TEST(a_level_above_the_owners_authority_goes_to_top_management_and_leaves_a_denial)
{
    twelve();
    ctx *c = attempt_as(MAX);
    i64 version = ((const record *)record_load(c, &risk_entity, 12))->version;
    refuse_act(OLIVE, &risk_entity, "accept", 12, PAIRS("reason", "No other way", "until", "today+200"),
               "top management accepts it");
    check_int(attempt_denials("risk.accept"), 1);
    c = attempt_as(MAX);
    check_int(((const record *)record_load(c, &risk_entity, 12))->version, version);
    refuse_act(GRETA, &risk_entity, "accept", 12, PAIRS("until", "today+200"), "say why");
    refuse_act(GRETA, &risk_entity, "accept", 12, PAIRS("reason", "No other way"), "until when");
    attempt_act(GRETA, &risk_entity, "accept", 12, PAIRS("reason", "No other way", "until", "today+200"));
    check_int(attempt_breaches("acceptance-authority", "broken"), 0);
    fixture_verify();
}

// As one could only by going round the action.
static bool accept_without_authority(ctx *c, void *arg)
{
    const risk *r = record_load(c, &risk_entity, 12);
    (void)arg;
    str lines = format(c->a, "plan.option=accept\n$1", v(risk_lines(c, r)));
    return approval_give(c, (any){S("risk"), 12}, "accept", lines, 0, true, OWN, S("So"), (date){0}) &&
           risk_note_acceptance(c, 12, lines, (ref){OLIVE}, (date){0});
}

TEST(an_acceptance_without_authority_for_its_level_is_found)
{
    twelve();
    check_int(attempt_breaches("acceptance-authority", "broken"), 0);
    ctx *c = attempt_as(OLIVE);
    check_done(c, operate_with(c, accept_without_authority, NULL));
    check_int(attempt_breaches("acceptance-authority", "broken"), 1);
    attempt_act(GRETA, &risk_entity, "accept", 12, PAIRS("reason", "No other way", "until", "today+200"));
    check_int(attempt_breaches("acceptance-authority", "broken"), 0);
    attempt_set(ADA, &role_entity, 3, PAIRS("until", "today")); // what was given with authority stays given
    fixture_clock((i64)2 * 86400 * 1000000);
    check_int(attempt_breaches("acceptance-authority", "broken"), 0);
}

TEST(an_acceptor_who_has_left_is_found_and_a_successor_accepts_anew)
{
    twelve();
    attempt_act(GRETA, &risk_entity, "accept", 12, PAIRS("reason", "No other way", "until", "today+200"));
    check_int(attempt_breaches("acceptor-here", "broken"), 0);
    attempt_add(ADA, &role_entity, PAIRS("person", "P-1", "role", "management"));
    attempt_set(ADA, &person_entity, GRETA, PAIRS("ends", "today"));
    fixture_clock((i64)2 * 86400 * 1000000);
    check_int(attempt_breaches("acceptor-here", "broken"), 1);
    ctx *c = attempt_as(ADA);
    check(action_find(&risk_entity, S("accept"))->offered(c, record_load(c, &risk_entity, 12)));
    attempt_act(ADA, &risk_entity, "accept", 12, PAIRS("reason", "Looked at again", "until", "today+100"));
    check_int(attempt_breaches("acceptor-here", "broken"), 0);
}

TEST(a_deputy_of_absent_top_management_accepts_in_its_place)
{
    settle();
    encryption();
    attempt_add(ADA, &role_entity, PAIRS("person", "P-3", "role", "owner"));
    attempt_add(MAX, &risk_entity,
                PAIRS("title", "High", "owner", "P-3", "unit", "U-2", "likelihood", "4", "legal", "4"));
    plan(1, "accept");
    refuse_act(STAN, &risk_entity, "accept", 1, PAIRS("reason", "So", "until", "today+9"), "R-1");
    attempt_set(ADA, &person_entity, GRETA, PAIRS("deputy", "P-7", "deputy_from", "today", "deputy_until", "today+9"));
    attempt_act(STAN, &risk_entity, "accept", 1, PAIRS("reason", "So", "until", "today+9"));
    ctx *c = attempt_as(MAX);
    const approval *given = approval_of(c, &risk_entity, 1, "accept");
    check(given && given->person.id == STAN && given->for_person.id == GRETA);
    check_int(attempt_breaches("acceptance-authority", "broken"), 0);
}

// Step 12.
TEST(an_assessment_keeps_its_criteria_when_version_two_is_approved)
{
    settle();
    add_risk("Opened", "4", "4");
    add_risk("Lost", "2", "4");
    attempt_add(MAX, &assessment_entity,
                PAIRS("name", "First", "lead", "P-2", "started", "today", "method", "Workshop"));
    attempt_act(MAX, &assessment_entity, "close", 1, NOTHING);
    attempt_act(GRETA, &assessment_entity, "approve", 1, NOTHING);
    refuse_set(MAX, &criteria_entity, 1, PAIRS("line", "8"), "Make a new version");
    check_int(attempt_denials("criteria.set"), 1);
    attempt_act(MAX, &criteria_entity, "revise", 1, NOTHING);
    attempt_set(MAX, &criteria_entity, 2, PAIRS("line", "8"));
    attempt_act(GRETA, &criteria_entity, "approve", 2, NOTHING);
    ctx *c = attempt_as(MAX);
    check_int(criteria_in_force(c)->number, 2);
    const assessment *a = record_load(c, &assessment_entity, 1);
    check_int(a->criteria.id, 1);
    check_int(a->above, 1); // by the line of version 1
    check_int(attempt_breaches("assessment-kept", "broken"), 0);
    fixture_verify();
}

// ---- step 15

static i64 requirement_of(const char *framework, const char *ident)
{
    ctx *c = attempt_as(MAX);
    i64 id = requirement_named(c, framework_named(c, str_of(framework)), str_of(ident));
    check(id != 0);
    return id;
}

static str controls_of(const char *framework, const char *ident)
{
    ctx *c = attempt_as(MAX);
    answer *all;
    i64 id = requirement_of(framework, ident);
    int n = answers_read(c, framework_named(c, str_of(framework)), &all);
    for (int i = 0; i < n; i++)
        if (all[i].r->rec.id == id) return all[i].controls;
    return S("not there");
}

static int gaps(const char *framework)
{
    ctx *c = attempt_as(MAX);
    answer *all;
    int found = 0, n = answers_read(c, framework_named(c, str_of(framework)), &all);
    for (int i = 0; i < n; i++) found += !all[i].controls.n;
    return found;
}

TEST(one_control_mapped_once_answers_three_frameworks_and_without_it_the_gaps_show)
{
    settle();
    int before[] = {gaps("iso27001"), gaps("hipaa"), gaps("csf2")};
    check_int(before[0], 93);
    check_str(controls_of("hipaa", "164.312(d)"), "");
    attempt_add(MAX, &control_entity,
                PAIRS("name", "Second factor", "owner", "P-5", "unit", "U-2", "requirements", "A.8.5"));
    check_int(gaps("iso27001"), 92);
    check_str(controls_of("iso27001", "A.8.5"), "C-1");
    check_str(controls_of("hipaa", "164.312(d)"), "C-1");
    check_str(controls_of("csf2", "PR.AA-03"), "C-1");
    check(gaps("csf2") < before[2] && gaps("hipaa") < before[1]);
    attempt_set(MAX, &control_entity, 1, PAIRS("requirements", ""));
    check_str(controls_of("hipaa", "164.312(d)"), "");
    check_int(gaps("iso27001"), before[0]);
    check_int(gaps("hipaa"), before[1]);
    check_int(gaps("csf2"), before[2]);
    attempt_set(MAX, &control_entity, 1, PAIRS("requirements", "A.8.5"));
    attempt_set(MAX, &control_entity, 1, PAIRS("status", "retired"));
    check_str(controls_of("hipaa", "164.312(d)"), "");
}

static i64 row_of(const char *ident)
{
    ctx *c = attempt_as(MAX);
    return db_one(query(
        c, "SELECT x.id FROM {soa_row x} JOIN {requirement q} ON q.id = x.requirement WHERE q.ident = $1", v(ident)));
}

TEST(a_statement_keeps_what_a_treated_risk_relies_on_and_has_room_for_a_control_of_ones_own)
{
    static const char *const out[] = {"A.8.4", "A.8.25", "A.8.28", "A.8.30"};
    twelve();
    attempt_add(MAX, &scope_entity, PAIRS("name", "All", "statement", "All of the house"));
    attempt_add(MAX, &soa_entity, PAIRS("scope", "SC-1"));
    refuse_set(MAX, &soa_row_entity, row_of("A.8.24"), PAIRS("applicable", "no", "justification", "Too dear"), "R-2");
    check_int(attempt_denials("soa_row.set"), 1);
    check_str(field_of(&soa_row_entity, row_of("A.8.24"), "applicable"), "yes");
    for (i64 id = 1; id <= 93; id++)
        if (id != row_of("A.8.24")) attempt_set(MAX, &soa_row_entity, id, PAIRS("applicable", "yes", "law", "yes"));
    for (int i = 0; i < countof(out); i++)
        attempt_set(MAX, &soa_row_entity, row_of(out[i]),
                    PAIRS("applicable", "no", "law", "no", "justification", "Nothing is developed here"));
    attempt_add(MAX, &control_entity, PAIRS("name", "Emergency access", "owner", "P-5", "unit", "U-2"));
    attempt_add(MAX, &soa_row_entity,
                PAIRS("soa", "SOA-1", "control", "Emergency access", "applicable", "yes", "law", "yes"));
    ctx *c = attempt_as(MAX);
    check_int(db_one(query(c, "SELECT count(*) FROM {soa_row x} WHERE x.applicable = 'yes' AND x.control IS NULL")),
              89);
    check_int(db_one(query(c, "SELECT count(*) FROM {soa_row x}")), 94);
    attempt_act(MAX, &soa_entity, "propose", 1, NOTHING);
    attempt_act(GRETA, &soa_entity, "approve", 1, NOTHING);
    refuse_set(MAX, &soa_row_entity, row_of("A.8.4"), PAIRS("justification", "Other words"), "approved");
    fixture_verify();
}
