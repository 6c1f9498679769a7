// carlo_part.c: drawing the years of one risk.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/carlo.h"
#include "plan/loss/special.h"

#include <math.h>
#include <string.h>

// Purposes of generators beside the risks' own.
enum { FOR_SECTOR = 1 << 28, FOR_RANGE = 2 << 28, FOR_UP = 3 << 28 };
#define FOR_COMMON ((uint64_t)4 << 28)

// ---- severities

static void table_fill(carlo_worker *w, carlo_table *t, const severity *s)
{
    double q[4097];
    t->s = s;
    if (s->kind == LOSS_LOGNORMAL) {
        for (int i = 0; i <= 4096; i++) q[i] = s->mu + s->sigma * w->normal[i];
        w->k->exp_all(q, 4097);
    } else if (s->kind == LOSS_PERT) {
        pert_fill(&t->pert, s);
        for (int i = 0; i <= 4096; i++) q[i] = pert_quantile(&t->pert, s, CARLO_EDGE + (1 - 2 * CARLO_EDGE) * i / 4096);
    } else {
        return;
    }
    for (int i = 0; i <= 4096; i++) t->cell[i] = (float)q[i];
}

void carlo_tables(carlo_worker *w, const part *x)
{
    table_fill(w, w->first, &x->first);
    if (x->second) table_fill(w, w->second, x->second);
}

// A severity on one of the two edges, exactly.
static double edge_draw(draw *d, const carlo_table *t)
{
    const severity *s = t->s;
    double p = CARLO_EDGE * draw_even(d);
    bool upper = draw_bits(d) >> 63;
    if (s->kind == LOSS_LOGNORMAL) {
        double z = normal_quantile(p);
        return own_exp(s->mu + s->sigma * (upper ? -z : z));
    }
    return pert_quantile(&t->pert, s, upper ? 1 - p : p);
}

static double severity_draw(draw *d, const carlo_table *t)
{
    const severity *s = t->s;
    if (s->kind == LOSS_CONSTANT) return s->at;
    if (s->kind == LOSS_EMPIRICAL) return s->list[(int)(draw_even(d) * s->amounts)];
    double u = draw_even(d);
    if (u < 2 * CARLO_EDGE) return edge_draw(d, t);
    u = (u - 2 * CARLO_EDGE) / (1 - 2 * CARLO_EDGE) * 4096;
    int i = (int)u < 4095 ? (int)u : 4095;
    return (double)t->cell[i] + ((double)t->cell[i + 1] - (double)t->cell[i]) * (u - i);
}

// ---- a plain risk: a block at a time

static bool plain(const part *x)
{
    return x->kind == LOSS_POISSON && !x->sector && !x->nmoving && !x->second && !x->annual.side && x->link == 0 &&
           !x->first.layer.side && x->first.kind != LOSS_EMPIRICAL;
}

static void events(carlo_worker *w, const part *x, carlo_stream *lanes, double n)
{
    while (n > 0) {
        uint32_t k = n < 1e9 ? (uint32_t)n : 1000000000u;
        if (x->first.kind == LOSS_CONSTANT)
            w->k->fixed_events(lanes, (float)x->first.at, w->buf, k);
        else
            w->k->table_events(lanes, w->first->cell, w->buf, k);
        n -= k;
    }
}

static void plain_block(carlo_worker *w, const part *x, draw *d)
{
    carlo_stream lanes = draw_lanes(d);
    double mean = x->rate * CARLO_BLOCK;
    if (x->first.kind == LOSS_CONSTANT) {
        events(w, x, &lanes, draw_poisson(d, mean));
        return;
    }
    events(w, x, &lanes, draw_poisson(d, mean * (1 - 2 * CARLO_EDGE)));
    for (double n = draw_poisson(d, mean * 2 * CARLO_EDGE); n > 0; n -= 1) {
        double y = edge_draw(d, w->first);
        w->buf[draw_bits(d) >> 52] += (float)y;
    }
}

// ---- any risk: a year at a time

// Counts that are linked: the number of events is the quantile of its distribution at the probability of a normal variable
// that shares a factor with those of the other linked risks.
static double linked_count(draw *d, const part *x, double rate, double common)
{
    double z = sqrt(x->link) * common + sqrt(1 - x->link) * draw_normal(d);
    if (x->kind == LOSS_ONCE) return rate > 0 && (rate >= 1 || z > normal_quantile(1 - rate));
    double p = own_exp(-rate), sum = p, k = 0;
    while (sum < 1 - 1e-15 && z > normal_quantile(sum) && k < 1e6) {
        k += 1;
        p *= rate / k;
        if (p < 1e-300 && k > rate) break;
        sum += p;
    }
    return k;
}

static double count_draw(carlo_worker *w, const part *x, draw *d, i64 year, double factor)
{
    double rate = x->rate * factor;
    if (x->sector) rate *= (double)w->shared->sector[x->sector - 1][year];
    if (x->kind == LOSS_UNCERTAIN) {
        double g = draw_gamma(d, x->k) * x->theta * factor;
        if (x->sector) g *= (double)w->shared->sector[x->sector - 1][year];
        return draw_poisson(d, g);
    }
    if (x->link > 0) return linked_count(d, x, rate, (double)w->shared->common[year]);
    if (x->kind == LOSS_ONCE) return draw_even(d) < rate;
    return draw_poisson(d, rate);
}

// Where a moving effect stands in this year.
static double moving_at(const carlo_worker *w, const moving *e, i64 year)
{
    const float *range = w->shared->range[e->control];
    return e->low + (range ? (double)range[year] : 0.5) * (e->high - e->low);
}

static double up_at(const carlo_worker *w, const moving *e, i64 year)
{
    const float *up = w->shared->up[e->control];
    return up ? (double)up[year] : 1;
}

static double event_draw(carlo_worker *w, const part *x, draw *d, i64 year)
{
    double scale = 1;
    for (int i = 0; i < x->nmoving; i++) {
        const moving *e = x->moving + i;
        if (!e->on_severity) continue;
        double up = up_at(w, e, year);
        if (up >= 1 || draw_even(d) < up) scale *= moving_at(w, e, year);
    }
    double y = layer_apply(x->first.layer, severity_draw(d, w->first) * scale);
    if (x->second && draw_even(d) < x->second_share) y += severity_draw(d, w->second) * scale;
    return y;
}

static void any_block(carlo_worker *w, const part *x, draw *d, i64 block)
{
    for (int i = 0; i < CARLO_BLOCK; i++) {
        i64 year = block * CARLO_BLOCK + i;
        double factor = 1, sum = 0;
        for (int k = 0; k < x->nmoving; k++)
            if (!x->moving[k].on_severity)
                factor *= 1 - up_at(w, x->moving + k, year) * (1 - moving_at(w, x->moving + k, year));
        for (double n = count_draw(w, x, d, year, factor); n > 0; n -= 1) sum += event_draw(w, x, d, year);
        w->buf[i] = (float)layer_apply(x->annual, sum);
    }
}

void carlo_block(carlo_worker *w, const part *x, i64 block)
{
    draw d = draw_for(w->seed, (uint64_t)x->risk, (uint64_t)block);
    memset(w->buf, 0, sizeof w->buf);
    if (plain(x))
        plain_block(w, x, &d);
    else
        any_block(w, x, &d, block);
}

// ---- what risks share

// The share of a year that a control works: it fails and is mended at random, starting in its long-run state.
static double up_draw(draw *d, const loss_control *c)
{
    double down = c->days_down / 365, at = 0, works = 0;
    bool up = draw_even(d) < 1 / (1 + c->failures * down);
    while (at < 1) {
        double stay = draw_exponential(d) * (up ? 1 / c->failures : down);
        if (stay > 1 - at) stay = 1 - at;
        if (up) works += stay;
        at += stay;
        up = !up;
        if (stay <= 0) break;
    }
    return works;
}

static void fill_rows(const model *m, uint64_t seed, carlo_shared *s, i64 block)
{
    i64 at = block * CARLO_BLOCK;
    for (int i = 0; i < m->p->nsectors; i++) {
        if (!s->sector[i]) continue;
        draw d = draw_for(seed, (uint64_t)FOR_SECTOR + (uint64_t)i, (uint64_t)block);
        double v = m->p->sectors[i].variance;
        for (int y = 0; y < CARLO_BLOCK; y++) s->sector[i][at + y] = (float)(draw_gamma(&d, 1 / v) * v);
    }
    for (int c = 0; c < m->p->ncontrols; c++) {
        draw r = draw_for(seed, (uint64_t)FOR_RANGE + (uint64_t)c, (uint64_t)block);
        draw u = draw_for(seed, (uint64_t)FOR_UP + (uint64_t)c, (uint64_t)block);
        for (int y = 0; y < CARLO_BLOCK; y++) {
            if (s->range[c]) s->range[c][at + y] = (float)draw_even(&r);
            if (s->up[c]) s->up[c][at + y] = (float)up_draw(&u, m->p->controls + c);
        }
    }
    if (!s->common) return;
    draw d = draw_for(seed, FOR_COMMON, (uint64_t)block);
    for (int y = 0; y < CARLO_BLOCK; y++) s->common[at + y] = (float)draw_normal(&d);
}

void carlo_share(arena *a, const model *m, uint64_t seed, i64 years, carlo_shared *s)
{
    i64 blocks = (years + CARLO_BLOCK - 1) / CARLO_BLOCK;
    s->years = blocks * CARLO_BLOCK;
    s->sector = news(a, float *, m->p->nsectors);
    s->range = news(a, float *, m->p->ncontrols);
    s->up = news(a, float *, m->p->ncontrols);
    for (int i = 0; i < m->nparts; i++) {
        const part *x = m->parts + i;
        if (x->sector && !s->sector[x->sector - 1]) s->sector[x->sector - 1] = news(a, float, s->years);
        if (x->link > 0 && !s->common) s->common = news(a, float, s->years);
        for (int k = 0; k < x->nmoving; k++) {
            const moving *e = x->moving + k;
            if (e->low < e->high && !s->range[e->control]) s->range[e->control] = news(a, float, s->years);
            if (m->up[e->control] < 1 && !s->up[e->control]) s->up[e->control] = news(a, float, s->years);
        }
    }
    for (i64 b = 0; b < blocks; b++) fill_rows(m, seed, s, b);
}
