// compound.c: from the model's parts to the factors of one characteristic function.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/exact.h"

#include "plan/loss/special.h"

#include <math.h>
#include <string.h>

// Gauss and Legendre's nodes and weights on 0..1: the upper half; the lower mirrors it.
static const double legendre[NODES / 2][2] = {
    {0.0950125098376374402, 0.1894506104550684963}, {0.2816035507792589132, 0.1826034150449235889},
    {0.4580167776572273863, 0.1691565193950025382}, {0.6178762444026437484, 0.1495959888165767321},
    {0.7554044083550030339, 0.1246289712555338720}, {0.8656312023878317439, 0.0951585116824927848},
    {0.9445750230732325761, 0.0622535239386478929}, {0.9894009349916499326, 0.0271524594117540949}};

static stream stream_of(const part *x, double rate)
{
    return (stream){.rate = rate, .share = x->second_share, .first = &x->first, .second = x->second};
}

static const bag *bag_of_part(arena *a, const kernel *k, const part *x, double rate)
{
    stream s = stream_of(x, rate);
    return bag_of(a, k, &s, 1);
}

static special *special_new(compound *c, special_kind kind)
{
    special *s = c->specials + c->nspecials++;
    s->kind = kind;
    return s;
}

static void take_moments(compound *c, double mean, double variance, double none)
{
    c->mean += mean;
    c->variance += variance;
    c->none *= none;
}

static void uncertain_add(arena *a, compound *c, const part *x)
{
    special *s = special_new(c, SPECIAL_GAMMA);
    double m = event_mean(x), m2 = event_second(x);
    s->bags[0] = bag_of_part(a, c->k, x, 1);
    s->nbags = 1;
    s->scale = x->theta;
    s->power = x->k;
    take_moments(c, x->rate * m, x->rate * m2 + x->k * x->theta * x->theta * m * m,
                 own_exp(-x->k * log1p(x->theta * (1 - event_none(x)))));
    c->extra += x->k * x->theta * x->theta * m * m;
    bag_classes(s->bags[0], c->sizes, x->rate);
}

static void once_add(arena *a, compound *c, const part *x)
{
    special *s = special_new(c, SPECIAL_ONCE);
    double m = event_mean(x);
    s->bags[0] = bag_of_part(a, c->k, x, 1);
    s->nbags = 1;
    s->chance = x->rate;
    take_moments(c, x->rate * m, x->rate * event_second(x) - x->rate * x->rate * m * m,
                 1 - x->rate * (1 - event_none(x)));
    bag_classes(s->bags[0], c->sizes, x->rate);
}

static void sector_add(arena *a, compound *c, const model *m, const part *parts, int n, int sector, stream *list)
{
    int count = 0;
    for (int i = 0; i < n; i++)
        if (parts[i].sector == sector && parts[i].kind == LOSS_POISSON)
            list[count++] = stream_of(parts + i, parts[i].rate);
    if (!count) return;
    double v = m->p->sectors[sector - 1].variance;
    special *s = special_new(c, SPECIAL_GAMMA);
    bag *b = bag_of(a, c->k, list, count);
    s->bags[0] = b;
    s->nbags = 1;
    s->scale = v;
    s->power = 1 / v;
    take_moments(c, b->mean, b->second + v * b->mean * b->mean, own_exp(-log1p(v * b->live) / v));
    c->extra += v * b->mean * b->mean;
    bag_classes(b, c->sizes, 1);
}

// All risks whose one range belongs to this control, at 16 places of the range.
static void range_add(arena *a, compound *c, const model *m, const part *parts, int n, int group, stream *list)
{
    special *s = special_new(c, SPECIAL_RANGE);
    double one = 0, two = 0, none = 0;
    for (int q = 0; q < NODES; q++) {
        const double *node = legendre[q % (NODES / 2)];
        double t = q < NODES / 2 ? 0.5 - 0.5 * node[0] : 0.5 + 0.5 * node[0];
        int count = 0;
        part *at = news(a, part, n);
        for (int i = 0; i < n; i++) {
            if (parts[i].group != group) continue;
            at[count] = part_at(a, m, parts + i, t);
            list[count] = stream_of(at + count, at[count].rate);
            if (at[count].rate > 0) count++;
        }
        bag *b = bag_of(a, c->k, list, count);
        s->bags[q] = b;
        s->weight[q] = 0.5 * node[1];
        one += s->weight[q] * b->mean;
        two += s->weight[q] * (b->second + b->mean * b->mean);
        none += s->weight[q] * own_exp(-b->live);
        bag_classes(b, c->sizes, s->weight[q]);
        c->extra += s->weight[q] * b->mean * b->mean;
    }
    s->nbags = NODES;
    c->extra -= one * one;
    take_moments(c, one, two - one * one, none);
}

// Values of the sub-compound's distribution by a window of its own.
static void sub_figures(arena scratch, const compound *sub, double x, double *cdf, double *lev)
{
    if (!(x > 0) || !(x < INFINITY)) {
        *cdf = x > 0 ? 1 : sub->none;
        *lev = x > 0 ? sub->mean : 0;
        return;
    }
    workspace ws = {.a = &scratch};
    window w = window_for(sub, 1.3 * x, 1 << 14);
    w.below = news(ws.a, double, w.n);
    compound_run(sub, &ws, &w);
    *cdf = window_cdf(&w, x);
    *lev = window_limited(&w, x);
}

static void annual_add(arena *a, compound *c, const model *m, const part *x)
{
    special *s = special_new(c, SPECIAL_ANNUAL);
    part whole = *x;
    whole.annual = (loss_layer){0};
    part *kept = new (a, part);
    *kept = whole;
    s->annual = x->annual;
    s->sub = compound_of(a, c->k, m, kept, 1);
    double d_cdf, d_lev, top_cdf, top_lev, d = x->annual.deductible;
    sub_figures(*a, s->sub, d, &d_cdf, &d_lev);
    sub_figures(*a, s->sub, d + x->annual.limit, &top_cdf, &top_lev);
    double ceded = top_lev - d_lev;
    bool keep = x->annual.side == LOSS_KEPT;
    double none = keep ? (d > 0 ? s->sub->none : top_cdf) : d_cdf;
    take_moments(c, keep ? s->sub->mean - ceded : ceded, s->sub->variance, none);
    for (int i = 0; i < CLASSES; i++) {
        c->sizes->rate[i] += s->sub->sizes->rate[i];
        c->sizes->one[i] += s->sub->sizes->one[i];
        c->sizes->two[i] += s->sub->sizes->two[i];
    }
    // The layer may take away any of the expected loss, so that a lower bound for the window cannot count on it.
    double mean = s->sub->mean;
    c->extra += s->sub->extra + mean * mean;
}

// The greatest amount of which all amounts are whole multiples, or 0: Euclid's algorithm on the amounts.
static double common_step(const compound *c)
{
    const bag *b = c->pool;
    double g = 0, most = 0;
    if (c->nspecials || b->count || b->ndirects || b->npairs || !b->natoms) return 0;
    for (int i = 0; i < b->natoms; i++) {
        double x = b->atoms[i].x;
        if (x > most) most = x;
        while (g > 0 && x > 1e-9 * most) {
            double rest = fabs(g - x * nearbyint(g / x));
            g = x;
            x = rest;
        }
        if (g == 0) g = x;
        if (!(g > 1e-7 * most)) return 0;
    }
    for (int i = 0; i < b->natoms; i++)
        if (fabs(b->atoms[i].x / g - nearbyint(b->atoms[i].x / g)) > 1e-7) return 0;
    return g;
}

compound *compound_of(arena *a, const kernel *k, const model *m, const part *parts, int n)
{
    compound *c = new (a, compound);
    stream *list = news(a, stream, n);
    bool *seen = news(a, bool, m->p->ncontrols + 1);
    int count = 0, specials = m->p->nsectors + m->p->ncontrols;
    *c = (compound){.k = k, .none = 1, .sizes = new (a, classes), .notes = m->notes};
    for (int i = 0; i < n; i++) specials += parts[i].annual.side || parts[i].kind != LOSS_POISSON;
    c->specials = news(a, special, specials);
    for (int i = 0; i < n; i++)
        if (parts[i].kind == LOSS_POISSON && !parts[i].annual.side && !parts[i].sector && !parts[i].group)
            list[count++] = stream_of(parts + i, parts[i].rate);
    c->pool = bag_of(a, k, list, count);
    bag_classes(c->pool, c->sizes, 1);
    take_moments(c, c->pool->mean, c->pool->second, own_exp(-c->pool->live));
    for (int i = 0; i < n; i++) {
        if (parts[i].annual.side)
            annual_add(a, c, m, parts + i);
        else if (parts[i].kind == LOSS_UNCERTAIN)
            uncertain_add(a, c, parts + i);
        else if (parts[i].kind == LOSS_ONCE)
            once_add(a, c, parts + i);
        else if (parts[i].group && !seen[parts[i].group]) {
            seen[parts[i].group] = true;
            range_add(a, c, m, parts, n, parts[i].group, list);
        }
    }
    for (int s = 1; s <= m->p->nsectors; s++) sector_add(a, c, m, parts, n, s, list);
    c->step = common_step(c);
    return c;
}
