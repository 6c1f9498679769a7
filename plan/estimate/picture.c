// picture.c: what losses look like on a page: the curve, its figures, and how to repeat them.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/estimate_part.h"
#include "platform/web/svg.h"

#include <math.h>

const char *const loss_view_names[3] = {"current", "inherent", "target"};
const char *const loss_view_labels[3] = {"Today", "Without controls", "After the plan"};
const char *const loss_view_lines[3] = {"l-acc", "l-mut", "l-two"};

str loss_amount(arena *a, const exposure *x, double amount)
{
    return format(a, "$1 $2", v(amount_short(a, amount)), v(x->currency));
}

str loss_percent(arena *a, double share)
{
    double percent = share * 100, step = percent < 0.0095 ? 1e5 : percent < 0.095 ? 1000 : percent < 9.95 ? 10 : 1;
    return format(a, "$1 %", v(nearbyint(percent * step) / step + 0.0));
}

str loss_sentence(arena *a, const exposure *x, const loss_answer *now)
{
    str first = format(a, "A year costs $1 on average; one year in twenty costs $2 or more, one in a hundred $3.",
                       v(loss_amount(a, x, now->mean)), v(loss_amount(a, x, now->level[2])),
                       v(loss_amount(a, x, now->level[3])));
    if (!x->appetite.minor) return first;
    return format(a, "$1 The appetite of $2 is passed in $3 of years; $4 are borne.", v(first),
                  v(loss_amount(a, x, money_units(x->appetite))), v(loss_percent(a, now->passing)),
                  v(loss_percent(a, (double)x->appetite_percent / 100)));
}

// Far beyond all curves it would press them together.
static bool is_near(const exposure *x, const loss_curve_shown *curves, int n)
{
    double most = 0;
    for (int i = 0; i < n; i++) most = fmax(most, curves[i].answer->level[LOSS_LEVELS - 1]);
    return x->appetite.minor && money_units(x->appetite) <= 3 * most;
}

void loss_chart(canvas *k, const exposure *x, const loss_curve_shown *curves, int n, int main, double head, str axis)
{
    exceedance_curve *drawn = news(k->a, exceedance_curve, n + 1);
    for (int i = 0; i < n; i++) {
        const loss_answer *l = curves[i].answer;
        double *at = news(k->a, double, l->npoints + 1), *above = news(k->a, double, l->npoints + 1);
        for (int j = 0; j < l->npoints; j++) at[j] = l->curve[j].x, above[j] = l->curve[j].above;
        drawn[i] = (exceedance_curve){at, above, l->npoints, curves[i].line};
    }
    chart_exceedance(k, &(exceedance){.curves = drawn,
                                      .ncurves = n,
                                      .main = main,
                                      .appetite = is_near(x, curves, n) ? money_units(x->appetite) : 0,
                                      .chance = (double)x->appetite_percent / 100,
                                      .head = head,
                                      .axis = axis});
}

void loss_standpoints(const loss_answer answers[3], loss_curve_shown out[3])
{
    static const loss_view order[] = {LOSS_INHERENT, LOSS_TARGET, LOSS_CURRENT};
    for (int i = 0; i < 3; i++)
        out[i] = (loss_curve_shown){loss_view_labels[order[i]], loss_view_lines[order[i]], &answers[order[i]]};
}

void loss_picture(request *q, const exposure *x, const loss_curve_shown *curves, int n, int main, str title)
{
    arena *a = q->c->a;
    key_open(q);
    for (int i = 0; i < n; i++) key_line(q, curves[i].line, words(q, curves[i].label));
    if (is_near(x, curves, n)) key_line(q, "l-ink thin", words(q, "Appetite"));
    if (x->appetite.minor && curves[main].answer->passing * 100 > (double)x->appetite_percent)
        key_box(q, "over-bed", NULL, words(q, "More than is borne"));
    key_close(q);
    canvas *k = svg_open(q, SVG_STRETCH, "", 640, 260, title, loss_sentence(a, x, curves[main].answer));
    loss_chart(k, x, curves, n, main, 0,
               format(a, "$1 ($2)", v(words(q, "Loss in one year, more than")), v(x->currency)));
    svg_close(k);
}

static void percentiles(request *q, const exposure *x, const loss_curve_shown *curves, int n)
{
    static const char *const names[] = {"One year in two", "One year in ten", "One year in twenty", "One in a hundred",
                                        "One in a thousand"};
    arena *a = q->c->a;
    html(q, "<table class='t'><caption class='vh'>{What a year costs}</caption><thead><tr><th scope='col'>{A year "
            "costs …}</th>");
    for (int i = 0; i < n; i++) html(q, "<th scope='col' class='r'>$1</th>", v(words(q, curves[i].label)));
    html(q, "</tr></thead><tbody><tr><th scope='row'>{On average}</th>");
    for (int i = 0; i < n; i++) html(q, "<td class='r'>$1</td>", v(loss_amount(a, x, curves[i].answer->mean)));
    html(q, "</tr>");
    for (int level = 0; level < LOSS_LEVELS; level++) {
        html(q, "<tr><th scope='row'>{$1 this or more}</th>", v(words(q, names[level])));
        for (int i = 0; i < n; i++)
            html(q, "<td class='r'>$1</td>", v(loss_amount(a, x, curves[i].answer->level[level])));
        html(q, "</tr>");
    }
    html(q, "<tr><th scope='row'>{The worst of a hundred years, on average}</th>");
    for (int i = 0; i < n; i++) html(q, "<td class='r'>$1</td>", v(loss_amount(a, x, curves[i].answer->tail[3])));
    html(q, "</tr><tr><th scope='row'>{Nothing at all, chance}</th>");
    for (int i = 0; i < n; i++) html(q, "<td class='r'>$1</td>", v(loss_percent(a, curves[i].answer->none)));
    html(q, "</tr>");
    if (x->appetite.minor) {
        html(q, "<tr><th scope='row'>{More than the appetite, chance}</th>");
        for (int i = 0; i < n; i++) html(q, "<td class='r'>$1</td>", v(loss_percent(a, curves[i].answer->passing)));
        html(q, "</tr>");
    }
    html(q, "</tbody></table>");
}

void loss_numbers(request *q, const exposure *x, const loss_curve_shown *curves, int n)
{
    html(q, "<details class='data'><summary>");
    html_icon(q, "table");
    html(q, "{Show the numbers}</summary>");
    percentiles(q, x, curves, n);
    html(q, "</details>");
}

double loss_mean_error(const loss_answer *drawn)
{
    return drawn->mean > 0 ? drawn->sd / sqrt((double)drawn->years) / drawn->mean : 0;
}

void loss_named(request *q, const exposure *x, const loss_answer *now)
{
    arena *a = q->c->a;
    for (unsigned bit = 1; bit <= LOSS_NOTE_ERROR; bit *= 2)
        if (now->notes & bit) html(q, "<p class='muted small'>$1</p>", v(words(q, str_z(a, loss_note(bit)))));
    str years = x->first_year == x->last_year ? format(a, "$1", v(x->last_year))
                                              : format(a, "$1–$2", v(x->first_year), v(x->last_year));
    if (now->engine == LOSS_MONTECARLO) {
        html(q, "<p class='muted small'>{Prices of $1. Simulation (Monte Carlo) of $2 years from seed $3.} ", v(years),
             v(now->years), v((i64)now->seed));
        html(q, "{Standard error $1 of the mean, $2 of the loss of one year in a hundred; inputs } <code>$3</code></p>",
             v(loss_percent(a, loss_mean_error(now))), v(loss_percent(a, now->error)),
             v(str_sub(hash_hex(a, now->inputs), 0, 16)));
        return;
    }
    html(q, "<p class='muted small'>{Prices of $1. Engine $2, error at most $3; inputs } <code>$4</code></p>", v(years),
         v(loss_engine_name(now->engine)), v(loss_percent(a, now->error)), v(str_sub(hash_hex(a, now->inputs), 0, 16)));
}

void loss_left_out(request *q, const exposure *x, const loss_choice *choice)
{
    bool simulated = false;
    if (!x->nout) return;
    html(q,
         "<div class='note warn'><div class='stack'><p>{$1 risk does not count, because the engine does not take "
         "it:|$1 risks do not "
         "count, because the engine does not take them:}</p><ul>",
         v(x->nout));
    for (int i = 0; i < x->nout && i < 20; i++)
        html(q, "<li><a href='/risk/$1'>$1</a> $2: $3</li>", v(record_code(q->c->a, &risk_entity, x->out[i].risk)),
             v(x->out[i].title), v(x->out[i].why));
    html(q, "</ul>");
    for (int i = 0; i < x->nout; i++) simulated = simulated || x->out[i].simulated;
    str rest = loss_choice_query(q->c->a, choice);
    if (simulated)
        html(q, "<p><a class='btn' href='$1'>{Count them by simulation}</a></p>",
             v(format(q->c->a, "/loss?$1$2engine=montecarlo", v(rest), v(rest.n ? "&" : ""))));
    html(q, "</div></div>");
}
