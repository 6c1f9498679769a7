// approval.h: acts of approval and acceptance, bound to the exact content they rest on.
// SPDX-License-Identifier: Apache-2.0
//
// An approval names a record, an act ("approve", "accept", "publish"), a person and a moment, and keeps the frozen values it rests on: sorted
// lines NAME=VALUE written by a function of the owning module, and their SHA-256. It never changes. It is stale when the same
// function now gives other lines; the differing lines are what the page shows. A newer approval of the same act replaces an
// older one; withdrawing ends it.
#ifndef HUB_APPROVAL_H
#define HUB_APPROVAL_H

#include "platform/people/people.h"

typedef struct {
    record rec;
    any about;      // the record
    str act;        // "approve", "accept"
    ref person;     // who
    ref for_person; // whose authority, when a deputy acted; else empty
    moment given;
    str frozen; // sorted lines NAME=VALUE
    str hash;   // SHA-256 of frozen, 64 hex digits
    str reason;
    date until;    // of an acceptance; empty: no end
    bool own_work; // given by who wrote it, as *small* separation allows
} approval;

extern const entity approval_entity;
extern const module approval_module;

// Frozen lines: begin with frozen f = {.a = c->a}; add values; frozen_text sorts and joins them.
typedef struct {
    arena *a;
    str line[256];
    int n;
} frozen;
void frozen_add(frozen *f, const char *name, val x); // dates and money as texts; a newline in a text becomes a space
str frozen_text(frozen *f);

// Records the act of c->person (inside an operation). Refuses, except as the separation setting says, when `author` (who wrote it; 0: nobody in
// particular) is the same person: under strict always; under small only while another person holds the needed role, and then a
// reason is needed and the act is marked own work. `may_author` lifts it (a risk owner approves a plan they wrote: 6.1.3 f).
bool approval_give(ctx *c, any about, const char *act, str frozen, i64 author, bool may_author, unsigned needed_roles,
                   str reason, date until);
bool approval_withdraw(ctx *c, any about, const char *act);
const approval *approval_of(ctx *c, const entity *e, i64 id, const char *act); // the one in force, NULL when none
// For a rule of the module that owns e: every record in that state has the act, and what it froze is what `lines` gives now.
typedef struct {
    const entity *e;
    const char *state, *act; // "approved", "approve"
    str (*lines)(ctx *c, const void *rec);
} approval_bond;
typedef void approval_breach(void *to, const char *entity, i64 id, const char *state, str what);
bool approval_kept(ctx *c, const approval_bond *b, approval_breach *found, void *to);
// Lines that differ, as "NAME: was A, now B" joined by "; "; empty: it still stands.
str approval_stale(ctx *c, const approval *given, str frozen_now);

#endif
