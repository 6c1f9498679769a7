// lease.c: whoever runs a job says so again and again, so that others know it is alive.
// SPDX-License-Identifier: Apache-2.0
#include "platform/job/lease.h"
#include "platform/ledger/ledger.h"

#include <errno.h>
#include <time.h>

typedef struct {
    const lease *l;
    i64 progress; // of lease_tell; the thread leaves both as they are
    str note;
    bool told, held;
} renewal;

static bool renew(ctx *c, void *arg)
{
    renewal *n = arg;
    n->held = false;
    if (!db_own_locks(c->db)) return false;
    rows r =
        n->told
            ? query(c,
                    "UPDATE {job!} SET alive = $3, progress = $4, note = $5 WHERE name = $1 AND node = $2 AND state = "
                    "'running' RETURNING name",
                    v(n->l->job), v(n->l->node), v(ledger_now(c->database)), v(n->progress), v(n->note))
            : query(c,
                    "UPDATE {job!} SET alive = $3 WHERE name = $1 AND node = $2 AND state = 'running' RETURNING name",
                    v(n->l->job), v(n->l->node), v(ledger_now(c->database)));
    while (db_next(&r)) n->held = true;
    return !db_error(c->db).n;
}

// A database that cannot be reached says nothing about who holds the lease.
static void renew_now(lease *l, ctx *c, renewal n)
{
    n.l = l;
    if (operate_with(c, renew, &n) && !n.held) atomic_store(&l->lost, true);
}

void lease_tell(lease *l, ctx *c, i64 progress, str note)
{
    failure *had = c->failures, **end = c->failures_end;
    arena scratch = *c->a, *own = c->a;
    c->a = &scratch;
    renew_now(l, c, (renewal){.progress = progress, .note = note, .told = true});
    c->a = own;
    c->failures = had, c->failures_end = end;
}

static bool over_after(lease *l, int seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += seconds;
    pthread_mutex_lock(&l->lock);
    while (!l->over && pthread_cond_timedwait(&l->ended, &l->lock, &until) != ETIMEDOUT) {
    }
    bool over = l->over;
    pthread_mutex_unlock(&l->lock);
    return over;
}

static void *beat_on(void *arg)
{
    lease *l = arg;
    arena whole = arena_make(1 << 20);
    while (!over_after(l, LEASE_RENEW_S)) {
        arena room = whole;
        ctx c = {.a = &room, .database = l->database, .now = ledger_now(l->database), .zone = S("UTC")};
        renew_now(l, &c, (renewal){0});
    }
    arena_drop(whole, whole.beg);
    return NULL;
}

void lease_begin(lease *l, struct database *d, const char *job, str node)
{
    *l = (lease){.database = d, .job = job, .node = node};
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->ended, NULL);
    l->beating = database_kind(d) == DB_POSTGRES && pthread_create(&l->beat, NULL, beat_on, l) == 0;
}

void lease_end(lease *l)
{
    pthread_mutex_lock(&l->lock);
    l->over = true;
    pthread_cond_signal(&l->ended);
    pthread_mutex_unlock(&l->lock);
    if (l->beating) pthread_join(l->beat, NULL);
    pthread_cond_destroy(&l->ended);
    pthread_mutex_destroy(&l->lock);
}

bool lease_lost(lease *l)
{
    return atomic_load(&l->lost);
}
