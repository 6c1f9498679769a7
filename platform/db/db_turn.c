// db_turn.c: the writer's turn: one after the other in the order they came, many to a commit.
// SPDX-License-Identifier: Apache-2.0
//
// The thread that has the turn owns the writer and everything in `turn` below `holder`, and those who wait to be told;
// only the queue of those who wait for the turn is shared, under `lock`. A group is the operations
// between BEGIN and COMMIT. Who ends its operation while others wait hands the turn on without committing, and waits to
// be told; who ends it with nobody waiting commits for all.
#include "platform/db/db_engine.h"
#include "platform/base/log.h"
#include "platform/base/time.h"

#include <assert.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

enum {
    GROUP_MOST = 64,
    GUARDED = 64,          // groups with savepoints after one was undone
    YIELDS = 3,            // moments that those get who are about to come, before a commit
    GROUP_TIME = 4000,     // µs since the group began: who ends later commits for all
    LOG_CHECKPOINT = 4000, // pages in the write-ahead log: a page written often is copied once
    LOG_LONG = 8192,       // 32 MB: readers never let it start again: hold them back for a moment
    EXIT_SOFTWARE = 70     // the supervisor starts us again
};

#define each_carried(t, x) (carried *x = (t)->carried; x < (t)->carried + (t)->ncarried; x++)

// Gives the turn to who waited longest, whom it returns: to be woken once the lock is free again, for the first thing that one
// does otherwise is to wait for it. Needs the lock.
static waiter *pass_on(turn *t)
{
    waiter *next = t->first;
    t->taken = next != NULL;
    t->holder = next ? next->who : (pthread_t){0};
    if (!next) return NULL;
    t->first = next->next;
    if (!t->first) t->last = &t->first;
    t->waiting--;
    return next;
}

static void wake(waiter *next)
{
    if (next) sem_post(&next->granted);
}

static void await(sem_t *s)
{
    while (sem_wait(s) != 0) { // a signal came
    }
    sem_destroy(s);
}

static void leave(turn *t)
{
    pthread_mutex_lock(&t->lock);
    waiter *next = pass_on(t);
    pthread_mutex_unlock(&t->lock);
    wake(next);
}

static bool take(turn *t)
{
    pthread_mutex_lock(&t->lock);
    assert(!(t->taken && pthread_equal(t->holder, pthread_self())) && "this thread has the writer's turn already");
    waiter me = {.who = pthread_self()};
    bool taken = t->taken;
    if (taken) {
        sem_init(&me.granted, 0, 0);
        *t->last = &me;
        t->last = &me.next;
        t->waiting++;
    } else {
        t->taken = true;
        t->holder = me.who;
    }
    pthread_mutex_unlock(&t->lock);
    if (taken) await(&me.granted);
    if (!t->dead) return true; // whoever has the turn sets it
    leave(t);
    return false;
}

static bool store_carried(turn *t, db *w)
{
    for
        each_carried(t, x) if (!x->fn(x->state, w)) return false;
    return true;
}

db *turn_begin(database *d)
{
    turn *t = &d->turn;
    if (!take(t)) return NULL;
    db *w = t->w;
    db_reset(w);
    if (!t->open) {
        for
            each_carried(t, x) memcpy(x->at_group, x->state, (size_t)x->n);
        t->former = t->size, t->size = t->kept = 0;
        t->opened = clock_ticks();
        if (!sqlite_control(w, S("BEGIN IMMEDIATE"), true)) return w;
        t->open = true;
        if (t->guarded) t->guarded--;
    }
    w->wrote = false;
    if (t->guarded) sqlite_control(w, S("SAVEPOINT op"), true);
    for
        each_carried(t, x) memcpy(x->at_operation, x->state, (size_t)x->n);
    return w;
}

// Ends the group: everybody hears `result`. Keeps the turn.
static void tell(turn *t, db_end result)
{
    t->open = false;
    for (member *m = t->members, *next; m; m = next) {
        next = m->next; // who is told is gone
        if (result != DB_DONE) m->result = result;
        sem_post(&m->told);
    }
    t->members = NULL;
}

// Nobody knows what is on the disk now, and a second fsync may succeed without having written: the way out is to read
// the file anew, in a new process. Those who wait get a moment to send their answers.
static void end_process(turn *t, db *w)
{
    log_line("database: an I/O error on commit: $1; the server ends to read the file anew", v(db_error(w)));
    pthread_mutex_lock(&t->lock);
    t->dead = true;
    pthread_mutex_unlock(&t->lock);
    if (w->of->options.survive) return;
    usleep(200000);
    _exit(EXIT_SOFTWARE);
}

static db_end fail_group(turn *t, db *w)
{
    db_end result = w->fault == FAULT_FULL ? DB_FULL : DB_FAILED;
    log_line("database: $1; $2 operations fail", v(db_error(w)), v(t->size));
    sqlite_rollback(w);
    for
        each_carried(t, x) memcpy(x->state, x->at_group, (size_t)x->n);
    tell(t, result);
    return result;
}

// Undoes a group for the sake of one operation that is refused after it wrote something and has no savepoint to go back to. What
// the others did, and what they saw of each other, is gone: they do it again, and for a while with savepoints.
static db_end undo_group(turn *t, db *w)
{
    db_end result = t->kept ? DB_RETRY : DB_DONE;
    if (t->kept) t->guarded = GUARDED;
    sqlite_rollback(w);
    if (w->fault) return fail_group(t, w);
    for
        each_carried(t, x) memcpy(x->state, x->at_group, (size_t)x->n);
    tell(t, result);
    return result;
}

// Releases the savepoint or rolls back to it, where there is one. *over: the group has ended, with this result for all.
static db_end end_operation(turn *t, db *w, bool keep, bool *over)
{
    db_end mine = DB_DONE, all;
    if (w->open) w->of->engine->stop(w, w->open);
    w->open = NULL;
    if (w->fault > FAULT_CONSTRAINT) return *over = true, fail_group(t, w);
    if (keep && w->fault) mine = DB_FAILED, keep = false;
    db_reset(w);
    t->kept += keep;
    if (!keep)
        for
            each_carried(t, x) memcpy(x->state, x->at_operation, (size_t)x->n);
    if (!t->guarded) {
        if (keep || !w->wrote) return mine;
        all = undo_group(t, w);
        return *over = true, all == DB_DONE ? mine : all;
    }
    if (!keep && w->wrote) t->guarded = GUARDED;
    if ((keep || sqlite_control(w, S("ROLLBACK TO op"), false)) && sqlite_control(w, S("RELEASE op"), keep))
        return mine;
    return *over = true, fail_group(t, w);
}

// Copies pages from the write-ahead log into the file. Only ever done here, with the turn: SQLite before 3.51.3 can
// corrupt a database when one connection commits while another checkpoints.
static bool checkpoint(turn *t, db *w)
{
    if (t->frames < t->copied) t->copied = t->tried = 0; // the log began anew
    if (t->frames < t->copied + LOG_CHECKPOINT) return true;
    bool hold = t->frames > LOG_LONG && t->frames > t->tried + LOG_LONG / 2;
    if (hold) pool_gate(&w->of->readers, 20);
    bool ok = sqlite_checkpoint(w);
    if (hold) {
        t->tried = t->frames;
        pool_open_gate(&w->of->readers);
    }
    return ok;
}

static db_end commit_group(turn *t, db *w)
{
    bool fatal = false;
    if (!t->kept) {
        sqlite_rollback(w);
        tell(t, DB_DONE);
        return DB_DONE;
    }
    if (!store_carried(t, w))
        db_set_fault(w, FAULT_WORLD, S("what belongs to the commit could not be stored"), (str){0});
    if (w->fault || sqlite_commit(w, &fatal) != FAULT_NONE) {
        db_end result = fail_group(t, w);
        if (fatal) end_process(t, w);
        return result;
    }
    tell(t, DB_DONE);
    if (!checkpoint(t, w)) end_process(t, w);
    return DB_DONE;
}

static bool room_for_more(const turn *t)
{
    return t->size < GROUP_MOST && clock_ticks() - t->opened < GROUP_TIME;
}

// Does somebody wait, so that the commit is theirs too? Needs the lock. Whom the last commit told come again at about one time: the
// first of them lets the others run, so that one commit is for all. Who writes alone waits for nobody.
static bool others_wait(turn *t)
{
    for (int i = 0; i < YIELDS && !t->first && t->former > 1 && t->size < t->former && room_for_more(t); i++) {
        pthread_mutex_unlock(&t->lock);
        sched_yield();
        pthread_mutex_lock(&t->lock);
    }
    return t->first && room_for_more(t);
}

db_end turn_end(db *w, bool keep)
{
    turn *t = &w->of->turn;
    member me = {0};
    bool over = false;
    assert(t->taken && pthread_equal(t->holder, pthread_self()) && "the turn belongs to another thread");
    t->size++;
    me.result = end_operation(t, w, keep, &over);
    if (over) {
        leave(t);
        return me.result;
    }
    pthread_mutex_lock(&t->lock);
    if (others_wait(t)) {
        sem_init(&me.told, 0, 0);
        me.next = t->members;
        t->members = &me;
        waiter *next = pass_on(t);
        pthread_mutex_unlock(&t->lock);
        wake(next);
        await(&me.told);
        return me.result;
    }
    pthread_mutex_unlock(&t->lock);
    db_end group = commit_group(t, w);
    leave(t);
    return group == DB_DONE ? me.result : group;
}
