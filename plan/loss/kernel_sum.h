// kernel_sum.h: adding densities on grids, and Panjer's recursion.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_KERNEL_SUM_H
#define LOSS_KERNEL_SUM_H

#include "plan/loss/kernel_math.h"

// One way from the middle, `step` +1 or -1: g_{i+8} = g_i r_i and r_{i+8} = r_i q need two multiplications a node and no
// exp. Eight nodes stand side by side in the order in which they lie in memory.
inner void gauss_run(double *at, int n, int step, double z, double dz, double c)
{
    enum { V = 8 / VW };
    double g[8], r[8], q = -64.0 * dz * dz;
    vd gv[V], rv[V];
    for (int l = 0; l < 8; l++) {
        double y = z + (step > 0 ? l : 7 - l) * dz;
        g[l] = -0.5 * y * y;
        r[l] = -8.0 * dz * y - 32.0 * dz * dz;
    }
    for (int v = 0; v < V; v++) {
        gv[v] = exp_v(load(g + v * VW)) * c;
        rv[v] = exp_v(load(r + v * VW));
    }
    q = exp_v((vd){0} + q)[0];
    int i = 0;
    for (; i + 8 <= n; i += 8) {
        double *p = step > 0 ? at + i : at - i - 7;
        for (int v = 0; v < V; v++) {
            store(p + v * VW, load(p + v * VW) + gv[v]);
            gv[v] *= rv[v];
            rv[v] *= q;
        }
    }
    for (int v = 0; v < V; v++) store(g + v * VW, gv[v]);
    for (int l = 0; i < n; i++, l++) at[i * step] += g[step > 0 ? l : 7 - l];
}

static void gauss(double *nu, int n, double z0, double dz, double c)
{
    double middle = -z0 / dz;
    int k = middle < 0 ? 0 : middle > n ? n : (int)middle;
    if (k < n) gauss_run(nu + k, n - k, 1, z0 + k * dz, dz, c);
    if (k > 0) gauss_run(nu + k - 1, k, -1, -(z0 + (k - 1) * dz), dz, c);
}

static void cubic(double *restrict f, const double *restrict lnj, const double *restrict invj, int from, int to,
                  double scale, double base, const double c[4])
{
    double c0 = c[0], c1 = c[1], c2 = c[2], c3 = c[3];
    for (int j = from; j < to; j++) {
        double t = lnj[j] * scale - base;
        f[j] += (c0 + t * (c1 + t * (c2 + t * c3))) * invj[j];
    }
}

static void panjer(const float *jf, const float *af, const float *scale, float *g, int n)
{
    for (int h = 0; h < CARLO_LANES; h += FL) {
        vf sc = *(const vfu *)(scale + h);
        for (int j = 1; j < n; j++) {
            vf s0 = {0}, s1 = {0}, a0 = {0};
            const float *f = jf + 16 + h, *r = g + 16 * (j - 1) + h;
            int i = 1;
            for (; i + 1 <= j; i += 2, f += 32, r -= 32) {
                s0 += *(const vfu *)f * *(const vfu *)r;
                s1 += *(const vfu *)(f + 16) * *(const vfu *)(r - 16);
            }
            if (i <= j) s0 += *(const vfu *)f * *(const vfu *)r;
            if (af)
                for (i = 1; i <= j; i++) a0 += *(const vfu *)(af + 16 * i + h) * *(const vfu *)(g + 16 * (j - i) + h);
            *(vfu *)(g + 16 * j + h) = ((s0 + s1) * (1.0f / (float)j) + a0) * sc;
        }
    }
}

#endif
