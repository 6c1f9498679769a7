// moves.c: what an address moves.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/moves.h"

static bool read_one(request *q, str given, move *m)
{
    ptrdiff_t colon = str_find(given, ':'), sign = str_find(given, '=');
    str code = str_trim(str_sub(given, 0, colon)), name = str_trim(str_sub(given, colon + 1, sign - colon - 1));
    if (colon > 0 && sign > colon && entity_of_code(code, &m->risk) == &risk_entity && what_if_takes(name)) {
        m->name = name, m->value = str_trim(str_from(given, sign + 1));
        return record_load(q->c, &risk_entity, m->risk) != NULL;
    }
    return fail_as(q->c, NO_INPUT, "move",
                   "\"$1\" moves nothing: say a risk, a figure of its estimate and its value, such as "
                   "R-1:rate=0.2.",
                   v(given));
}

bool moves_read(request *q, moves *out)
{
    move *all = news(q->c->a, move, q->nparameters + 1);
    *out = (moves){.all = all};
    for (int i = 0; i < q->nparameters; i++) {
        if (!str_eq(q->parameters[i].name, S("move")) || !q->parameters[i].value.n) continue;
        if (!read_one(q, q->parameters[i].value, &all[out->n])) return false;
        out->n++;
    }
    return true;
}

bool moves_of(const moves *m, i64 risk, const char *name, str *value)
{
    for (int i = m->n - 1; i >= 0; i--)
        if (m->all[i].risk == risk && str_eq(m->all[i].name, str_of(name))) {
            *value = m->all[i].value;
            return true;
        }
    return false;
}

typedef struct {
    const moves *m;
    i64 risk;
} one_risk;

static bool of_one(void *from, const char *name, str *value)
{
    const one_risk *one = from;
    return moves_of(one->m, one->risk, name, value);
}

static bool is_first(const moves *m, int at)
{
    for (int i = 0; i < at; i++)
        if (m->all[i].risk == m->all[at].risk) return false;
    return true;
}

bool moves_apply(ctx *c, const moves *m, i64 except, what_if *w)
{
    for (int i = 0; i < m->n; i++) {
        i64 risk = m->all[i].risk;
        if (risk == except || !is_first(m, i)) continue;
        if (what_if_move(c, w, risk, of_one, &(one_risk){m, risk})) continue;
        for (failure *f = c->failures; f; f = f->next)
            f->sentence = format(c->a, "$1: $2", v(record_code(c->a, &risk_entity, risk)), v(f->sentence));
        return false;
    }
    return true;
}

moves moves_without(arena *a, const moves *m, i64 risk)
{
    move *all = news(a, move, m->n + 1);
    int n = 0;
    for (int i = 0; i < m->n; i++)
        if (m->all[i].risk != risk) all[n++] = m->all[i];
    return (moves){all, n};
}

// Its text form without the currency, which goes without saying.
static str text_of(arena *a, const field *f, const estimate *x)
{
    text t = {.a = a};
    ctx none = {.a = a};
    field_text(&none, &t, f, x);
    str s = text_str(&t);
    return f->kind == KIND_MONEY && str_find(s, ' ') > 0 ? str_sub(s, 0, str_find(s, ' ')) : s;
}

moves moves_with(arena *a, const moves *m, const exposure *x, const moved *now)
{
    i64 risk = x->risks[now->place].id;
    moves rest = moves_without(a, m, risk);
    move *all = news(a, move, rest.n + estimate_entity.nfields + 1);
    int n = 0;
    for (; n < rest.n; n++) all[n] = rest.all[n];
    for (int i = 0; i < estimate_entity.nfields; i++) {
        const field *f = &estimate_entity.fields[i];
        if (what_if_takes(str_of(f->name)) && !field_equal(f, now->was, &now->now))
            all[n++] = (move){risk, str_of(f->name), text_of(a, f, &now->now)};
    }
    if (now->effect > 0) all[n++] = (move){risk, S("effect"), format(a, "$1", v(now->effect))};
    return (moves){all, n};
}

static str said(arena *a, const move *m)
{
    return format(a, "$1:$2=$3", v(record_code(a, &risk_entity, m->risk)), v(m->name), v(m->value));
}

str moves_query(arena *a, const moves *m)
{
    text t = {.a = a};
    for (int i = 0; i < m->n; i++) {
        put(&t, S("&move="));
        put_url(&t, said(a, &m->all[i]));
    }
    return text_str(&t);
}

void moves_hidden(request *q, const moves *m)
{
    for (int i = 0; i < m->n; i++)
        html(q, "<input type='hidden' name='move' value='$1'>", v(said(q->c->a, &m->all[i])));
}

str moves_words(ctx *c, const moves *m, i64 risk)
{
    text t = {.a = c->a};
    for (int i = 0; i < m->n; i++) {
        const field *f = field_find(&estimate_entity, m->all[i].name);
        if (m->all[i].risk != risk) continue;
        if (t.n) put(&t, S("; "));
        if (f)
            fill(&t, S("$1 $2"), VALS(v(f->label), v(m->all[i].value)), 2);
        else
            fill(&t, S("a further control prevents $1 %"), VALS(v(m->all[i].value)), 1);
    }
    return text_str(&t);
}
