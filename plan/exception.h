// exception.h: exceptions: to a policy, to a control, or for one member of what a control must reach.
// SPDX-License-Identifier: Apache-2.0
//
// Who asks, for what and whom, why, the risk that stays, what compensates for it, and until when. It is granted by somebody with authority:
// where it names a risk, whoever may accept that risk at its level; else top management or the owner of what it departs from; never
// who asked. A granted one no longer changes: it is renewed, which is a new act, or ended. One that has expired is shown wherever it bites.
#ifndef PLAN_EXCEPTION_H
#define PLAN_EXCEPTION_H

#include "plan/treatment.h"

typedef enum { EXCEPTION_ASKED, EXCEPTION_GRANTED, EXCEPTION_REFUSED, EXCEPTION_ENDED } exception_state;

typedef struct {
    record rec;
    str title;
    any about;   // the policy or control it departs from, or the member it is for
    ref control; // which control does not reach it; of an exception to a control: that one
    ref risk;
    str whom, why;
    str compensating;
    ref compensating_control;
    date until;
    exception_state state;
    ref asker, approver;
    i64 renewals;
} exception;

extern const entity exception_entity;
extern const module exception_module;

bool exception_stands(const ctx *c, const exception *x); // granted and not expired

#endif
