// what_if.h: the curve with one risk estimated otherwise.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_ESTIMATE_WHAT_IF_H
#define PLAN_ESTIMATE_WHAT_IF_H

#include "plan/estimate/desk.h"

typedef struct {
    int place; // of the risk in the exposure
    const estimate *was;
    estimate now;
    double effect; // per cent that a further control takes off its rate
    loss_answer after;
    const loss_answer *before;
} what_if;

// Takes the fields of an estimate that `source` gives (frequency, rate, severity, low, …; an amount without its currency is in the
// organisation's) and `effect`, and asks the desk. False with failures, by their fields. Needs no database.
bool what_if_ask(ctx *c, const desk *d, i64 risk, loss_view v, field_source *source, void *from, what_if *out);

// Fails: the risk is not among those that count; says why, where it is known.
bool what_if_absent(ctx *c, const exposure *x, i64 risk);

#endif
