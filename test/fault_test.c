// fault_test.c: tests of a disk that is full or broken in the middle of commits that many writers share.
// SPDX-License-Identifier: Apache-2.0
#include "test/fault.h"
#include "platform/ledger/ledger.h"
#include "test/check.h"
#include "test/opened.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 8, EACH = 60 };

typedef struct {
    database *d;
    int first;
    bool done[EACH]; // acknowledged
    int full, failed;
    bool refused; // the database takes no writes any more
} writer;

static database *prepared_with(database_options o)
{
    if (test_postgres()) check_skip("faults of a local disk");
    fault_install();
    fault_disarm();
    str error = {0};
    o.vfs = FAULT_VFS, o.create = true;
    database *d = opened(o);
    db *w = db_write_begin(d);
    check(db_script(w, S("CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")) && ledger_create(w));
    check_int(db_write_end(w, true), DB_DONE);
    check(ledger_open(d, &error));
    return d;
}

static database *prepared(bool survive)
{
    return prepared_with((database_options){.survive = survive});
}

// One change with its entry; every seventh is refused by a rule.
static db_end operation(database *d, arena a, i64 id, bool *refused)
{
    ctx c = {.a = &a, .database = d, .actor = S("P-1"), .writing = true};
    c.db = db_write_begin(d);
    if (!c.db) {
        *refused = true;
        return DB_FAILED;
    }
    c.now = ledger_now(d);
    bool ok =
        db_exec(c.db, "INSERT INTO thing(id, name) VALUES($1, $2)", v(id), v("a name that takes a little room")) &&
        ledger_append(&c, &(entry){.verb = S("thing.add"),
                                   .entity = S("thing"),
                                   .id = id,
                                   .result = S("done"),
                                   .image = S("{\"name\":\"a name that takes a little room\"}")});
    bool keep = ok && id % 7;
    db_end end = db_write_end(c.db, keep);
    return end == DB_DONE && !keep ? DB_RETRY : end;
}

static void *write_all(void *p)
{
    writer *w = p;
    arena room = arena_make(1 << 20);
    for (int i = 0; i < EACH && !w->refused; i++) {
        db_end end = operation(w->d, room, w->first + i, &w->refused);
        w->done[i] = end == DB_DONE;
        w->full += end == DB_FULL;
        w->failed += end == DB_FAILED;
    }
    arena_drop(room, room.beg);
    return NULL;
}

static i64 ask(db *r, str sql)
{
    return db_one(db_query_(r, test_arena, sql, VALS(), 0));
}

// Opened again, by a disk that works: what was acknowledged is there, changes and entries belong together, all verifies.
static void check_whole(const writer *w)
{
    str error = {0};
    fault_disarm();
    database *d = opened((database_options){0});
    db *r = db_reader(d);
    rows q = db_query(r, test_arena, "PRAGMA integrity_check");
    check(db_next(&q));
    check_str(db_text(&q, 0), "ok");
    db_stop(&q);
    for (int k = 0; k < WRITERS; k++)
        for (int i = 0; i < EACH; i++)
            if (w[k].done[i])
                check_int(
                    db_one(db_query(r, test_arena, "SELECT count(*) FROM thing WHERE id = $1", v(w[k].first + i))), 1);
    check_int(ask(r, S("SELECT count(*) FROM thing WHERE id % 7 = 0")), 0);
    check_int(ask(r, S("SELECT count(*) FROM thing WHERE id NOT IN (SELECT id FROM ledger)")), 0);
    check_int(ask(r, S("SELECT count(*) FROM ledger WHERE id NOT IN (SELECT id FROM thing)")), 0);
    verification x = ledger_verify(&(ctx){.a = test_arena, .db = r});
    check_str(x.what, "");
    check_int(x.size, ask(r, S("SELECT count(*) FROM thing")));
    db_release(r);
    check(ledger_open(d, &error));
    bool refused = false;
    check_int(operation(d, *test_arena, 999998, &refused), DB_DONE); // and goes on
    database_close(d);
}

static void run_writers(database *d, writer *w, int from)
{
    pthread_t t[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        w[i] = (writer){.d = d, .first = from + i * EACH};
        pthread_create(t + i, NULL, write_all, w + i);
    }
    for (int i = 0; i < WRITERS; i++) pthread_join(t[i], NULL);
}

static int sum_full(const writer *w)
{
    int n = 0;
    for (int i = 0; i < WRITERS; i++) n += w[i].full;
    return n;
}

static int sum_failed(const writer *w)
{
    int n = 0;
    for (int i = 0; i < WRITERS; i++) n += w[i].failed;
    return n;
}

static void each_round(fault_call call, fault_kind kind, i64 step, i64 most)
{
    int hit = 0;
    if (test_postgres()) check_skip("faults of a local disk");
    for (i64 n = 1; n <= most; n += step) {
        writer w[WRITERS];
        database *d = prepared(true);
        fault_arm(call, n, kind, false);
        run_writers(d, w, 1);
        if (fault_hits()) {
            hit++;
            check(kind == FAULT_NO_SPACE ? sum_full(w) > 0 && sum_failed(w) == 0 : true);
        }
        database_close(d);
        check_whole(w);
        check_int(unlink(test_database()), 0);
    }
    check(hit > 5);
}

TEST(a_disk_full_at_any_write_loses_only_its_group)
{
    each_round(FAULT_WRITE, FAULT_NO_SPACE, 3, 120);
}

TEST(a_bad_write_stops_the_database_and_nothing_acknowledged_is_lost)
{
    each_round(FAULT_WRITE, FAULT_ERROR, 3, 120);
}

TEST(a_failed_fsync_stops_the_database_and_nothing_acknowledged_is_lost)
{
    each_round(FAULT_SYNC, FAULT_ERROR, 3, 60);
}

// A command has the database to itself and stores in a rollback journal.
static void each_command(fault_call call, fault_kind kind, i64 step, i64 most)
{
    int hit = 0;
    if (test_postgres()) check_skip("faults of a local disk");
    for (i64 n = 1; n <= most; n += step) {
        writer w[WRITERS] = {{.first = 1}};
        database *d = prepared_with((database_options){.alone = true, .survive = true});
        w[0].d = d;
        fault_arm(call, n, kind, false);
        write_all(w);
        if (fault_hits()) {
            hit++;
            check(kind == FAULT_NO_SPACE ? w[0].full == 1 && !w[0].failed : w[0].failed == 1 + w[0].refused);
        }
        database_close(d);
        check_whole(w);
        check_int(unlink(test_database()), 0);
    }
    check(hit > 5);
}

TEST(a_disk_that_fails_under_a_command_leaves_what_was_acknowledged)
{
    each_command(FAULT_WRITE, FAULT_NO_SPACE, 23, 600);
    each_command(FAULT_WRITE, FAULT_ERROR, 29, 600);
    each_command(FAULT_SYNC, FAULT_ERROR, 5, 120);
}

TEST(a_disk_that_stays_full_refuses_until_there_is_room_again)
{
    writer w[WRITERS], again[WRITERS];
    database *d = prepared(true);
    fault_arm(FAULT_WRITE, 20, FAULT_NO_SPACE, true);
    run_writers(d, w, 1);
    check(sum_full(w) > 100 && sum_failed(w) == 0);
    db *r = db_reader(d); // reading goes on
    check(ask(r, S("SELECT count(*) FROM thing")) < WRITERS * EACH);
    check(db_error(r).n == 0);
    db_release(r);
    fault_disarm();
    run_writers(d, again, 5000);
    check(sum_full(again) == 0 && sum_failed(again) == 0);
    database_close(d);
    check_whole(w);
}

TEST(after_an_io_error_on_commit_the_database_takes_no_writes)
{
    database *d = prepared(true);
    bool refused = false;
    fault_arm(FAULT_SYNC, 1, FAULT_ERROR, false);
    check_int(operation(d, *test_arena, 1, &refused), DB_FAILED);
    check(!refused);
    check(db_write_begin(d) == NULL);
    database_close(d);
}

TEST(after_an_io_error_on_commit_the_process_ends_to_be_started_again)
{
    if (test_postgres()) check_skip("faults of a local disk");
    pid_t child = fork();
    if (child == 0) {
        database *d = prepared(false);
        bool refused = false;
        fault_arm(FAULT_SYNC, 1, FAULT_ERROR, false);
        operation(d, *test_arena, 1, &refused);
        _exit(0);
    }
    int status = 0;
    check(waitpid(child, &status, 0) == child);
    check(WIFEXITED(status));
    check_int(WEXITSTATUS(status), 70);
}

TEST(a_reader_that_cannot_be_opened_says_so_and_the_next_one_can)
{
    database *d = prepared(true);
    db *one = db_reader(d);
    fault_arm(FAULT_OPEN, 1, FAULT_ERROR, false);
    db *two = db_reader(d);
    check(db_error(two).n > 0);
    check_int(ask(two, S("SELECT 1")), 0);
    db_release(two);
    two = db_reader(d);
    check_int(ask(two, S("SELECT 1")), 1);
    db_release(two);
    db_release(one);
    database_close(d);
}

TEST(a_read_error_while_writing_fails_only_its_group)
{
    writer w[WRITERS];
    database *d = prepared(true);
    fault_arm(FAULT_READ, 1, FAULT_ERROR, false);
    run_writers(d, w, 1);
    database_close(d);
    check_whole(w);
}

TEST(an_operation_too_big_for_the_disk_leaves_nothing)
{
    database *d = prepared(true);
    char *much = arena_take(test_arena, 24 << 20);
    fault_arm(FAULT_WRITE, 500, FAULT_NO_SPACE, true);
    db *w = db_write_begin(
        d); // more than the writer's cache holds: written before the commit, and SQLite rolls back by itself
    check(db_exec(w, "INSERT INTO thing(id, name) VALUES(1, 'first')"));
    for (int i = 2; i < 10; i++)
        db_exec(w, "INSERT INTO thing(id, name) VALUES($1, $2)", v(i), v(((str){much, 24 << 20})));
    check(db_error(w).n > 0 && !db_constraint(w));
    check(!db_exec(w, "INSERT INTO thing(id, name) VALUES(11, 'last')"));
    check_int(db_write_end(w, true), DB_FULL);
    fault_disarm();
    bool refused = false;
    check_int(operation(d, *test_arena, 20, &refused), DB_DONE);
    db *r = db_reader(d);
    check_int(ask(r, S("SELECT count(*) FROM thing")), 1);
    db_release(r);
    database_close(d);
}
