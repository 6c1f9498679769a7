// controls.c: many what-if questions at once: every control left out, every risk left out, every input moved.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/base.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// What to ask for question number i. The change lives in a.
typedef struct job job;
typedef void asking(const job *j, arena *a, int i, change *ch);

struct job {
    const loss_base *b;
    asking *ask;
    outcome *out; // of each question; its solution's windows are not kept
    int n, next;
    double swing;     // of a tornado
    const int *which; // controls or risks asked about
    pthread_mutex_t lock;
};

static void *work(void *arg)
{
    job *j = arg;
    arena a = arena_make((ptrdiff_t)256 << 20);
    char *base = a.beg;
    workspace ws = {.a = &a};
    workspace_need(&ws, SOLVE_FIRST * 2);
    for (;;) {
        pthread_mutex_lock(&j->lock);
        int i = j->next++;
        pthread_mutex_unlock(&j->lock);
        if (i >= j->n) break;
        arena keep = a;
        workspace mine = ws; // room taken for one question is given back after it
        change ch = {0};
        outcome o;
        j->ask(j, &a, i, &ch);
        base_ask(j->b, &mine, &ch, &o);
        solution *levels = j->out[i].s;
        memcpy(levels->level, o.s->level, sizeof levels->level);
        o.s = levels;
        j->out[i] = o;
        a = keep;
    }
    arena_drop(a, base);
    return NULL;
}

// Asks n questions on the base's threads. The outcomes live in *a.
static outcome *ask_all(arena *a, const loss_base *b, job j)
{
    int threads = b->o.threads ? b->o.threads : 2;
    outcome *out = news(a, outcome, j.n);
    solution *levels = news(a, solution, j.n);
    for (int i = 0; i < j.n; i++) out[i].s = levels + i;
    j.b = b;
    j.out = out;
    pthread_t *ids = news(a, pthread_t, threads);
    bool *started = news(a, bool, threads);
    pthread_mutex_init(&j.lock, NULL);
    for (int i = 1; i < threads; i++) started[i] = pthread_create(ids + i, NULL, work, &j) == 0;
    work(&j);
    for (int i = 1; i < threads; i++)
        if (started[i]) pthread_join(ids[i], NULL);
    pthread_mutex_destroy(&j.lock);
    return out;
}

static loss_value value_of(const loss_base *b, const outcome *o, int index, double sign)
{
    const loss_answer *with = &b->answer;
    loss_value v = {.index = index, .mean = sign * (o->mean - with->mean)};
    for (int k = 0; k < LOSS_LEVELS; k++) {
        v.level[k] = sign * (o->s->level[k] - with->level[k]);
        v.tail[k] = sign * (o->tail[k] - with->tail[k]);
    }
    if (b->o.appetite > 0) v.passing = sign * (o->passing - with->passing);
    return v;
}

// ---- controls

static bool counts(const loss_base *b, int c)
{
    const loss_control *k = b->p->controls + c;
    if (b->o.without == c + 1) return false;
    return b->o.view == LOSS_TARGET || (b->o.view == LOSS_CURRENT && k->state == LOSS_IN_PLACE);
}

static void without_control(const job *j, arena *a, int i, change *ch)
{
    const loss_base *b = j->b;
    int c = j->which[i];
    const loss_control *k = b->p->controls + c;
    part *old = news(a, part, k->neffects), *now = news(a, part, k->neffects);
    bool *seen = news(a, bool, k->neffects);
    for (int e = 0; e < k->neffects; e++) {
        int risk = k->effects[e].risk;
        for (int f = 0; f < e && !seen[e]; f++) seen[e] = k->effects[f].risk == risk;
        if (seen[e] || (b->o.chosen && !b->o.chosen[risk])) continue;
        loss_refusal *bad;
        if (b->part_of[risk] >= 0) old[ch->nold++] = b->m.parts[b->part_of[risk]];
        // Without a factor a probability may pass 1: it stays what it was then.
        if (part_make(a, &b->m, risk, b->p->risks + risk, c + 1, now + ch->nnow, &bad))
            ch->nnow++;
        else if (b->part_of[risk] >= 0)
            now[ch->nnow++] = b->m.parts[b->part_of[risk]];
    }
    ch->old = old;
    ch->now = now;
}

static int by_net(const void *a, const void *b)
{
    const loss_value *x = a, *y = b;
    if (x->net != y->net) return x->net < y->net ? 1 : -1;
    return x->index - y->index;
}

loss_value *loss_controls(arena *a, const loss_base *b, int *n)
{
    *n = 0;
    loss_value *v = news(a, loss_value, b->p->ncontrols);
    arena room = *a;
    int *which = news(&room, int, b->p->ncontrols);
    for (int c = 0; c < b->p->ncontrols; c++)
        if (counts(b, c)) which[(*n)++] = c;
    const outcome *o = ask_all(&room, b, (job){.ask = without_control, .which = which, .n = *n});
    for (int i = 0; i < *n; i++) {
        v[i] = value_of(b, o + i, which[i], 1);
        v[i].cost = b->p->controls[which[i]].cost;
        v[i].net = v[i].mean - v[i].cost;
    }
    qsort(v, (size_t)*n, sizeof *v, by_net);
    return v;
}

// ---- risks

static void without_risk(const job *j, arena *a, int i, change *ch)
{
    (void)a;
    ch->old = j->b->m.parts + i;
    ch->nold = 1;
}

static int by_tail(const void *a, const void *b)
{
    const loss_value *x = a, *y = b;
    if (x->tail[3] != y->tail[3]) return x->tail[3] < y->tail[3] ? 1 : -1;
    return x->index - y->index;
}

loss_value *loss_adds(arena *a, const loss_base *b, int *n)
{
    *n = b->m.nparts;
    loss_value *v = news(a, loss_value, *n);
    arena room = *a;
    const outcome *o = ask_all(&room, b, (job){.ask = without_risk, .n = *n});
    for (int i = 0; i < *n; i++) v[i] = value_of(b, o + i, b->m.parts[i].risk, -1);
    qsort(v, (size_t)*n, sizeof *v, by_tail);
    return v;
}

// ---- the tornado

static void move_frequency(loss_frequency *f, double by)
{
    f->rate *= by;
    f->low *= by;
    f->high *= by;
    f->contact *= by;
    if (f->kind == LOSS_ONCE && f->rate > 1) f->rate = 1;
}

static void move_severity(arena *a, loss_severity *s, double by)
{
    double *list = news(a, double, s->amounts);
    for (int i = 0; i < s->amounts; i++) list[i] = s->list[i] * by;
    s->a *= by;
    s->b *= by;
    s->c *= by;
    s->list = list;
}

// Four questions a risk: rate down, rate up, severity down, severity up.
static void moved_input(const job *j, arena *a, int i, change *ch)
{
    const loss_base *b = j->b;
    const part *old = b->m.parts + j->which[i / 4];
    loss_risk *r = new (a, loss_risk);
    *r = b->p->risks[old->risk];
    double by = i & 1 ? 1 + j->swing : 1 - j->swing;
    if (i & 2) {
        move_severity(a, &r->severity, by);
        move_severity(a, &r->second, by);
    } else {
        move_frequency(&r->frequency, by);
    }
    part *now = new (a, part);
    loss_refusal *bad;
    ch->old = old;
    ch->nold = 1;
    if (!part_make(a, &b->m, old->risk, r, 0, now, &bad)) *now = *old;
    ch->now = now;
    ch->nnow = 1;
}

static int by_width(const void *a, const void *b)
{
    const loss_bar *x = a, *y = b;
    double wx = fabs(x->high_level - x->low_level), wy = fabs(y->high_level - y->low_level);
    if (wx != wy) return wx < wy ? 1 : -1;
    return x->risk != y->risk ? x->risk - y->risk : (int)x->input - (int)y->input;
}

typedef struct {
    int part;
    double pull;
} puller;

static int by_pull(const void *a, const void *b)
{
    const puller *x = a, *y = b;
    if (x->pull != y->pull) return x->pull < y->pull ? 1 : -1;
    return x->part - y->part;
}

static double limited(const part *x, double cap, int power)
{
    double all = severity_limited(&x->first, cap, power);
    return x->rate * (x->second ? all + x->second_share * severity_limited(x->second, cap, power) : all);
}

// What an input moves P99 by, to first order: events taken away lower the mean, and the deviation of which it lies 2.33 above.
// Amounts beyond P99 count as P99: a rare one that is far larger would hide all others.
static int *pullers(arena *a, const loss_base *b, int most)
{
    int n = b->m.nparts;
    int *which = news(a, int, most);
    arena room = *a;
    puller *all = news(&room, puller, n);
    double cap = b->answer.level[3] > 0 ? b->answer.level[3] : INFINITY, variance = 0;
    for (int i = 0; i < n; i++) variance += limited(b->m.parts + i, cap, 2);
    for (int i = 0; i < n; i++) {
        const part *x = b->m.parts + i;
        double spread = variance > 0 ? limited(x, cap, 2) / (2 * sqrt(variance)) : 0;
        all[i] = (puller){i, limited(x, cap, 1) + 2.33 * spread};
    }
    qsort(all, (size_t)n, sizeof *all, by_pull);
    for (int i = 0; i < most; i++) which[i] = all[i].part;
    return which;
}

loss_bar *loss_tornado(arena *a, const loss_base *b, double swing, int *n)
{
    return loss_tornado_of(a, b, swing, b->m.nparts, n);
}

loss_bar *loss_tornado_of(arena *a, const loss_base *b, double swing, int most, int *n)
{
    if (most > b->m.nparts) most = b->m.nparts;
    *n = 2 * most;
    loss_bar *bars = news(a, loss_bar, *n);
    arena room = *a;
    const int *which = pullers(&room, b, most);
    const outcome *o = ask_all(&room, b, (job){.ask = moved_input, .which = which, .n = 2 * *n, .swing = swing});
    for (int i = 0; i < *n; i++) {
        const outcome *low = o + 2 * i, *high = low + 1;
        bars[i] = (loss_bar){b->m.parts[which[i / 2]].risk,
                             i & 1 ? LOSS_BY_SEVERITY : LOSS_BY_RATE,
                             low->mean,
                             high->mean,
                             low->s->level[3],
                             high->s->level[3]};
    }
    qsort(bars, (size_t)*n, sizeof *bars, by_width);
    return bars;
}
