// evidence_test.c: what counts as evidence, and until when.
// SPDX-License-Identifier: Apache-2.0
#include "hub/evidence.h"
#include "hub/task.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
static const i64 DAY = (i64)86400 * 1000000;

static any task_in(const char *owner, const char *unit)
{
    ctx *c = fixture_operator();
    i64 id = fixture_add(c, &task_entity, PAIRS("title", "Subject", "assignee", owner, "unit", unit));
    check_done(c, id > 0);
    return (any){S("task"), id};
}

static int waiting(i64 person)
{
    ctx *c = fixture_as(person);
    int n = 0;
    rows r = query_(c, str_of(evidence_module.works->sql), VALS(v(c->person), v(c->today)), 2);
    while (db_next(&r)) n++;
    check_str(db_error(c->db), "");
    return n;
}

TEST(each_kind_asks_for_what_makes_it_evidence)
{
    fixture();
    any about = task_in("P-5", "U-2");
    ctx *c = fixture_as(OLIVE);
    check_refused(c, fixture_add(c, &evidence_entity, PAIRS("about", "TK-1", "title", "x", "kind", "file")) != 0,
                  "Attach the file");
    c = fixture_again(c);
    check_refused(c,
                  fixture_add(c, &evidence_entity,
                              PAIRS("about", "TK-1", "title", "x", "kind", "link", "url", "javascript:alert(1)")) != 0,
                  "https://");
    c = fixture_again(c);
    check_refused(c,
                  fixture_add(c, &evidence_entity,
                              PAIRS("about", "TK-1", "title", "x", "kind", "observation", "observation", " ")) != 0,
                  "what was seen");
    i64 id;
    c = fixture_again(c);
    check_done(c, file_attach(c, about, S("a.txt"), S("text/plain"), S("content"), &id));
    c = fixture_again(c);
    check_done(c, fixture_add(c, &evidence_entity,
                              PAIRS("about", "TK-1", "title", "Protocol", "kind", "file", "file", "FL-1")) == 1);
    c = fixture_again(c);
    const evidence *e = record_seek(c, &evidence_entity, 1);
    check_str(e->hash, hash_hex(test_arena, hash_of(S("content"))));
    check_int(e->collector.id, OLIVE);
    check_int(e->collected.day, c->today.day);
    check_done(
        c, fixture_add(c, &evidence_entity,
                       PAIRS("about", "TK-1", "title", "Ticket", "kind", "link", "url", "https://x.example/1")) == 2);
    c = fixture_again(c);
    e = record_seek(c, &evidence_entity, 2);
    check_str(e->hash, hash_hex(test_arena, hash_of(S("https://x.example/1"))));
    fixture_verify();
}

TEST(evidence_is_stale_the_day_after_its_last_one)
{
    fixture();
    any about = task_in("P-5", "U-2");
    ctx *c = fixture_as(OLIVE);
    check_done(c, fixture_add(c, &evidence_entity,
                              PAIRS("about", "TK-1", "title", "Scan", "kind", "observation", "observation", "seen",
                                    "valid_until", "today+1")) == 1);
    for (int day = 0; day < 3; day++) {
        c = fixture_as(OLIVE);
        check_int(evidence_stale(c, record_seek(c, &evidence_entity, 1)), day == 2);
        check_int(evidence_count(c, about, true), day < 2);
        check_int(evidence_count(c, about, false), 1);
        fixture_clock(DAY);
    }
}

TEST(evidence_that_runs_out_within_thirty_days_waits_for_who_collected_it)
{
    fixture();
    task_in("P-5", "U-2");
    ctx *c = fixture_as(OLIVE);
    check(fixture_add(
        c, &evidence_entity,
        PAIRS("about", "TK-1", "title", "A", "kind", "observation", "observation", "x", "valid_until", "today+31")));
    c = fixture_again(c);
    check(fixture_add(c, &evidence_entity,
                      PAIRS("about", "TK-1", "title", "B", "kind", "observation", "observation", "x")));
    check_int(waiting(OLIVE), 0);
    fixture_clock(DAY);
    check_int(waiting(OLIVE), 1);
    check_int(waiting(MAX), 0);
}

TEST(days_of_evidence_make_sense)
{
    fixture();
    task_in("P-5", "U-2");
    ctx *c = fixture_as(OLIVE);
    check_refused(c,
                  fixture_add(c, &evidence_entity,
                              PAIRS("about", "TK-1", "title", "A", "kind", "observation", "observation", "x",
                                    "collected", "today+1")) != 0,
                  "yet to come");
    c = fixture_again(c);
    check_refused(c,
                  fixture_add(c, &evidence_entity,
                              PAIRS("about", "TK-1", "title", "A", "kind", "observation", "observation", "x",
                                    "valid_until", "today-1")) != 0,
                  "run out before");
}

TEST(evidence_stays_with_its_record_and_is_seen_with_it)
{
    fixture();
    task_in("P-5", "U-2"), task_in("P-5", "U-2");
    ctx *c = fixture_as(OLIVE);
    check(fixture_add(c, &evidence_entity,
                      PAIRS("about", "TK-1", "title", "canary", "kind", "observation", "observation", "x")));
    c = fixture_again(c);
    check_refused(c, fixture_set(c, &evidence_entity, 1, PAIRS("about", "TK-2")), "stays with its record");
    check(!record_seek(fixture_as(OSCAR), &evidence_entity, 1));
    c = fixture_as(AUGUST);
    check_refused(c, fixture_set(c, &evidence_entity, 1, PAIRS("title", "x")), "You may not do that");
    c = fixture_as(OLIVE);
    check_done(c, fixture_set(c, &evidence_entity, 1, PAIRS("title", "y")));
}

TEST(a_file_of_another_unit_is_no_evidence)
{
    fixture();
    any south = task_in("P-6", "U-3");
    task_in("P-5", "U-2");
    i64 id;
    ctx *c = fixture_as(OSCAR);
    check_done(c, file_attach(c, south, S("secret"), S("text/plain"), S("secret"), &id));
    c = fixture_as(OLIVE);
    check_refused(
        c, fixture_add(c, &evidence_entity, PAIRS("about", "TK-2", "title", "x", "kind", "file", "file", "FL-1")) != 0,
        "there is no FL-1");
}
