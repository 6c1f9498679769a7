// control.h: the organisation's own controls: what they are, whose, whether they are in place, what they answer and what they lower.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_CONTROL_H
#define PLAN_CONTROL_H

#include "plan/framework.h"
#include "plan/risk.h"

typedef enum { CONTROL_TECHNICAL, CONTROL_ORGANISATIONAL, CONTROL_PHYSICAL, CONTROL_PEOPLE } control_kind;
typedef enum { FUNCTION_PREVENTIVE, FUNCTION_DETECTIVE, FUNCTION_CORRECTIVE } control_function;
typedef enum { CONTROL_PROPOSED, CONTROL_PLANNED, CONTROL_PARTLY, CONTROL_IMPLEMENTED, CONTROL_RETIRED } control_status;
// What its factor lowers, where somebody put it into a figure.
typedef enum { FACTOR_NONE, FACTOR_RATE, FACTOR_SEVERITY } control_factor;
// Derived from tests, never typed and never mixed with the status.
typedef enum {
    EFFECT_NO_TEST,
    EFFECT_NEVER_RUN,
    EFFECT_EFFECTIVE,
    EFFECT_PARTLY,
    EFFECT_INEFFECTIVE,
    EFFECT_OVERDUE
} effectiveness;

typedef struct {
    record rec;
    str name;
    control_kind kind;
    control_function function;
    str description;
    ref owner, unit;
    control_status status;
    date planned_on;     // when it shall be in place
    date implemented_on; // since when it is
    effectiveness effectiveness;
    money cost; // per year
    control_factor factor_on;
    number factor, factor_to;   // what it leaves of that: 0.4, or something between 0.3 and 0.5
    number failures, days_down; // how often a year it fails, and for how many days then; empty: it does not
    str test;                   // how to see that it works
} control;

typedef struct {
    record rec;
    ref control, requirement;
} control_requirement; // the control helps to answer the requirement

typedef struct {
    record rec;
    ref control, risk;
    control_factor factor_on; // of its own for this risk; FACTOR_NONE: that of the control
    number factor, factor_to;
} control_risk; // the control lowers the risk

extern const entity control_entity, control_requirement_entity, control_risk_entity;
extern const choice effectiveness_choices[];
extern const module control_module;

#endif
