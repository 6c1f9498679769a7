// pick.c: the records that a rule picks out.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/pick.h"
#include "platform/record/list.h"

#include <stdlib.h>

// The next word: NAME=VALUE or NAME="VALUE WITH SPACES".
static str take_word(arena *a, str *rest)
{
    text t = {.a = a};
    bool quoted = false;
    ptrdiff_t i = 0;
    for (; i < rest->n && (quoted || rest->p[i] != ' '); i++) {
        if (rest->p[i] == '"')
            quoted = !quoted;
        else
            put_char(&t, rest->p[i]);
    }
    *rest = str_trim(str_from(*rest, i));
    return text_str(&t);
}

static bool names_filter(const entity *e, str name)
{
    str member = str_cut(&name, '.');
    return field_find(e, member) || link_find(e, member) || str_eq(member, S("code"));
}

static bool read_line(ctx *c, const entity *e, str line, list *l)
{
    *l = list_of(e);
    l->norders = 0;
    if (str_eq(line, S("all"))) return true;
    for (str rest = line; rest.n;) {
        str value = take_word(c->a, &rest);
        str name = str_cut(&value, '=');
        if (!value.p || !names_filter(e, name))
            return fail_as(c, NO_INPUT, NULL, "\"$1\" is no test of $2: write NAME=VALUE, such as $3=….", v(name),
                           v(e->plural), v(e->fields[0].name));
        if (str_eq(value, S("me")))
            return fail_as(c, NO_INPUT, NULL, "\"me\" is another person for each reader: name the person.");
        if (!list_set(c, l, name, value)) return false;
    }
    return true;
}

static bool next_line(str *rest, str *line)
{
    while (rest->p && rest->n) {
        *line = str_trim(str_cut(rest, '\n'));
        if (line->n) return true;
    }
    return false;
}

bool pick_check(ctx *c, const entity *e, const char *field, str rule)
{
    failure **from = c->failures ? c->failures_end : &c->failures;
    list l;
    str line;
    int n = 0;
    bool ok = true;
    for (str rest = rule; ok && next_line(&rest, &line); n++) ok = read_line(c, e, line, &l);
    if (ok && n > PICK_LINES) ok = fail_as(c, NO_INPUT, NULL, "A rule has at most $1 lines.", v(PICK_LINES));
    for (failure *f = ok ? NULL : *from; f; f = f->next) f->field = field;
    return ok;
}

static int by_number(const void *x, const void *y)
{
    i64 a = *(const i64 *)x, b = *(const i64 *)y;
    return (a > b) - (a < b);
}

static int sort_once(i64 *ids, int n)
{
    int kept = 0;
    qsort(ids, (size_t)n, sizeof *ids, by_number);
    for (int i = 0; i < n; i++)
        if (!i || ids[i] != ids[i - 1]) ids[kept++] = ids[i];
    return kept;
}

static int pick(ctx *c, const entity *e, str rule, i64 only, i64 *out, int most)
{
    failure *had = c->failures, **had_end = c->failures_end;
    reach held = c->reach;
    int n = 0;
    str line;
    c->reach = REACH_WHOLE;
    for (str rest = rule; next_line(&rest, &line);) {
        list l;
        i64 *ids;
        if (!read_line(c, e, line, &l) || l.nfilters > countof(l.filters) - 2) continue;
        if (only) {
            l.filters[l.nfilters++] = (filter){.test = TEST_MIN, .value = v(only)};
            l.filters[l.nfilters++] = (filter){.test = TEST_MAX, .value = v(only)};
        }
        int found = list_ids(c, &l, &ids, most - n);
        for (int i = 0; i < found; i++) out[n++] = ids[i];
        n = sort_once(out, n);
        if (n >= most) break;
    }
    c->reach = held, c->failures = had, c->failures_end = had_end;
    if (had_end) *had_end = NULL;
    return n;
}

int pick_ids(ctx *c, const entity *e, str rule, i64 **ids, int most)
{
    *ids = news(c->a, i64, most + 1);
    return pick(c, e, rule, 0, *ids, most);
}

bool pick_has(ctx *c, const entity *e, str rule, i64 id)
{
    i64 found[1];
    return pick(c, e, rule, id, found, 1) == 1;
}

str pick_address(ctx *c, const entity *e, str rule, int n)
{
    str line;
    for (str rest = rule; next_line(&rest, &line); n--) {
        text t = {.a = c->a};
        if (n) continue;
        fill(&t, S("/$1"), VALS(v(e->name)), 1);
        char joint = '?';
        for (str words = str_eq(line, S("all")) ? (str){0} : line; words.n; joint = '&') {
            str value = take_word(c->a, &words);
            put_char(&t, joint);
            put_url(&t, str_cut(&value, '='));
            put_char(&t, '=');
            put_url(&t, value);
        }
        return text_str(&t);
    }
    return (str){0};
}
