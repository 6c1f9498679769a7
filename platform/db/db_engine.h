// db_engine.h: what db.c, the writer's turn and the two engines share; no other folder includes it.
// SPDX-License-Identifier: Apache-2.0
//
// db.c holds what is alike for both databases: the pool of connections, errors that stick, the guard of row loops. An
// engine says how one kind of database is spoken to. Connections and databases live in arenas of their own.
#ifndef DB_DB_ENGINE_H
#define DB_DB_ENGINE_H

#include "platform/db/db.h"

#include <pthread.h>
#include <semaphore.h>

// Whose error it is, from harmless to grave. CONSTRAINT belongs to one operation; all others to the whole group.
typedef enum { FAULT_NONE, FAULT_CONSTRAINT, FAULT_RETRY, FAULT_FULL, FAULT_WORLD } fault;

typedef struct {
    bool (*connect)(db *c);    // false: the reason sticks in c
    void (*disconnect)(db *c); // also of a connection that never came to be
    void (*read_begin)(db *c); // a snapshot, or the reason sticks
    void (*read_end)(db *c);
    // A bound statement (SQLite) or a whole result (PostgreSQL); NULL: the reason sticks. `once`: values live until it
    // is stepped.
    void *(*query)(db *c, str sql, const val *vals, int nvals, bool once);
    bool (*next)(rows *r);
    void (*stop)(db *c, void *s);
    bool (*script)(db *c, str sql);
    bool (*null)(const rows *r, int col);
    str (*view)(const rows *r, int col);
    i64 (*integer)(const rows *r, int col);
    double (*real)(const rows *r, int col);
    bytes (*blob)(const rows *r, int col); // in the rows' arena
    valkind (*kind)(const rows *r, int col);
    int (*columns)(const rows *r);
    // A number of the snapshot that c has: equal numbers, the same content. 0: not known, or none. NULL: never known.
    uint64_t (*state)(const db *c);
    i64 (*inserted)(db *c);      // SQLite: the key of the row that the last INSERT made; NULL: RETURNING says it
    i64 (*changes)(const db *c); // NULL: not known
    db *(*write_begin)(database *d);
    db_end (*write_end)(db *w, bool keep);
    db_end (*work)(database *d, db_work *fn, void *arg); // NULL: the two above, one after the other
    bool (*open)(database *d, str *error, bool *busy);
    void (*close)(database *d);
} engine;

extern const engine engine_sqlite, engine_pg;

// One remembered statement. SQLite: `s` is the statement and `which` the number n of each of its $n. PostgreSQL: its
// name is "s" and `number`, and `which` the kinds of its values.
typedef struct {
    uint64_t hash;
    str sql;
    void *s;
    uint16_t *which;
    int n;
    int number;
} statement;

typedef struct kept kept;

enum { CACHE_SLOTS = 512, CACHE_MOST = 320 };

struct db {
    database *of;
    void *conn;
    bool writer;
    bool wrote;     // SQLite: the operation ran a statement that may have changed something
    bool lent;      // to somebody, who gives it back once
    bool begun;     // PostgreSQL: a transaction is open
    bool stale;     // PostgreSQL: this server takes no writes any more, or its plans are old: connect anew
    void *open;     // what a row loop is reading
    void *among;    // SQLite: the last query of among()
    void *numbers;  // and what it found
    kept *kept;     // db_kept.c; NULL: nothing was kept yet
    uint64_t state; // engine.state, once it was asked for since c was lent
    fault fault;
    int nerror;
    char error[800];
    i64 count;
    statement *cache; // CACHE_SLOTS
    int cached, named;
    arena room; // of the cache; emptied as a whole when it is full
    char *room_base;
    db *next; // in the pool
};

// Connections that are lent and come back; made when first needed.
typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t freed, drained;
    db *free;
    int made, most, lent, waiting;
    bool writers, gated; // gated: nothing is lent for the moment
} pool;

// Somebody who wants the writer: in the queue, then a member of a group.
typedef struct waiter {
    pthread_t who;
    db_work *fn; // what to do there; NULL: they want the turn itself
    void *arg;
    sem_t woken; // has the turn, or the result
    bool done;
    db_end result;
    struct waiter *next;
} waiter;

typedef struct {
    void *state, *at_group, *at_operation;
    ptrdiff_t n;
    before_commit *fn;
} carried;

// The writer's turn (SQLite). `lock` guards the queue; whoever holds the turn owns all else.
typedef struct {
    pthread_mutex_t lock;
    waiter *first, **last;
    i64 waiting;
    bool taken, dead;
    pthread_t holder;
    db *w;
    bool open;       // a transaction of a group is open
    int size, kept;  // operations of the group, and how many of them changed something
    int guarded;     // how many groups more, this one too, have a savepoint for each operation
    int former;      // operations of the group before it
    i64 opened;      // clock_ticks when the group began
    waiter *members; // whose operations are in the group
    carried carried[CARRIED_MOST];
    int ncarried;
    int frames; // length of the write-ahead log after the last commit
    int copied; // how much of it is in the file already
    int tried;  // its length when the readers were last held back
} turn;

struct database {
    db_kind kind;
    const engine *engine;
    database_options options;
    str where;
    int lock_file;
    str schema;      // PostgreSQL
    const char *uri; // PostgreSQL: without the schema
    pool readers, writers;
    turn turn;
    arena room;
    char *room_base;
};

db *db_make(database *d, bool writer); // connects; the reason of a failure sticks in what is returned
void db_unmake(db *c);
bool db_set_fault(db *c, fault f, str message, str sql); // only the first one sticks; false
void db_reset(db *c);     // ends an open row loop and forgets errors: before it is lent again
bool db_fails_now(db *c); // counts down db_fail_at; the fault sticks
statement *cache_find(db *c, uint64_t hash, str sql, const uint16_t *which, int n); // `which` NULL: not compared
statement *cache_room(db *c, uint64_t hash, void (*drop)(db *c, statement *s)); // an empty slot; drops all when full
void cache_drop(db *c, void (*drop)(db *c, statement *s));
db *pool_take(database *d, pool *p);
void pool_give(pool *p, db *c);
bool pool_gate(pool *p, int ms); // holds back new loans and waits until none is out; false after so many ms
void pool_open_gate(pool *p);
str db_sentence_(str template, const val *vals, int nvals); // for *error: lives until the next call on this thread
#define db_sentence(lit, ...) db_sentence_(S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))

db *turn_begin(database *d);
db_end turn_end(db *w, bool keep);
db_end turn_work(database *d, db_work *fn, void *arg);

bool sqlite_control(db *c, str sql, bool counted); // BEGIN, SAVEPOINT …; counted: db_fail_at may hit it
fault sqlite_commit(db *w, bool *fatal);           // fatal: nobody knows what the disk holds now
void sqlite_rollback(db *w);                       // of the whole transaction, if there still is one
bool sqlite_checkpoint(db *w);                     // false on an I/O error
// The name of an SQLite VFS over another (NULL: the system's) that writes logs, or else database files and their journals, in large
// pieces: for those that are synced. A database file only where no other connection reads it.
const char *piece_over(const char *vfs, bool log);
void kept_drop(db *d);
bool kept_next(rows *r); // of rows with .kept: is there another one?
const val *kept_cell(const rows *r, int col);
bool among_open(db *c); // db_sqlite_among.c: the function is there
void among_close(db *c);

#endif
