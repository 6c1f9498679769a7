// db_test.c: tests of reading, writing and shared commits, on both databases.
// SPDX-License-Identifier: Apache-2.0
#include "platform/db/db.h"
#include "platform/base/time.h"
#include "test/check.h"
#include "test/opened.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void run(database *d, bool (*what)(db *w))
{
    db *w = db_write_begin(d);
    bool ok = what(w);
    if (!ok) fprintf(stderr, "%.*s\n", STRF(db_error(w)));
    check(db_write_end(w, ok) == DB_DONE && ok);
}

static bool tables(db *w)
{
    bool lite = db_kind_of(w) == DB_SQLITE;
    return (
        lite ? db_script(w, S("CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '' UNIQUE,"
                              " size INTEGER, share REAL, picture BLOB, mother INTEGER REFERENCES thing) STRICT"))
             : db_script(
                   w, S("CREATE TABLE thing(id bigint PRIMARY KEY, name text COLLATE \"C\" NOT NULL DEFAULT '' UNIQUE,"
                        " size bigint, share float8, picture bytea, mother bigint REFERENCES thing)")));
}

static database *with_table(void)
{
    database *d = opened((database_options){.create = true, .no_sync = true});
    run(d, tables);
    return d;
}

static bool add(db *w, i64 id, str name)
{
    return db_exec(w, "INSERT INTO thing(id, name) VALUES($1, $2)", v(id), v(name));
}

static bool add_second(db *w)
{
    return add(w, 2, S("b"));
}

static i64 count(database *d)
{
    db *r = db_reader(d);
    i64 n = db_one(db_query(r, test_arena, "SELECT count(*) FROM thing"));
    db_release(r);
    return n;
}

TEST(a_violated_constraint_belongs_to_its_operation)
{
    database *d = with_table();
    db *w = db_write_begin(d);
    check(add(w, 1, (str){0})); // the empty view is empty text, not NULL
    check(!add(w, 2, S("")) && db_constraint(w));
    check_int(db_write_end(w, true), DB_FAILED); // nothing of it is kept, though it was asked for
    check_int(count(d), 0);
    w = db_write_begin(d);
    check(add(w, 1, S("a")));
    check_int(db_write_end(w, true), DB_DONE);
    check_int(count(d), 1);
    database_close(d);
}

TEST(columns_are_read_by_their_types)
{
    bytes picture = {"\0\xFF\\", 3};
    database *d = with_table();
    db *w = db_write_begin(d);
    check(db_exec(w, "INSERT INTO thing(id, name, size, share, picture, mother) VALUES($1, $2, $3, $4, $5, $6)", v(1),
                  v("ä'\"$1\\"), v((i64)INT64_MIN), v(0.1), v(picture), v((ref){0})));
    check(db_exec(w, "INSERT INTO thing(id, name, size, share, picture, mother) VALUES($6, $5, $4, $3, $2, $1)",
                  v((ref){1}), v((bytes){0}), v((number){0}), v((date){0}), v(""), v(2)));
    check(db_write_end(w, true) == DB_DONE);
    db *r = db_reader(d);
    i64 before = db_count(r);
    rows q = db_query(r, test_arena, "SELECT name, size, share, picture, mother, id FROM thing ORDER BY id");
    check(db_next(&q));
    check_str(db_text(&q, 0), "ä'\"$1\\");
    check(db_int(&q, 1) == INT64_MIN);
    check_real(db_real(&q, 2), 0.1, 0);
    bytes b = db_blob(&q, 3);
    check(b.n == 3 && memcmp(b.p, "\0\xFF\\", 3) == 0);
    check(db_null(&q, 4) && db_int(&q, 4) == 0);
    check(db_val(&q, 0).kind == VAL_TEXT && db_val(&q, 1).kind == VAL_INT && db_val(&q, 2).kind == VAL_REAL);
    check(db_val(&q, 3).kind == VAL_BYTES && db_val(&q, 3).s.n == 3 && db_val(&q, 4).null);
    check(db_next(&q));
    check_str(db_view(&q, 0), "");
    check(!db_null(&q, 0) && db_null(&q, 1) && db_null(&q, 2) && db_null(&q, 3) && db_int(&q, 4) == 1);
    check(db_blob(&q, 3).p == NULL);
    check(!db_next(&q));
    check_int(db_one(db_query(r, test_arena, "SELECT id FROM thing WHERE id = $1 AND name <> $2", v(1), v("x"))), 1);
    check_int(db_one(db_query(r, test_arena, "SELECT id FROM thing WHERE id = 77")), 0);
    check_int(db_count(r) - before, 3);
    check(db_error(r).n == 0);
    db_release(r);
    database_close(d);
}

TEST(more_than_nine_values_keep_their_numbers)
{
    database *d = with_table();
    val vals[13] = {{.kind = VAL_NIL}};
    for (int i = 1; i <= 12; i++) vals[i] = val_int(i);
    db *r = db_reader(d);
    check_int(db_one(db_query_(r, test_arena, S("SELECT $10 * 10000 + $1 * 100 + $12"), vals, 12)), 100112);
    check(db_error(r).n == 0);
    db_release(r);
    database_close(d);
}

TEST(readers_cannot_write)
{
    database *d = with_table();
    db *r = db_reader(d);
    check(!add(r, 1, S("a")));
    check(db_error(r).n > 0 && !db_constraint(r));
    check_int(db_one(db_query(r, test_arena, "SELECT 1")), 0); // errors stick
    db_release(r);
    check_int(count(d), 0);
    database_close(d);
}

TEST(a_database_that_one_thread_has_to_itself_is_one_file_and_still_keeps_readers_from_writing)
{
    if (test_postgres()) check_skip("how SQLite stores");
    const char *log = str_z(test_arena, format(test_arena, "$1-wal", v(test_database())));
    const char *journal = str_z(test_arena, format(test_arena, "$1-journal", v(test_database())));
    database_close(with_table()); // a server had it: its mode is the write-ahead log's
    database *d = opened((database_options){.create = true, .alone = true});
    db *r = db_reader(d);
    check_int(db_one(db_query(r, test_arena, "SELECT count(*) FROM thing")), 0);
    db *w = db_write_begin(d); // while a reader is lent that has read
    check(add(w, 1, S("a")));
    check(access(log, F_OK) != 0 && access(journal, F_OK) == 0);
    check_int(db_write_end(w, true), DB_DONE);
    check(access(journal, F_OK) != 0);
    check_int(db_one(db_query(r, test_arena, "SELECT count(*) FROM thing")), 1);
    check(!add(r, 2, S("b")) && !db_constraint(r));
    check_has(db_error(r), "through a reader");
    db_release(r);
    w = db_write_begin(d);
    check(add(w, 3, S("c")));
    check_int(db_write_end(w, false), DB_DONE);
    check_int(count(d), 1);
    database_close(d);
    d = opened((database_options){.create = true, .no_sync = true}); // and a server again
    check_int(count(d), 1);
    run(d, add_second);
    check(access(log, F_OK) == 0);
    database_close(d);
}

TEST(a_reader_sees_one_snapshot_while_it_is_lent)
{
    database *d = with_table();
    db *r = db_reader(d);
    check_int(db_one(db_query(r, test_arena, "SELECT count(*) FROM thing")), 0);
    db *w = db_write_begin(d);
    check(add(w, 1, S("a")));
    check_int(db_write_end(w, true), DB_DONE);
    check_int(db_one(db_query(r, test_arena, "SELECT count(*) FROM thing")), 0);
    db_release(r);
    check_int(count(d), 1);
    database_close(d);
}

TEST(a_refused_operation_leaves_nothing_and_its_neighbours_stay)
{
    database *d = with_table();
    db *w = db_write_begin(d);
    check(add(w, 1, S("a")));
    check_int(db_write_end(w, true), DB_DONE);
    w = db_write_begin(d);
    check(add(w, 2, S("b")));
    check_int(db_write_end(w, false), DB_DONE);
    w = db_write_begin(d);
    check(!add(w, 3, S("a")) && db_constraint(w));
    check_int(db_write_end(w, false), DB_DONE);
    w = db_write_begin(d);
    check(!db_exec(w, "INSERT INTO thing(id, name, mother) VALUES(9, 'z', 99)") && db_constraint(w));
    check_int(db_write_end(w, false), DB_DONE);
    check_int(count(d), 1);
    database_close(d);
}

TEST(a_loop_left_by_a_jump_does_not_hold_the_connection)
{
    database *d = with_table();
    db *w = db_write_begin(d);
    check(add(w, 1, S("a")));
    rows q = db_query(w, test_arena, "SELECT id FROM thing");
    check(db_next(&q));
    check_int(db_write_end(w, true), DB_DONE);
    db *r = db_reader(d);
    q = db_query(r, test_arena, "SELECT id FROM thing");
    check(db_next(&q));
    db_release(r);
    check_int(count(d), 1);
    database_close(d);
}

TEST(a_full_cache_of_statements_begins_anew)
{
    database *d = with_table();
    db *r = db_reader(d);
    for (int i = 0; i < 1000; i++) {
        str sql = format(test_arena, "SELECT $1 + 0 * $$1", v(i));
        check_int(db_one(db_query_(r, test_arena, sql, VALS(v(1)), 1)), i);
    }
    check(db_error(r).n == 0);
    db_release(r);
    database_close(d);
}

TEST(a_second_process_is_told_that_the_file_is_in_use)
{
    if (test_postgres()) check_skip("PostgreSQL serves several");
    database *d = with_table();
    str error = {0};
    bool busy = false;
    check(database_open(str_of(test_database()), (database_options){0}, &error, &busy) == NULL);
    check(busy);
    check_has(error, "open");
    database_close(d);
    d = database_open(str_of(test_database()), (database_options){0}, &error, &busy);
    check(d && !busy);
    database_close(d);
}

TEST(a_file_that_is_missing_or_not_ours_is_refused)
{
    if (test_postgres()) check_skip("files");
    str error = {0};
    bool busy = false;
    check(!database_open(str_of(test_database()), (database_options){0}, &error, &busy) && !busy);
    check_has(error, "There is no database at");
    test_write(test_database(),
               S("This is a letter and not a database, and it is long enough to be looked at. 1234567890"
                 "1234567890123456789012345678901234567890"));
    check(!database_open(str_of(test_database()), (database_options){.create = true}, &error, &busy));
    check_has(error, "not a database");
}

// Many writers

typedef struct {
    database *d;
    int first, each;
    i64 done, refused;
    i64 worst;
} load;

static void *write_many(void *p)
{
    load *l = p;
    for (int i = 0; i < l->each; i++) {
        i64 from = clock_ticks();
        char name[32];
        int id = l->first + i;
        snprintf(name, sizeof name, "n%d", id);
        db *w = db_write_begin(l->d);
        db_end end;
        bool ok;
        for (int try = 0;; try++) { // a neighbour may have undone it
            ok = add(w, id, str_of(name));
            if (ok && i % 5 == 4) ok = false; // refused by a rule
            if (ok && i % 7 == 6) ok = add(w, id, str_of("twice"));
            end = db_write_end(w, ok);
            if (end != DB_RETRY || try == 2) break;
            w = db_write_begin(l->d);
        }
        if (end == DB_DONE && ok)
            l->done++;
        else
            l->refused++;
        i64 took = clock_ticks() - from;
        if (took > l->worst) l->worst = took;
    }
    return NULL;
}

TEST(eight_writers_share_commits_and_each_keeps_its_own)
{
    database *d = with_table();
    load l[8];
    pthread_t t[8];
    i64 done = 0;
    for (int i = 0; i < 8; i++) {
        l[i] = (load){.d = d, .first = i * 1000, .each = 200};
        pthread_create(t + i, NULL, write_many, l + i);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(t[i], NULL);
        check_int(l[i].done, 200 - 200 / 5 - 28 + 200 / 35);
        done += l[i].done;
    }
    check_int(count(d), done);
    database_close(d);
}

typedef struct {
    i64 n, stored;
} tally;

static bool store_tally(void *p, db *w)
{
    tally *t = p;
    return db_exec(w, "UPDATE thing SET size = $1 WHERE id = 0", v(t->n));
}

TEST(what_travels_with_the_writer_is_put_back_when_an_operation_is_refused)
{
    if (test_postgres()) check_skip("SQLite only");
    database *d = with_table();
    tally t = {0};
    db *w = db_write_begin(d);
    check(add(w, 0, S("tally")));
    check_int(db_write_end(w, true), DB_DONE);
    db_carry(d, &t, sizeof t, store_tally);
    check(db_carried(d, store_tally) == &t);
    for (int i = 1; i <= 4; i++) {
        w = db_write_begin(d);
        t.n += i;
        check(add(w, i, format(test_arena, "t$1", v(i))));
        check_int(db_write_end(w, i % 2), DB_DONE);
    }
    check_int(t.n, 4);
    w = db_write_begin(d);
    t.n = 1000;
    db_fail_at = 1;
    check(!add(w, 9, S("t9")));
    check_int(db_write_end(w, false), DB_FAILED); // the world's errors fail the group, refused or not
    check_int(t.n, 4);
    db *r = db_reader(d);
    check_int(db_one(db_query(r, test_arena, "SELECT size FROM thing WHERE id = 0")), 4);
    db_release(r);
    database_close(d);
}

TEST(an_operation_whose_nth_statement_fails_leaves_nothing)
{
    database *d = with_table();
    int n = 0;
    for (bool done = false; !done; n++) {
        check(n < 50);
        db_fail_at = n + 1;
        db *w = db_write_begin(d);
        bool ok = add(w, 1, S("a")) && add(w, 2, S("b"));
        done = db_write_end(w, ok) == DB_DONE && ok;
        db_fail_at = 0;
        check_int(count(d), done ? 2 : 0);
    }
    check(n > 4); // BEGIN, two inserts, COMMIT at the least
    database_close(d);
}

TEST(one_writer_alone_does_not_wait_for_company)
{
    database *d = with_table();
    load l = {.d = d, .each = 200};
    i64 from = clock_ticks();
    write_many(&l);
    check(clock_ticks() - from < 2000000);
    database_close(d);
}

TEST(a_copy_made_while_writing_is_whole)
{
    if (test_postgres()) check_skip("PostgreSQL is copied by the layer above");
    database *d = with_table();
    load l = {.d = d, .each = 300};
    pthread_t t;
    pthread_create(&t, NULL, write_many, &l);
    str error = {0};
    str copy = format(test_arena, "$1/copy", v(test_dir));
    bool ok = database_backup(d, copy, &error);
    pthread_join(t, NULL);
    if (!ok) fprintf(stderr, "%.*s\n", STRF(error));
    check(ok);
    check(!database_backup(d, copy, &error));
    check_has(error, "exists");
    i64 now = count(d);
    str into = str_of(test_database());
    bool busy = false;
    check(!database_restore(copy, into, true, &error, &busy) && busy);
    database_close(d);
    check(!database_restore(copy, into, false, &error, &busy) && !busy);
    check_has(error, "exists");
    const char *journal = str_z(test_arena, format(test_arena, "$1-journal", v(into))); // of a command that was killed
    test_write(journal, S("not of this file"));
    check(database_restore(copy, into, true, &error, &busy));
    check(access(journal, F_OK) != 0);
    d = database_open(into, (database_options){0}, &error, &busy);
    check(count(d) <= now);
    database_close(d);
    into = format(test_arena, "$1-replaced", v(into));
    d = database_open(into, (database_options){0}, &error, &busy);
    check_int(count(d), now);
    database_close(d);
}

TEST(a_damaged_copy_is_not_put_in_place)
{
    if (test_postgres()) check_skip("files");
    database *d = with_table();
    load l = {.d = d, .each = 300};
    write_many(&l);
    str error = {0};
    bool busy = false;
    str copy = format(test_arena, "$1/copy", v(test_dir)), into = format(test_arena, "$1/into", v(test_dir));
    check(database_backup(d, copy, &error));
    database_close(d);
    str whole = test_read(str_z(test_arena, copy));
    char *bad = (char *)(uintptr_t)str_dup(test_arena, whole).p;
    for (ptrdiff_t i = 4096 + 8; i < whole.n; i += 512) bad[i] = (char)(bad[i] ^ 0x5A);
    test_write(str_z(test_arena, copy), (str){bad, whole.n});
    check(!database_restore(copy, into, false, &error, &busy));
    check(error.n > 0 && access(str_z(test_arena, into), F_OK) != 0);
}

typedef struct {
    database *d;
    bool stop;
    i64 reads;
} reading;

static void *read_on(void *p)
{
    reading *l = p;
    while (!__atomic_load_n(&l->stop, __ATOMIC_RELAXED)) {
        arena room = arena_make(1 << 16);
        db *r = db_reader(l->d);
        db_one(db_query(r, &room, "SELECT count(*) FROM thing"));
        usleep(500);
        db_release(r);
        arena_drop(room, room.beg);
        l->reads++;
    }
    return NULL;
}

TEST(readers_that_never_pause_do_not_let_the_write_ahead_log_grow)
{
    enum { READERS = 3, BLOB = 1 << 20, MB = 1 << 20 };
    if (test_postgres()) check_skip("SQLite's log");
    database *d = with_table();
    reading l[READERS];
    pthread_t t[READERS];
    for (int i = 0; i < READERS; i++) {
        l[i] = (reading){.d = d};
        pthread_create(t + i, NULL, read_on, l + i);
    }
    bytes much = {arena_take(test_arena, BLOB), BLOB};
    const char *log = str_z(test_arena, format(test_arena, "$1-wal", v(test_database())));
    i64 longest = 0;
    for (int i = 0; i < 200; i++) {
        struct stat s;
        db *w = db_write_begin(d);
        check(db_exec(w, "INSERT INTO thing(id, name, picture) VALUES($1, $2, $3)", v(i),
                      v(format(test_arena, "n$1", v(i))), v(much)));
        check_int(db_write_end(w, true), DB_DONE);
        if (stat(log, &s) == 0 && s.st_size > longest) longest = s.st_size;
    }
    for (int i = 0; i < READERS; i++) {
        __atomic_store_n(&l[i].stop, true, __ATOMIC_RELAXED);
        pthread_join(t[i], NULL);
        check(l[i].reads > 0);
    }
    fprintf(stderr, "the longest log of 200 MB written: %ld MB\n", (long)(longest / MB));
    check(longest < 64 * MB);
    database_close(d);
}
