// model.h: a checked portfolio as the engines take it: controls applied, severities made, frequencies reduced to three kinds.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_MODEL_H
#define LOSS_MODEL_H

#include "plan/loss/severity.h"

// An effect that is not one fixed factor: a range, or a control that fails in time.
typedef struct {
    int control;
    bool on_severity;
    double low, high;
} moving;

typedef struct {
    int risk; // in the portfolio
    const loss_risk *input;
    loss_frequency_kind kind; // POISSON, UNCERTAIN or ONCE
    double rate;              // events a year (UNCERTAIN: its mean k*theta; ONCE: the probability)
    double k, theta;          // UNCERTAIN
    int sector;
    double second_share;
    severity first, *second; // second is NULL when second_share is 0
    loss_layer annual;
    double link;
    double fixed; // severities are scaled by this
    const moving *moving;
    int nmoving;
    int group; // exact: 1-based control whose range is integrated over; 0: moving effects at their mean
    unsigned notes;
} part;

typedef struct {
    const loss_portfolio *p;
    part *parts; // of chosen risks that can occur
    int nparts;
    double *up; // of each control: share of time it works
    unsigned notes;
    const int *start, *effect_of; // effects by risk: positions in `effects`
    const struct placed_effect *effects;
    loss_options o;
} model;

// Assumes that loss_check found nothing. False: a factor drives a probability above 1 or a severity out of bounds.
bool model_make(arena *a, const loss_portfolio *p, const loss_options *o, model *m, loss_refusal **bad);
// The part of one risk; out->rate is 0 when it cannot occur. For the exact engine moving effects are taken at their mean,
// but for those of `group`.
bool part_make(arena *a, const model *m, int risk, const loss_risk *r, int without, part *out, loss_refusal **bad);
// A part's rate and severities at position t of 0..1 in the ranges of its group.
part part_at(arena *a, const model *m, const part *x, double t);
double part_mean(const part *x);  // events' mean loss times rate, before the annual layer
double event_mean(const part *x); // mean and second moment of one event, both losses
double event_second(const part *x);
double event_none(const part *x); // probability that an event costs nothing
// With risk number `row` replaced by *r; r NULL: as they are.
hash model_hash(arena scratch, const loss_portfolio *p, const loss_options *o, int row, const loss_risk *r);
loss_refusal *loss_check_risk(arena *a, const loss_portfolio *p, int row, const loss_risk *r, loss_engine engine);

#endif
