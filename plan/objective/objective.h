// objective.h: information security objectives (6.2): aim, measure, target, date, who and with what; their status is computed.
// SPDX-License-Identifier: Apache-2.0
//
// An objective has a measure with a target, or, where nothing can be measured, a milestone with the reason. Nobody types its status: it
// follows from the newest reading of the measure, or from the day the milestone was reached, held against target and date. Without a
// reading it says so: that is neither good nor bad. The stored status is DERIVED: kept in step whenever the objective, its
// measure or a reading is saved (doc/decisions/0003), and judged anew each day because dates pass.
#ifndef PLAN_OBJECTIVE_OBJECTIVE_H
#define PLAN_OBJECTIVE_OBJECTIVE_H

#include "hub/measure.h"
#include "plan/obligation.h"

typedef enum {
    OBJECTIVE_UNREAD, // no reading yet
    OBJECTIVE_AHEAD,  // a milestone that lies ahead
    OBJECTIVE_ON_WAY,
    OBJECTIVE_BEHIND, // short of the straight way from baseline to target
    OBJECTIVE_REACHED,
    OBJECTIVE_MISSED // the date has passed
} objective_status;

typedef struct {
    record rec;
    str title, aim;
    ref owner;
    ref measure;
    number baseline, target;
    str milestone, unmeasured; // unmeasured: why no measure is practicable
    date due;
    str resources, evaluation, told;
    date told_on;
    date set_on; // when it was set
    date reached_on;
    str shown; // what shows that the milestone was reached
    objective_status status;
    number latest;
    date latest_on, judged_on;
} objective;

typedef struct {
    record rec;
    ref objective, risk;
} objective_risk;
typedef struct {
    record rec;
    ref objective, obligation;
} objective_obligation;

extern const entity objective_entity, objective_risk_entity, objective_obligation_entity;
extern const choice objective_statuses[];
extern const module objective_module;

// What the status of x is on that day; `direction` is that of its measure. Looks at latest and reached_on alone.
objective_status objective_status_of(const objective *x, measure_direction direction, date day);
// Inside an operation: judges one objective anew from its readings, as of today.
bool objective_judge(ctx *c, i64 id);
// Inside an operation of a job: judges all that were not judged today. How many.
i64 objective_judge_due(ctx *c);

#endif
