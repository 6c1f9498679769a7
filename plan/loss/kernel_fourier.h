// kernel_fourier.h: Stockham's self-sorting transform, radix 4, real and imaginary parts apart.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_KERNEL_FOURIER_H
#define LOSS_KERNEL_FOURIER_H

#include "plan/loss/kernel_math.h"

#define BUTTERFLY(V, LOAD, STORE)                                                                                      \
    do {                                                                                                               \
        V a_r = LOAD(ir + k), a_i = LOAD(ii + k), b_r = LOAD(ir + k + st), b_i = LOAD(ii + k + st);                    \
        V c_r = LOAD(ir + k + 2 * st), c_i = LOAD(ii + k + 2 * st);                                                    \
        V d_r = LOAD(ir + k + 3 * st), d_i = LOAD(ii + k + 3 * st);                                                    \
        V e_r = a_r + c_r, e_i = a_i + c_i, f_r = a_r - c_r, f_i = a_i - c_i;                                          \
        V g_r = b_r + d_r, g_i = b_i + d_i, h_r = b_r - d_r, h_i = b_i - d_i;                                          \
        V t_r = f_r + h_i, t_i = f_i - h_r, u_r = e_r - g_r, u_i = e_i - g_i, v_r = f_r - h_i, v_i = f_i + h_r;        \
        STORE(or +k, e_r + g_r);                                                                                       \
        STORE(oi + k, e_i + g_i);                                                                                      \
        STORE(or +k + s, t_r * w1r - t_i * w1i);                                                                       \
        STORE(oi + k + s, t_r * w1i + t_i * w1r);                                                                      \
        STORE(or +k + 2 * s, u_r * w2r - u_i * w2i);                                                                   \
        STORE(oi + k + 2 * s, u_r * w2i + u_i * w2r);                                                                  \
        STORE(or +k + 3 * s, v_r * w3r - v_i * w3i);                                                                   \
        STORE(oi + k + 3 * s, v_r * w3i + v_i * w3r);                                                                  \
    } while (0)

inner v4 load4(const double *p)
{
    return *(const v4u *)p;
}

inner void store4(double *p, v4 x)
{
    *(v4u *)p = x;
}

// Row q of the 4x4 block whose columns are c0..c3, q = 0..3.
inner void turn4(double *o, v4 c0, v4 c1, v4 c2, v4 c3)
{
    v4 a = __builtin_shufflevector(c0, c1, 0, 4, 2, 6), b = __builtin_shufflevector(c0, c1, 1, 5, 3, 7);
    v4 c = __builtin_shufflevector(c2, c3, 0, 4, 2, 6), d = __builtin_shufflevector(c2, c3, 1, 5, 3, 7);
    store4(o, __builtin_shufflevector(a, c, 0, 1, 4, 5));
    store4(o + 4, __builtin_shufflevector(b, d, 0, 1, 4, 5));
    store4(o + 8, __builtin_shufflevector(a, c, 2, 3, 6, 7));
    store4(o + 12, __builtin_shufflevector(b, d, 2, 3, 6, 7));
}

// The first pass: neighbours in a register are neighbouring inputs, so the results are turned before they are stored.
static void fft_first(const fft_plan *p, const double *re, const double *im, double *yr, double *yi)
{
    int q = p->half / 4;
    for (int j = 0; j < q; j += 4) {
        v4 a_r = load4(re + j), a_i = load4(im + j), b_r = load4(re + j + q), b_i = load4(im + j + q);
        v4 c_r = load4(re + j + 2 * q), c_i = load4(im + j + 2 * q);
        v4 d_r = load4(re + j + 3 * q), d_i = load4(im + j + 3 * q);
        v4 w1r = load4(p->w1r + j), w1i = load4(p->w1i + j), w2r = load4(p->w2r + j), w2i = load4(p->w2i + j);
        v4 w3r = load4(p->w3r + j), w3i = load4(p->w3i + j);
        v4 e_r = a_r + c_r, e_i = a_i + c_i, f_r = a_r - c_r, f_i = a_i - c_i;
        v4 g_r = b_r + d_r, g_i = b_i + d_i, h_r = b_r - d_r, h_i = b_i - d_i;
        v4 t_r = f_r + h_i, t_i = f_i - h_r, u_r = e_r - g_r, u_i = e_i - g_i, v_r = f_r - h_i, v_i = f_i + h_r;
        turn4(yr + 4 * j, e_r + g_r, t_r * w1r - t_i * w1i, u_r * w2r - u_i * w2i, v_r * w3r - v_i * w3i);
        turn4(yi + 4 * j, e_i + g_i, t_r * w1i + t_i * w1r, u_r * w2i + u_i * w2r, v_r * w3i + v_i * w3r);
    }
}

static void fft_pass(const fft_plan *p, int m, int s, const double *xr, const double *xi, double *yr, double *yi)
{
    int q = m / 4, st = s * q;
    for (int j = 0; j < q; j++) {
        double w1r = p->w1r[j * s], w1i = p->w1i[j * s], w2r = p->w2r[j * s], w2i = p->w2i[j * s];
        double w3r = p->w3r[j * s], w3i = p->w3i[j * s];
        const double *ir = xr + s * j, *ii = xi + s * j;
        double * or = yr + 4 * s * j, *oi = yi + 4 * s * j;
        if (s % VW == 0)
            for (int k = 0; k < s; k += VW) BUTTERFLY(vd, load, store);
        else
            for (int k = 0; k < s; k += 4) BUTTERFLY(v4, load4, store4);
    }
}

static void fft(const fft_plan *p, double *re, double *im, double *sr, double *si)
{
    double *xr = sr, *xi = si, *yr = re, *yi = im;
    fft_first(p, re, im, sr, si);
    int s = 4, m = p->half / 4;
    for (; m >= 4; s *= 4, m /= 4) {
        fft_pass(p, m, s, xr, xi, yr, yi);
        double *t = xr;
        xr = yr, yr = t;
        t = xi, xi = yi, yi = t;
    }
    if (m == 2) {
        for (int k = 0; k < s; k++) {
            double a_r = xr[k], a_i = xi[k], b_r = xr[k + s], b_i = xi[k + s];
            yr[k] = a_r + b_r, yi[k] = a_i + b_i, yr[k + s] = a_r - b_r, yi[k + s] = a_i - b_i;
        }
        xr = yr, xi = yi;
    }
    if (xr == re) return;
    memcpy(re, xr, (size_t)p->half * sizeof *re);
    memcpy(im, xi, (size_t)p->half * sizeof *im);
}

static void split(const fft_plan *p, const double *restrict re, const double *restrict im, double *restrict fr,
                  double *restrict fi)
{
    int h = p->half;
    const double *restrict wr = p->wr, *restrict wi = p->wi;
    fr[0] = re[0] + im[0], fi[0] = 0;
    fr[h] = re[0] - im[0], fi[h] = 0;
    for (int k = 1; k < h; k++) {
        double er = 0.5 * (re[k] + re[h - k]), ei = 0.5 * (im[k] - im[h - k]);
        double or = 0.5 * (im[k] + im[h - k]), oi = -0.5 * (re[k] - re[h - k]);
        fr[k] = er + (or *wr[k] - oi * wi[k]);
        fi[k] = ei + (or *wi[k] + oi * wr[k]);
    }
}

static void merge(const fft_plan *p, const double *restrict fr, const double *restrict fi, double *restrict re,
                  double *restrict im)
{
    int h = p->half;
    const double *restrict wr = p->wr, *restrict wi = p->wi;
    for (int k = 0; k < h; k++) {
        double er = 0.5 * (fr[k] + fr[h - k]), ei = 0.5 * (fi[k] - fi[h - k]);
        double dr = 0.5 * (fr[k] - fr[h - k]), di = 0.5 * (fi[k] + fi[h - k]);
        double or = dr * wr[k] + di * wi[k], oi = di * wr[k] - dr * wi[k]; // times the conjugate root
        re[k] = er - oi;
        im[k] = ei + or ;
    }
}

#endif
