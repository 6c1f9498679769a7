// loss_page.c: the workbench: the curve of a choice of risks, and what it would be were some of them estimated otherwise.
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

// ---- what an address says

typedef struct {
    loss_choice choice;
    simulation sim;
    moves moves;
    i64 edit; // the risk whose figures are at hand; 0: none is named
} asked;

// What a page is drawn from.
typedef struct {
    asked as;
    const exposure *x;
    const desk *d; // NULL: by simulation
    exposure drawn;
    i64 wanted; // years that were asked for, where the page draws fewer; else 0
    loss_answer answers[3];
    i64 risk; // whose figures are shown
    knobs_source knobs;
    what_if w; // moved[0] is its
    bool tried;
} bench;

static bool asked_read(request *q, asked *as)
{
    return loss_choice_read(q, &as->choice) && simulation_read(q, &as->sim) && moves_read(q, &as->moves) &&
           code_of(q, "edit", &risk_entity, &as->edit);
}

static str address(arena *a, const asked *as, const moves *m, i64 edit)
{
    text t = {.a = a};
    put(&t, S("/loss?"));
    put(&t, loss_choice_query(a, &as->choice));
    if (as->sim.on) fill(&t, S("&$1"), VALS(v(simulation_query(a, &as->sim))), 1);
    put(&t, moves_query(a, m));
    if (edit) fill(&t, S("&edit=$1#try"), VALS(v(record_code(a, &risk_entity, edit))), 1);
    return text_str(&t);
}

static void hidden_choice(request *q, const loss_choice *x)
{
    arena *a = q->c->a;
    if (x->scope)
        html(q, "<input type='hidden' name='scope' value='$1'>", v(record_code(a, entity_find(S("scope")), x->scope)));
    if (x->unit) html(q, "<input type='hidden' name='unit' value='$1'>", v(record_code(a, &unit_entity, x->unit)));
    for (int i = 0; i < x->nrisks; i++)
        html(q, "<input type='hidden' name='risk' value='$1'>", v(record_code(a, &risk_entity, x->risks[i])));
}

static void hidden(request *q, const asked *as, const moves *m)
{
    hidden_choice(q, &as->choice);
    if (as->sim.on)
        html(
            q,
            "<input type='hidden' name='engine' value='montecarlo'><input type='hidden' name='years' value='$1'><input "
            "type='hidden' name='seed' value='$2'>",
            v(as->sim.years), v(as->sim.seed));
    moves_hidden(q, m);
}

// A page takes about a second at most: the three standpoints, and a what-if before and after.
enum { ANSWERS = 5 };
static bool draw(request *q, bench *b)
{
    simulation *s = &b->as.sim;
    if (!exposure_read(q->c, &b->as.choice, LOSS_MONTECARLO, &b->drawn)) return false;
    b->x = &b->drawn;
    i64 fits = simulation_fits(*q->c->a, b->x, ANSWERS);
    if (s->years > fits) b->wanted = s->years, s->years = fits;
    if (!s->years) s->years = fits < SIMULATION_YEARS ? fits : SIMULATION_YEARS;
    return !b->x->nrisks || simulation_run(q->c, b->x, s, b->answers, NULL, NULL);
}

static bool count(request *q, bench *b)
{
    b->d = desk_take(q->c, &b->as.choice);
    if (!b->d) return false;
    b->x = desk_exposure(b->d);
    for (loss_view view = LOSS_CURRENT; view <= LOSS_TARGET && b->x->nrisks; view++)
        b->answers[view] = *desk_answer(b->d, view);
    return true;
}

// False with failures, which the section that tries shows.
static bool try_it(request *q, bench *b)
{
    ctx *c = q->c;
    b->w = what_if_begin(b->x, LOSS_CURRENT);
    b->risk = b->as.edit ? b->as.edit : b->x->risks[0].id;
    b->knobs = (knobs_source){.q = q, .x = b->x, .moves = &b->as.moves, .risk = b->risk};
    return knobs_begin(&b->knobs) && what_if_move(c, &b->w, b->risk, knobs_read, &b->knobs) &&
           moves_apply(c, &b->as.moves, b->risk, &b->w) &&
           (b->d ? what_if_ask(c, &b->w, b->d) : what_if_simulate(c, &b->w, &b->as.sim));
}

// ---- the choice

static void options(request *q, const entity *e, rows r, i64 chosen)
{
    while (db_next(&r)) {
        html(q, "<option value='$1'", v(record_code(q->c->a, e, db_int(&r, 0))));
        if (db_int(&r, 0) == chosen) html(q, " selected");
        html(q, ">$1</option>", v(db_view(&r, 1)));
    }
}

static void engine_inputs(request *q, const simulation *s)
{
    html(q, "<label class='vh' for='l-engine'>{Engine}</label><select class='in' id='l-engine' name='engine'><option "
            "value='exact'>{Exact}</option><option value='montecarlo'");
    if (s->on) html(q, " selected");
    html(q, ">{Simulation}</option></select>");
    if (!s->on) return;
    html(q,
         "<label for='l-years'>{Years}</label><input class='in' id='l-years' name='years' inputmode='numeric' size='8' "
         "value='$1'><label for='l-seed'>{Seed}</label><input class='in' id='l-seed' name='seed' inputmode='numeric' "
         "size='6' value='$2'>",
         v(s->years), v(s->seed));
}

static void choice_form(request *q, const bench *b)
{
    ctx *c = q->c;
    const loss_choice *x = &b->as.choice;
    moves kept = b->tried ? moves_with(c->a, &b->as.moves, b->x, &b->w.moved[0]) : b->as.moves;
    html(q, "<form method='get' action='/loss' class='row'><label class='vh' for='l-scope'>{Scope}</label><select "
            "class='in' id='l-scope' name='scope'><option value=''>{Every scope}</option>");
    options(q, entity_find(S("scope")), query(c, "SELECT x.id, x.name FROM {scope x} ORDER BY x.name LIMIT 200"),
            x->scope);
    html(q, "</select><label class='vh' for='l-unit'>{Unit}</label><select class='in' id='l-unit' name='unit'><option "
            "value=''>{Every unit}</option>");
    options(q, &unit_entity, query(c, "SELECT x.id, x.name FROM {unit x} WHERE x.id > 1 ORDER BY x.name LIMIT 500"),
            x->unit);
    html(q, "</select>");
    engine_inputs(q, &b->as.sim);
    moves_hidden(q, &kept);
    if (b->as.edit)
        html(q, "<input type='hidden' name='edit' value='$1'>", v(record_code(c->a, &risk_entity, b->as.edit)));
    html(q, "<button class='btn'>{Show}</button>");
    str engine = simulation_query(c->a, &b->as.sim);
    html(q, "<a class='btn bare' href='$1'>",
         v(format(c->a, "/loss.csv?$1$2$3", v(loss_choice_query(c->a, x)), v(engine.n ? "&" : ""), v(engine))));
    html_icon(q, "download");
    html(q, "{Curve as CSV}</a></form>");
}

// What a paper is asked for: "years 1000000 seed 1 scope SC-1".
static str paper_scope(arena *a, const bench *b)
{
    const loss_choice *x = &b->as.choice;
    text t = {.a = a};
    fill(&t, S("years $1 seed $2"), VALS(v(b->wanted), v(b->as.sim.seed)), 2);
    if (x->scope) fill(&t, S(" scope $1"), VALS(v(record_code(a, entity_find(S("scope")), x->scope))), 1);
    if (x->unit) fill(&t, S(" unit $1"), VALS(v(record_code(a, &unit_entity, x->unit))), 1);
    for (int i = 0; i < x->nrisks; i++) fill(&t, S(" risk $1"), VALS(v(record_code(a, &risk_entity, x->risks[i]))), 1);
    return text_str(&t);
}

static void bounded(request *q, const bench *b)
{
    arena *a = q->c->a;
    if (!b->wanted) return;
    html(q,
         "<div class='note'><div class='stack'><p>{$1 years of these risks take more than about a second: here $2 are "
         "drawn. A paper of all of them is made in the background.}</p><form method='post' "
         "action='/report/loss-simulation.pdf/make'>",
         v(amount_short(a, (double)b->wanted)), v(amount_short(a, (double)b->as.sim.years)));
    html_form_token(q);
    html(q,
         "<input type='hidden' name='scope' value='$1'><button class='btn'>{Draw them in the "
         "background}</button></form></div></div>",
         v(paper_scope(a, b)));
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

static void as_it_stands(request *q, const bench *b)
{
    const exposure *x = b->x;
    loss_curve_shown curves[3];
    loss_standpoints(b->answers, curves);
    answers(q, x, curves[2].answer, NULL);
    loss_picture(q, x, curves, 3, 2, words(q, "Chance of a loss in one year of more than …"));
    loss_numbers(q, x, (loss_curve_shown[]){curves[0], curves[2], curves[1]}, 3);
    loss_named(q, x, curves[2].answer);
}

static void before_and_after(request *q, const what_if *w)
{
    const exposure *x = w->x;
    const loss_curve_shown curves[] = {{"As estimated", "l-mut", &w->before}, {"As tried", "l-acc", &w->after}};
    answers(q, x, &w->after, &w->before);
    loss_picture(q, x, curves, 2, 1, words(q, "Chance of a loss in one year of more than …, before and after"));
    loss_numbers(q, x, curves, 2);
    html(q, "<p class='muted small'>$1</p>", v(loss_in_words(q->c, &w->moved[0].now)));
    loss_named(q, x, &w->after);
}

// What was tried, or why it cannot be.
static void picture(request *q, const what_if *w, bool tried)
{
    for (const failure *f = tried ? NULL : q->c->failures; f; f = f->next)
        html(q, "<div class='note bad' role='alert'><p>$1</p></div>", v(f->sentence));
    if (tried) before_and_after(q, w);
    failures_forget(q->c);
}

// ---- trying risks

static void risk_options(request *q, const exposure *x, i64 risk)
{
    for (int i = 0; i < x->nrisks && i < CHOICES; i++) {
        str code = record_code(q->c->a, &risk_entity, x->risks[i].id);
        html(q, "<option value='$1'", v(code));
        if (x->risks[i].id == risk) html(q, " selected");
        html(q, ">$1 $2</option>", v(code), v(x->risks[i].title));
    }
}

static void risk_form(request *q, const bench *b)
{
    html(q, "<form method='get' action='/loss#try' class='row'>");
    hidden(q, &b->as, &b->as.moves);
    html(q, "<label for='l-edit'>{Risk}</label><select class='in' id='l-edit' name='edit'>");
    risk_options(q, b->x, b->risk);
    html(q, "</select><button class='btn'>{Try it}</button></form>");
}

// The other risks that move with it.
static void kept_moves(request *q, const bench *b)
{
    arena *a = q->c->a;
    const moves *m = &b->as.moves, others = moves_without(a, m, b->risk);
    if (!others.n) return;
    html(q, "<h3>{Moved with it}</h3><ul class='rows'>");
    for (int i = 0; i < others.n; i++) {
        i64 risk = others.all[i].risk;
        bool seen = false;
        for (int k = 0; k < i; k++) seen = seen || others.all[k].risk == risk;
        if (seen) continue;
        moves rest = moves_without(a, m, risk);
        html(q, "<li><span class='grow'><span class='code'>$1</span> $2 <small class='muted'>$3</small></span>",
             v(record_code(a, &risk_entity, risk)), v(record_title(q->c, &risk_entity, risk)),
             v(moves_words(q->c, m, risk)));
        html(q,
             "<a class='btn bare' href='$1' aria-label='{Change} $3'>{Change}</a> <a class='btn bare' href='$2' "
             "aria-label='{As estimated} $3'>{As estimated}</a></li>",
             v(address(a, &b->as, m, risk)), v(address(a, &b->as, &rest, b->risk)),
             v(record_code(a, &risk_entity, risk)));
    }
    html(q, "</ul>");
}

static void keep_button(request *q, const bench *b)
{
    if (b->x->nrisks < 2) return;
    html(q, "<div class='row'><label for='l-next'>{Then}</label><select class='in' id='l-next' name='next'>");
    i64 next = b->x->risks[0].id;
    for (int i = 0; i + 1 < b->x->nrisks; i++)
        if (b->x->risks[i].id == b->risk) next = b->x->risks[i + 1].id;
    risk_options(q, b->x, next);
    html(q, "</select><button class='btn' name='keep' value='1'>{Keep this and try that}</button></div>");
}

static void knob_form(request *q, const bench *b)
{
    arena *a = q->c->a;
    str code = record_code(a, &risk_entity, b->risk);
    moves others = moves_without(a, &b->as.moves, b->risk);
    html(q, "<form method='get' action='/loss#try' class='stack' id='knobs'>");
    hidden(q, &b->as, &others);
    html(q, "<input type='hidden' name='edit' value='$1'>", v(code));
    knobs_write(q, b->x, &b->w.moved[0], b->d != NULL);
    html(q, "<div class='row'><button class='btn'>");
    html_icon(q, "refresh-cw");
    html(q, "{Draw again}</button> <a class='btn bare' href='$1'>{As estimated}</a></div>",
         v(address(a, &b->as, &others, b->risk)));
    keep_button(q, b);
    html(q, "</form><p class='small'><a href='/estimate/$1/edit'>{Change the estimate}</a></p>",
         v(record_code(a, &estimate_entity, b->w.moved[0].was->rec.id)));
}

static void try_section(request *q, const bench *b)
{
    html(q,
         "<section class='sec box' id='try'><header><h2>{What if?}</h2></header><p class='muted small'>{Move a figure "
         "of one risk, or of several: the curve of all of them is drawn anew. Nothing is stored.}</p>");
    risk_form(q, b);
    if (!b->knobs.was) {
        picture(q, &b->w, false);
        html(q, "</section>");
        return;
    }
    html(q, "<div class='loss'><div class='stack' id='picture' aria-live='polite'>");
    picture(q, &b->w, b->tried);
    html(q, "</div><div class='stack'>");
    knob_form(q, b);
    html(q, "</div></div>");
    kept_moves(q, b);
    html(q, "</section>");
}

// GET /loss/picture: what a knob that is moved asks for: the picture, and the other half of that knob.
static void loss_picture_page(request *q)
{
    bench b = {0};
    bool may = asked_read(q, &b.as);
    if (may && !b.as.edit) may = fail_as(q->c, NO_RECORD, "edit", "Name the risk: ?edit=R-1.");
    if (!may || !count(q, &b) || (!b.x->nrisks && !what_if_absent(q->c, b.x, b.as.edit))) {
        desk_give();
        reply_refused(q);
        return;
    }
    b.tried = try_it(q, &b);
    if (!b.knobs.was) {
        desk_give();
        reply_refused(q);
        return;
    }
    picture(q, &b.w, b.tried);
    if (b.tried) knobs_follow(q, b.x, &b.w.moved[0]);
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

static void rankings(request *q, const bench *b)
{
    asked exact = b->as;
    exact.sim.on = false;
    if (b->d) {
        loss_rankings(q, b->d, &b->as.choice);
        return;
    }
    html(q,
         "<section class='sec'><p class='muted small'>{What each control is worth, what each risk adds and what the "
         "answer "
         "hangs on are counted by the <a href='$1'>exact engine</a>.}</p></section>",
         v(address(q->c->a, &exact, &b->as.moves, 0)));
}

// Keeps what was tried as moves of the address, and goes on to the next risk.
static bool kept(request *q, const bench *b)
{
    i64 next = 0;
    if (!b->tried || !request_has(q, "keep") || !code_of(q, "next", &risk_entity, &next)) return false;
    moves all = moves_with(q->c->a, &b->as.moves, b->x, &b->w.moved[0]);
    reply_see(q, address(q->c->a, &b->as, &all, next ? next : b->risk));
    return true;
}

static void loss_page_body(request *q, bench *b)
{
    page_open(q, words(q, "Loss"));
    breadcrumb(q, (crumb[]){{words(q, "Risks"), S("/risk")}, {words(q, "Loss"), S("/loss")}}, 2);
    html(q,
         "<div class='head'><div><h1>{Loss}</h1><p class='muted'>{$1 risk counted in money.|$1 risks counted in "
         "money.}</p></div></div>",
         v(b->x->nrisks));
    choice_form(q, b);
    bounded(q, b);
    loss_left_out(q, b->x, &b->as.choice);
    if (!b->x->nrisks) {
        if (!b->x->nout) nothing(q);
    } else {
        html(q,
             "<p class='lede'>$1</p><section class='sec stack'><header><h2>{How much could a year cost?}</h2></header>",
             v(loss_sentence(q->c->a, b->x, &b->answers[LOSS_CURRENT])));
        as_it_stands(q, b);
        html(q, "</section>");
        try_section(q, b);
        rankings(q, b);
    }
    page_close(q);
}

static void loss_page(request *q)
{
    bench *b = new (q->c->a, bench);
    if (!asked_read(q, &b->as) || !(b->as.sim.on ? draw(q, b) : count(q, b))) {
        desk_give();
        reply_refused(q);
        return;
    }
    b->tried = b->x->nrisks && try_it(q, b);
    if (!kept(q, b)) loss_page_body(q, b);
    desk_give();
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
