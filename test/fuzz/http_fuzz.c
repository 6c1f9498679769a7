// http_fuzz.c: any bytes as the head, address, form, files or cookies of a request, and as a value in a page.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/dispatch.h"
#include "platform/web/form.h"
#include "platform/web/html.h"
#include "platform/web/literal.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// What passes the gate has one host, a path, and at most one length.
static void as_head(str s)
{
    header headers[GATE_HEADERS + 2];
    envelope e = {.headers = headers};
    str line = str_cut(&s, '\n');
    e.verb = str_cut(&line, ' ');
    e.target = str_cut(&line, ' ');
    e.version = line;
    while (s.p && e.nheaders < countof(headers)) {
        str value = str_cut(&s, '\n');
        str name = str_cut(&value, ':');
        headers[e.nheaders++] = (header){name, value};
    }
    verdict v = gate(&e);
    assert(v.status == 0 || (v.status >= 400 && v.status <= 505 && v.why));
    if (v.status) return;
    int hosts = 0, lengths = 0;
    for (int i = 0; i < e.nheaders; i++) {
        hosts += header_same(headers[i].name, S("host"));
        lengths +=
            header_same(headers[i].name, S("content-length")) || header_same(headers[i].name, S("transfer-encoding"));
    }
    assert(hosts == 1 && lengths <= 1 && str_starts(e.target, S("/")) && v.length <= GATE_UPLOAD);
}

static void as_form(arena *a, str s)
{
    parameters p = {0};
    if (!form_read(a, s, &p)) return;
    assert(p.n <= FORM_MOST);
    for (int i = 0; i < p.n; i++) assert(str_utf8(p.p[i].name) && str_utf8(p.p[i].value));
}

static void as_files(arena *a, str s)
{
    parameters p = {0};
    str type = str_cut(&s, '\n');
    if (!multipart_read(a, s, type, &p)) return;
    for (int i = 0; i < p.n; i++) {
        assert(str_utf8(p.p[i].name) && p.p[i].value.n <= s.n);
        if (!p.p[i].file.p)
            assert(str_utf8(p.p[i].value));
        else
            assert(str_find(p.p[i].file, '/') < 0 && str_find(p.p[i].file, '\\') < 0);
    }
}

static void as_address(arena *a, str s)
{
    str out;
    if (path_ours(s)) assert(s.p[0] == '/' && (s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\')));
    if (!path_read(a, s, &out)) return;
    for (str rest = out; rest.p;) assert(!str_eq(str_cut(&rest, '/'), S("..")));
    assert(str_utf8(out) && str_find(out, '\\') < 0);
}

// Whatever the value is: the tags are those of the literal, and the address is no script.
static void as_value(arena *a, str s)
{
    ctx c = {.a = a};
    text out = {.a = a};
    request q = {.c = &c, .out = &out};
    html(&q, "<a href='$1' title=\"$1\">$1</a><i id='/x?y=$2'></i><b data-hx-get='/x?y=$2'>", v(s), v(s));
    int tags = 0, quotes = 0;
    for (ptrdiff_t i = 0; i < out.n; i++) {
        tags += out.p[i] == '<';
        quotes += out.p[i] == '\'' || out.p[i] == '"';
    }
    assert(tags == 5 && quotes == 10);
    str href = str_from(text_str(&out), 9);
    assert(href.p[0] == '\'' || href.p[0] == '/' || href.p[0] == '?' || href.p[0] == '#' ||
           str_starts(href, S("http")) || str_starts(href, S("mailto:")));
}

static void as_literal(arena *a, str s)
{
    const char *why = NULL;
    const literal *l = literal_make(a, s, NULL, false, 3, &why);
    assert((l != NULL) != (why != NULL));
}

static void as_cookies(str s)
{
    header h = {S("cookie"), s};
    incoming in = {.headers = &h, .nheaders = 1};
    str found = cookie_find(&in, S("isms"));
    assert(found.n <= s.n && str_find(found, ';') < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena whole;
    if (!whole.beg) whole = arena_make((ptrdiff_t)64 << 20);
    if (size == 0) return 0;
    arena a = whole;
    str s = {(const char *)data + 1, (ptrdiff_t)size - 1};
    switch (data[0] % 7) {
    case 0: as_head(s); break;
    case 1: as_form(&a, s); break;
    case 2: as_files(&a, s); break;
    case 3: as_address(&a, s); break;
    case 4: as_value(&a, s); break;
    case 5: as_literal(&a, s.n > 4000 ? str_sub(s, 0, 4000) : s); break;
    default: as_cookies(s); break;
    }
    return 0;
}
