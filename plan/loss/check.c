// check.c: refusing nonsense, with the field and the reason.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/model.h"
#include "plan/loss/severity.h"

#include <math.h>

#define AMOUNT_LEAST 1e-9
#define AMOUNT_MOST 1e30

typedef struct {
    arena *a;
    const char *what;
    int row;
    loss_refusal *first, **end;
} checking;

#define refuse(k, field, lit, ...) refuse_((k), (field), S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
static void refuse_(checking *k, const char *field, str template, const val *vals, int nvals)
{
    loss_refusal *r = new (k->a, loss_refusal);
    *r = (loss_refusal){k->what, k->row, field, format_(k->a, template, vals, nvals), NULL};
    *k->end = r;
    k->end = &r->next;
}

static bool finite_number(checking *k, const char *field, double x)
{
    if (isfinite(x)) return true;
    refuse(k, field, "is not a number");
    return false;
}

// An amount that may be zero.
static bool amount(checking *k, const char *field, double x)
{
    if (!finite_number(k, field, x)) return false;
    if (x < 0)
        refuse(k, field, "is below zero");
    else if (x > AMOUNT_MOST)
        refuse(k, field, "is beyond any sum of money (more than 1e30)");
    else
        return true;
    return false;
}

static bool amount_above_zero(checking *k, const char *field, double x)
{
    if (!amount(k, field, x)) return false;
    if (x >= AMOUNT_LEAST) return true;
    if (x == 0)
        refuse(k, field, "must be above zero");
    else
        refuse(k, field, "is too small (less than 1e-9)");
    return false;
}

static bool share(checking *k, const char *field, double x)
{
    if (!finite_number(k, field, x)) return false;
    if (x >= 0 && x <= 1) return true;
    refuse(k, field, "must lie between 0 and 1");
    return false;
}

typedef struct {
    const char *kind, *a, *b, *c, *shape, *list;
} severity_names;

static void check_lognormal(checking *k, const loss_severity *s, const severity_names *f)
{
    if (!amount_above_zero(k, f->a, s->a) || !amount_above_zero(k, f->b, s->b)) return;
    if (s->a == s->b) {
        refuse(k, f->b, "equals the 5th percentile: an interval of zero width; use a constant");
        return;
    }
    if (s->a > s->b) {
        refuse(k, f->a, "the 5th percentile is above the 95th");
        return;
    }
    double sigma = log(s->b / s->a) / (2 * 1.6448536269514722), mean = 0.5 * log(s->a * s->b) + 0.5 * sigma * sigma;
    if (!(s->b / s->a >= 1 + 1e-6))
        refuse(k, f->b, "is so close to the 5th percentile that a constant says the same");
    else if (!(mean < log(AMOUNT_MOST)))
        refuse(k, f->b, "makes the mean loss of an event infinite");
}

static void check_pert(checking *k, const loss_severity *s, const severity_names *f)
{
    if (!amount(k, f->a, s->a) || !amount(k, f->b, s->b) || !amount_above_zero(k, f->c, s->c)) return;
    if (s->a > s->c)
        refuse(k, f->a, "the minimum is above the maximum");
    else if (s->a == s->c)
        refuse(k, f->c, "equals the minimum: an interval of zero width; use a constant");
    else if (s->b < s->a)
        refuse(k, f->b, "the likely value is below the minimum");
    else if (s->b > s->c)
        refuse(k, f->b, "the likely value is above the maximum");
    else if (s->c - s->a < 1e-9 * s->c)
        refuse(k, f->c, "is so close to the minimum that a constant says the same");
    if (!isfinite(s->shape) || s->shape < 0 || s->shape > 1000) refuse(k, f->shape, "must lie between 0 and 1,000");
}

static void check_severity(checking *k, const loss_severity *s, const severity_names *f)
{
    switch (s->kind) {
    case LOSS_LOGNORMAL: check_lognormal(k, s, f); return;
    case LOSS_PERT: check_pert(k, s, f); return;
    case LOSS_CONSTANT: amount_above_zero(k, f->a, s->a); return;
    case LOSS_EMPIRICAL:
        if (s->amounts < 1 || !s->list) {
            refuse(k, f->list, "holds no amount");
            return;
        }
        for (int i = 0; i < s->amounts; i++)
            if (!amount_above_zero(k, f->list, s->list[i])) return;
        return;
    }
    refuse(k, f->kind, "is not a kind of severity");
}

static void check_rate(checking *k, const char *field, double x)
{
    if (!finite_number(k, field, x)) return;
    if (x < 0)
        refuse(k, field, "is below zero");
    else if (x > 1e9)
        refuse(k, field, "is more than 1e9 events a year");
}

static void check_frequency(checking *k, const loss_frequency *f)
{
    switch (f->kind) {
    case LOSS_POISSON: check_rate(k, "rate", f->rate); return;
    case LOSS_ONCE: share(k, "rate", f->rate); return;
    case LOSS_FAIR:
        check_rate(k, "contact", f->contact);
        share(k, "action", f->action);
        share(k, "vulnerability", f->vulnerability);
        return;
    case LOSS_UNCERTAIN:
        check_rate(k, "low", f->low);
        check_rate(k, "high", f->high);
        if (!(f->low >= 0 && f->high <= 1e9)) return;
        if (f->low > f->high)
            refuse(k, "low", "the 5th percentile is above the 95th");
        else if (f->low == f->high)
            refuse(k, "high", "equals the 5th percentile: an interval of zero width; give a rate");
        else if (f->low == 0)
            refuse(k, "low", "must be above zero");
        else if (f->high / f->low > 1e6)
            refuse(k, "high", "is more than a million times the 5th percentile");
        else if (f->high / f->low < 1.001)
            refuse(k, "high", "is so close to the 5th percentile that a rate says the same");
        return;
    }
    refuse(k, "frequency", "is not a kind of frequency");
}

static void check_layer(checking *k, const loss_layer *l, const char *deductible, const char *limit)
{
    if (l->side == LOSS_WHOLE) return;
    amount(k, deductible, l->deductible);
    if (!(l->limit > 0)) refuse(k, limit, "must be above zero");
}

static void check_risk(checking *k, const loss_portfolio *p, const loss_risk *r, loss_engine engine)
{
    static const severity_names first = {"kind", "a", "b", "c", "shape", "list"};
    static const severity_names second = {"second.kind", "second.a",     "second.b",
                                          "second.c",    "second.shape", "second.list"};
    check_frequency(k, &r->frequency);
    check_severity(k, &r->severity, &first);
    share(k, "second_share", r->second_share);
    if (r->second_share > 0) check_severity(k, &r->second, &second);
    check_layer(k, &r->event, "event.deductible", "event.limit");
    check_layer(k, &r->annual, "annual.deductible", "annual.limit");
    bool once = r->frequency.kind == LOSS_ONCE, uncertain = r->frequency.kind == LOSS_UNCERTAIN;
    if (r->sector < 0 || r->sector > p->nsectors)
        refuse(k, "sector", "names no sector");
    else if (r->sector && once)
        refuse(k, "sector", "cannot move a risk that occurs at most once");
    else if (r->sector && uncertain && engine == LOSS_EXACT)
        refuse(k, "sector", "together with an uncertain rate needs the Monte Carlo engine");
    else if (r->sector && r->annual.side && engine == LOSS_EXACT)
        refuse(k, "sector", "together with an annual layer needs the Monte Carlo engine");
    if (!(r->link >= 0 && r->link <= 0.99))
        refuse(k, "link", "must lie between 0 and 0.99");
    else if (r->link > 0 && engine == LOSS_EXACT)
        refuse(k, "link", "needs the Monte Carlo engine");
    else if (r->link > 0 && (uncertain || r->sector))
        refuse(k, "link", "needs a rate of its own, without interval or sector");
    else if (r->link > 0 && r->frequency.kind != LOSS_ONCE && r->frequency.rate > 1000)
        refuse(k, "link", "is possible up to 1,000 events a year");
}

static void check_control(checking *k, const loss_portfolio *p, const loss_control *c)
{
    if (!isfinite(c->cost))
        refuse(k, "cost", "is not a number");
    else if (c->cost < 0)
        refuse(k, "cost", "is below zero");
    if (!(c->failures >= 0 && c->failures <= 1000))
        refuse(k, "failures", "must lie between 0 and 1,000 a year");
    else if (c->failures > 0 && !(c->days_down > 0 && c->days_down <= 3650))
        refuse(k, "days_down", "must be above 0 and at most 3,650");
    for (int i = 0; i < c->neffects; i++) {
        const loss_effect *e = c->effects + i;
        if (e->risk < 0 || e->risk >= p->nrisks) refuse(k, "risk", "names no risk");
        if (!isfinite(e->low) || !isfinite(e->high))
            refuse(k, "factor", "is not a number");
        else if (e->low < 0)
            refuse(k, "factor", "is below zero");
        else if (e->low > e->high)
            refuse(k, "factor", "its low end is above its high end");
        else if (e->high > 1000)
            refuse(k, "factor", "is above 1,000");
    }
}

static void check_options(checking *k, const loss_portfolio *p, const loss_options *o)
{
    if (o->engine != LOSS_EXACT && o->engine != LOSS_MONTECARLO) refuse(k, "engine", "is unknown");
    if (o->years < 0 || o->years > 10000000) refuse(k, "years", "must lie between 1 and 10,000,000");
    if (o->threads < 0 || o->threads > 64) refuse(k, "threads", "must lie between 1 and 64");
    if (!isfinite(o->appetite) || o->appetite < 0) refuse(k, "appetite", "is not an amount");
    if (o->without < 0 || o->without > p->ncontrols) refuse(k, "without", "names no control");
    if (o->points < 0 || o->points > 4096) refuse(k, "points", "must lie between 1 and 4,096");
    for (int i = 0; i < o->nat; i++)
        if (!isfinite(o->at[i]) || o->at[i] < 0) {
            refuse(k, "at", "is not an amount");
            break;
        }
}

loss_refusal *loss_check_risk(arena *a, const loss_portfolio *p, int row, const loss_risk *r, loss_engine engine)
{
    checking k = {.a = a, .what = "risk", .row = row};
    k.end = &k.first;
    check_risk(&k, p, r, engine);
    return k.first;
}

loss_refusal *loss_check(arena *a, const loss_portfolio *p, const loss_options *o)
{
    checking k = {.a = a, .what = "option", .row = -1};
    k.end = &k.first;
    check_options(&k, p, o);
    k.what = "risk";
    if (p->nrisks < 0 || p->nrisks > 10000000)
        refuse(&k, "risks", "are too many");
    else
        for (k.row = 0; k.row < p->nrisks; k.row++) check_risk(&k, p, p->risks + k.row, o->engine);
    k.what = "sector";
    for (k.row = 0; k.row < p->nsectors; k.row++) {
        double v = p->sectors[k.row].variance;
        if (!(v > 0 && v <= 100)) refuse(&k, "variance", "must be above 0 and at most 100");
    }
    k.what = "control";
    for (k.row = 0; k.row < p->ncontrols; k.row++) check_control(&k, p, p->controls + k.row);
    return k.first;
}
