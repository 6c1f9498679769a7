// csv.c: comma-separated values, row by row.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/csv.h"

#include <string.h>

static bool refuse(csv *c, int column, const char *reason)
{
    c->fault_row = c->row;
    c->fault_column = column;
    c->reason = reason;
    return false;
}

static bool at_row_end(const csv *c)
{
    return c->p == c->end || *c->p == '\n' || *c->p == '\r';
}

static void skip_row_end(csv *c)
{
    if (c->p < c->end && *c->p == '\r')
        c->p++;
    else if (c->p < c->end && *c->p == '\n') {
        c->p++;
        return;
    }
    if (c->p < c->end && *c->p == '\n') c->p++;
}

// The candidate found most often in the first row outside quotation marks; a comma when there is none.
static char detect(const char *p, const char *end)
{
    int comma = 0, semicolon = 0, tab = 0;
    bool quoted = false;
    for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
        if (*p == '"') quoted = !quoted;
        if (quoted) continue;
        comma += *p == ',';
        semicolon += *p == ';';
        tab += *p == '\t';
    }
    if (semicolon > comma && semicolon >= tab) return ';';
    return tab > comma ? '\t' : ',';
}

csv csv_open(str s, char delimiter)
{
    csv c = {.p = s.p, .end = s.p + s.n, .delimiter = delimiter};
    if (str_starts(s, S("\xFF\xFE")) || str_starts(s, S("\xFE\xFF"))) {
        refuse(&c, 0, "it is UTF-16; save it as CSV in UTF-8");
        c.fault_row = 1;
    }
    if (str_starts(s, S("\xEF\xBB\xBF"))) c.p += 3;
    str rest = {c.p, c.end - c.p};
    if (rest.n >= 5 && str_starts(rest, S("sep=")) && (rest.n == 5 || rest.p[5] == '\r' || rest.p[5] == '\n')) {
        if (!c.delimiter) c.delimiter = rest.p[4];
        c.p += 5;
        c.row = 1;
        skip_row_end(&c);
    }
    if (!c.delimiter) c.delimiter = detect(c.p, c.end);
    return c;
}

// A copy with each doubled quotation mark once.
static str undouble(arena *a, str s)
{
    char *p = arena_take(a, s.n), *to = p;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        *to++ = s.p[i];
        if (s.p[i] == '"') i++;
    }
    return (str){p, to - p};
}

static bool read_quoted(arena *a, csv *c, int column, str *out)
{
    const char *from = ++c->p;
    bool doubled = false;
    for (;;) {
        const char *mark = memchr(c->p, '"', (size_t)(c->end - c->p));
        if (!mark) return refuse(c, column, "a cell in quotation marks does not end");
        c->p = mark + 1;
        if (c->p == c->end || *c->p != '"') break;
        doubled = true;
        c->p++;
    }
    *out = (str){from, c->p - 1 - from};
    if (doubled) *out = undouble(a, *out);
    if (at_row_end(c) || *c->p == c->delimiter) return true;
    return refuse(c, column, "something follows the quotation mark that ends a cell");
}

static bool read_plain(csv *c, int column, str *out)
{
    const char *from = c->p;
    while (!at_row_end(c) && *c->p != c->delimiter) {
        if (*c->p == '"') return refuse(c, column, "a quotation mark in a cell that does not start with one");
        c->p++;
    }
    *out = (str){from, c->p - from};
    return true;
}

// Cells are added to a plain array that the reader keeps from row to row.
static str *cell_room(arena *a, csv *c, int n)
{
    if (n < c->columns) return &c->cells[n];
    int columns = c->columns ? c->columns * 4 : 32;
    str *cells = news(a, str, columns);
    if (n) memcpy(cells, c->cells, (size_t)n * sizeof *cells);
    c->cells = cells;
    c->columns = columns;
    return &c->cells[n];
}

static bool read_cell(arena *a, csv *c, int n)
{
    str *cell = cell_room(a, c, n);
    if (n == CSV_COLUMNS) return refuse(c, n + 1, "too many columns");
    bool quoted = c->p < c->end && *c->p == '"';
    if (!(quoted ? read_quoted(a, c, n + 1, cell) : read_plain(c, n + 1, cell))) return false;
    if (cell->n > CSV_CELL) return refuse(c, n + 1, "the cell is too long");
    if (!str_utf8(*cell)) return refuse(c, n + 1, "the cell is not UTF-8 text; save the file as CSV in UTF-8");
    return true;
}

const str *csv_next(arena *a, csv *c, int *count)
{
    *count = 0;
    if (c->reason) return NULL;
    while (c->p < c->end && at_row_end(c)) {
        c->row++;
        skip_row_end(c);
    }
    if (c->p == c->end) return NULL;
    c->row++;
    if (c->row > CSV_ROWS) {
        refuse(c, 1, "too many rows");
        return NULL;
    }
    for (int n = 0;; n++) {
        if (!read_cell(a, c, n)) return NULL;
        if (at_row_end(c)) {
            *count = n + 1;
            break;
        }
        c->p++;
    }
    skip_row_end(c);
    return c->cells;
}
