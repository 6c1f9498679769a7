// json.c: the strict JSON reader.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/json.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    arena *a;
    const char *beg, *p, *end;
    json *nodes;
    uint32_t count;
    uint32_t open[JSON_DEPTH]; // the containers around p
    uint32_t last[JSON_DEPTH]; // the newest value in each
    int depth;
    const char *reason;
} reader;

static bool refuse(reader *r, const char *at, const char *reason)
{
    r->p = at;
    r->reason = reason;
    return false;
}

static char peek(const reader *r)
{
    return r->p < r->end ? *r->p : 0; // NUL is part of no token, so it can stand for the end
}

static void skip_space(reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\t' || *r->p == '\r')) r->p++;
}

// How many bytes the UTF-8 character at p has (Unicode table 3-7), or 0 when it is malformed.
static int utf8_length(const char *at, const char *end)
{
    const unsigned char *p = (const unsigned char *)at;
    ptrdiff_t left = end - at;
    if (p[0] < 0xC2 || p[0] > 0xF4) return 0;
    int n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (left < n) return 0;
    unsigned char low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high) return 0;
    for (int i = 2; i < n; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    return n;
}

// Steps over characters that stand for themselves; eight at a time where it can.
static const char *skip_plain(const char *p, const char *end)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    while (end - p >= 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        w = le64toh(w);
        uint64_t quote = w ^ ones * '"', escape = w ^ ones * '\\';
        uint64_t stop = (((w - ones * 0x20) | (quote - ones) | (escape - ones)) & ~w) | w;
        if (stop &= tops) return p + (__builtin_ctzll(stop) >> 3);
        p += 8;
    }
    while (p < end && (unsigned char)*p >= 0x20 && (unsigned char)*p < 0x80 && *p != '"' && *p != '\\') p++;
    return p;
}

static int hex4(const char *p, const char *end)
{
    int x = 0;
    if (end - p < 4) return -1;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) return -1;
        x = x << 4 | digit;
    }
    return x;
}

static char *put_utf8(char *to, int c)
{
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xC0 | c >> 6);
        *to++ = (char)(0x80 | (c & 63));
    } else if (c < 0x10000) {
        *to++ = (char)(0xE0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 63));
        *to++ = (char)(0x80 | (c & 63));
    } else {
        *to++ = (char)(0xF0 | c >> 18);
        *to++ = (char)(0x80 | (c >> 12 & 63));
        *to++ = (char)(0x80 | (c >> 6 & 63));
        *to++ = (char)(0x80 | (c & 63));
    }
    return to;
}

// The four digits after \u, and the second half where they are the first of a pair.
static bool read_unicode(reader *r, char **to)
{
    const char *from = r->p - 2;
    int c = hex4(r->p, r->end);
    if (c < 0) return refuse(r, from, "\\u needs four hexadecimal digits");
    if (c == 0) return refuse(r, from, "a text holds the character NUL");
    r->p += 4;
    if (c >= 0xDC00 && c < 0xE000) return refuse(r, from, "half a surrogate pair");
    if (c >= 0xD800 && c < 0xDC00) {
        int low = r->end - r->p >= 6 && r->p[0] == '\\' && r->p[1] == 'u' ? hex4(r->p + 2, r->end) : -1;
        if (low < 0xDC00 || low >= 0xE000) return refuse(r, from, "half a surrogate pair");
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        r->p += 6;
    }
    *to = put_utf8(*to, c);
    return true;
}

static bool read_escape(reader *r, char **to)
{
    static const char names[] = "\"\\/bfnrt", chars[] = "\"\\/\b\f\n\r\t";
    r->p++;
    char c = peek(r);
    const char *at = c ? strchr(names, c) : NULL;
    if (c == 'u') {
        r->p++;
        return read_unicode(r, to);
    }
    if (!at) return refuse(r, r->p - 1, "a backslash before a character that it cannot escape");
    *(*to)++ = chars[at - names];
    r->p++;
    return true;
}

// The byte of the quotation mark that ends the text, or the end of the source.
static const char *text_end(const char *p, const char *end)
{
    for (;;) {
        p = skip_plain(p, end);
        if (p >= end || *p == '"') return p;
        p += *p == '\\' && end - p > 1 ? 2 : 1;
    }
}

// Goes on from the first escape of a text that began at `from`: its characters are copied into the arena.
static bool read_escaped(reader *r, const char *from, str *out)
{
    char *beg = arena_take(r->a, text_end(r->p, r->end) - from),
         *to = beg; // an escape is never shorter than its character
    memcpy(to, from, (size_t)(r->p - from));
    to += r->p - from;
    for (;;) {
        const char *plain = r->p;
        r->p = skip_plain(r->p, r->end);
        memcpy(to, plain, (size_t)(r->p - plain));
        to += r->p - plain;
        if (r->p == r->end) return refuse(r, from - 1, "a text does not end");
        unsigned char c = (unsigned char)*r->p;
        if (c == '"') break;
        if (c < 0x20) return refuse(r, r->p, "a control character in a text must be escaped");
        if (c == '\\') {
            if (!read_escape(r, &to)) return false;
        } else {
            int n = utf8_length(r->p, r->end);
            if (!n) return refuse(r, r->p, "malformed UTF-8");
            memcpy(to, r->p, (size_t)n);
            to += n;
            r->p += n;
        }
    }
    r->p++;
    r->a->beg = to;
    *out = (str){beg, to - beg};
    return true;
}

static bool read_text(reader *r, str *out)
{
    const char *from = ++r->p;
    for (;;) {
        r->p = skip_plain(r->p, r->end);
        if (r->p == r->end) return refuse(r, from - 1, "a text does not end");
        unsigned char c = (unsigned char)*r->p;
        if (c == '"') break;
        if (c == '\\') return read_escaped(r, from, out);
        if (c < 0x20) return refuse(r, r->p, "a control character in a text must be escaped");
        int n = utf8_length(r->p, r->end);
        if (!n) return refuse(r, r->p, "malformed UTF-8");
        r->p += n;
    }
    *out = (str){from, r->p++ - from};
    return true;
}

static bool digits(reader *r)
{
    const char *from = r->p;
    while (r->p < r->end && *r->p >= '0' && *r->p <= '9') r->p++;
    return r->p > from;
}

static bool read_number(reader *r, str *out)
{
    const char *from = r->p;
    if (peek(r) == '-') r->p++;
    const char *whole = r->p;
    if (!digits(r)) return refuse(r, from, "a minus without a digit");
    if (*whole == '0' && r->p - whole > 1) return refuse(r, from, "a number starts with a needless zero");
    if (peek(r) == '.') {
        r->p++;
        if (!digits(r)) return refuse(r, from, "a number needs a digit after its point");
    }
    if (peek(r) == 'e' || peek(r) == 'E') {
        r->p++;
        if (peek(r) == '+' || peek(r) == '-') r->p++;
        if (!digits(r)) return refuse(r, from, "a number needs a digit in its exponent");
    }
    *out = (str){from, r->p - from};
    return true;
}

static bool read_word(reader *r, str word)
{
    if (!str_starts((str){r->p, r->end - r->p}, word)) return refuse(r, r->p, "a value was expected here");
    r->p += word.n;
    return true;
}

static json *node_add(reader *r, json_kind kind)
{
    json *x = &r->nodes[r->count++];
    *x = (json){.kind = (unsigned char)kind, .span = 1, .at = (uint32_t)(r->p - r->beg)};
    return x;
}

static bool read_name(reader *r)
{
    skip_space(r);
    if (peek(r) != '"') return refuse(r, r->p, "a name in quotation marks was expected here");
    json *x = node_add(r, JSON_TEXT);
    if (!read_text(r, &x->text)) return false;
    x->size = (uint32_t)str_hash(x->text);
    skip_space(r);
    if (peek(r) != ':') return refuse(r, r->p, "a colon was expected here");
    r->p++;
    return true;
}

static bool open_container(reader *r, json_kind kind)
{
    if (r->depth == JSON_DEPTH) return refuse(r, r->p, "it is nested too deeply");
    r->open[r->depth++] = r->count;
    node_add(r, kind);
    r->p++;
    return true;
}

// One value without what a container holds.
static bool read_value(reader *r)
{
    skip_space(r);
    if (r->depth) {
        r->last[r->depth - 1] = r->count;
        r->nodes[r->open[r->depth - 1]].size++;
    }
    switch (peek(r)) {
    case '{': return open_container(r, JSON_OBJECT);
    case '[': return open_container(r, JSON_ARRAY);
    case '"': return read_text(r, &node_add(r, JSON_TEXT)->text);
    case 't': node_add(r, JSON_TRUE); return read_word(r, S("true"));
    case 'f': node_add(r, JSON_FALSE); return read_word(r, S("false"));
    case 'n': node_add(r, JSON_NULL); return read_word(r, S("null"));
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return read_number(r, &node_add(r, JSON_NUMBER)->text);
    default: return refuse(r, r->p, r->p == r->end ? "it ends too early" : "a value was expected here");
    }
}

static int name_order(const void *x, const void *y)
{
    const json *a = *(const json *const *)x, *b = *(const json *const *)y;
    if (a->size != b->size) return a->size < b->size ? -1 : 1;
    return str_cmp(a->text, b->text);
}

// Large objects are sorted, so that no choice of names makes this slow.
static const json *repeated_of_many(arena scratch, const json *object)
{
    const json **names = news(&scratch, const json *, object->size);
    uint32_t n = 0;
    for (const json *x = json_first(object); x; x = json_next(x)) names[n++] = x - 1;
    qsort(names, n, sizeof *names, name_order);
    for (uint32_t i = 1; i < n; i++)
        if (name_order(&names[i - 1], &names[i]) == 0) return names[i - 1]->at > names[i]->at ? names[i - 1] : names[i];
    return NULL;
}

// A name that the object holds twice, or NULL.
static const json *repeated(arena scratch, const json *object)
{
    if (object->size > 24) return repeated_of_many(scratch, object);
    for (const json *x = json_first(object); x; x = json_next(x))
        for (const json *y = json_first(object); y != x; y = json_next(y))
            if (x[-1].size == y[-1].size && str_eq(x[-1].text, y[-1].text)) return x - 1;
    return NULL;
}

// Members know that they are members and where the last one is before `repeated` walks over them.
static bool close_container(reader *r)
{
    uint32_t at = r->open[--r->depth];
    json *x = &r->nodes[at];
    x->span = r->count - at;
    r->p++;
    x->text = (str){r->beg + x->at, r->p - r->beg - x->at};
    if (!x->size) return true;
    r->nodes[r->last[r->depth]].last = true;
    if (x->kind == JSON_ARRAY) return true;
    for (json *y = x + 2;; y += y->span + 1) {
        y->member = true;
        if (y->last) break;
    }
    const json *twice = x->size > 1 ? repeated(*r->a, x) : NULL;
    return twice ? refuse(r, r->beg + twice->at, "the object already has a member of this name") : true;
}

// After a container's start or a value: closes what ends here and steps over the comma to the next value.
static bool read_on(reader *r, bool opened)
{
    while (r->depth) {
        bool object = r->nodes[r->open[r->depth - 1]].kind == JSON_OBJECT;
        skip_space(r);
        char c = peek(r);
        if (c == (object ? '}' : ']')) {
            if (!close_container(r)) return false;
            opened = false;
            continue;
        }
        if (!opened && c != ',') {
            if (r->p == r->end) return refuse(r, r->p, "it ends too early");
            return refuse(r, r->p, object ? "a comma or } was expected here" : "a comma or ] was expected here");
        }
        if (!opened) r->p++;
        return object ? read_name(r) : true;
    }
    return true;
}

static bool read_all(reader *r)
{
    do {
        uint32_t before = r->count;
        if (!read_value(r)) return false;
        bool opened = r->depth && r->open[r->depth - 1] == before;
        if (!read_on(r, opened)) return false;
    } while (r->depth);
    r->nodes[0].last = true;
    skip_space(r);
    return r->p == r->end ? true : refuse(r, r->p, "something follows after the value");
}

static bool begins_another(char c)
{
    return (c == ',') | (c == ':') | (c == '[') | (c == '{');
}

// No text has more values and names than this: each but the first comes after one of these characters. In runs of a fixed
// length, which the compiler makes one step of.
static ptrdiff_t count_most(str s)
{
    enum { RUN = 64 };
    ptrdiff_t n = 2, i = 0;
    for (; s.n - i >= RUN; i += RUN) {
        unsigned char here = 0;
        for (int k = 0; k < RUN; k++) here = (unsigned char)(here + begins_another(s.p[i + k]));
        n += here;
    }
    for (; i < s.n; i++) n += begins_another(s.p[i]);
    return n;
}

static void find_place(str s, ptrdiff_t at, int *line, int *column)
{
    *line = *column = 1;
    for (ptrdiff_t i = 0; i < at && i < s.n; i++) {
        ++*column;
        if (s.p[i] == '\n') ++*line, *column = 1;
    }
}

const json *json_read(arena *a, str s, json_fault *fault)
{
    reader r = {.a = a, .beg = s.p, .p = s.p, .end = s.p + s.n};
    if (str_starts(s, S("\xEF\xBB\xBF"))) r.p += 3;
    r.nodes = arena_take(a, 0);
    ptrdiff_t most = count_most(s);
    bool ok = false;
    if (s.n > JSON_BYTES || most > (a->end - (char *)r.nodes) / (ptrdiff_t)sizeof(json)) {
        r.reason = "it is too large";
    } else {
        a->beg = (char *)(r.nodes + most); // not zeroed: node_add does
        ok = read_all(&r);
    }
    if (!ok && fault) {
        fault->reason = r.reason;
        find_place(s, r.p - r.beg, &fault->line, &fault->column);
    }
    return ok ? r.nodes : NULL;
}

void json_place(str source, const json *x, int *line, int *column)
{
    find_place(source, x ? x->at : 0, line, column);
}

str json_raw(str source, const json *x)
{
    if (!x) return (str){0};
    const char *from = source.p + x->at;
    switch (x->kind) {
    case JSON_TEXT: return (str){from, text_end(from + 1, source.p + source.n) + 1 - from};
    case JSON_NULL:
    case JSON_TRUE: return (str){from, 4};
    case JSON_FALSE: return (str){from, 5};
    default: return (str){from, x->text.n};
    }
}
