// window.c: reading percentiles, probabilities and limited means off a window.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/exact.h"

#include <math.h>

static double mass(const window *w, int q)
{
    if (q < 0 || q >= w->n) return 0;
    return q ? w->below[q] - w->below[q - 1] : w->below[0];
}

// An amount that lies on this cell by itself: how much of the cell's mass spreads over it, the rest sitting in the middle.
static double spread_mass(const window *w, int q)
{
    double g = mass(w, q), beside = 0.5 * (fabs(mass(w, q - 1)) + fabs(mass(w, q + 1)));
    return w->pure ? 0 : w->sharp && g > 4 * beside ? beside : g;
}

double window_cdf(const window *w, double x)
{
    double y = x / w->h - (double)w->shift;
    if (y < -1e-7) return 0;
    if (y >= w->n - 1) return w->below[w->n - 1];
    int q = (int)floor(y + 0.5 + 1e-9);
    double base = q ? w->below[q - 1] : 0, g = mass(w, q), thin = spread_mass(w, q), t = y + 0.5 - q;
    if (q == 0 && w->shift == 0) return g;
    return base + thin * t + (t >= 0.5 - 1e-7 ? g - thin : 0);
}

double window_quantile(const window *w, double p, bool *rough)
{
    int from = 0, to = w->n - 1;
    if (rough) *rough = false;
    if (!(w->below[to] >= p - 1e-13)) return NAN;
    while (from < to) {
        int m = (from + to) / 2;
        if (w->below[m] >= p - 1e-13)
            to = m;
        else
            from = m + 1;
    }
    double base = to ? w->below[to - 1] : 0, g = mass(w, to), thin = spread_mass(w, to), need = p - base, at = to;
    if (to > 0 && thin == g) {
        double near = g + mass(w, to - 1) + mass(w, to + 1);
        double far = fabs(mass(w, to - 4)) + fabs(mass(w, to - 3)) + fabs(mass(w, to + 3)) + fabs(mass(w, to + 4));
        if (rough) *rough = near > 2 * far;
        if (g > 0) at += need / g - 0.5;
    } else if (to > 0 && thin > 0) {
        if (need < 0.5 * thin)
            at += need / thin - 0.5;
        else if (need > g - 0.5 * thin)
            at += 0.5 - (g - need) / thin;
    }
    return (at + (double)w->shift) * w->h;
}

double window_limited(const window *w, double x)
{
    double y = x / w->h - (double)w->shift;
    if (y <= 0) return x;
    if (y > w->n - 1) y = w->n - 1;
    int to = (int)y, j = 0;
    double s[4] = {0}; // of P(loss <= each cell below)
    for (; j + 4 <= to; j += 4)
        for (int l = 0; l < 4; l++) s[l] += w->below[j + l];
    for (; j < to; j++) s[0] += w->below[j];
    return x - w->h * ((s[0] + s[1]) + (s[2] + s[3]) + w->below[to] * (y - to));
}
