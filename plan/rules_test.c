// rules_test.c: what is broken by hand behind the program's back is named by the rule that forbids it, and by its number.
// SPDX-License-Identifier: Apache-2.0
#include "hub/task.h"
#include "plan/assessment.h"
#include "plan/exception.h"
#include "plan/leadership/leadership.h"
#include "plan/objective/objective.h"
#include "plan/proposal/proposal.h"
#include "plan/soa/soa.h"
#include "platform/record/rules.h"
#include "test/attempt.h"

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return framework_load(c) && criteria_load(c);
}

// A statement of somebody who has the file.
static void tamper(const char *sql)
{
    ctx *c = fixture_operator();
    struct database *d = c->database;
    text t = {.a = c->a};
    fill(&t, str_of(sql), VALS(v((i64)c->today.day)), 1);
    db_release(c->db);
    c->db = NULL;
    db *w = db_write_begin(d);
    check(db_script(w, text_str(&t)));
    check(db_write_end(w, true) == DB_DONE);
    c->db = db_reader(d);
}

static void plan_a_risk(void)
{
    attempt_act(GRETA, &criteria_entity, "approve", 1, NOTHING);
    attempt_add(MAX, &asset_entity,
                PAIRS("name", "Records", "owner", "P-5", "unit", "U-2", "confidentiality", "5", "patients", "yes"));
    attempt_add(MAX, &scope_entity, PAIRS("name", "Patients", "statement", "Records of patients."));
    attempt_add(MAX, &boundary_entity,
                PAIRS("scope", "SC-1", "side", "in", "kind", "rule", "name", "Records", "rule", "patients=yes"));
    attempt_act(GRETA, &scope_entity, "approve", 1, NOTHING);
    attempt_add(MAX, &risk_entity,
                PAIRS("title", "Opened with a stolen account", "owner", "P-5", "unit", "U-2", "assets", "AS-1",
                      "likelihood", "4", "financial", "4"));
    attempt_add(MAX, &control_entity,
                PAIRS("name", "Second factor", "owner", "P-5", "unit", "U-2", "status", "planned", "planned_on",
                      "today+60", "requirements", "Secure authentication"));
    attempt_add(MAX, &control_entity, PAIRS("name", "Of our own", "owner", "P-5", "unit", "U-2"));
    attempt_add(MAX, &treatment_entity,
                PAIRS("risk", "R-1", "option", "treat", "owner", "P-5", "due", "today+90", "controls", "C-1",
                      "target_likelihood", "2", "target_consequence", "4"));
    attempt_act(MAX, &treatment_entity, "propose", 1, NOTHING);
    attempt_act(OLIVE, &treatment_entity, "approve", 1, NOTHING);
    attempt_act(OLIVE, &risk_entity, "accept", 1, PAIRS("reason", ""));
    attempt_add(MAX, &assessment_entity,
                PAIRS("name", "First", "lead", "P-2", "started", "today", "method", "Workshops", "scopes", "SC-1"));
    attempt_act(MAX, &assessment_entity, "close", 1, NOTHING);
    attempt_act(GRETA, &assessment_entity, "approve", 1, NOTHING);
}

static void state_what_applies(void)
{
    attempt_add(MAX, &soa_entity, PAIRS("scope", "SC-1"));
    tamper("UPDATE soa_row SET applicable = 'yes', practice = 1");
    attempt_act(GRETA, &soa_entity, "approve", 1, NOTHING);
}

static void lead(void)
{
    attempt_add(MAX, &duty_entity,
                PAIRS("title", "Conformity", "clause", "conformity", "responsible", "P-2", "accountable", "P-3",
                      "tasks", "Sees to it"));
    attempt_add(MAX, &duty_entity,
                PAIRS("title", "Reporting", "clause", "reporting", "responsible", "P-2", "accountable", "P-3", "tasks",
                      "Reports"));
    attempt_act(GRETA, &duty_entity, "appoint", 1, NOTHING);
    attempt_act(GRETA, &duty_entity, "appoint", 2, NOTHING);
    attempt_add(
        MAX, &committee_entity,
        PAIRS("name", "Steering committee", "charter", "Steers", "chair", "P-3", "secretary", "P-2", "quorum", "1"));
    attempt_add(MAX, &member_entity, PAIRS("committee", "CO-1", "person", "P-3", "begins", "today"));
    attempt_add(MAX, &meeting_entity,
                PAIRS("committee", "CO-1", "day", "today", "agenda", "1. Scope", "present", "P-3", "minutes",
                      "The chair opens."));
    attempt_act(MAX, &meeting_entity, "propose", 1, NOTHING);
    attempt_act(GRETA, &meeting_entity, "approve", 1, NOTHING);
    attempt_add(MAX, &proposal_entity,
                PAIRS("title", "Why we do it", "ask", "Money", "why", "Duties", "benefits", "Trust", "cost",
                      "1000.00 EUR", "months", "12", "owner", "P-2"));
    attempt_act(MAX, &proposal_entity, "propose", 1, NOTHING);
    attempt_act(GRETA, &proposal_entity, "approve", 1, NOTHING);
    attempt_add(OLIVE, &exception_entity,
                PAIRS("title", "Old archive", "about", "AS-1", "control", "C-1", "why", "It cannot", "compensating",
                      "Its own network", "until", "today+90"));
    attempt_act(GRETA, &exception_entity, "grant", 1, NOTHING);
    attempt_add(MAX, &objective_entity,
                PAIRS("title", "A certificate", "aim", "Trust", "milestone", "Certified", "unmeasured",
                      "It is there or not", "due", "today+400", "owner", "P-5", "resources", "Days", "evaluation",
                      "By the committee"));
}

static void settle(void)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, load, NULL));
    plan_a_risk();
    state_what_applies();
    lead();
}

static int look(const char *name, const char *state, const char *what)
{
    ctx *c = fixture_operator();
    check_found *found;
    int n, seen = 0;
    const rule *r = rule_find(str_of(name));
    check(r != NULL);
    check_done(c, rules_run_one(c, r, &found, &n));
    for (int i = 0; i < n; i++) {
        bool so = str_eq(found[i].state, str_of(state)) && str_search(found[i].what, str_of(what)) >= 0;
        if (so) check(rules_fail(found, n, true));
        seen += so;
    }
    return seen;
}

// What somebody with the file does, what names it, and how it is mended. $1 is today.
typedef struct {
    int number;
    const char *rule, *harm, *state, *what, *mend;
} harm;

static const harm harms[] = {
    {1, "soa-rows", "UPDATE soa_row SET requirement = NULL, control = 2 WHERE id = 5", "broken", "missing",
     "UPDATE soa_row SET control = NULL, requirement = (SELECT q.id FROM requirement q JOIN framework f ON f.id = "
     "q.framework WHERE f.short_name = 'iso27001' AND q.position = soa_row.position) WHERE control = 2"},
    {1, "soa-reasons", "UPDATE soa_row SET practice = 0, risk = 0 WHERE id = 7", "broken", "No reason",
     "UPDATE soa_row SET practice = 1 WHERE id = 7"},
    {1, "soa-own", "UPDATE treatment_control SET control = 2", "broken", "version 1",
     "UPDATE treatment_control SET control = 1"},
    {2, "soa-treated", "UPDATE soa_row SET applicable = 'no', justification = 'x'", "broken", "relies on it",
     "UPDATE soa_row SET applicable = 'yes', justification = ''"},
    {3, "risk-owner", "UPDATE person SET ends = 9 WHERE id = 5", "broken", "gone",
     "UPDATE person SET ends = NULL WHERE id = 5"},
    {3, "risk-decided", "UPDATE risk SET decision = '', judged_on = 9", "broken", "Undecided",
     "UPDATE risk SET decision = 'treat', judged_on = $1"},
    {3, "acceptance-stands", "UPDATE risk SET accepted_until = 9", "broken", "Expired",
     "UPDATE risk SET accepted_until = NULL"},
    {3, "acceptance-stands", "UPDATE risk SET acceptance = 'stale'", "broken", "Stale",
     "UPDATE risk SET acceptance = 'accepted'"},
    {3, "acceptance-authority", "UPDATE approval SET person = 7 WHERE act = 'accept'", "broken", "by Stan",
     "UPDATE approval SET person = 5 WHERE act = 'accept'"},
    {3, "acceptance-authority", "UPDATE criteria SET owner_below = 5", "broken", "residual risk of 8",
     "UPDATE criteria SET owner_below = 10"},
    {3, "acceptance-authority", "UPDATE approval SET act = 'x' WHERE act = 'accept'", "broken", "no acceptance",
     "UPDATE approval SET act = 'accept' WHERE act = 'x'"},
    {3, "plan-approved", "UPDATE risk SET acceptance = ''; UPDATE treatment SET due = 9", "late", "late",
     "UPDATE treatment SET due = $1 + 90"},
    {3, "plan-approved", "UPDATE risk SET judged_on = 9; UPDATE treatment SET state = 'draft'", "broken", "draft",
     "UPDATE risk SET acceptance = 'accepted', judged_on = $1; UPDATE treatment SET state = 'approved'"},
    {3, "risk-review", "UPDATE risk SET review_on = 9", "late", "passed", "UPDATE risk SET review_on = $1 + 90"},
    {4, "criteria-kept", "UPDATE criteria SET line = 3", "broken", "line: was 10, now 3",
     "UPDATE criteria SET line = 10"},
    {4, "assessment-kept", "UPDATE assessment SET above = 7", "broken", "above: was 1, now 7",
     "UPDATE assessment SET above = 1"},
    {5, "approval-bound", "UPDATE approval SET frozen = 'nothing=1' || frozen WHERE act = 'grant'", "broken", "EX-1",
     "UPDATE approval SET frozen = substr(frozen, 10) WHERE act = 'grant'"},
    {5, "approval-separate", "UPDATE approval SET person = 2 WHERE about_entity = 'soa'", "broken", "approved it",
     "UPDATE approval SET person = 3 WHERE about_entity = 'soa'"},
    {5, "scope-approved", "UPDATE scope SET statement = 'All'", "broken", "statement",
     "UPDATE scope SET statement = 'Records of patients.'"},
    {5, "soa-kept", "UPDATE soa_row SET law = 1 WHERE id = 7", "broken", "rows.sha256", "UPDATE soa_row SET law = 0"},
    {5, "plan-kept", "UPDATE treatment SET due = due + 1", "broken", "plan.due", "UPDATE treatment SET due = due - 1"},
    {5, "minutes-kept", "UPDATE meeting SET minutes = 'Nothing.'", "broken", "now Nothing.",
     "UPDATE meeting SET minutes = 'The chair opens.'"},
    {5, "appointment-kept", "UPDATE duty SET tasks = 'Nothing' WHERE id = 2", "broken", "now Nothing",
     "UPDATE duty SET tasks = 'Reports' WHERE id = 2"},
    {5, "business-case-kept", "UPDATE proposal SET months = 24", "broken", "was 12, now 24",
     "UPDATE proposal SET months = 12"},
    {5, "exception-kept", "UPDATE exception SET why = 'It is late'", "broken", "now It is late",
     "UPDATE exception SET why = 'It cannot'"},
    {10, "objective-measured", "UPDATE objective SET unmeasured = ''", "broken", "neither",
     "UPDATE objective SET unmeasured = 'It is there or not'"},
    {10, "objective-status", "UPDATE objective SET status = 'reached'", "broken", "",
     "UPDATE objective SET status = 'ahead'"},
    {13, "asset-owner", "UPDATE person SET ends = 9 WHERE id = 5", "broken", "gone", "SELECT 1"},
    {13, "owners-here", "SELECT 1", "broken", "has left", "SELECT 1"},
    {13, "exception-asker", "SELECT 1", "broken", "", "SELECT 1"},
    {13, "acceptor-here", "SELECT 1", "broken", "Olive", "UPDATE person SET ends = NULL"},
    {13, "exception-approver", "UPDATE person SET ends = 9 WHERE id IN (2, 3)", "broken", "Greta", "SELECT 1"},
    {13, "management-here", "SELECT 1", "broken", "management", "SELECT 1"},
    {13, "duties-filled", "SELECT 1", "broken", "Nobody", "SELECT 1"},
    {13, "holders-here", "SELECT 1", "broken", "has left", "UPDATE person SET ends = NULL"},
    {15, "assessment-interval", "UPDATE assessment SET closed_at = 86400000000", "late", "older", "SELECT 1"},
};

TEST(what_is_broken_by_hand_is_named_by_its_rule_and_nothing_before)
{
    settle();
    for (int i = 0; i < countof(harms); i++) {
        const harm *h = &harms[i];
        check_int(rule_find(str_of(h->rule))->number, h->number);
        bool goes_on = i && str_eq(str_of(h->harm), S("SELECT 1"));
        if (!goes_on && look(h->rule, h->state, h->what)) check_str(S("before"), h->rule);
        tamper(h->harm);
        if (!look(h->rule, h->state, h->what)) check_str(S("not named"), h->rule);
        tamper(h->mend);
    }
}

TEST(own_work_is_listed_and_breaks_nothing)
{
    settle();
    tamper("UPDATE approval SET own_work = 1, reason = 'Nobody else is here' WHERE about_entity = 'soa'");
    ctx *c = fixture_operator();
    check_found *found;
    int n;
    check_done(c, rules_run_one(c, rule_find(S("approval-separate")), &found, &n));
    check_int(n, 1);
    check_str(found[0].what, "Own work on SOA-1: Nobody else is here");
    check(!rules_fail(found, n, true));
}
