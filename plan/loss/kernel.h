// kernel.h: the inner loops of the loss engine, built once per vector width from kernel_body.h and chosen at run time.
// SPDX-License-Identifier: Apache-2.0
//
// All kernels give the same bytes: every operation is per element, sums keep a fixed order of 16 logical lanes, and nothing
// is compiled with fused multiply-add.
#ifndef LOSS_KERNEL_H
#define LOSS_KERNEL_H

#include "plan/loss/loss.h"

#define CARLO_BLOCK 4096 // years drawn together: their sums stay in the first-level cache
#define CARLO_LANES 16

// Tables for the transform of n real numbers (as n/2 complex ones); built once per size, never changed (fft.c).
typedef struct {
    int n, half;
    const double *w1r, *w1i, *w2r, *w2i, *w3r, *w3i; // powers 1, 2, 3 of the root of order n/2, n/8 each
    const double *wr, *wi;                           // the root of order n, n/2 + 1
    const double *tilt, *back;                       // exp(-TILT j/n) and its reciprocal over n/2
} fft_plan;

#define TILT 15.0

// 16 xoshiro128++ generators side by side.
typedef struct {
    uint32_t s[4][CARLO_LANES];
} carlo_stream;

typedef struct {
    const char *name;
    // In place; sr and si are scratch of n/2.
    void (*fft)(const fft_plan *p, double *re, double *im, double *sr, double *si);
    // From the transform of even + i*odd to that of the n reals (n/2 + 1 values), and back.
    void (*split)(const fft_plan *p, const double *re, const double *im, double *fr, double *fi);
    void (*merge)(const fft_plan *p, const double *fr, const double *fi, double *re, double *im);
    void (*exp_complex)(double *re, double *im, int n); // exp(re + i im) in place; re is clamped to +-700
    // lr, li -= power * log(1 + scale * (total - f))
    void (*log_gamma)(double *lr, double *li, const double *fr, const double *fi, int n, double total, double scale,
                      double power);
    void (*exp_all)(double *x, int n);
    void (*log_all)(double *x, int n);
    // nu[i] += c * exp(-z_i^2/2), z_i = z0 + i*dz
    void (*gauss)(double *nu, int n, double z0, double dz, double c);
    // f[j] += s0 + t(s1 + t(s2 + t s3)) over j, t = lnj[j]*scale - base, for j in [from, to)
    void (*cubic)(double *f, const double *lnj, const double *invj, int from, int to, double scale, double base,
                  const double c[4]);
    // Panjer's recursion for 16 lanes at once: g[j] = sum_i (a + b*i/j) f[i] g[j-i] * scale, g[0] given. Rows of 16 floats.
    // jf holds b*i*f[i], af holds a*f[i] (NULL when a is 0 in every lane).
    void (*panjer)(const float *jf, const float *af, const float *scale, float *g, int n);
    // n severities from a quantile table (4097 floats), each added to a year of buf (4096 floats) drawn evenly.
    void (*table_events)(carlo_stream *s, const float *table, float *buf, uint32_t n);
    // The same with one amount.
    void (*fixed_events)(carlo_stream *s, float amount, float *buf, uint32_t n);
    // tot += buf; counts buf's values by their upper 16 bits (bins may be NULL); returns the sum of buf.
    double (*gather)(const float *buf, float *tot, uint32_t *bins, int n);
} kernel;

const kernel *kernel_for(loss_kernel choice); // falls back to the best one this processor has
bool kernel_has(loss_kernel choice);          // can this processor run it?

extern const kernel kernel_plain;
#if defined(__x86_64__)
extern const kernel kernel_avx2, kernel_avx512;
#endif

#endif
