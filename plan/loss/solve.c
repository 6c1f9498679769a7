// solve.c: ranges, refinement, figures.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/solve.h"

#include <assert.h>
#include <math.h>

enum { COARSE = 1 << 10, PART = 12 }; // a level must lie above the first PART-th of its window

// Above this, single events cost more than the greatest level with little probability; sums of the others too.
static double first_top(const compound *c)
{
    double above = 0, mean = 0, variance = c->extra;
    int i = CLASSES - 1;
    for (; i > 0 && above + c->sizes->rate[i] < 2e-4; i--) above += c->sizes->rate[i];
    for (int j = 0; j <= i; j++) {
        mean += c->sizes->one[j];
        variance += c->sizes->two[j];
    }
    return exp((double)(i + 1 + CLASS_FIRST) / CLASS_STEPS) + mean + 8 * sqrt(variance);
}

static double place_in(const window *w, double x)
{
    return x / w->h - (double)w->shift;
}

static void run_into(const compound *c, workspace *ws, window *w)
{
    w->below = news(ws->a, double, w->n);
    compound_run(c, ws, w);
}

// A first idea of every level above `none`, from coarse windows that shrink from the greatest level down.
static void guess(const compound *c, workspace *ws, int lowest, double q[LOSS_LEVELS])
{
    double top = first_top(c);
    int left = LOSS_LEVELS - 1;
    for (int i = 0; i < 60 && left >= lowest; i++) {
        window w = window_for(c, top, COARSE);
        workspace_need(ws, w.n);
        arena keep = *ws->a;
        run_into(c, ws, &w);
        double x = window_quantile(&w, loss_levels[left], NULL);
        if (!(x >= 0)) {
            top *= 2.5;
        } else {
            while (left >= lowest) {
                x = window_quantile(&w, loss_levels[left], NULL);
                if (place_in(&w, x) < (double)COARSE / PART && !w.pure) break;
                q[left--] = x;
            }
            top = fmax(1.5 * (x + 2 * w.h), top / 200);
        }
        *ws->a = keep;
    }
    for (; left >= lowest; left--) q[left] = top; // hopelessly small: the last window has it
}

// The window that shows x well: not much above it. False: losses as small as x are less likely than 1e-15.
static bool window_at(const compound *c, double x, int n, window *w)
{
    double mean = 0, variance = c->extra;
    for (int i = 0; i < CLASSES; i++) {
        if (exp((double)(i + 1 + CLASS_FIRST) / CLASS_STEPS) > x) break;
        mean += c->sizes->one[i];
        variance += c->sizes->two[i];
    }
    double from = mean - 9.5 * sqrt(variance);
    if (from > 0 && x < mean - 9 * sqrt(variance)) return false;
    *w = window_for(c, from > 0.25 * x ? x + 0.3 * (x - from) : 1.3 * x, n);
    return true;
}

// Doubles the cells until twice the change is good; returns that estimate.
static double refine(const compound *c, workspace *ws, window *w, int from, int to, double good)
{
    double before[LOSS_LEVELS], error = INFINITY;
    run_into(c, ws, w);
    if (w->pure) return 1e-9;
    for (int i = from; i <= to; i++) before[i] = window_quantile(w, loss_levels[i], NULL);
    while (w->n < FFT_MOST) {
        window finer = window_finer(*w);
        run_into(c, ws, &finer);
        *w = finer;
        error = 0;
        for (int i = from; i <= to; i++) {
            bool rough;
            double x = window_quantile(w, loss_levels[i], &rough), change = 2 * fabs(x - before[i]) / x;
            if (rough) change += w->h / x;
            if (!(change <= error)) error = change;
            before[i] = x;
        }
        if (error <= good) break;
    }
    return error;
}

static solution *solution_new(arena *a, int room)
{
    solution *s = new (a, solution);
    s->room = room;
    s->w = news(a, window, room);
    for (int i = 0; i < LOSS_LEVELS; i++) s->of_level[i] = -1;
    return s;
}

static const window *window_of(const solution *s, double x)
{
    const window *best = NULL;
    for (int i = 0; i < s->nw; i++) {
        double y = place_in(s->w + i, x);
        if (y < 0.93 * s->w[i].n && (!best || s->w[i].h < best->h)) best = s->w + i;
    }
    return best;
}

solution *solve(const compound *c, workspace *ws, const double *at, int nat, double good)
{
    solution *s = solution_new(ws->a, LOSS_LEVELS + nat + 1);
    int lowest = 0;
    s->error = 1e-5; // the logarithmic grid's own
    if (!(c->mean > 0)) return s;
    while (lowest < LOSS_LEVELS && loss_levels[lowest] <= c->none + 1e-12) lowest++;
    double q[LOSS_LEVELS] = {0};
    guess(c, ws, lowest, q);
    for (int i = LOSS_LEVELS - 1; i >= lowest;) {
        window w;
        int from = i;
        bool likely = window_at(c, q[i], SOLVE_FIRST, &w);
        assert(likely && "a level that was found is no rare loss");
        while (from > lowest && (w.pure || place_in(&w, q[from - 1]) >= 1.1 * w.n / PART)) from--;
        double error = refine(c, ws, &w, from, i, good);
        if (error > s->error) s->error = error;
        if (w.n > s->cells) s->cells = w.n;
        for (int k = from; k <= i; k++) s->of_level[k] = s->nw;
        s->w[s->nw++] = w;
        i = from - 1;
    }
    for (int i = 0; i < nat; i++) {
        if (!(at[i] > 0)) continue;
        const window *have = window_of(s, at[i]);
        if (have && (have->pure || place_in(have, at[i]) >= (double)have->n / PART)) continue;
        window w;
        if (!window_at(c, at[i], 2 * SOLVE_FIRST, &w)) continue;
        run_into(c, ws, &w);
        s->w[s->nw++] = w;
    }
    solve_read(s, c->none);
    return s;
}

bool solve_read(solution *s, double none)
{
    bool good = true;
    for (int i = 0; i < LOSS_LEVELS; i++) {
        s->level[i] = 0;
        if (loss_levels[i] <= none + 1e-12) continue;
        if (s->of_level[i] < 0) return false;
        const window *w = s->w + s->of_level[i];
        s->level[i] = window_quantile(w, loss_levels[i], NULL);
        double y = place_in(w, s->level[i]);
        if (!(s->level[i] >= 0) || (!w->sharp && y < 0.8 * w->n / PART) || y > 0.95 * w->n) good = false;
    }
    return good;
}

double solve_cdf(const solution *s, double x, double none)
{
    if (!(x > 0)) return x < 0 ? 0 : none;
    const window *w = window_of(s, x);
    if (!w) return 1;
    double f = window_cdf(w, x);
    return f < 0 ? 0 : f > 1 ? 1 : f;
}

void solve_tails(const solution *s, double mean, double tail[LOSS_LEVELS])
{
    for (int i = 0; i < LOSS_LEVELS; i++) {
        double limited = 0, x = s->level[i];
        if (x > 0) limited = window_limited(s->w + s->of_level[i], x) - s->w[s->of_level[i]].drift;
        double over = mean - limited;
        tail[i] = x + (over > 0 ? over : 0) / (1 - loss_levels[i]);
    }
}

// Points from where losses begin to the end of the widest window: evenly over log x, or over x where that range is narrow.
static void solve_points(const solution *s, double none, int n, loss_answer *out)
{
    const window *wide = NULL, *fine = NULL;
    for (int i = 0; i < s->nw; i++) {
        if (!wide || s->w[i].h * (s->w[i].n + (double)s->w[i].shift) > wide->h * (wide->n + (double)wide->shift))
            wide = s->w + i;
        if (!fine || s->w[i].h < fine->h) fine = s->w + i;
    }
    out->npoints = wide ? n : 0;
    if (!wide) return;
    double high = wide->h * (0.92 * wide->n + (double)wide->shift);
    double low = window_quantile(fine, none + (1 - none) * 0.005, NULL);
    if (!(low > 0) || low < high * 1e-6) low = high * 1e-6;
    if (low > 0.5 * high && fine->shift == 0) low = 0.5 * high;
    bool even = high / low < 4;
    for (int i = 0; i < n; i++) {
        double t = n > 1 ? (double)i / (n - 1) : 1, x = even ? low + t * (high - low) : low * pow(high / low, t);
        double above = 1 - solve_cdf(s, x, none);
        if (i && above > out->curve[i - 1].above) above = out->curve[i - 1].above;
        out->curve[i] = (loss_point){x, above};
    }
}

void solve_answer(const solution *s, double mean, double variance, double none, const loss_options *o, loss_answer *out)
{
    out->mean = mean;
    out->sd = sqrt(variance > 0 ? variance : 0);
    out->none = none;
    out->error = s->error;
    out->cells = s->cells;
    for (int i = 0; i < LOSS_LEVELS; i++) out->level[i] = s->level[i];
    solve_tails(s, mean, out->tail);
    out->passing = o->appetite > 0 ? 1 - solve_cdf(s, o->appetite, none) : NAN;
    for (int i = 0; i < o->nat; i++) out->below[i] = solve_cdf(s, o->at[i], none);
    solve_points(s, none, o->points ? o->points : 64, out);
}
