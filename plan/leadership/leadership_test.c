// leadership_test.c: sponsor, committee, minutes, actions carried forward, duties, teams and resources: step 7 of the story, with its refusals.
// SPDX-License-Identifier: Apache-2.0
#include "hub/task.h"
#include "plan/leadership/leadership.h"
#include "plan/obligation.h"
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

TEST(a_sponsor_is_one_person_of_top_management)
{
    settle();
    refuse_add(MAX, &sponsor_entity, PAIRS("person", "P-5", "mandate", "Stands behind it", "begins", "today"),
               "not of top management");
    attempt_add(MAX, &sponsor_entity, PAIRS("person", "P-3", "mandate", "Stands behind it", "begins", "today"));
    refuse_add(MAX, &sponsor_entity, PAIRS("person", "P-3", "mandate", "Again", "begins", "today+30"),
               "until when first");
    ctx *c = attempt_as(STAN);
    check(sponsor_now(c) && sponsor_now(c)->person.id == GRETA);
    fixture_verify();
}

// Step 7: a committee with members, one meeting with two decisions and three actions.
static void hold_a_meeting(void)
{
    settle();
    attempt_add(MAX, &committee_entity,
                PAIRS("name", "Steering committee", "charter", "Steers", "chair", "P-3", "secretary", "P-2", "every",
                      "3", "quorum", "3"));
    const char *const people[] = {"P-3", "P-2", "P-5", "P-6", "P-1"};
    for (int i = 0; i < 5; i++)
        attempt_add(MAX, &member_entity, PAIRS("committee", "CO-1", "person", people[i], "begins", "today"));
    refuse_add(MAX, &member_entity, PAIRS("committee", "CO-1", "person", "P-5", "begins", "today"), "already");
    attempt_add(MAX, &meeting_entity,
                PAIRS("committee", "CO-1", "day", "today", "agenda", "1. Scope", "present", "P-3; P-2", "minutes", ""));
}

static void decide_and_send(void)
{
    attempt_add(MAX, &resolution_entity, PAIRS("meeting", "MT-1", "title", "Two scopes"));
    attempt_add(MAX, &resolution_entity, PAIRS("meeting", "MT-1", "title", "A line at 10"));
    attempt_add(MAX, &task_entity,
                PAIRS("title", "Write the statements", "about", "RS-1", "assignee", "P-2", "due", "today+14"));
    attempt_add(MAX, &task_entity,
                PAIRS("title", "List the assets", "about", "RS-1", "assignee", "P-5", "due", "today+30"));
    refuse_act(MAX, &meeting_entity, "propose", 1, NOTHING, "no minutes yet");
    attempt_set(MAX, &meeting_entity, 1, PAIRS("minutes", "The chair opens."));
    refuse_act(MAX, &meeting_entity, "propose", 1, NOTHING, "too few to decide");
    attempt_set(MAX, &meeting_entity, 1, PAIRS("present", "P-3; P-2; P-5; P-6"));
    refuse_act(MAX, &meeting_entity, "propose", 1, NOTHING, "has no action");
    attempt_add(MAX, &task_entity,
                PAIRS("title", "Name owners", "about", "RS-2", "assignee", "P-6", "due", "today+60"));
    attempt_act(MAX, &meeting_entity, "propose", 1, NOTHING);
}

TEST(minutes_need_a_quorum_and_an_action_for_each_decision_and_the_chair_approves_them)
{
    hold_a_meeting();
    decide_and_send();
    refuse_act(MAX, &meeting_entity, "approve", 1, NOTHING, "owner or the manager");
    refuse_set(MAX, &meeting_entity, 1, PAIRS("minutes", "Other words."), "wait for approval");
    attempt_act(GRETA, &meeting_entity, "approve", 1, NOTHING);
    refuse_set(MAX, &meeting_entity, 1, PAIRS("minutes", "Other words."), "no longer change");
    refuse_set(MAX, &meeting_entity, 1, PAIRS("present", "P-3; P-2; P-5; P-6; P-1"), "approved");
    refuse_add(MAX, &resolution_entity, PAIRS("meeting", "MT-1", "title", "One more"), "approved");
    ctx *c = attempt_as(MAX);
    check_has(approval_of(c, &meeting_entity, 1, "approve")->frozen, "present=P-6");
    check_int(attempt_count("attendee"), 4);
    fixture_verify();
}

TEST(actions_are_carried_forward_until_they_are_closed)
{
    hold_a_meeting();
    decide_and_send();
    attempt_act(GRETA, &meeting_entity, "approve", 1, NOTHING);
    attempt_add(MAX, &meeting_entity, PAIRS("committee", "CO-1", "day", "today", "agenda", "1. Actions"));
    attempt_act(MAX, &task_entity, "done", 1, NOTHING);
    ctx *c = attempt_as(MAX);
    int carried = 0;
    for (const panel *p = leadership_module.panels; p->sql; p++) {
        if (!str_starts(str_of(p->title), S("Carried forward"))) continue;
        rows r = query_(c, str_of(p->sql), VALS(v(2)), 1);
        while (db_next(&r)) carried++;
    }
    check_int(carried, 2);
    int pages = 0;
    check_done(c, attempt_report(c, "minutes", "MT-1", &pages));
    c = attempt_as(MAX);
    check_done(c, attempt_report(c, "minutes", "", &pages));
    fixture_verify();
}

static i64 add_duty(const char *title, const char *clause, const char *who)
{
    return attempt_add(MAX, &duty_entity,
                       PAIRS("title", title, "clause", clause, "responsible", who, "accountable", "P-3", "tasks",
                             "- See to it", "consulted", "P-5", "informed", "P-4; P-6"));
}

TEST(the_two_duties_are_given_by_management_and_given_anew_to_another_holder)
{
    settle();
    check_int(attempt_breaches("duties-filled", "early"), 2);
    add_duty("It conforms", "conformity", "P-2");
    add_duty("Reporting", "reporting", "P-2");
    refuse_add(
        MAX, &duty_entity,
        PAIRS("title", "Again", "clause", "reporting", "responsible", "P-5", "accountable", "P-3", "tasks", "So"),
        "DU-2 is that duty");
    refuse_act(MAX, &duty_entity, "appoint", 1, NOTHING, "roles do not allow");
    int pages = 0;
    ctx *c = attempt_as(MAX);
    check_refused(c, attempt_report(c, "letter", "", &pages), "No duty is given yet");
    attempt_act(GRETA, &duty_entity, "appoint", 1, NOTHING);
    attempt_act(GRETA, &duty_entity, "appoint", 2, NOTHING);
    check_int(attempt_breaches("duties-filled", "early"), 0);
    c = attempt_as(MAX);
    check_done(c, attempt_report(c, "letter", "DU-1", &pages));
    check_int(pages, 1);
    attempt_set(MAX, &duty_entity, 1, PAIRS("responsible", "P-5"));
    c = attempt_as(MAX);
    check_int(((duty *)record_load(c, &duty_entity, 1))->state, DUTY_OPEN);
    check_int(attempt_breaches("duties-filled", "early"), 1);
    fixture_verify();
}

TEST(nobody_appoints_themselves)
{
    settle();
    add_duty("It conforms", "conformity", "P-3");
    refuse_act(GRETA, &duty_entity, "appoint", 1, NOTHING, "does not approve it");
    check_int(attempt_denials("duty.appoint"), 1);
    fixture_verify();
}

TEST(a_holder_or_owner_who_has_left_is_found)
{
    settle();
    attempt_add(OLIVE, &obligation_entity,
                PAIRS("title", "Privacy Act", "country", "Australia", "asks", "Keep data safe", "owner", "P-5",
                      "review_on", "today+180"));
    add_duty("It conforms", "conformity", "P-5");
    attempt_add(MAX, &team_entity, PAIRS("name", "Response", "lead", "P-2", "telephone", "112", "purpose", "Acts"));
    attempt_add(MAX, &crew_entity, PAIRS("team", "TE-1", "person", "P-5", "telephone", "113"));
    refuse_add(MAX, &crew_entity, PAIRS("team", "TE-1", "person", "P-5", "telephone", "114"), "already");
    check_int(attempt_breaches("holders-here", "broken"), 0);
    check_int(attempt_breaches("owners-here", "broken"), 0);
    attempt_set(ADA, &person_entity, OLIVE, PAIRS("ends", "today-1"));
    check_int(attempt_breaches("holders-here", "broken"), 2);
    check_int(attempt_breaches("owners-here", "broken"), 1);
    refuse_add(MAX, &duty_entity, PAIRS("title", "Another", "responsible", "P-5", "accountable", "P-3", "tasks", "So"),
               "has left");
}

TEST(a_resource_is_planned_in_money_or_days_and_spent_in_one_currency)
{
    settle();
    refuse_add(MAX, &resource_entity, PAIRS("title", "Keys", "kind", "money", "owner", "P-5"), "planned amount");
    refuse_add(MAX, &resource_entity, PAIRS("title", "IT", "kind", "people", "owner", "P-5"), "number of days");
    attempt_add(MAX, &resource_entity, PAIRS("title", "Keys", "kind", "money", "planned", "36000 EUR", "owner", "P-5"));
    refuse_set(OLIVE, &resource_entity, 1, PAIRS("actual", "10 USD"), "one currency");
    attempt_set(OLIVE, &resource_entity, 1, PAIRS("actual", "10000 EUR"));
    fixture_verify();
}
