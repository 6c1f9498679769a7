// ledger_denied.c: entries of refused operations; repetitions within a second become one entry with a count.
// SPDX-License-Identifier: Apache-2.0
#include "platform/ledger/ledger_part.h"
#include "platform/base/log.h"
#include "platform/base/time.h"

#include <assert.h>
#include <string.h>

enum { SECOND = 1000000, TRIES = 4 };

// Whole characters only: a cut one would not be text any more.
static void keep(char *room, ptrdiff_t size, str s)
{
    ptrdiff_t n = s.n < size ? s.n : size - 1;
    while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    if (n) memcpy(room, s.p, (size_t)n);
    room[n] = 0;
}

static uint64_t key_of(const ctx *c, str verb, str entity, i64 id)
{
    uint64_t h = str_hash(c->actor);
    h = h * 31 + str_hash(c->channel);
    h = h * 31 + str_hash(verb);
    h = h * 31 + str_hash(entity);
    h = h * 31 + (uint64_t)id;
    return h ? h : 1;
}

static denial denial_make(const ctx *c, uint64_t key, str verb, str entity, i64 id, str sentence)
{
    denial n = {.key = key, .began = clock_ticks(), .person = c->person, .id = id};
    keep(n.actor, sizeof n.actor, c->actor);
    keep(n.request, sizeof n.request, c->request);
    keep(n.channel, sizeof n.channel, c->channel);
    keep(n.verb, sizeof n.verb, verb);
    keep(n.entity, sizeof n.entity, entity);
    keep(n.sentence, sizeof n.sentence, sentence);
    return n;
}

// One entry: of a first denial (more is 0) or of its repetitions.
static bool write_one(database *d, db *w, const denial *n)
{
    char room[16384];
    arena a = {.beg = room, .end = room + sizeof room};
    ctx c = {.a = &a,
             .database = d,
             .db = w,
             .writing = true,
             .now = ledger_now(d),
             .person = n->person,
             .actor = str_of(n->actor),
             .request = str_of(n->request),
             .channel = str_of(n->channel)};
    str note = str_of(n->sentence);
    if (n->more) note = format(&a, "$1 ($2 more within a second)", v(note), v(n->more));
    return ledger_append(
        &c,
        &(entry){
            .verb = str_of(n->verb), .entity = str_of(n->entity), .id = n->id, .result = S("denied"), .note = note});
}

static void write_all(database *d, const denial *list, int n)
{
    db_end end = DB_RETRY;
    for (int try = 0; n && try < TRIES && end == DB_RETRY; try++) {
        db *w = db_write_begin(d);
        bool ok = w != NULL;
        for (int i = 0; ok && i < n; i++) ok = write_one(d, w, list + i);
        end = w ? db_write_end(w, ok) : DB_FAILED;
        if (!ok && end == DB_DONE) end = DB_FAILED;
    }
    if (n && end != DB_DONE) log_line("ledger: $1 denials could not be written", v(n));
}

// Takes out what is due: repetitions whose second is over, or all of them. Needs the lock.
static int take_due(ledger *l, bool all, denial *due, int most)
{
    i64 now = clock_ticks();
    int n = 0;
    for (int i = 0; l->denials && i < DENIALS && n < most; i++) {
        denial *at = l->denials + i;
        if (!at->key || (!all && now - at->began < SECOND)) continue;
        if (at->more) due[n++] = *at;
        at->key = 0;
    }
    return n;
}

static denial *room_for(arena *a, int n)
{
    return (denial *)(void *)arena_bytes(a, n * (ptrdiff_t)sizeof(denial));
}

void ledger_denied(ctx *c, str verb, str entity, i64 id, str sentence)
{
    assert(!c->writing && "a denial is written after its operation was rolled back");
    ledger *l = ledger_of(c->database);
    arena scratch = *c->a;
    denial *list = room_for(&scratch, DENIALS + 1), *free = NULL;
    uint64_t key = key_of(c, verb, entity, id);
    pthread_mutex_lock(&l->lock);
    if (!l->denials) l->denials = database_keep(c->database, DENIALS * (ptrdiff_t)sizeof(denial));
    int n = take_due(l, false, list, DENIALS);
    for (int i = 0; i < DENIALS; i++) {
        denial *at = l->denials + i;
        if (at->key == key) {
            at->more++;
            pthread_mutex_unlock(&l->lock);
            write_all(c->database, list, n);
            return;
        }
        if (!at->key && !free) free = at;
    }
    list[n] = denial_make(c, key, verb, entity, id, sentence);
    if (free) *free = list[n]; // with none free its repetitions are written one by one
    pthread_mutex_unlock(&l->lock);
    write_all(c->database, list, n + 1);
}

void ledger_flush(database *d)
{
    ledger *l = ledger_of(d);
    arena big = arena_make(DENIALS * (ptrdiff_t)sizeof(denial) + 64), room = big;
    denial *list = room_for(&room, DENIALS);
    pthread_mutex_lock(&l->lock);
    int n = take_due(l, true, list, DENIALS);
    pthread_mutex_unlock(&l->lock);
    write_all(d, list, n);
    arena_drop(big, big.beg);
}
