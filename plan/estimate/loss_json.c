// loss_json.c: losses for programs: the curves, a what-if, the ranking of controls, and the curves as CSV.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/estimate_part.h"
#include "plan/estimate/moves.h"
#include "platform/paper/json.h"

#include <math.h>

static const char *const level_names[LOSS_LEVELS] = {"50", "90", "95", "99", "99.9"};

static void put_levels(json_writer *w, const char *name, const double *of)
{
    json_put_name(w, str_of(name));
    json_put_object(w);
    for (int i = 0; i < LOSS_LEVELS; i++) json_member(w, level_names[i], v(of[i]));
    json_end_object(w);
}

static void put_notes(json_writer *w, unsigned notes)
{
    json_put_name(w, S("notes"));
    json_put_array(w);
    for (unsigned bit = 1; bit <= LOSS_NOTE_ERROR; bit *= 2)
        if (notes & bit) json_put(w, v(loss_note(bit)));
    json_end_array(w);
}

static void put_answer(arena *a, json_writer *w, const loss_answer *x)
{
    json_put_object(w);
    json_member(w, "mean", v(x->mean));
    json_member(w, "sd", v(x->sd));
    json_member(w, "none", v(x->none));
    put_levels(w, "percentiles", x->level);
    put_levels(w, "tail_mean", x->tail);
    json_member(w, "passing", v(x->passing));
    json_put_name(w, S("curve"));
    json_put_array(w);
    for (int i = 0; i < x->npoints; i++) {
        json_put_array(w);
        json_put(w, v(x->curve[i].x));
        json_put(w, v(x->curve[i].above));
        json_end_array(w);
    }
    json_end_array(w);
    json_member(w, "engine", v(loss_engine_name(x->engine)));
    json_member(w, "error", v(x->error));
    if (x->engine == LOSS_MONTECARLO) {
        json_member(w, "years", v(x->years));
        json_member(w, "seed", v((i64)x->seed));
    }
    json_member(w, "inputs", v(hash_hex(a, x->inputs)));
    put_notes(w, x->notes);
    json_end_object(w);
}

static void put_exposure(arena *a, json_writer *w, const exposure *x)
{
    json_member(w, "currency", v(x->currency));
    json_member(w, "price_year", x->last_year ? v(x->last_year) : v((number){0}));
    json_put_name(w, S("appetite"));
    if (x->appetite.minor) {
        json_put_object(w);
        json_member(w, "amount", v(money_units(x->appetite)));
        json_member(w, "percent", v(x->appetite_percent));
        json_end_object(w);
    } else {
        json_put(w, v((number){0}));
    }
    json_member(w, "risks", v(x->nrisks));
    json_put_name(w, S("left_out"));
    json_put_array(w);
    for (int i = 0; i < x->nout; i++) {
        json_put_object(w);
        json_member(w, "risk", v(record_code(a, &risk_entity, x->out[i].risk)));
        json_member(w, "reason", v(x->out[i].why));
        json_put_name(w, S("simulated"));
        json_put_bool(w, x->out[i].simulated);
        json_end_object(w);
    }
    json_end_array(w);
}

static void refuse(request *q)
{
    desk_give();
    reply_refused(q);
}

// Something to count, or a failure.
static const desk *desk_of(request *q, loss_choice *choice)
{
    if (!loss_choice_read(q, choice)) return NULL;
    const desk *d = desk_take(q->c, choice);
    if (!d || desk_exposure(d)->nrisks) return d;
    fail_as(
        q->c, NO_RECORD, NULL,
        "No risk asked about has a loss estimate: add one, such as isms estimate add risk=R-1 rate=0.2 low=… high=….");
    return NULL;
}

static bool view_of(request *q, loss_view *out)
{
    str given = request_get(q, "view");
    *out = LOSS_CURRENT;
    if (!given.n) return true;
    for (loss_view view = LOSS_CURRENT; view <= LOSS_TARGET; view++)
        if (str_eq(given, str_of(loss_view_names[view]))) {
            *out = view;
            return true;
        }
    return fail_as(q->c, NO_INPUT, "view", "A view is current, inherent or target.");
}

// ---- the curves

// By the simulating engine: for what the exact one does not take, and to hold the two against each other.
static bool drawn_exposure(request *q, const loss_choice *choice, simulation *s, exposure *x)
{
    if (!s->years) s->years = SIMULATION_YEARS;
    if (!exposure_read(q->c, choice, LOSS_MONTECARLO, x)) return false;
    return x->nrisks || fail_as(q->c, NO_RECORD, NULL, "No risk asked about has a loss estimate.");
}

static bool read_answers(request *q, exposure *x, loss_answer answers[3], const desk **d, loss_choice *choice)
{
    simulation s;
    *d = NULL;
    if (!simulation_read(q, &s)) return false;
    if (s.on)
        return loss_choice_read(q, choice) && drawn_exposure(q, choice, &s, x) &&
               simulation_run(q->c, x, &s, answers, NULL, NULL);
    *d = desk_of(q, choice);
    if (!*d) return false;
    *x = *desk_exposure(*d);
    for (loss_view view = LOSS_CURRENT; view <= LOSS_TARGET; view++) answers[view] = *desk_answer(*d, view);
    return true;
}

static void put_adds(request *q, json_writer *w, const exposure *x, const desk *d)
{
    int n;
    const loss_value *all = desk_adds(d, LOSS_CURRENT, &n);
    json_put_name(w, S("adds"));
    json_put_array(w);
    for (int i = 0; i < n; i++) {
        json_put_object(w);
        json_member(w, "risk", v(record_code(q->c->a, &risk_entity, x->risks[all[i].index].id)));
        json_member(w, "mean", v(all[i].mean));
        put_levels(w, "percentiles", all[i].level);
        put_levels(w, "tail_mean", all[i].tail);
        json_end_object(w);
    }
    json_end_array(w);
}

static void put_tornado(request *q, json_writer *w, const exposure *x, const desk *d)
{
    int n;
    const loss_bar *all = desk_tornado(d, LOSS_CURRENT, &n);
    json_member(w, "tornado_risks", v(desk_moved(d)));
    json_put_name(w, S("tornado"));
    json_put_array(w);
    for (int i = 0; i < n; i++) {
        json_put_object(w);
        json_member(w, "risk", v(record_code(q->c->a, &risk_entity, x->risks[all[i].risk].id)));
        json_member(w, "input", v(all[i].input == LOSS_BY_RATE ? "rate" : "severity"));
        json_member(w, "low_mean", v(all[i].low_mean));
        json_member(w, "high_mean", v(all[i].high_mean));
        json_member(w, "low_99", v(all[i].low_level));
        json_member(w, "high_99", v(all[i].high_level));
        json_end_object(w);
    }
    json_end_array(w);
}

void loss_curve_json(request *q)
{
    exposure x;
    loss_answer answers[3];
    loss_choice choice;
    const desk *d;
    if (!read_answers(q, &x, answers, &d, &choice)) {
        refuse(q);
        return;
    }
    q->type = "application/json";
    json_writer w = {.out = q->out};
    json_put_object(&w);
    put_exposure(q->c->a, &w, &x);
    for (int view = 0; view < 3; view++) {
        json_put_name(&w, str_of(loss_view_names[view]));
        put_answer(q->c->a, &w, &answers[view]);
    }
    if (d && request_has(q, "adds")) put_adds(q, &w, &x, d);
    if (d && request_has(q, "tornado")) put_tornado(q, &w, &x, d);
    json_end_object(&w);
    desk_give();
}

void loss_curve_file(request *q)
{
    exposure x;
    loss_answer answers[3];
    loss_choice choice;
    const desk *d;
    if (!read_answers(q, &x, answers, &d, &choice)) {
        refuse(q);
        return;
    }
    text t = {.a = q->c->a};
    put(&t, S("standpoint,loss,currency,probability\r\n"));
    for (int view = 0; view < 3; view++)
        for (int i = 0; i < answers[view].npoints; i++)
            fill(&t, S("$1,$2,$3,$4\r\n"),
                 VALS(v(loss_view_names[view]), v(nearbyint(answers[view].curve[i].x * 100) / 100), v(x.currency),
                      v(answers[view].curve[i].above)),
                 4);
    desk_give();
    reply_file(q, "text/csv; charset=utf-8", S("loss.csv"), (bytes){t.p, t.n});
}

// ---- a what-if

// ?what=R-1&rate=0.1 moves one risk by its fields; every ?move=R-2:rate=0.3 one more.
static bool names_risk(request *q, const moves *m)
{
    i64 risk;
    if ((m->n && !request_has(q, "what")) || entity_of_code(request_get(q, "what"), &risk) == &risk_entity) return true;
    return fail_as(q->c, NO_INPUT, "what", "Name the risk to estimate otherwise: ?what=R-1&rate=0.1.");
}

static bool move_all(request *q, const moves *m, what_if *w)
{
    i64 risk = 0;
    bool named = entity_of_code(request_get(q, "what"), &risk) == &risk_entity;
    if (named && (!record_load(q->c, &risk_entity, risk) || !what_if_move(q->c, w, risk, request_source, q)))
        return false;
    return moves_apply(q->c, m, 0, w);
}

typedef struct {
    loss_choice choice;
    loss_view view;
    simulation sim;
    moves moves;
    exposure drawn;
    what_if w;
} what_asked;

static bool what_if_answer(request *q, what_asked *x)
{
    if (!view_of(q, &x->view) || !simulation_read(q, &x->sim) || !moves_read(q, &x->moves) || !names_risk(q, &x->moves))
        return false;
    if (x->sim.on) {
        if (!loss_choice_read(q, &x->choice) || !drawn_exposure(q, &x->choice, &x->sim, &x->drawn)) return false;
        x->w = what_if_begin(&x->drawn, x->view);
        return move_all(q, &x->moves, &x->w) && what_if_simulate(q->c, &x->w, &x->sim);
    }
    const desk *d = desk_of(q, &x->choice);
    if (!d) return false;
    x->w = what_if_begin(desk_exposure(d), x->view);
    return move_all(q, &x->moves, &x->w) && what_if_ask(q->c, &x->w, d);
}

void loss_what_if_json(request *q)
{
    arena *a = q->c->a;
    what_asked *x = new (a, what_asked);
    if (!what_if_answer(q, x)) {
        refuse(q);
        return;
    }
    const exposure *of = x->w.x;
    q->type = "application/json";
    json_writer out = {.out = q->out};
    json_put_object(&out);
    json_member(&out, "risk", v(record_code(a, &risk_entity, of->risks[x->w.moved[0].place].id)));
    json_put_name(&out, S("moved"));
    json_put_array(&out);
    for (int i = 0; i < x->w.n; i++) json_put(&out, v(record_code(a, &risk_entity, of->risks[x->w.moved[i].place].id)));
    json_end_array(&out);
    json_member(&out, "view", v(loss_view_names[x->view]));
    put_exposure(a, &out, of);
    json_put_name(&out, S("before"));
    put_answer(a, &out, &x->w.before);
    json_put_name(&out, S("after"));
    put_answer(a, &out, &x->w.after);
    json_end_object(&out);
    desk_give();
}

// ---- controls

static void put_control(request *q, json_writer *w, const exposure *x, const loss_value *of)
{
    const loss_control *k = &x->portfolio[0].controls[of->index];
    str name = x->control_names[of->index];
    json_put_object(w);
    json_member(w, "control", name.n ? v(record_code(q->c->a, &control_entity, x->control_ids[of->index])) : v(name));
    json_member(w, "name", v(name));
    json_member(w, "state", v(k->state == LOSS_IN_PLACE ? "in-place" : "planned"));
    json_member(w, "risks", v(k->neffects));
    json_member(w, "saves", v(of->mean));
    put_levels(w, "saves_percentiles", of->level);
    put_levels(w, "saves_tail_mean", of->tail);
    json_member(w, "works", v(exposure_works(k->failures, k->days_down)));
    json_member(w, "cost", v(of->cost));
    json_member(w, "net", v(of->net));
    json_end_object(w);
}

void loss_controls_json(request *q)
{
    loss_choice choice;
    int n;
    const desk *d = desk_of(q, &choice);
    if (!d) {
        refuse(q);
        return;
    }
    const exposure *x = desk_exposure(d);
    const loss_value *all = desk_controls(d, LOSS_TARGET, &n);
    const loss_answer *target = desk_answer(d, LOSS_TARGET);
    q->type = "application/json";
    json_writer w = {.out = q->out};
    json_put_object(&w);
    put_exposure(q->c->a, &w, x);
    json_member(&w, "engine", v(loss_engine_name(target->engine)));
    json_member(&w, "error", v(target->error));
    json_member(&w, "inputs", v(hash_hex(q->c->a, target->inputs)));
    json_put_name(&w, S("items"));
    json_put_array(&w);
    for (int i = 0; i < n; i++) put_control(q, &w, x, &all[i]);
    json_end_array(&w);
    json_end_object(&w);
    desk_give();
}
