// coverage.h: how far a control reaches those it must reach.
// SPDX-License-Identifier: Apache-2.0
//
// A coverage names the population of a control: a register and a rule over it (platform/record/pick.h): every account (person,
// account=yes), every store of personal data (asset, store=yes personal=yes). Each member is covered, excepted by an exception that
// stands, or, when nothing is recorded about it, not yet: so a new member appears as not yet by itself. Who is covered is said by hand, by
// a list, or pushed through the API, which is the same act. Each such act leaves the percentage as a reading of a measure of its own.
#ifndef PLAN_COVERAGE_H
#define PLAN_COVERAGE_H

#include "hub/measure.h"
#include "plan/exception.h"

typedef struct {
    record rec;
    ref control;
    str name, noun, rule;
    ref measure;                             // made with it
    ref owner;                               // of the control
    i64 members, covered, excepted, missing; // DERIVED
    number percent;                          // DERIVED: covered of those not excepted
} coverage;

typedef enum { MEMBER_COVERED, MEMBER_EXCEPTED } member_state;
typedef struct {
    record rec;
    ref coverage;
    any member;
    member_state state;
    ref exception; // of MEMBER_EXCEPTED
    str note;
} coverage_member;

extern const entity coverage_entity, coverage_member_entity;
extern const module coverage_module;

typedef enum { REACH_NOT_YET, REACH_COVERED, REACH_EXCEPTED } reached;
typedef struct {
    i64 id;
    reached reached;
    str note;
    i64 exception;
} coverage_line;
// The members by id, whatever the reach of c: the counts are the same for everybody.
int coverage_lines(ctx *c, const coverage *v, coverage_line **out);

#endif
