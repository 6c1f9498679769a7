// draw.c: random numbers of the simulating engine.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/draw.h"

#include "plan/loss/special.h"

#include <math.h>

static uint64_t mix(uint64_t z) // the finalizer of splitmix64
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

draw draw_for(uint64_t seed, uint64_t what, uint64_t block)
{
    draw d;
    uint64_t z = mix(mix(mix(seed + 0x9e3779b97f4a7c15ULL) + what) + block);
    for (int i = 0; i < 4; i++) d.s[i] = mix(z += 0x9e3779b97f4a7c15ULL);
    return d;
}

static uint64_t turn(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

uint64_t draw_bits(draw *d)
{
    uint64_t *s = d->s, r = turn(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turn(s[3], 45);
    return r;
}

carlo_stream draw_lanes(draw *d)
{
    carlo_stream c;
    for (int l = 0; l < CARLO_LANES; l++) {
        uint64_t a = draw_bits(d), b = draw_bits(d);
        c.s[0][l] = (uint32_t)a;
        c.s[1][l] = (uint32_t)(a >> 32);
        c.s[2][l] = (uint32_t)b;
        c.s[3][l] = (uint32_t)(b >> 32) | 1; // never all zero
    }
    return c;
}

double draw_even(draw *d)
{
    return ((double)(draw_bits(d) >> 12) + 0.5) * 0x1p-52;
}

double draw_normal(draw *d)
{
    return normal_quantile(draw_even(d));
}

double draw_exponential(draw *d)
{
    return -own_log(draw_even(d));
}

// Marsaglia and Tsang.
double draw_gamma(draw *d, double shape)
{
    double boost = 1;
    if (shape < 1) {
        boost = own_exp(own_log(draw_even(d)) / shape);
        shape += 1;
    }
    double a = shape - 1.0 / 3, c = 1 / sqrt(9 * a);
    for (;;) {
        double x = draw_normal(d), v = 1 + c * x;
        if (v <= 0) continue;
        v = v * v * v;
        double u = draw_even(d);
        if (own_log(u) < 0.5 * x * x + a - a * v + a * own_log(v)) return a * v * boost;
    }
}

double draw_poisson_from(draw *d, double mean, double none)
{
    double p = none, sum = p, u = draw_even(d), k = 0;
    while (u > sum && k < 200) {
        k += 1;
        p *= mean / k;
        sum += p;
    }
    return k;
}

// Transformed rejection (Hörmann's PTRS) from 10 on.
double draw_poisson(draw *d, double mean)
{
    if (mean < 10) return mean > 0 ? draw_poisson_from(d, mean, own_exp(-mean)) : 0;
    double root = sqrt(mean), log_mean = own_log(mean), b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
    double inverse = 1.1239 + 1.1328 / (b - 3.4), limit = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        double u = draw_even(d) - 0.5, v = draw_even(d), us = 0.5 - fabs(u);
        double k = floor((2 * a / us + b) * u + mean + 0.43);
        if (us >= 0.07 && v <= limit) return k;
        if (k < 0 || (us < 0.013 && v > us)) continue;
        double left = own_log(v) + own_log(inverse) - own_log(a / (us * us) + b);
        if (left <= -mean + k * log_mean - log_of_gamma(k + 1)) return k;
    }
}
