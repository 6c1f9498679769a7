// chapter_one_test.c: why: obligations, context, objectives and the business case, with every refusal of the story's steps 3 to 6.
// SPDX-License-Identifier: Apache-2.0
#include "hub/task.h"
#include "plan/context/context.h"
#include "plan/proposal/proposal.h"
#include "test/attempt.h"

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

static void add_obligation(const char *title, const char *kind, const char *country)
{
    attempt_add(OLIVE, &obligation_entity,
                PAIRS("title", title, "kind", kind, "country", country, "asks",
                      "Keep data safe, and say when it was not.", "owner", "P-5", "review_on", "today+180"));
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
    return attempt_add(MAX, &measure_entity,
                       PAIRS("name", name, "owner", "P-5", "unit", "U-2", "direction", direction, "frequency",
                             frequency, "target", "1", "measured_in", "a year"));
}

static i64 add_objective(const char *title, const char *measure_name, const char *baseline, const char *target)
{
    return attempt_add(MAX, &objective_entity,
                       PAIRS("title", title, "aim", "Patients trust us", "measure", measure_name, "baseline", baseline,
                             "target", target, "due", "today+400", "owner", "P-5", "resources", "Twenty days",
                             "evaluation", "Each quarter, by the committee", "obligations", "OB-1; OB-2"));
}

static objective_status status_of(i64 id)
{
    ctx *c = attempt_as(MAX);
    return ((objective *)record_load(c, &objective_entity, id))->status;
}

TEST(an_obligation_has_owner_country_and_a_review_that_moves_on)
{
    settle();
    five_obligations();
    check_int(attempt_count("obligation"), 5);
    refuse_add(OLIVE, &obligation_entity, PAIRS("title", "A law", "country", "Germany", "asks", "Something"),
               "missing");
    refuse_act(OSCAR, &obligation_entity, "review", 1, PAIRS("outcome", "As before", "next", "today+365"), "owner");
    refuse_act(OLIVE, &obligation_entity, "review", 1, PAIRS("outcome", "As before", "next", "today"), "lies ahead");
    attempt_act(OLIVE, &obligation_entity, "review", 1,
                PAIRS("changed", "yes", "outcome", "Article 33 reads anew", "next", "today+365"));
    ctx *c = attempt_as(MAX);
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
    attempt_add(MAX, &issue_entity,
                PAIRS("title", "Old systems", "kind", "internal", "effect", "They cannot be patched", "owner", "P-5",
                      "review_on", "today+365"));
    refuse_add(MAX, &climate_entity, PAIRS("relevant", "", "reason", "None"), "missing");
    refuse_add(MAX, &climate_entity, PAIRS("relevant", "no", "reason", ""), "missing");
    int pages = 0;
    ctx *c = attempt_as(MAX);
    check_refused(c, attempt_report(c, "context", "", &pages), "climate question");
    check_int(attempt_denials("report.context"), 1);
    attempt_add(MAX, &climate_entity, PAIRS("relevant", "no", "reason", "No site lies near water"));
    c = attempt_as(MAX);
    check_int(((climate *)record_load(c, &climate_entity, 1))->decided_by.id, MAX);
    check_done(c, attempt_report(c, "context", "", &pages));
    check(pages >= 2);
    fixture_verify();
}

TEST(what_a_party_asks_is_taken_on_or_left_with_a_reason)
{
    settle();
    attempt_add(MAX, &party_entity, PAIRS("name", "Patients", "kind", "customer"));
    refuse_add(MAX, &need_entity, PAIRS("party", "Patients", "title", "All deleted in a day", "taken", "no"),
               "has a reason");
    attempt_add(
        MAX, &need_entity,
        PAIRS("party", "Patients", "title", "All deleted in a day", "taken", "no", "how", "Records are kept by law"));
    refuse_add(MAX, &feedback_entity, PAIRS("party", "PA-1", "title", "Said tomorrow", "day", "today+1"),
               "yet to come");
    attempt_add(MAX, &opportunity_entity,
                PAIRS("title", "Rules are not lived", "kind", "risk", "act", "Try each on a ward", "judging",
                      "Ask ten people", "owner", "P-5", "due", "today+100", "parties", "PA-1"));
    refuse_act(OSCAR, &opportunity_entity, "judge", 1, PAIRS("worked", "yes", "result", "Nine of ten knew"), "owner");
    attempt_act(OLIVE, &opportunity_entity, "judge", 1, PAIRS("worked", "yes", "result", "Nine of ten knew"));
    refuse_act(OLIVE, &opportunity_entity, "judge", 1, PAIRS("result", "Again"), "already");
    fixture_verify();
}

TEST(a_message_that_went_out_moves_the_plan_on_and_does_not_change)
{
    settle();
    attempt_add(MAX, &communication_entity,
                PAIRS("what", "What is new", "audience", "All staff", "occasion", "Twice a year", "channel",
                      "Town hall", "owner", "P-5", "every", "6", "next_on", "today+3"));
    refuse_add(MAX, &message_entity, PAIRS("communication", "CN-1", "title", "Launch", "sent_on", "today+1"),
               "yet to come");
    attempt_add(MAX, &message_entity, PAIRS("communication", "CN-1", "title", "Launch", "sent_on", "today"));
    ctx *c = attempt_as(MAX);
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
    check_int(attempt_count("objective_obligation"), 2);
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
    check_int(attempt_breaches("objective-measured", "early"), 1);
    attempt_set(MAX, &objective_entity, id, PAIRS("status", "reached")); // nobody types it
    check_int(status_of(id), OBJECTIVE_UNREAD);
    attempt_add(OLIVE, &reading_entity, PAIRS("measure", "ME-1", "value", "3"));
    check_int(status_of(id), OBJECTIVE_ON_WAY);
    check_int(attempt_breaches("objective-measured", "early"), 0);
    attempt_add(OLIVE, &reading_entity, PAIRS("measure", "ME-1", "value", "1"));
    check_int(status_of(id), OBJECTIVE_REACHED);
    attempt_set(MAX, &measure_entity, 1, PAIRS("direction", "up", "target", "0"));
    attempt_set(MAX, &objective_entity, id, PAIRS("target", "2"));
    check_int(status_of(id), OBJECTIVE_ON_WAY);
    check_int(attempt_breaches("objective-status", "broken"), 0);
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
    ctx *c = attempt_as(MAX);
    check_done(c, operate_with(c, derive_wrong, NULL));
    check_int(attempt_breaches("objective-status", "broken"), 1);
    attempt_set(MAX, &objective_entity, 1, PAIRS("told", "Everybody"));
    check_int(attempt_breaches("objective-status", "broken"), 0);
    fixture_clock((i64)401 * 86400 * 1000000);
    check_int(attempt_breaches("objective-status", "late"), 1);
    check_int(attempt_breaches("objective-measured", "late"), 1);
    i64 judged = 0;
    c = fixture_operator();
    check_done(c, operate_with(c, judge_again, &judged));
    check_int(judged, 1);
    check_int(status_of(1), OBJECTIVE_MISSED);
    check_int(attempt_breaches("objective-status", "late"), 0);
}

TEST(a_milestone_is_reached_with_what_shows_it)
{
    settle();
    attempt_add(MAX, &objective_entity,
                PAIRS("title", "Certificate", "aim", "Insurers ask for it", "due", "today+400", "owner", "P-5",
                      "resources", "Days", "evaluation", "Read", "milestone", "The body decided", "unmeasured",
                      "It is given or not"));
    check_int(status_of(1), OBJECTIVE_AHEAD);
    refuse_act(OSCAR, &objective_entity, "reach", 1, PAIRS("day", "today", "shown", "Letter"), "owner");
    refuse_act(OLIVE, &objective_entity, "reach", 1, PAIRS("day", "today+1", "shown", "Letter"), "yet to come");
    attempt_act(OLIVE, &objective_entity, "reach", 1, PAIRS("day", "today", "shown", "Letter of the body"));
    check_int(status_of(1), OBJECTIVE_REACHED);
    fixture_verify();
}

// Step 6: five duties in force, six risks of a workshop before the criteria are approved, 180,000 over two years.
static void draft_the_case(void)
{
    settle();
    five_obligations();
    for (int i = 0; i < 6; i++) {
        ctx *c = attempt_as(MAX);
        str title = format(c->a, "Workshop risk $1", v(i + 1));
        check_done(c, fixture_add(c, &risk_entity,
                                  PAIRS("title", str_z(c->a, title), "owner", "P-5", "unit", "U-2", "likelihood",
                                        i ? "3" : "4", "legal", i == 5 ? "1" : "4")) != 0);
    }
    attempt_add(MAX, &proposal_entity,
                PAIRS("title", "A management system", "ask", "180,000 over two years", "why", "Five duties, six risks",
                      "benefits", "- Trust", "cost", "180000 EUR", "months", "24", "owner", "P-2"));
}

TEST(the_author_does_not_approve_the_business_case_and_management_does)
{
    draft_the_case();
    refuse_act(GRETA, &proposal_entity, "approve", 1, NOTHING, "sent for approval");
    attempt_act(MAX, &proposal_entity, "propose", 1, NOTHING);
    refuse_act(MAX, &proposal_entity, "approve", 1, NOTHING, "roles do not allow");
    attempt_add(ADA, &role_entity, PAIRS("person", "P-2", "role", "management"));
    refuse_act(MAX, &proposal_entity, "approve", 1, NOTHING, "does not approve it");
    check(attempt_denials("proposal.approve") >= 2); // repetitions within a second are one entry
    refuse_set(MAX, &proposal_entity, 1, PAIRS("cost", "90000 EUR"), "waits for approval");
    attempt_act(GRETA, &proposal_entity, "approve", 1, NOTHING);
    refuse_set(MAX, &proposal_entity, 1, PAIRS("cost", "90000 EUR"), "no longer changes");
    ctx *c = attempt_as(MAX);
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
    attempt_act(MAX, &proposal_entity, "propose", 1, NOTHING);
    attempt_set(OLIVE, &risk_entity, 1, PAIRS("likelihood", "1"));
    add_obligation("A sixth", "law", "Germany");
    attempt_act(GRETA, &proposal_entity, "approve", 1, NOTHING);
    ctx *c = attempt_as(MAX);
    check_has(approval_of(c, &proposal_entity, 1, "approve")->frozen, "risks.above=5");
    check_has(approval_of(c, &proposal_entity, 1, "approve")->frozen, "obligations=5");
    int pages = 0;
    check_done(c, attempt_report(c, "business-case", "BC-1", &pages));
    check(pages <= 2);
    fixture_verify();
}

TEST(a_business_case_needs_something_in_the_registers_and_can_be_declined)
{
    settle();
    attempt_add(MAX, &proposal_entity,
                PAIRS("title", "Early", "ask", "Money", "why", "So", "benefits", "None", "cost", "1000 EUR", "months",
                      "12", "owner", "P-2"));
    refuse_act(MAX, &proposal_entity, "propose", 1, NOTHING, "say nothing for it");
    five_obligations();
    refuse_set(MAX, &proposal_entity, 1, PAIRS("gain", "10 USD"), "one currency");
    attempt_act(MAX, &proposal_entity, "propose", 1, NOTHING);
    attempt_act(GRETA, &proposal_entity, "decline", 1, PAIRS("reason", "Come back with three offers"));
    attempt_act(MAX, &proposal_entity, "revise", 1, NOTHING);
    attempt_set(MAX, &proposal_entity, 1, PAIRS("cost", "900 EUR"));
    fixture_verify();
}

TEST(each_paper_of_why_and_who_says_what_is_missing_before_it_is_made)
{
    settle();
    static const char *const names[] = {"obligations", "objectives", "communication-plan", "business-case", "minutes",
                                        "letter",      "context"};
    for (int i = 0; i < countof(names); i++) {
        int pages = 0;
        ctx *c = attempt_as(MAX);
        check_refused(c, attempt_report(c, names[i], "", &pages), "Plan");
    }
    five_obligations();
    int pages = 0;
    ctx *c = attempt_as(MAX);
    check_done(c, attempt_report(c, "obligations", "", &pages));
    check(pages >= 2);
}
