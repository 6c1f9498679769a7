// literal.c: an HTML literal, taken apart once.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/literal.h"

#include "platform/base/text.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Where the machine stands.
typedef enum {
    AT_TEXT,
    AT_NAME,   // in the name of a tag
    AT_TAG,    // inside a tag, between attributes
    AT_ATTR,   // in the name of an attribute
    AT_EQUALS, // behind its =
    AT_VALUE   // in its quoted value
} place;

typedef struct {
    arena *a; // where the result lives
    arena *scratch;
    const language *language;
    text bytes;     // of the whole literal
    ptrdiff_t from; // where those of the step being read begin
    step steps[96];
    ptrdiff_t at_byte[96]; // where each step's bytes begin: they move while they grow
    int nsteps;
    place at;
    char quote;
    char name[24]; // of the tag or attribute being read
    int name_n;
    bool address;       // the value being read is an address
    bool address_start; // and nothing of it has been read yet
    bool htmx;          // the attribute is a data-hx-…
    bool stamped;       // the tag has its nonce
    bool closing;       // the tag is </…>
    bool script;        // the tag is <script>: it must have a src
    bool words;         // inside braces
    unsigned used;      // bit n: $n stands somewhere
    int nvals;
    const char *why; // the first broken rule
} machine;

static void refuse(machine *m, const char *why)
{
    if (!m->why) m->why = why;
}

static void step_add(machine *m, step s)
{
    if (m->nsteps == countof(m->steps)) {
        refuse(m, "a literal has too many values: cut it");
        return;
    }
    s.bytes.n = m->bytes.n - m->from;
    m->at_byte[m->nsteps] = m->from;
    m->from = m->bytes.n;
    m->steps[m->nsteps++] = s;
}

// The steps with their bytes, copied to where they stay.
static literal finish(machine *m)
{
    step_add(m, (step){.kind = STEP_END});
    char *bytes = arena_take(m->a, m->bytes.n + LITERAL_SLACK);
    if (m->bytes.n) memcpy(bytes, m->bytes.p, (size_t)m->bytes.n);
    step *steps = news(m->a, step, m->nsteps);
    for (int i = 0; i < m->nsteps; i++) {
        steps[i] = m->steps[i];
        steps[i].bytes.p = bytes + m->at_byte[i];
    }
    return (literal){.steps = steps, .language = m->language, .nvals = m->nvals, .ends_in_tag = m->at != AT_TEXT};
}

static bool name_is(const machine *m, const char *name)
{
    return strncmp(m->name, name, (size_t)m->name_n) == 0 && name[m->name_n] == 0;
}

static bool name_starts(const machine *m, const char *start)
{
    return (size_t)m->name_n >= strlen(start) && strncmp(m->name, start, strlen(start)) == 0;
}

static void name_begin(machine *m)
{
    m->name_n = 0;
}

static void name_add(machine *m, char c)
{
    if (m->name_n < countof(m->name) - 1) m->name[m->name_n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':' ||
           c == '_';
}

static void tag_named(machine *m)
{
    if (name_is(m, "style")) refuse(m, "no style element in a literal");
    if (name_is(m, "script") && !m->closing) m->script = true;
}

static void attribute_named(machine *m)
{
    static const char *const addresses[] = {
        "href",         "src",         "action",        "formaction",     "xlink:href",       "cite", "data-hx-get",
        "data-hx-post", "data-hx-put", "data-hx-patch", "data-hx-delete", "data-hx-push-url", NULL};
    str name = {m->name, m->name_n};
    m->address = m->address_start = str_in(name, addresses);
    m->htmx = name_starts(m, "data-hx-");
    if (name_is(m, "src")) m->script = false;
    if (name_starts(m, "on") || name_starts(m, "data-hx-on")) refuse(m, "no inline script in a literal");
    if (name_is(m, "style") || name_is(m, "srcdoc") || name_is(m, "srcset"))
        refuse(m, "no style, srcdoc or srcset in a literal");
}

static void tag_closed(machine *m)
{
    if (m->script) refuse(m, "a script element needs a src");
    m->script = false;
    m->at = AT_TEXT;
}

// Follows one byte of markup; it has been copied already.
static void follow(machine *m, char c)
{
    bool space = c == ' ' || c == '\n';
    switch (m->at) {
    case AT_TEXT:
        if (c != '<') return;
        m->at = AT_NAME;
        m->closing = m->script = m->stamped = false;
        name_begin(m);
        return;
    case AT_NAME:
        if (c == '/' && m->name_n == 0)
            m->closing = true;
        else if (name_char(c) || (c == '!' && m->name_n == 0))
            name_add(m, c);
        else if (m->name_n == 0)
            refuse(m, "write &lt; for a < that opens no tag");
        else if (space || c == '/' || c == '>') {
            tag_named(m);
            m->at = AT_TAG;
            if (c == '>') tag_closed(m);
        } else
            refuse(m, "a tag's name holds a strange character");
        return;
    case AT_TAG:
        if (c == '>')
            tag_closed(m);
        else if (name_char(c)) {
            name_begin(m);
            name_add(m, c);
            m->at = AT_ATTR;
        } else if (!space && c != '/')
            refuse(m, "a strange character between attributes");
        return;
    case AT_ATTR:
        if (name_char(c)) {
            name_add(m, c);
            return;
        }
        attribute_named(m);
        if (c == '=')
            m->at = AT_EQUALS;
        else if (space || c == '/')
            m->at = AT_TAG;
        else if (c == '>')
            tag_closed(m);
        else
            refuse(m, "an attribute's name holds a strange character");
        return;
    case AT_EQUALS:
        if (c != '\'' && c != '"') refuse(m, "an attribute without quotes");
        m->quote = c;
        m->at = AT_VALUE;
        return;
    case AT_VALUE:
        if (c == m->quote) {
            m->at = AT_TAG;
            m->address = m->address_start = false;
            if (m->htmx && !m->stamped) step_add(m, (step){.kind = STEP_NONCE});
            m->stamped |= m->htmx;
            m->htmx = false;
        } else
            m->address_start = false;
        return;
    }
}

static void value(machine *m, int n)
{
    if (n > m->nvals) refuse(m, "a literal names a value that was not given");
    m->used |= 1u << n;
    if (m->at == AT_TEXT)
        step_add(m, (step){.kind = STEP_TEXT, .value = n});
    else if (m->at == AT_EQUALS)
        refuse(m, "an attribute without quotes");
    else if (m->at != AT_VALUE)
        refuse(m, "a value may stand in text and in quoted attributes only");
    else if (!m->address)
        step_add(m, (step){.kind = STEP_ATTR, .value = n});
    else
        step_add(m, (step){.kind = m->address_start ? STEP_LINK : STEP_PART, .value = n});
    m->address_start = false;
}

static void read_words(machine *m, str sentence);

// Where the sentence that begins at `from` ends: the place of its closing brace, or -1.
static ptrdiff_t words_end(str s, ptrdiff_t from)
{
    for (ptrdiff_t i = from; i < s.n; i++) {
        if (s.p[i] == '{' && i + 1 < s.n && s.p[i + 1] == '{')
            i++;
        else if (s.p[i] == '}')
            return i;
    }
    return -1;
}

static void read_bytes(machine *m, str s)
{
    for (ptrdiff_t i = 0; i < s.n && !m->why; i++) {
        char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : 0;
        if (c == '$' && next >= '1' && next <= '9') {
            value(m, next - '0');
            i++;
            continue;
        }
        if ((c == '$' || c == '{' || (c == '}' && !m->words)) && c == next)
            i++; // doubled: the character itself
        else if (c == '}')
            refuse(m, "a closing brace without an opening one");
        else if (c == '{') {
            ptrdiff_t end = words_end(s, i + 1);
            if (m->words)
                refuse(m, "braces inside braces");
            else if (end < 0)
                refuse(m, "a brace is never closed");
            else if (m->at != AT_TEXT && m->at != AT_VALUE)
                refuse(m, "words may stand in text and in quoted attributes only");
            else
                read_words(m, str_sub(s, i + 1, end - i - 1));
            i = end;
            continue;
        }
        put_char(&m->bytes, c);
        follow(m, c);
    }
}

// One form of a sentence as a literal of its own, read from where m stands.
static literal read_form(machine *m, str form)
{
    machine inner = *m;
    inner.nsteps = 0;
    inner.from = 0;
    inner.bytes = (text){.a = m->scratch};
    inner.words = true;
    read_bytes(&inner, form);
    if (inner.at != m->at || (m->at == AT_VALUE && inner.quote != m->quote))
        refuse(&inner, "a tag or quote must end inside the braces it began in");
    refuse(m, inner.why);
    m->used |= inner.used;
    return finish(&inner);
}

// The forms of a sentence stand between bars; a bar inside a tag is none.
static int split_forms(str sentence, str *forms, int most)
{
    int n = 0;
    bool tag = false;
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i <= sentence.n && n < most; i++) {
        char c = i < sentence.n ? sentence.p[i] : '|';
        if (c == '<') tag = true;
        if (c == '>') tag = false;
        if (c != '|' || (tag && i < sentence.n)) continue;
        forms[n++] = str_sub(sentence, from, i - from);
        from = i + 1;
    }
    return n;
}

static void read_words(machine *m, str sentence)
{
    str forms[4];
    int n = split_forms(words_find(m->scratch, m->language, sentence), forms, countof(forms));
    bool words = m->words;
    if (n == 1) {
        place at = m->at;
        char quote = m->quote;
        m->words = true;
        read_bytes(m, forms[0]);
        m->words = words;
        if (m->at != at || (at == AT_VALUE && m->quote != quote))
            refuse(m, "a tag or quote must end inside the braces it began in");
        return;
    }
    m->used |= 2;
    if (m->nvals < 1) refuse(m, "forms of a sentence are chosen by $1, which was not given");
    literal *made = news(m->a, literal, n);
    for (int i = 0; i < n; i++) {
        arena before = *m->scratch; // a form that is made stands in m->a
        made[i] = read_form(m, forms[i]);
        *m->scratch = before;
    }
    step_add(m, (step){.kind = STEP_FORMS, .forms = made, .nforms = n});
}

const literal *literal_make(arena *a, str bytes, const language *l, bool in_tag, int nvals, const char **why)
{
    char room[32768];
    arena scratch = {.beg = room, .end = room + sizeof room};
    machine m = {.a = a, .scratch = &scratch, .language = l, .bytes = {.a = &scratch}, .nvals = nvals};
    m.at = in_tag ? AT_TAG : AT_TEXT;
    read_bytes(&m, bytes);
    if (m.at == AT_NAME && m.name_n) tag_named(&m);
    if (m.at == AT_ATTR) attribute_named(&m);
    if (m.at == AT_EQUALS || m.at == AT_VALUE) refuse(&m, "a literal must not end inside an attribute");
    if ((m.used | 1) != (2u << nvals) - 1) refuse(&m, "a literal has a value that it does not use");
    *why = m.why;
    if (m.why) return NULL;
    literal *made = new (a, literal);
    *made = finish(&m);
    made->starts_in_tag = in_tag;
    return made;
}

// The cache: an open-addressed table of entries that are never changed once they are in it. Readers take no lock.
typedef struct {
    const char *p;
    ptrdiff_t n;
    const literal *made;
} kept;

enum { CACHE_SIZE = 1 << 15 };
static _Atomic(const kept *) cache[CACHE_SIZE];
static int cached;
static pthread_mutex_t cache_turn = PTHREAD_MUTEX_INITIALIZER;
static arena cache_room;

static size_t cache_place(str s, const language *l, bool in_tag)
{
    uint64_t h = (uint64_t)(uintptr_t)s.p ^ (uint64_t)s.n << 48 ^ (uint64_t)(uintptr_t)l << 16 ^ (uint64_t)in_tag << 40;
    h *= 0x9E3779B97F4A7C15u;
    return (size_t)(h >> 49);
}

static const kept *cache_find(str s, const language *l, bool in_tag, size_t *free)
{
    for (size_t i = cache_place(s, l, in_tag);; i = (i + 1) % CACHE_SIZE) {
        const kept *k = atomic_load_explicit(&cache[i], memory_order_acquire);
        if (k && (k->p != s.p || k->n != s.n || k->made->language != l || k->made->starts_in_tag != in_tag)) continue;
        *free = i;
        return k;
    }
}

static _Noreturn void broken(str bytes, const char *why)
{
    fprintf(stderr, "isms: %s: %.*s\n", why, STRF(bytes));
    abort();
}

static const literal *literal_first(str bytes, const language *l, bool in_tag, int nvals)
{
    size_t place;
    const char *why = NULL;
    pthread_mutex_lock(&cache_turn);
    const kept *k = cache_find(bytes, l, in_tag, &place);
    if (!k) {
        if (!cache_room.beg) cache_room = arena_make((ptrdiff_t)256 << 20);
        const literal *made = literal_make(&cache_room, bytes, l, in_tag, nvals, &why);
        if (cached >= CACHE_SIZE / 4 * 3) why = "too many literals: raise CACHE_SIZE";
        if (!why) {
            kept *fresh = new (&cache_room, kept);
            *fresh = (kept){bytes.p, bytes.n, made};
            atomic_store_explicit(&cache[place], fresh, memory_order_release);
            cached++;
            k = fresh;
        }
    }
    pthread_mutex_unlock(&cache_turn);
    if (why) broken(bytes, why);
    return k->made;
}

const literal *literal_of(str bytes, const language *l, bool in_tag, int nvals)
{
    size_t place;
    const kept *k = cache_find(bytes, l, in_tag, &place);
    const literal *made = k ? k->made : literal_first(bytes, l, in_tag, nvals);
    if (made->nvals != nvals) broken(bytes, "the same literal with another number of values");
    return made;
}
