// table.c: tables of text in columns, as wide as the terminal.
// SPDX-License-Identifier: Apache-2.0
#include "platform/cli/table.h"

#include <utf8proc.h>

enum { NARROWEST = 8, GAP = 2 };

// Width of the character at s and its bytes in *n; malformed bytes count one column each.
static int char_width(str s, ptrdiff_t *n)
{
    utf8proc_int32_t c = 0;
    utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)s.p, s.n, &c);
    *n = k > 0 ? k : 1;
    if (k <= 0 || c < 0x20 || c == 0x7F) return 1;
    return utf8proc_charwidth(c);
}

int text_width(str s)
{
    int width = 0;
    for (ptrdiff_t n; s.n > 0; s = str_from(s, n)) width += char_width(s, &n);
    return width;
}

static void put_spaces(text *t, int n)
{
    for (int i = 0; i < n; i++) put_char(t, ' ');
}

// At most `width` columns of s; what is cut is shown as "…".
static void put_cell(text *t, str s, int width, bool right, bool last)
{
    int whole = text_width(s), used = 0;
    if (right && whole < width) put_spaces(t, width - whole);
    int most = whole > width ? width - 1 : whole;
    for (ptrdiff_t n; s.n > 0; s = str_from(s, n)) {
        int w = char_width(s, &n);
        if (used + w > most) break;
        unsigned char c = (unsigned char)*s.p;
        if (c < 0x20 || c == 0x7F)
            put_char(t, ' ');
        else
            put(t, str_sub(s, 0, n));
        used += w;
    }
    if (whole > width) put(t, S("…")), used++;
    if (!right && !last && used < width) put_spaces(t, width - used);
}

static void fit(int *widths, int columns, int width)
{
    int total = GAP * (columns - 1);
    for (int i = 0; i < columns; i++) total += widths[i];
    while (width > 0 && total > width) {
        int widest = 0;
        for (int i = 1; i < columns; i++)
            if (widths[i] > widths[widest]) widest = i;
        if (widths[widest] <= NARROWEST) return;
        widths[widest]--, total--;
    }
}

static void put_row(text *t, const table_column *c, int columns, const str *cells, const int *widths)
{
    for (int i = 0; i < columns; i++) {
        if (i) put_spaces(t, GAP);
        put_cell(t, cells ? cells[i] : c[i].title, widths[i], c[i].right, i == columns - 1);
    }
    while (t->n && t->p[t->n - 1] == ' ') t->n--;
    put_char(t, '\n');
}

void table_put(text *t, const table_column *c, int columns, const str *cells, int n, int width)
{
    int *widths = news(t->a, int, columns);
    for (int i = 0; i < columns; i++) widths[i] = text_width(c[i].title);
    for (int i = 0; i < columns * n; i++) {
        int w = text_width(cells[i]);
        if (w > widths[i % columns]) widths[i % columns] = w;
    }
    fit(widths, columns, width);
    put_row(t, c, columns, NULL, widths);
    for (int i = 0; i < n; i++) put_row(t, c, columns, cells + (ptrdiff_t)i * columns, widths);
}

static void put_paragraph(text *t, str line, int indent, int width)
{
    int at = indent;
    bool first = true;
    put_spaces(t, indent);
    for (str rest = line; rest.p;) {
        str word = str_cut(&rest, ' ');
        int w = text_width(word);
        if (!first && width && at + 1 + w > width) {
            put_char(t, '\n');
            put_spaces(t, indent);
            at = indent, first = true;
        }
        if (!first) put_char(t, ' '), at++;
        put(t, word);
        at += w, first = false;
    }
    put_char(t, '\n');
}

void put_wrapped(text *t, str s, int indent, int width)
{
    for (str rest = s; rest.p;) put_paragraph(t, str_cut(&rest, '\n'), indent, width);
}
