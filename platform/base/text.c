// text.c: growing text in an arena, and the filling of literals.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/money.h"
#include "platform/base/text.h"
#include "platform/base/time.h"

#include <assert.h>
#include <endian.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

char *put_grow(text *t, ptrdiff_t n)
{
    ptrdiff_t cap = (t->n + n) * 2 + 256;
    if (t->p && t->p + t->cap == t->a->beg && cap - t->cap <= t->a->end - t->a->beg) {
        t->a->beg += cap - t->cap;
    } else {
        char *p = arena_bytes(t->a, cap);
        if (t->n) memcpy(p, t->p, (size_t)t->n);
        t->p = p;
    }
    t->cap = cap;
    return t->p + t->n;
}

void put(text *t, str s)
{
    if (s.n == 0) return;
    memcpy(put_room(t, s.n), s.p, (size_t)s.n);
    t->n += s.n;
}

void put_z(text *t, const char *z)
{
    put(t, str_of(z));
}

void put_char(text *t, char c)
{
    *put_room(t, 1) = c;
    t->n++;
}

enum { INT_MOST = 20 }; // bytes of the longest number, with its sign

static char *digits_before(char *end, i64 i)
{
    uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    do *--end = (char)('0' + u % 10);
    while (u /= 10);
    if (i < 0) *--end = '-';
    return end;
}

__attribute__((noinline, cold)) static void put_int_close(text *t, i64 i)
{
    char buf[INT_MOST], *end = buf + sizeof buf, *p = digits_before(end, i);
    put(t, (str){p, end - p});
}

// Pages are full of small numbers. Where there is room, the digits are made behind where they belong and moved there in two
// strokes: nothing is called, so that nothing need be saved.
void put_int(text *t, i64 i)
{
    if (t->cap - t->n < INT_MOST + 16) {
        put_int_close(t, i);
        return;
    }
    char *to = t->p + t->n, *end = to + INT_MOST, *p = digits_before(end, i);
    memmove(to, p, 16);
    memmove(to + 16, p + 16, INT_MOST - 16);
    t->n += end - p;
}

void put_double(text *t, double x)
{
    char buf[40];
    double whole = nearbyint(x);
    if (whole == x && fabs(x) < 1e15) {
        put_int(t, (i64)x);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(buf, sizeof buf, "%.*g", digits, x);
        for (char *p = buf; *p; p++)
            if (*p == ',') *p = '.';
        double back;
        if (str_double(str_of(buf), &back) && back == x) break;
    }
    put_z(t, buf);
}

str text_str(const text *t)
{
    return (str){t->p, t->n};
}

// The amount with commas between its thousands, then the currency.
static void put_money(text *t, val x)
{
    char room[64];
    arena scratch = {.beg = room, .end = room + sizeof room};
    text amount = {.a = &scratch, .p = room, .cap = sizeof room};
    money m = {.minor = x.i};
    memcpy(m.currency, x.currency, sizeof m.currency);
    put_money_amount(&amount, m);
    str s = text_str(&amount);
    ptrdiff_t point = str_find(s, '.'), whole = point < 0 ? s.n : point;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (i && i < whole && (whole - i) % 3 == 0 && s.p[i - 1] != '-') put_char(t, ',');
        put_char(t, s.p[i]);
    }
    put_char(t, ' ');
    put_z(t, x.currency);
}

void put_plain(text *t, val x)
{
    if (x.null) return;
    switch (x.kind) {
    case VAL_NIL: break;
    case VAL_INT: put_int(t, x.i); break;
    case VAL_REAL: put_double(t, x.r); break;
    case VAL_TEXT:
    case VAL_BYTES: put(t, x.s); break;
    case VAL_DATE: put_date(t, (date){x.i}); break;
    case VAL_MOMENT: put_moment(t, (moment){x.i}); break;
    case VAL_MONEY: put_money(t, x); break;
    }
}

void fill(text *t, str template, const val *vals, int nvals)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i + 1 < template.n; i++) {
        if (template.p[i] != '$') continue;
        char k = template.p[i + 1];
        if (k != '$' && (k < '1' || k > '9')) continue;
        put(t, str_sub(template, from, i - from));
        if (k == '$') {
            put_char(t, '$');
        } else {
            assert(k - '0' <= nvals && "a template names a value that was not given");
            put_plain(t, vals[k - '0']);
        }
        from = ++i + 1;
    }
    put(t, str_from(template, from));
}

str format_(arena *a, str template, const val *vals, int nvals)
{
    text t = {.a = a};
    fill(&t, template, vals, nvals);
    return text_str(&t);
}

void put_html(text *t, str s)
{
    static const str with[256] = {
        ['&'] = STR("&amp;"), ['<'] = STR("&lt;"), ['>'] = STR("&gt;"), ['"'] = STR("&quot;"), ['\''] = STR("&#39;")};
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const str *w = &with[(unsigned char)s.p[i]];
        if (!w->n) continue;
        put(t, str_sub(s, from, i - from));
        put(t, *w);
        from = i + 1;
    }
    put(t, str_from(s, from));
}

// Copies what needs no escape, up to the first byte that does; eight bytes at a time, of which the last ones may be too many.
static const char *copy_plain(char **out, const char *p, const char *end)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    char *to = *out;
    for (; end - p >= 8; p += 8, to += 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        memcpy(to, &w, 8);
        w = le64toh(w);
        uint64_t quote = w ^ ones * '"', escape = w ^ ones * '\\';
        uint64_t stop = ((w - ones * 0x20) | (quote - ones) | (escape - ones)) & ~w & tops;
        if (!stop) continue;
        *out = to + (__builtin_ctzll(stop) >> 3);
        return p + (__builtin_ctzll(stop) >> 3);
    }
    while (p < end && (unsigned char)*p >= 0x20 && *p != '"' && *p != '\\') *to++ = *p++;
    *out = to;
    return p;
}

static char *put_escape(char *to, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    *to++ = '\\';
    if (c >= 0x20) {
        *to++ = (char)c;
    } else if (c == '\n' || c == '\t' || c == '\r') {
        *to++ = c == '\n' ? 'n' : c == '\t' ? 't' : 'r';
    } else {
        memcpy(to, "u00", 3);
        to[3] = hex[c >> 4], to[4] = hex[c & 15];
        to += 5;
    }
    return to;
}

void put_json(text *t, str s)
{
    enum { ESCAPE = 6, BEHIND = ESCAPE + 2 }; // of one byte; and the quotation marks
    const char *p = s.p, *end = s.p + s.n;
    char *to = put_room(t, s.n + BEHIND);
    *to++ = '"';
    for (;;) {
        p = copy_plain(&to, p, end);
        if (p == end) break;
        to = put_escape(to, (unsigned char)*p++);
        t->n = to - t->p;
        to = put_room(t, end - p + BEHIND);
    }
    *to++ = '"';
    t->n = to - t->p;
}

static const bool unreserved[256] = {['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, ['-'] = true,
                                     ['.'] = true,         ['_'] = true,         ['~'] = true};

void put_url(text *t, str s)
{
    static const char hex[] = "0123456789ABCDEF";
    char *to = put_room(t, s.n * 3);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (unreserved[c])
            *to++ = (char)c;
        else
            *to++ = '%', *to++ = hex[c >> 4], *to++ = hex[c & 15];
    }
    t->n = to - t->p;
}

// A spreadsheet runs a cell that starts like a formula: such text is preceded by an apostrophe, numbers are left alone.
static bool formula_start(str s)
{
    double number;
    return s.n && memchr("=+-@\t\r", s.p[0], 6) && !str_double(s, &number);
}

void put_csv(text *t, str s)
{
    bool quote = false, formula = formula_start(s);
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r') quote = true;
    if (s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ')) quote = true;
    if (!quote && !formula) {
        put(t, s);
        return;
    }
    put_char(t, '"');
    if (formula) put_char(t, '\'');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') put_char(t, '"');
        put_char(t, s.p[i]);
    }
    put_char(t, '"');
}

void put_hex(text *t, bytes b)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *p = b.p;
    char *to = put_room(t, 2 * b.n);
    for (ptrdiff_t i = 0; i < b.n; i++) {
        to[2 * i] = hex[p[i] >> 4];
        to[2 * i + 1] = hex[p[i] & 15];
    }
    t->n += 2 * b.n;
}

static const char url64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char std64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void put_64(text *t, bytes b, const char *alphabet, bool pad)
{
    const unsigned char *p = b.p;
    for (ptrdiff_t i = 0; i < b.n; i += 3) {
        ptrdiff_t left = b.n - i;
        unsigned w = (unsigned)p[i] << 16 | (left > 1 ? (unsigned)p[i + 1] << 8 : 0) | (left > 2 ? p[i + 2] : 0u);
        put_char(t, alphabet[w >> 18]);
        put_char(t, alphabet[w >> 12 & 63]);
        if (left > 1)
            put_char(t, alphabet[w >> 6 & 63]);
        else if (pad)
            put_char(t, '=');
        if (left > 2)
            put_char(t, alphabet[w & 63]);
        else if (pad)
            put_char(t, '=');
    }
}

void put_base64url(text *t, bytes b)
{
    put_64(t, b, url64, false);
}

void put_base64(text *t, bytes b)
{
    put_64(t, b, std64, true);
}

bool base64url_read(arena *a, str s, bytes *out)
{
    if (s.n % 4 == 1) return false;
    unsigned char *p = arena_take(a, s.n);
    ptrdiff_t n = 0;
    unsigned w = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const char *at = memchr(url64, s.p[i], 64);
        if (!at) return false;
        w = w << 6 | (unsigned)(at - url64);
        if (i % 4) p[n++] = (unsigned char)(w >> (6 - 2 * (i % 4)));
    }
    *out = (bytes){p, n};
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool hex_read(arena *a, str s, bytes *out)
{
    if (s.n % 2) return false;
    unsigned char *p = arena_take(a, s.n / 2);
    for (ptrdiff_t i = 0; i < s.n; i += 2) {
        int high = hex_digit(s.p[i]), low = hex_digit(s.p[i + 1]);
        if (high < 0 || low < 0) return false;
        p[i / 2] = (unsigned char)(high << 4 | low);
    }
    *out = (bytes){p, s.n / 2};
    return true;
}
