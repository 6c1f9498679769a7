// severity.c: the loss of one event.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/severity.h"

#include "plan/loss/kernel.h"
#include "plan/loss/special.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_amount(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void list_make(arena *a, severity *s, const loss_severity *in, double scale)
{
    double *list = news(a, double, in->amounts), *sum = news(a, double, in->amounts + 1);
    for (int i = 0; i < in->amounts; i++) list[i] = in->list[i] * scale;
    qsort(list, (size_t)in->amounts, sizeof *list, by_amount);
    for (int i = 0; i < in->amounts; i++) sum[i + 1] = sum[i] + list[i];
    s->list = list;
    s->sum = sum;
    s->amounts = in->amounts;
}

// First and second moment of what the layer leaves, from limited moments of the whole.
static void layer_moments(severity *s)
{
    double d = s->layer.deductible, top = d + s->layer.limit;
    double one = severity_limited(s, INFINITY, 1), two = severity_limited(s, INFINITY, 2);
    if (s->layer.side == LOSS_WHOLE) {
        s->mean = one;
        s->second = two;
        s->live = 1;
        return;
    }
    double d1 = severity_limited(s, d, 1), d2 = severity_limited(s, d, 2), t1 = severity_limited(s, top, 1),
           t2 = severity_limited(s, top, 2);
    if (s->layer.side == LOSS_CEDED) {
        s->mean = t1 - d1;
        s->second = t2 - d2 - 2 * d * (t1 - d1);
        s->live = 1 - severity_cdf(s, d);
        return;
    }
    double over = top < INFINITY ? one - t1 : 0, over2 = top < INFINITY ? two - t2 - 2 * top * over : 0;
    s->mean = d1 + over;
    s->second = d2 + over2 + 2 * d * over;
    s->live = d > 0 ? 1 : 1 - severity_cdf(s, top);
}

severity severity_make(arena *a, const loss_severity *in, loss_layer layer, double scale)
{
    severity s = {.kind = in->kind, .layer = layer};
    switch (in->kind) {
    case LOSS_LOGNORMAL: {
        double la = own_log(in->a), lb = own_log(in->b);
        s.mu = 0.5 * (la + lb) + own_log(scale);
        s.sigma = (lb - la) / (2 * 1.6448536269514722);
        break;
    }
    case LOSS_PERT: {
        double shape = in->shape > 0 ? in->shape : 4, whole = in->c - in->a;
        s.low = in->a * scale;
        s.span = whole * scale;
        s.alpha = 1 + shape * (in->b - in->a) / whole;
        s.beta = 1 + shape * (in->c - in->b) / whole;
        s.lb = log_of_beta(s.alpha, s.beta);
        break;
    }
    case LOSS_CONSTANT: s.at = in->a * scale; break;
    case LOSS_EMPIRICAL: list_make(a, &s, in, scale); break;
    }
    layer_moments(&s);
    return s;
}

static int list_upto(const severity *s, double x) // how many amounts are <= x
{
    int from = 0, to = s->amounts;
    while (from < to) {
        int m = (from + to) / 2;
        if (s->list[m] <= x)
            from = m + 1;
        else
            to = m;
    }
    return from;
}

double severity_cdf(const severity *s, double x)
{
    if (!(x < INFINITY)) return 1;
    switch (s->kind) {
    case LOSS_LOGNORMAL: return x > 0 ? normal_cdf((log(x) - s->mu) / s->sigma) : 0;
    case LOSS_PERT: return beta_cdf((x - s->low) / s->span, s->alpha, s->beta);
    case LOSS_CONSTANT: return x >= s->at;
    case LOSS_EMPIRICAL: return (double)list_upto(s, x) / s->amounts;
    }
    return 0;
}

static double pert_limited(const severity *s, double x, int power)
{
    double a = s->alpha, n = s->alpha + s->beta, t = (x - s->low) / s->span;
    if (t <= 0) return power == 1 ? x : x * x;
    double c0 = beta_cdf(t, a, s->beta), c1 = a / n * beta_cdf(t, a + 1, s->beta);
    double one = s->low * c0 + s->span * c1, above = c0 < 1 ? 1 - c0 : 0;
    if (power == 1) return one + (above > 0 ? x * above : 0);
    double c2 = a * (a + 1) / (n * (n + 1)) * beta_cdf(t, a + 2, s->beta);
    double two = s->low * s->low * c0 + 2 * s->low * s->span * c1 + s->span * s->span * c2;
    return two + (above > 0 ? x * x * above : 0);
}

static double list_limited(const severity *s, double x, int power)
{
    int k = list_upto(s, x);
    double sum = s->sum[k];
    if (power == 2) {
        sum = 0;
        for (int i = 0; i < k; i++) sum += s->list[i] * s->list[i];
    }
    if (k < s->amounts) sum += (s->amounts - k) * (power == 1 ? x : x * x);
    return sum / s->amounts;
}

double severity_limited(const severity *s, double x, int power)
{
    if (!(x > 0)) return 0;
    switch (s->kind) {
    case LOSS_LOGNORMAL: {
        double whole = exp(power * s->mu + 0.5 * power * power * s->sigma * s->sigma);
        if (!(x < INFINITY)) return whole;
        double z = (log(x) - s->mu) / s->sigma;
        return whole * normal_cdf(z - power * s->sigma) + (power == 1 ? x : x * x) * normal_cdf(-z);
    }
    case LOSS_PERT: return pert_limited(s, x, power);
    case LOSS_CONSTANT: {
        double m = x < s->at ? x : s->at;
        return power == 1 ? m : m * m;
    }
    case LOSS_EMPIRICAL: return list_limited(s, x, power);
    }
    return 0;
}

double severity_lev(const severity *s, double x)
{
    double d = s->layer.deductible, l = s->layer.limit;
    switch (s->layer.side) {
    case LOSS_WHOLE: return severity_limited(s, x, 1);
    case LOSS_CEDED: return severity_limited(s, d + (x < l ? x : l), 1) - severity_limited(s, d, 1);
    case LOSS_KEPT:
        if (x <= d || !(l < INFINITY)) return severity_limited(s, x < d ? x : d, 1);
        return severity_limited(s, d, 1) + severity_limited(s, x + l, 1) - severity_limited(s, d + l, 1);
    }
    return 0;
}

double layer_apply(loss_layer l, double x)
{
    if (l.side == LOSS_WHOLE) return x;
    double paid = x > l.deductible ? x - l.deductible : 0;
    if (paid > l.limit) paid = l.limit;
    return l.side == LOSS_CEDED ? paid : x - paid;
}

// ---- PERT quantiles: in y = log(t/(1-t)) the density is smooth and falls off exponentially on both sides.

void pert_fill(pert_table *t, const severity *s)
{
    double left = 24 / s->alpha + 2, right = 24 / s->beta + 2;
    double log_t[PERT_NODES + 1], log_u[PERT_NODES + 1];
    t->y0 = -left;
    t->step = (left + right) / PERT_NODES;
    for (int i = 0; i <= PERT_NODES; i++) {
        double y = t->y0 + i * t->step;
        log_t[i] = log_u[i] = own_exp(-fabs(y)) + 1;
    }
    kernel_plain.log_all(log_t, PERT_NODES + 1);
    for (int i = 0; i <= PERT_NODES; i++) {
        double y = t->y0 + i * t->step, l = log_t[i];
        double lt = y < 0 ? y - l : -l, lu = y < 0 ? -l : -y - l;
        t->density[i] = s->alpha * lt + s->beta * lu - s->lb;
    }
    kernel_plain.exp_all(t->density, PERT_NODES + 1);
    t->cdf[0] = t->density[0] / s->alpha; // the exponential tail to the left
    for (int i = 0; i < PERT_NODES; i++) {
        double before = i ? t->density[i - 1] : 0, after = i + 2 <= PERT_NODES ? t->density[i + 2] : 0;
        double f = 13 * (t->density[i] + t->density[i + 1]) - before - after;
        t->cdf[i + 1] = t->cdf[i] + f * t->step / 24;
    }
    double all = t->cdf[PERT_NODES] + t->density[PERT_NODES] / s->beta;
    for (int i = 0; i <= PERT_NODES; i++) {
        t->cdf[i] /= all;
        t->density[i] /= all;
    }
}

double pert_quantile(const pert_table *t, const severity *s, double p)
{
    int from = 0, to = PERT_NODES;
    if (p <= t->cdf[0]) return s->low;
    if (p >= t->cdf[PERT_NODES]) return s->low + s->span;
    while (to - from > 1) {
        int m = (from + to) / 2;
        if (t->cdf[m] <= p)
            from = m;
        else
            to = m;
    }
    // Newton's method on the cubic through both ends with the right slopes.
    double f0 = t->cdf[from], f1 = t->cdf[to], d0 = t->density[from] * t->step, d1 = t->density[to] * t->step;
    double x = (p - f0) / (f1 - f0), c2 = 3 * (f1 - f0) - 2 * d0 - d1, c3 = d0 + d1 - 2 * (f1 - f0);
    for (int i = 0; i < 4; i++) {
        double f = f0 + x * (d0 + x * (c2 + x * c3)) - p, g = d0 + x * (2 * c2 + x * 3 * c3);
        if (g > 0) x -= f / g;
        x = x < 0 ? 0 : x > 1 ? 1 : x;
    }
    double y = t->y0 + (from + x) * t->step;
    return s->low + s->span / (1 + own_exp(-y));
}
