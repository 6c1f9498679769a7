// str.h: string views, the only string type of the program.
// SPDX-License-Identifier: Apache-2.0
//
// A str points at bytes that belong to somebody else (a literal, an arena, a row): it owns nothing, is never freed and need
// not end in a NUL. p is NULL only in the empty view. All text is UTF-8; functions here treat it as bytes unless they say so.
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t i64;

#define countof(a) ((int)(sizeof(a) / sizeof *(a)))

typedef struct {
    const char *p;
    ptrdiff_t n;
} str;

// A view of a literal. Anything but a literal does not compile.
#define S(literal) ((str){"" literal "", (ptrdiff_t)sizeof(literal) - 1})
// The same for tables of constants.
#define STR(literal)                                                                                                   \
    {                                                                                                                  \
        "" literal "", (ptrdiff_t)sizeof(literal) - 1                                                                  \
    }
// For printf("%.*s", STRF(s)).
#define STRF(s) (int)(s).n, (s).p ? (s).p : ""

str str_of(const char *z); // the view of a NUL-terminated string; NULL gives the empty view
bool str_eq(str a, str b);
int str_cmp(str a, str b); // bytewise, as memcmp; the shorter of two with a common prefix sorts first
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
str str_from(str s, ptrdiff_t at);             // from byte `at` to the end; empty when at >= n
str str_sub(str s, ptrdiff_t at, ptrdiff_t n); // clamped to s
ptrdiff_t str_find(str s, char c);             // first place of c, or -1
ptrdiff_t str_search(str s, str needle);       // first place of needle, or -1
str str_trim(str s);                           // without ASCII white space at both ends
// Cuts the text before the first `sep` off *rest and returns it; *rest becomes what follows, or p == NULL when none was left.
// Loop: for (str rest = s; rest.p;) { str part = str_cut(&rest, ','); … }
str str_cut(str *rest, char sep);
// Strict: the whole of s must be an optional minus and decimal digits within range.
bool str_int(str s, i64 *out);
// Strict: the whole of s must be a decimal number ("3", "-0.5", "1e6"); no hex, inf, nan or white space. Independent of locale.
bool str_double(str s, double *out);
bool str_utf8(str s);                         // well-formed UTF-8 without NUL
uint64_t str_hash(str s);                     // fast, not cryptographic, stable within a process
bool str_same(str a, str b);                  // constant time for equal lengths: for secrets
bool str_in(str s, const char *const *names); // is s one of the names (NULL at the end)?

#endif
