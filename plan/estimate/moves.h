// moves.h: what an address moves: ?move=R-1:rate=0.2&move=R-1:low=500&move=R-2:effect=50.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_ESTIMATE_MOVES_H
#define PLAN_ESTIMATE_MOVES_H

#include "plan/estimate/what_if.h"
#include "platform/web/html.h"

typedef struct {
    i64 risk;
    str name, value; // of a field that what_if_takes
} move;

typedef struct {
    const move *all;
    int n;
} moves;

bool moves_read(request *q, moves *out); // every ?move=; false with a failure that quotes the wrong one
// What the risk's field is moved to; the last one holds.
bool moves_of(const moves *m, i64 risk, const char *name, str *value);
// Moves every risk named, but `except`, in the order they stand. False with failures, each with the risk it is about.
bool moves_apply(ctx *c, const moves *m, i64 except, what_if *w);
moves moves_without(arena *a, const moves *m, i64 risk);
// With what was changed of one risk put in the place of what they say of it.
moves moves_with(arena *a, const moves *m, const exposure *x, const moved *now);
str moves_query(arena *a, const moves *m);         // "&move=R-1%3Arate%3D0.2&…"; may be empty
void moves_hidden(request *q, const moves *m);     // as inputs of a form
str moves_words(ctx *c, const moves *m, i64 risk); // "Events a year 0.3, a further control prevents 50 %"

#endif
