// severity.h: the loss of one event: moments and distribution in closed form, layers included.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_SEVERITY_H
#define LOSS_SEVERITY_H

#include "plan/loss/loss.h"

// A checked severity, scaled by its factors, with the layer that applies to it.
typedef struct {
    loss_kind kind;
    double mu, sigma;                  // lognormal
    double low, span, alpha, beta, lb; // PERT: low + span * Beta(alpha, beta); lb = log B
    double at;                         // constant
    const double *list, *sum;          // empirical: rising amounts; sum[i] of the first i
    int amounts;
    loss_layer layer;
    double mean, second; // first and second moment of what the layer leaves
    double live;         // probability that it leaves more than nothing
} severity;

severity severity_make(arena *a, const loss_severity *in, loss_layer layer, double scale);

// Before the layer:
double severity_cdf(const severity *s, double x);                // P(X <= x)
double severity_limited(const severity *s, double x, int power); // E[min(X, x)^power], power 1 or 2; x may be infinite
// After it:
double severity_lev(const severity *s, double x); // E[min(Y, x)]
double layer_apply(loss_layer l, double x);       // what the layer leaves of x

// The quantile function of a PERT severity before its layer, from a table of its distribution.
enum { PERT_NODES = 512 };
typedef struct {
    double y0, step;
    double cdf[PERT_NODES + 1], density[PERT_NODES + 1]; // over the logistic variable
} pert_table;
void pert_fill(pert_table *t, const severity *s);
double pert_quantile(const pert_table *t, const severity *s, double p);

#endif
