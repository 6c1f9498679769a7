// special.c: normal, gamma and beta functions.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/special.h"

#include "platform/base/str.h"

#include <math.h>
#include <string.h>

// The kernels' exp and log, one number at a time and operation for operation the same.
double own_exp(double x)
{
    static const double inverse_factorial[] = {
        1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720,
        1.0 / 120,       1.0 / 24,       1.0 / 6,       0.5,          1.0,         1.0};
    x = x < -700 ? -700 : x > 700 ? 700 : x;
    double t = x * 1.4426950408889634 + 6755399441055744.0, n = t - 6755399441055744.0;
    double f = (x - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10, p = inverse_factorial[0];
    for (int i = 1; i < countof(inverse_factorial); i++) p = p * f + inverse_factorial[i];
    uint64_t b, k;
    memcpy(&b, &p, sizeof b);
    memcpy(&k, &t, sizeof k);
    b += k << 52;
    memcpy(&p, &b, sizeof p);
    return p;
}

double own_log(double x)
{
    uint64_t b;
    memcpy(&b, &x, sizeof b);
    uint64_t e = (b - 0x3fe6a09e667f3bcdULL + (1024ULL << 52)) >> 52;
    double n = (double)e - 1024.0, m;
    b -= (e - 1024) << 52;
    memcpy(&m, &b, sizeof m);
    double s = (m - 1.0) / (m + 1.0), z = s * s, p = z * (1.0 / 21) + 1.0 / 19;
    for (int d = 17; d >= 3; d -= 2) p = p * z + 1.0 / d;
    return n * 6.93147180369123816490e-01 + (2.0 * s + (2.0 * s * z * p + n * 1.90821492927058770002e-10));
}

double normal_cdf(double z)
{
    return 0.5 * erfc(-z * 0.70710678118654752440);
}

// Acklam's rational approximation.
double normal_quantile(double p)
{
    static const double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                               1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
    static const double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                               6.680131188771972e+01, -1.328068155288572e+01};
    static const double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                               -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
    static const double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                               3.754408661907416e+00};
    if (p > 0.5) return -normal_quantile(1 - p);
    if (p < 0.02425) {
        double q = sqrt(-2 * own_log(p));
        return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
               ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    }
    double q = p - 0.5, r = q * q;
    return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
           (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

double log_of_gamma(double x)
{
    double shift = 1;
    while (x < 12) { // Stirling's series is good to the last digit from here on
        shift *= x;
        x += 1;
    }
    double r = 1 / (x * x);
    double s = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188))))) / x;
    return (x - 0.5) * own_log(x) - x + 0.91893853320467274178 + s - own_log(shift);
}

double log_of_beta(double a, double b)
{
    return log_of_gamma(a) + log_of_gamma(b) - log_of_gamma(a + b);
}

// Lentz's method on the continued fraction, on the side where it converges fast.
double beta_cdf(double x, double a, double b)
{
    if (!(x > 0)) return 0;
    if (x >= 1) return 1;
    if (x > (a + 1) / (a + b + 2)) return 1 - beta_cdf(1 - x, b, a);
    const double tiny = 1e-300;
    double front = own_exp(a * log(x) + b * log1p(-x) - log_of_beta(a, b)) / a;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    if (fabs(d) < tiny) d = tiny;
    d = 1 / d;
    double f = d;
    for (int m = 1; m < 10000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 + even * d;
        c = 1 + even / c;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        if (fabs(c) < tiny) c = tiny;
        f *= c * d;
        d = 1 + odd * d;
        c = 1 + odd / c;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        if (fabs(c) < tiny) c = tiny;
        f *= c * d;
        if (fabs(c * d - 1) < 1e-16) break;
    }
    return front * f;
}

double gamma_cdf(double k, double x)
{
    if (!(x > 0)) return 0;
    double front = own_exp(k * own_log(x) - x - log_of_gamma(k));
    if (x < k + 1) {
        double term = 1 / k, sum = term;
        for (double j = k + 1; term > sum * 1e-17; j += 1) sum += term *= x / j;
        return sum * front;
    }
    double b = x + 1 - k, c = 1e300, d = 1 / b, f = d;
    for (int i = 1; i < 100000; i++) {
        double a = -i * (i - k);
        b += 2;
        d = 1 / (a * d + b);
        c = b + a / c;
        f *= c * d;
        if (fabs(c * d - 1) < 1e-16) break;
    }
    return 1 - front * f;
}

double gamma_quantile(double k, double p)
{
    double z = normal_quantile(p), w = 1 - 1 / (9 * k) + z / (3 * sqrt(k)); // Wilson and Hilferty
    double x = w > 0.2 ? k * w * w * w : own_exp((own_log(p) + log_of_gamma(k + 1)) / k);
    if (!(x > 1e-280)) return 0;
    double low = 0, high = INFINITY;
    for (int i = 0; i < 200; i++) {
        double f = gamma_cdf(k, x) - p;
        if (f > 0)
            high = x;
        else
            low = x;
        double slope = own_exp((k - 1) * own_log(x) - x - log_of_gamma(k)), next = x - f / slope;
        if (!(next > low && next < high)) next = high < INFINITY ? 0.5 * (low + high) : 2 * x;
        if (fabs(next - x) <= 1e-15 * x) return next;
        x = next;
    }
    return x;
}

// log(log(95th percentile / 5th)) at shape e^x: close to a straight line of slope -1/2.
static double width_of(double x)
{
    double k = own_exp(x);
    return own_log(own_log(gamma_quantile(k, 0.95) / gamma_quantile(k, 0.05)));
}

void gamma_fit(double low, double high, double *k, double *theta)
{
    double want = own_log(own_log(high / low)), x0 = 2 * (1.1907 - want), x1;
    if (x0 < -2) x0 = -2;
    double y0 = width_of(x0);
    x1 = fmax(-3, x0 + 2 * (y0 - want));
    for (int i = 0; i < 60 && fabs(x1 - x0) > 1e-13 * (1 + fabs(x1)); i++) { // secant
        double y1 = width_of(x1), slope = (y1 - y0) / (x1 - x0), next = x1 - (y1 - want) / slope;
        if (!(fabs(next - x1) < 2)) next = x1 + (y1 > want ? 0.5 : -0.5);
        x0 = x1;
        y0 = y1;
        x1 = fmax(-3, next);
        if (fabs(y1 - want) < 1e-14) break;
    }
    *k = own_exp(x1);
    *theta = high / gamma_quantile(*k, 0.95);
}
