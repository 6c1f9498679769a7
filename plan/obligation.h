// obligation.h: what binds the organisation: laws, regulations and clauses of contracts (A.5.31), who looks after each, and which controls meet it.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_OBLIGATION_H
#define PLAN_OBLIGATION_H

#include "plan/control.h"

typedef enum { OBLIGATION_LAW, OBLIGATION_REGULATION, OBLIGATION_CONTRACT } obligation_kind;
typedef enum { OBLIGATION_IN_FORCE, OBLIGATION_COMING, OBLIGATION_ENDED } obligation_state;

typedef struct {
    record rec;
    str title;
    obligation_kind kind;
    obligation_state state;
    str country, reference;
    ref framework; // whose requirements spell it out
    str asks;
    ref owner;
    date begins, review_on;
    date reviewed_on;
    ref reviewed_by;
    str outcome; // of the last review
} obligation;

typedef struct {
    record rec;
    ref obligation, control;
} obligation_control; // the control helps to meet the obligation

extern const entity obligation_entity, obligation_control_entity;
extern const choice obligation_kinds[];
extern const module obligation_module;

#endif
