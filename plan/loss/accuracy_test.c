// accuracy_test.c: the exact engine against closed forms and against a slow reference on a far finer grid.
// SPDX-License-Identifier: Apache-2.0
#include "test/tally.h"
#include "plan/loss/exact.h"
#include "plan/loss/special.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static arena store;

static loss_risk lognormal(double rate, double a, double b)
{
    return (loss_risk){.frequency.rate = rate, .severity = {.kind = LOSS_LOGNORMAL, .a = a, .b = b}};
}

static loss_risk pert(double rate, double a, double b, double c)
{
    return (loss_risk){.frequency.rate = rate, .severity = {.kind = LOSS_PERT, .a = a, .b = b, .c = c}};
}

static loss_risk constant(double rate, double a)
{
    return (loss_risk){.frequency.rate = rate, .severity = {.kind = LOSS_CONSTANT, .a = a}};
}

static loss_answer answer_of(arena *a, const loss_risk *r, int n, loss_options o)
{
    loss_portfolio p = {.risks = r, .nrisks = n};
    loss_answer out;
    loss_refusal *bad;
    if (!loss_curve(a, &p, &o, &out, &bad))
        fail_msg("%s %d %s %.*s", bad->what, bad->row, bad->field, STRF(bad->reason));
    return out;
}

static void assert_near(double x, double want, double relative)
{
    if (!(fabs(x - want) <= relative * fabs(want))) fail_msg("%.12g, wanted %.12g within %g", x, want, relative);
}

// ---- the reference: every severity on 2^18 cells by differences of E[min(X, x)], a plain radix-2 transform

enum { REF = 1 << 18 };

static double *root_r, *root_i;

static void slow_fft(double *re, double *im, int n)
{
    for (int i = 1, j = 0; i < n; i++) {
        int bit = n >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i >= j) continue;
        double t = re[i];
        re[i] = re[j], re[j] = t;
        t = im[i], im[i] = im[j], im[j] = t;
    }
    for (int len = 2; len <= n; len *= 2)
        for (int i = 0; i < n; i += len)
            for (int k = 0; k < len / 2; k++) {
                double cr = root_r[k * (n / len)], ci = root_i[k * (n / len)];
                double *a = re + i + k, *b = im + i + k, *c = a + len / 2, *d = b + len / 2;
                double xr = *c * cr - *d * ci, xi = *c * ci + *d * cr;
                *c = *a - xr, *d = *b - xi, *a += xr, *b += xi;
            }
}

typedef struct {
    double h, *below; // P(loss <= (j + 1/2) h)
} reference;

// The distribution up to `top`, good to about (h/x)^2.
static reference reference_of(arena *a, const loss_risk *r, int n, double top)
{
    const double tilt = 20;
    reference f = {top / REF, news(a, double, REF)};
    double *im = news(a, double, REF), *lev = news(a, double, REF + 1), *re = f.below, rate = 0;
    for (int i = 0; i < n; i++) {
        severity s = severity_make(a, &r[i].severity, r[i].event, 1);
        for (int j = 1; j <= REF; j++) lev[j] = severity_lev(&s, j * f.h) / f.h;
        re[0] += r[i].frequency.rate * (1 - lev[1]);
        for (int j = 1; j < REF; j++) re[j] += r[i].frequency.rate * (2 * lev[j] - lev[j - 1] - lev[j + 1]);
        rate += r[i].frequency.rate;
    }
    for (int j = 0; j < REF; j++) re[j] *= exp(-tilt * j / REF);
    slow_fft(re, im, REF);
    for (int j = 0; j < REF; j++) {
        double e = exp(re[j] - rate), y = im[j];
        re[j] = e * cos(y);
        im[j] = -e * sin(y);
    }
    slow_fft(re, im, REF);
    double sum = 0;
    for (int j = 0; j < REF; j++) re[j] = sum += re[j] / REF * exp(tilt * j / REF);
    return f;
}

static double reference_cdf(const reference *f, double x)
{
    double y = x / f->h - 0.5;
    if (y < 0) return f->below[0];
    int j = (int)y;
    if (j + 1 >= REF) return f->below[REF - 1];
    return f->below[j] + (y - j) * (f->below[j + 1] - f->below[j]);
}

typedef struct {
    int figures, covered;
} coverage;

// The figure at p must lie between Q(p-e)(1-1e-3) and Q(p+e)(1+1e-3).
static void check_against_reference(const loss_risk *r, int n, coverage *seen)
{
    arena a = store;
    loss_answer out = answer_of(&a, r, n, (loss_options){0});
    double mean = 0;
    for (int i = 0; i < n; i++) mean += r[i].frequency.rate * severity_make(&a, &r[i].severity, r[i].event, 1).mean;
    assert_near(out.mean, mean, 1e-6);
    for (int k = LOSS_LEVELS - 1; k >= 0; k--) {
        double p = loss_levels[k], x = out.level[k], e = fmin(1e-5, (1 - p) / 1000);
        if (x == 0) {
            assert_true(out.none >= p - e);
            continue;
        }
        arena b = a;
        reference f = reference_of(&b, r, n, 1.5 * x);
        double low = reference_cdf(&f, x * (1 - 1e-3)), high = reference_cdf(&f, x * (1 + 1e-3));
        if (!(low <= p + e && high >= p - e))
            fail_msg("P%g = %.9g: the reference has %.9g and %.9g there (%d risks, %d cells, error %g)", 100 * p, x,
                     low, high, n, out.cells, out.error);
        seen->figures++;
        low = reference_cdf(&f, x * (1 - out.error)), high = reference_cdf(&f, x * (1 + out.error));
        seen->covered += low <= p + e && high >= p - e;
        int whole = (int)(x / f.h);
        double sum = (x / f.h - whole) * f.below[whole];
        for (int j = 0; j < whole; j++) sum += f.below[j];
        double limited = x - f.h * sum;
        assert_near(out.tail[k], x + (mean - limited) / (1 - p), 1e-3);
    }
}

static uint64_t dice = 1;

static double even(void)
{
    dice += 0x9e3779b97f4a7c15ULL;
    uint64_t z = dice;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
}

static double log_even(double low, double high)
{
    return low * exp(even() * log(high / low));
}

// Rates 0.001 to 50, interval ratios 2 to 1,000, severities over nine orders of magnitude.
static loss_risk random_risk(double scale, double spread)
{
    double rate = log_even(0.001, 50), size = scale * log_even(1, spread), ratio = log_even(2, 1000), kind = even();
    if (kind < 0.5) return lognormal(rate, size, size * ratio);
    if (kind < 0.8) return pert(rate, size, size * (1 + even() * (ratio - 1)), size * ratio);
    return constant(rate, size);
}

static void random_portfolios(int count)
{
    coverage seen = {0};
    loss_risk r[12];
    for (int i = 0; i < count; i++) {
        dice = (uint64_t)i * 1000003 + 17;
        int n = 1 + (int)(even() * 12);
        double spread = log_even(1, 1e9);
        for (int k = 0; k < n; k++) r[k] = random_risk(1e-1, spread);
        check_against_reference(r, n, &seen);
    }
    if (seen.covered < 0.98 * seen.figures) fail_msg("the error covered %d of %d figures", seen.covered, seen.figures);
}

static void random_portfolios_agree_with_the_reference(void **state)
{
    (void)state;
    random_portfolios(getenv("ISMS_LONG") ? 200 : 8);
}

int main(void)
{
    store = arena_make((ptrdiff_t)1 << 30);
    root_r = news(&store, double, REF / 2), root_i = news(&store, double, REF / 2);
    for (int i = 0; i < REF / 2; i++) {
        root_r[i] = cos(6.283185307179586477 * i / REF);
        root_i[i] = -sin(6.283185307179586477 * i / REF);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_portfolios_agree_with_the_reference),
    };
    return test_tally((int)(sizeof tests / sizeof *tests), cmocka_run_group_tests(tests, NULL, NULL), 0);
}
