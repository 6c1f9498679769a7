// list_state.c: what a list shows, as its address says it, and the addresses of its neighbours.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/list_state.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static str decoded(arena *a, str s)
{
    text t = {.a = a};
    for (ptrdiff_t i = 0; i < s.n; i++) {
        int high = i + 2 < s.n ? hex(s.p[i + 1]) : -1, low = i + 2 < s.n ? hex(s.p[i + 2]) : -1;
        if (s.p[i] == '%' && high >= 0 && low >= 0) {
            put_char(&t, (char)(high << 4 | low));
            i += 2;
        } else
            put_char(&t, s.p[i] == '+' ? ' ' : s.p[i]);
    }
    return text_str(&t);
}

bool query_next(arena *a, str *rest, pair *out)
{
    while (rest->p && rest->n) {
        str part = str_cut(rest, '&');
        if (part.n == 0) continue;
        str value = part;
        str name = str_cut(&value, '=');
        *out = (pair){decoded(a, name), decoded(a, value)};
        return true;
    }
    return false;
}

// Given twice, sort and columns go on in the same list: forms send them one by one.
static bool put_listed(ctx *c, list_state *s, str name, str value)
{
    for (int i = 0; i < s->npairs; i++) {
        if (!str_eq(s->pairs[i].name, name)) continue;
        s->pairs[i].value = format(c->a, "$1,$2", v(s->pairs[i].value), v(value));
        s->joined = true;
        return true;
    }
    return false;
}

static bool take(ctx *c, list_state *s, str name, str value)
{
    static const char *const page_only[] = {"part", "filter", "down", NULL};
    if (str_in(name, page_only)) return true;
    if (str_eq(name, S("at"))) return str_int(value, &s->at) || true;
    if (str_eq(name, S("after"))) return list_set(c, &s->l, name, value);
    value = str_trim(value);
    if (value.n == 0) return true;
    if ((str_eq(name, S("columns")) || str_eq(name, S("sort"))) && put_listed(c, s, name, value)) return true;
    if (s->npairs == countof(s->pairs)) return fail_as(c, NO_INPUT, NULL, "That is more than a list can filter by.");
    s->pairs[s->npairs++] = (pair){str_dup(c->a, name), str_dup(c->a, value)};
    return true;
}

// Columns name fields, and links whose count is shown: the latter are taken out here.
static bool take_columns(ctx *c, list_state *s, str value)
{
    text fields = {.a = c->a};
    while (value.p) {
        str name = str_trim(str_cut(&value, ','));
        const link_field *l = link_find(s->e, name);
        if (l && s->nlinks < countof(s->links)) s->links[s->nlinks++] = l;
        if (l || name.n == 0) continue;
        if (fields.n) put_char(&fields, ',');
        put(&fields, name);
    }
    return fields.n == 0 || list_set(c, &s->l, S("columns"), text_str(&fields));
}

static bool finish(ctx *c, list_state *s)
{
    bool ok = true, columns = false;
    for (int i = 0; i < s->npairs; i++) {
        str name = s->pairs[i].name, value = s->pairs[i].value;
        if (str_eq(name, S("columns"))) {
            columns = true;
            ok = take_columns(c, s, value) && ok;
        } else if (!str_eq(name, S("as_of")))
            ok = list_set(c, &s->l, name, value) && ok;
    }
    for (const link_field *l = s->e->links; !columns && l && l->name; l++)
        if ((l->flags & LISTED) && s->nlinks < countof(s->links)) s->links[s->nlinks++] = l;
    return ok;
}

// The box beside the second key turns it round.
static void turn_second(ctx *c, list_state *s)
{
    for (int i = 0; i < s->npairs; i++) {
        str second = s->pairs[i].value, first = str_cut(&second, ',');
        if (str_eq(s->pairs[i].name, S("sort")) && second.n)
            s->pairs[i].value = format(c->a, "$1,-$2", v(first), v(second));
    }
}

bool list_state_read(request *q, const entity *e, list_state *s)
{
    *s = (list_state){.e = e, .l = list_of(e)};
    bool filter = request_has(q, "filter"), ok = true;
    for (int i = 0; i < q->nparameters; i++) {
        str name = q->parameters[i].name;
        if (filter && (str_eq(name, S("op")) || str_eq(name, S("value")))) continue;
        ok = take(q->c, s, name, q->parameters[i].value) && ok;
    }
    if (request_has(q, "down")) turn_second(q->c, s), s->joined = true;
    return finish(q->c, s) && ok;
}

bool list_state_parse(ctx *c, const entity *e, str query, list_state *s)
{
    *s = (list_state){.e = e, .l = list_of(e)};
    bool ok = true;
    pair p;
    for (str rest = query; query_next(c->a, &rest, &p);) ok = take(c, s, p.name, p.value) && ok;
    return finish(c, s) && ok;
}

// Codes, lists and operators keep their look in addresses: these stand for themselves in a query (RFC 3986 3.4).
static const bool stands_for_itself[256] = {
    ['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['-'] = true, ['.'] = true,
    ['_'] = true,         [','] = true,         [':'] = true,         ['@'] = true, ['/'] = true};

// Mostly all of it stands for itself: it is copied while it is looked at.
static void put_part(text *t, str s)
{
    while (s.n) {
        char *to = put_room(t, s.n);
        ptrdiff_t n = 0;
        for (; n < s.n && stands_for_itself[(unsigned char)s.p[n]]; n++) to[n] = s.p[n];
        t->n += n;
        if (n == s.n) return;
        put_url(t, str_sub(s, n, 1));
        s = str_from(s, n + 1);
    }
}

static void put_pair(text *t, ptrdiff_t start, str name, str value)
{
    if (t->n > start) put_char(t, '&');
    put_part(t, name);
    put_char(t, '=');
    put_part(t, value);
}

// All pairs but those of that name (and that value, where one is given), then one more.
static str address(arena *a, const list_state *s, const char *ending, str drop, const str *drop_value, str name,
                   str value)
{
    text t = {.a = a};
    put_char(&t, '/');
    put_z(&t, s->e->name);
    put_z(&t, ending);
    put_char(&t, '?');
    ptrdiff_t start = t.n;
    for (int i = 0; i < s->npairs; i++) {
        const pair *p = &s->pairs[i];
        if (drop.p && str_eq(p->name, drop) && (!drop_value || str_eq(p->value, *drop_value))) continue;
        put_pair(&t, start, p->name, p->value);
    }
    if (name.n && value.n) put_pair(&t, start, name, value);
    if (t.n == start) t.n--;
    return text_str(&t);
}

static const str none;

str list_state_query(arena *a, const list_state *s)
{
    str whole = list_state_address(a, s);
    ptrdiff_t at = str_find(whole, '?');
    return at < 0 ? none : str_from(whole, at + 1);
}

str list_state_address(arena *a, const list_state *s)
{
    return address(a, s, "", none, NULL, none, none);
}

str list_state_under(arena *a, const list_state *s, const char *ending)
{
    return address(a, s, ending, none, NULL, none, none);
}

str list_state_with(arena *a, const list_state *s, str name, str value)
{
    return address(a, s, "", none, NULL, name, value);
}

str list_state_put(arena *a, const list_state *s, str name, str value)
{
    return address(a, s, "", name, NULL, name, value);
}

str list_state_without(arena *a, const list_state *s, str name, str value)
{
    return address(a, s, "", name, &value, none, none);
}

str list_state_next(arena *a, const list_state *s, str cursor, int shown)
{
    text t = {.a = a};
    put(&t, list_state_address(a, s));
    put(&t, str_find(text_str(&t), '?') < 0 ? S("?after=") : S("&after="));
    put_part(&t, cursor);
    put(&t, S("&at="));
    put_int(&t, s->at + shown);
    return text_str(&t);
}

bool list_state_has(const list_state *s, str name, str value)
{
    for (int i = 0; i < s->npairs; i++)
        if (str_eq(s->pairs[i].name, name) && (!value.p || str_eq(s->pairs[i].value, value))) return true;
    return false;
}

str list_state_sorted(arena *a, const list_state *s, const field *f)
{
    const char *name = f ? f->name : "code";
    const order *first = s->l.norders ? &s->l.orders[0] : NULL;
    bool ours = first && first->field == f;
    bool given = list_state_has(s, S("sort"), none);
    if (ours && first->down && given) return list_state_put(a, s, S("sort"), none);
    return list_state_put(a, s, S("sort"), ours && !first->down ? format(a, "-$1", v(name)) : str_of(name));
}
