// chapter_one_test.c: why and who: obligations, context, objectives, business case and leadership, with every refusal of the story's steps 3 to 7.
// SPDX-License-Identifier: Apache-2.0
#include "hub/task.h"
#include "plan/context/context.h"
#include "plan/proposal/proposal.h"
#include "platform/web/check.h"
#include "platform/web/report.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NOTHING PAIRS("x", "")

static ctx *act_as(i64 person)
{
    fixture_clock(1000);
    return fixture_as(person);
}

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return framework_load(c) && criteria_load(c);
}

static void settle(void)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, load, NULL));
}

static i64 add(i64 person, const entity *e, const char *const *pairs)
{
    ctx *c = act_as(person);
    i64 id = fixture_add(c, e, pairs);
    check_done(c, id != 0);
    return id;
}

static void set(i64 person, const entity *e, i64 id, const char *const *pairs)
{
    ctx *c = act_as(person);
    check_done(c, fixture_set(c, e, id, pairs));
}

static void act(i64 person, const entity *e, const char *verb, i64 id, const char *const *pairs)
{
    ctx *c = act_as(person);
    check_done(c, fixture_act(c, action_find(e, str_of(verb)), id, pairs));
}

static void refuse_add(i64 person, const entity *e, const char *const *pairs, const char *because)
{
    ctx *c = act_as(person);
    check_refused(c, fixture_add(c, e, pairs) != 0, because);
}

static void refuse_set(i64 person, const entity *e, i64 id, const char *const *pairs, const char *because)
{
    ctx *c = act_as(person);
    check_refused(c, fixture_set(c, e, id, pairs), because);
}

static void refuse_act(i64 person, const entity *e, const char *verb, i64 id, const char *const *pairs,
                       const char *because)
{
    ctx *c = act_as(person);
    check_refused(c, fixture_act(c, action_find(e, str_of(verb)), id, pairs), because);
}

static i64 count(const char *table)
{
    ctx *c = act_as(MAX);
    return db_one(query_built(c, format(c->a, "SELECT count(*) FROM {$1 x}", v(table)), VALS(), 0));
}

static i64 denials(const char *verb)
{
    ctx *c = act_as(MAX);
    return db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger WHERE verb = $1 AND result = 'denied'", v(verb)));
}

static bool report_of(ctx *c, const char *name, const char *scope, int *pages)
{
    bytes pdf;
    return report_make(c, report_find(str_of(name)), str_of(scope), &pdf, pages);
}

static void add_obligation(const char *title, const char *kind, const char *country)
{
    add(OLIVE, &obligation_entity,
        PAIRS("title", title, "kind", kind, "country", country, "asks", "Keep data safe, and say when it was not.",
              "owner", "P-5", "review_on", "today+180"));
}

// Step 3.
static void five_obligations(void)
{
    add_obligation("General Data Protection Regulation", "regulation", "European Union");
    add_obligation("HIPAA Security Rule", "regulation", "United States");
    add_obligation("Personal Data Protection Act", "law", "Singapore");
    add_obligation("Privacy Act", "law", "Australia");
    add_obligation("Care agreement", "contract", "Singapore");
}

static i64 add_measure(const char *name, const char *direction, const char *frequency)
{
    return add(MAX, &measure_entity,
               PAIRS("name", name, "owner", "P-5", "unit", "U-2", "direction", direction, "frequency", frequency,
                     "target", "1", "measured_in", "a year"));
}

static i64 add_objective(const char *title, const char *measure_name, const char *baseline, const char *target)
{
    return add(MAX, &objective_entity,
               PAIRS("title", title, "aim", "Patients trust us", "measure", measure_name, "baseline", baseline,
                     "target", target, "due", "today+400", "owner", "P-5", "resources", "Twenty days", "evaluation",
                     "Each quarter, by the committee", "obligations", "OB-1; OB-2"));
}

static objective_status status_of(i64 id)
{
    ctx *c = act_as(MAX);
    return ((objective *)record_load(c, &objective_entity, id))->status;
}

static int breaches(const char *rule_name, const char *state)
{
    ctx *c = act_as(MAX);
    check_answer all = check_run(c);
    for (int i = 0; i < all.n; i++)
        if (str_eq(str_of(all.rules[i].name), str_of(rule_name)))
            return *state == 'b' ? all.rules[i].broken : *state == 'l' ? all.rules[i].late : all.rules[i].early;
    check(!"there is such a rule");
    return -1;
}

TEST(an_obligation_has_owner_country_and_a_review_that_moves_on)
{
    settle();
    five_obligations();
    check_int(count("obligation"), 5);
    refuse_add(OLIVE, &obligation_entity, PAIRS("title", "A law", "country", "Germany", "asks", "Something"),
               "missing");
    refuse_act(OSCAR, &obligation_entity, "review", 1, PAIRS("outcome", "As before", "next", "today+365"), "owner");
    refuse_act(OLIVE, &obligation_entity, "review", 1, PAIRS("outcome", "As before", "next", "today"), "lies ahead");
    act(OLIVE, &obligation_entity, "review", 1,
        PAIRS("changed", "yes", "outcome", "Article 33 reads anew", "next", "today+365"));
    ctx *c = act_as(MAX);
    const obligation *x = record_load(c, &obligation_entity, 1);
    check_int(x->review_on.day, c->today.day + 365);
    check_int(x->reviewed_by.id, OLIVE);
    check_int(db_one(query(c, "SELECT count(*) FROM {task x} WHERE x.about_entity = 'obligation' AND x.assignee = $1",
                           v(OLIVE))),
              1);
    fixture_verify();
}

TEST(an_open_climate_question_blocks_the_context_report_and_leaves_a_denial)
{
    settle();
    add(MAX, &issue_entity,
        PAIRS("title", "Old systems", "kind", "internal", "effect", "They cannot be patched", "owner", "P-5",
              "review_on", "today+365"));
    refuse_add(MAX, &climate_entity, PAIRS("relevant", "", "reason", "None"), "missing");
    refuse_add(MAX, &climate_entity, PAIRS("relevant", "no", "reason", ""), "missing");
    int pages = 0;
    ctx *c = act_as(MAX);
    check_refused(c, report_of(c, "context", "", &pages), "climate question");
    check_int(denials("report.context"), 1);
    add(MAX, &climate_entity, PAIRS("relevant", "no", "reason", "No site lies near water"));
    c = act_as(MAX);
    check_int(((climate *)record_load(c, &climate_entity, 1))->decided_by.id, MAX);
    check_done(c, report_of(c, "context", "", &pages));
    check(pages >= 2);
    fixture_verify();
}

TEST(what_a_party_asks_is_taken_on_or_left_with_a_reason)
{
    settle();
    add(MAX, &party_entity, PAIRS("name", "Patients", "kind", "customer"));
    refuse_add(MAX, &need_entity, PAIRS("party", "Patients", "title", "All deleted in a day", "taken", "no"),
               "has a reason");
    add(MAX, &need_entity,
        PAIRS("party", "Patients", "title", "All deleted in a day", "taken", "no", "how", "Records are kept by law"));
    refuse_add(MAX, &feedback_entity, PAIRS("party", "PA-1", "title", "Said tomorrow", "day", "today+1"),
               "yet to come");
    add(MAX, &opportunity_entity,
        PAIRS("title", "Rules are not lived", "kind", "risk", "act", "Try each on a ward", "judging", "Ask ten people",
              "owner", "P-5", "due", "today+100", "parties", "PA-1"));
    refuse_act(OSCAR, &opportunity_entity, "judge", 1, PAIRS("worked", "yes", "result", "Nine of ten knew"), "owner");
    act(OLIVE, &opportunity_entity, "judge", 1, PAIRS("worked", "yes", "result", "Nine of ten knew"));
    refuse_act(OLIVE, &opportunity_entity, "judge", 1, PAIRS("result", "Again"), "already");
    fixture_verify();
}

TEST(a_message_that_went_out_moves_the_plan_on_and_does_not_change)
{
    settle();
    add(MAX, &communication_entity,
        PAIRS("what", "What is new", "audience", "All staff", "occasion", "Twice a year", "channel", "Town hall",
              "owner", "P-5", "every", "6", "next_on", "today+3"));
    refuse_add(MAX, &message_entity, PAIRS("communication", "CN-1", "title", "Launch", "sent_on", "today+1"),
               "yet to come");
    add(MAX, &message_entity, PAIRS("communication", "CN-1", "title", "Launch", "sent_on", "today"));
    ctx *c = act_as(MAX);
    check(((communication *)record_load(c, &communication_entity, 1))->next_on.day > c->today.day + 170);
    check_str(((message *)record_load(c, &message_entity, 1))->audience, "All staff");
    check(!fixture_set(c, &message_entity, 1, PAIRS("title", "Other")));
    refuse_add(MAX, &contact_entity, PAIRS("name", "Police", "purpose", "Theft", "owner", "P-2"), "reached");
    fixture_verify();
}

TEST(an_objective_has_a_measure_with_a_target_or_a_milestone_with_a_reason)
{
    settle();
    five_obligations();
    add_measure("Records disclosed", "down", "yearly");
    refuse_add(MAX, &objective_entity,
               PAIRS("title", "Fewer", "aim", "Trust", "due", "today+400", "owner", "P-5", "resources", "Days",
                     "evaluation", "Read"),
               "milestone with the reason");
    refuse_add(MAX, &objective_entity,
               PAIRS("title", "Fewer", "aim", "Trust", "due", "today+400", "owner", "P-5", "resources", "Days",
                     "evaluation", "Read", "measure", "ME-1"),
               "target");
    refuse_add(MAX, &objective_entity,
               PAIRS("title", "Certificate", "aim", "Trust", "due", "today+400", "owner", "P-5", "resources", "Days",
                     "evaluation", "Read", "milestone", "It is given"),
               "why nothing can be measured");
    refuse_add(MAX, &objective_entity,
               PAIRS("title", "Fewer", "aim", "Trust", "due", "today", "owner", "P-5", "resources", "Days",
                     "evaluation", "Read", "measure", "ME-1", "target", "1"),
               "lies ahead");
    check_int(add_objective("Fewer records disclosed", "Records disclosed", "3", "1"), 1);
    check_int(count("objective_obligation"), 2);
    fixture_verify();
}

TEST(status_follows_readings_and_is_neither_good_nor_bad_without_one)
{
    settle();
    five_obligations();
    add_measure("Records disclosed", "down", "yearly");
    i64 id = add_objective("Fewer records disclosed", "Records disclosed", "3", "1");
    check_int(status_of(id), OBJECTIVE_UNREAD);
    check_int(objective_statuses[OBJECTIVE_UNREAD].tone, TONE_OFF);
    check_int(breaches("objective-measured", "early"), 1);
    set(MAX, &objective_entity, id, PAIRS("status", "reached")); // nobody types it
    check_int(status_of(id), OBJECTIVE_UNREAD);
    add(OLIVE, &reading_entity, PAIRS("measure", "ME-1", "value", "3"));
    check_int(status_of(id), OBJECTIVE_ON_WAY);
    check_int(breaches("objective-measured", "early"), 0);
    add(OLIVE, &reading_entity, PAIRS("measure", "ME-1", "value", "1"));
    check_int(status_of(id), OBJECTIVE_REACHED);
    set(MAX, &measure_entity, 1, PAIRS("direction", "up", "target", "0"));
    set(MAX, &objective_entity, id, PAIRS("target", "2"));
    check_int(status_of(id), OBJECTIVE_ON_WAY);
    check_int(breaches("objective-status", "broken"), 0);
    refuse_act(MAX, &objective_entity, "reach", id, PAIRS("day", "today", "shown", "It is so"), "readings");
    fixture_verify();
}

static bool derive_wrong(ctx *c, void *arg)
{
    (void)arg;
    return record_derive(c, &objective_entity, 1, "status", v("reached"));
}

static bool judge_again(ctx *c, void *arg)
{
    *(i64 *)arg = objective_judge_due(c);
    return true;
}

TEST(a_status_that_its_readings_do_not_say_is_found_and_dates_that_pass_are_judged)
{
    settle();
    five_obligations();
    add_measure("Records disclosed", "down", "monthly");
    add_objective("Fewer records disclosed", "Records disclosed", "3", "1");
    ctx *c = act_as(MAX);
    check_done(c, operate_with(c, derive_wrong, NULL));
    check_int(breaches("objective-status", "broken"), 1);
    set(MAX, &objective_entity, 1, PAIRS("told", "Everybody"));
    check_int(breaches("objective-status", "broken"), 0);
    fixture_clock((i64)401 * 86400 * 1000000);
    check_int(breaches("objective-status", "late"), 1);
    check_int(breaches("objective-measured", "late"), 1);
    i64 judged = 0;
    c = fixture_operator();
    check_done(c, operate_with(c, judge_again, &judged));
    check_int(judged, 1);
    check_int(status_of(1), OBJECTIVE_MISSED);
    check_int(breaches("objective-status", "late"), 0);
}

TEST(a_milestone_is_reached_with_what_shows_it)
{
    settle();
    add(MAX, &objective_entity,
        PAIRS("title", "Certificate", "aim", "Insurers ask for it", "due", "today+400", "owner", "P-5", "resources",
              "Days", "evaluation", "Read", "milestone", "The body decided", "unmeasured", "It is given or not"));
    check_int(status_of(1), OBJECTIVE_AHEAD);
    refuse_act(OSCAR, &objective_entity, "reach", 1, PAIRS("day", "today", "shown", "Letter"), "owner");
    refuse_act(OLIVE, &objective_entity, "reach", 1, PAIRS("day", "today+1", "shown", "Letter"), "yet to come");
    act(OLIVE, &objective_entity, "reach", 1, PAIRS("day", "today", "shown", "Letter of the body"));
    check_int(status_of(1), OBJECTIVE_REACHED);
    fixture_verify();
}

// Step 6: five duties in force, six risks of a workshop before the criteria are approved, 180,000 over two years.
static void draft_the_case(void)
{
    settle();
    five_obligations();
    for (int i = 0; i < 6; i++) {
        ctx *c = act_as(MAX);
        str title = format(c->a, "Workshop risk $1", v(i + 1));
        check_done(c, fixture_add(c, &risk_entity,
                                  PAIRS("title", str_z(c->a, title), "owner", "P-5", "unit", "U-2", "likelihood",
                                        i ? "3" : "4", "legal", i == 5 ? "1" : "4")) != 0);
    }
    add(MAX, &proposal_entity,
        PAIRS("title", "A management system", "ask", "180,000 over two years", "why", "Five duties, six risks",
              "benefits", "- Trust", "cost", "180000 EUR", "months", "24", "owner", "P-2"));
}

TEST(the_author_does_not_approve_the_business_case_and_management_does)
{
    draft_the_case();
    refuse_act(GRETA, &proposal_entity, "approve", 1, NOTHING, "sent for approval");
    act(MAX, &proposal_entity, "propose", 1, NOTHING);
    refuse_act(MAX, &proposal_entity, "approve", 1, NOTHING, "roles do not allow");
    add(ADA, &role_entity, PAIRS("person", "P-2", "role", "management"));
    refuse_act(MAX, &proposal_entity, "approve", 1, NOTHING, "does not approve it");
    check(denials("proposal.approve") >= 2); // repetitions within a second are one entry
    refuse_set(MAX, &proposal_entity, 1, PAIRS("cost", "90000 EUR"), "waits for approval");
    act(GRETA, &proposal_entity, "approve", 1, NOTHING);
    refuse_set(MAX, &proposal_entity, 1, PAIRS("cost", "90000 EUR"), "no longer changes");
    ctx *c = act_as(MAX);
    const approval *a = approval_of(c, &proposal_entity, 1, "approve");
    check(a && a->person.id == GRETA);
    check_has(a->frozen, "obligations=5");
    check_has(a->frozen, "risks=6");
    check_has(a->frozen, "risks.above=5");
    check_has(a->frozen, "exposure.critical=1");
    check_has(a->frozen, "cost=180,000.00 EUR");
    fixture_verify();
}

TEST(figures_of_a_business_case_stay_as_they_were_when_it_was_sent)
{
    draft_the_case();
    act(MAX, &proposal_entity, "propose", 1, NOTHING);
    set(OLIVE, &risk_entity, 1, PAIRS("likelihood", "1"));
    add_obligation("A sixth", "law", "Germany");
    act(GRETA, &proposal_entity, "approve", 1, NOTHING);
    ctx *c = act_as(MAX);
    check_has(approval_of(c, &proposal_entity, 1, "approve")->frozen, "risks.above=5");
    check_has(approval_of(c, &proposal_entity, 1, "approve")->frozen, "obligations=5");
    int pages = 0;
    check_done(c, report_of(c, "business-case", "BC-1", &pages));
    check(pages <= 2);
    fixture_verify();
}

TEST(a_business_case_needs_something_in_the_registers_and_can_be_declined)
{
    settle();
    add(MAX, &proposal_entity,
        PAIRS("title", "Early", "ask", "Money", "why", "So", "benefits", "None", "cost", "1000 EUR", "months", "12",
              "owner", "P-2"));
    refuse_act(MAX, &proposal_entity, "propose", 1, NOTHING, "say nothing for it");
    five_obligations();
    refuse_set(MAX, &proposal_entity, 1, PAIRS("gain", "10 USD"), "one currency");
    act(MAX, &proposal_entity, "propose", 1, NOTHING);
    act(GRETA, &proposal_entity, "decline", 1, PAIRS("reason", "Come back with three offers"));
    act(MAX, &proposal_entity, "revise", 1, NOTHING);
    set(MAX, &proposal_entity, 1, PAIRS("cost", "900 EUR"));
    fixture_verify();
}

TEST(a_sponsor_is_one_person_of_top_management)
{
    settle();
    refuse_add(MAX, &sponsor_entity, PAIRS("person", "P-5", "mandate", "Stands behind it", "begins", "today"),
               "not of top management");
    add(MAX, &sponsor_entity, PAIRS("person", "P-3", "mandate", "Stands behind it", "begins", "today"));
    refuse_add(MAX, &sponsor_entity, PAIRS("person", "P-3", "mandate", "Again", "begins", "today+30"),
               "until when first");
    ctx *c = act_as(STAN);
    check(sponsor_now(c) && sponsor_now(c)->person.id == GRETA);
    fixture_verify();
}

// Step 7: a committee with members, one meeting with two decisions and three actions.
static void hold_a_meeting(void)
{
    settle();
    add(MAX, &committee_entity,
        PAIRS("name", "Steering committee", "charter", "Steers", "chair", "P-3", "secretary", "P-2", "every", "3",
              "quorum", "3"));
    const char *const people[] = {"P-3", "P-2", "P-5", "P-6", "P-1"};
    for (int i = 0; i < 5; i++)
        add(MAX, &member_entity, PAIRS("committee", "CO-1", "person", people[i], "begins", "today"));
    refuse_add(MAX, &member_entity, PAIRS("committee", "CO-1", "person", "P-5", "begins", "today"), "already");
    add(MAX, &meeting_entity,
        PAIRS("committee", "CO-1", "day", "today", "agenda", "1. Scope", "present", "P-3; P-2", "minutes", ""));
}

static void decide_and_send(void)
{
    add(MAX, &resolution_entity, PAIRS("meeting", "MT-1", "title", "Two scopes"));
    add(MAX, &resolution_entity, PAIRS("meeting", "MT-1", "title", "A line at 10"));
    add(MAX, &task_entity,
        PAIRS("title", "Write the statements", "about", "RS-1", "assignee", "P-2", "due", "today+14"));
    add(MAX, &task_entity, PAIRS("title", "List the assets", "about", "RS-1", "assignee", "P-5", "due", "today+30"));
    refuse_act(MAX, &meeting_entity, "propose", 1, NOTHING, "no minutes yet");
    set(MAX, &meeting_entity, 1, PAIRS("minutes", "The chair opens."));
    refuse_act(MAX, &meeting_entity, "propose", 1, NOTHING, "too few to decide");
    set(MAX, &meeting_entity, 1, PAIRS("present", "P-3; P-2; P-5; P-6"));
    refuse_act(MAX, &meeting_entity, "propose", 1, NOTHING, "has no action");
    add(MAX, &task_entity, PAIRS("title", "Name owners", "about", "RS-2", "assignee", "P-6", "due", "today+60"));
    act(MAX, &meeting_entity, "propose", 1, NOTHING);
}

TEST(minutes_need_a_quorum_and_an_action_for_each_decision_and_the_chair_approves_them)
{
    hold_a_meeting();
    decide_and_send();
    refuse_act(MAX, &meeting_entity, "approve", 1, NOTHING, "owner or the manager");
    refuse_set(MAX, &meeting_entity, 1, PAIRS("minutes", "Other words."), "wait for approval");
    act(GRETA, &meeting_entity, "approve", 1, NOTHING);
    refuse_set(MAX, &meeting_entity, 1, PAIRS("minutes", "Other words."), "no longer change");
    refuse_set(MAX, &meeting_entity, 1, PAIRS("present", "P-3; P-2; P-5; P-6; P-1"), "approved");
    refuse_add(MAX, &resolution_entity, PAIRS("meeting", "MT-1", "title", "One more"), "approved");
    ctx *c = act_as(MAX);
    check_has(approval_of(c, &meeting_entity, 1, "approve")->frozen, "present=P-6");
    check_int(count("attendee"), 4);
    fixture_verify();
}

TEST(actions_are_carried_forward_until_they_are_closed)
{
    hold_a_meeting();
    decide_and_send();
    act(GRETA, &meeting_entity, "approve", 1, NOTHING);
    add(MAX, &meeting_entity, PAIRS("committee", "CO-1", "day", "today", "agenda", "1. Actions"));
    act(MAX, &task_entity, "done", 1, NOTHING);
    ctx *c = act_as(MAX);
    int carried = 0;
    for (const panel *p = leadership_module.panels; p->sql; p++) {
        if (!str_starts(str_of(p->title), S("Carried forward"))) continue;
        rows r = query_(c, str_of(p->sql), VALS(v(2)), 1);
        while (db_next(&r)) carried++;
    }
    check_int(carried, 2);
    int pages = 0;
    check_done(c, report_of(c, "minutes", "MT-1", &pages));
    c = act_as(MAX);
    check_done(c, report_of(c, "minutes", "", &pages));
    fixture_verify();
}

static i64 add_duty(const char *title, const char *clause, const char *who)
{
    return add(MAX, &duty_entity,
               PAIRS("title", title, "clause", clause, "responsible", who, "accountable", "P-3", "tasks", "- See to it",
                     "consulted", "P-5", "informed", "P-4; P-6"));
}

TEST(the_two_duties_are_given_by_management_and_given_anew_to_another_holder)
{
    settle();
    check_int(breaches("duties-filled", "early"), 2);
    add_duty("It conforms", "conformity", "P-2");
    add_duty("Reporting", "reporting", "P-2");
    refuse_add(
        MAX, &duty_entity,
        PAIRS("title", "Again", "clause", "reporting", "responsible", "P-5", "accountable", "P-3", "tasks", "So"),
        "DU-2 is that duty");
    refuse_act(MAX, &duty_entity, "appoint", 1, NOTHING, "roles do not allow");
    int pages = 0;
    ctx *c = act_as(MAX);
    check_refused(c, report_of(c, "letter", "", &pages), "No duty is given yet");
    act(GRETA, &duty_entity, "appoint", 1, NOTHING);
    act(GRETA, &duty_entity, "appoint", 2, NOTHING);
    check_int(breaches("duties-filled", "early"), 0);
    c = act_as(MAX);
    check_done(c, report_of(c, "letter", "DU-1", &pages));
    check_int(pages, 1);
    set(MAX, &duty_entity, 1, PAIRS("responsible", "P-5"));
    c = act_as(MAX);
    check_int(((duty *)record_load(c, &duty_entity, 1))->state, DUTY_OPEN);
    check_int(breaches("duties-filled", "early"), 1);
    fixture_verify();
}

TEST(nobody_appoints_themselves)
{
    settle();
    add_duty("It conforms", "conformity", "P-3");
    refuse_act(GRETA, &duty_entity, "appoint", 1, NOTHING, "does not approve it");
    check_int(denials("duty.appoint"), 1);
    fixture_verify();
}

TEST(a_holder_or_owner_who_has_left_is_found)
{
    settle();
    five_obligations();
    add_duty("It conforms", "conformity", "P-5");
    add(MAX, &team_entity, PAIRS("name", "Response", "lead", "P-2", "telephone", "112", "purpose", "Acts"));
    add(MAX, &crew_entity, PAIRS("team", "TE-1", "person", "P-5", "telephone", "113"));
    refuse_add(MAX, &crew_entity, PAIRS("team", "TE-1", "person", "P-5", "telephone", "114"), "already");
    check_int(breaches("holders-here", "broken"), 0);
    check_int(breaches("owners-here", "broken"), 0);
    set(ADA, &person_entity, OLIVE, PAIRS("ends", "today-1"));
    check_int(breaches("holders-here", "broken"), 2);
    check_int(breaches("owners-here", "broken"), 5);
    refuse_add(MAX, &duty_entity, PAIRS("title", "Another", "responsible", "P-5", "accountable", "P-3", "tasks", "So"),
               "has left");
}

TEST(a_resource_is_planned_in_money_or_days_and_spent_in_one_currency)
{
    settle();
    refuse_add(MAX, &resource_entity, PAIRS("title", "Keys", "kind", "money", "owner", "P-5"), "planned amount");
    refuse_add(MAX, &resource_entity, PAIRS("title", "IT", "kind", "people", "owner", "P-5"), "number of days");
    add(MAX, &resource_entity, PAIRS("title", "Keys", "kind", "money", "planned", "36000 EUR", "owner", "P-5"));
    refuse_set(OLIVE, &resource_entity, 1, PAIRS("actual", "10 USD"), "one currency");
    set(OLIVE, &resource_entity, 1, PAIRS("actual", "10000 EUR"));
    fixture_verify();
}

TEST(each_paper_of_why_and_who_says_what_is_missing_before_it_is_made)
{
    settle();
    static const char *const names[] = {"obligations", "objectives", "communication-plan", "business-case", "minutes",
                                        "letter",      "context"};
    for (int i = 0; i < countof(names); i++) {
        int pages = 0;
        ctx *c = act_as(MAX);
        check_refused(c, report_of(c, names[i], "", &pages), "Plan");
    }
    five_obligations();
    int pages = 0;
    ctx *c = act_as(MAX);
    check_done(c, report_of(c, "obligations", "", &pages));
    check(pages >= 2);
}
