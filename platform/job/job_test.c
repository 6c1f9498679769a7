// job_test.c: jobs run when they are due, once among all servers, and again after a crash in their middle.
// SPDX-License-Identifier: Apache-2.0
#include "platform/job/job.h"
#include "app/place.h"
#include "platform/base/time.h"
#include "platform/job/runner.h"
#include "platform/ledger/ledger.h"
#include "platform/record/schema.h"
#include "test/fixture.h"
#include "test/visit.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MINUTE ((i64)60000000)

// ---- made-up jobs

static atomic_int runs, changes, at_work, collisions;
static atomic_bool stopping;
static void (*in_the_middle)(ctx *c);

static bool leave_entry(ctx *c, void *arg)
{
    (void)arg;
    return ledger_append(c, &(entry){.verb = S("test.change"), .result = S("done")});
}

static bool run_steps(ctx *c, job_progress *progress, void *to)
{
    runs++;
    for (int i = 0; i < changes; i++) {
        if (!operate_with(c, leave_entry, NULL)) return false;
        if (in_the_middle) in_the_middle(c);
        if (!progress(to, i + 1, changes, format(c->a, "$1 of $2", v(i + 1), v((i64)changes)))) return true;
    }
    return true;
}

static bool run_badly(ctx *c, job_progress *progress, void *to)
{
    (void)progress, (void)to;
    runs++;
    return fail(c, NULL, "The mill has no wind.");
}

static bool run_greedily(ctx *c, job_progress *progress, void *to)
{
    (void)progress, (void)to;
    arena_take(c->a, (ptrdiff_t)3 << 30);
    return true;
}

static const job hourly = {"hourly", "Each hour", 3600, run_steps}, asked = {"asked", "On request", 0, run_steps},
                 bad = {"bad", "Badly", 3600, run_badly}, greedy = {"greedy", "Greedily", 0, run_greedily};

static ctx *begin(void)
{
    ctx *c = fixture();
    runs = 0;
    changes = 0;
    collisions = 0;
    at_work = 0;
    stopping = false;
    in_the_middle = NULL;
    check_done(c, job_settle(c));
    return c;
}

static bool work_on(const job *j)
{
    return job_work(fixture_operator(), j, S("here"), NULL);
}

static i64 count(const char *verb)
{
    ctx *c = fixture_operator();
    return db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger WHERE verb = $1", v(verb)));
}

// ---- when

TEST(a_job_runs_when_it_is_due_and_not_before)
{
    begin();
    check(!work_on(&hourly)); // not in the table of this program: never asked for
    check_done(fixture_operator(), job_ask(fixture_operator(), &hourly));
    check(work_on(&hourly));
    check(!work_on(&hourly));
    fixture_clock(59 * MINUTE);
    check(!work_on(&hourly));
    fixture_clock(2 * MINUTE);
    check(work_on(&hourly));
    check_int(runs, 2);
    check_str(job_look(fixture_operator(), &hourly).state, "done");
    fixture_verify();
}

TEST(every_job_of_the_program_is_due_at_the_first_start_and_runs)
{
    begin();
    int n = 0;
    for (const job *j; (j = job_due(fixture_operator())); n++) {
        check(work_on(j));
        job_status s = job_look(fixture_operator(), j);
        if (strcmp(s.state, "done")) check_str(s.note, j->name);
    }
    check(n >= 4);
    for (int i = 0; job_at(i); i++) check(job_find(str_of(job_at(i)->name)) == job_at(i));
    fixture_verify();
}

TEST(a_job_on_request_runs_once_for_each_request)
{
    begin();
    check_done(fixture_operator(), job_ask(fixture_as(ADA), &asked));
    check(work_on(&asked));
    fixture_clock(1000 * MINUTE);
    check(!work_on(&asked));
    check_int(job_look(fixture_operator(), &asked).due.us, 0);
    check_int(runs, 1);
    ctx *c = fixture_operator();
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger WHERE verb = 'job.run' AND actor = 'P-1'")), 1);
}

static void ask_again(ctx *c)
{
    if (runs == 1) check_done(c, job_ask(c, &asked));
}

TEST(a_request_during_a_run_is_not_lost)
{
    ctx *c = begin();
    changes = 1;
    in_the_middle = ask_again;
    check_done(c, job_ask(c, &asked));
    check(work_on(&asked));
    check(work_on(&asked));
    check(!work_on(&asked));
    check_int(runs, 2);
}

// ---- what it leaves

TEST(a_run_leaves_entries_only_when_it_changed_something)
{
    ctx *c = begin();
    check_done(c, job_ask(c, &asked));
    c = fixture_again(c);
    i64 before = db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger"));
    check(work_on(&asked));
    c = fixture_again(c);
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger")), before);
    changes = 3;
    check_done(c, job_ask(c, &asked));
    check(work_on(&asked));
    c = fixture_again(c);
    check_int(db_one(db_query(c->db, c->a,
                              "SELECT count(*) FROM ledger WHERE actor = 'job:asked' AND channel = 'job' AND person = "
                              "0 AND verb = 'test.change'")),
              3);
    check_str(job_look(c, &asked).note, "3 of 3");
    check_int(job_look(c, &asked).progress, 100);
    fixture_verify();
}

TEST(a_job_that_fails_says_why_and_tries_again_in_five_minutes)
{
    ctx *c = begin();
    check_done(c, job_ask(c, &bad));
    check(work_on(&bad));
    job_status s = job_look(fixture_operator(), &bad);
    check_str(s.state, "failed");
    check_str(s.note, "The mill has no wind.");
    fixture_clock(4 * MINUTE);
    check(!work_on(&bad));
    fixture_clock(2 * MINUTE);
    check(work_on(&bad));
    check_int(runs, 2);
}

TEST(a_job_that_wants_too_much_memory_fails_alone)
{
    ctx *c = begin();
    check_done(c, job_ask(c, &greedy));
    check(work_on(&greedy));
    check_str(job_look(fixture_operator(), &greedy).state, "failed");
    check_has(job_look(fixture_operator(), &greedy).note, "memory");
}

static void stop_now(ctx *c)
{
    (void)c;
    stopping = true;
}

TEST(a_job_that_is_told_to_stop_goes_on_later)
{
    ctx *c = begin();
    changes = 3;
    in_the_middle = stop_now;
    check_done(c, job_ask(c, &asked));
    check(job_work(fixture_operator(), &asked, S("here"), &stopping));
    check_int(count("test.change"), 1);
    check_str(job_look(fixture_operator(), &asked).state, "waiting");
    in_the_middle = NULL;
    stopping = false;
    check(job_work(fixture_operator(), &asked, S("here"), &stopping));
    check_int(count("test.change"), 4);
    check_str(job_look(fixture_operator(), &asked).state, "done");
    fixture_verify();
}

// ---- crashes

static void die(ctx *c)
{
    (void)c;
    _exit(9);
}

// What a server does from its start, in a process of its own: settles, and works on `asked` `later` µs from now. The state after it.
static int serve_once(void (*middle)(ctx *c), i64 later)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        place p;
        ctx c;
        str error = {0};
        in_the_middle = middle;
        if (place_open(&p, test_arena, str_of(test_database()), (database_options){0}, &error) != PLACE_OPEN) _exit(3);
        place_begin(&p, test_arena, &c);
        c.now.us += later;
        bool ok = job_settle(&c), ran = job_work(&c, &asked, job_node(c.a), NULL);
        bool done = strcmp(job_look(&c, &asked).state, "done") == 0;
        while (ledger_number(p.database, 1000) > 0) {
        }
        place_end(&c);
        place_begin(&p, test_arena, &c);
        verification seen = ledger_verify(&c);
        place_end(&c);
        place_close(&p);
        _exit(!ok || seen.bad ? 4 : !ran ? 5 : !done ? 6 : 0);
    }
    int status = 0;
    check(waitpid(child, &status, 0) == child && WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void make_place(void)
{
    place p;
    ctx c;
    str error = {0};
    runs = 0;
    changes = 2;
    in_the_middle = NULL;
    if (place_create(&p, test_arena, str_of(test_database()), (database_options){0}, &error) != PLACE_OPEN)
        check_str(error, "");
    place_begin(&p, test_arena, &c);
    check_done(&c, job_settle(&c) && job_ask(&c, &asked));
    place_end(&c);
    place_close(&p);
}

TEST(a_job_whose_server_died_in_its_middle_is_picked_up)
{
    make_place();
    check_int(serve_once(die, 0), 9);
    if (test_postgres()) check_int(serve_once(NULL, 0), 5); // the other may still be alive
    check_int(serve_once(NULL, test_postgres() ? 2 * MINUTE : 0), 0);
    check_int(serve_once(NULL, 3 * MINUTE), 5); // it is done
}

TEST(a_job_that_kills_its_server_three_times_is_left_alone)
{
    make_place();
    for (int i = 0; i < 3; i++) check_int(serve_once(die, i * 2 * MINUTE), 9);
    check_int(serve_once(NULL, 6 * MINUTE), 5);
    check_int(serve_once(NULL, 9 * MINUTE), 5);
}

// ---- several servers

static bool run_alone(ctx *c, job_progress *progress, void *to)
{
    if (atomic_fetch_add(&at_work, 1)) collisions++;
    bool ok = operate_with(c, leave_entry, NULL) && progress(to, 1, 1, S("done"));
    atomic_fetch_sub(&at_work, 1);
    runs++;
    return ok;
}

static const job alone = {"alone", "One at a time", 0, run_alone};
enum { NODES = 4, ROUNDS = 25 };

typedef struct {
    database *d;
    str node;
    pthread_t thread;
    int worked;
} server;

static void *serve_rounds(void *arg)
{
    server *s = arg;
    arena whole = arena_make(64 << 20);
    for (int i = 0; i < ROUNDS; i++) {
        arena room = whole;
        ctx c = {.a = &room, .database = s->d, .now = ledger_now(s->d)};
        c.db = db_reader(s->d);
        ctx_operator(&c);
        job_ask(&c, &alone);
        c.now = ledger_now(s->d);
        while (job_work(&c, &alone, s->node, NULL)) s->worked++, c.now = ledger_now(s->d);
        db_release(c.db);
    }
    arena_drop(whole, whole.beg);
    return NULL;
}

TEST(two_servers_never_run_the_same_job_at_once)
{
    ctx *c = begin();
    server s[NODES];
    for (int i = 0; i < NODES; i++) {
        str error = {0};
        bool busy = false;
        s[i] = (server){.d = c->database, .node = format(test_arena, "node $1", v(i))};
        if (test_postgres()) { // each a server by itself, with connections of its own
            s[i].d = database_open(str_of(test_database()), (database_options){0}, &error, &busy);
            check(s[i].d && schema_open(s[i].d, false, &error));
        }
    }
    for (int i = 0; i < NODES; i++) check(pthread_create(&s[i].thread, NULL, serve_rounds, &s[i]) == 0);
    int worked = 0;
    for (int i = 0; i < NODES; i++) pthread_join(s[i].thread, NULL), worked += s[i].worked;
    for (int i = 0; i < NODES && test_postgres(); i++) database_close(s[i].d);
    check_int(collisions, 0);
    check_int(worked, runs);
    check(worked >= ROUNDS && worked <= NODES * ROUNDS);
    check_int(count("test.change"), runs);
    check_str(job_look(fixture_operator(), &alone).state, "done");
    fixture_verify();
}

static void taken_by_another(ctx *c)
{
    db_release(c->db);
    ctx o = {.a = test_arena, .database = c->database, .now = {c->now.us + 2 * MINUTE}};
    o.db = db_reader(o.database);
    in_the_middle = NULL;
    check(job_work(&o, &asked, S("there"), NULL));
    db_release(o.db);
    c->db = db_reader(c->database);
}

TEST(a_server_that_was_away_for_too_long_does_not_write_over_the_other)
{
    ctx *c = begin();
    changes = 1;
    in_the_middle = taken_by_another;
    check_done(c, job_ask(c, &asked));
    c = fixture_again(c);
    check(work_on(&asked));
    check_str(job_look(fixture_operator(), &asked).node, "there");
    check_str(job_look(fixture_operator(), &asked).state, "done");
    check_int(runs, 2);
}

// ---- the server's threads, the pages

static const char *settled_state(const job *j)
{
    const char *state = "";
    for (i64 until = clock_ticks() + 20 * (i64)1000000; clock_ticks() < until; usleep(5000)) {
        ctx *c = fixture_operator();
        job_status s = job_look(c, j);
        db_release(c->db);
        c->db = NULL;
        state = s.state;
        if (s.ended.us && strcmp(state, "waiting") && strcmp(state, "running")) break;
    }
    return state;
}

TEST(a_server_runs_what_is_due_by_itself_and_ends_in_good_order)
{
    ctx *c = begin();
    database *d = c->database;
    db_release(c->db);
    c->db = NULL;
    runner *r = runner_start(d);
    check(r != NULL);
    for (int i = 0; job_at(i); i++) check_str(settled_state(job_at(i)), "done");
    runner_stop(r);
    fixture_verify();
}

TEST(an_administrator_sees_the_jobs_and_asks_for_a_run)
{
    visit_open(begin());
    visit_as(MAX);
    check_int(visit_get("/job").status, 403);
    check_int(visit_post("/job/file-sweep/run", "").status, 403);
    visit_as(ADA);
    visit v = visit_get("/job");
    check_int(v.status, 200);
    check_has(v.body, "Forget content that no file names");
    check_has(v.body, "Never run");
    while (job_due(fixture_operator())) check(work_on(job_due(fixture_operator())));
    check(!work_on(job_find(S("file-sweep"))));
    v = visit_post("/job/file-sweep/run", "");
    check_int(v.status, 303);
    check_str(v.location, "/job");
    check(work_on(job_find(S("file-sweep"))));
    check_has(visit_get("/job").body, "Done");
    check_int(visit_post("/job/none/run", "").status, 404);
    fixture_verify();
}
