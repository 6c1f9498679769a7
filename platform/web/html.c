// html.c: pages as literals with values: writing, and the small parts of every page.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/html.h"

#include "platform/base/time.h"
#include "platform/web/assets.h"
#include "platform/web/literal.h"

#include <assert.h>
#include <stdatomic.h>
#include <string.h>

typedef unsigned char sixteen __attribute__((vector_size(16)));
typedef uint64_t two __attribute__((vector_size(16)));

static inline uint64_t load_8(const char *p)
{
    uint64_t w;
    memcpy(&w, p, 8);
    return w;
}

static inline uint32_t load_4(const char *p)
{
    uint32_t w;
    memcpy(&w, p, 4);
    return w;
}

// Is one of sixteen bytes & or ' (they differ in one bit), < or > (in another), or the double quotation mark?
static inline bool any_special(two both)
{
    sixteen b = (sixteen)both;
    two found = (two)(((b & 0xFE) == 0x26) | ((b & 0xFD) == 0x3C) | (b == 0x22));
    return (found[0] | found[1]) != 0;
}

// Up to sixteen bytes are copied and looked at from both ends: in the middle they may overlap.
static inline bool put_short(char *to, str s)
{
    uint64_t w = 0;
    if (s.n >= 8) {
        two both = {load_8(s.p), load_8(s.p + s.n - 8)};
        memcpy(to, &both, 8);
        memcpy(to + s.n - 8, (char *)&both + 8, 8);
        return !any_special(both);
    }
    if (s.n >= 4) {
        uint32_t head = load_4(s.p), tail = load_4(s.p + s.n - 4);
        memcpy(to, &head, 4);
        memcpy(to + s.n - 4, &tail, 4);
        return !any_special((two){head, tail});
    }
    for (ptrdiff_t i = 0; i < s.n; i++) w = w << 8 | (unsigned char)(to[i] = s.p[i]);
    return !any_special((two){w});
}

// Most text has nothing to escape: it is copied while it is looked at, the last sixteen bytes perhaps twice.
static inline bool put_as_is(char *to, str s)
{
    two both;
    if (s.n <= 16) return put_short(to, s);
    for (ptrdiff_t i = 0; i < s.n - 16; i += 16) {
        memcpy(&both, s.p + i, 16);
        memcpy(to + i, &both, 16);
        if (any_special(both)) return false;
    }
    memcpy(&both, s.p + s.n - 16, 16);
    memcpy(to + s.n - 16, &both, 16);
    return !any_special(both);
}

// Mostly there is room and nothing to escape; the rest is left to others, so that nothing need be saved on the way.
static void put_escaped(text *t, str s);

__attribute__((noinline, cold)) static void put_escaped_far(text *t, str s)
{
    put_room(t, s.n);
    put_escaped(t, s);
}

static void put_escaped(text *t, str s)
{
    if (s.n > t->cap - t->n)
        put_escaped_far(t, s);
    else if (put_as_is(t->p + t->n, s))
        t->n += s.n;
    else
        put_html(t, s);
}

static void put_text(const request *q, text *t, const val *x)
{
    if (x->null) return;
    switch (x->kind) {
    case VAL_TEXT:
    case VAL_BYTES: put_escaped(t, x->s); break;
    case VAL_INT: put_int(t, x->i); break;
    case VAL_DATE: put_date_short(t, (date){x->i}, q->c->today); break;
    case VAL_MOMENT:
        put_date_short(t, moment_date((moment){x->i}, q->c->zone), q->c->today);
        put_char(t, ' ');
        put_clock(t, (moment){x->i}, q->c->zone);
        break;
    default: put_plain(t, *x);
    }
}

static void put_attribute(text *t, const val *x)
{
    if (x->null) return;
    if (x->kind == VAL_TEXT || x->kind == VAL_BYTES)
        put_escaped(t, x->s);
    else if (x->kind == VAL_DATE)
        put_date(t, (date){x->i});
    else
        put_plain(t, *x);
}

__attribute__((noinline, cold)) static void put_other_part(text *t, const val *x)
{
    char room[64];
    arena a = {.beg = room, .end = room + sizeof room};
    text plain = {.a = &a, .p = room, .cap = sizeof room};
    put_plain(&plain, *x);
    put_url(t, text_str(&plain));
}

static void put_part(text *t, const val *x)
{
    if (x->null) return;
    if (x->kind == VAL_TEXT || x->kind == VAL_BYTES)
        put_url(t, x->s);
    else
        put_other_part(t, x);
}

static inline bool any_strange(sixteen b)
{
    two found = (two)((b <= 0x20) | (b == '\\') | (b == 0x7F));
    return (found[0] | found[1]) != 0;
}

// Is there a blank, a control character or a backslash? Sixteen bytes at a time, the last ones perhaps twice; fewer than sixteen
// from both ends.
static bool strange_in_link(str s)
{
    sixteen b;
    if (s.n >= 16) {
        for (ptrdiff_t i = 0; i < s.n - 16; i += 16) {
            memcpy(&b, s.p + i, 16);
            if (any_strange(b)) return true;
        }
        memcpy(&b, s.p + s.n - 16, 16);
        return any_strange(b);
    }
    if (s.n >= 8) return any_strange((sixteen)(two){load_8(s.p), load_8(s.p + s.n - 8)});
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == '\\' || s.p[i] == 0x7F) return true;
    return false;
}

// Only addresses that cannot run script or leave by surprise: our own paths, queries, anchors, and plain links to the
// web.
static bool link_harmless(str s)
{
    if (s.n == 0) return true;
    if (strange_in_link(s)) return false;
    if (s.p[0] == '/') return s.n == 1 || s.p[1] != '/';
    return s.p[0] == '?' || s.p[0] == '#' || str_starts(s, S("https://")) || str_starts(s, S("http://")) ||
           str_starts(s, S("mailto:"));
}

static void put_link(text *t, const val *x)
{
    if (x->null) return;
    if (x->kind != VAL_TEXT)
        put_part(t, x);
    else if (link_harmless(x->s))
        put_escaped(t, x->s);
    else
        put_char(t, '#');
}

static int form_of(const request *q, const step *s, const val *vals)
{
    val x = vals[1];
    int form = x.kind == VAL_REAL ? x.r != 1 : words_form(q->language, x.i);
    return form < s->nforms ? form : s->nforms - 1;
}

str html_nonce(request *q)
{
    if (q->nonce.n == 0) {
        unsigned char b[18];
        text t = {.a = q->c->a};
        random_fill(b, sizeof b);
        put_base64url(&t, (bytes){b, sizeof b});
        q->nonce = text_str(&t);
    }
    return q->nonce;
}

// A piece of a literal is mostly short: LITERAL_SLACK bytes are copied in two strokes, or twice as many in four, which is cheaper
// than to ask how many.
static inline void put_piece(text *t, str s)
{
    char *to = put_room(t, s.n + LITERAL_SLACK);
    if (s.n > (ptrdiff_t)LITERAL_SLACK * 2)
        memcpy(to, s.p, (size_t)s.n);
    else {
        memcpy(to, s.p, LITERAL_SLACK);
        if (s.n > LITERAL_SLACK) memcpy(to + LITERAL_SLACK, s.p + LITERAL_SLACK, LITERAL_SLACK);
    }
    t->n += s.n;
}

__attribute__((noinline)) static void put_nonce(request *q, text *t)
{
    put(t, S(" data-hx-nonce='"));
    put(t, html_nonce(q));
    put_char(t, '\'');
}

static void write_literal(request *q, const literal *l, const val *vals)
{
    text *t = q->out;
    for (const step *s = l->steps;; s++) {
        put_piece(t, s->bytes);
        switch (s->kind) {
        case STEP_END: return;
        case STEP_TEXT: put_text(q, t, &vals[s->value]); break;
        case STEP_ATTR: put_attribute(t, &vals[s->value]); break;
        case STEP_PART: put_part(t, &vals[s->value]); break;
        case STEP_NONCE: put_nonce(q, t); break;
        case STEP_LINK: put_link(t, &vals[s->value]); break;
        case STEP_FORMS: write_literal(q, &s->forms[form_of(q, s, vals)], vals); break;
        }
    }
}

static inline void write_whole(request *q, const literal *l, const val *vals)
{
    q->in_tag = l->ends_in_tag;
    write_literal(q, l, vals);
}

__attribute__((noinline)) static void write_anew(request *q, html_place *place, str bytes, const val *vals, int nvals)
{
    const literal *l = literal_of(bytes, q->language, q->in_tag, nvals);
    atomic_store_explicit(place, l, memory_order_release);
    write_whole(q, l, vals);
}

// What the place remembers fits unless the reader before had another language, or the literal went on inside a tag.
void html_(request *q, html_place *place, str bytes, const val *vals, int nvals)
{
    const literal *l = atomic_load_explicit(place, memory_order_acquire);
    if (l && l->language == q->language && l->starts_in_tag == q->in_tag)
        write_whole(q, l, vals);
    else
        write_anew(q, place, bytes, vals, nvals);
}

str words(const request *q, const char *label)
{
    return words_find(q->c->a, q->language, str_of(label));
}

void html_icon(request *q, const char *name)
{
    html(q, "<svg class='i' aria-hidden='true'><use href='$1#$2'/></svg>", v(asset_url(S("icons.svg"))), v(name));
}

static void html_moment(request *q, moment m)
{
    i64 minutes = (q->c->now.us - m.us) / 60000000;
    val title = v(format(q->c->a, "$1", v(m)));
    html(q, "<time datetime='$1' title='$2'>", v(m), title);
    if (minutes < 0 || minutes >= 48 * 60)
        html(q, "$1", v(moment_date(m, q->c->zone)));
    else if (minutes == 0)
        html(q, "{now}");
    else if (minutes < 60)
        html(q, "{$1 min ago}", v(minutes));
    else if (minutes < 24 * 60)
        html(q, "{$1 h ago}", v(minutes / 60));
    else
        html(q, "{yesterday}");
    html(q, "</time>");
}

void html_time(request *q, val x)
{
    if (x.null) return;
    if (x.kind == VAL_MOMENT)
        html_moment(q, (moment){x.i});
    else
        html(q, "<time datetime='$1'>$1</time>", x);
}

// The first character of a UTF-8 text.
static str first_character(str s)
{
    ptrdiff_t n = s.n > 0;
    while (n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n++;
    return str_sub(s, 0, n);
}

// "Priya Raman" → "P" and "R": first characters of the first and the last word.
void html_initials(str name, str *first, str *last)
{
    name = str_trim(name);
    ptrdiff_t at = name.n;
    while (at > 0 && name.p[at - 1] != ' ') at--;
    *first = first_character(name);
    *last = at > 0 ? first_character(str_from(name, at)) : (str){0};
}

void html_person(request *q, i64 id, str name)
{
    if (!id && name.n == 0) {
        html(q, "<span class='muted'>{nobody}</span>");
        return;
    }
    str first, last;
    html_initials(name, &first, &last);
    html(q, "<span class='who'><span class='av' aria-hidden='true'>$1$2</span>$3</span>", v(first), v(last), v(name));
}

void html_avatar(request *q, str name)
{
    str first, last;
    html_initials(name, &first, &last);
    html(q, "<span class='av lg' aria-hidden='true'>$1$2</span>", v(first), v(last));
}

void html_face(request *q, str name)
{
    str first, last;
    html_initials(name, &first, &last);
    html(q, "<span class='av' aria-hidden='true'>$1$2</span>", v(first), v(last));
}

static const struct {
    const char *class, *icon;
} tones[] = {
    [TONE_NONE] = {"line", "circle-dashed"},
    [TONE_NOW] = {"now", "rotate-cw"},
    [TONE_GOOD] = {"good", "check"},
    [TONE_WARN] = {"warn", "clock"},
    [TONE_BAD] = {"bad", "circle-alert"},
    [TONE_OFF] = {"line", "circle-slash"},
    [TONE_LOW] = {"l", ""},
    [TONE_MEDIUM] = {"m", ""},
    [TONE_HIGH] = {"h", ""},
    [TONE_CRITICAL] = {"c", ""},
};

void html_pill(request *q, tone tone, str words)
{
    if (tone >= TONE_LOW) {
        html(q, "<span class='lv $1'><b>$2</b></span>", v(tones[tone].class), v(words));
        return;
    }
    html(q, "<span class='pill $1'>", v(tones[tone].class));
    html_icon(q, tones[tone].icon);
    html(q, "$1</span>", v(words));
}

void html_level(request *q, tone tone, str words, i64 score, bool outlined)
{
    const char *dim = outlined ? " dim" : "";
    const char *class = tone >= TONE_LOW ? tones[tone].class : "dim";
    html(q, "<span class='lv $1$2'><b>$3</b>$4</span>", v(class), v(dim), v(words), v(score));
}
