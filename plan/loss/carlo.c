// carlo.c: the simulation: work shared out, sums in a fixed order, percentiles from counts.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/carlo.h"
#include "plan/loss/solve.h"
#include "plan/loss/special.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS = 32 }; // risks are summed in this many groups, whatever the number of threads

typedef struct {
    const model *m;
    const kernel *k;
    const carlo_shared *shared;
    const double *normal;
    uint64_t seed;
    i64 years, padded;
    loss_single *singles;
    float *total;
    int next, merged; // groups taken; groups added to the total, in order
    pthread_mutex_t lock;
    pthread_cond_t turn;
} carlo_job;

typedef struct {
    carlo_job *job;
    carlo_worker *worker;
    float *sum;
    uint32_t *bins;
} carlo_thread;

static double bin_edge(int i)
{
    uint32_t u = (uint32_t)i << 16;
    float f;
    memcpy(&f, &u, sizeof f);
    return (double)f;
}

// Figures of one risk from counts by size: a bin is 0.8 % wide at most, and read between its ends.
static void figures_of_bins(const uint32_t *bins, i64 years, double mean, loss_single *out)
{
    double above_sum[LOSS_LEVELS] = {0}, seen = 0, n = (double)years;
    int level = 0;
    out->mean = mean;
    out->none = bins[0] / n;
    for (int i = 0; i < CARLO_BINS; i++) {
        if (!bins[i]) continue;
        double low = bin_edge(i), high = bin_edge(i + 1), middle = i ? 0.5 * (low + high) : 0;
        for (; level < LOSS_LEVELS && seen + bins[i] >= loss_levels[level] * n; level++)
            out->level[level] = i ? low + (high - low) * ((loss_levels[level] * n - seen) / bins[i]) : 0;
        for (int k = 0; k < level; k++)
            if (middle > out->level[k]) above_sum[k] += bins[i] * (middle - out->level[k]);
        seen += bins[i];
    }
    for (int k = 0; k < LOSS_LEVELS; k++) out->tail[k] = out->level[k] + above_sum[k] / (n * (1 - loss_levels[k]));
}

static void run_part(carlo_thread *t, const part *x)
{
    carlo_job *j = t->job;
    carlo_worker *w = t->worker;
    double sum = 0;
    carlo_tables(w, x);
    if (j->singles) memset(t->bins, 0, CARLO_BINS * sizeof *t->bins);
    for (i64 b = 0; b * CARLO_BLOCK < j->years; b++) {
        i64 left = j->years - b * CARLO_BLOCK;
        int n = left < CARLO_BLOCK ? (int)left : CARLO_BLOCK;
        carlo_block(w, x, b);
        if (n < CARLO_BLOCK) memset(w->buf + n, 0, (size_t)(CARLO_BLOCK - n) * sizeof *w->buf);
        sum += j->k->gather(w->buf, t->sum + b * CARLO_BLOCK, j->singles ? t->bins : NULL, n);
    }
    if (j->singles) figures_of_bins(t->bins, j->years, sum / (double)j->years, j->singles + x->risk);
}

// Adds a group's sums to the total when all groups before it are in.
static void merge_group(carlo_thread *t, int group)
{
    carlo_job *j = t->job;
    pthread_mutex_lock(&j->lock);
    while (j->merged != group) pthread_cond_wait(&j->turn, &j->lock);
    for (i64 y = 0; y < j->padded; y++) j->total[y] += t->sum[y];
    j->merged++;
    pthread_cond_broadcast(&j->turn);
    pthread_mutex_unlock(&j->lock);
}

static void *work(void *arg)
{
    carlo_thread *t = arg;
    carlo_job *j = t->job;
    for (;;) {
        pthread_mutex_lock(&j->lock);
        int group = j->next++;
        pthread_mutex_unlock(&j->lock);
        if (group >= GROUPS) return NULL;
        memset(t->sum, 0, (size_t)j->padded * sizeof *t->sum);
        for (int i = group; i < j->m->nparts; i += GROUPS) run_part(t, j->m->parts + i);
        merge_group(t, group);
    }
}

static void run_threads(arena *a, carlo_job *j, int threads)
{
    carlo_thread *t = news(a, carlo_thread, threads);
    pthread_t *ids = news(a, pthread_t, threads);
    bool *started = news(a, bool, threads);
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->turn, NULL);
    for (int i = 0; i < threads; i++) {
        carlo_worker *w = new (a, carlo_worker);
        *w = (carlo_worker){.k = j->k, .m = j->m, .shared = j->shared, .normal = j->normal, .seed = j->seed};
        w->first = new (a, carlo_table);
        w->second = new (a, carlo_table);
        t[i] = (carlo_thread){j, w, news(a, float, j->padded), news(a, uint32_t, CARLO_BINS)};
    }
    for (int i = 1; i < threads; i++) started[i] = pthread_create(ids + i, NULL, work, t + i) == 0;
    work(t); // with no thread to be had, this one does it all
    for (int i = 1; i < threads; i++)
        if (started[i]) pthread_join(ids[i], NULL);
    pthread_cond_destroy(&j->turn);
    pthread_mutex_destroy(&j->lock);
}

// ---- the total

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

// The k-th smallest (from 1) of n amounts, of which bins[] counts the upper 16 bits.
static double kth(arena scratch, const float *x, i64 n, const uint32_t *bins, i64 k)
{
    i64 seen = 0;
    int bin = 0;
    k = k < 1 ? 1 : k > n ? n : k;
    while (seen + bins[bin] < k) seen += bins[bin++];
    float *few = news(&scratch, float, bins[bin]);
    i64 m = 0;
    for (i64 i = 0; i < n; i++) {
        uint32_t u;
        memcpy(&u, x + i, sizeof u);
        if (u >> 16 == (uint32_t)bin) few[m++] = x[i];
    }
    qsort(few, (size_t)m, sizeof *few, by_size);
    return (double)few[k - seen - 1];
}

// P(loss <= at). A sum in single precision may miss an amount by its last digits.
static double share_below(const float *x, i64 n, double at)
{
    i64 count = 0;
    at *= 1 + 1e-6;
    for (i64 i = 0; i < n; i++) count += (double)x[i] <= at;
    return (double)count / (double)n;
}

static void total_points(const float *x, i64 n, double low, double high, int points, loss_answer *out)
{
    if (!(high > 0)) return;
    if (!(low > high * 1e-6)) low = high * 1e-6;
    bool even = high / low < 4;
    for (int i = 0; i < points; i++) {
        double t = points > 1 ? (double)i / (points - 1) : 1;
        double at = even ? low + t * (high - low) : low * own_exp(t * own_log(high / low));
        out->curve[i] = (loss_point){at, 1 - share_below(x, n, at)};
    }
    out->npoints = points;
}

static void total_answer(arena scratch, const float *x, i64 n, const loss_options *o, loss_answer *out)
{
    uint32_t *bins = news(&scratch, uint32_t, CARLO_BINS);
    double sum = 0, squares = 0, top = 0;
    for (i64 i = 0; i < n; i++) {
        uint32_t u;
        memcpy(&u, x + i, sizeof u);
        bins[u >> 16]++;
        sum += (double)x[i];
        if ((double)x[i] > top) top = (double)x[i];
    }
    out->mean = sum / (double)n;
    for (i64 i = 0; i < n; i++) squares += ((double)x[i] - out->mean) * ((double)x[i] - out->mean);
    out->sd = sqrt(squares / (double)n);
    out->none = share_below(x, n, 0);
    for (int k = 0; k < LOSS_LEVELS; k++) {
        double p = loss_levels[k], over = 0;
        out->level[k] = kth(scratch, x, n, bins, (i64)ceil(p * (double)n - 1e-9));
        for (i64 i = 0; i < n; i++)
            if ((double)x[i] > out->level[k]) over += (double)x[i] - out->level[k];
        out->tail[k] = out->level[k] + over / ((double)n * (1 - p));
    }
    double se = sqrt((double)n * 0.99 * 0.01);
    i64 low = (i64)floor(0.99 * (double)n - se), high = (i64)ceil(0.99 * (double)n + se);
    if (out->level[3] > 0)
        out->error = 0.5 * (kth(scratch, x, n, bins, high) - kth(scratch, x, n, bins, low)) / out->level[3];
    out->passing = o->appetite > 0 ? 1 - share_below(x, n, o->appetite) : NAN;
    for (int i = 0; i < o->nat; i++) out->below[i] = share_below(x, n, o->at[i]);
    total_points(x, n, kth(scratch, x, n, bins, (i64)((out->none + (1 - out->none) * 0.005) * (double)n) + 1),
                 fmax(out->level[4] * 1.2, top), o->points ? o->points : 64, out);
}

static bool refuse_years(arena *a, loss_refusal **bad)
{
    *bad = new (a, loss_refusal);
    **bad = (loss_refusal){"option", -1, "years",
                           S("would take more than 2e10 events to draw; take fewer years or the exact engine"), NULL};
    return false;
}

bool carlo_run(arena *a, const loss_portfolio *p, const loss_options *o, loss_answer *out, loss_single *singles,
               loss_refusal **bad)
{
    model m;
    arena room = *a;
    if (!model_make(&room, p, o, &m, bad)) {
        *a = room;
        return false;
    }
    answer_name(room, p, o, out);
    double events = 0;
    for (int i = 0; i < m.nparts; i++) events += m.parts[i].rate * (double)out->years;
    if (!(events <= 2e10)) return refuse_years(a, bad);
    carlo_shared shared = {0};
    carlo_share(&room, &m, o->seed, out->years, &shared);
    double *normal = news(&room, double, 4097);
    for (int i = 0; i <= 4096; i++) normal[i] = normal_quantile(CARLO_EDGE + (1 - 2 * CARLO_EDGE) * i / 4096);
    carlo_job j = {.m = &m,
                   .k = kernel_for(o->kernel),
                   .shared = &shared,
                   .normal = normal,
                   .seed = o->seed,
                   .years = out->years,
                   .padded = shared.years,
                   .singles = singles};
    j.total = news(&room, float, j.padded);
    run_threads(&room, &j, o->threads ? o->threads : 2);
    total_answer(room, j.total, out->years, o, out);
    return true;
}
