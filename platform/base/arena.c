// arena.c: memory by lifetime.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

_Thread_local i64 arena_fail_at;

arena arena_make(ptrdiff_t size)
{
    void *p = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) {
        fputs("isms: the system has no memory left\n", stderr);
        abort();
    }
    return (arena){.beg = p, .end = (char *)p + size};
}

void arena_spread(const arena *a)
{
    char *from = (char *)(((uintptr_t)a->beg + 4095) & ~(uintptr_t)4095);
    if (from < a->end) madvise(from, (size_t)(a->end - from), MADV_HUGEPAGE);
}

void arena_drop(arena a, char *base)
{
    munmap(base, (size_t)(a.end - base));
}

void arena_trim(arena a, char *base, ptrdiff_t keep)
{
    char *from = base + ((keep + 4095) & ~(ptrdiff_t)4095);
    if (from < a.end) madvise(from, (size_t)(a.end - from), MADV_DONTNEED);
}

static void arena_full(arena *a)
{
    if (a->full) longjmp(*a->full, 1);
    fputs("isms: this needs more memory than one operation may use\n", stderr);
    abort();
}

char *arena_bytes(arena *a, ptrdiff_t size)
{
    ptrdiff_t pad = -(ptrdiff_t)(uintptr_t)a->beg & ((ptrdiff_t) _Alignof(max_align_t) - 1);
    if (arena_fail_at && a->full && --arena_fail_at == 0) arena_full(a);
    if (size < 0 || size > a->end - a->beg - pad) arena_full(a);
    char *p = a->beg + pad;
    a->beg = p + size;
    return p;
}

void *arena_take(arena *a, ptrdiff_t size)
{
    char *p = arena_bytes(a, size);
    return size ? memset(p, 0, (size_t)size) : p;
}

void *arena_array(arena *a, ptrdiff_t size, ptrdiff_t count)
{
    ptrdiff_t bytes;
    if (__builtin_mul_overflow(size, count, &bytes)) arena_full(a);
    return arena_take(a, bytes);
}

str str_dup(arena *a, str s)
{
    char *p = arena_bytes(a, s.n + 1);
    if (s.n) memcpy(p, s.p, (size_t)s.n);
    p[s.n] = 0;
    return (str){p, s.n};
}

const char *str_z(arena *a, str s)
{
    return str_dup(a, s).p;
}

str str_join(arena *a, str x, str y)
{
    char *p = arena_bytes(a, x.n + y.n + 1);
    if (x.n) memcpy(p, x.p, (size_t)x.n);
    if (y.n) memcpy(p + x.n, y.p, (size_t)y.n);
    p[x.n + y.n] = 0;
    return (str){p, x.n + y.n};
}
