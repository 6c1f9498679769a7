// ranking.c: controls by what they are worth, risks by what they add, inputs by what they move.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/estimate_part.h"
#include "platform/web/svg.h"

enum { SHOWN = 20, BARS = 10, AT_ONCE = 120 };

static str signed_amount(request *q, const exposure *x, double amount)
{
    str s = loss_amount(q->c->a, x, amount);
    return amount > 0 ? format(q->c->a, "+$1", v(s)) : s;
}

static void control_row(request *q, const exposure *x, const loss_value *of)
{
    arena *a = q->c->a;
    const loss_control *k = &x->portfolio[0].controls[of->index];
    str name = x->control_names[of->index];
    html(q, "<tr><th scope='row'>");
    if (name.n)
        html(q, "<a href='/control/$1'>$2</a>", v(record_code(a, &control_entity, x->control_ids[of->index])), v(name));
    else
        html(q, "{A control of another unit}");
    if (k->failures > 0)
        html(q, " <small class='muted'>{works $1 of the time}</small>",
             v(loss_percent(a, exposure_works(k->failures, k->days_down))));
    html(q, "</th><td>");
    if (k->state == LOSS_IN_PLACE)
        html_pill(q, TONE_GOOD, words(q, "In place"));
    else
        html_pill(q, TONE_NOW, words(q, "Planned"));
    html(q, "</td><td class='r'>$1</td><td class='r'>$2</td><td class='r'>$3</td><td class='r'><b>$4</b></td></tr>",
         v(loss_amount(a, x, of->mean)), v(loss_amount(a, x, of->level[3])), v(loss_amount(a, x, of->cost)),
         v(signed_amount(q, x, of->net)));
}

static void controls(request *q, const desk *d)
{
    const exposure *x = desk_exposure(d);
    int n;
    const loss_value *all = desk_controls(d, LOSS_TARGET, &n);
    html(q,
         "<section class='sec' id='controls'><header><h2>{What each control is worth} <span "
         "class='n'>$1</span></h2></header>",
         v(n));
    if (!n) {
        html(q, "<p class='muted'>{No control in place or planned says how much it lowers: enter what it leaves under "
                "\"Effect on loss\" of a control.}</p></section>");
        return;
    }
    html(q,
         "<p class='muted small'>{Each left out alone, with all others in place and planned; the best first.}</p><div "
         "class='scroll' role='region' aria-label='{What each control is worth}' tabindex='0'><table "
         "class='t'><caption class='vh'>{What each control is worth}</caption><thead><tr><th scope='col'>{Control}</th>"
         "<th scope='col'>{State}</th><th scope='col' class='r'>{Saves a year}</th><th scope='col' class='r'>{One "
         "year in a hundred}</th><th scope='col' class='r'>{Costs a year}</th><th scope='col' "
         "class='r'>{Net}</th></tr></thead><tbody>");
    for (int i = 0; i < n && i < 2 * SHOWN; i++) control_row(q, x, &all[i]);
    html(q, "</tbody></table></div>");
    if (n > 2 * SHOWN) html(q, "<p class='muted small'>{The first $1 are shown.}</p>", v(2 * SHOWN));
    html(q, "</section>");
}

static void adds(request *q, const desk *d)
{
    const exposure *x = desk_exposure(d);
    arena *a = q->c->a;
    int n;
    const loss_value *all = desk_adds(d, LOSS_CURRENT, &n);
    html(q,
         "<section class='sec' id='adds'><header><h2>{What each risk adds}</h2></header><p class='muted "
         "small'>{Today, each left out alone; the one that adds most to the worst of a hundred years first.}</p><div "
         "class='scroll' role='region' aria-label='{What each risk adds}' tabindex='0'><table class='t'><caption "
         "class='vh'>{What each risk adds}</caption><thead><tr><th scope='col'>{Risk}</th><th scope='col' "
         "class='r'>{On average}</th><th scope='col' class='r'>{One year in a hundred}</th><th scope='col' "
         "class='r'>{Worst of a hundred}</th></tr></thead><tbody>");
    for (int i = 0; i < n && i < SHOWN; i++) {
        const exposed *r = &x->risks[all[i].index];
        str code = record_code(a, &risk_entity, r->id);
        html(q,
             "<tr><th scope='row'><a href='/risk/$1'><span class='code'>$1</span> $2</a></th><td class='r'>$3</td><td "
             "class='r'>$4</td><td class='r'>$5</td></tr>",
             v(code), v(r->title), v(loss_amount(a, x, all[i].mean)), v(loss_amount(a, x, all[i].level[3])),
             v(loss_amount(a, x, all[i].tail[3])));
    }
    html(q, "</tbody></table></div>");
    if (n > SHOWN) html(q, "<p class='muted small'>{The first $1 are shown.}</p>", v(SHOWN));
    html(q, "</section>");
}

static void tornado(request *q, const desk *d)
{
    const exposure *x = desk_exposure(d);
    arena *a = q->c->a;
    int n;
    double height;
    tornado_bar bars[BARS];
    const loss_bar *all = desk_tornado(d, LOSS_CURRENT, &n);
    const loss_answer *now = desk_answer(d, LOSS_CURRENT);
    if (n > BARS) n = BARS;
    for (int i = 0; i < n; i++) {
        str code = record_code(a, &risk_entity, x->risks[all[i].risk].id);
        str name = format(a, "$1 $2", v(code), v(words(q, all[i].input == LOSS_BY_RATE ? "how often" : "how much")));
        bars[i] = (tornado_bar){name, all[i].low_level, all[i].high_level};
    }
    chart_tornado_size(n, &height);
    html(q, "<section class='sec' id='tornado'><header><h2>{What the answer hangs on}</h2></header><p class='muted "
            "small'>{The loss of one year in a hundred, with each input halved and half as much again; ask about the "
            "widest first.}</p>");
    if (desk_moved(d) < x->nrisks)
        html(q,
             "<p class='muted small'>{Of $1 risks the $2 that contribute most to the loss and its spread were "
             "moved.}</p>",
             v(x->nrisks), v(desk_moved(d)));
    key_open(q);
    key_box(q, "f-good", NULL, words(q, "Halved"));
    key_box(q, "f-bad", NULL, words(q, "Half as much again"));
    key_close(q);
    canvas *k = svg_open(q, SVG_STRETCH, "", 640, height, words(q, "What the loss of one year in a hundred hangs on"),
                         (str){0});
    chart_tornado(k, bars, n, now->level[3]);
    svg_close(k);
    const str heads[] = {words(q, "Input"), words(q, "Halved"), words(q, "Half as much again")};
    numbers_open(q, words(q, "What the loss of one year in a hundred hangs on"), heads, 3);
    for (int i = 0; i < n; i++) {
        const str cells[] = {loss_amount(a, x, bars[i].low), loss_amount(a, x, bars[i].high)};
        numbers_row(q, bars[i].name, cells, 2);
    }
    numbers_close(q);
    html(q, "</section>");
}

// Leaving out each of very many takes its time: then only when asked for.
void loss_rankings(request *q, const desk *d, const loss_choice *choice)
{
    int n = desk_exposure(d)->nrisks;
    controls(q, d);
    if (n > AT_ONCE && !request_has(q, "rank")) {
        str query = loss_choice_query(q->c->a, choice);
        html(q, "<p class='sec'><a class='btn' href='$1'>{What each of the $2 risks adds}</a></p>",
             v(format(q->c->a, "/loss?$1$2rank=1", v(query), v(query.n ? "&" : ""))), v(n));
        return;
    }
    adds(q, d);
    tornado(q, d);
}
