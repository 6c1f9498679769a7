// objective_page.c: how an objective stands on its page: a sentence, and its readings against the way to the target.
// SPDX-License-Identifier: Apache-2.0
#include "plan/objective/objective_part.h"
#include "platform/base/time.h"
#include "platform/web/svg.h"

enum { SHOWN = 120 }; // readings, the newest

typedef struct {
    double x[SHOWN], y[SHOWN];
    date day[SHOWN];
    int n;
} run;

// Readings in their order, placed between the day the objective was set (or the first reading) and its date.
static void read_run(ctx *c, const objective *x, run *r)
{
    date first = x->set_on;
    rows q = query(
        c,
        "SELECT y.at, y.value FROM (SELECT x.at, x.value, x.id FROM {reading x} WHERE x.measure = $1 ORDER BY x.at "
        "DESC, x.id DESC LIMIT $2) y ORDER BY y.at, y.id",
        v(x->measure), v(SHOWN));
    while (db_next(&q)) {
        r->day[r->n] = moment_date((moment){db_int(&q, 0)}, c->zone);
        if (r->day[r->n].day < first.day) first = r->day[r->n];
        r->y[r->n++] = db_real(&q, 1);
    }
    double all = (double)(x->due.day - first.day);
    for (int i = 0; i < r->n; i++) {
        r->x[i] = all > 0 ? (double)(r->day[i].day - first.day) / all : 0;
        if (r->x[i] > 1) r->x[i] = 1;
    }
}

static str short_date(arena *a, date d, date today)
{
    text t = {.a = a};
    put_date_short(&t, d, today);
    return text_str(&t);
}

static void numbers(request *q, const run *r, str unit)
{
    const str heads[] = {words(q, "Read on"), unit.n ? unit : words(q, "Value")};
    numbers_open(q, words(q, "Readings"), heads, 2);
    for (int i = 0; i < r->n; i++) {
        const str cell = format(q->c->a, "$1", v(r->y[i]));
        numbers_row(q, format(q->c->a, "$1", v(r->day[i])), &cell, 1);
    }
    numbers_close(q);
}

static void draw(request *q, const objective *x, const run *r, str unit)
{
    arena *a = q->c->a;
    date first = r->day[0].day < x->set_on.day ? r->day[0] : x->set_on;
    double from = x->baseline.is ? x->baseline.x : r->y[0];
    const double way_x[] = {0, 1}, way_y[] = {from, x->target.x};
    const curve curves[] = {{way_x, way_y, 2, "l-mut", false}, {r->x, r->y, r->n, "l-acc", true}};
    const str ticks[] = {short_date(a, first, q->c->today), short_date(a, x->due, q->c->today)};
    const double tick_x[] = {0, 1};
    const lines chart = {.curves = curves,
                         .ncurves = 2,
                         .ref = x->target.x,
                         .ref_word = words(q, "Target"),
                         .ticks = ticks,
                         .tick_x = tick_x,
                         .nticks = 2};
    canvas *k = svg_open(q, SVG_STRETCH, "", 640, 200, words(q, "Readings against the way to the target"),
                         objective_sentence(q->c, x));
    chart_lines(k, &chart);
    svg_close(k);
    numbers(q, r, unit);
}

static void where_it_stands(request *q, const entity *e, const void *rec)
{
    const objective *x = rec;
    (void)e;
    html(q, "<section class='sec'><header><h2>{Where it stands}</h2></header><p class='lede flat'>$1</p>",
         v(objective_sentence(q->c, x)));
    if (x->measure.id) {
        run *r = new (q->c->a, run);
        const measure *m = record_seek(q->c, &measure_entity, x->measure.id);
        read_run(q->c, x, r);
        if (r->n > 1) draw(q, x, r, m ? m->measured_in : (str){0});
        if (m && !q->c->moment.us && measure_reader(q->c, m))
            html(q, "<p class='acts'><a class='btn' href='/reading/new?measure=$1'>{Take a reading}</a></p>",
                 v(record_code(q->c->a, &measure_entity, x->measure.id)));
    }
    html(q, "</section>");
}

const part objective_parts[] = {{&objective_entity, PART_FIRST, where_it_stands}, {0}};
