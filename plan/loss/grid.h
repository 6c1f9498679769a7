// grid.h: bags of severities weighted by their rates, and their masses on a linear lattice.
// SPDX-License-Identifier: Apache-2.0
//
// Lognormals are summed as rate densities on one logarithmic grid; other severities are kept one by one. Onto the lattice,
// continuous mass goes over four cells keeping its first three moments, amounts over the two nearest.
#ifndef LOSS_GRID_H
#define LOSS_GRID_H

#include "plan/loss/fft.h"
#include "plan/loss/severity.h"

enum { GRID_STEPS = 32 }; // of the logarithmic grid per unit of log, where nothing speaks for fewer

// What goes into a bag: events at `rate` a year (negative: taken out), each one loss of `first` and, with probability
// `share`, one of `second`.
typedef struct {
    double rate, share;
    const severity *first, *second;
} stream;

typedef struct {
    double x, rate;
} atom;

typedef struct {
    const severity *s;
    double rate;
    int nodes; // of a smooth severity, for when it covers a few cells only
    double *x, *w;
} direct;

typedef struct pair pair;
typedef struct {
    double *nu;           // rate density over log x; entry i is node k0 + i
    int k0, count, steps; // which lies at exp((k0 + i)/steps)
    double *sums;         // of nu x^0 … nu x^3 over the nodes below i, at 4 i
    atom *atoms;
    int natoms;
    direct *directs;
    int ndirects;
    pair *pairs; // with a second loss
    int npairs;
    double rate;         // of all events, those that cost nothing included
    double live;         // of events that cost something
    double mean, second; // rate-weighted moments
} bag;

struct pair {
    double rate, share;
    bag *first, *second; // at rate 1 each
    const stream *stream;
};

bag *bag_of(arena *a, const kernel *k, const stream *s, int n);
// The same on as coarse a grid (8, 16 or 32 steps) as one severity allows: good to 1e-5, and faster.
bag *bag_of_one(arena *a, const kernel *k, const severity *s);
// Rate, first and second moment of one event's loss, by log-size classes: for finding a range. Classes are CLASS_STEPS to a
// unit of log; class i holds x from exp((i + CLASS_FIRST)/CLASS_STEPS) on.
enum { CLASS_STEPS = 8, CLASS_FIRST = -200, CLASSES = 1000 };
typedef struct {
    double rate[CLASSES], one[CLASSES], two[CLASSES];
} classes;
void bag_classes(const bag *b, classes *c, double weight);

// A lattice 0, h, 2h … (n-1)h and the masses on it. What lies in the first cell goes over the cells 0, 1, 2, keeping its
// first two moments; or, where `before`, over -1, 0, 1, 2, keeping three: for sums of very many, whose skew would show.
typedef struct {
    double h;
    int n;
    bool before;
    double *f; // n of them, and f[-1]
} lattice;

// The masses of everything in b but its pairs; returns the rate above the lattice.
double bag_spread(const bag *b, const kernel *k, const lattice *l);

// One item of `directs` (lattice.c); returns the rate above the lattice.
double direct_spread(const direct *d, const kernel *k, const lattice *l);
// Nodes of a PERT severity at steps of its logistic variable in [from, to): place in 0..1 and weight; at most `most`.
int pert_nodes(const severity *s, const kernel *k, double step, double from, double to, double *t, double *w, int most);
void pert_reach(const severity *s, double *from, double *to); // beyond which the weights are below 1e-10
double pert_step(const severity *s);                          // small enough for the whole to be right to 1e-9
// Adds weight w at y cells over four cells (three in the first cell, unless `before`). Needs 0 <= y < n - 4.
static inline void lattice_put(const lattice *l, double y, double w)
{
    double *f = l->f;
    int j = (int)y;
    double t = y - j;
    if (j == 0 && !l->before) {
        f[0] += w * (1 - t) * (2 - t) * 0.5;
        f[1] += w * t * (2 - t);
        f[2] -= w * t * (1 - t) * 0.5;
        return;
    }
    double a = t + 1, b = t - 1, c = t - 2;
    f[j - 1] -= w * t * b * c * (1.0 / 6);
    f[j] += w * a * b * c * 0.5;
    f[j + 1] -= w * a * t * c * 0.5;
    f[j + 2] += w * a * t * b * (1.0 / 6);
}
// The same for all weights within cell j, from their moments over it.
void moments_put(const lattice *l, int j, const double m[4]);
// 0 below 0, 1 above 1, with three continuous derivatives between.
static inline double smooth_step(double s)
{
    if (s <= 0) return 0;
    if (s >= 1) return 1;
    double q = s * s;
    return q * q * (35 + s * (-84 + s * (70 - 20 * s)));
}

#endif
