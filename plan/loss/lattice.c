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

enum { EDGE = 8, ZONE = 36 }; // cells from an end where the change from panels to cells begins and where it is done

static double inside(double cells)
{
    return smooth_step((cells - EDGE) * (1.0 / (ZONE - EDGE)));
}

// ---- a piece of a severity: near its ends by panels of at most a cell, in the variable in which the density is smooth; between
// them, where it changes slowly from cell to cell, by its value at the cells

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

// A piece of a severity, low < X <= high, each loss less `shift`.
typedef struct {
    const severity *s;
    double low, high, shift;
    double first, last; // its ends, in cells
} piece;

// The share of the mass at y cells that is left to the ends' panels.
static double at_ends(const piece *c, double y)
{
    return 1 - inside(y - c->first) * inside(c->last - y);
}

static void piece_panels(placing *p, const piece *c, double from, double to, bool blend)
{
    static const double node[3] = {0.11270166537925831148, 0.5, 0.88729833462074168852};
    static const double weight[3] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
    double a = -8, b = 8, x, slope;
    if (c->s->kind == LOSS_PERT) pert_reach(c->s, &a, &b);
    double v = fmax(a, natural(c->s, from)), end = fmin(b, natural(c->s, to));
    while (v < end && !p->cut) {
        density(c->s, v, &x, &slope);
        double step = fmin(0.4, 0.9 * p->h / slope);
        if (v + step > end) step = end - v;
        for (int i = 0; i < 3; i++) {
            double w = density(c->s, v + node[i] * step, &x, &slope) * weight[i] * step, y = fmax(0, x - c->shift);
            place(p, y, blend ? w * at_ends(c, y / p->h) : w);
        }
        v += step;
    }
}

// log of the density over x, in place of the amounts.
static void log_density(const placing *p, const severity *s, double *x, int n)
{
    double u[BATCH];
    if (s->kind == LOSS_LOGNORMAL) {
        p->k->log_all(x, n);
        for (int i = 0; i < n; i++) {
            double z = (x[i] - s->mu) / s->sigma;
            x[i] = -0.5 * z * z - x[i] - 0.91893853320467274178;
        }
        return;
    }
    for (int i = 0; i < n; i++) {
        x[i] = (x[i] - s->low) / s->span;
        u[i] = 1 - x[i];
    }
    p->k->log_all(x, n);
    p->k->log_all(u, n);
    for (int i = 0; i < n; i++) x[i] = (s->alpha - 1) * x[i] + (s->beta - 1) * u[i] - s->lb;
}

static void piece_inside(placing *p, const piece *c)
{
    double x[BATCH], scale = p->rate * p->h / (c->s->kind == LOSS_LOGNORMAL ? c->s->sigma : c->s->span);
    int from = (int)ceil(c->first + EDGE), to = c->last - EDGE < p->n ? (int)floor(c->last - EDGE) : p->n - 1;
    if (c->last - EDGE >= p->n) p->cut = true;
    for (int j = from; j <= to; j += BATCH) {
        int m = to - j + 1 < BATCH ? to - j + 1 : BATCH;
        for (int i = 0; i < m; i++) x[i] = (j + i) * p->h + c->shift;
        log_density(p, c->s, x, m);
        p->k->exp_all(x, m);
        for (int i = 0; i < m; i++) {
            double w = x[i] * scale;
            if (j + i < c->first + ZONE || j + i > c->last - ZONE) w *= 1 - at_ends(c, j + i);
            p->f[j + i] += w;
            p->placed += w;
        }
    }
}

static void piece_spread(placing *p, const severity *s, double from, double to, double shift)
{
    piece c = {.s = s, .low = from, .high = to, .shift = shift};
    if (s->kind == LOSS_PERT) {
        c.low = fmax(from, s->low);
        c.high = fmin(to, s->low + s->span);
    } else {
        c.low = fmax(from, own_exp(s->mu - 8 * s->sigma));
        c.high = fmin(to, own_exp(s->mu + 8 * s->sigma));
    }
    if (!(c.high > c.low)) return;
    c.first = (c.low - shift) / p->h;
    c.last = (c.high - shift) / p->h;
    bool slow =
        s->kind == LOSS_PERT || s->sigma * (c.low / p->h + EDGE) >= 1.5; // does it change slowly from cell to cell?
    if (!slow || c.last - c.first < 3 * ZONE) {
        piece_panels(p, &c, c.low, c.high, false);
        return;
    }
    double zone = ZONE * p->h;
    piece_panels(p, &c, c.low, c.low + zone, true);
    if (!p->cut && c.last - ZONE < p->n) piece_panels(p, &c, c.high - zone, c.high, true);
    if (c.first + EDGE < p->n) piece_inside(p, &c);
}

// ---- PERT

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
        pert_by_nodes(p, s, fmin(3 / cells, pert_step(s)), from, to, 0, false);
        return;
    }
    double edge = own_log(ZONE / cells) - log1p(-ZONE / cells);
    pert_by_nodes(p, s, 1.0 / 48, from, edge, cells, false);
    if (s->low / p->h + cells - ZONE < p->n) pert_by_nodes(p, s, 1.0 / 48, -edge, to, cells, true);
    double first = s->low / p->h;
    if (first + EDGE < p->n) piece_inside(p, &(piece){s, s->low, s->low + s->span, 0, first, first + cells});
}

// ---- lognormals too narrow for the logarithmic grid

static void narrow_nodes(placing *p, const severity *s, double reach, double high)
{
    double x[BATCH], w[BATCH], step = fmin(0.5, 0.75 / (s->sigma * high));
    int half = (int)ceil(reach / step);
    for (int from = -half; from <= half; from += BATCH) {
        int m = half - from + 1 < BATCH ? half - from + 1 : BATCH;
        for (int i = 0; i < m; i++) {
            double z = (from + i) * step;
            x[i] = s->mu + s->sigma * z;
            w[i] = -0.5 * z * z;
        }
        p->k->exp_all(x, m);
        p->k->exp_all(w, m);
        for (int i = 0; i < m; i++) place(p, x[i], w[i] * (step * 0.39894228040143267794));
    }
}

static void narrow_spread(placing *p, const severity *s)
{
    const double reach = 7.5, spread = own_exp(reach * s->sigma), middle = own_exp(s->mu) / p->h;
    double low = middle / spread, high = middle * spread, z[BATCH], log_h = own_log(p->h);
    const double *logs, *inverses;
    if (high < 1) { // all of it within the first cell: its moments say everything
        double g = own_exp(0.5 * s->sigma * s->sigma), q = g * g, one = middle * g;
        moments_put(p->l, 0,
                    (double[]){p->rate, p->rate * one, p->rate * one * one * q, p->rate * one * one * one * q * q * q});
        p->placed += p->rate;
        return;
    }
    if (s->sigma * middle * own_exp(-4 * s->sigma) < 1) { // it does not change slowly from cell to cell
        narrow_nodes(p, s, reach, high);
        return;
    }
    int from = (int)ceil(low), to = high < p->n ? (int)high : p->n - 1;
    lattice_tables(p->n, &logs, &inverses);
    if (high >= p->n) p->cut = true;
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

// ---- layers

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
