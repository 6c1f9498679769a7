// task_test.c: who may do which task, and when it is done.
// SPDX-License-Identifier: Apache-2.0
#include "hub/evidence.h"
#include "hub/task.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static i64 give(i64 who, const char *const *pairs)
{
    ctx *c = who ? fixture_as(who) : fixture_operator();
    i64 id = fixture_add(c, &task_entity, pairs);
    check_done(c, id > 0);
    return id;
}

static bool act(ctx *c, const char *name, i64 id, const char *const *pairs)
{
    return fixture_act(c, action_find(&task_entity, str_of(name)), id, pairs);
}

static const task *of(i64 id)
{
    return record_seek(fixture_operator(), &task_entity, id);
}

static int waiting(i64 person)
{
    ctx *c = fixture_as(person);
    int n = 0;
    rows r = query_(c, str_of(task_module.works->sql), VALS(v(c->person), v(c->today)), 2);
    while (db_next(&r)) n++;
    check_str(db_error(c->db), "");
    return n;
}

TEST(a_task_lies_where_its_record_or_its_person_is)
{
    fixture();
    give(0, PAIRS("title", "Of Olive", "assignee", "P-5"));
    check_int(of(1)->unit.id, 2);
    give(0, PAIRS("title", "About a task in North", "assignee", "P-2", "about", "TK-1"));
    check_int(of(2)->unit.id, 2);
    give(0, PAIRS("title", "Said", "assignee", "P-2", "unit", "U-3"));
    check_int(of(3)->unit.id, 3);
}

TEST(a_task_goes_through_its_states)
{
    fixture();
    i64 id = give(MAX, PAIRS("title", "Restore test", "assignee", "P-5", "due", "today+7"));
    ctx *c = fixture_as(OLIVE);
    check_done(c, act(c, "start", id, NULL));
    check_int(of(id)->status, TASK_DOING);
    c = fixture_as(OLIVE);
    check_refused(c, act(c, "start", id, NULL), "Only an open task");
    c = fixture_as(OLIVE);
    check_done(c, act(c, "done", id, NULL));
    check_int(of(id)->status, TASK_DONE);
    check_int(of(id)->percent, 100);
    check_int(of(id)->done.day, fixture_operator()->today.day);
    c = fixture_as(OLIVE);
    check_refused(c, act(c, "drop", id, PAIRS("reason", "x")), "It is done already");
    c = fixture_as(OLIVE);
    check_done(c, act(c, "reopen", id, NULL));
    check_int(of(id)->percent, 0);
    c = fixture_as(OLIVE);
    check_done(c, act(c, "drop", id, PAIRS("reason", "superseded")));
    check_str(of(id)->reason, "superseded");
    fixture_verify();
}

TEST(a_task_that_needs_evidence_is_done_only_with_valid_evidence)
{
    fixture();
    i64 id = give(MAX, PAIRS("title", "Restore test", "assignee", "P-5", "evidence_needed", "yes"));
    ctx *c = fixture_as(OLIVE);
    check_refused(c, act(c, "done", id, NULL), "needs evidence");
    c = fixture_as(OLIVE);
    check(fixture_add(c, &evidence_entity,
                      PAIRS("about", "TK-1", "title", "Old", "kind", "observation", "observation", "x", "collected",
                            "today-9", "valid_until", "today-1")));
    c = fixture_as(OLIVE);
    check_refused(c, act(c, "done", id, NULL), "needs evidence");
    c = fixture_as(OLIVE);
    check(fixture_add(c, &evidence_entity,
                      PAIRS("about", "TK-1", "title", "New", "kind", "observation", "observation", "x")));
    c = fixture_as(OLIVE);
    check_done(c, act(c, "done", id, NULL));
}

TEST(a_task_waits_for_the_one_it_depends_on_and_never_for_itself)
{
    fixture();
    give(MAX, PAIRS("title", "First", "assignee", "P-5"));
    give(MAX, PAIRS("title", "Second", "assignee", "P-5", "depends_on", "TK-1"));
    ctx *c = fixture_as(OLIVE);
    check_refused(c, act(c, "start", 2, NULL), "waits for TK-1");
    c = fixture_as(OLIVE);
    check_refused(c, act(c, "done", 2, NULL), "waits for TK-1");
    c = fixture_as(MAX);
    check_refused(c, fixture_set(c, &task_entity, 1, PAIRS("depends_on", "TK-2")), "wait for itself");
    c = fixture_as(MAX);
    check_refused(c, fixture_set(c, &task_entity, 1, PAIRS("depends_on", "TK-1")), "wait for itself");
    c = fixture_as(OLIVE);
    check_done(c, act(c, "done", 1, NULL));
    c = fixture_as(OLIVE);
    check_done(c, act(c, "done", 2, NULL));
}

TEST(staff_see_and_do_their_own_tasks_and_no_others)
{
    fixture();
    i64 mine = give(MAX, PAIRS("title", "For Stan", "assignee", "P-7"));
    i64 other = give(MAX, PAIRS("title", "canary", "assignee", "P-5"));
    ctx *c = fixture_as(STAN);
    check(record_seek(c, &task_entity, mine) && !record_seek(c, &task_entity, other));
    check_done(c, act(c, "done", mine, NULL));
    c = fixture_as(STAN);
    check_refused(c, act(c, "done", other, NULL), "There is no Task TK-2");
    c = fixture_as(STAN);
    check_refused(c, fixture_add(c, &task_entity, PAIRS("title", "For Max", "assignee", "P-2")) != 0,
                  "give tasks to yourself");
    give(STAN, PAIRS("title", "For me", "assignee", "me"));
    c = fixture_as(EDITH);
    check_refused(c, fixture_add(c, &task_entity, PAIRS("title", "x", "assignee", "me")) != 0,
                  "Your roles do not allow that");
}

TEST(a_task_is_seen_in_its_unit_and_not_in_another)
{
    fixture();
    i64 id = give(OLIVE, PAIRS("title", "canary", "assignee", "P-5", "unit", "U-2"));
    check(record_seek(fixture_as(OLIVE), &task_entity, id));
    check(!record_seek(fixture_as(OSCAR), &task_entity, id));
    ctx *c = fixture_as(OSCAR);
    check_refused(c, act(c, "done", id, NULL), "There is no Task TK-1");
    c = fixture_as(OLIVE);
    check_refused(c, fixture_add(c, &task_entity, PAIRS("title", "x", "assignee", "P-6", "unit", "U-3")) != 0,
                  "may not add");
    check_int(waiting(OLIVE), 1);
    check_int(waiting(OSCAR), 0);
}

TEST(a_task_is_assigned_to_somebody_who_is_here_and_sees_its_unit)
{
    fixture();
    ctx *c = fixture_as(MAX);
    check_refused(c, fixture_add(c, &task_entity, PAIRS("title", "x", "assignee", "P-6", "unit", "U-2")) != 0,
                  "Oscar does not see unit North");
    give(MAX, PAIRS("title", "x", "assignee", "P-7", "unit", "U-3")); // staff sees what names him
    c = fixture_operator();
    check_done(c, fixture_set(c, &person_entity, STAN, PAIRS("ends", "today-1")));
    c = fixture_as(MAX);
    check_refused(c, fixture_add(c, &task_entity, PAIRS("title", "x", "assignee", "P-7")) != 0, "or has left");
    c = fixture_as(MAX);
    check_done(c, fixture_set(c, &task_entity, 1, PAIRS("title", "y"))); // what is there may still be mended
}

TEST(what_waits_is_open_or_being_done)
{
    fixture();
    give(MAX, PAIRS("title", "a", "assignee", "P-5", "due", "today"));
    give(MAX, PAIRS("title", "b", "assignee", "P-5"));
    check_int(waiting(OLIVE), 2);
    ctx *c = fixture_as(OLIVE);
    check_done(c, act(c, "start", 1, NULL));
    c = fixture_as(OLIVE);
    check_done(c, act(c, "done", 2, NULL));
    check_int(waiting(OLIVE), 1);
}

static bool give_run(ctx *c, void *arg)
{
    *(i64 *)arg =
        task_give(c, S("From the program"), S("why"), (any){S("person"), OLIVE}, (ref){OLIVE}, c->today, true);
    return *(i64 *)arg > 0;
}

TEST(a_program_gives_tasks)
{
    ctx *c = fixture();
    i64 id = 0;
    check_done(c, operate_with(c, give_run, &id));
    check(of(id)->evidence_needed);
    c = fixture_as(OLIVE);
    check_int(task_open_count(c, (any){S("person"), OLIVE}), 1);
}
