// exposure.h: the estimates and controls of the registers as inputs of the loss engine.
// SPDX-License-Identifier: Apache-2.0
//
// The engine takes a risk without controls and applies the factors of those in view. So each standpoint has inputs of its own: what
// was estimated for it, divided by the factors that the engine will apply there (a range: by its mean; a control that fails in time: by
// its mean over the year); where nobody estimated it, the
// estimate of another standpoint, divided by the factors of that one. So the current curve is what was estimated as current, whatever
// the controls say; and what a control is worth is the curve without its factor.
//
// In place: controls that are in place. Planned: those planned or partly in place. Risks are those in the reader's reach; the factors
// of controls out of reach count, without a name. What the engine cannot count is left out and named.
#ifndef PLAN_ESTIMATE_EXPOSURE_H
#define PLAN_ESTIMATE_EXPOSURE_H

#include "plan/estimate.h"

// What is asked about; all 0: everything in reach.
typedef struct {
    i64 scope, unit;  // unit: with those below it
    const i64 *risks; // these alone
    int nrisks;       // 0: not restricted
} loss_choice;

typedef struct {
    i64 id;
    str title;
    const estimate *of[3];    // by STAGE_*; NULL: nobody estimated it
    double rate[2], costs[2]; // mean factors of the controls in place; and of those in place and planned
    int sector;
} exposed;

typedef struct {
    i64 risk;
    str title, why;
    bool simulated; // the simulation would take it
} left_out;

typedef struct {
    const exposed *risks;
    int nrisks;
    const i64 *control_ids;      // of portfolio.controls
    const str *control_names;    // empty: out of reach
    loss_portfolio portfolio[3]; // by loss_view: the risks differ, sectors and controls do not
    const left_out *out;
    int nout;
    str currency;
    i64 first_year, last_year; // of prices
    money appetite;            // 0: none
    i64 appetite_percent;
    hash inputs; // of all that was read
} exposure;

// Reads the registers through c into c->a. False with a failure: a scope, unit or risk that is not there.
bool exposure_read(ctx *c, const loss_choice *choice, loss_engine e, exposure *out);
// A copy with everything it points to in a.
exposure exposure_copy(arena *a, const exposure *x);
// Risk number i as the engine takes it, without the controls that were in place for e's standpoint, were *e its estimate.
loss_risk exposure_input(arena *a, const exposure *x, int i, const estimate *e);
// The share of time that a control works, as the engine takes it.
double exposure_works(double failures, double days_down);
int exposure_place(const exposure *x, i64 risk); // its number; -1: it has none
estimate_stage stage_of(loss_view v);
// What stands for a risk at a standpoint: its own estimate, or another's with its factors carried over; *own says which.
const estimate *exposure_estimate(const exposure *x, int i, loss_view v, bool *own);
str loss_amount(arena *a, const exposure *x, double amount); // "3.1M EUR"

#endif
