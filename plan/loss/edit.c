// edit.c: a prepared portfolio: its curve with something taken out and something put in, by one transform.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/base.h"

#include "plan/loss/special.h"

#include <math.h>
#include <string.h>

static double *copy_of(arena *a, const double *x, int n)
{
    double *y = news(a, double, n);
    memcpy(y, x, (size_t)n * sizeof *y);
    return y;
}

// Once more through the windows of the answer, keeping what an edit adds to.
static void keep_transforms(arena *a, loss_base *b, workspace *ws)
{
    b->prepared = news(a, prepared, b->s->nw);
    for (int i = 0; i < b->s->nw; i++) {
        const window *w = b->s->w + i;
        prepared *k = b->prepared + i;
        int n = w->n / 2 + 1;
        workspace_need(ws, w->n);
        k->rate = bag_transform(b->c->k, ws, b->c->pool, w, ws->fr, ws->fi, NULL);
        k->fr = copy_of(a, ws->fr, n);
        k->fi = copy_of(a, ws->fi, n);
        if (!b->c->nspecials) continue;
        specials_run(b->c, ws, w);
        k->lr = copy_of(a, ws->lr, n);
        k->li = copy_of(a, ws->li, n);
        k->pr = copy_of(a, ws->pr, n);
        k->pi = copy_of(a, ws->pi, n);
    }
}

loss_base *loss_prepare(arena *a, const loss_portfolio *p, const loss_options *o, loss_refusal **bad)
{
    loss_base *b = new (a, loss_base);
    b->p = p;
    b->o = *o;
    b->o.engine = LOSS_EXACT;
    answer_room(a, o, &b->answer);
    *bad = loss_check(a, p, &b->o);
    if (*bad || !model_make(a, p, &b->o, &b->m, bad)) return NULL;
    b->part_of = news(a, int, p->nrisks);
    for (int i = 0; i < p->nrisks; i++) b->part_of[i] = -1;
    for (int i = 0; i < b->m.nparts; i++) b->part_of[b->m.parts[i].risk] = i;
    workspace ws = {.a = a};
    b->c = compound_of(a, kernel_for(o->kernel), &b->m, b->m.parts, b->m.nparts);
    b->s = solve_for(b->c, &ws, &b->o);
    solve_answer(b->s, b->c->mean, b->c->variance, b->c->none, &b->o, &b->answer);
    b->answer.notes = b->c->notes | (b->s->error > SOLVE_GOOD ? LOSS_NOTE_ERROR : 0);
    answer_name(*a, p, &b->o, &b->answer);
    keep_transforms(a, b, &ws);
    return b;
}

const loss_answer *loss_base_answer(const loss_base *b)
{
    return &b->answer;
}

// ---- the question

static bool pooled(const part *x)
{
    return x->kind == LOSS_POISSON && !x->sector && !x->annual.side && !x->group;
}

static bool all_pooled(const change *ch)
{
    for (int i = 0; i < ch->nold; i++)
        if (!pooled(ch->old + i)) return false;
    for (int i = 0; i < ch->nnow; i++)
        if (!pooled(ch->now + i)) return false;
    return true;
}

static const bag *difference(arena *a, const kernel *k, const change *ch)
{
    stream *s = news(a, stream, ch->nold + ch->nnow);
    int n = 0;
    for (int i = 0; i < ch->nold + ch->nnow; i++) {
        const part *x = i < ch->nold ? ch->old + i : ch->now + (i - ch->nold);
        if (!(x->rate > 0)) continue;
        s[n++] = (stream){i < ch->nold ? -x->rate : x->rate, x->second_share, &x->first, x->second};
    }
    return bag_of(a, k, s, n);
}

// The prepared windows with the difference added; false where the answer has left them.
static bool ask_quickly(const loss_base *b, workspace *ws, const change *ch, outcome *out)
{
    const compound *c = b->c;
    const bag *d = difference(ws->a, c->k, ch);
    solution *s = new (ws->a, solution);
    *s = *b->s;
    s->w = news(ws->a, window, s->nw);
    for (int i = 0; i < s->nw; i++) {
        const prepared *k = b->prepared + i;
        window *w = s->w + i;
        double drift;
        *w = b->s->w[i];
        if (d->natoms) w->sharp = false;
        workspace_need(ws, w->n);
        w->below = news(ws->a, double, w->n);
        double rate = k->rate + bag_transform(c->k, ws, d, w, ws->fr, ws->fi, &drift);
        w->drift += drift;
        for (int j = 0; j <= w->n / 2; j++) {
            ws->fr[j] += k->fr[j];
            ws->fi[j] += k->fi[j];
        }
        workspace with = *ws;
        with.lr = k->lr, with.li = k->li, with.pr = k->pr, with.pi = k->pi;
        compound_finish(c, &with, w, ws->fr, ws->fi, rate);
    }
    out->s = s;
    out->mean = fmax(0, c->mean + d->mean);
    out->variance = c->variance + d->second;
    out->none = fmin(1, c->none * own_exp(-d->live));
    out->notes = c->notes;
    return solve_read(s, out->none);
}

static void ask_afresh(const loss_base *b, workspace *ws, const change *ch, outcome *out)
{
    part *all = news(ws->a, part, b->m.nparts + ch->nnow);
    int n = 0;
    for (int i = 0; i < b->m.nparts; i++) {
        bool gone = false;
        for (int k = 0; k < ch->nold; k++) gone |= ch->old[k].risk == b->m.parts[i].risk;
        if (!gone) all[n++] = b->m.parts[i];
    }
    for (int i = 0; i < ch->nnow; i++)
        if (ch->now[i].rate > 0) all[n++] = ch->now[i];
    const compound *c = compound_of(ws->a, b->c->k, &b->m, all, n);
    out->s = solve_for(c, ws, &b->o);
    out->mean = c->mean;
    out->variance = c->variance;
    out->none = c->none;
    out->notes = c->notes;
}

void base_ask(const loss_base *b, workspace *ws, const change *ch, outcome *out)
{
    bool quick = all_pooled(ch) && b->c->step == 0 && b->s->nw > 0;
    if (!quick || !ask_quickly(b, ws, ch, out)) ask_afresh(b, ws, ch, out);
    solve_tails(out->s, out->mean, out->tail);
    out->passing = b->o.appetite > 0 ? 1 - solve_cdf(out->s, b->o.appetite, out->none) : 0;
}

// Of the portfolio with all of them replaced.
static hash hash_of_edits(arena room, const loss_base *b, const int *risks, const loss_risk *now, int n)
{
    if (n == 1) return model_hash(room, b->p, &b->o, *risks, now);
    loss_risk *all = news(&room, loss_risk, b->p->nrisks);
    memcpy(all, b->p->risks, (size_t)b->p->nrisks * sizeof *all);
    for (int i = 0; i < n; i++) all[risks[i]] = now[i];
    loss_portfolio p = *b->p;
    p.risks = all;
    return model_hash(room, &p, &b->o, -1, NULL);
}

bool loss_edits(arena *a, const loss_base *b, const int *risks, const loss_risk *now, int n, loss_answer *out,
                loss_refusal **bad)
{
    answer_room(a, &b->o, out);
    for (int i = 0; i < n; i++) {
        *bad = loss_check_risk(a, b->p, risks[i], now + i, LOSS_EXACT);
        if (*bad) return false;
    }
    arena room = *a;
    part *fresh = news(&room, part, n), *old = news(&room, part, n);
    change ch = {.old = old, .now = fresh};
    unsigned notes = 0;
    for (int i = 0; i < n; i++) {
        int at = b->part_of[risks[i]];
        if (!part_make(&room, &b->m, risks[i], now + i, 0, fresh + ch.nnow, bad)) {
            *a = room;
            return false;
        }
        notes |= fresh[ch.nnow].notes;
        if (!b->o.chosen || b->o.chosen[risks[i]]) ch.nnow++;
        if (at >= 0) old[ch.nold++] = b->m.parts[at];
    }
    workspace ws = {.a = &room};
    outcome o;
    base_ask(b, &ws, &ch, &o);
    solve_answer(o.s, o.mean, o.variance, o.none, &b->o, out);
    out->notes = o.notes | notes | (o.s->error > SOLVE_GOOD ? LOSS_NOTE_ERROR : 0);
    answer_name(room, b->p, &b->o, out);
    out->inputs = hash_of_edits(room, b, risks, now, n);
    return true;
}

bool loss_edit(arena *a, const loss_base *b, int risk, const loss_risk *now, loss_answer *out, loss_refusal **bad)
{
    return loss_edits(a, b, &risk, now, 1, out, bad);
}
