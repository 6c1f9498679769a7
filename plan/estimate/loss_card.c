// loss_card.c: what a risk could cost, on its own page; and an estimate in words on its.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/estimate_part.h"
#include "platform/web/generic.h"
#include "platform/web/shell.h"

static void add_links(request *q, const exposed *of, str code)
{
    ctx *c = q->c;
    if (c->moment.us) return;
    html(q, "<p class='row'>");
    for (int k = 0; estimate_stages[k].name; k++) {
        const char *label = estimate_stages[k].label;
        if (of && of->of[k])
            html(q, "<a class='btn bare' href='/estimate/$1'>$2: $3</a> ",
                 v(record_code(c->a, &estimate_entity, of->of[k]->rec.id)), v(words(q, label)),
                 v(format(c->a, "$1", v(of->of[k]->expected))));
        else if (generic_may(c, ADD_REGISTER, &estimate_entity, "add"))
            html(q, "<a class='btn bare' href='/estimate/new?risk=$1&stage=$2'>{Add $3}</a> ", v(code),
                 v(estimate_stages[k].name), v(words(q, label)));
    }
    html(q, "</p>");
}

static void nothing_yet(request *q, str code)
{
    if (q->c->moment.us || !generic_may(q->c, ADD_REGISTER, &estimate_entity, "add")) return;
    html(q,
         "<section class='sec' id='loss'><header><h2>{What could it cost?}</h2></header><p class='muted'>{Nobody has "
         "estimated it in money yet: how often it happens, and what one event costs, as a range.}</p><p><a class='btn' "
         "href='/estimate/new?risk=$1'>{Estimate it}</a></p></section>",
         v(code));
}

static void answer(request *q, const exposure *x, const loss_answer answers[3])
{
    arena *a = q->c->a;
    const loss_answer *now = &answers[LOSS_CURRENT], *before = &answers[LOSS_INHERENT], *after = &answers[LOSS_TARGET];
    html(q, "<dl class='answer'><div><dt>{Expected a year}</dt><dd>$1 <small>{without controls $2}</small></dd></div>",
         v(loss_amount(a, x, now->mean)), v(loss_amount(a, x, before->mean)));
    html(q,
         "<div><dt>{One year in twenty}</dt><dd>$1 <small>{or more}</small></dd></div><div><dt>{The plan saves a "
         "year}</dt><dd>$2</dd></div></dl>",
         v(loss_amount(a, x, now->level[2])), v(loss_amount(a, x, now->mean - after->mean)));
}

static void card(request *q, const exposure *x, const loss_answer answers[3], i64 risk, str code)
{
    str engine = answers[0].engine == LOSS_MONTECARLO ? S("&engine=montecarlo") : (str){0};
    loss_curve_shown curves[3];
    bool own;
    loss_standpoints(answers, curves);
    const estimate *now = exposure_estimate(x, 0, LOSS_CURRENT, &own);
    html(q,
         "<section class='sec box stack' id='loss'><header><h2>{What could it cost?}</h2><div class='acts'><a "
         "class='btn' href='$1'>{What if?}</a></div></header>",
         v(format(q->c->a, "/loss?edit=$1$2#try", v(code), v(engine))));
    answer(q, x, answers);
    loss_picture(q, x, curves, 3, 2, format(q->c->a, "Loss exceedance curve of $1", v(code)));
    loss_numbers(q, x, (loss_curve_shown[]){curves[0], curves[2], curves[1]}, 3);
    html(q, "<p>$1</p>", v(loss_in_words(q->c, now)));
    add_links(q, &x->risks[0], code);
    loss_past(q, risk, now);
    loss_named(q, x, curves[2].answer);
    html(q, "</section>");
}

// One that only the simulation counts.
static void drawn_card(request *q, const loss_choice *choice, i64 risk, str code)
{
    loss_answer answers[3];
    exposure x;
    simulation s = {.on = true, .seed = 1};
    if (!exposure_read(q->c, choice, LOSS_MONTECARLO, &x) || !x.nrisks) return;
    i64 fits = simulation_fits(*q->c->a, &x, countof(answers));
    s.years = fits < SIMULATION_YEARS ? fits : SIMULATION_YEARS;
    if (simulation_run(q->c, &x, &s, answers, NULL, NULL)) card(q, &x, answers, risk, code);
}

static void write_card(request *q, const entity *e, const void *rec)
{
    const risk *r = rec;
    str code = record_code(q->c->a, e, r->rec.id);
    if (!generic_may(q->c, SEE_REGISTER, &estimate_entity, "list")) return;
    if (!db_one(query(q->c, "SELECT count(*) FROM {estimate x} WHERE x.risk = $1", v(r->rec.id)))) {
        nothing_yet(q, code);
        return;
    }
    const loss_choice choice = {.risks = &r->rec.id, .nrisks = 1};
    loss_answer answers[3];
    const desk *d = desk_take(q->c, &choice);
    const exposure *x = d ? desk_exposure(d) : NULL;
    if (x && x->nrisks) {
        for (loss_view view = LOSS_CURRENT; view <= LOSS_TARGET; view++) answers[view] = *desk_answer(d, view);
        card(q, x, answers, r->rec.id, code);
    } else if (x && x->out[0].simulated) {
        drawn_card(q, &choice, r->rec.id, code);
    } else if (x) {
        loss_left_out(q, x, &choice);
    }
    failures_forget(q->c);
    desk_give();
}

static void write_words(request *q, const entity *e, const void *rec)
{
    const estimate *x = rec;
    (void)e;
    html(q, "<section class='sec'><header><h2>{In words}</h2></header><p>$1</p>", v(loss_in_words(q->c, x)));
    if (estimate_simulated(x))
        html(q, "<div class='note warn'><p>{Only the simulation counts it: a loss group together with an uncertain "
                "rate or an insured year is beyond the exact engine.}</p></div>");
    if (x->severity == COSTS_LISTED)
        html(q, "<p class='muted small'>{A list holds no loss beyond its largest. Where a worse one can be thought of, "
                "say a range.}</p>");
    else
        html(q,
             "<p class='muted small'>{Too narrow? Ask yourself for which of the two ends you would bet nineteen to one "
             "that it "
             "is not passed; most people's first range holds five of ten, a good one nine.}</p>");
    if (x->stage == STAGE_CURRENT) loss_past(q, x->risk.id, x);
    if (may_open(q, "/loss"))
        html(q, "<p><a class='btn' href='/loss?edit=$1#try'>{Try other figures}</a></p>",
             v(record_code(q->c->a, &risk_entity, x->risk.id)));
    html(q, "</section>");
}

const part estimate_parts[] = {
    {&risk_entity, PART_FIRST, write_card}, {&estimate_entity, PART_FIRST, write_words}, {0}};
