// str.c: string views.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

str str_of(const char *z)
{
    return z ? (str){z, (ptrdiff_t)strlen(z)} : (str){0};
}

bool str_eq(str a, str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, (size_t)a.n) == 0);
}

int str_cmp(str a, str b)
{
    ptrdiff_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, (size_t)n) : 0;
    if (order) return order;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(str s, str prefix)
{
    return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix);
}

str str_from(str s, ptrdiff_t at)
{
    if (at >= s.n) return (str){s.p ? s.p + s.n : NULL, 0};
    return (str){s.p + at, s.n - at};
}

str str_sub(str s, ptrdiff_t at, ptrdiff_t n)
{
    s = str_from(s, at);
    if (n < s.n) s.n = n;
    return s;
}

ptrdiff_t str_find(str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, (size_t)s.n) : NULL;
    return at ? at - s.p : -1;
}

ptrdiff_t str_search(str s, str needle)
{
    if (needle.n == 0) return 0;
    for (ptrdiff_t i = 0; i + needle.n <= s.n; i++) {
        ptrdiff_t skip = str_find(str_from(s, i), needle.p[0]);
        if (skip < 0) return -1;
        i += skip;
        if (i + needle.n <= s.n && memcmp(s.p + i, needle.p, (size_t)needle.n) == 0) return i;
    }
    return -1;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
    while (s.n && is_space(s.p[0])) s = str_from(s, 1);
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

str str_cut(str *rest, char sep)
{
    ptrdiff_t at = str_find(*rest, sep);
    str head = at < 0 ? *rest : str_sub(*rest, 0, at);
    *rest = at < 0 ? (str){0} : str_from(*rest, at + 1);
    return head;
}

bool str_int(str s, i64 *out)
{
    bool minus = s.n && s.p[0] == '-';
    if (minus) s = str_from(s, 1);
    if (s.n == 0 || s.n > 19) return false;
    uint64_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    }
    if (n > (uint64_t)INT64_MAX) return false;
    *out = minus ? -(i64)n : (i64)n;
    return true;
}

bool str_double(str s, double *out)
{
    char z[64];
    if (s.n == 0 || s.n >= (ptrdiff_t)sizeof z) return false;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= '0' && s.p[i] <= '9') && !memchr("+-.eE", s.p[i], 5)) return false;
    memcpy(z, s.p, (size_t)s.n);
    z[s.n] = 0;
    char *end;
    double x = strtod(z, &end); // the program never calls setlocale, so "." is the point
    if (*end || end == z || !isfinite(x)) return false;
    *out = x;
    return true;
}

bool str_utf8(str s)
{
    const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
    while (p < end) {
        unsigned c = *p++;
        if (c == 0) return false;
        if (c < 0x80) continue;
        int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
        if (c < 0xC2 || c > 0xF4 || end - p < more) return false;
        unsigned point = c & (0x3Fu >> more);
        for (int i = 0; i < more; i++) {
            if ((p[i] & 0xC0) != 0x80) return false;
            point = point << 6 | (p[i] & 0x3Fu);
        }
        p += more;
        if ((more == 2 && point < 0x800) || (more == 3 && (point < 0x10000 || point > 0x10FFFF))) return false;
        if (point >= 0xD800 && point <= 0xDFFF) return false;
    }
    return true;
}

uint64_t str_hash(str s)
{
    uint64_t h = 0x9E3779B97F4A7C15u ^ (uint64_t)s.n;
    while (s.n >= 8) {
        uint64_t w;
        memcpy(&w, s.p, 8);
        h = (h ^ w) * 0xFF51AFD7ED558CCDu;
        h ^= h >> 32;
        s.p += 8, s.n -= 8;
    }
    for (ptrdiff_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
    h ^= h >> 29;
    return h * 0xC4CEB9FE1A85EC53u;
}

bool str_same(str a, str b)
{
    if (a.n != b.n) return false;
    unsigned char differ = 0;
    for (ptrdiff_t i = 0; i < a.n; i++) differ |= (unsigned char)(a.p[i] ^ b.p[i]);
    return differ == 0;
}

bool str_in(str s, const char *const *names)
{
    for (; *names; names++)
        if (str_eq(s, str_of(*names))) return true;
    return false;
}
