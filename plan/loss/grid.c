// grid.c: severities summed as rate densities, and that density on a linear lattice.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/grid.h"

#include "plan/loss/special.h"

#include <math.h>
#include <string.h>

// Below this the logarithmic grid is too coarse for a lognormal; it is then placed by itself.
#define NARROW (10.0 / GRID_STEPS)

// Cells from 0 where the change from nodes to cells is done, and where it begins: nodes are at most a cell apart there.
static int far_from(const bag *b)
{
    return b->steps;
}

static int near_to(const bag *b)
{
    return b->steps * 5 / 16;
}

static double far_share(const bag *b, double y)
{
    return smooth_step((y - near_to(b)) / (far_from(b) - near_to(b)));
}

static bool on_grid(const severity *s)
{
    return s->kind == LOSS_LOGNORMAL && s->layer.side == LOSS_WHOLE && s->sigma >= NARROW;
}

static bool paired(const stream *s)
{
    return s->second && s->share > 0;
}

// How many standard deviations matter at this rate: the rest is below 1e-11 events a year.
static double reach_of(double rate)
{
    double r = fabs(rate) * 1e11;
    return r > 1e7 ? sqrt(2 * own_log(r)) : 5.7;
}

static void grid_bounds(const stream *s, int n, int steps, int *k0, int *k1)
{
    *k0 = 1 << 30;
    *k1 = -(1 << 30);
    for (int i = 0; i < n; i++) {
        const severity *y = s[i].first;
        if (paired(s + i) || !on_grid(y)) continue;
        double z = reach_of(s[i].rate) * y->sigma;
        int from = (int)floor((y->mu - z) * steps) - 3, to = (int)ceil((y->mu + z) * steps) + 3;
        if (from < *k0) *k0 = from;
        if (to > *k1) *k1 = to;
    }
}

static void grid_add(bag *b, const kernel *k, const severity *y, double rate)
{
    double z = reach_of(rate), dz = 1 / (y->sigma * b->steps);
    int from = (int)floor((y->mu - z * y->sigma) * b->steps), to = (int)ceil((y->mu + z * y->sigma) * b->steps);
    double z0 = from * dz - y->mu / y->sigma;
    k->gauss(b->nu + (from - b->k0), to - from + 1, z0, dz, rate * 0.39894228040143267794 / y->sigma);
}

void pert_reach(const severity *s, double *from, double *to)
{
    *from = -24 / s->alpha - 1;
    *to = 24 / s->beta + 1;
}

double pert_step(const severity *s)
{
    return fmin(0.6, 0.9 * sqrt(1 / s->alpha + 1 / s->beta));
}

int pert_nodes(const severity *s, const kernel *k, double step, double from, double to, double *t, double *w, int most)
{
    int first = (int)ceil(from / step), n = (int)ceil(to / step) - first;
    if (n <= 0) return 0;
    if (n > most) n = most;
    for (int i = 0; i < n; i++) w[i] = -fabs((first + i) * step);
    k->exp_all(w, n);
    for (int i = 0; i < n; i++) {
        t[i] = (first + i < 0 ? w[i] : 1) / (1 + w[i]);
        w[i] += 1;
    }
    k->log_all(w, n);
    for (int i = 0; i < n; i++) {
        double y = (first + i) * step, lt = y < 0 ? y - w[i] : -w[i], lu = y < 0 ? -w[i] : -y - w[i];
        w[i] = s->alpha * lt + s->beta * lu - s->lb;
    }
    k->exp_all(w, n);
    for (int i = 0; i < n; i++) w[i] *= step;
    return n;
}

static void atom_add(bag *b, const severity *y, double x, double rate)
{
    double left = layer_apply(y->layer, x);
    if (left > 0) b->atoms[b->natoms++] = (atom){left, rate};
}

static void direct_add(arena *a, bag *b, const kernel *k, const severity *y, double rate)
{
    direct *d = b->directs + b->ndirects++;
    *d = (direct){.s = y, .rate = rate};
    if (y->layer.side == LOSS_KEPT && y->layer.deductible > 0)
        atom_add(b, y, y->layer.deductible,
                 rate * (severity_cdf(y, y->layer.deductible + y->layer.limit) - severity_cdf(y, y->layer.deductible)));
    if (y->layer.side == LOSS_CEDED && y->layer.limit < INFINITY)
        atom_add(b, y, y->layer.deductible + y->layer.limit,
                 rate * (1 - severity_cdf(y, y->layer.deductible + y->layer.limit)));
    if (y->kind != LOSS_PERT || y->layer.side != LOSS_WHOLE) return;
    double from, to;
    pert_reach(y, &from, &to);
    int most = (int)((to - from) / pert_step(y)) + 2;
    d->x = news(a, double, most);
    d->w = news(a, double, most);
    d->nodes = pert_nodes(y, k, pert_step(y), from, to, d->x, d->w, most);
    for (int i = 0; i < d->nodes; i++) d->x[i] = y->low + y->span * d->x[i];
}

static int atoms_of(const stream *s)
{
    const severity *y = s->first;
    if (paired(s)) return 0;
    return y->kind == LOSS_EMPIRICAL ? y->amounts : y->kind == LOSS_CONSTANT || y->layer.side ? 1 : 0;
}

static void pair_add(arena *a, bag *b, const kernel *k, const stream *s)
{
    const stream first = {.rate = 1, .first = s->first}, second = {.rate = 1, .first = s->second};
    b->pairs[b->npairs++] = (pair){s->rate, s->share, bag_of(a, k, &first, 1), bag_of(a, k, &second, 1), s};
}

static void stream_add(arena *a, bag *b, const kernel *k, const stream *s)
{
    const severity *y = s->first;
    double none = 1 - y->live, one = y->mean, two = y->second;
    if (paired(s)) {
        none *= 1 - s->share * s->second->live;
        two += s->share * (s->second->second + 2 * one * s->second->mean);
        one += s->share * s->second->mean;
    }
    b->rate += s->rate;
    b->live += s->rate * (1 - none);
    b->mean += s->rate * one;
    b->second += s->rate * two;
    if (paired(s))
        pair_add(a, b, k, s);
    else if (on_grid(y))
        grid_add(b, k, y, s->rate);
    else if (y->kind == LOSS_CONSTANT)
        atom_add(b, y, y->at, s->rate);
    else if (y->kind == LOSS_EMPIRICAL)
        for (int i = 0; i < y->amounts; i++) atom_add(b, y, y->list[i], s->rate / y->amounts);
    else
        direct_add(a, b, k, y, s->rate);
}

static void grid_sums(arena *a, bag *b)
{
    const double ratio = own_exp(1.0 / b->steps);
    double x = own_exp((double)b->k0 / b->steps), *s = b->sums = news(a, double, 4 * (b->count + 1));
    for (int i = 0; i < b->count; i++, x *= ratio, s += 4) {
        double w = b->nu[i] * (1.0 / b->steps);
        for (int k = 0; k < 4; k++, w *= x) s[4 + k] = s[k] + w;
    }
}

static bag *bag_on(arena *a, const kernel *k, const stream *s, int n, int steps)
{
    bag *b = new (a, bag);
    b->steps = steps;
    int natoms = 0, npairs = 0, ndirects = 0, k1;
    grid_bounds(s, n, steps, &b->k0, &k1);
    for (int i = 0; i < n; i++) {
        natoms += atoms_of(s + i);
        npairs += paired(s + i);
        ndirects += !paired(s + i) && !on_grid(s[i].first) &&
                    (s[i].first->kind == LOSS_LOGNORMAL || s[i].first->kind == LOSS_PERT);
    }
    b->count = k1 >= b->k0 ? k1 - b->k0 + 1 : 0;
    b->nu = b->count ? news(a, double, b->count) : NULL;
    b->atoms = news(a, atom, natoms);
    b->directs = news(a, direct, ndirects);
    b->pairs = news(a, pair, npairs);
    for (int i = 0; i < n; i++) stream_add(a, b, k, s + i);
    if (b->count) grid_sums(a, b);
    return b;
}

bag *bag_of(arena *a, const kernel *k, const stream *s, int n)
{
    return bag_on(a, k, s, n, GRID_STEPS);
}

bag *bag_of_one(arena *a, const kernel *k, const severity *s)
{
    const stream one = {.rate = 1, .first = s};
    int steps = GRID_STEPS;
    if (on_grid(s)) steps = s->sigma >= 0.75 ? GRID_STEPS / 4 : s->sigma >= 0.375 ? GRID_STEPS / 2 : GRID_STEPS;
    return bag_on(a, k, &one, 1, steps);
}

// ---- size classes

static void class_add(classes *c, double x, double rate)
{
    if (!(x > 0) || !(rate > 0)) return;
    double at = floor(log(x) * CLASS_STEPS) - CLASS_FIRST;
    int i = at < 0 ? 0 : at >= CLASSES ? CLASSES - 1 : (int)at;
    c->rate[i] += rate;
    c->one[i] += rate * x;
    c->two[i] += rate * x * x;
}

static void classes_of_severity(classes *c, const severity *y, double rate)
{
    for (int i = 0; i < 32; i++) { // 32 equally likely pieces say enough for a first guess
        double p = (i + 0.5) / 32, x = y->mean;
        if (y->kind == LOSS_LOGNORMAL)
            x = own_exp(y->mu + y->sigma * normal_quantile(p));
        else if (y->kind == LOSS_PERT)
            x = y->low + y->span * p;
        else if (y->kind == LOSS_CONSTANT)
            x = y->at;
        else
            x = y->list[(int)(p * y->amounts)];
        class_add(c, layer_apply(y->layer, x), rate / 32);
    }
}

void bag_classes(const bag *b, classes *c, double weight)
{
    const double ratio = own_exp(1.0 / b->steps);
    double x = b->count ? own_exp((double)b->k0 / b->steps) : 0;
    for (int i = 0; i < b->count; i++, x *= ratio) {
        double r = b->nu[i] * (weight / b->steps);
        int k = b->k0 + i,
            at = (k >= 0 ? k / (b->steps / CLASS_STEPS) : -((3 - k) / (b->steps / CLASS_STEPS))) - CLASS_FIRST;
        at = at < 0 ? 0 : at >= CLASSES ? CLASSES - 1 : at;
        c->rate[at] += r;
        c->one[at] += r * x;
        c->two[at] += r * x * x;
    }
    for (int i = 0; i < b->natoms; i++) class_add(c, b->atoms[i].x, b->atoms[i].rate * weight);
    for (int i = 0; i < b->ndirects; i++) {
        const direct *d = b->directs + i;
        if (!d->nodes) classes_of_severity(c, d->s, d->rate * weight);
        double mean = d->s->mean;
        if (d->nodes)
            class_add(c, mean + sqrt(d->s->second - mean * mean > 0 ? d->s->second - mean * mean : 0),
                      d->rate * weight);
    }
    for (int i = 0; i < b->npairs; i++) {
        const pair *p = b->pairs + i;
        bag_classes(p->first, c, p->rate * weight);
        bag_classes(p->second, c, p->rate * p->share * weight);
    }
}

// ---- the density on the lattice

typedef struct {
    const bag *b;
    const kernel *k;
    const lattice *l;
    double h, log_h;
    int n;
    double *f;
} resample;

void moments_put(const lattice *l, int j, const double m[4])
{
    double *f = l->f + j;
    if (j == 0 && !l->before) {
        f[0] += m[0] - 1.5 * m[1] + 0.5 * m[2];
        f[1] += 2 * m[1] - m[2];
        f[2] += 0.5 * (m[2] - m[1]);
        return;
    }
    f[-1] += (-2 * m[1] + 3 * m[2] - m[3]) * (1.0 / 6);
    f[0] += (2 * m[0] - m[1] - 2 * m[2] + m[3]) * 0.5;
    f[1] += (2 * m[1] + m[2] - m[3]) * 0.5;
    f[2] += (m[3] - m[1]) * (1.0 / 6);
}

// Nodes near zero are closer together than cells: each is one weight; and all of those within the first cell go by their
// moments.
static void near_part(const resample *r)
{
    const bag *b = r->b;
    int last = (int)floor((r->log_h + log(far_from(b))) * b->steps) - b->k0,
        within = (int)ceil(r->log_h * b->steps) - b->k0;
    if (last >= b->count) last = b->count - 1;
    within = within < 0 ? 0 : within > b->count ? b->count : within;
    const double *s = b->sums + 4 * within;
    double first[4] = {s[0], s[1] / r->h, s[2] / (r->h * r->h), s[3] / (r->h * r->h * r->h)};
    moments_put(r->l, 0, first);
    const double ratio = own_exp(1.0 / b->steps);
    double y = own_exp((double)(b->k0 + within) / b->steps - r->log_h), m[4] = {0};
    int near = near_to(b), cell = 1;
    for (int i = within; i <= last; i++, y *= ratio) {
        double w = b->nu[i] * (1.0 / b->steps), t = y - cell;
        if (t >= 1) {
            moments_put(r->l, cell, m);
            m[0] = m[1] = m[2] = m[3] = 0;
            cell = (int)y;
            t = y - cell;
        }
        if (y > near) w *= 1 - far_share(b, y);
        m[0] += w;
        m[1] += w *= t;
        m[2] += w *= t;
        m[3] += w *= t;
    }
    moments_put(r->l, cell, m);
}

// The cubic through the nodes i-1 … i+2, over t in 0..1 from node i.
static void cubic_of(const bag *b, int i, double c[4])
{
    double p0 = i > 0 ? b->nu[i - 1] : 0, p1 = b->nu[i], p2 = i + 1 < b->count ? b->nu[i + 1] : 0;
    double p3 = i + 2 < b->count ? b->nu[i + 2] : 0;
    c[0] = p1;
    c[1] = -p0 / 3 - p1 / 2 + p2 - p3 / 6;
    c[2] = p0 / 2 - p1 + p2 / 2;
    c[3] = -p0 / 6 + p1 / 2 - p2 / 2 + p3 / 6;
}

// Further out cells are closer together than nodes, and the density changes slowly from cell to cell: its value at the
// cell is the mass that keeps the moments.
static void far_part(const resample *r, const double *logs, const double *inverses)
{
    const bag *b = r->b;
    int i = (int)floor((r->log_h + log(near_to(b))) * b->steps) - b->k0;
    if (i < 0) i = 0;
    const double ratio = own_exp(1.0 / b->steps);
    double y = own_exp((double)(b->k0 + i) / b->steps - r->log_h), c[4];
    int from = (int)ceil(y) > near_to(b) ? (int)ceil(y) : near_to(b);
    for (; i + 1 < b->count && from < r->n; i++) {
        y *= ratio;
        int to = y < r->n ? (int)ceil(y) : r->n;
        if (to <= from) continue;
        cubic_of(b, i, c);
        double base = b->k0 + i - r->log_h * b->steps;
        for (; from < to && from < far_from(b); from++) {
            double t = logs[from] * b->steps - base;
            r->f[from] += (c[0] + t * (c[1] + t * (c[2] + t * c[3]))) * inverses[from] * far_share(b, from);
        }
        if (to - from >= 8)
            r->k->cubic(r->f, logs, inverses, from, to, b->steps, base, c);
        else
            for (int j = from; j < to; j++) {
                double t = logs[j] * b->steps - base;
                r->f[j] += (c[0] + t * (c[1] + t * (c[2] + t * c[3]))) * inverses[j];
            }
        from = to;
    }
}

// The rate above the last cell: the cubics' integrals.
static double grid_tail(const resample *r)
{
    const bag *b = r->b;
    double at = (log(r->n - 0.5) + r->log_h) * b->steps - b->k0, c[4], sum = 0;
    int i = at < 0 ? 0 : (int)at;
    if (at >= b->count - 1) return 0;
    for (int k = b->count - 2; k >= i; k--) {
        cubic_of(b, k, c);
        double from = k == i && at > k ? at - k : 0, t = from;
        double part =
            c[0] + c[1] / 2 + c[2] / 3 + c[3] / 4 - t * (c[0] + t * (c[1] / 2 + t * (c[2] / 3 + t * c[3] / 4)));
        sum += part;
    }
    return sum / b->steps;
}

static bool atom_put(const lattice *l, atom at)
{
    double y = at.x / l->h, whole = nearbyint(y);
    if (fabs(y - whole) < 1e-7) y = whole; // on the lattice
    if (!(y < l->n - 4)) return false;
    if (l->before && (at.rate > 30 || y < 8)) { // nobody will see it by itself, but the variance of very many
        lattice_put(l, y, at.rate);
        return true;
    }
    int j = (int)y;
    l->f[j] += at.rate * (1 - (y - j));
    l->f[j + 1] += at.rate * (y - j);
    return true;
}

double bag_spread(const bag *b, const kernel *k, const lattice *l)
{
    double above = 0;
    memset(l->f - 1, 0, (size_t)(l->n + 1) * sizeof *l->f);
    if (b->count) {
        const double *logs, *inverses;
        lattice_tables(l->n, &logs, &inverses);
        resample r = {b, k, l, l->h, log(l->h), l->n, l->f};
        near_part(&r);
        far_part(&r, logs, inverses);
        above += grid_tail(&r);
    }
    for (int i = 0; i < b->ndirects; i++) above += direct_spread(b->directs + i, k, l);
    for (int i = 0; i < b->natoms; i++)
        if (!atom_put(l, b->atoms[i])) above += b->atoms[i].rate;
    return above;
}
