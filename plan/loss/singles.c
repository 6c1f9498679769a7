// singles.c: the figures of every risk on its own: Panjer's recursion for rates up to 5, the transform above.
// SPDX-License-Identifier: Apache-2.0
//
// Panjer's recursion wraps nothing around and needs only severities below the range it runs on, so that five ranges a
// factor 4 apart show both the median and the tail on few cells. Sixteen recursions run side by side: three risks at a time.
#include "plan/loss/carlo.h"
#include "plan/loss/singles.h"
#include "plan/loss/solve.h"
#include "plan/loss/special.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

enum { SCALES = 5, RATIO = 4, RISKS = CARLO_LANES / SCALES, MOST_CELLS = 256 };

typedef struct {
    const model *m;
    const kernel *k;
    loss_single *out;
    const int *order; // parts, sorted by the way they go
    int ends[3];      // of those for 128 cells, 256 cells, and the transform
    int next;
    pthread_mutex_t lock;
} singles_job;

typedef struct {
    float jf[MOST_CELLS * CARLO_LANES], af[MOST_CELLS * CARLO_LANES], g[MOST_CELLS * CARLO_LANES];
    float scale[CARLO_LANES];
    double masses[8 + MOST_CELLS];
    double h[CARLO_LANES];
    bool mixed; // some lane has an uncertain rate
} batch;

typedef struct {
    double k, theta; // of the rate's gamma distribution; k 0: plain Poisson
} mixing;

static mixing mixing_of(const model *m, const part *x)
{
    if (x->kind == LOSS_UNCERTAIN) return (mixing){x->k, x->theta};
    if (!x->sector) return (mixing){0};
    double v = m->p->sectors[x->sector - 1].variance;
    return (mixing){1 / v, x->rate * v};
}

// ---- which way

static bool smooth(const part *x)
{
    return !x->second && x->first.layer.side == LOSS_WHOLE &&
           (x->first.kind == LOSS_LOGNORMAL || x->first.kind == LOSS_PERT);
}

static int way_of(const part *x)
{
    if (x->kind == LOSS_ONCE || x->annual.side || x->group || !smooth(x) || x->rate > 5) return 2;
    return x->rate <= 1 ? 0 : 1;
}

// ---- Panjer

// Above this lies about a third of the worst year in a thousand.
static double top_of(const part *x, mixing mix)
{
    double rate = x->rate + 3 * sqrt(mix.k) * mix.theta, t = 3e-4 / rate, y;
    const severity *s = &x->first;
    if (s->kind == LOSS_LOGNORMAL)
        y = exp(s->mu + s->sigma * (t < 0.4 ? -normal_quantile(t) : 0.25));
    else
        y = s->low + s->span;
    return y + (rate + 2 * sqrt(rate)) * s->mean;
}

static void lane_fill(const singles_job *j, batch *b, const part *x, const bag *one, int lane, int cells, double h)
{
    mixing mix = mixing_of(j->m, x);
    double *f = b->masses + 8, all = bag_spread(one, j->k, &(lattice){h, cells, false, f});
    for (int i = 0; i < cells; i++) all += f[i];
    double a = mix.k > 0 ? mix.theta / (1 + mix.theta * all) : 0, c = mix.k > 0 ? (mix.k - 1) * a : x->rate;
    double none = mix.k > 0 ? own_exp(-mix.k * log1p(mix.theta * (all - f[0]))) : own_exp(-x->rate * (all - f[0]));
    for (int i = 0; i < cells; i++) {
        b->jf[CARLO_LANES * i + lane] = (float)(c * i * f[i]);
        b->af[CARLO_LANES * i + lane] = (float)(a * f[i]);
    }
    b->scale[lane] = (float)(1 / (1 - a * f[0]));
    b->g[lane] = (float)none;
    b->h[lane] = h;
    if (a > 0) b->mixed = true;
}

// P(loss <= upper edge of each cell) of a lane.
static void lane_sums(const batch *b, int lane, int cells, double *below)
{
    double sum = 0;
    for (int i = 0; i < cells; i++) below[i] = sum += (double)b->g[CARLO_LANES * i + lane];
}

// Reads a risk's figures off its five lanes; false where they are too coarse.
static bool read_lanes(const batch *b, int first, int cells, double mean, double none, loss_single *out)
{
    double below[SCALES][MOST_CELLS];
    for (int s = 0; s < SCALES; s++) lane_sums(b, first + s, cells, below[s]);
    out->mean = mean;
    out->none = none;
    for (int k = 0; k < LOSS_LEVELS; k++) {
        double p = loss_levels[k], x = 0, limited = 0;
        if (p > none) {
            int s = SCALES - 1;
            while (s >= 0 && !(below[s][cells - 6] > p)) s--;
            if (s < 0) return false;
            window w = {.h = b->h[first + s], .n = cells, .below = below[s]};
            x = window_quantile(&w, p, NULL);
            if (x < 4 * w.h) return false;
            limited = window_limited(&w, x);
        }
        out->level[k] = x;
        out->tail[k] = x + fmax(0, mean - limited) / (1 - p);
    }
    return true;
}

static void by_transform(const singles_job *j, arena scratch, const part *x)
{
    workspace ws = {.a = &scratch};
    const compound *c = compound_of(&scratch, j->k, j->m, x, 1);
    loss_single *out = j->out + x->risk;
    const solution *s = solve(c, &ws, NULL, 0, 1e-3);
    out->mean = c->mean;
    out->none = c->none;
    memcpy(out->level, s->level, sizeof out->level);
    solve_tails(s, c->mean, out->tail);
}

static void by_panjer(const singles_job *j, arena scratch, batch *b, const int *parts, int n, int cells)
{
    b->mixed = false;
    for (int i = 0; i < n; i++) {
        const part *x = j->m->parts + parts[i];
        double h = top_of(x, mixing_of(j->m, x)) / cells;
        arena room = scratch;
        const bag *one = bag_of_one(&room, j->k, &x->first);
        for (int s = 0; s < SCALES; s++, h /= RATIO) lane_fill(j, b, x, one, i * SCALES + s, cells, h);
    }
    j->k->panjer(b->jf, b->mixed ? b->af : NULL, b->scale, b->g, cells);
    for (int i = 0; i < n; i++) {
        const part *x = j->m->parts + parts[i];
        mixing mix = mixing_of(j->m, x);
        double none = mix.k > 0 ? own_exp(-mix.k * log1p(mix.theta)) : own_exp(-x->rate);
        if (!read_lanes(b, i * SCALES, cells, part_mean(x), none, j->out + x->risk)) by_transform(j, scratch, x);
    }
}

static void *work(void *arg)
{
    singles_job *j = arg;
    arena a = arena_make((ptrdiff_t)256 << 20);
    char *base = a.beg;
    batch *b = new (&a, batch);
    for (;;) {
        pthread_mutex_lock(&j->lock);
        int from = j->next, way = from < j->ends[0] ? 0 : from < j->ends[1] ? 1 : 2;
        int to = from + (way < 2 ? RISKS : 1);
        if (to > j->ends[way]) to = j->ends[way];
        j->next = to;
        pthread_mutex_unlock(&j->lock);
        if (from >= to) break;
        if (way < 2)
            by_panjer(j, a, b, j->order + from, to - from, way == 0 ? 128 : 256);
        else
            by_transform(j, a, j->m->parts + j->order[from]);
    }
    arena_drop(a, base);
    return NULL;
}

void singles_run(arena scratch, const model *m, const kernel *k, int threads, loss_single *out)
{
    int *order = news(&scratch, int, m->nparts), n = 0;
    singles_job j = {.m = m, .k = k, .out = out, .order = order};
    for (int way = 0; way < 3; way++) {
        for (int i = 0; i < m->nparts; i++)
            if (way_of(m->parts + i) == way) order[n++] = i;
        j.ends[way] = n;
    }
    pthread_t *ids = news(&scratch, pthread_t, threads);
    bool *started = news(&scratch, bool, threads);
    pthread_mutex_init(&j.lock, NULL);
    for (int i = 1; i < threads; i++) started[i] = pthread_create(ids + i, NULL, work, &j) == 0;
    work(&j);
    for (int i = 1; i < threads; i++)
        if (started[i]) pthread_join(ids[i], NULL);
    pthread_mutex_destroy(&j.lock);
}

bool loss_singles(arena *a, const loss_portfolio *p, const loss_options *o, loss_single *out, loss_refusal **bad)
{
    model m;
    memset(out, 0, (size_t)p->nrisks * sizeof *out);
    for (int i = 0; i < p->nrisks; i++) out[i].none = 1;
    *bad = loss_check(a, p, o);
    if (*bad) return false;
    if (o->engine == LOSS_MONTECARLO) {
        loss_answer all;
        answer_room(a, o, &all);
        return carlo_run(a, p, o, &all, out, bad);
    }
    arena room = *a;
    if (!model_make(&room, p, o, &m, bad)) {
        *a = room;
        return false;
    }
    singles_run(room, &m, kernel_for(o->kernel), o->threads ? o->threads : 2, out);
    return true;
}
