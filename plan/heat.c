// heat.c: where risks stand: the heat map of the register, and the way of one risk on its own page.
// SPDX-License-Identifier: Apache-2.0
#include "plan/heat.h"
#include "plan/risk.h"
#include "platform/web/shell.h"
#include "platform/web/svg.h"

#include <string.h>

typedef struct {
    const char *name, *label, *likelihood, *consequence; // of the judgement: members of a risk
} judgement;

static const judgement judgements[] = {
    {"inherent", "Inherent", "inherent_likelihood", "inherent_consequence"},
    {"current", "Current", "likelihood", "consequence"},
    {"target", "Target", "target_likelihood", "target_consequence"},
};

typedef struct {
    heatmap map;
    const criteria *k;
    heat_cell *cells;
    int total, above;
} matrix;

static tone tone_of(const criteria *k, i64 score)
{
    return level_choices[criteria_level(k, score)].tone;
}

static matrix matrix_of(request *q, const criteria *k)
{
    arena *a = q->c->a;
    int columns = (int)k->consequence_steps, n = (int)k->likelihood_steps;
    matrix m = {.k = k, .cells = news(a, heat_cell, (ptrdiff_t)columns * n)};
    str *across = news(a, str, columns), *up = news(a, str, n);
    for (int i = 0; i < columns; i++) across[i] = criteria_word(q->c, k->consequence_words, i + 1);
    for (int i = 0; i < n; i++) up[i] = criteria_word(q->c, k->likelihood_words, i + 1);
    for (int row = 0; row < n; row++)
        for (int column = 0; column < columns; column++) {
            i64 score = (i64)(row + 1) * (column + 1);
            m.cells[row * columns + column] = (heat_cell){.level = tone_of(k, score), .above = score >= k->line};
        }
    m.map = (heatmap){.columns = columns,
                      .rows = n,
                      .cells = m.cells,
                      .column_names = across,
                      .row_names = up,
                      .column_axis = words(q, "Consequence"),
                      .row_axis = words(q, "Likelihood"),
                      .letters = {S("L"), S("M"), S("H"), S("C")}};
    return m;
}

// How many risks in reach stand in each cell.
static void count_cells(request *q, matrix *m, const judgement *j)
{
    ctx *c = q->c;
    rows r = query_built(
        c,
        format(c->a, "SELECT r.$1, r.$2, count(*) FROM {risk r} WHERE r.$1 > 0 AND r.$2 > 0 GROUP BY r.$1, r.$2",
               v(j->likelihood), v(j->consequence)),
        VALS(v(0)), 0);
    while (db_next(&r)) {
        i64 row = db_int(&r, 0), column = db_int(&r, 1), n = db_int(&r, 2);
        if (row > m->map.rows || column > m->map.columns) continue; // judged with larger scales
        heat_cell *cell = &m->cells[(row - 1) * m->map.columns + column - 1];
        cell->count = (int)n;
        cell->url = format(c->a, "/risk?$1=$2&$3=$4", v(j->likelihood), v(row), v(j->consequence), v(column));
        cell->label =
            format(c->a, "$1 risks, $2, $3", v(n), v(m->map.row_names[row - 1]), v(m->map.column_names[column - 1]));
        m->total += (int)n;
        if (cell->above) m->above += (int)n;
    }
}

static void draw(request *q, const matrix *m, str title, str description)
{
    double width, height;
    chart_heatmap_size(&m->map, &width, &height);
    canvas *k = svg_open(q, m->map.nmarks ? SVG_FIXED : SVG_LINKS, "hm", width, height, title, description);
    chart_heatmap(k, &m->map);
    svg_close(k);
}

// ---- the register

static const judgement *chosen_judgement(const request *q)
{
    str as = request_get(q, "as");
    for (int i = 0; i < countof(judgements); i++)
        if (str_eq(as, str_of(judgements[i].name))) return &judgements[i];
    return &judgements[1];
}

static void numbers(request *q, const matrix *m)
{
    arena *a = q->c->a;
    int n = m->map.columns;
    str *heads = news(a, str, n + 1), *cells = news(a, str, n);
    heads[0] = words(q, "Likelihood");
    for (int i = 0; i < n; i++) heads[i + 1] = m->map.column_names[i];
    numbers_open(q, words(q, "Risks by likelihood and consequence"), heads, n + 1);
    for (int row = m->map.rows - 1; row >= 0; row--) {
        for (int i = 0; i < n; i++) cells[i] = format(a, "$1", v(m->cells[row * n + i].count));
        numbers_row(q, m->map.row_names[row], cells, n);
    }
    numbers_close(q);
}

static void register_page(request *q)
{
    const criteria *k = criteria_in_force(q->c);
    if (!k) {
        reply_refused(q);
        return;
    }
    const judgement *j = chosen_judgement(q);
    matrix m = matrix_of(q, k);
    count_cells(q, &m, j);
    page_open(q, words(q, "Heat map"));
    breadcrumb(q, (crumb[]){{words(q, "Risks"), S("/risk")}, {words(q, "Heat map"), S("/risk/matrix")}}, 2);
    html(q,
         "<div class='head'><div><h1>{Heat map}</h1></div></div><p class='lede'>{<b>$1</b> of $2 risks lie outside the "
         "acceptance criteria.}</p>",
         v(m.above), v(m.total));
    html(q, "<div class='row'><nav class='seg' aria-label='{Judgement}'>");
    for (int i = 0; i < countof(judgements); i++) {
        html(q, "<a href='/risk/matrix?as=$1'", v(judgements[i].name));
        if (j == &judgements[i]) html(q, " aria-current='true'");
        html(q, ">$1</a>", v(words(q, judgements[i].label)));
    }
    html(q, "</nav></div><div class='stack'>");
    draw(q, &m, words(q, "Risks by likelihood and consequence"),
         format(q->c->a, "$1 of $2 risks lie above the line of acceptance.", v(m.above), v(m.total)));
    numbers(q, &m);
    html(q, "</div>");
    page_close(q);
}

static const route heat_routes[] = {
    ROUTE(GET, "/risk/matrix", "risk.matrix", SEE_REGISTER, register_page, .label = "Heat map"), {0}};

bool heat_write(request *q, int *total, int *above)
{
    const criteria *k = criteria_in_force(q->c);
    if (!k) return false;
    matrix m = matrix_of(q, k);
    count_cells(q, &m, &judgements[1]);
    draw(q, &m, words(q, "Risks by likelihood and consequence, as they stand today"),
         format(q->c->a, "$1 of $2 risks lie above the line of acceptance.", v(m.above), v(m.total)));
    *total = m.total, *above = m.above;
    return true;
}

// ---- one risk

static void mark(heat_mark *marks, int *n, i64 likelihood, i64 consequence, char letter, int look)
{
    if (likelihood > 0 && consequence > 0)
        marks[(*n)++] = (heat_mark){(int)consequence - 1, (int)likelihood - 1, letter, look};
}

static void step(request *q, const criteria *k, const char *label, i64 likelihood, i64 consequence, level l, i64 score,
                 str note)
{
    if (!score) return;
    html(q, "<li><b>$1</b>", v(words(q, label)));
    html_level(q, level_choices[l].tone, words(q, level_choices[l].label), score, false);
    html(q, "<span>$1, $2<small>$3</small></span></li>", v(criteria_word(q->c, k->likelihood_words, likelihood)),
         v(criteria_word(q->c, k->consequence_words, consequence)), v(note));
}

static void write_position(request *q, const entity *e, const void *rec)
{
    const risk *r = rec;
    heat_mark marks[3];
    (void)e;
    const criteria *k = r->criteria.id ? record_seek(q->c, &criteria_entity, r->criteria.id) : NULL;
    if (!k || !r->score) return;
    matrix m = matrix_of(q, k);
    mark(marks, &m.map.nmarks, r->inherent_likelihood, r->inherent_consequence, 'I', 1);
    mark(marks, &m.map.nmarks, r->likelihood, r->consequence, 'C', 2);
    if (r->target_score) mark(marks, &m.map.nmarks, r->target_likelihood, r->target_consequence, 'T', 3);
    m.map.marks = marks;
    html(q, "<section class='sec'><header><h2>{Where it stands}</h2></header><div class='move'>");
    draw(q, &m, format(q->c->a, "Position of $1", v(record_code(q->c->a, &risk_entity, r->rec.id))),
         format(q->c->a, "Inherent $1, current $2, target $3.", v(r->inherent_score), v(r->score), v(r->target_score)));
    html(q, "<ol class='triple'>");
    step(q, k, "Inherent", r->inherent_likelihood, r->inherent_consequence, r->inherent_level, r->inherent_score,
         words(q, "Before any control."));
    step(q, k, "Current", r->likelihood, r->consequence, r->level, r->score,
         r->why.n ? r->why : words(q, "With the controls in operation."));
    step(q, k, "Target", r->target_likelihood, r->target_consequence, r->target_level, r->target_score,
         words(q, "When the plan is done."));
    html(q, "</ol></div></section>");
}

static const part heat_parts[] = {{&risk_entity, PART_FIRST, write_position}, {0}};

const module heat_module = {.name = "heat", .room = ROOM_PLAN, .routes = heat_routes, .parts = heat_parts};
