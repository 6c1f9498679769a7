// solve.h: finding the ranges, refining them until the answer stands, and the figures read off them.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_SOLVE_H
#define LOSS_SOLVE_H

#include "plan/loss/exact.h"

typedef struct {
    window *w; // finest last
    int nw, room;
    double level[LOSS_LEVELS];
    int of_level[LOSS_LEVELS]; // the window it was read off; -1: below the probability of no loss
    double error;
    int cells;
} solution;

enum { SOLVE_FIRST = 1 << 12 };
#define SOLVE_GOOD 3e-4

// Every level, to the relative error `good`, and the amounts at[] are given windows. The solution lives in ws->a.
solution *solve(const compound *c, workspace *ws, const double *at, int nat, double good);
// Reads the levels again off windows whose contents changed. False: one has left its window's good part.
bool solve_read(solution *s, double none);
double solve_cdf(const solution *s, double x, double none);
// Fills all of the answer that comes from the distribution; its arrays must be there (answer_room).
void solve_answer(const solution *s, double mean, double variance, double none, const loss_options *o,
                  loss_answer *out);
// Tail means only, from levels already read.
void solve_tails(const solution *s, double mean, double tail[LOSS_LEVELS]);
// curve.c: room for an answer's arrays; and what names its inputs.
void answer_room(arena *a, const loss_options *o, loss_answer *out);
void answer_name(arena scratch, const loss_portfolio *p, const loss_options *o, loss_answer *out);
// Windows for all that the options ask for.
solution *solve_for(const compound *c, workspace *ws, const loss_options *o);

#endif
