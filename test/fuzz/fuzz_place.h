// fuzz_place.h: a database to read in, for fuzz targets of what asks one.
// SPDX-License-Identifier: Apache-2.0
#ifndef FUZZ_FUZZ_PLACE_H
#define FUZZ_FUZZ_PLACE_H

#include "app/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static place fuzz_at;
static ctx fuzz_reader;

static void fuzz_close(void) // what is open is no leak
{
    place_end(&fuzz_reader);
    place_close(&fuzz_at);
}

// A ctx of the operator in an organisation with its root unit, made at the first call; everything lives in *a, which is
// emptied at each call.
static inline ctx *fuzz_ctx(arena **a)
{
    static arena whole, now;
    if (!whole.beg) {
        char path[64];
        str error = {0};
        static arena forever;
        forever = arena_make((ptrdiff_t)256 << 20);
        whole = arena_make((ptrdiff_t)1 << 30);
        snprintf(path, sizeof path, "/tmp/isms-fuzz-%d.db", (int)getpid());
        if (place_create(&fuzz_at, &forever, str_of(path), (database_options){0}, &error) != PLACE_OPEN) abort();
        unlink(path); // it lives as long as the process
        place_begin(&fuzz_at, &forever, &fuzz_reader);
        atexit(fuzz_close);
    }
    now = whole;
    fuzz_reader.a = &now;
    fuzz_reader.failures = NULL, fuzz_reader.failures_end = NULL;
    fuzz_reader.reason = (str){0};
    *a = &now;
    return &fuzz_reader;
}

#endif
