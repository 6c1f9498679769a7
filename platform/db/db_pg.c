// db_pg.c: PostgreSQL: an operation is a transaction of its own on a connection of its own.
// SPDX-License-Identifier: Apache-2.0
//
// Values travel in binary with their types, so that nothing is copied and a NULL has a type, too; rows come back as text.
// Statements are prepared once per connection. A connection that broke is made anew when it is next used: with several hosts
// in the URI libpq finds the one that takes writes now.
#include "platform/db/db_engine.h"
#include "platform/base/log.h"
#include "platform/db/pq.h"

#include <assert.h>
#include <endian.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// Object ids of types, from PostgreSQL's catalogue: they never change.
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25 };
enum { OID_FLOAT4 = 700, OID_FLOAT8 = 701, OID_NUMERIC = 1700 };

// Whose error it is

static fault fault_of(const char *state)
{
    static const char *const again[] = {"40001", "40P01", "55P03", "0A000", NULL}; // 0A000: a plan older than the table
    if (!state) return FAULT_WORLD;
    if (str_starts(str_of(state), S("23"))) return FAULT_CONSTRAINT;
    if (str_in(str_of(state), again)) return FAULT_RETRY;
    return strcmp(state, "53100") == 0 ? FAULT_FULL : FAULT_WORLD;
}

static bool fail_result(db *c, const PGresult *r, str sql)
{
    const char *state = r ? pq.resultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    const char *said = r ? pq.resultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (state && (strcmp(state, "25006") == 0 || strcmp(state, "0A000") == 0)) c->stale = true;
    str words = str_trim(str_of(said ? said : pq.errorMessage(c->conn)));
    return db_set_fault(c, fault_of(state), words, sql);
}

static bool run(db *c, const char *sql)
{
    PGresult *r = pq.exec(c->conn, sql);
    ExecStatusType status = pq.resultStatus(r);
    bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    // A COMMIT of a transaction that failed before is answered with ROLLBACK, and no error.
    if (ok && strcmp(sql, "COMMIT") == 0 && strcmp(pq.cmdStatus(r), "COMMIT") != 0)
        ok = db_set_fault(c, FAULT_WORLD, S("the transaction had failed before"), (str){0});
    if (!ok) fail_result(c, r, str_sub(str_of(sql), 0, 80));
    pq.clear(r);
    return ok;
}

// Connections

static void silent(void *arg, const char *message)
{
    (void)arg, (void)message;
}

static bool set_up(db *c)
{
    char *schema = pq.escapeIdentifier(c->conn, c->of->schema.p, (size_t)c->of->schema.n);
    if (!schema) return db_set_fault(c, FAULT_WORLD, str_of(pq.errorMessage(c->conn)), (str){0});
    pq.setNoticeProcessor(c->conn, silent, NULL);
    arena scratch = c->room;
    str sql = format(&scratch, "SET search_path TO $1; SET jit TO off; SET default_transaction_isolation TO '$2'; $3",
                     v(schema), v(c->writer ? "serializable" : "repeatable read"),
                     // A scan of a whole table would conflict with every write to it.
                     v(c->writer ? "SET lock_timeout TO '10s'; SET enable_seqscan TO off"
                                 : "SET default_transaction_read_only TO on"));
    pq.freemem(schema);
    return run(c, str_z(&scratch, sql));
}

static bool pg_connect(db *c)
{
    // What stands before dbname gives way to the URI, what stands after it does not.
    static const char *const names[] = {
        "connect_timeout",           "keepalives_idle", "tcp_user_timeout", "target_session_attrs",
        "fallback_application_name", "dbname",          "client_encoding",  NULL};
    const char *values[] = {"3", "10", "15000", "read-write", "isms", c->of->uri, "UTF8", NULL};
    c->conn = pq.connectdbParams(names, values, 1);
    if (pq.status(c->conn) != CONNECTION_OK)
        return db_set_fault(c, FAULT_WORLD, str_trim(str_of(pq.errorMessage(c->conn))), (str){0});
    return set_up(c);
}

static void pg_disconnect(db *c)
{
    pq.finish(c->conn);
    c->conn = NULL;
}

// Before a transaction: is the connection still one?
static bool revive(db *c)
{
    if (pq.status(c->conn) == CONNECTION_OK && !c->stale) return true;
    db_reset(c);
    cache_drop(c, NULL);
    pq.reset(c->conn);
    c->stale = false;
    if (pq.status(c->conn) != CONNECTION_OK)
        return db_set_fault(c, FAULT_WORLD, str_trim(str_of(pq.errorMessage(c->conn))), (str){0});
    return set_up(c);
}

// A server that went away is noticed here, when nothing is lost yet: one more try.
static bool begin(db *c)
{
    for (int try = 0; try < 2; try++) {
        if (!revive(c)) continue;
        if (run(c, "BEGIN")) return c->begun = true;
        if (pq.status(c->conn) == CONNECTION_OK) return false;
    }
    return false;
}

// Statements

static Oid type_of(valkind k)
{
    switch (k) {
    case VAL_REAL: return OID_FLOAT8;
    case VAL_BYTES: return OID_BYTEA;
    case VAL_NIL:
    case VAL_TEXT: return OID_TEXT;
    default: return OID_INT8;
    }
}

static void name_put(char name[24], const statement *s)
{
    snprintf(name, 24, "%d", s->number);
}

static void forget_all(db *c)
{
    cache_drop(c, NULL);
    run(c, "DEALLOCATE ALL");
}

static statement *prepare(db *c, str sql, const val *vals, int nvals)
{
    char name[24];
    arena scratch = c->room;
    uint16_t *kinds = news(&scratch, uint16_t, nvals + 1);
    uint64_t hash = str_hash(sql);
    for (int i = 0; i < nvals; i++) {
        kinds[i] = (uint16_t)type_of(vals[i + 1].kind);
        hash = hash * 31 + kinds[i];
    }
    statement *s = cache_find(c, hash, sql, kinds, nvals);
    if (s) return s;
    if (c->cached == CACHE_MOST || c->room.end - c->room.beg - sql.n < 5 << 20) forget_all(c);
    statement made = {.hash = hash, .n = nvals, .number = ++c->named};
    made.which = news(&c->room, uint16_t, nvals + 1);
    made.sql = str_dup(&c->room, sql);
    scratch = c->room;
    Oid *types = news(&scratch, Oid, nvals + 1);
    for (int i = 0; i < nvals; i++) {
        types[i] = type_of(vals[i + 1].kind);
        made.which[i] = (uint16_t)types[i];
    }
    name_put(name, &made);
    PGresult *r = pq.prepare(c->conn, name, made.sql.p, nvals, types);
    bool ok = pq.resultStatus(r) == PGRES_COMMAND_OK;
    if (!ok) fail_result(c, r, sql);
    pq.clear(r);
    if (!ok) return NULL;
    s = cache_room(c, hash, NULL);
    *s = made;
    return s;
}

typedef struct {
    const char **values;
    int *lengths, *formats;
    uint64_t *words;
} parameters;

static void bind(parameters *p, int i, const val *x)
{
    p->formats[i] = 1;
    if (x->null || x->kind == VAL_NIL) return;
    if (x->kind == VAL_TEXT || x->kind == VAL_BYTES) {
        p->values[i] = x->s.p ? x->s.p : "";
        p->lengths[i] = (int)x->s.n;
        return;
    }
    uint64_t word = (uint64_t)x->i;
    if (x->kind == VAL_REAL) memcpy(&word, &x->r, sizeof word);
    p->words[i] = htobe64(word);
    p->values[i] = (const char *)(p->words + i);
    p->lengths[i] = 8;
}

static void *pg_query(db *c, str sql, const val *vals, int nvals, bool once)
{
    (void)once; // values are sent before this returns
    if (!c->begun && !begin(c)) return NULL;
    statement *s = prepare(c, sql, vals, nvals);
    if (!s) return NULL;
    arena scratch = c->room;
    parameters p = {news(&scratch, const char *, nvals), news(&scratch, int, nvals), news(&scratch, int, nvals),
                    news(&scratch, uint64_t, nvals)};
    for (int i = 0; i < nvals; i++) bind(&p, i, vals + i + 1);
    char name[24];
    name_put(name, s);
    PGresult *r = pq.execPrepared(c->conn, name, nvals, p.values, p.lengths, p.formats, 0);
    ExecStatusType status = pq.resultStatus(r);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return r;
    fail_result(c, r, sql);
    pq.clear(r);
    return NULL;
}

static bool pg_next(rows *r)
{
    return ++r->at < pq.ntuples(r->s);
}

static void pg_stop(db *c, void *s)
{
    (void)c;
    pq.clear(s);
}

static bool pg_script(db *c, str sql)
{
    if (!c->begun && !begin(c)) return false;
    arena scratch = c->room;
    bool ok = run(c, str_z(&scratch, sql));
    if (ok) forget_all(c); // plans of tables that look otherwise now
    return ok;
}

// Rows

static bool pg_null(const rows *r, int col)
{
    return pq.getisnull(r->s, r->at, col);
}

static str pg_view(const rows *r, int col)
{
    if (pg_null(r, col)) return (str){0};
    return (str){pq.getvalue(r->s, r->at, col), pq.getlength(r->s, r->at, col)};
}

static double pg_real(const rows *r, int col)
{
    double x = 0;
    return str_double(pg_view(r, col), &x) ? x : 0;
}

static i64 pg_integer(const rows *r, int col)
{
    i64 i = 0;
    str s = pg_view(r, col);
    if (str_int(s, &i)) return i;
    if (s.n == 1 && pq.ftype(r->s, col) == OID_BOOL) return s.p[0] == 't';
    return (i64)pg_real(r, col); // numeric
}

static bytes pg_blob(const rows *r, int col)
{
    bytes b = {0};
    str s = pg_view(r, col);
    if (!s.p) return b;
    if (pq.ftype(r->s, col) == OID_BYTEA && str_starts(s, S("\\x")) && hex_read(r->a, str_from(s, 2), &b)) return b;
    str copy = str_dup(r->a, s);
    return (bytes){copy.p, copy.n};
}

static valkind pg_kind(const rows *r, int col)
{
    switch (pq.ftype(r->s, col)) {
    case OID_BOOL:
    case OID_INT8:
    case OID_INT4:
    case OID_INT2: return VAL_INT;
    case OID_FLOAT8:
    case OID_FLOAT4:
    case OID_NUMERIC: return VAL_REAL;
    case OID_BYTEA: return VAL_BYTES;
    default: return VAL_TEXT;
    }
}

// Transactions

static void pg_read_begin(db *c)
{
    (void)c; // with the first statement: many requests that lend a reader ask nothing
}

static void pg_read_end(db *c)
{
    // Nobody needs to wait for this answer: the next BEGIN takes it from the line.
    if (c->begun && pq.status(c->conn) == CONNECTION_OK) pq.sendQuery(c->conn, "COMMIT");
    c->begun = false;
}

static db *pg_write_begin(database *d)
{
    db *w = pool_take(d, &d->writers);
    db_reset(w);
    if (!db_fails_now(w)) begin(w);
    return w;
}

static db_end end_of(const db *w, bool keep)
{
    switch (w->fault) {
    case FAULT_NONE: return DB_DONE;
    case FAULT_CONSTRAINT: return keep ? DB_FAILED : DB_DONE;
    case FAULT_RETRY: return DB_RETRY;
    case FAULT_FULL: return DB_FULL;
    default: return DB_FAILED;
    }
}

static db_end pg_write_end(db *w, bool keep)
{
    if (w->open) pg_stop(w, w->open);
    w->open = NULL;
    bool committed = keep && !w->fault && !db_fails_now(w) && run(w, "COMMIT");
    db_end end = end_of(w, keep);
    if (w->fault >= FAULT_FULL) log_line("database: $1", v(db_error(w)));
    db_reset(w);
    if (!committed && w->begun && pq.status(w->conn) == CONNECTION_OK) run(w, "ROLLBACK");
    w->begun = false;
    db_reset(w);
    pool_give(&w->of->writers, w);
    return end;
}

// Opening

// Takes schema=NAME out of the URI: libpq knows no such parameter.
static void split_uri(database *d)
{
    text uri = {.a = &d->room};
    str query = d->where, before = str_cut(&query, '?');
    d->schema = S("isms");
    put(&uri, before);
    char sep = '?';
    while (query.p) {
        str part = str_cut(&query, '&');
        if (str_starts(part, S("schema="))) {
            d->schema = str_from(part, 7);
            continue;
        }
        put_char(&uri, sep);
        put(&uri, part);
        sep = '&';
    }
    d->uri = str_z(&d->room, text_str(&uri));
}

static bool find_schema(db *w, str *error)
{
    database *d = w->of;
    char *name = pq.escapeIdentifier(w->conn, d->schema.p, (size_t)d->schema.n);
    arena scratch = d->room;
    if (d->options.create) run(w, str_z(&scratch, format(&scratch, "CREATE SCHEMA IF NOT EXISTS $1", v(name))));
    pq.freemem(name);
    if (!w->fault && !db_one(db_query(w, &scratch, "SELECT 1 FROM pg_namespace WHERE nspname = $1", v(d->schema))))
        *error = db_sentence("There is no schema \"$1\" at \"$2\".", v(d->schema), v(pq.host(w->conn)));
    return !w->fault && !error->n;
}

static bool pg_open(database *d, str *error, bool *busy)
{
    *busy = false;
    *error = (str){0};
    if (!library_load(&pq_library)) return *error = str_of(pq_library.missing), false;
    split_uri(d);
    db *w = pg_write_begin(d);
    bool ok = !w->fault && find_schema(w, error);
    if (w->fault) *error = db_sentence("PostgreSQL cannot be reached: $1.", v(db_error(w)));
    db_end end = pg_write_end(w, ok);
    if (ok && end != DB_DONE) *error = db_sentence("The schema \"$1\" cannot be made.", v(d->schema));
    return ok && end == DB_DONE;
}

static void pg_close(database *d)
{
    (void)d; // its connections are closed with their pools
}

const engine engine_pg = {
    .connect = pg_connect,
    .disconnect = pg_disconnect,
    .read_begin = pg_read_begin,
    .read_end = pg_read_end,
    .query = pg_query,
    .next = pg_next,
    .stop = pg_stop,
    .script = pg_script,
    .null = pg_null,
    .view = pg_view,
    .integer = pg_integer,
    .real = pg_real,
    .blob = pg_blob,
    .kind = pg_kind,
    .write_begin = pg_write_begin,
    .write_end = pg_write_end,
    .open = pg_open,
    .close = pg_close,
};
