// paper.c: documents as a stream of frames for isms-paper.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/paper.h"
#include "platform/base/time.h"
#include "platform/paper/frame.h"

#include <assert.h>
#include <math.h>

#define MAX_COLUMNS 30

static void field(text *t, str s)
{
    put_char(t, FRAME_FIELD);
    frame_text(t, s);
}

// Thousandths are finer than any printer.
static void number_field(text *t, double x)
{
    put_char(t, FRAME_FIELD);
    put_double(t, isfinite(x) ? round(x * 1000) / 1000 : 0);
}

static str or_else(str s, str otherwise)
{
    return s.n ? s : otherwise;
}

paper paper_begin(arena *a, const paper_head *head)
{
    paper p = {.out = {.a = a}};
    text *t = &p.out;
    ptrdiff_t at = frame_begin(t, FRAME_HEAD);
    frame_text(t, head->organisation);
    field(t, head->title);
    field(t, head->subtitle);
    field(t, head->version);
    field(t, head->date);
    field(t, head->classification);
    field(t, head->checkpoint);
    put_char(t, FRAME_FIELD);
    if (head->created.us) put_moment(t, head->created);
    field(t, head->landscape ? S("1") : S(""));
    field(t, head->brief ? S("1") : S(""));
    frame_end(t, at);
    at = frame_begin(t, FRAME_WORDS);
    frame_text(t, or_else(head->word_contents, S("Contents")));
    field(t, or_else(head->word_version, S("Version")));
    field(t, or_else(head->word_date, S("Date")));
    field(t, or_else(head->word_classification, S("Classification")));
    field(t, or_else(head->word_checkpoint, S("Ledger checkpoint")));
    field(t, or_else(head->word_page, S("Page $1 of $2")));
    frame_end(t, at);
    return p;
}

// Whatever begins a new block comes here first.
static text *block(paper *p)
{
    assert(!p->open && !p->chart && !p->cells && "a paragraph, chart or row is not ended");
    p->columns = 0;
    return &p->out;
}

void paper_fact(paper *p, str label, str value)
{
    text *t = block(p);
    ptrdiff_t at = frame_begin(t, FRAME_FACT);
    frame_text(t, label);
    field(t, value);
    frame_end(t, at);
}

void paper_heading(paper *p, int level, str words, str anchor)
{
    text *t = block(p);
    assert(level >= 1 && level <= 3);
    ptrdiff_t at = frame_begin(t, FRAME_HEADING);
    put_int(t, level);
    field(t, anchor);
    field(t, words);
    frame_end(t, at);
}

void paper_break(paper *p)
{
    frame_put(block(p), FRAME_BREAK, S(""));
}

void paper_open(paper *p, paper_kind kind, int level, int number)
{
    text *t = block(p);
    ptrdiff_t at = frame_begin(t, FRAME_PARAGRAPH);
    put_int(t, kind);
    put_char(t, FRAME_FIELD);
    put_int(t, level);
    put_char(t, FRAME_FIELD);
    put_int(t, number);
    frame_end(t, at);
    p->open = true;
}

void paper_span(paper *p, str words, int style, str link)
{
    assert(p->open && "a span belongs into a paragraph");
    if (!words.n) return;
    text *t = &p->out;
    ptrdiff_t at = frame_begin(t, FRAME_SPAN);
    put_int(t, style);
    field(t, link);
    field(t, words);
    frame_end(t, at);
}

void paper_close(paper *p)
{
    assert(p->open);
    p->open = false;
}

typedef struct {
    paper *p;
    const val *vals;
    int nvals;
    int style;
    str link;
} marking;

static void put_part(marking *m, str part)
{
    arena *a = m->p->out.a;
    if (part.n) paper_span(m->p, format_(a, part, m->vals, m->nvals), m->style, m->link);
}

// One tag of a literal, without its brackets; the literals are ours, so an unknown one is a bug.
static void apply_tag(marking *m, str tag)
{
    bool end = str_starts(tag, S("/"));
    str name = end ? str_from(tag, 1) : tag;
    int style = str_eq(name, S("b"))      ? PAPER_BOLD
                : str_eq(name, S("i"))    ? PAPER_ITALIC
                : str_eq(name, S("code")) ? PAPER_MONO
                                          : 0;
    if (style) {
        m->style = end ? m->style & ~style : m->style | style;
        return;
    }
    if (end) {
        assert(str_eq(name, S("a")));
        m->link = (str){0};
        return;
    }
    assert(str_starts(tag, S("a href='")) && str_ends(tag, S("'")) && "a paragraph knows b, i, code and a");
    m->link = format_(m->p->out.a, str_sub(tag, 8, tag.n - 9), m->vals, m->nvals);
}

void paper_paragraph_(paper *p, paper_kind kind, str template, const val *vals, int nvals)
{
    marking m = {.p = p, .vals = vals, .nvals = nvals};
    paper_open(p, kind, 0, 1);
    for (str rest = template; rest.n;) {
        ptrdiff_t tag = str_find(rest, '<');
        ptrdiff_t end = tag < 0 ? -1 : str_find(str_from(rest, tag), '>');
        if (end < 0) {
            put_part(&m, rest);
            break;
        }
        put_part(&m, str_sub(rest, 0, tag));
        apply_tag(&m, str_sub(rest, tag + 1, end - 1));
        rest = str_from(rest, tag + end + 1);
    }
    paper_close(p);
}

void paper_table(paper *p, const paper_column *columns, int n)
{
    text *t = block(p);
    assert(n >= 1 && n <= MAX_COLUMNS);
    ptrdiff_t at = frame_begin(t, FRAME_TABLE);
    for (int i = 0; i < n; i++) {
        assert(columns[i].width > 0);
        if (i) put_char(t, FRAME_FIELD);
        put_double(t, columns[i].width);
        put_char(t, FRAME_FIELD);
        put_int(t, columns[i].align);
        field(t, columns[i].title);
    }
    frame_end(t, at);
    p->columns = n;
}

void paper_group(paper *p, str words)
{
    assert(p->columns && !p->cells && "a group belongs into a table");
    ptrdiff_t at = frame_begin(&p->out, FRAME_GROUP);
    frame_text(&p->out, words);
    frame_end(&p->out, at);
}

void paper_row(paper *p, str anchor)
{
    assert(p->columns && !p->cells && "a row belongs into a table, after the cells of the last");
    ptrdiff_t at = frame_begin(&p->out, FRAME_RECORD);
    frame_text(&p->out, anchor);
    frame_end(&p->out, at);
    p->cells = p->columns;
}

void paper_cell(paper *p, val x)
{
    paper_cell_as(p, x, PAPER_NORMAL, (str){0});
}

void paper_cell_as(paper *p, val x, paper_tone tone, str link)
{
    assert(p->cells && "more cells than columns");
    p->cells--;
    text *t = &p->out;
    ptrdiff_t at = frame_begin(t, FRAME_CELL);
    put_int(t, tone);
    field(t, link);
    put_char(t, FRAME_FIELD);
    if (x.kind == VAL_TEXT && !x.null) {
        frame_text(t, x.s);
    } else {
        put_plain(t, x);
    }
    frame_end(t, at);
}

void paper_chart(paper *p, double width, double height, str title)
{
    text *t = block(p);
    assert(width > 0 && height > 0);
    ptrdiff_t at = frame_begin(t, FRAME_CHART);
    put_double(t, width);
    number_field(t, height);
    field(t, title);
    frame_end(t, at);
    p->chart = true;
}

// One shape: its classes, a letter, and its numbers; the caller may add fields before the end.
static ptrdiff_t shape(paper *p, str classes, char letter, const double *numbers, int n)
{
    assert(p->chart && "a shape belongs into a chart");
    text *t = &p->out;
    ptrdiff_t at = frame_begin(t, FRAME_SHAPE);
    frame_text(t, classes);
    put_char(t, FRAME_FIELD);
    put_char(t, letter);
    for (int i = 0; i < n; i++) number_field(t, numbers[i]);
    return at;
}

void paper_chart_line(paper *p, str classes, double x1, double y1, double x2, double y2)
{
    frame_end(&p->out, shape(p, classes, 'l', (const double[]){x1, y1, x2, y2}, 4));
}

void paper_chart_lines(paper *p, str classes, const double *xy, int points)
{
    frame_end(&p->out, shape(p, classes, 'p', xy, points * 2));
}

void paper_chart_path(paper *p, str classes, str d)
{
    ptrdiff_t at = shape(p, classes, 'd', NULL, 0);
    field(&p->out, d);
    frame_end(&p->out, at);
}

void paper_chart_rect(paper *p, str classes, double x, double y, double width, double height, double radius)
{
    frame_end(&p->out, shape(p, classes, 'r', (const double[]){x, y, width, height, radius}, 5));
}

void paper_chart_circle(paper *p, str classes, double x, double y, double radius)
{
    frame_end(&p->out, shape(p, classes, 'c', (const double[]){x, y, radius}, 3));
}

void paper_chart_text(paper *p, str classes, double x, double y, str words)
{
    ptrdiff_t at = shape(p, classes, 't', (const double[]){x, y}, 2);
    field(&p->out, words);
    frame_end(&p->out, at);
}

void paper_chart_link(paper *p, str link, double x, double y, double width, double height)
{
    ptrdiff_t at = shape(p, S(""), 'a', (const double[]){x, y, width, height}, 4);
    field(&p->out, link);
    frame_end(&p->out, at);
}

void paper_chart_end(paper *p)
{
    assert(p->chart);
    frame_put(&p->out, FRAME_CHART_END, S(""));
    p->chart = false;
}
