// finding.h: what an audit, a test, an incident or anybody found: nonconformities, observations, opportunities, good practice.
// SPDX-License-Identifier: Apache-2.0
//
// Every room may open a finding; to find its cause, correct it and close it is the work of act/correction.
#ifndef HUB_FINDING_H
#define HUB_FINDING_H

#include "hub/about.h"

typedef enum {
    FINDING_NO_KIND,
    FINDING_MAJOR,
    FINDING_MINOR,
    FINDING_OBSERVATION,
    FINDING_OPPORTUNITY,
    FINDING_GOOD_PRACTICE
} finding_kind;
typedef enum { FINDING_OPEN, FINDING_ACTING, FINDING_VERIFYING, FINDING_CLOSED } finding_status;

typedef struct {
    record rec;
    str title;
    finding_kind kind;
    finding_status status; // moved by actions
    any source;            // the audit, test, incident … it came from
    str origin;            // the same in words, when it is no record here
    any about;             // what it is about
    str description;
    ref owner; // who sees to it
    ref unit;  // empty when opened: that of what it is about, else of the owner
    date due;
    ref person; // who raised it
    date raised;
} finding;

extern const entity finding_entity;
extern const module finding_module;

// Inside an operation: opens a finding as `f` says (rec, status, person and raised are filled in). Its id; 0 when refused.
i64 finding_open(ctx *c, finding f);
// Open ones about a record that the caller has loaded in its reach; `nonconformity`: only those.
i64 finding_open_count(ctx *c, any about, bool nonconformity);

#endif
