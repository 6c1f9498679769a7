// comment_test.c: comments stand with their record, may be mended for a while, and tell who is mentioned.
// SPDX-License-Identifier: Apache-2.0
#include "hub/comment.h"
#include "hub/task.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
static const i64 MINUTE = (i64)60 * 1000000;

static any task_in(const char *owner, const char *unit)
{
    ctx *c = fixture_operator();
    i64 id = fixture_add(c, &task_entity, PAIRS("title", "Subject", "assignee", owner, "unit", unit));
    check_done(c, id > 0);
    return (any){S("task"), id};
}

static i64 say(i64 person, const char *about, const char *body)
{
    ctx *c = fixture_as(person);
    i64 id = fixture_add(c, &comment_entity, PAIRS("about", about, "body", body));
    check_done(c, id > 0);
    return id;
}

// What waits for the person because somebody mentioned them.
static int waiting(i64 person)
{
    ctx *c = fixture_as(person);
    const work *w = comment_module.works;
    int n = 0;
    rows r = query_(c, str_of(w->sql), VALS(v(c->person), v(c->today)), 2);
    while (db_next(&r)) n++;
    check_str(db_error(c->db), "");
    return n;
}

TEST(a_comment_keeps_who_wrote_it_and_when)
{
    fixture();
    any about = task_in("P-5", "U-2");
    i64 id = say(OLIVE, "TK-1", "The restore test is **late**.");
    ctx *c = fixture_as(MAX);
    comment_line *all;
    check_int(comment_list(c, about, &all, 50), 1);
    check_int(all[0].id, id);
    check_int(all[0].person, OLIVE);
    check(all[0].at.us > 0);
    fixture_verify();
}

TEST(a_thread_is_oldest_first_and_keeps_the_newest_when_there_are_many)
{
    fixture();
    any about = task_in("P-5", "U-2");
    say(OLIVE, "TK-1", "one"), say(MAX, "TK-1", "two"), say(OLIVE, "TK-1", "three");
    comment_line *all;
    check_int(comment_list(fixture_as(MAX), about, &all, 2), 2);
    check_str(all[0].body, "two");
    check_str(all[1].body, "three");
}

TEST(a_comment_is_seen_with_its_record)
{
    fixture();
    task_in("P-7", "U-2");
    i64 id = say(MAX, "TK-1", "canary");
    check(record_seek(fixture_as(OLIVE), &comment_entity, id));
    check(!record_seek(fixture_as(OSCAR), &comment_entity, id));
    ctx *c = fixture_as(OSCAR);
    check_refused(c, fixture_add(c, &comment_entity, PAIRS("about", "TK-1", "body", "x")) != 0,
                  "there is no record TK-1");
    c = fixture_as(EDITH);
    check_refused(c, fixture_add(c, &comment_entity, PAIRS("about", "U-1", "body", "x")) != 0,
                  "Your roles do not allow that");
    say(STAN, "TK-1", "mine"); // a task of his
}

TEST(comments_move_with_their_record)
{
    fixture();
    task_in("P-2", "U-2");
    i64 id = say(MAX, "TK-1", "canary");
    ctx *c = fixture_as(MAX);
    check_done(c, fixture_set(c, &task_entity, 1, PAIRS("unit", "U-3")));
    check(!record_seek(fixture_as(OLIVE), &comment_entity, id));
    check(record_seek(fixture_as(OSCAR), &comment_entity, id));
}

TEST(who_sees_registers_anywhere_comments_on_what_everyone_sees)
{
    fixture();
    i64 id = say(OSCAR, "ORG-1", "From the South");
    check(record_seek(fixture_as(OLIVE), &comment_entity, id));
    check(!record_seek(fixture_as(STAN), &comment_entity, id));
}

TEST(a_comment_may_be_mended_for_a_quarter_of_an_hour_by_its_writer)
{
    fixture();
    task_in("P-5", "U-2");
    i64 id = say(OLIVE, "TK-1", "Tpyo");
    ctx *c = fixture_as(MAX);
    check_refused(c, fixture_set(c, &comment_entity, id, PAIRS("body", "x")), "You may not do that");
    fixture_clock(14 * MINUTE);
    c = fixture_as(OLIVE);
    check_done(c, fixture_set(c, &comment_entity, id, PAIRS("body", "Typo")));
    fixture_clock(2 * MINUTE);
    c = fixture_as(OLIVE);
    check_refused(c, fixture_set(c, &comment_entity, id, PAIRS("body", "x")), "15 minutes");
    comment *m = record_seek(fixture_as(MAX), &comment_entity, id);
    check_str(m->body, "Typo");
}

TEST(a_deputy_does_not_mend_the_words_of_the_absent)
{
    fixture();
    task_in("P-5", "U-2");
    ctx *c = fixture_operator();
    check_done(c, fixture_set(c, &person_entity, OLIVE,
                              PAIRS("deputy", "P-2", "deputy_from", "today", "deputy_until", "today+3")));
    i64 id = say(OLIVE, "TK-1", "mine");
    c = fixture_as(MAX);
    check_refused(c, fixture_set(c, &comment_entity, id, PAIRS("body", "yours")), "Only who wrote");
}

TEST(mentions_are_names_or_codes_each_once)
{
    ctx *c = fixture();
    i64 persons[COMMENT_MENTIONS];
    check(fixture_add(c, &person_entity,
                      PAIRS("name", "Olive Østergård", "email", "o@test.example", "unit", "U-2", "account", "yes")) ==
          9);
    c = fixture_again(c);
    check_int(comment_mentions(c, S("@Max and @olive østergård, @P-2 again, @P-4!"), persons), 3);
    check_int(persons[0], MAX);
    check_int(persons[1], 9); // the longest name
    check_int(persons[2], AUGUST);
    check_int(comment_mentions(c, S("@Olive's turn"), persons), 1);
    check_int(persons[0], OLIVE);
    check_int(comment_mentions(c, S("a@b.example, @nobody, @P-99, @P-x, @Maximum, @"), persons), 0);
}

TEST(a_mention_waits_until_it_is_answered)
{
    fixture();
    task_in("P-5", "U-2");
    say(OLIVE, "TK-1", "@Max, please look. @Olive too.");
    check_int(waiting(MAX), 1);
    check_int(waiting(OLIVE), 0); // nobody is told what they said
    say(MAX, "TK-1", "Looked.");
    check_int(waiting(MAX), 0);
    fixture_verify();
}

TEST(a_mention_waits_until_it_is_seen)
{
    fixture();
    task_in("P-7", "U-2");
    say(OLIVE, "TK-1", "@Stan?");
    check_int(waiting(STAN), 1);
    const action *seen = action_find(&mention_entity, S("seen"));
    ctx *c = fixture_as(OLIVE);
    check_refused(c, operate(c, seen, 1, 0, NULL), "You may not do that");
    c = fixture_as(STAN);
    check_done(c, operate(c, seen, 1, 0, NULL));
    check_int(waiting(STAN), 0);
}

TEST(nobody_is_mentioned_who_does_not_see_the_record)
{
    fixture();
    task_in("P-5", "U-2");
    ctx *c = fixture_as(OLIVE);
    check_refused(c, fixture_add(c, &comment_entity, PAIRS("about", "TK-1", "body", "@Oscar, look")) != 0,
                  "Oscar does not see TK-1");
    c = fixture_as(OLIVE);
    check_refused(c, fixture_add(c, &comment_entity, PAIRS("about", "TK-1", "body", "@Stan, look")) != 0,
                  "Stan does not see TK-1");
    check_int(waiting(OSCAR), 0);
}

TEST(a_mended_comment_tells_who_was_added)
{
    fixture();
    task_in("P-5", "U-2");
    i64 id = say(OLIVE, "TK-1", "@Max");
    ctx *c = fixture_as(OLIVE);
    check_done(c, fixture_set(c, &comment_entity, id, PAIRS("body", "@Max @August")));
    check_int(waiting(MAX), 1);
    check_int(waiting(AUGUST), 1);
}
