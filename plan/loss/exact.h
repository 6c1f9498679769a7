// exact.h: the deterministic engine: the distribution of a year's loss on a window of a lattice.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_EXACT_H
#define LOSS_EXACT_H

#include "plan/loss/grid.h"
#include "plan/loss/model.h"

enum { NODES = 16 }; // of the quadrature over a shared factor's range

typedef enum { SPECIAL_GAMMA, SPECIAL_ONCE, SPECIAL_RANGE, SPECIAL_ANNUAL } special_kind;

// A factor of the characteristic function that is not plain Poisson.
typedef struct {
    special_kind kind;
    const bag *bags[NODES]; // GAMMA and ONCE: bags[0], at rate 1 (a sector: at its rates); RANGE: one per node
    double weight[NODES];
    int nbags;
    double scale, power; // GAMMA: (1 + scale (total - f))^-power
    double chance;       // ONCE
    loss_layer annual;   // ANNUAL: the layer on the year's sum of `sub`
    struct compound *sub;
} special;

// What is summed: one Poisson pool and the special factors. Made once, then evaluated on as many windows as needed.
typedef struct compound {
    const kernel *k;
    bag *pool;
    special *specials;
    int nspecials;
    double mean, variance, none;
    double extra; // variance beyond that of the events
    classes *sizes;
    double step; // > 0: every amount is a whole multiple of this, and there is nothing else
    unsigned notes;
} compound;

// A piece of the line: cells shift … shift + n - 1 of width h, and P(loss <= cell's upper edge) there.
typedef struct {
    double h;
    int n;
    i64 shift;
    bool sharp;   // amounts lie on cells exactly: what a cell has beyond its neighbours sits in its middle
    bool pure;    // there is nothing but amounts on cells
    double drift; // mean of the pool's masses less its true mean, where none lies above the window
    double *below;
} window;

// Scratch for one evaluation; one thread uses it at a time.
typedef struct {
    arena *a; // where room for larger windows comes from; scratch is taken beyond it
    int n;
    double *f, *re, *im, *sr, *si, *fr, *fi, *lr, *li, *pr, *pi, *gr, *gi, *hr, *hi;
} workspace;

compound *compound_of(arena *a, const kernel *k, const model *m, const part *parts, int n);
void workspace_need(workspace *w, int n);
// The window of n cells that reaches from a place below all likely losses (or 0) up to `top`.
window window_for(const compound *c, double top, int n);
// Halves the cells of a window; the mass stays where it was.
window window_finer(window w);
// Fills w->below (n doubles the caller provides).
void compound_run(const compound *c, workspace *ws, window *w);
// In two steps, for what-if questions: the transform of a bag on the window into fr, fi (n/2 + 1 each); returns the rate,
// all mass above the lattice included; *drift as in the window (NULL: not wanted). Then the distribution from the pool's
// transform.
double bag_transform(const kernel *k, workspace *ws, const bag *b, const window *w, double *fr, double *fi,
                     double *drift);
void compound_finish(const compound *c, workspace *ws, window *w, const double *fr, const double *fi, double rate);
// The product of all special factors: logs to ws->lr, li, the rest to ws->pr, pi.
void specials_run(const compound *c, workspace *ws, const window *w);

double window_cdf(const window *w, double x);                   // P(loss <= x)
double window_quantile(const window *w, double p, bool *rough); // NAN above the window; rough: on the edge of an amount
double window_limited(const window *w, double x);               // E[min(loss, x)]; x on the window

#endif
