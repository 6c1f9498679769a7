// rules.h: the rules of the management system, and what does not keep them: `isms check`.
// SPDX-License-Identifier: Apache-2.0
//
// A rule is a sentence about the records ("Every risk has an owner.") and a way to find those that do not keep it: an SQL
// literal or a function of its module (entity.h: rule). Two rules are of the store itself: every row is what its last entry
// in the ledger says, and every column that is derived is what would come out if it were made anew.
#ifndef RECORD_RULES_H
#define RECORD_RULES_H

#include "platform/record/record.h"

typedef struct {
    const rule *rule; // number, name and sentence of what is not kept
    const entity *e;  // of the record it was found at; NULL: at no single record
    i64 id;
    str title; // of the record, or empty
    str state; // "broken", "late" (a date has passed) or "early" (not yet due in a young system)
    str what;  // in words; may be empty
} check_found;

// The rules there are, those of the store first, then in the order of the modules; NULL after the last.
const rule *rule_at(int i);
const rule *rule_find(str name);
// Finds all that does not keep the rules, in their order: at most RULE_MOST for one rule. Reads with the reach of c
// and in the present: for the whole truth c is the operator. Not inside an operation: what is derived is made anew in a copy of
// the database (SQLite) or a transaction that is taken back (PostgreSQL), so that nobody waits for the writer's turn. False (with a failure) when the database failed.
enum { RULE_MOST = 1000 };
bool rules_run(ctx *c, check_found **out, int *n);
bool rules_run_one(ctx *c, const rule *r, check_found **out, int *n); // one rule alone
// Is something broken (or, with late, late)? What makes `isms check` exit with 1.
bool rules_fail(const check_found *found, int n, bool late);

#endif
