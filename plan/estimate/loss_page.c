// loss_page.c: the workbench: the curve of a choice of risks, and what it would be were one of them estimated otherwise.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/estimate_part.h"
#include "plan/estimate/knob.h"
#include "platform/web/generic.h"
#include "platform/web/shell.h"

enum { CHOICES = 300 };

// ---- what is asked about

static bool code_of(request *q, const char *name, const entity *e, i64 *out)
{
    str given = str_trim(request_get(q, name));
    field f = {.name = name, .label = e->label, .kind = KIND_REF, .to = e};
    ref r = {0};
    if (entity_of_code(given, out) == e) return record_load(q->c, e, *out) != NULL;
    if (given.n && !field_parse(q->c, &f, &r, given)) return false;
    *out = r.id;
    return true;
}

bool loss_choice_read(request *q, loss_choice *out)
{
    *out = (loss_choice){0};
    if (!code_of(q, "scope", entity_find(S("scope")), &out->scope) || !code_of(q, "unit", &unit_entity, &out->unit))
        return false;
    i64 *risks = news(q->c->a, i64, q->nparameters + 1);
    for (int i = 0; i < q->nparameters; i++) {
        if (!str_eq(q->parameters[i].name, S("risk")) || !q->parameters[i].value.n) continue;
        if (entity_of_code(q->parameters[i].value, &risks[out->nrisks]) != &risk_entity)
            return fail_as(q->c, NO_INPUT, "risk", "\"$1\" is no code of a risk.", v(q->parameters[i].value));
        out->nrisks++;
    }
    out->risks = risks;
    return true;
}

str loss_choice_query(arena *a, const loss_choice *x)
{
    text t = {.a = a};
    if (x->scope) fill(&t, S("&scope=$1"), VALS(v(record_code(a, entity_find(S("scope")), x->scope))), 1);
    if (x->unit) fill(&t, S("&unit=$1"), VALS(v(record_code(a, &unit_entity, x->unit))), 1);
    for (int i = 0; i < x->nrisks; i++) fill(&t, S("&risk=$1"), VALS(v(record_code(a, &risk_entity, x->risks[i]))), 1);
    return t.n ? str_sub(text_str(&t), 1, t.n) : (str){0};
}

static void hidden(request *q, const loss_choice *x)
{
    arena *a = q->c->a;
    if (x->scope)
        html(q, "<input type='hidden' name='scope' value='$1'>", v(record_code(a, entity_find(S("scope")), x->scope)));
    if (x->unit) html(q, "<input type='hidden' name='unit' value='$1'>", v(record_code(a, &unit_entity, x->unit)));
    for (int i = 0; i < x->nrisks; i++)
        html(q, "<input type='hidden' name='risk' value='$1'>", v(record_code(a, &risk_entity, x->risks[i])));
}

static void options(request *q, const entity *e, rows r, i64 chosen)
{
    while (db_next(&r)) {
        html(q, "<option value='$1'", v(record_code(q->c->a, e, db_int(&r, 0))));
        if (db_int(&r, 0) == chosen) html(q, " selected");
        html(q, ">$1</option>", v(db_view(&r, 1)));
    }
}

static void choice_form(request *q, const loss_choice *x)
{
    ctx *c = q->c;
    html(q, "<form method='get' action='/loss' class='row'><label class='vh' for='l-scope'>{Scope}</label><select "
            "class='in' id='l-scope' name='scope'><option value=''>{Every scope}</option>");
    options(q, entity_find(S("scope")), query(c, "SELECT x.id, x.name FROM {scope x} ORDER BY x.name LIMIT 200"),
            x->scope);
    html(q, "</select><label class='vh' for='l-unit'>{Unit}</label><select class='in' id='l-unit' name='unit'><option "
            "value=''>{Every unit}</option>");
    options(q, &unit_entity, query(c, "SELECT x.id, x.name FROM {unit x} WHERE x.id > 1 ORDER BY x.name LIMIT 500"),
            x->unit);
    html(q, "</select><button class='btn'>{Show}</button>");
    html(q, "<a class='btn bare' href='$1'>", v(format(c->a, "/loss.csv?$1", v(loss_choice_query(c->a, x)))));
    html_icon(q, "download");
    html(q, "{Curve as CSV}</a></form>");
}

// ---- the answer

static void one_figure(request *q, const char *label, str value, str note)
{
    html(q, "<div><dt>$1</dt><dd>$2", v(words(q, label)), v(value));
    if (note.n) html(q, " <small>$1</small>", v(note));
    html(q, "</dd></div>");
}

static void answers(request *q, const exposure *x, const loss_answer *now, const loss_answer *was)
{
    arena *a = q->c->a;
    str none = {0};
    html(q, "<dl class='answer'>");
    one_figure(q, "Expected a year", loss_amount(a, x, now->mean),
               was ? format(a, "$1 $2", v(words(q, "was")), v(loss_amount(a, x, was->mean))) : none);
    one_figure(q, "One year in twenty", loss_amount(a, x, now->level[2]),
               was ? format(a, "$1 $2", v(words(q, "was")), v(loss_amount(a, x, was->level[2]))) : words(q, "or more"));
    one_figure(q, "One year in a hundred", loss_amount(a, x, now->level[3]),
               was ? format(a, "$1 $2", v(words(q, "was")), v(loss_amount(a, x, was->level[3]))) : words(q, "or more"));
    if (x->appetite.minor)
        one_figure(
            q, "More than the appetite", loss_percent(a, now->passing),
            was ? format(a, "$1 $2", v(words(q, "was")), v(loss_percent(a, was->passing)))
                : format(a, "$1 $2", v(words(q, "borne:")), v(loss_percent(a, (double)x->appetite_percent / 100))));
    html(q, "</dl>");
}

static void as_it_stands(request *q, const desk *d)
{
    const exposure *x = desk_exposure(d);
    loss_curve_shown curves[3];
    static const loss_view order[] = {LOSS_INHERENT, LOSS_TARGET, LOSS_CURRENT};
    for (int i = 0; i < 3; i++)
        curves[i] = (loss_curve_shown){loss_view_labels[order[i]], loss_view_lines[order[i]], desk_answer(d, order[i])};
    answers(q, x, curves[2].answer, NULL);
    loss_picture(q, x, curves, 3, 2, words(q, "Chance of a loss in one year of more than …"));
    html(q, "<details class='data'><summary>");
    html_icon(q, "table");
    html(q, "{Show the numbers}</summary>");
    const loss_curve_shown columns[] = {curves[0], curves[2], curves[1]};
    loss_table(q, x, columns, 3);
    html(q, "</details>");
    loss_named(q, x, curves[2].answer);
}

static void before_and_after(request *q, const desk *d, const what_if *w)
{
    const exposure *x = desk_exposure(d);
    const loss_curve_shown curves[] = {{"As estimated", "l-mut", w->before}, {"As tried", "l-acc", &w->after}};
    answers(q, x, &w->after, w->before);
    loss_picture(q, x, curves, 2, 1, words(q, "Chance of a loss in one year of more than …, before and after"));
    html(q, "<details class='data'><summary>");
    html_icon(q, "table");
    html(q, "{Show the numbers}</summary>");
    loss_table(q, x, curves, 2);
    html(q, "</details><p class='muted small'>$1</p>", v(loss_in_words(q->c, &w->now)));
    loss_named(q, x, &w->after);
}

// What was tried, or why it cannot be.
static void picture(request *q, const desk *d, const what_if *w, bool tried)
{
    for (const failure *f = tried ? NULL : q->c->failures; f; f = f->next)
        html(q, "<div class='note bad' role='alert'><p>$1</p></div>", v(f->sentence));
    if (tried) before_and_after(q, d, w);
    failures_forget(q->c);
}

// ---- trying a risk

static void risk_form(request *q, const desk *d, const loss_choice *choice, i64 risk)
{
    const exposure *x = desk_exposure(d);
    html(q, "<form method='get' action='/loss#try' class='row'>");
    hidden(q, choice);
    html(q, "<label for='l-edit'>{Risk}</label><select class='in' id='l-edit' name='edit'>");
    for (int i = 0; i < x->nrisks && i < CHOICES; i++) {
        str code = record_code(q->c->a, &risk_entity, x->risks[i].id);
        html(q, "<option value='$1'", v(code));
        if (x->risks[i].id == risk) html(q, " selected");
        html(q, ">$1 $2</option>", v(code), v(x->risks[i].title));
    }
    html(q, "</select><button class='btn'>{Try it}</button></form>");
}

static void knob_form(request *q, const desk *d, const loss_choice *choice, const what_if *w, i64 risk)
{
    str code = record_code(q->c->a, &risk_entity, risk), rest = loss_choice_query(q->c->a, choice);
    html(q, "<form method='get' action='/loss#try' class='stack' id='knobs'>");
    hidden(q, choice);
    html(q, "<input type='hidden' name='edit' value='$1'>", v(code));
    knobs_write(q, desk_exposure(d), w, false);
    html(q, "<div class='row'><button class='btn'>");
    html_icon(q, "refresh-cw");
    html(q, "{Draw again}</button> <a class='btn bare' href='$1'>{As estimated}</a></div></form>",
         v(format(q->c->a, "/loss?$1&edit=$2#try", v(rest), v(code))));
    html(q, "<p class='small'><a href='/estimate/$1/edit'>{Change the estimate}</a></p>",
         v(record_code(q->c->a, &estimate_entity, w->was->rec.id)));
}

static void try_section(request *q, const desk *d, const loss_choice *choice, i64 risk)
{
    const exposure *x = desk_exposure(d);
    what_if w;
    html(q,
         "<section class='sec box' id='try'><header><h2>{What if?}</h2></header><p class='muted small'>{Move a figure "
         "of one risk: the curve of all of them is drawn anew. Nothing is stored.}</p>");
    if (!risk) risk = x->risks[0].id;
    risk_form(q, d, choice, risk);
    knobs_source knobs = {.q = q, .x = x};
    bool tried = knobs_begin(&knobs, risk) && what_if_ask(q->c, d, risk, LOSS_CURRENT, knobs_read, &knobs, &w);
    if (!knobs.was) {
        picture(q, d, NULL, false);
        html(q, "</section>");
        return;
    }
    html(q, "<div class='loss'><div class='stack' id='picture' aria-live='polite'>");
    picture(q, d, &w, tried);
    html(q, "</div>");
    knob_form(q, d, choice, &w, risk);
    html(q, "</div></section>");
}

// GET /loss/picture: what a knob that is moved asks for: the picture, and the other half of that knob.
static void loss_picture_page(request *q)
{
    loss_choice choice;
    what_if w;
    i64 risk = 0;
    const desk *d = NULL;
    if (loss_choice_read(q, &choice) && code_of(q, "edit", &risk_entity, &risk)) d = desk_take(q->c, &choice);
    knobs_source knobs = {.q = q, .x = d ? desk_exposure(d) : NULL};
    if (!d || !knobs_begin(&knobs, risk)) {
        desk_give();
        reply_refused(q);
        return;
    }
    bool tried = what_if_ask(q->c, d, risk, LOSS_CURRENT, knobs_read, &knobs, &w);
    picture(q, d, &w, tried);
    if (tried) knobs_write(q, desk_exposure(d), &w, true);
    desk_give();
}

// ---- the page

static void nothing(request *q)
{
    html(q,
         "<div class='empty'><p>{No risk has a loss estimate here yet. Begin with the worst: how often it happens, and "
         "what one event costs, as a range.}</p><p><a class='btn main-act' href='/risk?sort=-score'>{Choose a "
         "risk}</a></p></div>");
}

static void loss_page(request *q)
{
    loss_choice choice;
    i64 risk = 0;
    const desk *d = NULL;
    if (loss_choice_read(q, &choice) && code_of(q, "edit", &risk_entity, &risk)) d = desk_take(q->c, &choice);
    if (!d) {
        reply_refused(q);
        return;
    }
    const exposure *x = desk_exposure(d);
    page_open(q, words(q, "Loss"));
    breadcrumb(q, (crumb[]){{words(q, "Risks"), S("/risk")}, {words(q, "Loss"), S("/loss")}}, 2);
    html(q,
         "<div class='head'><div><h1>{Loss}</h1><p class='muted'>{$1 risk counted in money.|$1 risks counted in "
         "money.}</p></div></div>",
         v(x->nrisks));
    choice_form(q, &choice);
    loss_left_out(q, x);
    if (!x->nrisks) {
        nothing(q);
    } else {
        html(q,
             "<p class='lede'>$1</p><section class='sec stack'><header><h2>{How much could a year cost?}</h2></header>",
             v(loss_sentence(q->c->a, x, desk_answer(d, LOSS_CURRENT))));
        as_it_stands(q, d);
        html(q, "</section>");
        try_section(q, d, &choice, risk);
        loss_rankings(q, d, &choice);
    }
    desk_give();
    page_close(q);
}

const route estimate_routes[] = {
    ROUTE(GET, "/loss", "loss.show", SEEING, loss_page, .label = "Loss", .icon = "hand-coins"),
    ROUTE(GET, "/loss/picture", "loss.picture", SEEING, loss_picture_page),
    ROUTE(GET, "/loss.csv", "loss.csv", SEEING, loss_curve_file),
    ROUTE(GET, "/api/v1/loss/curve", "loss.curve", SEEING, loss_curve_json),
    ROUTE(GET, "/api/v1/loss/curve.csv", "loss.csv", SEEING, loss_curve_file),
    ROUTE(GET, "/api/v1/loss/what-if", "loss.what-if", SEEING, loss_what_if_json),
    ROUTE(GET, "/api/v1/loss/controls", "loss.controls", SEEING, loss_controls_json),
    {0}};
