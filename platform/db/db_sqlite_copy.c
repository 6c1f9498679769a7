// db_sqlite_copy.c: copies of a file: made while the server runs, checked, and put in place.
// SPDX-License-Identifier: Apache-2.0
#include "platform/db/db_engine.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { APPLICATION = 0x49534D53, PAGES_PER_STEP = 2000 };

static bool said(sqlite3 *conn, str file, str *error)
{
    *error = db_sentence("\"$1\" cannot be copied: $2.", v(file), v(sqlite3_errmsg(conn)));
    return false;
}

static i64 ask(sqlite3 *conn, const char *sql)
{
    sqlite3_stmt *s = NULL;
    i64 n = -1;
    if (sqlite3_prepare_v2(conn, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return n;
}

// The first row of a check: "ok", nothing, or what is wrong.
static bool sound(sqlite3 *conn, const char *sql, str file, str *error)
{
    sqlite3_stmt *s = NULL;
    bool ok = sqlite3_prepare_v2(conn, sql, -1, &s, NULL) == SQLITE_OK;
    int rc = ok ? sqlite3_step(s) : SQLITE_ERROR;
    const char *first = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : NULL;
    if (rc == SQLITE_DONE || (first && strcmp(first, "ok") == 0)) {
        sqlite3_finalize(s);
        return true;
    }
    *error = db_sentence("\"$1\" is damaged: $2.", v(file), v(first ? first : sqlite3_errmsg(conn)));
    sqlite3_finalize(s);
    return false;
}

static bool copy_pages(sqlite3 *from, sqlite3 *to, str file, str *error)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    if (!b) return said(to, file, error);
    int rc;
    do rc = sqlite3_backup_step(b, PAGES_PER_STEP);
    while (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED);
    sqlite3_backup_finish(b);
    return rc == SQLITE_DONE || said(to, file, error);
}

// Out of the write-ahead mode, so that the copy is one file by itself; closing writes it to disk.
static bool copy_into(sqlite3 *from, const char *path, bool whole, str *error)
{
    sqlite3 *to = NULL;
    str file = str_of(path);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        *error = db_sentence("\"$1\" cannot be written: $2.", v(file), v(strerror(errno)));
        return false;
    }
    bool ok = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
    if (!ok) said(to, file, error);
    ok = ok && copy_pages(from, to, file, error);
    if (ok && sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL) != SQLITE_OK) ok = said(to, file, error);
    ok = ok && sound(to, whole ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)", file, error);
    ok = ok && (!whole || sound(to, "PRAGMA foreign_key_check", file, error));
    if (ok && whole && ask(to, "PRAGMA application_id") != APPLICATION) {
        *error = db_sentence("\"$1\" holds no copy of a database of this program.", v(file));
        ok = false;
    }
    sqlite3_close(to);
    if (ok && fsync(fd) != 0) {
        *error = db_sentence("\"$1\" cannot be written: $2.", v(file), v(strerror(errno)));
        ok = false;
    }
    close(fd);
    return ok;
}

static void settle_folder(arena scratch, str path)
{
    ptrdiff_t cut = path.n;
    while (cut > 0 && path.p[cut - 1] != '/') cut--;
    int fd = open(cut ? str_z(&scratch, str_sub(path, 0, cut)) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    fsync(fd);
    close(fd);
}

static const char *beside(arena *a, str path, const char *suffix)
{
    return str_z(a, str_join(a, path, str_of(suffix)));
}

bool database_backup(database *d, str file, str *error)
{
    char room[8192];
    arena a = {.beg = room, .end = room + sizeof room};
    if (d->kind != DB_SQLITE || file.n > 1000) {
        *error = db_sentence("A database on PostgreSQL is copied by an export, or by PostgreSQL's own tools.");
        return false;
    }
    const char *path = str_z(&a, file), *part = beside(&a, file, "-part");
    if (access(path, F_OK) == 0) {
        *error = db_sentence("\"$1\" exists already.", v(file));
        return false;
    }
    db *r = db_reader(d); // its snapshot holds for the whole copy, however many write meanwhile
    db_one(db_query(r, &a, "SELECT count(*) FROM sqlite_schema"));
    bool ok = !r->fault;
    if (!ok) *error = db_sentence("The database cannot be read: $1.", v(db_error(r)));
    ok = ok && copy_into(r->conn, part, false, error);
    db_release(r);
    if (ok && renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) != 0) {
        *error = db_sentence("\"$1\" cannot be written: $2.", v(file), v(strerror(errno)));
        ok = false;
    }
    if (!ok) unlink(part);
    settle_folder(a, file);
    return ok;
}

// The former file goes first and its journal or write-ahead log after it: a crash in between leaves no database where one is
// expected, never a database with the log of another.
static bool put_in_place(arena a, str into, const char *part, bool overwrite, str *error)
{
    static const char *const tails[] = {"", "-journal", "-wal", "-shm"};
    const char *path = str_z(&a, into);
    str former = str_join(&a, into, S("-replaced"));
    if (access(path, F_OK) == 0 && !overwrite) {
        *error = db_sentence("\"$1\" exists already.", v(into));
        return false;
    }
    for (int i = 0; i < countof(tails); i++) unlink(beside(&a, former, tails[i]));
    for (int i = 0; i < countof(tails); i++)
        if (rename(beside(&a, into, tails[i]), beside(&a, former, tails[i])) != 0 && errno != ENOENT) {
            *error = db_sentence("\"$1\" cannot be moved away: $2.", v(into), v(strerror(errno)));
            return false;
        }
    settle_folder(a, into);
    if (rename(part, path) != 0) {
        *error = db_sentence("\"$1\" cannot be written: $2.", v(into), v(strerror(errno)));
        return false;
    }
    settle_folder(a, into);
    return true;
}

static bool restore(arena a, str file, str into, bool overwrite, str *error)
{
    sqlite3 *from = NULL;
    const char *part = beside(&a, into, "-part");
    bool ok = sqlite3_open_v2(str_z(&a, file), &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
    if (!ok) *error = db_sentence("\"$1\" cannot be read: $2.", v(file), v(sqlite3_errmsg(from)));
    ok = ok && copy_into(from, part, true, error) && put_in_place(a, into, part, overwrite, error);
    sqlite3_close(from);
    if (!ok) unlink(part);
    return ok;
}

bool database_restore(str file, str into, bool overwrite, str *error, bool *busy)
{
    char room[16384];
    arena a = {.beg = room, .end = room + sizeof room};
    *busy = false;
    if (file.n > 1000 || into.n > 1000 || str_starts(into, S("postgres"))) {
        *error = db_sentence("A copy is put in the place of an SQLite file; into PostgreSQL goes an import.");
        return false;
    }
    const char *lock = beside(&a, into, "-lock");
    int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
    if (!ok) {
        *busy = fd >= 0 && errno == EWOULDBLOCK;
        *error = *busy ? db_sentence("Another process has \"$1\" open.", v(into))
                       : db_sentence("\"$1\" cannot be made: $2.", v(lock), v(strerror(errno)));
    }
    if (ok && !overwrite && access(str_z(&a, into), F_OK) == 0) {
        *error = db_sentence("\"$1\" exists already.", v(into));
        ok = false;
    }
    ok = ok && restore(a, file, into, overwrite, error);
    if (fd >= 0) close(fd);
    return ok;
}
