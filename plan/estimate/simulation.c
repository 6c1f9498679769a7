// simulation.c: the simulating engine over the registers.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/simulation.h"

#include <math.h>
#include <string.h>

static bool number_of(request *q, const char *name, i64 least, i64 most, i64 *out)
{
    str given = str_trim(request_get(q, name));
    if (!given.n || (str_int(given, out) && *out >= least && *out <= most)) return true;
    return fail_as(q->c, NO_INPUT, name, "\"$1\" is a whole number from $2 to $3.", v(name), v(least), v(most));
}

bool simulation_read(request *q, simulation *out)
{
    str engine = request_get(q, "engine");
    *out = (simulation){.on = str_eq(engine, S("montecarlo")), .seed = 1};
    if (engine.n && !out->on && !str_eq(engine, S("exact")))
        return fail_as(q->c, NO_INPUT, "engine", "An engine is exact or montecarlo.");
    return number_of(q, "years", 1, SIMULATION_MOST, &out->years) && number_of(q, "seed", 0, INT64_MAX, &out->seed);
}

str simulation_query(arena *a, const simulation *s)
{
    if (!s->on) return (str){0};
    return format(a, "engine=montecarlo&years=$1&seed=$2", v(s->years ? s->years : SIMULATION_YEARS), v(s->seed));
}

// ---- how long it takes

// Risks whose years are drawn one by one; the events of the others are drawn a block of years at a time (loss/carlo.h).
static bool *yearly(const exposure *x, arena *a)
{
    const loss_portfolio *p = x->portfolio;
    bool *is = news(a, bool, x->nrisks + 1);
    for (int i = 0; i < x->nrisks; i++) {
        loss_frequency_kind kind = p->risks[i].frequency.kind;
        is[i] = p->risks[i].sector || kind == LOSS_UNCERTAIN || kind == LOSS_ONCE;
    }
    for (int i = 0; i < p->ncontrols; i++)
        for (int k = 0; k < p->controls[i].neffects; k++) {
            const loss_effect *e = p->controls[i].effects + k;
            if (e->low < e->high || p->controls[i].failures > 0) is[e->risk] = true;
        }
    return is;
}

static double events(const loss_frequency *f)
{
    switch (f->kind) {
    case LOSS_UNCERTAIN: return (f->low + f->high) / 2;
    case LOSS_FAIR: return f->contact * f->action * f->vulnerability;
    case LOSS_POISSON:
    case LOSS_ONCE: break;
    }
    return f->rate;
}

// Seconds that a thousand years of one standpoint take, rather too many: nanoseconds of a year, as measured on two slow cores, are
// those of its sums, of each risk, of each event.
static double seconds(arena scratch, const exposure *x)
{
    enum { SUMS = 200, PLAIN = 3, EACH_PLAIN = 10, YEARLY = 40, EACH_YEARLY = 40 };
    const bool *slow = yearly(x, &scratch);
    double ns = SUMS;
    for (int i = 0; i < x->nrisks; i++) {
        double rate = events(&x->portfolio[LOSS_INHERENT].risks[i].frequency);
        ns += slow[i] ? YEARLY + EACH_YEARLY * rate : PLAIN + EACH_PLAIN * rate;
    }
    return 1000 * ns * 1e-9;
}

i64 simulation_fits(arena scratch, const exposure *x, int answers)
{
    double most = 1 / (seconds(scratch, x) * answers);
    return most >= SIMULATION_MOST / 1000 ? SIMULATION_MOST : most < 1 ? 1000 : (i64)most * 1000;
}

// ---- asking

bool simulation_ask(ctx *c, const loss_portfolio *p, loss_view v, const simulation *s, money appetite, loss_answer *out)
{
    loss_refusal *bad;
    loss_options o = {.engine = LOSS_MONTECARLO,
                      .view = v,
                      .years = s->years,
                      .seed = (uint64_t)s->seed,
                      .threads = 2,
                      .appetite = money_units(appetite)};
    if (loss_curve(c->a, p, &o, out, &bad)) return true;
    bool known = bad->row >= 0 && bad->row < p->nrisks && strcmp(bad->what, "risk") == 0;
    return fail(c, NULL, "$1 cannot be counted: $2 $3.", v(known ? p->risks[bad->row].code : S("This choice")),
                v(bad->field), v(bad->reason));
}

bool simulation_run(ctx *c, const exposure *x, const simulation *s, loss_answer answers[3],
                    void (*told)(void *to, i64 percent), void *to)
{
    for (loss_view view = LOSS_CURRENT; view <= LOSS_TARGET; view++) {
        if (!simulation_ask(c, &x->portfolio[view], view, s, x->appetite, &answers[view])) return false;
        if (told) told(to, 30 * ((i64)view + 1));
    }
    return true;
}
