// db.h: one way to speak to SQLite and PostgreSQL: literal SQL with $1, $2 …, and the writer's turn.
// SPDX-License-Identifier: Apache-2.0
//
// A `database` is one organisation's data: an SQLite file or a PostgreSQL schema. A `db` is one connection to it.
//
// Reading. db_reader lends a read-only connection; give it back with db_release. On SQLite it holds one snapshot while
// lent.
//
// Writing. On SQLite ONE connection in ONE process does all writes and checkpoints, and commits are shared: db_write_begin
// takes the writer's turn and begins a transaction when none is open. At db_write_end, if nobody waits for the turn, or the
// group has 64 operations, it commits and tells everybody in the group; else it waits to be told. db_write is both in one, with
// less waking. A refused operation waits too: its refusal may rest on an uncommitted neighbour. An operation that is refused
// after it wrote something undoes its group; who kept something there is told DB_RETRY, as it is itself, and for the next groups
// each operation has a savepoint to go back to: nobody is undone twice. Only a constraint violation belongs to one operation;
// any other error fails the whole group, and an I/O error on COMMIT ends the process. On PostgreSQL an operation is a
// transaction of its own on a connection of its own; what conflicts is told DB_RETRY. With SQLite, who is alone in its group
// never is.
//
// Errors stick: after the first one a connection runs no further statement until db_release, db_write_end or db_clear.
// No statement runs inside an open row loop of the same connection (asserted).
// SQL here knows no braces: those are expanded by platform/record/scope.h. The dialect is the common subset of both
// (research: architecture.md, the 26 traps): flags are 0/1, dates days, moments µs, no OFFSET, NULLS LAST, RETURNING
// allowed. SQLite also has among(x, 'SELECT …', a, b): x IN (that query with a as $1, b as $2), for queries over very many rows.
#ifndef DB_DB_H
#define DB_DB_H

#include "platform/base/ctx.h"

typedef struct database database;
typedef struct db db;

typedef enum { DB_SQLITE, DB_POSTGRES } db_kind;

typedef struct {
    int readers;     // reading connections at most; 0: 2 × cores
    bool create;     // make the file when it is not there (PostgreSQL: the schema)
    bool alone;      // one thread has it to itself, as a command does: SQLite keeps a rollback journal, no log
    bool much;       // and will write much: memory is taken in large pieces
    bool lock_wait;  // wait for another process's lock on the file instead of refusing
    bool no_sync;    // tests only: no fsync
    bool survive;    // tests only: where the process would end, the database only takes no more writes
    const char *vfs; // tests only: name of the SQLite VFS (test/fault.h)
} database_options;

// `where`: a path, or postgres://… (libpq URI; several hosts allowed: the one that takes writes is used, and found again after a
// fail-over; ?schema=NAME picks the schema, default "isms").
// Takes an exclusive lock beside the file (FILE-lock), held until close; *busy tells that another process has it.
// NULL with a sentence in *error (it lives until the next call on this thread) when it cannot be opened.
database *database_open(str where, database_options o, str *error, bool *busy);
void database_close(database *d);
db_kind database_kind(const database *d);
str database_where(const database *d);
// A consistent copy into a new file while the server runs (SQLite: online; PostgreSQL: the record layer's dump is used
// instead). The copy is one file by itself, has been read through (quick_check) and is on disk when true is returned.
bool database_backup(database *d, str file, str *error);
// Puts a copy in the place of a database that nobody has open: SQLite only. The copy is read through first
// (application, integrity, foreign keys). When `into` exists it is refused, unless `overwrite`: then the former
// database stays beside it as INTO-replaced. *busy tells that another process has `into`.
bool database_restore(str file, str into, bool overwrite, str *error, bool *busy);
// Zeroed memory that lives as long as the database, for what belongs to one database in memory.
void *database_keep(database *d, ptrdiff_t size);

// Waits for a free one. A thread holds one at a time. On PostgreSQL what cannot be reached sticks as the first error.
db *db_reader(database *d);
void db_release(db *c);

// DB_CLOSED: the database takes no writes any more (see the log).
typedef enum { DB_DONE, DB_RETRY, DB_FAILED, DB_FULL, DB_CLOSED } db_end;
// Neither nests: a thread that has the turn must end it first (asserted).
db *db_write_begin(database *d); // NULL when the database takes no writes any more (see the log)
// DB_DONE: keep → durable; !keep → nothing of it remains. `keep` with a violated constraint behind it is DB_FAILED, for
// this operation alone. Read db_error before: afterwards the connection belongs to somebody else.
db_end db_write_end(db *w, bool keep);
// Both around fn, which does an operation on the writer and answers whether to keep it. On SQLite whoever has the turn runs it, while
// this thread waits: fn may use what lies in arg and in the database, nothing that belongs to its thread.
typedef bool db_work(db *w, void *arg);
db_end db_write(database *d, db_work *fn, void *arg);
// PostgreSQL: operations run SERIALIZABLE, as if one after the other; what conflicts is told to try again. An operation that
// takes its own locks (FOR UPDATE SKIP LOCKED) says so by this as its first statement and runs READ COMMITTED. SQLite: nothing.
bool db_own_locks(db *w);
// State that travels with the writer: a plain struct (the ledger's frontier), zeroed or as it is before the first
// operation; copied before each operation and put back when it is refused. before_commit stores what it stands for as
// part of the group's transaction. SQLite only; before anybody works on the database, at most CARRIED_MOST of them.
typedef bool before_commit(void *state, db *w);
enum { CARRIED_MOST = 2 };
void db_carry(database *d, void *state, ptrdiff_t size, before_commit *fn);
void *db_carried(const database *d, before_commit *fn); // the state that came with fn, or NULL
i64 db_waiting(const database *d);                      // operations now waiting for the turn

typedef struct kept_rows kept_rows;
typedef struct {
    db *d;
    arena *a;
    void *s; // statement or result
    int at;  // PostgreSQL, and of kept rows: the current row
    const kept_rows *kept;
} rows;

#define db_query(d, a, sql, ...) db_query_((d), (a), S(sql), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
#define db_exec(d, sql, ...) db_exec_((d), S(sql), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))

// For the layers that build SQL from descriptors; the lint lists who calls them. Statements are cached per connection
// by their text. vals[1] is $1.
rows db_query_(db *d, arena *a, str sql, const val *vals, int nvals);
// The same rows. A reader of SQLite keeps what it finds, up to some 250 cells, as long as no commit is seen, and then answers
// without asking: for small things that every request wants to know. `sql` lives as long as the program, and is told from
// others by its address.
rows db_query_kept_(db *d, arena *a, str sql, const val *vals, int nvals);
// A place in a reader's memory for what somebody makes of the rows: *place and all that is taken from *room are gone, and the
// place is NULL again, when another commit is seen or the room is full. NULL: nothing can be kept (a writer, PostgreSQL, no statement
// before this one). For one user, platform/record/title.c.
void **db_kept(db *d, arena **room);
bool db_exec_(db *d, str sql, const val *vals, int nvals); // true when it ran
// An INSERT of one row: the value of its integer key `id`, 0 when it failed. sql has no RETURNING: on SQLite that would cost
// a savepoint per statement, and each savepoint makes the full-text index write out what it gathers.
i64 db_insert_(db *d, arena *a, str sql, const char *id, const val *vals, int nvals);
bool db_script(db *d, str sql); // several statements without values: DDL. PostgreSQL forgets its prepared statements

bool db_next(rows *r);               // false at the end or after an error; then the rows are closed
void db_stop(rows *r);               // closes rows before their end
str db_text(const rows *r, int col); // copied into the rows' arena; NULL is the empty view
str db_view(const rows *r, int col); // not copied: valid until the next db_next
i64 db_int(const rows *r, int col);  // NULL is 0
double db_real(const rows *r, int col);
bytes db_blob(const rows *r, int col);  // copied
money db_money(const rows *r, int col); // minor units there, the currency in the column after it
bool db_null(const rows *r, int col);
val db_val(const rows *r, int col); // by the column's own type: INT, REAL, TEXT (copied), BYTES
i64 db_one(rows r);                 // first column of the first row as integer, 0 when none; closes

str db_error(const db *d);       // the first error, or empty
bool db_constraint(const db *d); // that error was a violated constraint (unique, foreign key, not null)
// Forgets a violated constraint. On SQLite the operation may go on; on PostgreSQL it can only be ended with keep =
// false. Any other error stays.
void db_clear(db *d);
database *db_database(const db *d);
db_kind db_kind_of(const db *d);
// Grows with each row that this connection changes; on PostgreSQL with each statement that runs.
i64 db_changes(const db *d);
i64 db_count(const db *d); // statements run on this connection: query budgets in tests

// For tests: the n-th statement from now on this thread fails as if the disk did; BEGIN, SAVEPOINT, RELEASE and COMMIT
// count, too. 0 switches it off.
extern _Thread_local i64 db_fail_at;

#endif
