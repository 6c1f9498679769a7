// loss_csv.c: a portfolio from a CSV file, its curve as JSON.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/carlo.h"
#include "platform/paper/csv.h"
#include "platform/paper/json.h"

#include <math.h>
#include <stdlib.h>

enum { CODE, RATE, KIND, A, B, C, COLUMNS, LINES = 100 };

static const char *const column_names[] = {"code", "rate", "kind", "a", "b", "c", NULL};
static const char *const kinds[] = {"lognormal", "pert", "constant", NULL};
static const int takes[] = {2, 3, 1}; // of a, b, c

typedef struct {
    arena *a;
    text lines;
    int count;
    int place[COLUMNS]; // of each column in the file; -1: not there
    loss_risk *risks;
    int *row;     // the file's row of each risk
    bool *faulty; // could it not be read?
    int n, room;
} reading;

static void complain(reading *r, int row, const char *column, str reason)
{
    if (++r->count > LINES) return;
    if (r->lines.n) put_char(&r->lines, '\n');
    if (row > 0)
        put(&r->lines, format(r->a, "row $1, column $2: $3", v(row), v(column), v(reason)));
    else
        put(&r->lines, format(r->a, "$1: $2", v(column), v(reason)));
}

static int name_index(str s, const char *const *names)
{
    for (int i = 0; names[i]; i++)
        if (str_eq(s, str_of(names[i]))) return i;
    return -1;
}

static bool read_header(reading *r, const str *cells, int count, int row)
{
    for (int i = 0; i < COLUMNS; i++) r->place[i] = -1;
    for (int i = 0; i < count; i++) {
        str name = str_trim(cells[i]);
        int c = name_index(name, column_names);
        if (c < 0)
            complain(r, row, str_z(r->a, name), S("is not known; the columns are code, rate, kind, a, b, c"));
        else if (r->place[c] >= 0)
            complain(r, row, column_names[c], S("stands twice"));
        else
            r->place[c] = i;
    }
    for (int c = 0; c < COLUMNS; c++)
        if (r->place[c] < 0) complain(r, row, column_names[c], S("is missing"));
    return r->count == 0;
}

static str cell(const reading *r, const str *cells, int count, int column)
{
    return r->place[column] < count ? str_trim(cells[r->place[column]]) : (str){0};
}

static double number_cell(reading *r, const str *cells, int count, int row, int column)
{
    str s = cell(r, cells, count, column);
    double x = 0;
    if (!s.n)
        complain(r, row, column_names[column], S("is empty"));
    else if (!str_double(s, &x))
        complain(r, row, column_names[column], format(r->a, "\"$1\" is not a number", v(s)));
    return x;
}

static loss_risk *risk_room(reading *r, int row)
{
    if (r->n == r->room) {
        int room = r->room ? 2 * r->room : 256;
        loss_risk *risks = news(r->a, loss_risk, room);
        int *rows = news(r->a, int, room);
        bool *faulty = news(r->a, bool, room);
        for (int i = 0; i < r->n; i++) risks[i] = r->risks[i], rows[i] = r->row[i], faulty[i] = r->faulty[i];
        r->risks = risks;
        r->row = rows;
        r->faulty = faulty;
        r->room = room;
    }
    r->row[r->n] = row;
    return r->risks + r->n++;
}

static void read_row(reading *r, const str *cells, int count, int row)
{
    loss_risk *x = risk_room(r, row);
    double abc[3] = {0};
    str kind = cell(r, cells, count, KIND);
    int k = name_index(kind, kinds);
    x->code = str_dup(r->a, cell(r, cells, count, CODE));
    if (!x->code.n) complain(r, row, "code", S("is empty"));
    x->frequency.rate = number_cell(r, cells, count, row, RATE);
    if (k < 0) {
        complain(r, row, "kind", format(r->a, "\"$1\" is not lognormal, pert or constant", v(kind)));
        return;
    }
    for (int i = 0; i < 3; i++) {
        str s = cell(r, cells, count, A + i);
        double zero = 0;
        if (i < takes[k])
            abc[i] = number_cell(r, cells, count, row, A + i);
        else if (s.n && !(str_double(s, &zero) && zero == 0))
            complain(r, row, column_names[A + i], format(r->a, "means nothing for $1; leave it empty", v(kinds[k])));
    }
    x->severity = (loss_severity){.kind = (loss_kind)k, .a = abc[0], .b = abc[1], .c = abc[2]};
    int wide = r->place[C];
    for (int i = 0; i < COLUMNS; i++)
        if (r->place[i] > wide) wide = r->place[i];
    for (int i = wide + 1; i < count; i++)
        if (str_trim(cells[i]).n) {
            complain(r, row, "beyond the last", S("holds something"));
            break;
        }
}

static int by_code(const void *a, const void *b)
{
    const loss_risk *x = *(const loss_risk *const *)a, *y = *(const loss_risk *const *)b;
    int d = str_cmp(x->code, y->code);
    return d ? d : (x > y) - (x < y);
}

static void check_codes(reading *r)
{
    arena room = *r->a;
    const loss_risk **order = news(&room, const loss_risk *, r->n);
    for (int i = 0; i < r->n; i++) order[i] = r->risks + i;
    qsort(order, (size_t)r->n, sizeof *order, by_code);
    *r->a = room; // complaints live beyond it
    for (int i = 1; i < r->n; i++)
        if (order[i]->code.n && str_eq(order[i]->code, order[i - 1]->code))
            complain(r, r->row[order[i] - r->risks], "code", S("stands in an earlier row too"));
}

static void read_file(reading *r, str s)
{
    csv c = csv_open(s, 0);
    int count;
    const str *cells = csv_next(r->a, &c, &count);
    if (!cells && !c.reason)
        complain(r, 0, "file", S("is empty; its first row names the columns code, rate, kind, a, b, c"));
    bool known = cells && read_header(r, cells, count, c.row);
    while (known && (cells = csv_next(r->a, &c, &count))) {
        int before = r->count;
        read_row(r, cells, count, c.row);
        r->faulty[r->n - 1] = r->count > before;
    }
    if (c.reason) complain(r, c.fault_row, "file", str_of(c.reason));
    if (known && !c.reason && r->n == 0) complain(r, 0, "file", S("holds no risk"));
    check_codes(r);
}

// ---- the answer

static void put_levels(json_writer *w, const double x[LOSS_LEVELS])
{
    static const char *const names[LOSS_LEVELS] = {"50", "90", "95", "99", "99.9"};
    json_put_object(w);
    for (int k = 0; k < LOSS_LEVELS; k++) json_member(w, names[k], v(x[k]));
    json_end_object(w);
}

static void put_answer(arena *a, const reading *r, const loss_answer *x, const loss_single *singles, text *out)
{
    json_writer w = {.out = out};
    json_put_object(&w);
    json_member(&w, "mean", v(x->mean));
    json_put_name(&w, S("percentiles"));
    put_levels(&w, x->level);
    json_put_name(&w, S("tail_mean"));
    put_levels(&w, x->tail);
    if (!isnan(x->passing)) json_member(&w, "passing", v(x->passing));
    json_put_name(&w, S("risks"));
    json_put_array(&w);
    for (int i = 0; i < r->n; i++) {
        json_put_object(&w);
        json_member(&w, "code", v(r->risks[i].code));
        json_member(&w, "mean", v(singles[i].mean));
        json_put_name(&w, S("percentiles"));
        put_levels(&w, singles[i].level);
        json_end_object(&w);
    }
    json_end_array(&w);
    json_member(&w, "engine", v(loss_engine_name(x->engine)));
    if (x->engine == LOSS_MONTECARLO) {
        json_member(&w, "years", v(x->years));
        json_member(&w, "seed", v((i64)x->seed));
    }
    json_member(&w, "error", v(x->error));
    json_member(&w, "inputs", v(hash_hex(a, x->inputs)));
    json_end_object(&w);
    put_char(out, '\n');
}

static void complain_of(reading *r, const loss_refusal *bad)
{
    for (; bad; bad = bad->next) {
        if (bad->row < 0)
            complain(r, 0, bad->field, bad->reason);
        else if (!r->faulty[bad->row])
            complain(r, r->row[bad->row], bad->field, bad->reason);
    }
}

static bool compute(arena *a, const loss_portfolio *p, const loss_options *o, loss_answer *x, loss_single *singles,
                    loss_refusal **bad)
{
    if (o->engine == LOSS_EXACT) return loss_curve(a, p, o, x, bad) && loss_singles(a, p, o, singles, bad);
    *bad = loss_check(a, p, o);
    x->below = news(a, double, o->nat);
    x->curve = news(a, loss_point, o->points ? o->points : 64);
    return !*bad && carlo_run(a, p, o, x, singles, bad);
}

bool loss_curve_csv(arena *a, str s, const loss_options *o, text *json, str *error)
{
    reading r = {.a = a, .lines = {.a = a}};
    read_file(&r, s);
    loss_portfolio p = {.risks = r.risks, .nrisks = r.n};
    loss_answer x = {.passing = NAN};
    loss_refusal *bad = NULL;
    loss_single *singles = news(a, loss_single, r.n);
    if (r.count) bad = loss_check(a, &p, o); // of the rows that could be read, too
    if (r.count || !compute(a, &p, o, &x, singles, &bad)) {
        complain_of(&r, bad);
        if (r.count > LINES) put(&r.lines, format(a, "\nand $1 more", v(r.count - LINES)));
        *error = text_str(&r.lines);
        return false;
    }
    put_answer(a, &r, &x, singles, json);
    return true;
}
