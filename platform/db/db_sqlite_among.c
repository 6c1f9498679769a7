// db_sqlite_among.c: among(x, 'SELECT …', a, b): is the integer x one of those that the query finds, given a and b as $1 and $2?
// SPDX-License-Identifier: Apache-2.0
//
// What IN means; but SQLite keeps what IN compares with in a tree and looks there for every row. Here the query runs once
// a statement, on the statement's own snapshot, and its numbers lie in an array. They are forgotten with the statement; the
// connection keeps the last ones as long as the database stays as it is (db_kept.c).
#include "platform/db/db_engine.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { SMALL = 4096 }; // numbers below this are looked up by a bit

typedef struct numbers {
    int holders; // statements that are running, and the connection
    uint64_t state;
    i64 a, b;
    uint64_t small[SMALL / 64];
    i64 n, room;
    i64 x[]; // all of them, sorted
} numbers;

static void let_go(void *p)
{
    numbers *all = p;
    if (all && --all->holders == 0) sqlite3_free(all);
}

static int by_value(const void *a, const void *b)
{
    i64 x = *(const i64 *)a, y = *(const i64 *)b;
    return (x > y) - (x < y);
}

static bool has(const numbers *all, i64 x)
{
    i64 low = 0, high = all->n;
    if (x >= 0 && x < SMALL) return all->small[x / 64] >> (x % 64) & 1;
    while (low < high) {
        i64 middle = (low + high) / 2;
        if (all->x[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low < all->n && all->x[low] == x;
}

static numbers *grown(numbers *all)
{
    i64 room = all ? all->room * 2 : 64;
    numbers *more = sqlite3_realloc64(all, sizeof *more + sizeof(i64) * (sqlite3_uint64)room);
    if (!more) {
        sqlite3_free(all);
        return NULL;
    }
    if (!all) *more = (numbers){.holders = 1};
    more->room = room;
    return more;
}

// The query's statement; it is prepared once a connection, as long as its text stays the same.
static sqlite3_stmt *asked(db *d, sqlite3_value *sql)
{
    const char *text = (const char *)sqlite3_value_text(sql);
    if (text && d->among && strcmp(sqlite3_sql(d->among), text) == 0) return d->among;
    among_close(d);
    sqlite3_stmt *s = NULL;
    if (text) sqlite3_prepare_v3(d->conn, text, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL);
    return d->among = s;
}

static numbers *gather(db *d, sqlite3_value **args)
{
    sqlite3_stmt *s = asked(d, args[1]);
    numbers *all = s ? grown(NULL) : NULL;
    if (!all) return NULL;
    sqlite3_bind_value(s, 1, args[2]);
    sqlite3_bind_value(s, 2, args[3]);
    int rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        if (all->n == all->room && !(all = grown(all))) break;
        i64 x = sqlite3_column_int64(s, 0);
        if (x >= 0 && x < SMALL) all->small[x / 64] |= (uint64_t)1 << (x % 64);
        all->x[all->n++] = x;
    }
    sqlite3_reset(s);
    if (all && rc != SQLITE_DONE) {
        sqlite3_free(all);
        all = NULL;
    }
    if (all) qsort(all->x, (size_t)all->n, sizeof *all->x, by_value);
    return all;
}

// What was gathered last, if that was the same question to the same database.
static numbers *gathered(db *d, sqlite3_value **args)
{
    if (!asked(d, args[1])) return NULL;
    if (sqlite3_value_type(args[2]) != SQLITE_INTEGER || sqlite3_value_type(args[3]) != SQLITE_INTEGER)
        return gather(d, args);
    i64 a = sqlite3_value_int64(args[2]), b = sqlite3_value_int64(args[3]);
    numbers *all = d->numbers;
    if (!all || all->state != d->state || all->a != a || all->b != b) {
        all = gather(d, args);
        if (!all || !d->state) return all;
        let_go(d->numbers);
        d->numbers = all;
        all->state = d->state, all->a = a, all->b = b;
    }
    all->holders++;
    return all;
}

static void among(sqlite3_context *to, int n, sqlite3_value **args)
{
    (void)n;
    const numbers *all = sqlite3_get_auxdata(to, 1);
    if (!all) {
        sqlite3_set_auxdata(to, 1, gathered(sqlite3_user_data(to), args), let_go);
        all = sqlite3_get_auxdata(to, 1);
    }
    if (all)
        sqlite3_result_int(to, sqlite3_value_type(args[0]) == SQLITE_INTEGER && has(all, sqlite3_value_int64(args[0])));
    else
        sqlite3_result_error(to, "among: its query cannot be read", -1);
}

bool among_open(db *c)
{
    return sqlite3_create_function_v2(c->conn, "among", 4, SQLITE_UTF8 | SQLITE_DIRECTONLY, c, among, NULL, NULL,
                                      NULL) == SQLITE_OK;
}

void among_close(db *c)
{
    sqlite3_finalize(c->among);
    let_go(c->numbers);
    c->among = c->numbers = NULL;
}
