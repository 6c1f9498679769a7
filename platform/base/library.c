// library.c: a shared library that is loaded when it is first needed.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/library.h"

#include <assert.h>
#include <dlfcn.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

enum { FUNCTIONS_MOST = LIBRARY_PAGE / sizeof(void *) };

// All of its functions, or none.
static bool bind(const library *l)
{
    void *found[FUNCTIONS_MOST];
    int n = 0;
    // At once, as -z now has it for what is linked: a library that cannot be bound fails here, not in the middle of something.
    void *at = dlopen(l->file, RTLD_NOW | RTLD_LOCAL);
    if (!at) return false;
    for (; n < FUNCTIONS_MOST && l->names[n]; n++) {
        found[n] = dlsym(at, l->names[n]);
        if (!found[n]) return dlclose(at), false;
    }
    assert(!l->names[n] && "a table is a page");
    memcpy(l->table, found, (size_t)n * sizeof *found);
    mprotect(l->table, LIBRARY_PAGE, PROT_READ); // where pages are larger it is refused, and the table stays as it is
    return true;
}

bool library_load(const library *l)
{
    static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
    void *first;
    pthread_mutex_lock(&turn);
    memcpy(&first, l->table, sizeof first);
    bool ok = first || bind(l);
    pthread_mutex_unlock(&turn);
    return ok;
}
