// finding_test.c: who may raise a finding, where it lies and whom it waits for.
// SPDX-License-Identifier: Apache-2.0
#include "hub/finding.h"
#include "hub/task.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static int waiting(i64 person)
{
    ctx *c = fixture_as(person);
    int n = 0;
    rows r = query_(c, str_of(finding_module.works->sql), VALS(v(c->person), v(c->today)), 2);
    while (db_next(&r)) n++;
    check_str(db_error(c->db), "");
    return n;
}

TEST(an_auditor_raises_a_finding_that_waits_for_its_owner)
{
    fixture();
    ctx *c = fixture_as(AUGUST);
    i64 id = fixture_add(
        c, &finding_entity,
        PAIRS("title", "No restore test", "kind", "nonconformity-minor", "owner", "P-5", "due", "today+30"));
    check_done(c, id > 0);
    const finding *f = record_seek(fixture_as(OLIVE), &finding_entity, id);
    check_int(f->person.id, AUGUST);
    check_int(f->raised.day, c->today.day);
    check_int(f->unit.id, 2);
    check_int(f->status, FINDING_OPEN);
    check_int(waiting(OLIVE), 1);
    check_int(waiting(AUGUST), 0);
    fixture_verify();
}

TEST(staff_and_outsiders_raise_none_here)
{
    fixture();
    for (i64 who = STAN; who <= EDITH; who++) {
        ctx *c = fixture_as(who);
        check_refused(c,
                      fixture_add(c, &finding_entity, PAIRS("kind", "observation", "title", "x", "owner", "P-5")) != 0,
                      "Your roles do not allow that");
    }
}

TEST(a_finding_is_seen_in_its_unit_and_given_to_who_sees_it)
{
    fixture();
    ctx *c = fixture_as(MAX);
    check(fixture_add(c, &finding_entity, PAIRS("kind", "observation", "title", "canary", "owner", "P-5")) == 1);
    check(!record_seek(fixture_as(OSCAR), &finding_entity, 1));
    c = fixture_as(MAX);
    check_refused(c, fixture_set(c, &finding_entity, 1, PAIRS("owner", "P-6")), "Oscar does not see unit North");
    c = fixture_as(OLIVE);
    check_done(c, fixture_set(c, &finding_entity, 1, PAIRS("description", "seen")));
    c = fixture_as(GRETA);
    check_refused(c, fixture_set(c, &finding_entity, 1, PAIRS("description", "x")), "You may not do that");
}

static bool open_run(ctx *c, void *arg)
{
    const any *about = arg;
    return finding_open(c, (finding){.title = S("Step skipped"),
                                     .kind = FINDING_MAJOR,
                                     .about = *about,
                                     .owner = {OLIVE},
                                     .origin = S("Handling of an incident")}) > 0;
}

TEST(a_room_opens_findings_and_counts_them)
{
    fixture();
    ctx *c = fixture_operator();
    check(fixture_add(c, &task_entity, PAIRS("title", "Subject", "assignee", "P-5")) == 1);
    any about = {S("task"), 1};
    c = fixture_as(OLIVE);
    check_done(c, operate_with(c, open_run, &about));
    c = fixture_again(c);
    check(fixture_add(c, &finding_entity,
                      PAIRS("title", "Could be quicker", "kind", "opportunity", "owner", "P-5", "about", "TK-1")));
    c = fixture_again(c);
    check_int(finding_open_count(c, about, false), 2);
    check_int(finding_open_count(c, about, true), 1);
    check_int(((finding *)record_seek(c, &finding_entity, 1))->unit.id, 2);
}

static bool close_run(ctx *c, void *arg)
{
    (void)arg;
    finding *f = record_load(c, &finding_entity, 1);
    f->status = FINDING_CLOSED;
    return record_save_as(c, &finding_entity, f, "finding.close");
}

TEST(a_closed_finding_stays_as_it_is)
{
    fixture();
    ctx *c = fixture_as(MAX);
    check(fixture_add(c, &finding_entity, PAIRS("kind", "observation", "title", "x", "owner", "P-5")));
    c = fixture_again(c);
    check_done(c, operate_with(c, close_run, NULL));
    c = fixture_again(c);
    check_refused(c, fixture_set(c, &finding_entity, 1, PAIRS("title", "y")), "It is closed");
    check_int(waiting(OLIVE), 0);
}
