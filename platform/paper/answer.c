// answer.c: documents and workbooks through the child: what goes in, what comes back.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/paper/child.h"
#include "platform/paper/frame.h"
#include "platform/paper/paper.h"

#include <assert.h>

#define SECONDS 120

static const str broken = STR("The file could not be worked on: the answer of isms-paper makes no sense.");

// The content of the one frame of that kind in an answer.
static bool find_frame(str answer, char wanted, str *content)
{
    char kind;
    while (frame_next(&answer, &kind, content))
        if (kind == wanted) return true;
    return false;
}

static bool receive_file(arena *a, char job, str input, const paper *p, bytes *file, int *pages, str *error)
{
    str answer, content, count;
    i64 n = 0;
    if (!child_ask(a, job, input, SECONDS, p ? p->told : NULL, p ? p->to : NULL, &answer, error)) return false;
    if (!find_frame(answer, FRAME_FILE, &content) ||
        (pages && (!find_frame(answer, FRAME_PAGES, &count) || !str_int(count, &n) || n < 1 || n > 1000000))) {
        *error = broken;
        return false;
    }
    *file = (bytes){content.p, content.n};
    if (pages) *pages = (int)n;
    return true;
}

bool paper_pdf(arena *a, paper *p, bytes *pdf, int *pages, str *error)
{
    int n;
    assert(!p->open && !p->chart && !p->cells && "a paragraph, chart or row is not ended");
    return receive_file(a, JOB_PDF, text_str(&p->out), p, pdf, pages ? pages : &n, error);
}

paper_book paper_book_begin(arena *a)
{
    return (paper_book){.out = {.a = a}};
}

void paper_sheet(paper_book *b, str name)
{
    assert(!b->line);
    ptrdiff_t at = frame_begin(&b->out, FRAME_SHEET);
    frame_text(&b->out, name);
    frame_end(&b->out, at);
}

void paper_sheet_column(paper_book *b, str title, int width)
{
    assert(!b->line);
    ptrdiff_t at = frame_begin(&b->out, FRAME_COLUMN);
    put_int(&b->out, width);
    put_char(&b->out, FRAME_FIELD);
    frame_text(&b->out, title);
    frame_end(&b->out, at);
}

// The kind, a letter, stands before the value.
static void put_cell(text *t, val x)
{
    money m = {.minor = x.i};
    if (x.null) return;
    switch (x.kind) {
    case VAL_NIL:
    case VAL_BYTES: break;
    case VAL_INT:
    case VAL_REAL:
        put_char(t, 'n');
        put_plain(t, x);
        break;
    case VAL_TEXT:
        put_char(t, 't');
        frame_text(t, x.s);
        break;
    case VAL_DATE:
        put_char(t, 'd');
        put_int(t, x.i);
        break;
    case VAL_MOMENT:
        put_char(t, 'm');
        put_int(t, x.i);
        break;
    case VAL_MONEY:
        put_char(t, '$');
        memcpy(m.currency, x.currency, sizeof m.currency);
        put_z(t, m.currency);
        put_money_amount(t, m);
        break;
    }
}

void paper_sheet_cell(paper_book *b, val x)
{
    if (b->line) {
        put_char(&b->out, FRAME_FIELD);
    } else {
        b->at = frame_begin(&b->out, FRAME_LINE);
        b->line = true;
    }
    put_cell(&b->out, x);
}

void paper_sheet_end_row(paper_book *b)
{
    if (!b->line) b->at = frame_begin(&b->out, FRAME_LINE);
    frame_end(&b->out, b->at);
    b->line = false;
}

bool paper_sheet_write(arena *a, paper_book *b, bytes *xlsx, str *error)
{
    assert(!b->line && "a row is not ended");
    return receive_file(a, JOB_SHEET_WRITE, text_str(&b->out), NULL, xlsx, NULL, error);
}

typedef struct {
    int sheets, rows;
    ptrdiff_t cells;
} counted;

// Checks everything that the child says, and counts what it holds.
static bool count_answer(str answer, counted *n)
{
    char kind;
    str content;
    while (frame_next(&answer, &kind, &content)) {
        if (!str_utf8(content)) return false;
        if (kind == FRAME_SHEET) {
            n->sheets++;
            continue;
        }
        if (kind != FRAME_ROW || !n->sheets) return false;
        n->rows++;
        for (ptrdiff_t i = 0; i < content.n; i++) n->cells += content.p[i] == FRAME_FIELD;
        if (n->cells > SHEET_CELLS) return false;
    }
    return answer.n == 0;
}

static bool read_row(str content, sheet_row *row, str *cells)
{
    i64 number;
    row->cells = cells;
    if (!str_int(frame_field(&content), &number) || number < 1 || number > 1 << 20) return false;
    row->number = (int)number;
    while (content.p) cells[row->count++] = frame_field(&content);
    return true;
}

bool paper_sheet_read(arena *a, bytes xlsx, const sheet **sheets, int *count, str *error)
{
    str answer, content;
    counted n = {0};
    char kind;
    if (!child_ask(a, JOB_SHEET_READ, (str){xlsx.p, xlsx.n}, SECONDS, NULL, NULL, &answer, error)) return false;
    *error = broken;
    if (!count_answer(answer, &n)) return false;
    sheet *list = news(a, sheet, n.sheets), *last = list - 1;
    sheet_row *rows = news(a, sheet_row, n.rows);
    str *cells = news(a, str, n.cells);
    while (frame_next(&answer, &kind, &content)) {
        if (kind == FRAME_SHEET) {
            *++last = (sheet){.name = frame_field(&content), .rows = rows};
            last->hidden = content.n > 0;
            continue;
        }
        if (!read_row(content, rows, cells)) return false;
        cells += rows++->count;
        last->count++;
    }
    *sheets = list;
    *count = n.sheets;
    *error = (str){0};
    return true;
}
