// lattice.c: severities that are placed one by one: PERT, narrow lognormals, and whatever a layer has cut.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/grid.h"
#include "plan/loss/special.h"

#include <math.h>

enum { BATCH = 256 };

// What was placed so far of one item, so that the rest is known to lie above the lattice.
typedef struct {
    const kernel *k;
    const lattice *l;
    double h;
    int n;
    double *f;
    double rate, placed;
    bool cut; // something fell above the lattice
} placing;

static void place(placing *p, double x, double w)
{
    double y = x / p->h;
    if (y < p->n - 4) {
        lattice_put(p->l, y, w * p->rate);
        p->placed += w * p->rate;
    } else {
        p->cut = true;
    }
}

static double left_over(const placing *p, double whole)
{
    double rest = p->cut ? whole - p->placed : 0;
    return rest * whole > 0 ? rest : 0;
}

// ---- PERT: near its ends by nodes, between them cell by cell, with a smooth change from one to the other

enum { EDGE = 8, ZONE = 36 }; // cells from an end where the change begins and where it is done

static double inside(double cells)
{
    return smooth_step((cells - EDGE) * (1.0 / (ZONE - EDGE)));
}

// `zone`: cells covered, where only the part near an end is wanted; 0: all of it.
static void pert_by_nodes(placing *p, const severity *s, double step, double from, double to, double zone, bool right)
{
    double t[BATCH], w[BATCH];
    int first = (int)ceil(from / step), last = (int)ceil(to / step);
    for (int i = first; i < last; i += BATCH) {
        int m = last - i < BATCH ? last - i : BATCH;
        m = pert_nodes(s, p->k, step, (i - 0.5) * step, (i + m - 0.5) * step, t, w, BATCH);
        for (int j = 0; j < m; j++) {
            double cells = (right ? 1 - t[j] : t[j]) * zone;
            place(p, s->low + s->span * t[j], zone > 0 ? w[j] * (1 - inside(cells)) : w[j]);
        }
    }
}

// Inside, where the density changes slowly from cell to cell.
static void pert_inside(placing *p, const severity *s, double cells)
{
    double t[BATCH], u[BATCH], a0 = s->low / p->h;
    int from = (int)ceil(a0 + EDGE), to = (int)floor(a0 + cells - EDGE);
    if (to >= p->n) {
        to = p->n - 1;
        p->cut = true;
    }
    for (int j = from; j <= to; j += BATCH) {
        int m = to - j + 1 < BATCH ? to - j + 1 : BATCH;
        for (int i = 0; i < m; i++) {
            t[i] = (j + i - a0) / cells;
            u[i] = (a0 + cells - (j + i)) / cells;
        }
        p->k->log_all(t, m);
        p->k->log_all(u, m);
        for (int i = 0; i < m; i++) t[i] = (s->alpha - 1) * t[i] + (s->beta - 1) * u[i] - s->lb;
        p->k->exp_all(t, m);
        for (int i = 0; i < m; i++) {
            double left = j + i - a0, right = a0 + cells - (j + i), w = t[i] * (p->rate / cells);
            if (left < ZONE) w *= inside(left);
            if (right < ZONE) w *= inside(right);
            p->f[j + i] += w;
            p->placed += w;
        }
    }
}

// All of it within one cell: its moments in closed form say everything.
static bool pert_within_cell(placing *p, const severity *s, double cells)
{
    double start = s->low / p->h;
    int j = (int)start;
    if (start + cells > j + 1 || j + 4 >= p->n) return false;
    double a = s->alpha, n = s->alpha + s->beta, t = start - j;
    double one = a / n, two = one * (a + 1) / (n + 1), three = two * (a + 2) / (n + 2);
    double m[4] = {1, t + cells * one, t * t + 2 * t * cells * one + cells * cells * two,
                   t * t * t + 3 * t * t * cells * one + 3 * t * cells * cells * two + cells * cells * cells * three};
    for (int i = 0; i < 4; i++) m[i] *= p->rate;
    moments_put(p->l, j, m);
    p->placed += p->rate;
    return true;
}

static void pert_spread(placing *p, const direct *d)
{
    const severity *s = d->s;
    double cells = s->span / p->h, from, to;
    if (cells < 1 && pert_within_cell(p, s, cells)) return;
    if (cells < 4) {
        for (int i = 0; i < d->nodes; i++) place(p, d->x[i], d->w[i]);
        return;
    }
    pert_reach(s, &from, &to);
    if (cells < 3 * ZONE) {
        pert_by_nodes(p, s, 3 / cells, from, to, 0, false);
        return;
    }
    double edge = own_log(ZONE / cells) - log1p(-ZONE / cells);
    pert_by_nodes(p, s, 1.0 / 48, from, edge, cells, false);
    if (s->low / p->h + cells - ZONE < p->n) pert_by_nodes(p, s, 1.0 / 48, -edge, to, cells, true);
    pert_inside(p, s, cells);
}

// ---- lognormals too narrow for the logarithmic grid

static void narrow_spread(placing *p, const severity *s)
{
    const double reach = 7.5;
    double low = own_exp(s->mu - reach * s->sigma) / p->h, high = own_exp(s->mu + reach * s->sigma) / p->h;
    double z[BATCH], log_h = own_log(p->h);
    const double *logs, *inverses;
    if (s->sigma * low < 1.5) {
        double step = fmin(0.5, 0.75 / (s->sigma * high));
        int half = (int)ceil(reach / step);
        for (int i = -half; i <= half; i++) {
            double y = i * step;
            place(p, own_exp(s->mu + s->sigma * y), step * 0.39894228040143267794 * own_exp(-0.5 * y * y));
        }
        return;
    }
    int from = (int)ceil(low), to = high < p->n ? (int)high : p->n - 1;
    lattice_tables(p->n, &logs, &inverses);
    p->cut = high >= p->n;
    for (int j = from; j <= to; j += BATCH) {
        int m = to - j + 1 < BATCH ? to - j + 1 : BATCH;
        for (int i = 0; i < m; i++) {
            double y = (logs[j + i] + log_h - s->mu) / s->sigma;
            z[i] = -0.5 * y * y;
        }
        p->k->exp_all(z, m);
        for (int i = 0; i < m; i++) {
            double w = z[i] * inverses[j + i] * (p->rate * 0.39894228040143267794 / s->sigma);
            p->f[j + i] += w;
            p->placed += w;
        }
    }
}

// ---- what a layer has cut: panels of at most a cell in the variable in which the density is smooth

static double natural(const severity *s, double x)
{
    if (s->kind == LOSS_LOGNORMAL) return x > 0 ? (log(x) - s->mu) / s->sigma : -INFINITY;
    double t = (x - s->low) / s->span;
    return t <= 0 ? -INFINITY : t >= 1 ? INFINITY : log(t) - log1p(-t);
}

static double density(const severity *s, double v, double *x, double *slope)
{
    if (s->kind == LOSS_LOGNORMAL) {
        *x = own_exp(s->mu + s->sigma * v);
        *slope = s->sigma * *x;
        return 0.39894228040143267794 * own_exp(-0.5 * v * v);
    }
    double e = own_exp(-fabs(v)), t = (v < 0 ? e : 1) / (1 + e), l = own_log(1 + e);
    *x = s->low + s->span * t;
    *slope = s->span * t * (1 - t);
    return own_exp(s->alpha * (v < 0 ? v - l : -l) + s->beta * (v < 0 ? -l : -v - l) - s->lb);
}

// The piece of s with from < X <= to, each loss less `shift`.
static void piece_spread(placing *p, const severity *s, double from, double to, double shift)
{
    static const double node[3] = {0.11270166537925831148, 0.5, 0.88729833462074168852};
    static const double weight[3] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
    double a = -8, b = 8, x, slope;
    if (s->kind == LOSS_PERT) pert_reach(s, &a, &b);
    double v = fmax(a, natural(s, from)), end = fmin(b, natural(s, to));
    while (v < end && !p->cut) {
        density(s, v, &x, &slope);
        double step = fmin(0.4, 0.9 * p->h / slope);
        if (v + step > end) step = end - v;
        for (int i = 0; i < 3; i++) {
            double w = density(s, v + node[i] * step, &x, &slope) * weight[i] * step;
            place(p, fmax(0, x - shift), w);
        }
        v += step;
    }
}

static double layer_spread(placing *p, const severity *s)
{
    double d = s->layer.deductible, top = d + s->layer.limit, above = 0;
    double at_d = severity_cdf(s, d), at_top = severity_cdf(s, top);
    if (s->layer.side == LOSS_CEDED) {
        piece_spread(p, s, d, top, d);
        return left_over(p, p->rate * (at_top - at_d));
    }
    piece_spread(p, s, 0, d, 0);
    above = left_over(p, p->rate * at_d);
    p->placed = 0;
    p->cut = false;
    if (!(top < INFINITY)) return above;
    piece_spread(p, s, top, INFINITY, s->layer.limit);
    return above + left_over(p, p->rate * (1 - at_top));
}

double direct_spread(const direct *d, const kernel *k, const lattice *l)
{
    placing p = {.k = k, .l = l, .h = l->h, .n = l->n, .f = l->f, .rate = d->rate};
    const severity *s = d->s;
    if (s->layer.side != LOSS_WHOLE) return layer_spread(&p, s);
    if (s->kind == LOSS_PERT) {
        if (s->low / l->h >= l->n - 4) return d->rate;
        pert_spread(&p, d);
    } else {
        narrow_spread(&p, s);
    }
    return left_over(&p, d->rate);
}
