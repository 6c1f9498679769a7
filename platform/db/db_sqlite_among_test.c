// db_sqlite_among_test.c: membership in what a query finds.
// SPDX-License-Identifier: Apache-2.0
#include "platform/db/db.h"
#include "test/check.h"
#include "test/opened.h"

static i64 mothers_of(db *r, i64 least)
{
    return db_one(db_query(r, test_arena,
                           "SELECT count(*) FROM thing AS t WHERE among(t.mother, 'SELECT id FROM thing WHERE id >= $1 "
                           "AND size < $2', $1, $2)",
                           v(least), v(50)));
}

static database *with_things(void)
{
    if (test_postgres()) check_skip("SQLite only: PostgreSQL has IN");
    return opened_with((database_options){.no_sync = true, .readers = 1},
                       S("CREATE TABLE thing(id INTEGER PRIMARY KEY, size INTEGER, mother INTEGER) STRICT"));
}

TEST(among_finds_what_a_query_gives_with_its_values)
{
    database *d = with_things();
    db *w = db_write_begin(d);
    for (i64 i = 1; i <= 200; i++)
        check(db_exec(w, "INSERT INTO thing (id, size, mother) VALUES ($1, $2, $3)", v(i), v(i % 100),
                      ((val){.kind = VAL_INT, .null = i <= 10, .i = i / 2})));
    // Around the greatest number that has a bit, and far beyond; and mothers of which there is no such thing.
    static const i64 great[] = {4095, 4096, 9000000000};
    for (int i = 0; i < countof(great); i++)
        for (int of = -1; of <= 1; of += 2)
            check(db_exec(w, "INSERT INTO thing (id, size, mother) VALUES ($1, 70, $2)", v(of * great[i]),
                          v(of * great[countof(great) - 1 - i])));
    check_int(db_write_end(w, true), DB_DONE);
    db *r = db_reader(d);
    // Mothers are 5 to 100, two children each; of them 1 to 49 and 100 are small.
    check_int(mothers_of(r, 1), 2 * 45 - 1 + 1);
    check_int(mothers_of(r, 40), 2 * 10 + 1); // another value, the same statement: gathered anew
    check_int(mothers_of(r, 500), 0);
    check_int(db_one(db_query(r, test_arena,
                              "SELECT count(*) FROM thing AS t WHERE among(t.mother, 'SELECT id FROM "
                              "thing WHERE size = 70 AND id > $1 AND id < $2', 200, 10000000000)")),
              3);
    check_int(db_one(db_query(r, test_arena,
                              "SELECT count(*) FROM thing AS t WHERE among(t.mother, 'SELECT id FROM "
                              "thing WHERE id = $1 OR id = $2', 4096, -4095)")),
              2);
    check_int(db_one(db_query(r, test_arena, "SELECT among(NULL, 'SELECT 1 WHERE $1 = $2', 1, 1)")), 0);
    db_one(db_query(r, test_arena, "SELECT among(1, 'SELECT x FROM nowhere', 1, 1)"));
    check(str_search(db_error(r), S("among")) >= 0);
    db_release(r);
    database_close(d);
}

// Asks one and the same connection, whose snapshot can be told from others once something kept was asked for.
static i64 children(database *d, i64 least, i64 other)
{
    static const str sql = STR("SELECT count(*) FROM thing");
    db *r = db_reader(d);
    db_one(db_query(r, test_arena, "SELECT count(*) FROM thing"));
    db_one(db_query_kept_(r, test_arena, sql, VALS(), 0));
    i64 n = mothers_of(r, least);
    check_int(mothers_of(r, other), 0);
    check_int(mothers_of(r, least), n);
    db_release(r);
    return n;
}

TEST(among_gathers_anew_when_the_database_has_changed)
{
    database *d = with_things();
    for (i64 i = 1; i <= 5; i++) {
        db *w = db_write_begin(d);
        check(db_exec(w, "INSERT INTO thing (id, size, mother) VALUES ($1, 1, 1)", v(i)));
        check_int(db_write_end(w, true), DB_DONE);
        for (int k = 0; k < 2; k++) check_int(children(d, 1, 100), i);
    }
    db *w = db_write_begin(d);
    check(db_exec(w, "DELETE FROM thing WHERE id = 1"));
    check_int(db_write_end(w, true), DB_DONE);
    check_int(children(d, 1, 100), 0);
    database_close(d);
}

// Two questions in one statement: neither takes the other's numbers away.
TEST(two_of_them_in_one_statement_are_both_right)
{
    static const str sql = STR("SELECT count(*) FROM thing");
    database *d = with_things();
    db *w = db_write_begin(d);
    for (i64 i = 1; i <= 300; i++) check(db_exec(w, "INSERT INTO thing (id, size, mother) VALUES ($1, 1, $1)", v(i)));
    check_int(db_write_end(w, true), DB_DONE);
    db *r = db_reader(d);
    db_one(db_query(r, test_arena, "SELECT count(*) FROM thing"));
    db_one(db_query_kept_(r, test_arena, sql, VALS(), 0));
    for (int k = 0; k < 3; k++)
        check_int(db_one(db_query(r, test_arena,
                                  "SELECT count(*) FROM thing AS t WHERE among(t.mother, 'SELECT id FROM thing WHERE "
                                  "id > $1 AND id < $2', 100, 9000) AND among(t.mother, 'SELECT id FROM thing WHERE id "
                                  "< $1 AND id > $2', 200, 0)")),
                  99);
    db_release(r);
    database_close(d);
}
