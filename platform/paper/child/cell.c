// cell.c: what stands in a cell of a workbook, as text.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/cell.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/paper/frame.h"

#include <math.h>
#include <stdio.h>

// [$EUR-407], [$EUR] or "EUR": a currency by its code.
static void find_currency(str inside, cell_format *f)
{
    if (str_starts(inside, S("$"))) inside = str_from(inside, 1);
    ptrdiff_t dash = str_find(inside, '-');
    str code = str_trim(dash < 0 ? inside : str_sub(inside, 0, dash));
    if (money_code(code)) memcpy(f->currency, code.p, 3);
}

// The length of what is quoted, bracketed or escaped at the beginning of s, or 0.
static ptrdiff_t set_apart(str s, cell_format *f)
{
    if (s.p[0] == '\\' || s.p[0] == '_' || s.p[0] == '*') return 2;
    if (s.p[0] != '"' && s.p[0] != '[') return 0;
    ptrdiff_t end = str_find(str_from(s, 1), s.p[0] == '"' ? '"' : ']');
    str inside = end < 0 ? str_from(s, 1) : str_sub(s, 1, end);
    if (s.p[0] == '[' && inside.n && memchr("hHmMsS", inside.p[0], 6))
        f->time = true; // elapsed time
    else
        find_currency(inside, f);
    return inside.n + 2;
}

static cell_format format_of_code(str code)
{
    cell_format f = {0};
    bool month = false;
    ptrdiff_t first = str_find(code, ';');
    if (first >= 0) code = str_sub(code, 0, first); // the part for positive numbers
    if (str_eq(code, S("General"))) return f;
    for (str s = code; s.n;) {
        ptrdiff_t n = set_apart(s, &f);
        if (!n) {
            char c = (char)(s.p[0] | 0x20);
            f.date |= c == 'y' || c == 'd';
            f.time |= c == 'h' || c == 's';
            month |= c == 'm';
            n = 1;
        }
        s = str_from(s, n);
    }
    if (month && !f.time) f.date = true;
    return f;
}

cell_format cell_format_of(i64 id, str code)
{
    if (code.n) return format_of_code(code);
    bool both = id == 22, date = (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
    bool time = (id >= 18 && id <= 21) || (id >= 45 && id <= 47);
    return (cell_format){.date = date || both, .time = time || both};
}

static void put_two(text *t, i64 n)
{
    put_char(t, (char)('0' + n / 10 % 10));
    put_char(t, (char)('0' + n % 10));
}

static void put_time(text *t, i64 seconds)
{
    put_two(t, seconds / 3600);
    put_char(t, ':');
    put_two(t, seconds / 60 % 60);
    put_char(t, ':');
    put_two(t, seconds % 60);
}

// False when the number is no day that Excel knows.
static bool put_serial(text *t, double x, cell_format f, bool since_1904)
{
    if (!(x >= 0 && x < 2958466)) return false; // up to 9999-12-31
    i64 day = (i64)floor(x), seconds = llround((x - floor(x)) * 86400);
    if (seconds == 86400) day++, seconds = 0;
    if (f.date) {
        // Excel's 1900 has a 29 February, so days before March of it count from another start.
        i64 start = since_1904 ? date_make(1904, 1, 1).day : date_make(1899, 12, day < 60 ? 31 : 30).day;
        put_date(t, (date){start + day});
        if (f.time) put_char(t, 'T');
    }
    if (f.time) put_time(t, f.date ? seconds : seconds + (day < 4 ? day * 86400 : 0));
    return true;
}

void put_cell_number(text *t, str number, cell_format f, bool since_1904)
{
    double x;
    if (!str_double(number, &x)) {
        frame_text(t, number);
        return;
    }
    if ((f.date || f.time) && put_serial(t, x, f, since_1904)) return;
    if (f.currency[0] && fabs(x) < 1e13) {
        money m = {.minor = llround(x * pow(10, money_digits(f.currency)))};
        memcpy(m.currency, f.currency, sizeof m.currency);
        put_money_amount(t, m);
        put_char(t, ' ');
        put_z(t, f.currency);
        return;
    }
    // Spreadsheets keep 15 digits; the rest is an echo of arithmetic, such as 0.30000000000000004.
    char shown[32];
    snprintf(shown, sizeof shown, "%.15g", x);
    if (str_double(str_of(shown), &x)) put_double(t, x);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

void put_cell_text(text *t, str s)
{
    for (;;) {
        ptrdiff_t at = str_search(s, S("_x00"));
        bool code = at >= 0 && s.n - at >= 7 && s.p[at + 6] == '_' && hex_digit(s.p[at + 4]) >= 0 &&
                    hex_digit(s.p[at + 5]) >= 0;
        if (at < 0) break;
        frame_text(t, str_sub(s, 0, code ? at : at + 1));
        int c = code ? hex_digit(s.p[at + 4]) * 16 + hex_digit(s.p[at + 5]) : 0;
        if (code && (c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7F))) put_char(t, (char)c);
        s = str_from(s, code ? at + 7 : at + 1);
    }
    frame_text(t, s);
}

bool cell_place(str name, int *row, int *column)
{
    i64 r = 0, c = 0;
    ptrdiff_t i = 0;
    for (; i < name.n && name.p[i] >= 'A' && name.p[i] <= 'Z' && c < 100000; i++) c = c * 26 + (name.p[i] - 'A' + 1);
    if (i == 0 || !str_int(str_from(name, i), &r) || r < 1 || r > 1048576 || c > 16384) return false;
    *row = (int)r;
    *column = (int)c;
    return true;
}

str cell_name(arena *a, int row, int column)
{
    char letters[8], *end = letters + sizeof letters, *p = end;
    for (int c = column; c > 0; c = (c - 1) / 26) *--p = (char)('A' + (c - 1) % 26);
    return format(a, "$1$2", v(((str){p, end - p})), v(row));
}
