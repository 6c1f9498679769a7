// list_table.c: the table of a list: heads, rows, cells.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/list_page.h"

#include "platform/web/column_html.h"
#include "platform/web/field_html.h"

enum { MOST_COLUMNS = 40, BATCH = 25 };
// In rem: the box, the code and the title; what a laptop's window and a wide one have room for.
enum { WIDTH_TITLE = 20, WIDTH_LAPTOP = 60, WIDTH_WIDE = 75 };

// A column and where its titles and counts stand.
typedef struct {
    column k;
    int title; // index among the list's columns
    int rank;
    const i64 *counts; // of a link: one per row
} shown;

typedef struct {
    request *q;
    const list_state *s;
    const page *p;
    const field *title; // NULL: the code stands for it
    int title_at;       // index of the title among the list's columns, -1 when the list lacks it
    shown columns[MOST_COLUMNS];
    int ncolumns;
    const shown *who, *when,
        *level;                   // what a telephone still shows: the style sheet puts it below the title and beside it
    text address;                 // of the row being written: "/risk/R-" stays, the number changes
    ptrdiff_t code_at, number_at; // where the code begins in it, and its number
    bool pick;
    bool chosen; // the columns were asked for by name
} table_page;

// How many links each record of the page has: one query for a batch of records, always with the same text.
static const i64 *link_counts(ctx *c, const page *p, const link_field *l)
{
    i64 *counts = news(c->a, i64, p->n);
    text t = {.a = c->a};
    fill(&t, S("SELECT x.$1, COUNT(*) FROM {$2 x} WHERE x.$1 IN ("), VALS(v(l->from), v(l->through->name)), 2);
    query_places(&t, BATCH);
    fill(&t, S(") GROUP BY x.$1"), VALS(v(l->from)), 1);
    for (int from = 0; from < p->n; from += BATCH) {
        val ids[BATCH + 1];
        for (int k = 0; k <= BATCH; k++)
            ids[k] = v(k && from + k <= p->n ? ((const record *)p->recs[from + k - 1])->id : 0);
        rows r = query_built(c, text_str(&t), ids, BATCH);
        while (db_next(&r))
            for (int k = 1; k <= BATCH && from + k <= p->n; k++)
                if (ids[k].i == db_int(&r, 0)) counts[from + k - 1] = db_int(&r, 1);
    }
    return counts;
}

static shown *add_column(table_page *t, column k, int title)
{
    shown *x = &t->columns[t->ncolumns++];
    *x = (shown){.k = k, .title = title, .rank = 2};
    return x;
}

// The title is always shown; besides it a telephone keeps the level, and below it the code, a person and a date.
static void add_field(table_page *t, const field *f, int at)
{
    shown *x = add_column(t, column_of(t->q, t->s->e, f), at);
    if (!t->level && field_level(f) && !x->k.outlined) t->level = x, x->rank = 0;
    if (!t->who && x->k.person) t->who = x, x->rank = 1;
    if (!t->when && f->kind == KIND_DATE) t->when = x, x->rank = 1;
}

// What does not fit beside the others waits for a wider window, from the left to the right; what was asked for by name stays.
static void rank_columns(table_page *t)
{
    int used = WIDTH_TITLE;
    for (int i = 0; i < t->ncolumns; i++)
        if (t->columns[i].rank < 2) used += t->columns[i].k.width;
    for (int i = 0; i < t->ncolumns; i++) {
        shown *x = &t->columns[i];
        if (x->rank == 2) used += x->k.width;
        if (x->rank == 2 && !t->chosen && used > WIDTH_LAPTOP) x->rank = used > WIDTH_WIDE ? 4 : 3;
        column_rank(&x->k, x->rank);
    }
}

static void make_columns(table_page *t)
{
    const list *l = &t->s->l;
    for (int i = 0; i < l->ncolumns && t->ncolumns < MOST_COLUMNS - 8; i++) {
        if (l->columns[i] == t->title)
            t->title_at = i;
        else if (field_shown(l->columns[i]))
            add_field(t, l->columns[i], i);
    }
    for (int i = 0; i < t->s->nlinks; i++)
        add_column(t, column_of_link(t->q, t->s->links[i]), 0)->counts = link_counts(t->q->c, t->p, t->s->links[i]);
    rank_columns(t);
}

static void head(table_page *t, const field *f, str label, str class)
{
    request *q = t->q;
    arena *a = q->c->a;
    const order *found = NULL;
    int place = 0;
    for (int i = 0; i < t->s->l.norders && !found; i++)
        if (t->s->l.orders[i].field == f) found = &t->s->l.orders[i], place = i + 1;
    str to = list_state_sorted(a, t->s, f);
    if (!found) {
        html(q, "<th scope='col' class='$1'><a href='$2'>$3</a></th>", v(class), v(to), v(label));
        return;
    }
    html(q, "<th scope='col' class='$1' aria-sort='$2'><a href='$3'>$4", v(class),
         v(found->down ? "descending" : "ascending"), v(to), v(label));
    html_icon(q, found->down ? "arrow-down" : "arrow-up");
    html(q, "<sup>$1</sup></a></th>", v(place));
}

// A level is put in order by its score: its words would stand in that of the alphabet.
static const field *sorts_by(const column *k, const entity *e)
{
    const field *with = k->field->with && field_level(k->field) ? field_find(e, str_of(k->field->with)) : NULL;
    return with ? with : k->field;
}

static bool sortable(const field *f)
{
    return f->kind != KIND_ANY && f->kind != KIND_SECRET && !(f->flags & LONG);
}

static void heads(table_page *t)
{
    request *q = t->q;
    html(q, "<thead><tr>");
    if (t->pick)
        html(q,
             "<th scope='col' class='pick'><label><input type='checkbox' data-all hidden><span class='vh'>{Select all "
             "on this page}</span></label></th>");
    if (t->title) head(t, NULL, words(q, "Code"), S("o1"));
    head(t, t->title, words(q, t->title ? t->title->label : "Code"), S(""));
    for (int i = 0; i < t->ncolumns; i++) {
        const column *k = &t->columns[i].k;
        if (k->field && sortable(k->field))
            head(t, sorts_by(k, t->s->e), k->label, &t->columns[i] == t->level ? S("level") : k->class);
        else
            html(q, "<th scope='col' class='$1'>$2</th>", v(k->class), v(k->label));
    }
    html(q, "</tr></thead>");
}

static str title_at(const table_page *t, int row, int column)
{
    return t->p->titles ? t->p->titles[(ptrdiff_t)row * t->s->l.ncolumns + column] : (str){0};
}

static str row_title(const table_page *t, int row, const void *rec)
{
    if (t->title->kind == KIND_TEXT) return *(const str *)field_at(t->title, rec);
    if (t->title->kind == KIND_REF && t->title_at >= 0) return title_at(t, row, t->title_at);
    return field_words(t->q->c, t->title, rec);
}

// The box, the code and the title in one literal: it is written fifty times a page.
static void row_head(table_page *t, int i, const record *rec)
{
    request *q = t->q;
    t->address.n = t->number_at;
    put_int(&t->address, rec->id);
    str to = text_str(&t->address), code = str_from(to, t->code_at);
    str title = t->title ? row_title(t, i, rec) : code;
    if (title.n == 0) title = code;
    if (t->pick && t->title)
        html(q,
             "<tr><td class='pick'><label><input type='checkbox' name='pick' value='$1@$2' aria-label='{Select "
             "$1}'></label></td><td class='code o1'><a href='$3'>$1</a></td><th scope='row'><a href='$3'>$4</a></th>",
             v(code), v(rec->version), v(to), v(title));
    else if (t->title)
        html(q, "<tr><td class='code o1'><a href='$1'>$2</a></td><th scope='row'><a href='$1'>$3</a></th>", v(to),
             v(code), v(title));
    else if (t->pick)
        html(q,
             "<tr><td class='pick'><label><input type='checkbox' name='pick' value='$1@$2' aria-label='{Select "
             "$1}'></label></td><th scope='row'><a href='$3'>$1</a></th>",
             v(code), v(rec->version), v(to));
    else
        html(q, "<tr><th scope='row'><a href='$1'>$2</a></th>", v(to), v(code));
}

static void row(table_page *t, int i)
{
    const void *rec = t->p->recs[i];
    row_head(t, i, rec);
    for (int k = 0; k < t->ncolumns; k++) {
        const shown *x = &t->columns[k];
        column_cell(t->q, &x->k, rec, x->counts ? (str){0} : title_at(t, i, x->title), x->counts ? x->counts[i] : 0);
    }
    html(t->q, "</tr>");
}

void list_table(request *q, const list_state *s, const page *p, bool pick)
{
    table_page t = {.q = q, .s = s, .p = p, .title = entity_title_field(s->e), .title_at = -1, .pick = pick};
    t.chosen = list_state_has(s, S("columns"), (str){0});
    t.address = (text){.a = q->c->a};
    fill(&t.address, S("/$1/"), VALS(v(s->e->name)), 1);
    t.code_at = t.address.n;
    fill(&t.address, S("$1-"), VALS(v(s->e->prefix)), 1);
    t.number_at = t.address.n;
    make_columns(&t);
    if (t.chosen) html(q, "<div class='scroll' role='region' aria-label='$1' tabindex='0'>", v(words(q, s->e->plural)));
    html(q, "<table class='t full list'><caption class='vh'>$1</caption>", v(words(q, s->e->plural)));
    heads(&t);
    html(q, "<tbody>");
    for (int i = 0; i < p->n; i++) row(&t, i);
    html(q, "</tbody></table>");
    if (t.chosen) html(q, "</div>");
}
