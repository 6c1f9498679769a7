// text.h: growing text in an arena, and the filling of literals.
// SPDX-License-Identifier: Apache-2.0
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "platform/base/arena.h"
#include "platform/base/val.h"

// Starts empty: text t = {.a = a}. Grows by doubling; in place when it is the arena's newest object.
typedef struct {
    arena *a;
    char *p;
    ptrdiff_t n, cap;
} text;

void put(text *t, str s);
void put_z(text *t, const char *z);
void put_char(text *t, char c);
void put_int(text *t, i64 i);
void put_double(text *t, double x);                         // shortest form that reads back the same; "." always
__attribute__((cold)) char *put_grow(text *t, ptrdiff_t n); // for put_room only
// Makes room for n more bytes and returns where they go; the caller adds to t->n.
static inline char *put_room(text *t, ptrdiff_t n)
{
    return n <= t->cap - t->n ? t->p + t->n : put_grow(t, n);
}
str text_str(const text *t);

// Replaces $1…$9 of a template by the values, written by put_plain (message, plain text). `$$` is a dollar sign.
// Asserts that each $n has its value.
void fill(text *t, str template, const val *vals, int nvals);
void put_plain(text *t, val x); // dates as 2027-03-01, moments as RFC 3339, money as "180,000.00 EUR", NULL as nothing
__attribute__((cold, noinline)) // mostly there is nothing to replace, see put_escaped of html.c
void put_html(text *t, str s); // & < > " ' replaced: fit for text and quoted attributes
void put_json(text *t, str s);        // a JSON string with its quotes
void put_url(text *t, str s);         // percent-encoded all but unreserved characters (RFC 3986)
void put_csv(text *t, str s);         // one field, quoted where RFC 4180 asks for it; a formula start is defused by '
void put_hex(text *t, bytes b);       // lower case
void put_base64url(text *t, bytes b); // RFC 4648 section 5, no padding
void put_base64(text *t, bytes b);    // RFC 4648 section 4
bool base64url_read(arena *a, str s, bytes *out); // false on any other character or a bad length
bool hex_read(arena *a, str s, bytes *out);

#define format(a, lit, ...) format_((a), S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
str format_(arena *a, str template, const val *vals, int nvals);

#endif
