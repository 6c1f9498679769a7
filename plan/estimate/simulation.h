// simulation.h: the simulating engine over the registers: how many years, from which seed, and how long that takes.
// SPDX-License-Identifier: Apache-2.0
//
// An address says ?engine=montecarlo&years=100000&seed=1; the same seed gives the same answer. A page draws no more years than about
// a second allows; a paper (report "loss-simulation") is made beside the pages and may draw up to SIMULATION_MOST.
#ifndef PLAN_ESTIMATE_SIMULATION_H
#define PLAN_ESTIMATE_SIMULATION_H

#include "plan/estimate/exposure.h"
#include "platform/web/route.h"

enum { SIMULATION_YEARS = 100000, SIMULATION_MOST = 1000000 };

typedef struct {
    bool on; // else the exact engine
    i64 years, seed;
} simulation;

// engine, years and seed of a request; years is 0 where it names none. False with a failure.
bool simulation_read(request *q, simulation *out);
// "engine=montecarlo&years=20000&seed=7"; empty for the exact engine.
str simulation_query(arena *a, const simulation *s);

// How many years a page may draw for so many answers: in thousands.
i64 simulation_fits(arena scratch, const exposure *x, int answers);
// One answer, over a portfolio that may differ from that of x. False with a failure.
bool simulation_ask(ctx *c, const loss_portfolio *p, loss_view v, const simulation *s, money appetite,
                    loss_answer *out);
// All three standpoints; `told` (may be NULL) hears the per cent done after each.
bool simulation_run(ctx *c, const exposure *x, const simulation *s, loss_answer answers[3],
                    void (*told)(void *to, i64 percent), void *to);

#endif
