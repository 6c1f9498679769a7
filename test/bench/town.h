// town.h: a large organisation drawn by a seed, for benches.
// SPDX-License-Identifier: Apache-2.0
#ifndef BENCH_TOWN_H
#define BENCH_TOWN_H

#include "platform/people/people.h"

typedef struct {
    i64 risks, assets;
    int units, people;
} town_size;

// Makes the database FILE: 200 units, people, assets, risks; person 1 is manager of all, 2 owner in 25 units, 3 in one. Prints nothing.
// Stops the program when it cannot.
void town_make(const char *file, town_size s);
// A database of that name, its operator, and the end of a bench that could not be set up: all that making an organisation needs.
struct database *town_open(const char *file, bool create, bool sync);
ctx town_ctx(struct database *d, arena *a);
void town_stop(const ctx *c, const char *what);
// Gives each risk a past: changed once, ten days ago, and made fifty days before that.
void town_age(const char *file);
// A session for that person, as its cookie holds it; the server must not hold the file.
str town_sign_in(const char *file, arena *a, i64 person);
str town_token(const char *file, arena *a, i64 person); // a bearer token for *.*

#endif
