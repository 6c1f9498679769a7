// knob.c: the figures of an estimate as sliders and numbers.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/knob.h"
#include "platform/base/money.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MIDDLE = 100, MOST = 7, LIST_MOST = 2000 };
#define REACH 20.0

// The fields that count for the way an estimate is said.
static int fields_of(const estimate *x, const char *out[MOST])
{
    static const char *const often[][4] = {
        {"rate"}, {"rate_low", "rate_high"}, {"rate"}, {"contacts", "tried", "succeeds"}};
    static const char *const costs[][4] = {{"low", "high"}, {"low", "likely", "high"}, {"likely"}, {NULL}};
    int n = 0;
    for (int i = 0; often[x->frequency][i]; i++) out[n++] = often[x->frequency][i];
    for (int i = 0; costs[x->severity][i]; i++) out[n++] = costs[x->severity][i];
    return n;
}

static bool is_share(const estimate *x, const char *name)
{
    return strcmp(name, "tried") == 0 || strcmp(name, "succeeds") == 0 ||
           (x->frequency == OFTEN_ONCE && strcmp(name, "rate") == 0);
}

static const field *field_called(const char *name)
{
    return field_find(&estimate_entity, str_of(name));
}

static double value_of(const field *f, const estimate *x)
{
    return f->kind == KIND_MONEY ? money_units(*(const money *)field_at(f, x)) : ((const number *)field_at(f, x))->x;
}

// To three digits, so that what a slider says can be read.
static double short_of(double x)
{
    if (!(x > 0)) return 0;
    double step = pow(10, floor(log10(x)) - 2);
    return step >= 1 ? nearbyint(x / step) * step : nearbyint(x * (1 / step)) / nearbyint(1 / step);
}

static double value_at(const estimate *was, const field *f, i64 at)
{
    double x = short_of(value_of(f, was) * pow(REACH, (double)(at - MIDDLE) / MIDDLE));
    return is_share(was, f->name) && x > 1 ? 1 : x;
}

static i64 place_of(const estimate *was, const field *f, double now)
{
    double middle = value_of(f, was);
    if (!(middle > 0) || !(now > 0)) return 0;
    double at = MIDDLE + MIDDLE * log(now / middle) / log(REACH);
    return (i64)nearbyint(fmin(fmax(at, 0), 2 * MIDDLE));
}

static str number_text(arena *a, const field *f, const exposure *x, double value)
{
    text t = {.a = a};
    if (f->kind == KIND_MONEY) {
        money one = money_of(1, x->currency);
        one.minor = llround(fmin(value / money_units(one), 9e18));
        put_money_amount(&t, one);
        str s = text_str(&t);
        if (str_find(s, '.') == s.n - 3 && s.n > 3 && s.p[s.n - 1] == '0' && s.p[s.n - 2] == '0')
            s = str_sub(s, 0, s.n - 3);
        return s;
    }
    put_double(&t, value);
    return text_str(&t);
}

// ---- what was said

bool knobs_begin(knobs_source *k)
{
    bool own;
    int i = exposure_place(k->x, k->risk);
    if (i < 0) return what_if_absent(k->q->c, k->x, k->risk);
    k->was = exposure_estimate(k->x, i, LOSS_CURRENT, &own);
    return true;
}

// The name of the control that asks, as htmx tells: "input#k-rate_at"; empty without scripts.
static str moved_of(const request *q)
{
    str source = request_header(q, "hx-source");
    ptrdiff_t at = str_search(source, S("#k-"));
    return at < 0 ? (str){0} : str_sub(source, at + 3, source.n);
}

// Does the slider hold, or the number?
static bool by_slider(const knobs_source *k, const char *name, const field *f, i64 at)
{
    arena *a = k->q->c->a;
    str moved = moved_of(k->q), slider = format(a, "$1_at", v(name));
    if (moved.n) return str_eq(moved, slider);
    str was = request_get(k->q, str_z(a, format(a, "$1_was", v(name))));
    if (!was.n || !str_eq(was, str_trim(request_get(k->q, name)))) return false;
    return at != place_of(k->was, f, strtod(str_z(a, was), NULL));
}

// By its slider or its number.
static bool turned(const knobs_source *k, const char *name, str *value)
{
    arena *a = k->q->c->a;
    const char *known[MOST];
    i64 at;
    for (int i = 0, n = fields_of(k->was, known); i < n; i++) {
        if (strcmp(known[i], name)) continue;
        const field *f = field_called(name);
        str slider = request_get(k->q, str_z(a, format(a, "$1_at", v(name))));
        if (!request_has(k->q, name) && !slider.n) return false;
        *value = request_get(k->q, name);
        if (str_int(slider, &at) && at >= 0 && at <= 2 * MIDDLE &&
            (!request_has(k->q, name) || by_slider(k, name, f, at)))
            *value = number_text(a, f, k->x, value_at(k->was, f, at));
        return true;
    }
    return false;
}

bool knobs_read(void *knobs, const char *name, str *value)
{
    knobs_source *k = knobs;
    if ((strcmp(name, "effect") == 0 || strcmp(name, "losses") == 0) && request_has(k->q, name)) {
        *value = request_get(k->q, name);
        return true;
    }
    return turned(k, name, value) || moves_of(k->moves, k->risk, name, value);
}

// ---- as controls

// Of a form that is drawn by its button; of one that asks; a piece of it.
typedef enum { FIRST, LIVE, FOLLOWING } knob_time;

static void asks(request *q, knob_time when, const char *trigger)
{
    if (when == FIRST) return;
    html(
        q,
        " data-hx-get='/loss/picture' data-hx-include='#knobs' data-hx-target='#picture' data-hx-sync='#knobs:replace' "
        "data-hx-trigger='$1'",
        v(trigger));
    if (when == FOLLOWING) html(q, " data-hx-swap-oob='true'");
}

static void knob_input(request *q, const char *name, str value, bool digits, knob_time when)
{
    html(q, "<input class='in' type='text' id='k-$1' name='$1' value='$2' autocomplete='off'", v(name), v(value));
    if (digits) html(q, " inputmode='decimal'");
    asks(q, when, "input changed delay:120ms");
    html(q, ">");
}

static void slider_input(request *q, const char *name, i64 at, knob_time when)
{
    html(q, "<input type='range' id='k-$1_at' name='$1_at' min='0' max='200' value='$2' aria-labelledby='k-$1-l'",
         v(name), v(at));
    asks(q, when, "input delay:30ms");
    html(q, ">");
}

static void knob(request *q, const exposure *x, const moved *m, const char *name, knob_time when)
{
    const field *f = field_called(name);
    double now = value_of(f, &m->now), was = value_of(f, m->was);
    str value = number_text(q->c->a, f, x, now);
    html(q, "<div class='slide'><label for='k-$1' id='k-$1-l'>$2", v(name), v(words(q, f->label)));
    if (f->kind == KIND_MONEY) html(q, " ($1)", v(x->currency));
    html(q, "</label>");
    knob_input(q, name, value, true, when);
    if (was > 0) slider_input(q, name, place_of(m->was, f, now), when);
    html(q, "<input type='hidden' name='$1_was' value='$2'></div>", v(name), v(value));
}

// A list is one input, which asks as a number does; too long for an address, it is left to the estimate's own form.
static void list_knob(request *q, const moved *m, knob_time when)
{
    if (m->was->severity != COSTS_LISTED) return;
    text t = {.a = q->c->a};
    for (ptrdiff_t i = 0; i < m->now.losses.n; i++) {
        char c = m->now.losses.p[i];
        bool gap = c == '\r' || c == '\n' || c == '\t' || c == ';' || c == ' ';
        if (!gap || (t.n && t.p[t.n - 1] != ' ')) put_char(&t, gap ? ' ' : c);
    }
    if (t.n > LIST_MOST) {
        html(q, "<p class='muted small'>{Its list of losses is too long to try others here: change the estimate.}</p>");
        return;
    }
    html(q, "<div class='slide'><label for='k-losses' id='k-losses-l'>{Losses}</label>");
    knob_input(q, "losses", text_str(&t), false, when);
    html(q, "</div>");
}

static void effect(request *q, const moved *m, knob_time when)
{
    html(q,
         "<div class='slide'><label for='k-effect'>{A further control prevents}</label><output for='k-effect' "
         "id='k-effect-out'>$1</output><input type='range' id='k-effect' name='effect' min='0' max='95' step='5' "
         "value='$2'",
         v(format(q->c->a, "$1 %", v(m->effect))), v(m->effect));
    asks(q, when, "input delay:30ms");
    html(q, "></div>");
}

void knobs_write(request *q, const exposure *x, const moved *m, bool live)
{
    const char *names[MOST];
    knob_time when = live ? LIVE : FIRST;
    for (int i = 0, n = fields_of(m->was, names); i < n; i++) knob(q, x, m, names[i], when);
    list_knob(q, m, when);
    effect(q, m, when);
}

void knobs_follow(request *q, const exposure *x, const moved *m)
{
    const char *names[MOST];
    arena *a = q->c->a;
    str mover = moved_of(q);
    for (int i = 0, n = fields_of(m->was, names); i < n; i++) {
        const field *f = field_called(names[i]);
        double now = value_of(f, &m->now);
        if (str_eq(mover, format(a, "$1_at", v(names[i]))))
            knob_input(q, names[i], number_text(a, f, x, now), true, FOLLOWING);
        else if (str_eq(mover, str_of(names[i])) && value_of(f, m->was) > 0)
            slider_input(q, names[i], place_of(m->was, f, now), FOLLOWING);
    }
    html(q, "<output for='k-effect' id='k-effect-out' data-hx-swap-oob='true'>$1</output>",
         v(format(a, "$1 %", v(m->effect))));
}
