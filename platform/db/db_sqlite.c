// db_sqlite.c: one file, one writing connection, many reading ones.
// SPDX-License-Identifier: Apache-2.0
#include "platform/db/db_engine.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

// "ISMS" as a number: tells our files from other SQLite databases.
#define APPLICATION 0x49534D53
#define APPLICATION_PRAGMA "PRAGMA application_id=0x49534D53"

// Alone, a reader is the writer's connection under another name: the schema is parsed once, and what reads never stands in
// the way of a commit, as with a rollback journal it would.
static bool borrows(const db *c)
{
    return c->of->options.alone && !c->writer;
}

// Whose error it is

static fault fault_of(int rc)
{
    if ((rc & 0xFF) == SQLITE_CONSTRAINT) return FAULT_CONSTRAINT;
    return rc == SQLITE_FULL ? FAULT_FULL : FAULT_WORLD;
}

static bool fail_rc(db *c, int rc, str sql)
{
    const char *said = c->conn ? sqlite3_errmsg(c->conn) : sqlite3_errstr(rc);
    return db_set_fault(c, fault_of(rc), str_of(said), sql);
}

// Statements

static void drop(db *c, statement *s)
{
    (void)c;
    sqlite3_finalize(s->s);
}

// SQLite sees $1 as a named parameter and counts them in order of first use: remember which is which.
static bool learn(db *c, statement *s, sqlite3_stmt *p)
{
    s->n = sqlite3_bind_parameter_count(p);
    s->which = news(&c->room, uint16_t, s->n);
    for (int i = 0; i < s->n; i++) {
        const char *name = sqlite3_bind_parameter_name(p, i + 1);
        i64 k = 0;
        if (!name || name[0] != '$' || !str_int(str_of(name + 1), &k) || k < 1 || k > UINT16_MAX)
            return db_set_fault(c, FAULT_WORLD, S("a value is named otherwise than $1, $2 …"), s->sql);
        s->which[i] = (uint16_t)k;
    }
    return true;
}

static statement *prepare(db *c, str sql)
{
    uint64_t hash = str_hash(sql);
    statement *s = cache_find(c, hash, sql, NULL, 0);
    if (s) return s;
    sqlite3_stmt *p = NULL;
    const char *tail = NULL;
    int rc = sqlite3_prepare_v3(c->conn, sql.p, (int)sql.n, SQLITE_PREPARE_PERSISTENT, &p, &tail);
    if (rc != SQLITE_OK) return fail_rc(c, rc, sql), NULL;
    if (borrows(c) && !sqlite3_stmt_readonly(p)) {
        sqlite3_finalize(p);
        return db_set_fault(c, FAULT_WORLD, S("attempt to write through a reader"), sql), NULL;
    }
    assert(p && str_trim((str){tail, sql.p + sql.n - tail}).n == 0 && "one statement at a time");
    s = cache_room(c, hash, drop);
    *s = (statement){.hash = hash, .sql = {sqlite3_sql(p), sql.n}, .s = p};
    return learn(c, s, p) ? s : NULL;
}

static int bind(sqlite3_stmt *p, int i, const val *x, sqlite3_destructor_type life)
{
    if (x->null) return sqlite3_bind_null(p, i);
    switch (x->kind) {
    case VAL_NIL: return sqlite3_bind_null(p, i);
    case VAL_REAL: return sqlite3_bind_double(p, i, x->r);
    case VAL_TEXT: return sqlite3_bind_text64(p, i, x->s.p ? x->s.p : "", (sqlite3_uint64)x->s.n, life, SQLITE_UTF8);
    case VAL_BYTES: return sqlite3_bind_blob64(p, i, x->s.p ? x->s.p : "", (sqlite3_uint64)x->s.n, life);
    default: return sqlite3_bind_int64(p, i, x->i);
    }
}

static void *sqlite_query(db *c, str sql, const val *vals, int nvals, bool once)
{
    assert(!(c->writer && sqlite3_get_autocommit(c->conn)) && "a write outside of the writer's turn");
    statement *s = prepare(c, sql);
    if (!s) return NULL;
    if (c->writer && !sqlite3_stmt_readonly(s->s)) c->wrote = true;
    for (int i = 0; i < s->n; i++) {
        assert(s->which[i] <= nvals && "a statement names a value that was not given");
        int rc = bind(s->s, i + 1, vals + s->which[i], once ? SQLITE_STATIC : SQLITE_TRANSIENT);
        if (rc != SQLITE_OK) return fail_rc(c, rc, sql), NULL;
    }
    return s->s;
}

static bool sqlite_next(rows *r)
{
    int rc = sqlite3_step(r->s);
    if (rc == SQLITE_ROW) return true;
    if (rc != SQLITE_DONE) fail_rc(r->d, rc, str_of(sqlite3_sql(r->s)));
    return false;
}

static void sqlite_stop(db *c, void *s)
{
    (void)c;
    sqlite3_reset(s);
}

static bool sqlite_script(db *c, str sql)
{
    assert(!(c->writer && sqlite3_get_autocommit(c->conn)) && "a write outside of the writer's turn");
    arena scratch = c->room;
    c->wrote = true;
    int rc = sqlite3_exec(c->conn, str_z(&scratch, sql), NULL, NULL, NULL);
    return rc == SQLITE_OK || fail_rc(c, rc, str_sub(sql, 0, 80));
}

bool sqlite_control(db *c, str sql, bool counted)
{
    if (c->fault || (counted && db_fails_now(c))) return false;
    statement *s = prepare(c, sql);
    if (!s) return false;
    int rc = sqlite3_step(s->s);
    if (rc != SQLITE_DONE) fail_rc(c, rc, sql);
    sqlite3_reset(s->s);
    return rc == SQLITE_DONE;
}

// Rows

static bool sqlite_null(const rows *r, int col)
{
    return sqlite3_column_type(r->s, col) == SQLITE_NULL;
}

// Of the value itself: each sqlite3_column_ call looks after the connection's errors anew.
static str sqlite_view(const rows *r, int col)
{
    sqlite3_value *x = sqlite3_column_value(r->s, col);
    const char *p = (const char *)sqlite3_value_text(x);
    return (str){p, p ? sqlite3_value_bytes(x) : 0};
}

static i64 sqlite_integer(const rows *r, int col)
{
    return sqlite3_column_int64(r->s, col);
}

static double sqlite_real(const rows *r, int col)
{
    return sqlite3_column_double(r->s, col);
}

static bytes sqlite_blob(const rows *r, int col)
{
    if (sqlite_null(r, col)) return (bytes){0};
    const char *p = sqlite3_column_blob(r->s, col);
    str copy = str_dup(r->a, (str){p, sqlite3_column_bytes(r->s, col)});
    return (bytes){copy.p, copy.n};
}

static valkind sqlite_kind(const rows *r, int col)
{
    switch (sqlite3_column_type(r->s, col)) {
    case SQLITE_INTEGER: return VAL_INT;
    case SQLITE_FLOAT: return VAL_REAL;
    case SQLITE_TEXT: return VAL_TEXT;
    case SQLITE_BLOB: return VAL_BYTES;
    default: return VAL_NIL;
    }
}

static int sqlite_columns(const rows *r)
{
    return sqlite3_column_count(r->s);
}

// The pager counts how often it found other content than before when a snapshot began.
static uint64_t sqlite_state(const db *c)
{
    unsigned version = 0;
    if (c->writer || borrows(c) || sqlite3_txn_state(c->conn, "main") == SQLITE_TXN_NONE) return 0;
    int rc = sqlite3_file_control(c->conn, "main", SQLITE_FCNTL_DATA_VERSION, &version);
    return rc == SQLITE_OK ? (uint64_t)version + 1 : 0;
}

static i64 sqlite_inserted(db *c)
{
    return sqlite3_last_insert_rowid(c->conn);
}

static i64 sqlite_changes(const db *c)
{
    return sqlite3_total_changes64(c->conn);
}

// Transactions

static void read_begin(db *c)
{
    if (borrows(c)) return; // nobody else writes: there is nothing to hold a snapshot against
    sqlite_control(c, S("BEGIN"), false);
}

static void read_end(db *c)
{
    if (c->conn && !borrows(c) && !sqlite3_get_autocommit(c->conn)) sqlite_control(c, S("COMMIT"), false);
}

fault sqlite_commit(db *w, bool *fatal)
{
    if (db_fails_now(w)) return w->fault;
    if (sqlite_control(w, S("COMMIT"), false)) return FAULT_NONE;
    *fatal = w->fault == FAULT_WORLD && (sqlite3_errcode(w->conn) & 0xFF) != SQLITE_BUSY;
    return w->fault;
}

// SQLite may have rolled back by itself (disk full).
void sqlite_rollback(db *w)
{
    if (sqlite3_get_autocommit(w->conn)) return;
    if (sqlite3_exec(w->conn, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK) fail_rc(w, SQLITE_ERROR, S("ROLLBACK"));
}

static int log_grew(void *d, sqlite3 *conn, const char *name, int frames)
{
    (void)conn, (void)name;
    ((database *)d)->turn.frames = frames;
    return SQLITE_OK;
}

bool sqlite_checkpoint(db *w)
{
    int frames = 0, copied = 0;
    int rc = sqlite3_wal_checkpoint_v2(w->conn, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, &copied);
    if (copied > 0) w->of->turn.copied = copied;
    if ((rc & 0xFF) != SQLITE_IOERR && rc != SQLITE_CORRUPT) return true; // busy, or full: the log keeps what it has
    return fail_rc(w, rc, S("checkpoint"));
}

// Connections

static bool pragma(db *c, const char *sql)
{
    int rc = sqlite3_exec(c->conn, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK || fail_rc(c, rc, str_of(sql));
}

static i64 ask(db *c, const char *sql)
{
    sqlite3_stmt *s = NULL;
    i64 n = -1;
    int rc = sqlite3_prepare_v2(c->conn, sql, -1, &s, NULL);
    if (rc == SQLITE_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) n = sqlite3_column_int64(s, 0);
    if (rc != SQLITE_ROW) fail_rc(c, rc, str_of(sql));
    sqlite3_finalize(s);
    return n;
}

static void harden(sqlite3 *conn)
{
    sqlite3_db_config(conn, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(conn, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(conn, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(conn, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(conn, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    // Plans do not hang on values: nothing is prepared twice.
    sqlite3_db_config(conn, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    sqlite3_db_config(conn, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_extended_result_codes(conn, 1);
    sqlite3_busy_timeout(conn, 5000);
    sqlite3_wal_autocheckpoint(conn, 0);
}

// How the writer stores. Alone, in a rollback journal: a page goes to disk once, with the write-ahead log twice, and no log is
// there to be copied and removed at the end. EXTRA: the folder is synced, too, since removing the journal is what commits.
static bool set_writer(db *c)
{
    const database_options *o = &c->of->options;
    if (!o->alone) sqlite3_wal_hook(c->conn, log_grew, c->of);
    return pragma(c, o->no_sync ? "PRAGMA synchronous=OFF"
                     : o->alone ? "PRAGMA synchronous=EXTRA"
                                : "PRAGMA synchronous=FULL") &&
           pragma(c, o->alone ? "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-65536"
                              : "PRAGMA cache_size=-8192;PRAGMA journal_size_limit=67108864");
}

static bool sqlite_connect(db *c)
{
    database *d = c->of;
    if (borrows(c)) {
        c->conn = d->turn.w->conn;
        return true;
    }
    arena scratch = c->room;
    int flags =
        (c->writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    sqlite3 *conn = NULL;
    const char *vfs = d->options.vfs;
    if (c->writer && !d->options.no_sync) vfs = piece_over(vfs, !d->options.alone);
    int rc = sqlite3_open_v2(str_z(&scratch, d->where), &conn, flags, vfs);
    if (rc != SQLITE_OK) {
        db_set_fault(c, FAULT_WORLD, str_of(sqlite3_errstr(rc)), (str){0});
        sqlite3_close(conn);
        return false;
    }
    c->conn = conn;
    harden(conn);
    if (!among_open(c)) return fail_rc(c, sqlite3_errcode(conn), (str){0});
    if (!pragma(c, "PRAGMA mmap_size=0;PRAGMA cell_size_check=ON")) return false;
    if (!c->writer) {
        sqlite3_db_config(conn, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        return pragma(c, "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-4096");
    }
    return set_writer(c);
}

static void sqlite_disconnect(db *c)
{
    if (!c->conn) return;
    cache_drop(c, drop);
    among_close(c);
    int rc = borrows(c) ? SQLITE_OK : sqlite3_close(c->conn);
    assert(rc == SQLITE_OK && "a statement outlives its connection");
    c->conn = NULL;
}

// Opening

// One process per file: two would checkpoint beside each other's commits.
static bool lock_file(database *d, str *error, bool *busy)
{
    arena scratch = d->room;
    const char *path = str_z(&scratch, str_join(&scratch, d->where, S("-lock")));
    d->lock_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (d->lock_file < 0) {
        *error = db_sentence("\"$1\" cannot be made: $2.", v(path), v(strerror(errno)));
        return false;
    }
    int rc;
    do rc = flock(d->lock_file, LOCK_EX | (d->options.lock_wait ? 0 : LOCK_NB));
    while (rc != 0 && errno == EINTR);
    if (rc == 0) return true;
    *busy = errno == EWOULDBLOCK;
    *error = db_sentence("Another process has \"$1\" open.", v(d->where));
    return false;
}

static bool find_file(database *d, str *error)
{
    arena scratch = d->room;
    const char *path = str_z(&scratch, d->where);
    if (access(path, F_OK) == 0) return true;
    if (!d->options.create) {
        *error = db_sentence("There is no database at \"$1\".", v(d->where));
        return false;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        *error = db_sentence("\"$1\" cannot be made: $2.", v(d->where), v(strerror(errno)));
        return false;
    }
    close(fd);
    return true;
}

// New and empty: marked as ours. Anything else must be ours.
static bool claim(db *w, str *error)
{
    i64 id = ask(w, "PRAGMA application_id");
    i64 tables = ask(w, "SELECT count(*) FROM sqlite_schema");
    if (!w->fault && id == 0 && tables == 0 && w->of->options.create)
        pragma(w, APPLICATION_PRAGMA);
    else if (!w->fault && id != APPLICATION) {
        *error = db_sentence("\"$1\" is an SQLite file of another program.", v(w->of->where));
        return false;
    }
    pragma(w, w->of->options.alone ? "PRAGMA journal_mode=DELETE" : "PRAGMA journal_mode=WAL");
    return !w->fault;
}

// Room for the pages that an import changes, in one piece and in large pages of memory: a thousand new ones are a thousand
// faults less. What goes beyond is taken as ever.
static void take_pages(void)
{
    enum { ROOM = 8 << 20 };
    int head = 0;
    arena room = arena_make(ROOM); // for the process
    arena_spread(&room);
    sqlite3_config(SQLITE_CONFIG_PCACHE_HDRSZ, &head);
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, room.beg, 4096 + head, ROOM / (4096 + head));
}

static void sqlite_settings(void)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD); // no two threads share a connection
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // Bytes an operation may undo before a file is made for it: the most that SQLite 3.40 writes to one in one piece.
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, (1 << 17) - 1);
}

static void settings_for_much(void)
{
    sqlite_settings();
    take_pages();
}

static bool sqlite_open(database *d, str *error, bool *busy)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, d->options.much ? settings_for_much : sqlite_settings);
    *error = (str){0};
    if (!lock_file(d, error, busy) || !find_file(d, error)) return false;
    db *w = d->turn.w = db_make(d, true);
    if (!w->fault) claim(w, error);
    if (!w->fault && !error->n) {
        db *r = db_reader(d); // proves that reading works
        db_one(db_query(r, &d->room, "SELECT count(*) FROM sqlite_schema"));
        if (r->fault) db_set_fault(w, r->fault, db_error(r), (str){0});
        db_release(r);
    }
    if (w->fault) *error = db_sentence("\"$1\" cannot be opened: $2.", v(d->where), v(db_error(w)));
    return !error->n;
}

static void sqlite_close(database *d)
{
    db *w = d->turn.w;
    if (w) {
        if (w->conn && d->turn.dead)
            sqlite3_db_config(w->conn, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        else if (w->conn && !w->fault && sqlite3_total_changes(w->conn)) // who only read leaves every byte as it was
            sqlite3_exec(w->conn, "PRAGMA optimize", NULL, NULL, NULL);
        db_unmake(w); // the last connection: copies the write-ahead log into the file
    }
    if (d->lock_file >= 0) close(d->lock_file);
}

const engine engine_sqlite = {
    .connect = sqlite_connect,
    .disconnect = sqlite_disconnect,
    .read_begin = read_begin,
    .read_end = read_end,
    .query = sqlite_query,
    .next = sqlite_next,
    .stop = sqlite_stop,
    .script = sqlite_script,
    .null = sqlite_null,
    .view = sqlite_view,
    .integer = sqlite_integer,
    .real = sqlite_real,
    .blob = sqlite_blob,
    .kind = sqlite_kind,
    .columns = sqlite_columns,
    .state = sqlite_state,
    .inserted = sqlite_inserted,
    .changes = sqlite_changes,
    .write_begin = turn_begin,
    .write_end = turn_end,
    .work = turn_work,
    .open = sqlite_open,
    .close = sqlite_close,
};
