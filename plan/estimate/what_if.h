// what_if.h: the curve with risks estimated otherwise.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_ESTIMATE_WHAT_IF_H
#define PLAN_ESTIMATE_WHAT_IF_H

#include "plan/estimate/desk.h"
#include "plan/estimate/simulation.h"

enum { WHAT_IF_MOST = 12 }; // risks that move at once

typedef struct {
    int place; // of the risk in the exposure
    const estimate *was;
    estimate now;
    double effect; // per cent that a further control takes off its rate
} moved;

typedef struct {
    const exposure *x;
    loss_view view;
    moved moved[WHAT_IF_MOST];
    int n;
    loss_answer before, after;
} what_if;

// An empty one; x stays where it is.
what_if what_if_begin(const exposure *x, loss_view v);
// Moves one more risk: takes the fields of an estimate that `source` gives (frequency, rate, severity, low, …; an amount without its
// currency is in the organisation's) and `effect`. False with failures, by their fields; moved[n] then holds what was read, for a
// form that shows it again. Needs no database.
bool what_if_move(ctx *c, what_if *w, i64 risk, field_source *source, void *from);
// The curve before and after. By the exact engine: what only the simulation counts is refused.
bool what_if_ask(ctx *c, what_if *w, const desk *d);
bool what_if_simulate(ctx *c, what_if *w, const simulation *s);
bool what_if_takes(str name); // is it a field that what_if_move reads?
// Fails: the risk is not among those that count; says why, where it is known.
bool what_if_absent(ctx *c, const exposure *x, i64 risk);

#endif
