// fault.c: an SQLite file system that fails when a test wants it to.
// SPDX-License-Identifier: Apache-2.0
#include "test/fault.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <string.h>

typedef struct {
    sqlite3_file base;
    sqlite3_file *real; // lies behind this struct
} file;

static sqlite3_vfs *real;
static sqlite3_vfs shim;
static _Atomic i64 left, hits; // left: calls until it fails; 0: never
static _Atomic int armed_call, armed_kind, stays_failing;

void fault_arm(fault_call call, i64 n, fault_kind kind, bool stays)
{
    atomic_store(&left, 0);
    atomic_store(&armed_call, (int)call);
    atomic_store(&armed_kind, (int)kind);
    atomic_store(&stays_failing, stays);
    atomic_store(&hits, 0);
    atomic_store(&left, n);
}

void fault_disarm(void)
{
    atomic_store(&left, 0);
}

i64 fault_hits(void)
{
    return atomic_load(&hits);
}

static bool fails(fault_call call)
{
    if (atomic_load(&left) == 0 || atomic_load(&armed_call) != (int)call) return false;
    i64 at = atomic_fetch_sub(&left, 1);
    if (at > 1) return false;
    if (at < 1 && !atomic_load(&stays_failing)) {
        atomic_store(&left, 0);
        return false;
    }
    if (atomic_load(&stays_failing)) atomic_store(&left, 1);
    atomic_fetch_add(&hits, 1);
    return true;
}

static int answer(int error)
{
    return atomic_load(&armed_kind) == FAULT_NO_SPACE ? SQLITE_FULL : error;
}

static sqlite3_file *real_of(sqlite3_file *f)
{
    return ((file *)f)->real;
}

static int close_file(sqlite3_file *f)
{
    return real_of(f)->pMethods ? real_of(f)->pMethods->xClose(real_of(f)) : SQLITE_OK;
}

static int read_file(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    if (fails(FAULT_READ)) return SQLITE_IOERR_READ;
    return real_of(f)->pMethods->xRead(real_of(f), p, n, at);
}

static int write_file(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    if (!fails(FAULT_WRITE)) return real_of(f)->pMethods->xWrite(real_of(f), p, n, at);
    if (n > 1) real_of(f)->pMethods->xWrite(real_of(f), p, n / 2, at);
    return answer(SQLITE_IOERR_WRITE);
}

static int truncate_file(sqlite3_file *f, sqlite3_int64 n)
{
    if (fails(FAULT_TRUNCATE)) return SQLITE_IOERR_TRUNCATE;
    return real_of(f)->pMethods->xTruncate(real_of(f), n);
}

static int sync_file(sqlite3_file *f, int flags)
{
    if (fails(FAULT_SYNC)) return SQLITE_IOERR_FSYNC;
    return real_of(f)->pMethods->xSync(real_of(f), flags);
}

static int size_file(sqlite3_file *f, sqlite3_int64 *n)
{
    return real_of(f)->pMethods->xFileSize(real_of(f), n);
}

static int lock_file(sqlite3_file *f, int level)
{
    return real_of(f)->pMethods->xLock(real_of(f), level);
}

static int unlock_file(sqlite3_file *f, int level)
{
    return real_of(f)->pMethods->xUnlock(real_of(f), level);
}

static int reserved_file(sqlite3_file *f, int *out)
{
    return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}

static int control_file(sqlite3_file *f, int op, void *arg)
{
    return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}

static int sector_file(sqlite3_file *f)
{
    return real_of(f)->pMethods->xSectorSize(real_of(f));
}

static int device_file(sqlite3_file *f)
{
    return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}

static int shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **p)
{
    return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, p);
}

static int shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}

static void shm_barrier(sqlite3_file *f)
{
    real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int shm_unmap(sqlite3_file *f, int unlink)
{
    return real_of(f)->pMethods->xShmUnmap(real_of(f), unlink);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = reserved_file,
    .xFileControl = control_file,
    .xSectorSize = sector_file,
    .xDeviceCharacteristics = device_file,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

static int open_file(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *f, int flags, int *out)
{
    (void)vfs;
    file *mine = (file *)f;
    mine->base.pMethods = NULL;
    mine->real = (sqlite3_file *)(mine + 1);
    if (fails(FAULT_OPEN)) return answer(SQLITE_CANTOPEN);
    int rc = real->xOpen(real, name, mine->real, flags, out);
    if (rc == SQLITE_OK) mine->base.pMethods = &methods;
    return rc;
}

static void install(void)
{
    real = sqlite3_vfs_find(NULL);
    shim = *real;
    shim.zName = FAULT_VFS;
    shim.szOsFile = (int)sizeof(file) + real->szOsFile;
    shim.xOpen = open_file;
    shim.pNext = NULL;
    sqlite3_vfs_register(&shim, 0);
}

void fault_install(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
}
