// db_kept_test.c: tests of what a reader keeps until the database changes.
// SPDX-License-Identifier: Apache-2.0
#include "platform/db/db.h"
#include "test/check.h"
#include "test/opened.h"

#include <string.h>

static database *with_things(void)
{
    return opened_with((database_options){.no_sync = true, .readers = 1}, // the same connection each time
                       S("CREATE TABLE thing(id BIGINT PRIMARY KEY, name TEXT, size DOUBLE PRECISION)"));
}

static void put_thing(database *d, i64 id, val name)
{
    db *w = db_write_begin(d);
    check(db_exec(w, "DELETE FROM thing WHERE id = $1", v(id)));
    check(db_exec(w, "INSERT INTO thing(id, name, size) VALUES($1, $2, $3)", v(id), name, v((double)id / 4)));
    check_int(db_write_end(w, true), DB_DONE);
}

// Things 1 to n; the name of each is longer by one than that of the one before, or they are all alike.
static void put_things(database *d, i64 n, str longest, bool growing)
{
    db *w = db_write_begin(d);
    for (i64 id = 1; id <= n; id++)
        check(db_exec(w, "INSERT INTO thing(id, name) VALUES($1, $2)", v(id),
                      v(growing ? str_sub(longest, 0, longest.n - n + id) : longest)));
    check_int(db_write_end(w, true), DB_DONE);
}

// With a statement before: a snapshot begins with the first one.
static db *reader(database *d)
{
    db *r = db_reader(d);
    db_one(db_query(r, test_arena, "SELECT count(*) FROM thing"));
    return r;
}

static const str name_sql = STR("SELECT name FROM thing WHERE id = $1");

static str name_of(db *r, i64 id)
{
    str name = {0};
    rows found = db_query_kept_(r, test_arena, name_sql, VALS(v(id)), 1);
    while (db_next(&found)) name = db_text(&found, 0);
    return name;
}

TEST(an_answer_that_is_kept_is_not_asked_for_again)
{
    if (test_postgres()) check_skip("PostgreSQL asks each time");
    database *d = with_things();
    put_thing(d, 1, v(S("Lamp")));
    for (int i = 0; i < 3; i++) {
        db *r = reader(d);
        i64 before = db_count(r);
        check_str(name_of(r, 1), "Lamp");
        check_str(name_of(r, 1), "Lamp");
        check_str(name_of(r, 2), "");
        check_int(db_count(r) - before, i == 0 ? 2 : 0);
        db_release(r);
    }
    database_close(d);
}

TEST(an_answer_is_forgotten_with_the_next_commit_and_not_before)
{
    database *d = with_things();
    put_thing(d, 1, v(S("Lamp")));
    db *r = reader(d);
    check_str(name_of(r, 1), "Lamp");
    if (!test_postgres()) { // there a reader holds one snapshot
        put_thing(d, 1, v(S("Desk")));
        check_str(name_of(r, 1), "Lamp");
    }
    db_release(r);
    put_thing(d, 1, v(S("Chair")));
    r = reader(d);
    check_str(name_of(r, 1), "Chair");
    db_release(r);
    put_thing(d, 2, v(S("Another")));
    r = reader(d);
    check_str(name_of(r, 1), "Chair");
    check_str(name_of(r, 2), "Another");
    db_release(r);
    database_close(d);
}

TEST(an_answer_has_the_values_it_had_at_first)
{
    database *d = with_things();
    put_thing(d, 1, v(S("Lamp's \"shade\"")));
    put_thing(d, 2, v(S("")));
    put_thing(d, 3, (val){.kind = VAL_TEXT, .null = true});
    static const str sql = STR("SELECT id, name, size FROM thing WHERE id <= $1 ORDER BY id");
    for (int i = 0; i < 3; i++) {
        db *r = reader(d);
        rows found = db_query_kept_(r, test_arena, sql, VALS(v(3)), 1);
        for (int id = 1; id <= 3; id++) {
            check(db_next(&found));
            check_int(db_int(&found, 0), id);
            check(!db_null(&found, 0) && db_null(&found, 1) == (id == 3));
            check_str(db_view(&found, 1), id == 1 ? "Lamp's \"shade\"" : "");
            check_str(db_text(&found, 1), id == 1 ? "Lamp's \"shade\"" : "");
            check(db_real(&found, 2) == id / 4.0);
            check(db_val(&found, 2).kind == VAL_REAL && db_val(&found, 0).i == id);
        }
        check(!db_next(&found) && !db_next(&found));
        check_int(db_one(db_query_kept_(r, test_arena, sql, VALS(v(2)), 1)), 1);
        db_release(r);
    }
    database_close(d);
}

// More rows than are kept, and a text that is longer.
TEST(an_answer_that_is_too_large_to_be_kept_is_whole)
{
    enum { MANY = 700 };
    static char longest[9000];
    memset(longest, 'x', sizeof longest);
    database *d = with_things();
    put_things(d, MANY, S("Thing"), false);
    put_thing(d, MANY, v(((str){longest, sizeof longest})));
    static const str all = STR("SELECT id FROM thing WHERE id >= $1 ORDER BY id");
    for (int i = 0; i < 2; i++) {
        db *r = reader(d);
        i64 n = 0;
        rows found = db_query_kept_(r, test_arena, all, VALS(v(1)), 1);
        while (db_next(&found)) check_int(db_int(&found, 0), ++n);
        check_int(n, MANY);
        check_int(name_of(r, MANY).n, (i64)sizeof longest);
        check_str(name_of(r, 5), "Thing");
        db_release(r);
    }
    database_close(d);
}

TEST(more_answers_than_there_is_room_for_are_all_right)
{
    enum { MANY = 300 };
    static char name[1500];
    memset(name, 'y', sizeof name);
    database *d = with_things();
    put_things(d, MANY, (str){name, sizeof name}, true);
    db *r = reader(d);
    for (int i = 0; i < 3; i++)
        for (i64 id = 1; id <= MANY; id++) check_int(name_of(r, id).n, 1200 + id);
    db_release(r);
    database_close(d);
}

TEST(a_writer_keeps_nothing)
{
    database *d = with_things();
    put_thing(d, 1, v(S("Lamp")));
    db *w = db_write_begin(d);
    check_str(name_of(w, 1), "Lamp");
    check(db_exec(w, "UPDATE thing SET name = 'Desk' WHERE id = 1"));
    check_str(name_of(w, 1), "Desk");
    db_write_end(w, false);
    w = db_write_begin(d);
    check_str(name_of(w, 1), "Lamp");
    check_int(db_write_end(w, true), DB_DONE);
    database_close(d);
}

// Without a snapshot nobody can say what would be kept.
TEST(the_first_statement_of_a_reader_is_asked_each_time)
{
    database *d = with_things();
    for (int i = 0; i < 3; i++) {
        put_thing(d, 1, v(i ? S("Desk") : S("Lamp")));
        for (int k = 0; k < 3; k++) {
            db *r = db_reader(d);
            check_str(name_of(r, 1), i ? "Desk" : "Lamp");
            db_release(r);
        }
    }
    database_close(d);
}
