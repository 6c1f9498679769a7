// what_if.c: the curve with risks estimated otherwise.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/what_if.h"

#include <string.h>

// All figures but those that name the estimate and its group, and the year of its prices.
static bool is_moved(const field *f)
{
    bool said = f->kind == KIND_NUMBER || f->kind == KIND_MONEY || f->kind == KIND_CHOICE || f->kind == KIND_TEXT;
    return said && estimate_is_figure(f) && !str_eq(str_of(f->name), S("stage"));
}

bool what_if_takes(str name)
{
    const field *f = field_find(&estimate_entity, name);
    return str_eq(name, S("effect")) || (f && is_moved(f));
}

static bool read_figures(ctx *c, const exposure *x, estimate *to, field_source *source, void *from)
{
    bool ok = true;
    for (int i = 0; i < estimate_entity.nfields; i++) {
        const field *f = &estimate_entity.fields[i];
        str given;
        if (!is_moved(f) || !source(from, f->name, &given)) continue;
        given = str_trim(given);
        if (f->kind == KIND_MONEY && given.n && str_find(given, ' ') < 0)
            given = format(c->a, "$1 $2", v(given), v(x->currency));
        ok = field_parse(c, f, to, given) && ok;
    }
    return ok;
}

static bool read_effect(ctx *c, moved *m, field_source *source, void *from)
{
    static const field percent = {.name = "effect", .label = "Effect", .kind = KIND_NUMBER};
    str given;
    number x = {0};
    if (!source(from, "effect", &given) || !str_trim(given).n) return true;
    if (!field_parse(c, &percent, &x, str_trim(given))) return false;
    if (!(x.x >= 0 && x.x < 100))
        return fail_as(c, NO_INPUT, "effect", "An effect is from 0 to less than 100 per cent.");
    m->effect = x.x;
    return true;
}

bool what_if_absent(ctx *c, const exposure *x, i64 risk)
{
    str code = record_code(c->a, &risk_entity, risk);
    for (int i = 0; i < x->nout; i++)
        if (x->out[i].risk == risk)
            return fail_as(c, NO_RECORD, "risk", "$1 is left out: $2.", v(code), v(x->out[i].why));
    return fail_as(c, NO_RECORD, "risk", "$1 has no loss estimate here that counts.", v(code));
}

what_if what_if_begin(const exposure *x, loss_view v)
{
    return (what_if){.x = x, .view = v};
}

bool what_if_move(ctx *c, what_if *w, i64 risk, field_source *source, void *from)
{
    bool own;
    moved m = {.place = exposure_place(w->x, risk)};
    if (m.place < 0) return what_if_absent(c, w->x, risk);
    if (w->n == WHAT_IF_MOST) return fail_as(c, NO_INPUT, "move", "At most $1 risks move at once.", v(WHAT_IF_MOST));
    for (int i = 0; i < w->n; i++)
        if (w->moved[i].place == m.place)
            return fail_as(c, NO_INPUT, "move", "$1 is moved twice.", v(record_code(c->a, &risk_entity, risk)));
    m.was = exposure_estimate(w->x, m.place, w->view, &own);
    m.now = *m.was;
    bool ok =
        read_figures(c, w->x, &m.now, source, from) && read_effect(c, &m, source, from) && estimate_sound(c, &m.now);
    w->moved[w->n] = m;
    w->n += ok;
    return ok;
}

// As the engine takes it.
static loss_risk input_of(ctx *c, const what_if *w, const moved *m)
{
    loss_risk now = exposure_input(c->a, w->x, m->place, &m->now);
    double left = 1 - m->effect / 100;
    now.code = w->x->portfolio[w->view].risks[m->place].code;
    now.frequency.rate *= left, now.frequency.low *= left, now.frequency.high *= left, now.frequency.contact *= left;
    return now;
}

bool what_if_ask(ctx *c, what_if *w, const desk *d)
{
    int places[WHAT_IF_MOST];
    loss_risk now[WHAT_IF_MOST];
    loss_refusal *bad;
    w->before = *desk_answer(d, w->view);
    for (int i = 0; i < w->n; i++) {
        const moved *m = &w->moved[i];
        if (estimate_simulated(&m->now))
            return fail(c, NULL,
                        "Only the simulation counts a loss group together with an uncertain rate or an "
                        "insured year.");
        places[i] = m->place, now[i] = input_of(c, w, m);
    }
    if (loss_edits(c->a, desk_base(d, w->view), places, now, w->n, &w->after, &bad)) return true;
    str code = bad->row >= 0 ? w->x->portfolio[w->view].risks[bad->row].code : S("A risk");
    return fail(c, NULL, "Without the controls in place, $1 cannot be counted: its $2 $3.", v(code), v(bad->field),
                v(bad->reason));
}

bool what_if_simulate(ctx *c, what_if *w, const simulation *s)
{
    loss_portfolio p = w->x->portfolio[w->view];
    loss_risk *all = news(c->a, loss_risk, p.nrisks + 1);
    if (p.nrisks) memcpy(all, p.risks, (size_t)p.nrisks * sizeof *all);
    for (int i = 0; i < w->n; i++) all[w->moved[i].place] = input_of(c, w, &w->moved[i]);
    if (!simulation_ask(c, &p, w->view, s, w->x->appetite, &w->before)) return false;
    p.risks = all;
    return simulation_ask(c, &p, w->view, s, w->x->appetite, &w->after);
}
