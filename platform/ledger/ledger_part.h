// ledger_part.h: what the files of this folder share.
// SPDX-License-Identifier: Apache-2.0
#ifndef LEDGER_LEDGER_PART_H
#define LEDGER_LEDGER_PART_H

#include "platform/ledger/ledger.h"

#include <pthread.h>
#include <stdatomic.h>

// Everything a leaf says. The line made of it is what is hashed; the columns of an entry give it back byte for byte.
typedef struct {
    i64 at, person, id, version, ended;
    str actor, request, channel, verb, entity, result, reason, note;
    bytes image_hash; // 32 bytes, or none
} leaf;

void leaf_put(text *t, const leaf *l);

// What the head row holds: where the tree stands.
typedef struct {
    frontier f;
    hash link;
    i64 at;     // of the last entry
    i64 stored; // the size the head row has
} head;

// A denial whose repetitions are counted until its second is over.
typedef struct {
    uint64_t key; // of actor, verb and record; 0: free
    i64 began;    // clock_ticks
    i64 more;     // repetitions not written yet
    i64 person, id;
    char actor[64], request[48], channel[16], verb[96], entity[64], sentence[600];
} denial;

enum { DENIALS = 256 };

// One database's ledger in memory. `head` travels with the writer (SQLite); it comes first because it is what is carried.
typedef struct {
    head head;
    database *of;
    _Atomic i64 last;
    pthread_mutex_t lock; // of what follows
    denial *denials;      // DENIALS of them, once there was one
} ledger;

str ledger_last_sql(db_kind k);                    // the latest `at` of the newest entries, without reading the others
ledger *ledger_of(database *d);                    // asserts that ledger_open was called
bool head_read(db *d, arena *a, str sql, head *h); // false: no such row, or the database failed
bool head_write(db *w, const head *h);
hash head_add(head *h, hash leaf_hash, i64 at, hash *node); // link of the new entry; *node when node_is
bool node_is(i64 n);                                        // does entry n end a full subtree of two or more?
void ledger_saw(ledger *l, i64 at);                         // last = the later of both

#endif
