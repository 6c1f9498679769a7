// loss_paper.c: what a year may cost, in papers: the curve, its figures, and what the planned controls bring.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/loss_paper.h"
#include "plan/estimate/estimate_part.h"
#include "platform/base/money.h"
#include "platform/web/paper_canvas.h"

#include <math.h>
#include <string.h>

enum { NAMED_OUT = 12 };

loss_summary loss_summarise(ctx *c, const loss_choice *choice)
{
    loss_summary s = {0};
    if (!exposure_read(c, choice, LOSS_EXACT, &s.x) || !s.x.nrisks) return s;
    double cost = 0;
    for (loss_view view = LOSS_CURRENT; view <= LOSS_TARGET; view++) {
        loss_refusal *bad;
        loss_options o = {.view = view, .appetite = money_units(s.x.appetite)};
        if (!loss_curve(c->a, &s.x.portfolio[view], &o, &s.answers[view], &bad)) return s;
    }
    const loss_portfolio *p = s.x.portfolio;
    for (int i = 0; i < p->ncontrols; i++)
        if (p->controls[i].state == LOSS_PLANNED) cost += p->controls[i].cost;
    money one = money_of(1, s.x.currency);
    s.planned_cost = one;
    s.planned_cost.minor = llround(cost / money_units(one));
    s.is = true;
    return s;
}

static void legend(canvas *k, const exposure *x)
{
    static const loss_view order[] = {LOSS_INHERENT, LOSS_CURRENT, LOSS_TARGET};
    double at = 0;
    for (int i = 0; i < 4; i++) {
        str label = i < 3 ? str_of(loss_view_labels[order[i]]) : S("Appetite");
        if (i == 3 && !x->appetite.minor) break;
        k->line(k, i < 3 ? str_of(loss_view_lines[order[i]]) : S("l-ink"), at, 7, at + 20, 7);
        k->words(k, S("t1"), at + 26, 11, label);
        at += 50 + 6.4 * (double)label.n;
    }
}

static void figures(ctx *c, paper *p, const loss_summary *s)
{
    static const paper_column columns[] = {{STR("A year costs"), 2.6, PAPER_LEFT},
                                           {STR("Without controls"), 1.2, PAPER_RIGHT},
                                           {STR("Today"), 1, PAPER_RIGHT},
                                           {STR("After the plan"), 1.2, PAPER_RIGHT}};
    static const char *const names[] = {"One year in two this or more", "One year in ten this or more",
                                        "One year in twenty this or more", "One in a hundred this or more",
                                        "One in a thousand this or more"};
    static const loss_view order[] = {LOSS_INHERENT, LOSS_CURRENT, LOSS_TARGET};
    paper_table(p, columns, countof(columns));
    for (int row = -1; row < LOSS_LEVELS; row++) {
        paper_row(p, (str){0});
        paper_cell(p, v(row < 0 ? "On average" : names[row]));
        for (int i = 0; i < 3; i++) {
            const loss_answer *l = &s->answers[order[i]];
            paper_cell(p, v(loss_amount(c->a, &s->x, row < 0 ? l->mean : l->level[row])));
        }
    }
    if (!s->x.appetite.minor) return;
    paper_row(p, (str){0});
    paper_cell(p, v("More than the appetite, chance"));
    for (int i = 0; i < 3; i++) paper_cell(p, v(loss_percent(c->a, s->answers[order[i]].passing)));
}

void loss_paper(ctx *c, paper *p, const loss_summary *s, bool brief)
{
    const loss_answer *now = &s->answers[LOSS_CURRENT];
    loss_curve_shown curves[3];
    loss_standpoints(s->answers, curves);
    paper_paragraph(p, "$1", v(loss_sentence(c->a, &s->x, now)));
    canvas *k = paper_canvas_open(c->a, p, 640, brief ? 190 : 260,
                                  brief ? (str){0} : S("Chance of a loss in one year of more than so much"));
    legend(k, &s->x);
    loss_chart(k, &s->x, curves, 3, 2, 20, format(c->a, "Loss in one year, more than ($1)", v(s->x.currency)));
    paper_canvas_close(k);
    if (!brief) figures(c, p, s);
    for (int i = 0; i < s->x.nout && i < NAMED_OUT; i++)
        paper_paragraph_as(p, PAPER_SMALL, "$1 $2 does not count: $3.",
                           v(record_code(c->a, &risk_entity, s->x.out[i].risk)), v(s->x.out[i].title),
                           v(s->x.out[i].why));
    str out = s->x.nout ? format(c->a, ", $1 left out", v(s->x.nout)) : (str){0};
    str inputs = str_sub(hash_hex(c->a, now->inputs), 0, 16);
    if (now->engine == LOSS_MONTECARLO)
        paper_paragraph_as(
            p, PAPER_SMALL,
            "$1 risks counted in money$2; engine $3, $4 years from seed $5, standard error $6 of the mean "
            "and $7 of the loss of one year in a hundred; inputs <code>$8</code>.",
            v(s->x.nrisks), v(out), v(loss_engine_name(now->engine)), v(now->years), v((i64)now->seed),
            v(loss_percent(c->a, loss_mean_error(now))), v(loss_percent(c->a, now->error)), v(inputs));
    else
        paper_paragraph_as(
            p, PAPER_SMALL, "$1 risks counted in money$2; engine $3, error at most $4, inputs <code>$5</code>.",
            v(s->x.nrisks), v(out), v(loss_engine_name(now->engine)), v(loss_percent(c->a, now->error)), v(inputs));
}

str loss_summary_return(ctx *c, const loss_summary *s)
{
    double saved = s->answers[LOSS_CURRENT].mean - s->answers[LOSS_TARGET].mean, cost = money_units(s->planned_cost);
    if (!(saved > 0)) return (str){0};
    return format(c->a, "The controls that are planned cost $1 a year and take $2 a year off the losses on average.",
                  v(loss_amount(c->a, &s->x, cost)), v(loss_amount(c->a, &s->x, saved)));
}
