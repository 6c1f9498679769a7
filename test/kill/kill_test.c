// kill_test.c: tests of a server that is killed while many write: what was acknowledged is there, and nothing by halves.
// SPDX-License-Identifier: Apache-2.0
//
// A child process writes with several threads and tells each acknowledged id through a pipe; the parent kills it after 3 to
// 300 ms, opens the database and looks. ISMS_KILLS sets the number of rounds.
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "test/check.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 4, SPAN = 1000000, MOST = 200000 };

typedef struct {
    database *d;
    i64 first;
    int pipe;
} writer;

static database *opened(bool create)
{
    str error = {0};
    bool busy = false;
    database *d =
        database_open(str_of(test_database()), (database_options){.create = create, .lock_wait = true}, &error, &busy);
    if (!d) fprintf(stderr, "%.*s\n", STRF(error));
    return d;
}

static void prepare(void)
{
    database *d = opened(true);
    check(d != NULL);
    db *w = db_write_begin(d);
    check(db_script(w, db_kind_of(w) == DB_SQLITE
                           ? S("CREATE TABLE thing(id INTEGER PRIMARY KEY, part INTEGER NOT NULL) STRICT")
                           : S("CREATE TABLE thing(id bigint PRIMARY KEY, part bigint NOT NULL)")));
    check(ledger_create(w));
    check_int(db_write_end(w, true), DB_DONE);
    database_close(d);
}

// Two rows and an entry: all or nothing.
static bool operation(database *d, arena a, i64 id)
{
    ctx c = {.a = &a, .database = d, .db = db_write_begin(d), .writing = true, .actor = S("P-1")};
    if (!c.db) return false;
    c.now = ledger_now(d);
    bool ok = db_exec(c.db, "INSERT INTO thing(id, part) VALUES($1, 1)", v(2 * id)) &&
              ledger_append(&c, &(entry){.verb = S("thing.add"),
                                         .entity = S("thing"),
                                         .id = id,
                                         .result = S("done"),
                                         .image = S("{\"part\":1}")}) &&
              db_exec(c.db, "INSERT INTO thing(id, part) VALUES($1, 2)", v(2 * id + 1));
    bool keep = ok && id % 9;
    return db_write_end(c.db, keep) == DB_DONE && keep;
}

static void *write_on(void *p)
{
    writer *w = p;
    arena room = arena_make(1 << 20);
    for (i64 id = w->first;; id++)
        if (operation(w->d, room, id) && write(w->pipe, &id, sizeof id) != sizeof id) _exit(1);
    return NULL;
}

static _Noreturn void child(int pipe, int round)
{
    str error = {0};
    database *d = opened(false);
    if (!d || !ledger_open(d, &error)) {
        fprintf(stderr, "%.*s\n", STRF(error));
        _exit(2);
    }
    writer w[WRITERS];
    pthread_t t[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        w[i] = (writer){.d = d, .first = ((i64)round * WRITERS + i + 1) * SPAN, .pipe = pipe};
        pthread_create(t + i, NULL, write_on, w + i);
    }
    for (;;) {
        ledger_number(d, 1000);
        usleep(10000);
    }
}

// Reads acknowledged ids until the pipe ends; kills the child when its time is over.
static int gather(int from, pid_t pid, i64 until, i64 *acked)
{
    int n = 0;
    bool alive = true;
    for (;;) {
        i64 left = (until - clock_ticks()) / 1000;
        struct pollfd p = {.fd = from, .events = POLLIN};
        if (alive && (left <= 0 || poll(&p, 1, (int)left) == 0)) {
            kill(pid, SIGKILL);
            alive = false;
        }
        i64 ids[256];
        ssize_t got = read(from, ids, sizeof ids);
        if (got <= 0) return n;
        for (ssize_t i = 0; i < got / (ssize_t)sizeof *ids && n < MOST; i++) acked[n++] = ids[i];
    }
}

static i64 ask(db *r, str sql)
{
    return db_one(db_query_(r, test_arena, sql, VALS(), 0));
}

// The connection of a server that was killed while it numbered holds the lock for a moment longer, and others pass over it.
static void number_all(database *d)
{
    for (int i = 0; i < 1000; i++) {
        ledger_number(d, 1000000);
        db *r = db_reader(d);
        i64 left = ask(r, S("SELECT count(*) FROM ledger WHERE n IS NULL"));
        db_release(r);
        if (!left) return;
        usleep(10000);
    }
}

static void look(const i64 *acked, int n, bool thoroughly)
{
    str error = {0};
    arena keep = *test_arena;
    database *d = opened(false);
    check(d != NULL && ledger_open(d, &error));
    number_all(d);
    db *r = db_reader(d);
    for (int i = 0; i < n; i++)
        check_int(
            db_one(db_query(r, test_arena, "SELECT count(*) FROM thing WHERE id = $1 OR id = $1 + 1", v(2 * acked[i]))),
            2);
    i64 things = ask(r, S("SELECT count(*) FROM thing"));
    check_int(ask(r, S("SELECT count(*) FROM ledger")) * 2, things);
    if (thoroughly) {
        check_int(ask(r, S("SELECT count(*) FROM thing WHERE id % 18 < 2")), 0); // refused ones
        check_int(ask(r, S("SELECT count(*) FROM thing WHERE id / 2 NOT IN (SELECT id FROM ledger)")), 0);
        if (!test_postgres()) {
            rows q = db_query(r, test_arena, "PRAGMA integrity_check");
            check(db_next(&q));
            check_str(db_text(&q, 0), "ok");
            db_stop(&q);
        }
        verification x = ledger_verify(&(ctx){.a = test_arena, .db = r});
        check_str(x.what, "");
        check_int(x.size * 2, things);
    }
    db_release(r);
    database_close(d);
    *test_arena = keep;
}

TEST(a_server_killed_while_writing_loses_nothing_it_acknowledged)
{
    const char *wanted = getenv("ISMS_KILLS");
    int rounds = wanted ? (int)strtol(wanted, NULL, 10) : test_postgres() ? 10 : 40;
    i64 all = 0, slowest = 0;
    i64 *acked = news(test_arena, i64, MOST);
    prepare();
    for (int round = 0; round < rounds; round++) {
        int ends[2];
        check(pipe(ends) == 0);
        pid_t pid = fork();
        if (pid == 0) {
            close(ends[0]);
            child(ends[1], round);
        }
        close(ends[1]);
        unsigned char luck;
        random_fill(&luck, 1);
        i64 ms = round % 10 == 9 ? 300 : 3 + luck % 60;
        int n = gather(ends[0], pid, clock_ticks() + ms * 1000, acked);
        close(ends[0]);
        int status = 0;
        check(waitpid(pid, &status, 0) == pid);
        check(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        i64 from = clock_ticks();
        look(acked, n, round % 20 == 19 || round == rounds - 1);
        if (clock_ticks() - from > slowest && round % 20 != 19) slowest = clock_ticks() - from;
        all += n;
    }
    fprintf(stderr, "%d kills, %ld acknowledged, none lost\n", rounds, (long)all);
    check(all > rounds);
}
