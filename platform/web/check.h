// check.h: all rules of the modules held against the data (isms check).
// SPDX-License-Identifier: Apache-2.0
//
// A rule is kept, broken, late (a date has passed) or early (not yet due in a young system). The rules and what does not keep
// them come from platform/record/rules.h.
#ifndef WEB_CHECK_H
#define WEB_CHECK_H

#include "platform/web/api.h"

typedef struct breach {
    any record; // id 0: of the whole
    str title, state, what;
    struct breach *next;
} breach;

typedef struct {
    int number;                  // of the invariant
    const char *name, *sentence; // "risk-owner", "Every risk has an owner."
    int broken, late, early;
    breach *first, **end;
} rule_answer;

typedef struct {
    rule_answer *rules;
    int n, broken, late, early; // breaches in all
} check_answer;

// Runs every rule as the person of c, in c->a, outside an operation; at most RULE_MOST breaches of one rule are told. With a
// failure in c when the database failed.
check_answer check_run(ctx *c);

// GET /api/v1/check: {"rules":[{"rule","number","sentence","state","broken","late","early","items":[…]}],"broken":N,…}.
extern const route check_routes[]; // ends with {0}

#endif
