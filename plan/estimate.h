// estimate.h: what a risk may cost: how often it happens, what one event loses, and the losses that came true.
// SPDX-License-Identifier: Apache-2.0
//
// A risk carries at most one estimate for each standpoint: current (with the controls in place), target (once the plan is done),
// inherent (without any control). The engine (plan/loss/loss.h) wants figures without controls and applies the controls' factors;
// so what is estimated with controls is divided by the factors of those it was estimated with (estimate/exposure.h). A standpoint
// that nobody estimated follows from the others by the factors. All amounts are in the currency of the organisation.
#ifndef PLAN_ESTIMATE_H
#define PLAN_ESTIMATE_H

#include "plan/control.h"
#include "plan/loss/loss.h"

typedef enum { STAGE_CURRENT, STAGE_TARGET, STAGE_INHERENT } estimate_stage;
typedef enum { OFTEN_RATE, OFTEN_BETWEEN, OFTEN_ONCE, OFTEN_CONTACT } estimate_often;
typedef enum { COSTS_BETWEEN, COSTS_LIKELY, COSTS_SAME, COSTS_LISTED } estimate_costs;

typedef struct {
    record rec;
    ref risk;
    estimate_stage stage;
    estimate_often frequency;
    number rate;                      // RATE: events a year; ONCE: the chance of it in a year
    number rate_low, rate_high;       // BETWEEN: 5th and 95th percentile of the rate
    number contacts, tried, succeeds; // CONTACT: contacts a year, the share that act, the share of those that succeed
    estimate_costs severity;
    money low, likely, high;       // BETWEEN: 5th and 95th percentile; LIKELY: least, likely, most; SAME: likely
    str losses;                    // LISTED: amounts, each as likely as the others (estimate/listed.h)
    number second_share;           // of events that bring a second loss
    money second_low, second_high; // its 5th and 95th percentile
    ref sector;                    // what many risks share in a year
    money deductible, cover;       // insured for each event: above what, and up to how much
    money annual_deductible, annual_cover; // the same on the sum of the year
    number price_year;
    str basis;
    ref estimator, risk_owner; // READONLY
    date estimated_on;
    money expected; // READONLY: the mean of a year
} estimate;

typedef struct { // a factor that moves the rates of many risks in the same year
    record rec;
    str name;
    number variance;
    str why;
} loss_group;

typedef struct {
    record rec;
    ref risk;
    date day;
    money amount;
    str what;
    ref entered_by;
} realised_loss;

extern const entity estimate_entity, loss_group_entity, realised_loss_entity;
extern const choice estimate_stages[];
extern const module estimate_module;

double money_units(money m);   // 1250.50 for 125050 EUR
str estimate_currency(ctx *c); // all figures are in it
// What the engine takes, without controls applied to it; `sector` is its number in the portfolio, 0: none. A list lies in a.
loss_risk estimate_input(arena *a, const estimate *x, int sector);
// Does the field say what the engine takes, and not why? Numbers, amounts, choices, references, the list of losses.
bool estimate_is_figure(const field *f);
// Is it one that only the simulation can count: in a loss group, and with an uncertain rate or an insured year?
bool estimate_simulated(const estimate *x);
// Refuses what the engine cannot count, by the names of the fields.
bool estimate_sound(ctx *c, const estimate *x);
// Is an amount between the 5th and the 95th percentile of one event's loss? Of a list: between its least and its most.
bool estimate_holds(arena scratch, const estimate *x, money amount);

#endif
