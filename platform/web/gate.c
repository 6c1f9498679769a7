// gate.c: the first thing a request meets: what two programs could read in two ways is refused.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/gate.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool header_same(str a, str b)
{
    if (a.n != b.n) return false;
    for (ptrdiff_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i])) return false;
    return true;
}

str header_find(const header *headers, int nheaders, str name)
{
    for (int i = 0; i < nheaders; i++)
        if (header_same(headers[i].name, name)) return headers[i].value;
    return (str){0};
}

// A token of RFC 9110 5.6.2.
static bool token(str s)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = lower(s.p[i]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) continue;
        if (str_find((str){marks, sizeof marks - 1}, c) < 0) return false;
    }
    return s.n > 0;
}

static bool value_clean(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F) return false;
    }
    return true;
}

static bool visible(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20 || (unsigned char)s.p[i] >= 0x7F) return false;
    return true;
}

// Fields that may stand once only: the two sides of a proxy might each take another one.
static int single(str name)
{
    static const str names[] = {STR("host"),         STR("content-length"),  STR("transfer-encoding"),
                                STR("content-type"), STR("cookie"),          STR("authorization"),
                                STR("origin"),       STR("sec-fetch-site"),  STR("if-match"),
                                STR("x-isms-as"),    STR("idempotency-key"), STR("expect")};
    for (int i = 0; i < countof(names); i++)
        if (header_same(name, names[i])) return i;
    return -1;
}

static bool host_clean(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = lower(s.p[i]);
        bool ok = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' ||
                  c == ']';
        if (!ok) return false;
    }
    return s.n > 0 && s.n < 256;
}

static verdict refused(int status, const char *why)
{
    return (verdict){.status = status, .why = why};
}

static bool digits(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0 && s.n < 16;
}

static verdict framing(const envelope *e, bool has_length, bool has_chunks)
{
    str length = header_find(e->headers, e->nheaders, S("content-length"));
    str coding = header_find(e->headers, e->nheaders, S("transfer-encoding"));
    i64 n = 0;
    if (has_length && has_chunks) return refused(400, "a length and chunks");
    if (has_chunks && !header_same(coding, S("chunked"))) return refused(400, "a transfer coding other than chunked");
    if (has_chunks && !str_eq(e->version, S("HTTP/1.1"))) return refused(400, "chunks before HTTP/1.1");
    if (has_length && (!digits(length) || !str_int(length, &n))) return refused(400, "a length that is no number");
    if (n > GATE_UPLOAD) return refused(413, "a body that is too large");
    bool reads = str_eq(e->verb, S("GET")) || str_eq(e->verb, S("HEAD")) || str_eq(e->verb, S("DELETE"));
    if (reads && (n > 0 || has_chunks)) return refused(400, "a body where none belongs");
    return (verdict){.length = has_chunks ? -1 : (ptrdiff_t)n};
}

verdict gate(const envelope *e)
{
    static const char *const verbs[] = {"GET", "HEAD", "POST", "PATCH", "DELETE", NULL};
    if (!str_eq(e->version, S("HTTP/1.1")) && !str_eq(e->version, S("HTTP/1.0")))
        return refused(505, "another version");
    if (!str_in(e->verb, verbs)) return refused(405, "another method");
    if (e->target.n > GATE_TARGET) return refused(414, "an address that is too long");
    if (!str_starts(e->target, S("/")) || !visible(e->target) || str_find(e->target, '#') >= 0)
        return refused(400, "an address that is no path");
    if (e->nheaders > GATE_HEADERS) return refused(431, "too many headers");
    unsigned seen = 0;
    for (int i = 0; i < e->nheaders; i++) {
        const header *h = &e->headers[i];
        if (!token(h->name)) return refused(400, "a header's name that is no token");
        if (!value_clean(h->value)) return refused(400, "a control character in a header");
        int k = single(h->name);
        if (k < 0) continue;
        if (seen & 1u << k) return refused(400, "a header twice that may stand once");
        seen |= 1u << k;
    }
    if (!(seen & 1) || !host_clean(header_find(e->headers, e->nheaders, S("host")))) return refused(400, "no host");
    return framing(e, seen & 2, seen & 4);
}
