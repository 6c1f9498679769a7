// db_sqlite_piece.c: SQLite files that are written in large pieces.
// SPDX-License-Identifier: Apache-2.0
//
// At a commit SQLite writes page after page in their order, 4 KB at a time, in the log with a head of 24 bytes before each; the
// system takes and syncs the same bytes in half the time in large pieces. What is written lies here until the next write does
// not follow on it, or anything else is asked of the file: nothing is read, synced, cut or unlocked before the system has it. A
// write that fails later than SQLite asked for it is told by the next call, at the latest by the sync before the commit; so this
// is for files that are synced. Other connections may read the log, for its index names a commit after the sync; but not the
// database file, into which a checkpoint that gets only part of the way copies pages for them without a sync. A rollback journal
// is synced before the first page of the database is written over, and it comes in pieces of 4 bytes and of a page.
#include "platform/db/db_engine.h"

#include <assert.h>
#include <sqlite3.h>
#include <string.h>

enum { PIECE = 31 << 12 }; // SQLite writes less than 128 KB at once

typedef struct {
    sqlite3_io_methods methods;
    const sqlite3_io_methods *real;
    sqlite3_int64 at; // where the bytes belong
    int n, failed;    // failed: told by nobody yet
    arena room;
    char *room_base;
    char bytes[PIECE];
} piece;

typedef struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *under;
    int which; // SQLITE_OPEN_…, or several
} shim;

// The file is the real one with other methods, and those are the first of what is ours.
static piece *piece_of(sqlite3_file *f)
{
    return (piece *)(uintptr_t)f->pMethods;
}

static int hand_on(sqlite3_file *f, piece *p)
{
    if (p->n && !p->failed) p->failed = p->real->xWrite(f, p->bytes, p->n, p->at);
    p->n = 0;
    return p->failed;
}

static int settle(sqlite3_file *f, piece *p)
{
    int rc = hand_on(f, p);
    p->failed = SQLITE_OK;
    return rc;
}

static int write_file(sqlite3_file *f, const void *bytes, int n, sqlite3_int64 at)
{
    piece *p = piece_of(f);
    int rc = at == p->at + p->n && n <= PIECE - p->n ? p->failed : settle(f, p);
    if (rc) return rc;
    if (n > PIECE) return p->real->xWrite(f, bytes, n, at);
    if (!p->n) p->at = at;
    memcpy(p->bytes + p->n, bytes, (size_t)n);
    p->n += n;
    return SQLITE_OK;
}

static int read_file(sqlite3_file *f, void *bytes, int n, sqlite3_int64 at)
{
    piece *p = piece_of(f);
    int rc = settle(f, p);
    return rc ? rc : p->real->xRead(f, bytes, n, at);
}

static int truncate_file(sqlite3_file *f, sqlite3_int64 n)
{
    piece *p = piece_of(f);
    int rc = settle(f, p);
    return rc ? rc : p->real->xTruncate(f, n);
}

static int sync_file(sqlite3_file *f, int flags)
{
    piece *p = piece_of(f);
    int rc = settle(f, p);
    return rc ? rc : p->real->xSync(f, flags);
}

static int size_file(sqlite3_file *f, sqlite3_int64 *n)
{
    piece *p = piece_of(f);
    int rc = settle(f, p);
    return rc ? rc : p->real->xFileSize(f, n);
}

static int unlock_file(sqlite3_file *f, int level)
{
    piece *p = piece_of(f);
    hand_on(f, p);
    return p->real->xUnlock(f, level);
}

static int close_file(sqlite3_file *f)
{
    piece *p = piece_of(f);
    hand_on(f, p);
    int rc = p->real->xClose(f);
    arena room = p->room;
    arena_drop(room, p->room_base);
    return rc;
}

static int open_file(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *f, int flags, int *out)
{
    const shim *s = (shim *)vfs;
    int rc = s->under->xOpen(s->under, name, f, flags, out);
    if (rc != SQLITE_OK || !(flags & s->which)) return rc;
    arena room = arena_make(2 * PIECE);
    char *base = room.beg;
    piece *p = (piece *)(void *)arena_bytes(&room, sizeof *p); // zero, for nobody has touched it
    p->room = room, p->room_base = base;
    p->real = f->pMethods;
    p->methods = *p->real;
    p->methods.xWrite = write_file, p->methods.xRead = read_file;
    p->methods.xTruncate = truncate_file, p->methods.xSync = sync_file;
    p->methods.xFileSize = size_file, p->methods.xUnlock = unlock_file;
    p->methods.xClose = close_file;
    f->pMethods = &p->methods;
    return SQLITE_OK;
}

const char *piece_over(const char *vfs, bool log)
{
    static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
    static const char *const names[] = {"piece", "piece-2", "piece-3", "piece-4"};
    static shim made[countof(names)];
    pthread_mutex_lock(&one);
    sqlite3_vfs *under = sqlite3_vfs_find(vfs);
    int i = 0, which = log ? SQLITE_OPEN_WAL : SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL;
    while (i < countof(names) && made[i].under && (made[i].under != under || made[i].which != which)) i++;
    assert(i < countof(names));
    if (!made[i].under) {
        made[i] = (shim){.vfs = *under, .under = under, .which = which};
        made[i].vfs.zName = names[i];
        made[i].vfs.xOpen = open_file;
        made[i].vfs.pNext = NULL;
        sqlite3_vfs_register(&made[i].vfs, 0);
    }
    pthread_mutex_unlock(&one);
    return names[i];
}
