// db_turn.c: the writer's turn: one after the other in the order they came, many to a commit.
// SPDX-License-Identifier: Apache-2.0
//
// The thread that has the turn owns the writer and everything in `turn` below `holder`, and those who wait to be told;
// only the queue of those who wait for the turn is shared, under `lock`. A group is the operations between BEGIN and COMMIT.
// Who waits either wants something done (db_write), which whoever has the turn does for them, or the turn itself
// (db_write_begin): then who has it hands it on without committing, and waits to be told. With nobody waiting it commits for all.
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

// Takes who waited longest out of the queue. Needs the lock.
static waiter *unqueue(turn *t)
{
    waiter *next = t->first;
    if (!next) return NULL;
    t->first = next->next;
    if (!t->first) t->last = &t->first;
    t->waiting--;
    return next;
}

// Gives the turn to who waited longest, whom it returns: to be woken once the lock is free again, for the first thing that one
// does otherwise is to wait for it. Needs the lock.
static waiter *pass_on(turn *t)
{
    waiter *next = unqueue(t);
    t->taken = next != NULL;
    t->holder = next ? next->who : (pthread_t){0};
    return next;
}

static void wake(waiter *next)
{
    if (next) sem_post(&next->woken);
}

static void await(waiter *me)
{
    while (sem_wait(&me->woken) != 0) { // a signal came
    }
    sem_destroy(&me->woken);
}

static void leave(turn *t)
{
    pthread_mutex_lock(&t->lock);
    waiter *next = pass_on(t);
    pthread_mutex_unlock(&t->lock);
    wake(next);
}

// Waits for the turn. False: somebody else did what `me` wants meanwhile, or the database takes no writes any more.
static bool take(turn *t, waiter *me)
{
    pthread_mutex_lock(&t->lock);
    assert(!(t->taken && pthread_equal(t->holder, pthread_self())) && "this thread has the writer's turn already");
    bool taken = t->taken;
    me->who = pthread_self();
    if (taken) {
        sem_init(&me->woken, 0, 0);
        *t->last = me;
        t->last = &me->next;
        t->waiting++;
    } else {
        t->taken = true;
        t->holder = me->who;
    }
    pthread_mutex_unlock(&t->lock);
    if (taken) await(me);
    if (me->done) return false;
    if (!t->dead) return true; // whoever has the turn sets it
    me->result = DB_CLOSED;
    leave(t);
    return false;
}

static bool store_carried(turn *t, db *w)
{
    for
        each_carried(t, x) if (!x->fn(x->state, w)) return false;
    return true;
}

static db *begin_operation(turn *t)
{
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

// Ends the group: everybody hears `result`. Keeps the turn. `self` is who has it, and need not be woken.
static void tell(turn *t, db_end result, const waiter *self)
{
    t->open = false;
    for (waiter *m = t->members, *next; m; m = next) {
        next = m->next; // who is told is gone
        if (result != DB_DONE) m->result = result;
        m->done = true;
        if (m != self) sem_post(&m->woken);
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

static void fail_group(turn *t, db *w, const waiter *self)
{
    log_line("database: $1; $2 operations fail", v(db_error(w)), v(t->size));
    sqlite_rollback(w);
    for
        each_carried(t, x) memcpy(x->state, x->at_group, (size_t)x->n);
    tell(t, w->fault == FAULT_FULL ? DB_FULL : DB_FAILED, self);
}

// Undoes a group for the sake of one operation that is refused after it wrote something and has no savepoint to go back to. What
// the others did, and what they saw of each other, is gone: they do it again, and for a while with savepoints.
static void undo_group(turn *t, db *w, const waiter *self)
{
    if (t->kept) t->guarded = GUARDED;
    sqlite_rollback(w);
    if (w->fault) {
        fail_group(t, w, self);
        return;
    }
    for
        each_carried(t, x) memcpy(x->state, x->at_group, (size_t)x->n);
    tell(t, t->kept ? DB_RETRY : DB_DONE, self);
}

// Ends the operation of `now`, a member of the group from here on: releases its savepoint or rolls back to it, where there is
// one. False: the group has ended with it.
static bool end_operation(turn *t, db *w, bool keep, waiter *now, const waiter *self)
{
    if (w->open) w->of->engine->stop(w, w->open);
    w->open = NULL;
    t->size++;
    now->result = keep && w->fault ? DB_FAILED : DB_DONE;
    now->next = t->members;
    t->members = now;
    if (w->fault > FAULT_CONSTRAINT) {
        fail_group(t, w, self);
        return false;
    }
    keep = keep && !w->fault;
    db_reset(w);
    t->kept += keep;
    if (!keep)
        for
            each_carried(t, x) memcpy(x->state, x->at_operation, (size_t)x->n);
    if (!t->guarded) {
        if (!keep && w->wrote) undo_group(t, w, self);
        return keep || !w->wrote;
    }
    if (!keep && w->wrote) t->guarded = GUARDED;
    if ((keep || sqlite_control(w, S("ROLLBACK TO op"), false)) && sqlite_control(w, S("RELEASE op"), keep))
        return true;
    fail_group(t, w, self);
    return false;
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

static void commit_group(turn *t, db *w, const waiter *self)
{
    bool fatal = false;
    if (!t->kept) {
        sqlite_rollback(w);
        tell(t, DB_DONE, self);
        return;
    }
    if (!store_carried(t, w))
        db_set_fault(w, FAULT_WORLD, S("what belongs to the commit could not be stored"), (str){0});
    if (w->fault || sqlite_commit(w, &fatal) != FAULT_NONE) {
        fail_group(t, w, self);
        if (fatal) end_process(t, w);
        return;
    }
    tell(t, DB_DONE, self);
    if (!checkpoint(t, w)) end_process(t, w);
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

// What follows the operations of self: the turn goes to who waits, and the result comes from them; or it commits. Takes the lock.
static void finish(turn *t, db *w, waiter *self, bool others)
{
    if (others) {
        sem_init(&self->woken, 0, 0);
        waiter *next = pass_on(t);
        pthread_mutex_unlock(&t->lock);
        wake(next);
        await(self);
        return;
    }
    pthread_mutex_unlock(&t->lock);
    commit_group(t, w, self);
    leave(t);
}

db *turn_begin(database *d)
{
    waiter me = {0};
    return take(&d->turn, &me) ? begin_operation(&d->turn) : NULL;
}

db_end turn_end(db *w, bool keep)
{
    turn *t = &w->of->turn;
    waiter me = {0};
    assert(t->taken && pthread_equal(t->holder, pthread_self()) && "the turn belongs to another thread");
    if (end_operation(t, w, keep, &me, &me)) {
        pthread_mutex_lock(&t->lock);
        finish(t, w, &me, others_wait(t));
    } else {
        leave(t);
    }
    return me.result;
}

// Who has the turn does what the others who wait want, too, so that none of them is woken before the commit.
db_end turn_work(database *d, db_work *fn, void *arg)
{
    turn *t = &d->turn;
    waiter me = {.fn = fn, .arg = arg}, *now = &me;
    if (!take(t, &me)) return me.result;
    for (;;) {
        db *w = begin_operation(t);
        bool keep = now->fn(w, now->arg);
        if (!end_operation(t, w, keep, now, &me)) break;
        pthread_mutex_lock(&t->lock);
        bool others = others_wait(t);
        if (!others || !t->first->fn) {
            finish(t, w, &me, others);
            return me.result;
        }
        now = unqueue(t);
        pthread_mutex_unlock(&t->lock);
    }
    leave(t);
    return me.result;
}
