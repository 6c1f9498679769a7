// arena.h: memory by lifetime: one arena per request, command or job, released as a whole.
// SPDX-License-Identifier: Apache-2.0
//
// Nothing in the program frees a single object. A function that makes something takes the arena it shall live in; a function
// that needs scratch takes an arena by value, so that whatever it took is forgotten when it returns.
// When an arena is exhausted, arena_take jumps to `full` if the boundary set one (the dispatcher does: it rolls back and
// answers "too large"), else it ends the process with a message.
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "platform/base/str.h"

#include <setjmp.h>

typedef struct {
    char *beg, *end;
    jmp_buf *full; // where to go when exhausted; may be NULL
} arena;

// Reserves `size` bytes of address space; pages are used when touched. Ends the process when the system refuses.
arena arena_make(ptrdiff_t size);
// For who will touch much of it and then end, a command that imports: the system is asked for large pages, one fault for
// two megabytes.
void arena_spread(const arena *a);
void arena_drop(arena a, char *base); // gives back what arena_make reserved; base is the `beg` it returned
// Gives pages above `keep` bytes from base back to the system, keeping the address space.
void arena_trim(arena a, char *base, ptrdiff_t keep);

void *arena_take(arena *a, ptrdiff_t size);  // zeroed, aligned for any type; size >= 0
char *arena_bytes(arena *a, ptrdiff_t size); // the same, but not zeroed: for who fills all of them at once
void *arena_array(arena *a, ptrdiff_t size, ptrdiff_t count); // checked product
// The formatter takes `new` for the operator of another language.
// clang-format off
#define new(a, type) ((type *)arena_take((a), (ptrdiff_t)sizeof(type)))
// clang-format on
#define news(a, type, count) ((type *)arena_array((a), (ptrdiff_t)sizeof(type), (count)))

str str_dup(arena *a, str s);         // a copy that lives in a
const char *str_z(arena *a, str s);   // a NUL-terminated copy
str str_join(arena *a, str x, str y); // x then y

// For tests: the n-th piece taken from now on this thread, of arenas that have somewhere to go (`full`), is as if the arena
// were exhausted. 0 switches it off.
extern _Thread_local i64 arena_fail_at;

#endif
