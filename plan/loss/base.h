// base.h: a prepared portfolio, and the one question asked of it: what if these parts were those?
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_BASE_H
#define LOSS_BASE_H

#include "plan/loss/solve.h"

// The pool's transform on one window, and the special factors there.
typedef struct {
    double *fr, *fi, *lr, *li, *pr, *pi;
    double rate;
} prepared;

struct loss_base {
    const loss_portfolio *p;
    loss_options o;
    model m;
    const compound *c;
    const solution *s;
    prepared *prepared; // one per window of s
    int *part_of;       // of each risk: its place in m.parts, or -1
    loss_answer answer;
};

typedef struct {
    const part *old, *now; // taken out; put in
    int nold, nnow;
} change;

typedef struct {
    double mean, variance, none, passing;
    unsigned notes;
    solution *s; // lives in the workspace's arena
    double tail[LOSS_LEVELS];
} outcome;

// ws->a is where the outcome lives; from call to call the caller puts it back.
void base_ask(const loss_base *b, workspace *ws, const change *ch, outcome *out);

#endif
