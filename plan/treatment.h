// treatment.h: what is done about a risk: the plan, its approval by the risk owner, and the acceptance of what remains (6.1.3 e, f).
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_TREATMENT_H
#define PLAN_TREATMENT_H

#include "plan/control.h"

typedef enum { OPTION_TREAT, OPTION_ACCEPT, OPTION_TRANSFER, OPTION_AVOID } option;
typedef enum { ALSO_NONE, ALSO_TREAT, ALSO_TRANSFER } also;
typedef enum {
    TREATMENT_DRAFT,
    TREATMENT_PROPOSED,
    TREATMENT_APPROVED,
    TREATMENT_DONE,
    TREATMENT_WITHDRAWN
} treatment_state;

typedef struct {
    record rec;
    ref risk;
    option option;
    also also; // options combine
    str note;
    ref owner; // who carries it out
    date begins, due;
    money cost;
    i64 target_likelihood, target_consequence; // the residual risk, once it is done
    str party;                                 // transfer: contract or insurer
    money cover;                               // transfer: up to how much
    str remains;                               // transfer: what stays with us
    date ends_on;                              // avoid: when what causes it ends
    treatment_state state;
    ref risk_owner; // READONLY: of the risk
    ref author;
} treatment;

typedef struct {
    record rec;
    ref treatment, control;
} treatment_control;

extern const entity treatment_entity, treatment_control_entity;
extern const module treatment_module;

// Codes of treated risks (of the organisation, whatever the reader's reach) whose plan uses a control that answers the requirement;
// empty: none. Such a requirement is necessary and cannot be excluded (6.1.3 d).
str treatment_needs(ctx *c, i64 requirement);

#endif
