// fixture.h: an organisation in a fresh database, for tests of all that stands on records.
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_FIXTURE_H
#define TEST_FIXTURE_H

#include "platform/people/people.h"
#include "test/check.h"

// The database test_database() with its schema, an organisation, the root unit (1) and two more ("North" 2, "South" 3) and a
// person of each role: 1 administrator, 2 manager, 3 management, 4 auditor (all for the whole organisation), 5 owner in North, 6 owner in
// South, 7 staff, 8 external. The ctx acts as the operator; fixture_as changes that. Closed after the test.
ctx *fixture(void);
enum { ADA = 1, MAX, GRETA, AUGUST, OLIVE, OSCAR, STAN, EDITH };
ctx *fixture_as(i64 person);    // a new ctx on the same database; of all of them the last three can be used
ctx *fixture_later(i64 person); // the same a millisecond later
ctx *fixture_operator(void);
void fixture_clock(i64 us); // the next ctx is that much later
ctx *fixture_again(ctx *c); // the same person in a ctx of its own: no failures, a fresh snapshot
// Sets members from texts, as a form would, and adds the record; returns its id, 0 when refused.
i64 fixture_add(ctx *c, const entity *e, const char *const *pairs); // {"name", "value", …, NULL}
i64 fixture_made(i64 person, const entity *e,
                 const char *const *pairs); // by them, later; the test fails when it is refused
bool fixture_set(ctx *c, const entity *e, i64 id, const char *const *pairs);
bool fixture_act(ctx *c, const action *a, i64 id, const char *const *pairs);
// Ends the program and starts it again, so to speak: with the descriptors as they are now. False: *error says why not.
bool fixture_reopen(str *error);
void fixture_verify(void); // the ledger verifies and the database is sound, or the test fails

#endif
