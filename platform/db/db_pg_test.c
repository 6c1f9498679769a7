// db_pg_test.c: tests of what only PostgreSQL does: conflicts, cut connections, schemas.
// SPDX-License-Identifier: Apache-2.0
#include "platform/db/db.h"
#include "test/check.h"

#include <stdio.h>

static database *opened(str where, bool create)
{
    str error = {0};
    bool busy = false;
    database *d = database_open(where, (database_options){.create = create}, &error, &busy);
    if (!d) fprintf(stderr, "%.*s\n", STRF(error));
    check(d != NULL);
    return d;
}

static database *with_table(void)
{
    if (!test_postgres()) check_skip("PostgreSQL only");
    database *d = opened(str_of(test_database()), true);
    db *w = db_write_begin(d);
    check(db_script(w, S("CREATE TABLE doctor(id bigint PRIMARY KEY, on_call bigint NOT NULL);"
                         "INSERT INTO doctor VALUES(1, 1), (2, 1)")));
    check_int(db_write_end(w, true), DB_DONE);
    return d;
}

// The rule "one of them stays on call" rests on rows that the other operation changes.
static bool go_home(db *w, i64 id)
{
    return db_one(db_query(w, test_arena, "SELECT count(*) FROM doctor WHERE on_call = 1")) > 1 &&
           db_exec(w, "UPDATE doctor SET on_call = 0 WHERE id = $1", v(id));
}

TEST(two_operations_that_rest_on_each_other_are_not_both_kept)
{
    database *d = with_table();
    db *one = db_write_begin(d), *two = db_write_begin(d);
    check(go_home(one, 1) && go_home(two, 2));
    db_end first = db_write_end(one, true), second = db_write_end(two, true);
    check(first == DB_DONE && second == DB_RETRY);
    db *r = db_reader(d);
    check_int(db_one(db_query(r, test_arena, "SELECT sum(on_call)::bigint FROM doctor")), 1);
    db_release(r);
    database_close(d);
}

static void cut_all(database *d)
{
    db *w = db_write_begin(d);
    db_one(db_query(w, test_arena,
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND"
                    " datname = current_database()"));
    check_int(db_write_end(w, true), DB_DONE);
}

TEST(a_connection_that_was_cut_is_made_anew)
{
    database *d = with_table(), *other = opened(str_of(test_database()), false);
    db *r = db_reader(d);
    check_int(db_one(db_query(r, test_arena, "SELECT count(*) FROM doctor WHERE id > $1", v(0))), 2);
    db_release(r);
    cut_all(other);
    r = db_reader(d);
    check_int(db_one(db_query(r, test_arena, "SELECT count(*) FROM doctor WHERE id > $1", v(0))), 2);
    db_release(r);
    db *w = db_write_begin(d);
    check(db_exec(w, "UPDATE doctor SET on_call = $1 WHERE id = $2", v(0), v(1)));
    check_int(db_write_end(w, true), DB_DONE);
    w = db_write_begin(d);
    check(db_exec(w, "UPDATE doctor SET on_call = $1 WHERE id = $2", v(0), v(2)));
    cut_all(other);
    check_int(db_write_end(w, true), DB_FAILED); // cut in the middle: nothing of it is kept
    r = db_reader(d);
    check_int(db_one(db_query(r, test_arena, "SELECT on_call FROM doctor WHERE id = 2")), 1);
    db_release(r);
    database_close(d);
    database_close(other);
}

TEST(a_host_that_does_not_answer_gives_way_to_the_next)
{
    database *d = with_table();
    str where = str_of(test_database()), query = where, before = str_cut(&query, '?');
    str host = str_from(query, 5);
    database *other = opened(format(test_arena, "$1?host=/nowhere,$2&schema=isms", v(before), v(host)), false);
    db *r = db_reader(other);
    check_int(db_one(db_query(r, test_arena, "SELECT count(*) FROM doctor")), 2);
    db_release(r);
    database_close(other);
    database_close(d);
}

TEST(each_schema_is_a_database_of_its_own)
{
    database *d = with_table();
    str error = {0}, where = format(test_arena, "$1&schema=Second%20one", v(test_database()));
    bool busy = false;
    check(!database_open(where, (database_options){0}, &error, &busy) && !busy);
    check_has(error, "no schema");
    database *second = opened(where, true);
    db *w = db_write_begin(second);
    check(db_script(w, S("CREATE TABLE doctor(id bigint PRIMARY KEY)")));
    check_int(db_write_end(w, true), DB_DONE);
    db *r = db_reader(second);
    check_int(db_one(db_query(r, test_arena, "SELECT count(*) FROM doctor")), 0);
    db_release(r);
    database_close(second);
    database_close(d);
}

TEST(a_null_has_a_type_too)
{
    database *d = with_table();
    db *r = db_reader(d);
    check_int(db_one(db_query(r, test_arena, "SELECT count(*) FROM doctor WHERE $1 IS NULL OR id = $1", v((ref){0}))),
              2);
    check_int(db_one(db_query(r, test_arena, "SELECT count(*) FROM doctor WHERE $1 IS NULL OR id = $1", v((ref){2}))),
              1);
    check(db_error(r).n == 0);
    db_release(r);
    database_close(d);
}

TEST(a_table_changed_by_another_node_is_met_by_trying_again)
{
    database *d = with_table(), *other = opened(str_of(test_database()), false);
    db *w = db_write_begin(d);
    rows q = db_query(w, test_arena, "SELECT * FROM doctor");
    check(db_next(&q));
    db_stop(&q);
    check_int(db_write_end(w, true), DB_DONE);
    db *o = db_write_begin(other);
    check(db_script(o, S("ALTER TABLE doctor ADD COLUMN name text NOT NULL DEFAULT ''")));
    check_int(db_write_end(o, true), DB_DONE);
    db_end end = DB_RETRY;
    for (int i = 0; i < 3 && end == DB_RETRY; i++) {
        w = db_write_begin(d);
        q = db_query(w, test_arena, "SELECT * FROM doctor");
        bool ok = db_next(&q);
        db_stop(&q);
        end = db_write_end(w, ok);
    }
    check_int(end, DB_DONE);
    database_close(d);
    database_close(other);
}
