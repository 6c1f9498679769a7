// curve.c: the portfolio's curve, by either engine.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/carlo.h"
#include "plan/loss/solve.h"

#include <math.h>

const char *loss_engine_name(loss_engine e)
{
    return e == LOSS_MONTECARLO ? "montecarlo" : "exact";
}

str loss_note(unsigned bit)
{
    switch (bit) {
    case LOSS_NOTE_OVERLAP:
        return S("Where the ranges of several controls meet on one risk, their mean was taken; the Monte Carlo engine "
                 "draws them.");
    case LOSS_NOTE_FAILURE:
        return S("Controls that fail in time count with the share of time they work; the Monte Carlo engine lets them "
                 "fail.");
    case LOSS_NOTE_RANGE:
        return S("A control's range on a risk with an uncertain rate, a sector, an annual layer or at most one event "
                 "was taken at its mean; the Monte Carlo engine draws it.");
    case LOSS_NOTE_ERROR: return S("The error asked for was not reached.");
    default: return S("");
    }
}

void answer_room(arena *a, const loss_options *o, loss_answer *out)
{
    *out = (loss_answer){.passing = NAN};
    out->below = news(a, double, o->nat);
    out->curve = news(a, loss_point, o->points ? o->points : 64);
}

void answer_name(arena scratch, const loss_portfolio *p, const loss_options *o, loss_answer *out)
{
    out->engine = o->engine;
    out->kernel = kernel_for(o->kernel)->name;
    out->years = o->engine == LOSS_MONTECARLO ? (o->years ? o->years : CARLO_YEARS) : 0;
    out->seed = o->engine == LOSS_MONTECARLO ? o->seed : 0;
    out->inputs = model_hash(scratch, p, o, 0, NULL);
}

solution *solve_for(const compound *c, workspace *ws, const loss_options *o)
{
    int n = o->nat;
    double *at = news(ws->a, double, n + 1);
    for (int i = 0; i < n; i++) at[i] = o->at[i];
    if (o->appetite > 0) at[n++] = o->appetite;
    return solve(c, ws, at, n, SOLVE_GOOD);
}

bool loss_curve(arena *a, const loss_portfolio *p, const loss_options *o, loss_answer *out, loss_refusal **bad)
{
    model m;
    answer_room(a, o, out);
    *bad = loss_check(a, p, o);
    if (*bad) return false;
    if (o->engine == LOSS_MONTECARLO) return carlo_run(a, p, o, out, NULL, bad);
    arena room = *a;
    if (!model_make(&room, p, o, &m, bad)) {
        *a = room; // the refusal lives there
        return false;
    }
    workspace ws = {.a = &room};
    const compound *c = compound_of(&room, kernel_for(o->kernel), &m, m.parts, m.nparts);
    const solution *s = solve_for(c, &ws, o);
    solve_answer(s, c->mean, c->variance, c->none, o, out);
    out->notes = c->notes | (s->error > SOLVE_GOOD ? LOSS_NOTE_ERROR : 0);
    answer_name(room, p, o, out);
    return true;
}
