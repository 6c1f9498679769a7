// model.c: from inputs to what the engines take.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/model.h"

#include "plan/loss/special.h"

#include <math.h>
#include <string.h>

const double loss_levels[LOSS_LEVELS] = {0.5, 0.9, 0.95, 0.99, 0.999};

struct placed_effect {
    int control;
    const loss_effect *effect;
};

static bool in_view(const loss_control *c, loss_view view)
{
    return view == LOSS_TARGET || (view == LOSS_CURRENT && c->state == LOSS_IN_PLACE);
}

// The effects in view, ordered by risk.
static void place_effects(arena *a, model *m)
{
    const loss_portfolio *p = m->p;
    int *start = news(a, int, p->nrisks + 2), total = 0;
    for (int c = 0; c < p->ncontrols; c++) {
        if (!in_view(p->controls + c, m->o.view) || m->o.without == c + 1) continue;
        for (int i = 0; i < p->controls[c].neffects; i++) start[p->controls[c].effects[i].risk + 2]++;
        total += p->controls[c].neffects;
    }
    for (int i = 2; i < p->nrisks + 2; i++) start[i] += start[i - 1];
    struct placed_effect *e = news(a, struct placed_effect, total);
    for (int c = 0; c < p->ncontrols; c++) {
        if (!in_view(p->controls + c, m->o.view) || m->o.without == c + 1) continue;
        for (int i = 0; i < p->controls[c].neffects; i++) {
            const loss_effect *f = p->controls[c].effects + i;
            e[start[f->risk + 1]++] = (struct placed_effect){c, f};
        }
    }
    m->start = start;
    m->effects = e;
}

static bool out_of_bounds(arena *a, int risk, const char *field, str reason, loss_refusal **bad)
{
    *bad = new (a, loss_refusal);
    **bad = (loss_refusal){"risk", risk, field, reason, NULL};
    return false;
}

// The mean of a moving effect: over its range, and over the time its control works.
static double moving_mean(const model *m, const moving *e)
{
    return 1 - m->up[e->control] * (1 - 0.5 * (e->low + e->high));
}

// Can the exact engine integrate over a range for this risk? Only where the rate enters the sum of all as it is.
static bool integrable(const part *x)
{
    return x->kind == LOSS_POISSON && !x->sector && !x->annual.side;
}

// Splits the effects on a risk into fixed factors (multiplied into rate and scale) and moving ones.
static void take_effects(arena *a, const model *m, int risk, int without, part *x, double *rate, double *scale)
{
    int n = m->start[risk + 1] - m->start[risk], ranged = 0, group = 0;
    const struct placed_effect *e = m->effects + m->start[risk];
    moving *list = n ? news(a, moving, n) : NULL;
    for (int i = 0; i < n; i++) {
        const loss_effect *f = e[i].effect;
        if (e[i].control + 1 == without) continue;
        if (f->low == f->high && m->up[e[i].control] == 1) {
            *(f->on_severity ? scale : rate) *= f->low;
            continue;
        }
        list[x->nmoving++] = (moving){e[i].control, f->on_severity, f->low, f->high};
        if (f->low == f->high || group == e[i].control + 1) continue;
        group = e[i].control + 1;
        ranged++;
    }
    x->moving = list;
    if (m->o.engine != LOSS_EXACT) return;
    x->group = ranged == 1 && integrable(x) ? group : 0;
    if (ranged && !x->group) x->notes |= ranged > 1 ? LOSS_NOTE_OVERLAP : LOSS_NOTE_RANGE;
    for (int i = 0; i < x->nmoving; i++) {
        if (m->up[list[i].control] < 1) x->notes |= LOSS_NOTE_FAILURE;
        if (list[i].control + 1 != x->group) *(list[i].on_severity ? scale : rate) *= moving_mean(m, list + i);
    }
}

static void make_severities(arena *a, const loss_risk *r, part *x, double scale)
{
    x->fixed = scale;
    x->first = severity_make(a, &r->severity, r->event, scale);
    x->second_share = r->second_share;
    if (!(x->second_share > 0)) return;
    x->second = new (a, severity);
    *x->second = severity_make(a, &r->second, (loss_layer){0}, scale);
}

bool part_make(arena *a, const model *m, int risk, const loss_risk *r, int without, part *x, loss_refusal **bad)
{
    const loss_frequency *f = &r->frequency;
    double rate = 1, scale = 1;
    *x = (part){.risk = risk, .input = r, .kind = f->kind, .sector = r->sector, .annual = r->annual, .link = r->link};
    if (f->kind == LOSS_FAIR) x->kind = LOSS_POISSON;
    if (m->start) take_effects(a, m, risk, without, x, &rate, &scale);
    switch (f->kind) {
    case LOSS_POISSON:
    case LOSS_ONCE: x->rate = f->rate * rate; break;
    case LOSS_FAIR: x->rate = f->contact * f->action * f->vulnerability * rate; break;
    case LOSS_UNCERTAIN:
        gamma_fit(f->low, f->high, &x->k, &x->theta);
        x->theta *= rate;
        x->rate = x->k * x->theta;
        break;
    }
    if (scale == 0) x->rate = 0;
    if (x->kind == LOSS_ONCE && x->rate > 1)
        return out_of_bounds(a, risk, "rate", S("a control's factor drives this probability above 1"), bad);
    if (x->kind != LOSS_ONCE && x->rate > 1e9)
        return out_of_bounds(a, risk, "rate", S("a control's factor drives this rate above 1e9 events a year"), bad);
    if (!(x->rate > 0)) {
        x->rate = 0;
        return true;
    }
    make_severities(a, r, x, scale);
    double mean = x->first.mean + (x->second ? x->second->mean : 0);
    if (!(mean < 1e31))
        return out_of_bounds(a, risk, "a", S("a control's factor drives the mean loss of an event above 1e31"), bad);
    return true;
}

bool model_make(arena *a, const loss_portfolio *p, const loss_options *o, model *m, loss_refusal **bad)
{
    *m = (model){.p = p, .o = *o};
    m->up = news(a, double, p->ncontrols);
    for (int c = 0; c < p->ncontrols; c++)
        m->up[c] = 1 / (1 + p->controls[c].failures * p->controls[c].days_down / 365);
    if (p->ncontrols) place_effects(a, m);
    m->parts = news(a, part, p->nrisks);
    for (int i = 0; i < p->nrisks; i++) {
        if (o->chosen && !o->chosen[i]) continue;
        if (!part_make(a, m, i, p->risks + i, 0, m->parts + m->nparts, bad)) return false;
        m->notes |= m->parts[m->nparts].notes;
        if (m->parts[m->nparts].rate > 0) m->nparts++;
    }
    return true;
}

part part_at(arena *a, const model *m, const part *x, double t)
{
    part y = *x;
    double scale = 1;
    for (int i = 0; i < x->nmoving; i++) {
        const moving *e = x->moving + i;
        if (e->control + 1 != x->group) continue;
        double f = 1 - m->up[e->control] * (1 - (e->low + t * (e->high - e->low)));
        if (e->on_severity)
            scale *= f;
        else
            y.rate *= f;
    }
    if (scale == 0) y.rate = 0;
    if (scale != 1 && y.rate > 0) make_severities(a, x->input, &y, x->fixed * scale);
    return y;
}

double event_mean(const part *x)
{
    return x->first.mean + (x->second ? x->second_share * x->second->mean : 0);
}

double event_second(const part *x)
{
    double m = x->first.second;
    if (x->second) m += x->second_share * (x->second->second + 2 * x->first.mean * x->second->mean);
    return m;
}

double event_none(const part *x)
{
    double none = 1 - x->first.live;
    return x->second ? none * (1 - x->second_share * x->second->live) : none;
}

double part_mean(const part *x)
{
    return x->rate * event_mean(x);
}

// ---- the hash of the inputs: their values in a fixed order and width, so that no two portfolios look alike

typedef struct {
    char *p;
    ptrdiff_t n;
} image;

static void add_number(image *w, double x)
{
    memcpy(w->p + w->n, &x, sizeof x);
    w->n += (ptrdiff_t)sizeof x;
}

static void add_text(image *w, str s)
{
    add_number(w, (double)s.n);
    if (s.n) memcpy(w->p + w->n, s.p, (size_t)s.n);
    w->n += s.n;
}

static void add_severity(image *w, const loss_severity *s)
{
    add_number(w, s->kind);
    add_number(w, s->a);
    if (s->kind == LOSS_CONSTANT) return;
    add_number(w, s->b);
    if (s->kind == LOSS_LOGNORMAL) return;
    add_number(w, s->c);
    add_number(w, s->shape);
    if (s->kind == LOSS_PERT) return;
    add_number(w, s->amounts);
    for (int i = 0; i < s->amounts; i++) add_number(w, s->list[i]);
}

static void add_layer(image *w, const loss_layer *l)
{
    add_number(w, l->side);
    if (!l->side) return;
    add_number(w, l->deductible);
    add_number(w, l->limit);
}

static void add_risk(image *w, const loss_risk *r)
{
    const loss_frequency *f = &r->frequency;
    add_text(w, r->code);
    add_number(w, f->kind);
    if (f->kind == LOSS_UNCERTAIN) {
        add_number(w, f->low);
        add_number(w, f->high);
    } else if (f->kind == LOSS_FAIR) {
        add_number(w, f->contact);
        add_number(w, f->action);
        add_number(w, f->vulnerability);
    } else {
        add_number(w, f->rate);
    }
    add_severity(w, &r->severity);
    add_number(w, r->second_share);
    if (r->second_share > 0) add_severity(w, &r->second);
    add_layer(w, &r->event);
    add_layer(w, &r->annual);
    add_number(w, r->sector);
    add_number(w, r->link);
}

static void flush(image *w, hashing *h)
{
    hash_add(h, (str){w->p, w->n});
    w->n = 0;
}

static void add_controls(image *w, hashing *h, const loss_portfolio *p, const loss_options *o)
{
    for (int c = 0; c < p->ncontrols; c++) {
        const loss_control *k = p->controls + c;
        if (!in_view(k, o->view) || o->without == c + 1) continue;
        add_text(w, k->code);
        add_number(w, k->failures);
        add_number(w, k->days_down);
        add_number(w, k->neffects);
        for (int i = 0; i < k->neffects; i++) {
            add_number(w, k->effects[i].risk);
            add_number(w, k->effects[i].on_severity);
            add_number(w, k->effects[i].low);
            add_number(w, k->effects[i].high);
            if (w->n > 4096) flush(w, h);
        }
        flush(w, h);
    }
}

// Room for the largest single item beyond what is flushed.
static ptrdiff_t image_room(const loss_portfolio *p, const loss_risk *r)
{
    ptrdiff_t most = p->currency.n;
    for (int i = 0; i <= p->nrisks; i++) {
        const loss_risk *x = i < p->nrisks ? p->risks + i : r;
        ptrdiff_t need = x ? x->code.n + 8 * (ptrdiff_t)(x->severity.amounts + x->second.amounts) : 0;
        if (need > most) most = need;
    }
    for (int i = 0; i < p->nsectors; i++)
        if (p->sectors[i].code.n > most) most = p->sectors[i].code.n;
    for (int i = 0; i < p->ncontrols; i++)
        if (p->controls[i].code.n > most) most = p->controls[i].code.n;
    return most + 8192;
}

hash model_hash(arena scratch, const loss_portfolio *p, const loss_options *o, int row, const loss_risk *r)
{
    image w = {.p = arena_take(&scratch, image_room(p, r))};
    hashing h = hash_begin();
    add_text(&w, S("isms loss inputs 1"));
    add_text(&w, p->currency);
    add_number(&w, p->price_year);
    for (int i = 0; i < p->nrisks; i++) {
        if (o->chosen && !o->chosen[i]) continue;
        add_risk(&w, r && i == row ? r : p->risks + i);
        if (w.n > 4096) flush(&w, &h);
    }
    flush(&w, &h);
    for (int i = 0; i < p->nsectors; i++) {
        add_number(&w, p->sectors[i].variance);
        add_text(&w, p->sectors[i].code);
        flush(&w, &h);
    }
    add_controls(&w, &h, p, o);
    return hash_end(&h);
}
