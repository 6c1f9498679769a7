// what_if.c: the curve with one risk estimated otherwise.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/what_if.h"

// All but what names the estimate and what it rests on.
static bool is_figure(const field *f)
{
    str name = str_of(f->name);
    if ((f->flags & READONLY) || str_eq(name, S("stage"))) return false;
    return f->kind == KIND_NUMBER || f->kind == KIND_MONEY || f->kind == KIND_CHOICE || str_eq(name, S("losses"));
}

static bool read_figures(ctx *c, const exposure *x, estimate *to, field_source *source, void *from)
{
    bool ok = true;
    for (int i = 0; i < estimate_entity.nfields; i++) {
        const field *f = &estimate_entity.fields[i];
        str given;
        if (!is_figure(f) || !source(from, f->name, &given)) continue;
        given = str_trim(given);
        if (f->kind == KIND_MONEY && given.n && str_find(given, ' ') < 0)
            given = format(c->a, "$1 $2", v(given), v(x->currency));
        ok = field_parse(c, f, to, given) && ok;
    }
    return ok;
}

static bool read_effect(ctx *c, what_if *w, field_source *source, void *from)
{
    static const field percent = {.name = "effect", .label = "Effect", .kind = KIND_NUMBER};
    str given;
    number x = {0};
    if (!source(from, "effect", &given) || !str_trim(given).n) return true;
    if (!field_parse(c, &percent, &x, str_trim(given))) return false;
    if (!(x.x >= 0 && x.x < 100))
        return fail_as(c, NO_INPUT, "effect", "An effect is from 0 to less than 100 per cent.");
    w->effect = x.x;
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

bool what_if_ask(ctx *c, const desk *d, i64 risk, loss_view v, field_source *source, void *from, what_if *out)
{
    const exposure *x = desk_exposure(d);
    bool own;
    loss_refusal *bad;
    *out = (what_if){.place = exposure_place(x, risk), .before = desk_answer(d, v)};
    if (out->place < 0) return what_if_absent(c, x, risk);
    out->was = exposure_estimate(x, out->place, v, &own);
    out->now = *out->was;
    if (!read_figures(c, x, &out->now, source, from) || !read_effect(c, out, source, from) ||
        !estimate_sound(c, &out->now))
        return false;
    if (estimate_simulated(&out->now))
        return fail(c, NULL,
                    "Only the simulation counts a loss group together with an uncertain rate or an insured year.");
    loss_risk now = exposure_input(c->a, x, out->place, &out->now);
    double left = 1 - out->effect / 100;
    now.code = x->portfolio[v].risks[out->place].code;
    now.frequency.rate *= left, now.frequency.low *= left, now.frequency.high *= left, now.frequency.contact *= left;
    if (loss_edit(c->a, desk_base(d, v), out->place, &now, &out->after, &bad)) return true;
    return fail(c, NULL, "Without the controls in place, its $1 $2.", v(bad->field), v(bad->reason));
}
