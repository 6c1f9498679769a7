// runner.c: the clock of a server: each second the ledger and the index of words are kept up, and what is due is run.
// SPDX-License-Identifier: Apache-2.0
#include "platform/job/runner.h"
#include "platform/base/log.h"
#include "platform/ledger/ledger.h"
#include "platform/record/search.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

enum { NUMBERED_AT_ONCE = 100000, TIDIED_AT_ONCE = 5 };

struct runner {
    database *d;
    str node;
    atomic_bool stop; // for jobs; set under the lock
    pthread_mutex_t lock;
    pthread_cond_t told;
    pthread_t clock, work;
};

// Waits a second; false when it is time to end.
static bool next_second(runner *r)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec++;
    pthread_mutex_lock(&r->lock);
    while (!atomic_load(&r->stop) && pthread_cond_timedwait(&r->told, &r->lock, &until) != ETIMEDOUT) {
    }
    bool stop = atomic_load(&r->stop);
    pthread_mutex_unlock(&r->lock);
    return !stop;
}

static void *keep_up(void *arg)
{
    runner *r = arg;
    do {
        ledger_flush(r->d);
        ledger_number(r->d, NUMBERED_AT_ONCE);
        for (int i = 0; i < TIDIED_AT_ONCE && search_tidy(r->d); i++) {
        }
    } while (next_second(r));
    return NULL;
}

// Something was run: there may be more.
static bool run_one(runner *r, arena room, bool *settled)
{
    ctx c = {.a = &room, .database = r->d, .channel = S("job"), .request = S("job"), .now = ledger_now(r->d)};
    c.db = db_reader(r->d);
    ctx_operator(&c);
    if (!*settled) *settled = job_settle(&c);
    const job *j = *settled ? job_due(&c) : NULL;
    bool ran = j && job_work(&c, j, r->node, &r->stop);
    db_release(c.db);
    return ran;
}

static void *run_jobs(void *arg)
{
    runner *r = arg;
    arena room = arena_make(16 << 20);
    bool settled = false;
    do {
        while (!atomic_load(&r->stop) && run_one(r, room, &settled)) {
        }
    } while (next_second(r));
    arena_drop(room, room.beg);
    return NULL;
}

runner *runner_start(database *d)
{
    runner *r = database_keep(d, sizeof *r);
    char *node = database_keep(d, 128);
    arena words = {.beg = node, .end = node + 128};
    arena scratch = arena_make(1 << 16);
    r->d = d;
    r->node = str_dup(&words, str_sub(job_node(&scratch), 0, 100));
    arena_drop(scratch, scratch.beg);
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->told, NULL);
    if (pthread_create(&r->clock, NULL, keep_up, r)) return NULL;
    if (pthread_create(&r->work, NULL, run_jobs, r) == 0) return r;
    pthread_mutex_lock(&r->lock);
    atomic_store(&r->stop, true);
    pthread_cond_broadcast(&r->told);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->clock, NULL);
    return NULL;
}

void runner_stop(runner *r)
{
    pthread_mutex_lock(&r->lock);
    atomic_store(&r->stop, true);
    pthread_cond_broadcast(&r->told);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->work, NULL);
    pthread_join(r->clock, NULL);
    ledger_number(r->d, NUMBERED_AT_ONCE);
}
