// job.c: the table of jobs: asking for one, taking it, running it, writing how it ended.
// SPDX-License-Identifier: Apache-2.0
#include "platform/job/job.h"
#include "platform/base/log.h"
#include "platform/base/time.h"
#include "platform/job/lease.h"
#include "platform/ledger/ledger.h"

#include <string.h>
#include <unistd.h>

enum { TRIES = 3, AGAIN_S = 300, NOTE = 400 };
#define SECOND ((i64)1000000)

const table job_tables[] = {
    {"CREATE TABLE job (name {text} PRIMARY KEY, state {text} NOT NULL, due {int}, began {int}, ended {int}, "
     "alive {int} NOT NULL, tries {int} NOT NULL, progress {int} NOT NULL, node {text} NOT NULL, note {text} NOT "
     "NULL){end};\n"},
    {0},
};

const job *job_at(int i)
{
    for
        each_module(m) for (const job *j = (*m)->jobs; j && j->name; j++) if (i-- == 0) return j;
    return NULL;
}

const job *job_find(str name)
{
    const job *j;
    for (int i = 0; (j = job_at(i)); i++)
        if (str_eq(name, str_of(j->name))) return j;
    return NULL;
}

str job_node(arena *a)
{
    char host[65] = {0};
    gethostname(host, sizeof host - 1);
    return format(a, "$1:$2:$3", v(host), v((i64)getpid()), v(str_sub(random_token(a), 0, 6)));
}

static const char *state_of(str s)
{
    static const char *const states[] = {"running", "done", "failed"};
    for (int i = 0; i < countof(states); i++)
        if (str_eq(s, str_of(states[i]))) return states[i];
    return "waiting";
}

job_status job_look(ctx *c, const job *j)
{
    job_status s = {.job = j, .state = "waiting", .progress = -1};
    rows r =
        query(c, "SELECT x.state, x.due, x.began, x.ended, x.progress, x.note, x.node FROM {job! x} WHERE x.name = $1",
              v(j->name));
    while (db_next(&r)) {
        s.state = state_of(db_view(&r, 0));
        s.due.us = db_int(&r, 1), s.began.us = db_int(&r, 2), s.ended.us = db_int(&r, 3);
        s.progress = db_int(&r, 4);
        s.note = db_text(&r, 5), s.node = db_text(&r, 6);
    }
    return s;
}

const job *job_due(ctx *c)
{
    const job *found = NULL;
    rows r = query(c,
                   "SELECT x.name FROM {job! x} WHERE (x.state <> 'running' AND x.due <= $1) OR (x.state = 'running' "
                   "AND x.alive < $2) ORDER BY x.due",
                   v(c->now), v(c->now.us - LEASE_S * SECOND));
    while (db_next(&r))
        if (!found) found = job_find(db_view(&r, 0));
    return found;
}

// Due after the beginning of a run that goes on: then it runs again.
static bool ask(ctx *c, void *arg)
{
    const job *j = arg;
    return db_own_locks(c->db) &&
           exec(c,
                "INSERT INTO {job!} (name, state, due, alive, tries, progress, node, note) VALUES ($1, 'waiting', $2, "
                "0, 0, -1, '', '') ON CONFLICT (name) DO UPDATE SET due = CASE WHEN job.state = 'running' AND "
                "job.began >= excluded.due THEN job.began + 1 ELSE excluded.due END, state = CASE WHEN job.state = "
                "'running' THEN 'running' ELSE 'waiting' END",
                v(j->name), v(c->now)) &&
           ledger_append(c, &(entry){.verb = S("job.run"), .result = S("done"), .note = str_of(j->label)});
}

bool job_ask(ctx *c, const job *j)
{
    return operate_with(c, ask, (void *)(uintptr_t)j);
}

static bool settle(ctx *c, void *arg)
{
    const job *j;
    (void)arg;
    if (!db_own_locks(c->db)) return false;
    for (int i = 0; (j = job_at(i)); i++)
        if (!exec(c,
                  "INSERT INTO {job!} (name, state, due, alive, tries, progress, node, note) VALUES ($1, 'waiting', "
                  "CASE WHEN $2 > 0 THEN $3 END, 0, 0, -1, '', '') ON CONFLICT (name) DO NOTHING",
                  v(j->name), v(j->every), v(c->now)))
            return false;
    return db_kind_of(c->db) != DB_SQLITE || exec(c, "UPDATE {job!} SET alive = 0 WHERE state = 'running'");
}

bool job_settle(ctx *c)
{
    return operate_with(c, settle, NULL);
}

// ---- taking it

static moment next_time(const job *j, moment now)
{
    return (moment){j->every ? now.us + j->every * SECOND : 0};
}

typedef struct {
    const job *j;
    str node;
    bool taken;
} taking;

static bool give_up(ctx *c, const taking *t)
{
    log_line("job $1 was interrupted $2 times and is left until its next time", v(t->j->name), v(TRIES));
    return exec(c,
                "UPDATE {job!} SET state = 'failed', ended = $2, tries = 0, due = NULLIF($3, 0), note = $4 WHERE name "
                "= $1",
                v(t->j->name), v(c->now), v(next_time(t->j, c->now)),
                v(format(c->a, "It was interrupted $1 times in a row.", v(TRIES))));
}

static bool take(ctx *c, void *arg)
{
    taking *t = arg;
    i64 tries = 0;
    t->taken = false;
    if (!db_own_locks(c->db)) return false;
    rows r = query(c,
                   "UPDATE {job!} SET state = 'running', began = $2, alive = $2, tries = tries + 1, progress = -1, "
                   "node = $4, note = '' WHERE name = $1 AND ((state <> 'running' AND due <= $2) OR (state = "
                   "'running' AND alive < $3)) RETURNING tries",
                   v(t->j->name), v(c->now), v(c->now.us - LEASE_S * SECOND), v(t->node));
    while (db_next(&r)) tries = db_int(&r, 0);
    if (tries > TRIES) return give_up(c, t);
    t->taken = tries > 0;
    return !db_error(c->db).n;
}

// ---- running it

typedef struct {
    ctx *c; // the job's own
    const job *j;
    lease lease;
    const atomic_bool *stop;
    bool cut;     // told to stop
    i64 told;     // ticks
    i64 progress; // per cent
    char note[NOTE];
} running;

static void keep_note(running *r, str note)
{
    ptrdiff_t n = note.n < NOTE ? note.n : NOTE - 1;
    while (n > 0 && n < note.n && ((unsigned char)note.p[n] & 0xC0) == 0x80) n--; // whole characters only
    if (n) memcpy(r->note, note.p, (size_t)n);
    r->note[n] = 0;
}

static bool tell(void *to, i64 done, i64 all, str note)
{
    running *r = to;
    r->progress = all > 0 ? done * 100 / all : -1;
    keep_note(r, note);
    if (clock_ticks() - r->told > SECOND) {
        r->told = clock_ticks();
        lease_tell(&r->lease, r->c, r->progress, str_of(r->note));
    }
    if ((r->stop && atomic_load(r->stop)) || lease_lost(&r->lease)) r->cut = true;
    return !r->cut;
}

typedef struct {
    const running *r;
    const char *state;
    moment due;
} ending;

static bool finish(ctx *c, void *arg)
{
    const ending *e = arg;
    const running *r = e->r;
    return db_own_locks(c->db) &&
           exec(c,
                "UPDATE {job!} SET state = $3, ended = $4, tries = 0, progress = $5, note = $6, due = CASE WHEN due > "
                "began THEN due ELSE NULLIF($7, 0) END WHERE name = $1 AND node = $2 AND state = 'running'",
                v(r->j->name), v(r->lease.node), v(e->state), v(c->now), v(r->progress), v(str_of(r->note)), v(e->due));
}

static void end_run(running *r, bool ok, char *mark)
{
    ctx *c = r->c;
    ending e = {r, ok ? "done" : "failed", {0}};
    if (!ok && !r->cut) keep_note(r, failed(c) ? c->failures->sentence : S("It did not say why."));
    c->failures = NULL, c->failures_end = NULL;
    c->a->beg = mark; // what the job made is forgotten: there is room to say how it ended
    c->now = ledger_now(c->database);
    e.due = next_time(r->j, c->now);
    if (r->cut)
        e.state = "waiting", e.due = c->now;
    else if (!ok && r->j->every > AGAIN_S)
        e.due.us = c->now.us + AGAIN_S * SECOND;
    if (!ok && !r->cut) log_line("job $1 failed", v(r->j->name));
    if (!operate_with(c, finish, &e)) log_line("job $1: how it ended could not be written", v(r->j->name));
}

// Exhausted memory comes back here.
static bool run_bounded(running *r, char *mark)
{
    jmp_buf full;
    ctx *c = r->c;
    volatile bool ok = false;
    c->a->full = &full;
    if (!setjmp(full)) {
        ok = r->j->run(c, tell, r);
    } else {
        c->a->beg = mark;
        c->failures = NULL, c->failures_end = NULL;
        fail_as(c, NO_ROOM, NULL, "It needs more memory than a job may have.");
    }
    c->a->full = NULL;
    if (db_error(c->db).n) ok = fail_as(c, NO_WORLD, NULL, "The database failed.");
    db_release(c->db);
    c->db = db_reader(c->database);
    return ok;
}

static void run(ctx *c, const job *j, str node, const atomic_bool *stop)
{
    arena whole = arena_make((ptrdiff_t)1 << 30), room = whole;
    ctx own = *c;
    own.a = &room;
    own.failures = NULL, own.failures_end = NULL;
    ctx_operator(&own);
    own.actor = format(&room, "job:$1", v(j->name));
    own.channel = S("job");
    own.request = str_sub(random_token(&room), 0, 8);
    running r = {.c = &own, .j = j, .stop = stop, .told = clock_ticks(), .progress = -1};
    char *mark = room.beg;
    lease_begin(&r.lease, c->database, j->name, node);
    bool ok = run_bounded(&r, mark);
    lease_end(&r.lease);
    end_run(&r, ok, mark);
    c->db = own.db;
    arena_drop(whole, whole.beg);
}

bool job_work(ctx *c, const job *j, str node, const atomic_bool *stop)
{
    taking t = {.j = j, .node = node};
    if (!operate_with(c, take, &t) || !t.taken) return false;
    run(c, j, node, stop);
    return true;
}
