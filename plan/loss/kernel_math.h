// kernel_math.h: vectors of VW doubles, and exp, log, sine and angle of them.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_KERNEL_MATH_H
#define LOSS_KERNEL_MATH_H

#include "plan/loss/kernel.h"

#ifdef __clang__
#pragma clang fp contract(off)
#endif

#define inner static inline __attribute__((always_inline))

typedef double vd __attribute__((vector_size(VW * 8)));
typedef double vdu __attribute__((vector_size(VW * 8), aligned(8), may_alias));
typedef int64_t vl __attribute__((vector_size(VW * 8)));
typedef uint64_t vq __attribute__((vector_size(VW * 8)));
typedef float vf __attribute__((vector_size(VW * 8)));
typedef float vfu __attribute__((vector_size(VW * 8), aligned(4), may_alias));
typedef uint32_t vu __attribute__((vector_size(VW * 8)));
typedef uint32_t vuu __attribute__((vector_size(VW * 8), aligned(4), may_alias));
typedef double v4 __attribute__((vector_size(32)));
typedef double v4u __attribute__((vector_size(32), aligned(8), may_alias));

#define FL (2 * VW) // floats in a register

inner vd load(const double *p)
{
    return *(const vdu *)p;
}

inner void store(double *p, vd x)
{
    *(vdu *)p = x;
}

inner vd pick(vl mask, vd yes, vd no)
{
    return (vd)(((vl)yes & mask) | ((vl)no & ~mask));
}

// ---- elementary functions, to about one unit in the last place

inner vd exp_v(vd x)
{
    const vd zero = {0};
    x = pick(x < zero - 700.0, zero - 700.0, x);
    x = pick(x > zero + 700.0, zero + 700.0, x);
    vd t = x * 1.4426950408889634 + 6755399441055744.0; // the integer part sinks into the low bits
    vd n = t - 6755399441055744.0;
    vd f = (x - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10;
    vd p = f * (1.0 / 479001600) + 1.0 / 39916800;
    p = p * f + 1.0 / 3628800;
    p = p * f + 1.0 / 362880;
    p = p * f + 1.0 / 40320;
    p = p * f + 1.0 / 5040;
    p = p * f + 1.0 / 720;
    p = p * f + 1.0 / 120;
    p = p * f + 1.0 / 24;
    p = p * f + 1.0 / 6;
    p = p * f + 0.5;
    p = p * f + 1.0;
    p = p * f + 1.0;
    return (vd)((vl)p + (vl)((vq)t << 52));
}

inner vd log_v(vd x) // x > 0 and normal
{
    vq b = (vq)x;
    vq e = (b - 0x3fe6a09e667f3bcdULL + (1024ULL << 52)) >> 52; // exponent + 1024, mantissa in [sqrt 1/2, sqrt 2)
    vd n = (vd)(e | 0x4330000000000000ULL) - (4503599627370496.0 + 1024.0);
    vd m = (vd)(b - ((e - 1024) << 52));
    vd s = (m - 1.0) / (m + 1.0), z = s * s;
    vd p = z * (1.0 / 21) + 1.0 / 19;
    p = p * z + 1.0 / 17;
    p = p * z + 1.0 / 15;
    p = p * z + 1.0 / 13;
    p = p * z + 1.0 / 11;
    p = p * z + 1.0 / 9;
    p = p * z + 1.0 / 7;
    p = p * z + 1.0 / 5;
    p = p * z + 1.0 / 3;
    return n * 6.93147180369123816490e-01 + (2.0 * s + (2.0 * s * z * p + n * 1.90821492927058770002e-10));
}

inner void sincos_v(vd x, vd *sine, vd *cosine)
{
    vd t = x * 0.63661977236758134308 + 6755399441055744.0;
    vd q = t - 6755399441055744.0;
    vd r = x - q * 1.57079632673412561417e+00; // pi/2 in three parts of 33 bits
    r = r - q * 6.07710050630396597660e-11;
    r = r - q * 2.02226624879595063154e-21;
    vd z = r * r;
    vd s = z * 1.58969099521155010221e-10 - 2.50507602534068634195e-08;
    s = s * z + 2.75573137070700676789e-06;
    s = s * z - 1.98412698298579493134e-04;
    s = s * z + 8.33333333332248946124e-03;
    s = s * z - 1.66666666666666324348e-01;
    s = r + r * z * s;
    vd c = z * -1.13596475577881948265e-11 + 2.08757232129817482790e-09;
    c = c * z - 2.75573143513906633035e-07;
    c = c * z + 2.48015872894767294178e-05;
    c = c * z - 1.38888888888741095749e-03;
    c = c * z + 4.16666666666666019037e-02;
    c = 1.0 - (0.5 * z - z * z * c);
    vq k = (vq)t;
    vl swap = -(vl)(k & 1);
    vq sign_s = (k & 2) << 62, sign_c = ((k + 1) & 2) << 62;
    *sine = (vd)((vq)pick(swap, c, s) ^ sign_s);
    *cosine = (vd)((vq)pick(swap, s, c) ^ sign_c);
}

inner vd angle_v(vd y, vd x) // of x + iy with x > 0
{
    const vd zero = {0};
    vq sign = (vq)y & 0x8000000000000000ULL;
    vd a = (vd)((vq)y ^ sign);
    vl steep = a > x;
    vd num = pick(steep, x, a), den = pick(steep, a, x);
    vl far = num > den * 0.41421356237309503;
    vd t = pick(far, num - den, num) / pick(far, num + den, den), z = t * t;
    vd p = z * -8.750608600031904122785e-01 - 1.615753718733365076637e+01;
    p = p * z - 7.500855792314704667340e+01;
    p = p * z - 1.228866684490136173410e+02;
    p = p * z - 6.485021904942025371773e+01;
    vd q = z + 2.485846490142306297962e+01;
    q = q * z + 1.650270098316988542046e+02;
    q = q * z + 4.328810604912902668951e+02;
    q = q * z + 4.853903996359136964868e+02;
    q = q * z + 1.945506571482613964425e+02;
    vd r = t + t * z * (p / q) + pick(far, zero + 0.78539816339744830962, zero);
    r = pick(steep, 1.57079632679489661923 - r, r);
    return (vd)((vq)r | sign);
}

// The first m < VW elements only; the others are 0.
inner vd load_some(const double *p, int m)
{
    vd x = {0};
    memcpy(&x, p, (size_t)m * sizeof *p);
    return x;
}

inner void store_some(double *p, vd x, int m)
{
    memcpy(p, &x, (size_t)m * sizeof *p);
}

static void exp_all(double *x, int n)
{
    int whole = n - n % VW;
    for (int i = 0; i < whole; i += VW) store(x + i, exp_v(load(x + i)));
    if (whole < n) store_some(x + whole, exp_v(load_some(x + whole, n - whole)), n - whole);
}

static void log_all(double *x, int n)
{
    int whole = n - n % VW;
    for (int i = 0; i < whole; i += VW) store(x + i, log_v(load(x + i)));
    if (whole < n) store_some(x + whole, log_v(load_some(x + whole, n - whole)), n - whole);
}

inner void turn_exp(vd *a, vd *b)
{
    vd s, c, e = exp_v(*a);
    sincos_v(*b, &s, &c);
    *a = e * c;
    *b = e * s;
}

static void exp_complex(double *re, double *im, int n)
{
    int whole = n - n % VW, rest = n - whole;
    for (int i = 0; i < whole; i += VW) {
        vd a = load(re + i), b = load(im + i);
        turn_exp(&a, &b);
        store(re + i, a);
        store(im + i, b);
    }
    vd a = load_some(re + whole, rest), b = load_some(im + whole, rest);
    turn_exp(&a, &b);
    store_some(re + whole, a, rest);
    store_some(im + whole, b, rest);
}

inner void turn_gamma(vd *a, vd *b, double total, double scale, double power)
{
    vd x = 1.0 + scale * (total - *a), y = -scale * *b;
    *a = log_v(x * x + y * y) * (0.5 * power);
    *b = angle_v(y, x) * power;
}

static void log_gamma(double *lr, double *li, const double *fr, const double *fi, int n, double total, double scale,
                      double power)
{
    int whole = n - n % VW, rest = n - whole;
    for (int i = 0; i < whole; i += VW) {
        vd a = load(fr + i), b = load(fi + i);
        turn_gamma(&a, &b, total, scale, power);
        store(lr + i, load(lr + i) - a);
        store(li + i, load(li + i) - b);
    }
    vd a = load_some(fr + whole, rest), b = load_some(fi + whole, rest);
    turn_gamma(&a, &b, total, scale, power);
    store_some(lr + whole, load_some(lr + whole, rest) - a, rest);
    store_some(li + whole, load_some(li + whole, rest) - b, rest);
}

#endif
