// db.c: what is alike for both databases: connections lent and given back, errors that stick, guarded row loops.
// SPDX-License-Identifier: Apache-2.0
#include "platform/db/db_engine.h"
#include "platform/base/money.h"
#include "platform/base/time.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

_Thread_local i64 db_fail_at;

str db_sentence_(str template, const val *vals, int nvals)
{
    static _Thread_local char room[2048];
    arena a = {.beg = room, .end = room + sizeof room};
    jmp_buf full;
    a.full = &full;
    if (setjmp(full)) return S("The database could not be opened.");
    return format_(&a, template, vals, nvals);
}

// Opening and closing

static void pool_make(pool *p, int most, bool writers)
{
    *p = (pool){.most = most, .writers = writers};
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->freed, NULL);
    pthread_cond_init(&p->drained, NULL);
}

static void pool_unmake(pool *p)
{
    assert(p->lent == 0 && "a connection is still lent while its database is closed");
    for (db *c = p->free, *next; c; c = next) {
        next = c->next;
        db_unmake(c);
    }
    p->free = NULL;
}

database *database_open(str where, database_options o, str *error, bool *busy)
{
    arena room = arena_make(1 << 20);
    char *base = room.beg;
    bool pg = str_starts(where, S("postgres://")) || str_starts(where, S("postgresql://"));
    database *d = new (&room, database);
    d->kind = pg ? DB_POSTGRES : DB_SQLITE;
    d->engine = pg ? &engine_pg : &engine_sqlite;
    d->options = o;
    d->where = str_dup(&room, where);
    d->lock_file = -1;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int most = o.readers > 0 ? o.readers : 2 * (cores > 0 ? (int)cores : 1);
    pool_make(&d->readers, most, false);
    pool_make(&d->writers, most, true);
    pthread_mutex_init(&d->turn.lock, NULL);
    d->turn.last = &d->turn.first;
    d->room = room;
    d->room_base = base;
    *busy = false;
    if (d->engine->open(d, error, busy)) return d;
    pool_unmake(&d->readers);
    pool_unmake(&d->writers);
    d->engine->close(d);
    room = d->room;
    arena_drop(room, base);
    return NULL;
}

void database_close(database *d)
{
    pool_unmake(&d->readers);
    pool_unmake(&d->writers);
    d->engine->close(d);
    arena room = d->room;
    arena_drop(room, d->room_base);
}

db_kind database_kind(const database *d)
{
    return d->kind;
}

str database_where(const database *d)
{
    return d->where;
}

void *database_keep(database *d, ptrdiff_t size)
{
    pthread_mutex_lock(&d->turn.lock);
    void *p = arena_take(&d->room, size);
    pthread_mutex_unlock(&d->turn.lock);
    return p;
}

void db_carry(database *d, void *state, ptrdiff_t size, before_commit *fn)
{
    turn *t = &d->turn;
    assert(t->ncarried < CARRIED_MOST && !db_carried(d, fn));
    t->carried[t->ncarried++] = (carried){state, database_keep(d, size), database_keep(d, size), size, fn};
}

void *db_carried(const database *d, before_commit *fn)
{
    for (int i = 0; i < d->turn.ncarried; i++)
        if (d->turn.carried[i].fn == fn) return d->turn.carried[i].state;
    return NULL;
}

// Connections

db *db_make(database *d, bool writer)
{
    arena room = arena_make(8 << 20);
    char *base = room.beg;
    db *c = new (&room, db);
    c->cache = news(&room, statement, CACHE_SLOTS);
    c->of = d;
    c->writer = writer;
    c->room = room;
    c->room_base = base;
    d->engine->connect(c);
    return c;
}

void db_unmake(db *c)
{
    c->of->engine->disconnect(c);
    kept_drop(c);
    arena room = c->room;
    arena_drop(room, c->room_base);
}

static db *pool_idle(pool *p)
{
    db *c = p->free;
    if (c) p->free = c->next;
    return c;
}

// A connection that cannot be made is handed out all the same, with the reason stuck in it, and not kept.
db *pool_take(database *d, pool *p)
{
    db *c = NULL;
    pthread_mutex_lock(&p->lock);
    p->waiting++;
    while (p->gated || (!(c = pool_idle(p)) && p->made == p->most)) pthread_cond_wait(&p->freed, &p->lock);
    p->waiting--;
    p->lent++;
    if (!c) p->made++;
    pthread_mutex_unlock(&p->lock);
    if (!c) c = db_make(d, p->writers);
    c->lent = true;
    return c;
}

void pool_give(pool *p, db *c)
{
    bool spoilt = c->conn == NULL;
    c->lent = false;
    if (spoilt) db_unmake(c);
    pthread_mutex_lock(&p->lock);
    if (spoilt) {
        p->made--;
    } else {
        c->next = p->free;
        p->free = c;
    }
    p->lent--;
    pthread_cond_signal(&p->freed);
    if (p->lent == 0) pthread_cond_signal(&p->drained);
    pthread_mutex_unlock(&p->lock);
}

bool pool_gate(pool *p, int ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    i64 ns = until.tv_nsec + (i64)ms * 1000000;
    until.tv_sec += ns / 1000000000;
    until.tv_nsec = ns % 1000000000;
    pthread_mutex_lock(&p->lock);
    p->gated = true;
    int late = 0;
    while (p->lent && !late) late = pthread_cond_timedwait(&p->drained, &p->lock, &until);
    bool empty = p->lent == 0;
    pthread_mutex_unlock(&p->lock);
    return empty;
}

void pool_open_gate(pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->gated = false;
    pthread_cond_broadcast(&p->freed);
    pthread_mutex_unlock(&p->lock);
}

db *db_reader(database *d)
{
    db *c = pool_take(d, &d->readers);
    c->state = 0;
    if (!c->fault) d->engine->read_begin(c);
    return c;
}

void db_release(db *c)
{
    assert(c->lent && "a connection is given back twice: somebody else may work on it by now");
    db_reset(c);
    c->of->engine->read_end(c);
    db_reset(c);
    pool_give(&c->of->readers, c);
}

db *db_write_begin(database *d)
{
    return d->engine->write_begin(d);
}

db_end db_write_end(db *w, bool keep)
{
    return w->of->engine->write_end(w, keep);
}

db_end db_write(database *d, db_work *fn, void *arg)
{
    if (d->engine->work) return d->engine->work(d, fn, arg);
    db *w = db_write_begin(d);
    return w ? db_write_end(w, fn(w, arg)) : DB_CLOSED;
}

bool db_own_locks(db *w)
{
    if (w->of->kind == DB_SQLITE) return true;
    return db_exec(w, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
}

i64 db_waiting(const database *d)
{
    database *open = (database *)(uintptr_t)d; // the lock is no part of what the caller sees
    if (d->kind == DB_POSTGRES) {
        pthread_mutex_lock(&open->writers.lock);
        i64 n = d->writers.waiting;
        pthread_mutex_unlock(&open->writers.lock);
        return n;
    }
    pthread_mutex_lock(&open->turn.lock);
    i64 n = d->turn.waiting;
    pthread_mutex_unlock(&open->turn.lock);
    return n;
}

// Errors

bool db_set_fault(db *c, fault f, str message, str sql)
{
    if (c->fault) return false;
    c->fault = f;
    arena a = {.beg = c->error, .end = c->error + sizeof c->error};
    message = str_sub(message, 0, 300);
    sql = str_sub(sql, 0, 200);
    str whole = sql.n ? format(&a, "$1 (in: $2)", v(message), v(sql)) : str_dup(&a, message);
    memmove(c->error, whole.p, (size_t)whole.n);
    c->nerror = (int)whole.n;
    return false;
}

bool db_fails_now(db *c)
{
    if (db_fail_at == 0 || --db_fail_at) return false;
    db_set_fault(c, FAULT_WORLD, S("a test lets this statement fail"), (str){0});
    return true;
}

// A row loop left by a jump to the boundary is still open: it ends here.
void db_reset(db *c)
{
    if (c->open && c->open != c->kept) c->of->engine->stop(c, c->open);
    c->open = NULL;
    c->fault = FAULT_NONE;
    c->nerror = 0;
}

str db_error(const db *d)
{
    return (str){d->error, d->nerror};
}

bool db_constraint(const db *d)
{
    return d->fault == FAULT_CONSTRAINT;
}

void db_clear(db *d)
{
    if (d->fault == FAULT_CONSTRAINT) db_reset(d);
}

database *db_database(const db *d)
{
    return d->of;
}

db_kind db_kind_of(const db *d)
{
    return d->of->kind;
}

i64 db_changes(const db *d)
{
    return d->of->engine->changes ? d->of->engine->changes(d) : d->count;
}

i64 db_count(const db *d)
{
    return d->count;
}

// Statements and rows

static void *start(db *d, str sql, const val *vals, int nvals, bool once)
{
    assert(!d->open && "a statement inside an open row loop of the same connection");
    if (d->fault || db_fails_now(d)) return NULL;
    d->count++;
    d->open = d->of->engine->query(d, sql, vals, nvals, once);
    return d->open;
}

rows db_query_(db *d, arena *a, str sql, const val *vals, int nvals)
{
    return (rows){.d = d, .a = a, .s = start(d, sql, vals, nvals, false), .at = -1};
}

bool db_exec_(db *d, str sql, const val *vals, int nvals)
{
    rows r = {.d = d, .s = start(d, sql, vals, nvals, true), .at = -1};
    while (db_next(&r)) {
    }
    return d->fault == FAULT_NONE;
}

i64 db_insert_(db *d, arena *a, str sql, const char *id, const val *vals, int nvals)
{
    if (d->of->engine->inserted) return db_exec_(d, sql, vals, nvals) ? d->of->engine->inserted(d) : 0;
    text t = {.a = a};
    fill(&t, S("$1 RETURNING $2"), VALS(v(sql), v(id)), 2);
    return db_one((rows){.d = d, .a = a, .s = start(d, text_str(&t), vals, nvals, true), .at = -1});
}

bool db_script(db *d, str sql)
{
    assert(!d->open && "a statement inside an open row loop of the same connection");
    if (d->fault || db_fails_now(d)) return false;
    d->count++;
    return d->of->engine->script(d, sql);
}

bool db_next(rows *r)
{
    if (!r->s && !r->kept) return false;
    if (r->kept ? kept_next(r) : r->d->of->engine->next(r)) return true;
    db_stop(r);
    return false;
}

void db_stop(rows *r)
{
    if (!r->s && !r->kept) return;
    if (r->s) r->d->of->engine->stop(r->d, r->s);
    r->d->open = NULL;
    r->s = NULL;
    r->kept = NULL;
}

str db_view(const rows *r, int col)
{
    if (r->kept) return kept_cell(r, col)->kind == VAL_TEXT ? kept_cell(r, col)->s : (str){0};
    return r->d->of->engine->view(r, col);
}

str db_text(const rows *r, int col)
{
    str s = db_view(r, col);
    return s.p ? str_dup(r->a, s) : s;
}

i64 db_int(const rows *r, int col)
{
    if (r->kept) return kept_cell(r, col)->kind == VAL_INT ? kept_cell(r, col)->i : 0;
    return r->d->of->engine->integer(r, col);
}

double db_real(const rows *r, int col)
{
    if (r->kept) return kept_cell(r, col)->kind == VAL_REAL ? kept_cell(r, col)->r : (double)db_int(r, col);
    return r->d->of->engine->real(r, col);
}

bytes db_blob(const rows *r, int col)
{
    if (r->kept)
        return kept_cell(r, col)->kind == VAL_BYTES ? (bytes){kept_cell(r, col)->s.p, kept_cell(r, col)->s.n}
                                                    : (bytes){0};
    return r->d->of->engine->blob(r, col);
}

money db_money(const rows *r, int col)
{
    return money_of(db_int(r, col), db_view(r, col + 1));
}

bool db_null(const rows *r, int col)
{
    if (r->kept) return kept_cell(r, col)->null;
    return r->d->of->engine->null(r, col);
}

val db_val(const rows *r, int col)
{
    if (r->kept) return *kept_cell(r, col);
    if (db_null(r, col)) return (val){.kind = r->d->of->engine->kind(r, col), .null = true};
    switch (r->d->of->engine->kind(r, col)) {
    case VAL_INT: return val_int(db_int(r, col));
    case VAL_REAL: return val_real(db_real(r, col));
    case VAL_BYTES: return val_bytes(db_blob(r, col));
    default: return val_str(db_text(r, col));
    }
}

i64 db_one(rows r)
{
    i64 n = db_next(&r) ? db_int(&r, 0) : 0;
    db_stop(&r);
    return n;
}

// The cache of statements: open addressing by the hash of the text; emptied as a whole when full, which a program whose
// SQL is literals and a few forms of each hardly ever sees.

statement *cache_find(db *c, uint64_t hash, str sql, const uint16_t *which, int n)
{
    for (unsigned i = (unsigned)hash % CACHE_SLOTS;; i = (i + 1) % CACHE_SLOTS) {
        statement *s = c->cache + i;
        if (!s->sql.p) return NULL;
        if (s->hash != hash || !str_eq(s->sql, sql)) continue;
        if (!which || (s->n == n && (n == 0 || memcmp(s->which, which, (size_t)n * sizeof *which) == 0))) return s;
    }
}

void cache_drop(db *c, void (*drop)(db *c, statement *s))
{
    for (int i = 0; i < CACHE_SLOTS; i++) {
        if (c->cache[i].sql.p && drop) drop(c, c->cache + i);
        c->cache[i] = (statement){0};
    }
    c->cached = 0;
    c->room.beg = (char *)(c->cache + CACHE_SLOTS);
}

statement *cache_room(db *c, uint64_t hash, void (*drop)(db *c, statement *s))
{
    if (c->cached == CACHE_MOST || c->room.end - c->room.beg < 4 << 20) cache_drop(c, drop);
    unsigned i = (unsigned)hash % CACHE_SLOTS;
    while (c->cache[i].sql.p) i = (i + 1) % CACHE_SLOTS;
    c->cached++;
    return c->cache + i;
}
