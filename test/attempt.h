// attempt.h: what people try, in one line each: a record added, set or acted on by somebody, done or refused with a sentence.
// SPDX-License-Identifier: Apache-2.0
//
// Each call is a request of its own, a millisecond after the last one. `pairs` are as in fixture_add.
#ifndef TEST_ATTEMPT_H
#define TEST_ATTEMPT_H

#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NOTHING PAIRS("x", "") // an action that asks for nothing

ctx *attempt_as(i64 person);                                            // a new ctx, a millisecond later
i64 attempt_add(i64 person, const entity *e, const char *const *pairs); // must be done; the new id
void attempt_set(i64 person, const entity *e, i64 id, const char *const *pairs);
void attempt_act(i64 person, const entity *e, const char *verb, i64 id, const char *const *pairs);
// Must be refused, with `because` in one of the sentences.
void refuse_add(i64 person, const entity *e, const char *const *pairs, const char *because);
void refuse_set(i64 person, const entity *e, i64 id, const char *const *pairs, const char *because);
void refuse_act(i64 person, const entity *e, const char *verb, i64 id, const char *const *pairs, const char *because);
i64 attempt_count(const char *table);  // rows of an entity
i64 attempt_denials(const char *verb); // entries of the ledger: "proposal.approve"; repetitions within a second are one
// How many records a rule of `isms check` finds in that state: "broken", "late", "early".
int attempt_breaches(const char *rule, const char *state);
bool attempt_report(ctx *c, const char *name, const char *scope, int *pages);

#endif
