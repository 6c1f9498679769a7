// library.h: a shared library that is loaded when it is first needed.
// SPDX-License-Identifier: Apache-2.0
//
// What the program links is loaded at each start, with all that it links in turn. A library that few commands need is described
// here instead: its header gives the types, a table holds the functions used.
//
//     #define PQ_MEMBER(name) __typeof__(PQ##name) *name;      the compiler checks calls through the table as it would others
//     extern LIBRARY_TABLE(pq_functions, PQ_FUNCTIONS(PQ_MEMBER)) pq;
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stdbool.h>

enum { LIBRARY_PAGE = 4096 };

// A table fills a page of its own, which nobody can write to once the library is loaded: what the linker does for what it binds.
#define LIBRARY_TABLE(name, members)                                                                                   \
    union name {                                                                                                       \
        struct {                                                                                                       \
            members                                                                                                    \
        };                                                                                                             \
        _Alignas(LIBRARY_PAGE) char page[LIBRARY_PAGE];                                                                \
    }

typedef struct {
    const char *file;         // "libpq.so.5": the name that a program which links it would ask for
    const char *missing;      // the sentence for whoever needs it and has it not
    const char *const *names; // of the functions, in the order of the table; NULL at the end
    void *table;              // a LIBRARY_TABLE
} library;

// Loads it unless it is loaded; however many threads ask. False: it is not installed, or lacks a function; the next call tries anew.
bool library_load(const library *l);

#endif
