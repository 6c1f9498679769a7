// exact.c: one evaluation: masses to the lattice, to the frequency side, through the exponential, and back.
// SPDX-License-Identifier: Apache-2.0
//
// Masses are tilted by exp(-TILT x/width) before the transform and back after it, so that what wraps around the end of the
// window comes back that much smaller. Severities above the window are dropped: P(loss <= x) needs those up to x only.
#include "plan/loss/exact.h"

#include "plan/loss/special.h"

#include <math.h>
#include <string.h>

void workspace_need(workspace *w, int n)
{
    if (n <= w->n) return;
    double **arrays[] = {&w->f,  &w->re, &w->im, &w->sr, &w->si, &w->fr, &w->fi, &w->lr,
                         &w->li, &w->pr, &w->pi, &w->gr, &w->gi, &w->hr, &w->hi};
    for (int i = 0; i < countof(arrays); i++) *arrays[i] = news(w->a, double, i == 0 ? n + 8 : n / 2 + 8);
    w->f += 8; // f[-1] is there
    w->n = n;
}

// ---- which window

// Mean and variance of the sum of events smaller than `top`.
static void sum_below(const compound *c, double top, double *mean, double *variance)
{
    int last = (int)fmin(CLASSES, floor(log(top) * CLASS_STEPS) - CLASS_FIRST);
    *mean = *variance = 0;
    for (int i = 0; i < last; i++) {
        *mean += c->sizes->one[i];
        *variance += c->sizes->two[i];
    }
    *variance += c->extra;
}

// Losses below this are less likely than 1e-19: the left tail of a sum of amounts above zero is lighter than a normal one.
static double floor_below(const compound *c, double top)
{
    double mean, variance;
    sum_below(c, top, &mean, &variance);
    return mean - 9.5 * sqrt(variance);
}

// Amounts that carry probability by themselves: the pool's, and where annual layers end.
static int marks(const compound *c)
{
    return c->pool->natoms + c->nspecials;
}

static atom mark(const compound *c, int i)
{
    if (i < c->pool->natoms) return c->pool->atoms[i];
    const special *s = c->specials + (i - c->pool->natoms);
    if (s->kind != SPECIAL_ANNUAL) return (atom){0, 0};
    return (atom){s->annual.side == LOSS_KEPT ? s->annual.deductible : s->annual.limit, 1};
}

// Moves h a little up so that the amounts that matter most lie on cells.
static double snap(const compound *c, double h)
{
    enum { MOST = 6 };
    double x[MOST] = {0}, w[MOST] = {0};
    for (int i = 0; i < marks(c); i++) {
        atom at = mark(c, i);
        double weight = at.rate > 5 ? 5 : at.rate;
        if (at.x < 40 * h) weight *= 1e-3 * at.x / h;
        if (at.x > h * FFT_MOST) continue;
        for (int j = 0; j < MOST; j++) {
            if (!(weight > w[j])) continue;
            memmove(x + j + 1, x + j, (size_t)(MOST - 1 - j) * sizeof *x);
            memmove(w + j + 1, w + j, (size_t)(MOST - 1 - j) * sizeof *w);
            x[j] = at.x;
            w[j] = weight;
            break;
        }
    }
    if (!(w[0] > 0) || x[0] < 12 * h) return h;
    int from = (int)(x[0] / h), to = (int)ceil(from * 0.88);
    double best = h, least = INFINITY;
    if (from - to > 400) to = from - 400;
    for (int k = from; k >= to; k--) {
        double try = x[0] / k, cost = 1e-6 * (from - k) / from;
        for (int j = 1; j < MOST && w[j] > 0; j++) {
            double off = x[j] / try - nearbyint(x[j] / try);
            cost += w[j] * off * off;
        }
        if (cost < least) {
            least = cost;
            best = try;
        }
    }
    return best;
}

static bool all_on_cells(const compound *c, double h)
{
    for (int i = 0; i < marks(c); i++) {
        double y = mark(c, i).x / h;
        if (mark(c, i).rate > 1e-6 && fabs(y - nearbyint(y)) > 0.01) return false;
    }
    return true;
}

window window_for(const compound *c, double top, int n)
{
    window w = {.n = n};
    double from = floor_below(c, top);
    if (from > 0.25 * top) from = fmin(from, floor_below(c, top - from));
    if (!(from > 0.25 * top)) from = 0;
    w.h = (top - from) / n;
    if (c->step > 0 && from == 0 && top / c->step < FFT_MOST) {
        w.h = c->step;
        while (w.n < FFT_MOST && w.n * w.h < top) w.n *= 2;
        w.sharp = w.pure = true;
    } else if (from == 0) {
        w.h = snap(c, w.h);
        w.sharp = all_on_cells(c, w.h);
    }
    w.shift = (i64)floor(from / w.h);
    return w;
}

window window_finer(window w)
{
    w.h /= 2;
    w.n *= 2;
    w.shift *= 2;
    return w;
}

// ---- to the frequency side

static double total_of(const double *f, int n)
{
    double s[8] = {f[-1]};
    for (int j = 0; j < n; j += 8)
        for (int l = 0; l < 8; l++) s[l] += f[j + l];
    return ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));
}

static double mean_of(const double *f, int n)
{
    double s[8] = {-f[-1]};
    for (int j = 0; j < n; j += 8)
        for (int l = 0; l < 8; l++) s[l] += f[j + l] * (j + l);
    return ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));
}

static void transform_lattice(const kernel *k, workspace *ws, const fft_plan *p, double *fr, double *fi)
{
    double odd = own_exp(-TILT / p->n), *f = ws->f, *re = ws->re, *im = ws->im;
    const double *tilt = p->tilt;
    for (int j = 0; j < p->half; j++) {
        re[j] = f[2 * j] * tilt[j];
        im[j] = f[2 * j + 1] * (tilt[j] * odd);
    }
    im[p->half - 1] += f[-1] / odd; // the cell before 0 is the last one's place, less a whole turn
    k->fft(p, re, im, ws->sr, ws->si);
    k->split(p, re, im, fr, fi);
}

static lattice lattice_of(const workspace *ws, const window *w)
{
    return (lattice){w->h, w->n, w->shift > 0, ws->f};
}

static double pair_transform(const kernel *k, workspace *ws, const pair *x, const window *w, double *fr, double *fi)
{
    const fft_plan *p = fft_plan_for(w->n);
    double *ar = ws->gr, *ai = ws->gi, br, bi;
    const lattice l = lattice_of(ws, w);
    double above = bag_spread(x->first, k, &l);
    ws->f[0] += 1 - (total_of(ws->f, w->n) + above); // first losses that cost nothing
    transform_lattice(k, ws, p, ar, ai);
    double rest = bag_spread(x->second, k, &l);
    rest = 1 - (total_of(ws->f, w->n) + rest);
    ws->f[0] += rest;
    double *sr = ws->hr, *si = ws->hi;
    transform_lattice(k, ws, p, sr, si);
    for (int i = 0; i <= p->half; i++) {
        br = 1 - x->share + x->share * sr[i];
        bi = x->share * si[i];
        fr[i] += x->rate * (ar[i] * br - ai[i] * bi);
        fi[i] += x->rate * (ar[i] * bi + ai[i] * br);
    }
    return x->rate;
}

double bag_transform(const kernel *k, workspace *ws, const bag *b, const window *w, double *fr, double *fi,
                     double *drift)
{
    const fft_plan *p = fft_plan_for(w->n);
    double rate = 0;
    if (drift) *drift = 0;
    if (b->count || b->natoms || b->ndirects) {
        const lattice l = lattice_of(ws, w);
        double above = bag_spread(b, k, &l);
        rate = above + total_of(ws->f, w->n);
        if (drift && fabs(above) < 1e-14 && !b->npairs) *drift = mean_of(ws->f, w->n) * w->h - b->mean;
        transform_lattice(k, ws, p, fr, fi);
    } else {
        memset(fr, 0, (size_t)(p->half + 1) * sizeof *fr);
        memset(fi, 0, (size_t)(p->half + 1) * sizeof *fi);
    }
    for (int i = 0; i < b->npairs; i++) rate += pair_transform(k, ws, b->pairs + i, w, fr, fi);
    return rate;
}

// ---- special factors

static void times(workspace *ws, const double *ar, const double *ai, int n)
{
    for (int i = 0; i < n; i++) {
        double r = ws->pr[i] * ar[i] - ws->pi[i] * ai[i];
        ws->pi[i] = ws->pr[i] * ai[i] + ws->pi[i] * ar[i];
        ws->pr[i] = r;
    }
}

static void range_run(const compound *c, workspace *ws, const special *s, const window *w, workspace *own)
{
    int n = w->n / 2 + 1;
    workspace_need(own, w->n);
    memset(own->pr, 0, (size_t)n * sizeof *own->pr);
    memset(own->pi, 0, (size_t)n * sizeof *own->pi);
    for (int q = 0; q < s->nbags; q++) {
        double rate = bag_transform(c->k, own, s->bags[q], w, own->fr, own->fi, NULL);
        for (int i = 0; i < n; i++) own->fr[i] -= rate;
        c->k->exp_complex(own->fr, own->fi, n);
        for (int i = 0; i < n; i++) {
            own->pr[i] += s->weight[q] * own->fr[i];
            own->pi[i] += s->weight[q] * own->fi[i];
        }
    }
    times(ws, own->pr, own->pi, n);
}

// The distribution of the year's sum after its layer, on the cells of w.
static void annual_run(const compound *c, workspace *ws, const special *s, const window *w, workspace *own)
{
    const fft_plan *p = fft_plan_for(w->n);
    double d = s->annual.deductible, l = s->annual.limit, width = w->h * w->n;
    bool keep = s->annual.side == LOSS_KEPT;
    workspace_need(own, w->n);
    arena room = *own->a;
    workspace sub = {.a = &room};
    window near = {.h = w->h, .n = w->n}, far = near;
    double far_top = keep ? (l < INFINITY ? width + l : fmin(d, width)) : d + fmin(l, width);
    while (far.n < FFT_MOST && far.n * far.h < far_top) far.n *= 2;
    if (far.n * far.h < far_top) far.h = far_top * 1.01 / far.n;
    far.below = news(sub.a, double, far.n);
    compound_run(s->sub, &sub, &far);
    if (far.n == near.n && far.h == near.h)
        near.below = far.below;
    else {
        near.below = news(sub.a, double, near.n);
        compound_run(s->sub, &sub, &near);
    }
    double *f = own->f, last = f[-1] = 0, edge = keep ? d : l, shift = keep ? l : d;
    for (int j = 0; j < w->n; j++) {
        double x = (j + 0.5) * w->h, now;
        if (keep)
            now = x < d ? near.below[j] : l < INFINITY ? window_cdf(&far, x + shift) : 1;
        else
            now = x < l ? window_cdf(&far, x + shift) : 1;
        f[j] = now - last;
        last = now;
    }
    // The mass piled up at the edge came out between two cells' ends: put it where it belongs, keeping its mean.
    if (edge > 0 && edge < width - 2 * w->h) {
        double at = edge / w->h, pile = 1 - (keep ? window_cdf(&far, d) : window_cdf(&far, d + l));
        if (keep && l < INFINITY) pile = window_cdf(&far, d + l) - window_cdf(&far, d);
        int had = (int)ceil(at - 0.5), j = (int)at;
        f[had] -= pile;
        f[j] += pile * (1 - (at - j));
        f[j + 1] += pile * (at - j);
    }
    transform_lattice(c->k, own, p, own->fr, own->fi);
    times(ws, own->fr, own->fi, p->half + 1);
}

void specials_run(const compound *c, workspace *ws, const window *w)
{
    int n = w->n / 2 + 1;
    arena room = *ws->a;
    workspace own = {.a = &room};
    memset(ws->lr, 0, (size_t)n * sizeof *ws->lr);
    memset(ws->li, 0, (size_t)n * sizeof *ws->li);
    memset(ws->pi, 0, (size_t)n * sizeof *ws->pi);
    for (int i = 0; i < n; i++) ws->pr[i] = 1;
    for (int q = 0; q < c->nspecials; q++) {
        const special *s = c->specials + q;
        if (s->kind == SPECIAL_RANGE)
            range_run(c, ws, s, w, &own);
        else if (s->kind == SPECIAL_ANNUAL)
            annual_run(c, ws, s, w, &own);
        else {
            workspace_need(&own, w->n);
            double rate = bag_transform(c->k, &own, s->bags[0], w, own.fr, own.fi, NULL);
            if (s->kind == SPECIAL_GAMMA) {
                c->k->log_gamma(ws->lr, ws->li, own.fr, own.fi, n, rate, s->scale, s->power);
                continue;
            }
            for (int i = 0; i < n; i++) {
                own.fr[i] = 1 - s->chance * rate + s->chance * own.fr[i];
                own.fi[i] *= s->chance;
            }
            times(ws, own.fr, own.fi, n);
        }
    }
}

// ---- and back

// below[q] = g[0] + … + g[q], in four runs side by side: one long chain of additions would wait for itself.
static void add_up(double *g, int n)
{
    int m = n / 4;
    double a = 0, b = 0, c = 0, d = 0;
    for (int i = 0; i < m; i++) {
        g[i] = a += g[i];
        g[i + m] = b += g[i + m];
        g[i + 2 * m] = c += g[i + 2 * m];
        g[i + 3 * m] = d += g[i + 3 * m];
    }
    b += a;
    c += b;
    for (int i = 0; i < m; i++) g[i + m] += a;
    for (int i = 0; i < m; i++) g[i + 2 * m] += b;
    for (int i = 0; i < m; i++) g[i + 3 * m] += c;
}

void compound_finish(const compound *c, workspace *ws, window *w, const double *fr, const double *fi, double rate)
{
    const fft_plan *p = fft_plan_for(w->n);
    int h = p->half, start = (int)(w->shift & (w->n - 1));
    double up = TILT * (double)w->shift / w->n - rate, *re = ws->re, *im = ws->im;
    double *gr = ws->gr, *gi = ws->gi;
    if (c->nspecials) {
        for (int i = 0; i <= h; i++) {
            gr[i] = fr[i] + up + ws->lr[i];
            gi[i] = fi[i] + ws->li[i];
        }
        c->k->exp_complex(gr, gi, h + 1);
        for (int i = 0; i <= h; i++) {
            double r = gr[i] * ws->pr[i] - gi[i] * ws->pi[i];
            gi[i] = gr[i] * ws->pi[i] + gi[i] * ws->pr[i];
            gr[i] = r;
        }
    } else {
        for (int i = 0; i <= h; i++) {
            gr[i] = fr[i] + up;
            gi[i] = fi[i];
        }
        c->k->exp_complex(gr, gi, h + 1);
    }
    c->k->merge(p, gr, gi, re, im);
    c->k->fft(p, im, re, ws->si, ws->sr); // parts exchanged: the inverse transform
    double odd = own_exp(TILT / w->n), scale = 1.0 / h;
    double *g = w->below;
    const double *back = p->back;
    if (start == 0)
        for (int j = 0; j < h; j++) {
            g[2 * j] = re[j] * (back[j] * scale);
            g[2 * j + 1] = im[j] * (back[j] * (odd * scale));
        }
    else
        for (int q = 0; q < w->n; q++) {
            int i = (start + q) & (w->n - 1);
            g[q] = (i & 1 ? im : re)[i / 2] * (back[q / 2] * (q & 1 ? odd * scale : scale));
        }
    add_up(g, w->n);
}

void compound_run(const compound *c, workspace *ws, window *w)
{
    workspace_need(ws, w->n);
    double rate = bag_transform(c->k, ws, c->pool, w, ws->fr, ws->fi, &w->drift);
    if (c->nspecials) specials_run(c, ws, w);
    compound_finish(c, ws, w, ws->fr, ws->fi, rate);
}
