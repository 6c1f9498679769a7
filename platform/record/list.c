// list.c: the state of a list: filters, order and columns read from text.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/record/list.h"
#include "platform/record/field.h"
#include "platform/record/search.h"

#include <string.h>

enum { TEXT_MOST = 1000 }; // of a filter

static void set_order(list *l, str sort)
{
    l->norders = 0;
    for (str rest = sort; rest.p && l->norders < countof(l->orders);) {
        str name = str_trim(str_cut(&rest, ','));
        bool down = str_starts(name, S("-"));
        if (down) name = str_from(name, 1);
        const field *f = field_find(l->e, name);
        if (!f && !str_eq(name, S("code"))) continue;
        l->orders[l->norders++] = (order){f, down};
        if (!f) break; // the code decides
    }
}

list list_of(const entity *e)
{
    list l = {.e = e, .limit = LIST_PAGE};
    for (int i = 0; i < e->nfields; i++)
        if ((e->fields[i].flags & LISTED) && l.ncolumns < countof(l.columns)) l.columns[l.ncolumns++] = &e->fields[i];
    if (e->sort)
        set_order(&l, str_of(e->sort));
    else
        l.orders[l.norders++] = (order){NULL, true};
    return l;
}

static bool set_columns(ctx *c, list *l, str value)
{
    l->ncolumns = 0;
    for (str rest = value; rest.p && l->ncolumns < countof(l->columns);) {
        str name = str_trim(str_cut(&rest, ','));
        const field *f = field_find(l->e, name);
        if (!name.n || str_eq(name, S("code"))) continue;
        if (!f || f->kind == KIND_SECRET) return fail_as(c, NO_INPUT, "columns", "There is no column \"$1\".", v(name));
        l->columns[l->ncolumns++] = f;
    }
    return true;
}

static bool check_sort(ctx *c, const list *l, str value)
{
    for (str rest = value; rest.p;) {
        str name = str_trim(str_cut(&rest, ','));
        if (str_starts(name, S("-"))) name = str_from(name, 1);
        const field *f = field_find(l->e, name);
        if (str_eq(name, S("code"))) continue;
        if (!f || f->kind == KIND_SECRET || (f->flags & LONG))
            return fail_as(c, NO_INPUT, "sort", "\"$1\" cannot be sorted by.", v(name));
    }
    return true;
}

static bool test_of(str name, test *out)
{
    static const char *const names[] = {"is", "not", "before", "after", "min", "max", "has", "empty"};
    for (int i = 0; i < countof(names); i++)
        if (str_eq(name, str_of(names[i]))) {
            *out = (test)i;
            return true;
        }
    return false;
}

static bool test_fits(const field *f, test t)
{
    if (t == TEST_BEFORE || t == TEST_AFTER) return f->kind == KIND_DATE || f->kind == KIND_MOMENT;
    if (t == TEST_MIN || t == TEST_MAX) return f->kind == KIND_INTEGER || f->kind == KIND_NUMBER;
    if (t == TEST_HAS) return f->kind == KIND_TEXT;
    if (t == TEST_EMPTY) return true;
    return f->kind != KIND_MONEY;
}

// A day as a bound of moments.
static bool moment_bound(ctx *c, const field *f, str value, val *out)
{
    moment m;
    date d = {0};
    if (moment_read(value, &m)) {
        *out = v(m);
        return true;
    }
    field day = {.name = f->name, .label = f->label, .kind = KIND_DATE};
    if (!field_parse(c, &day, &d, value)) return false;
    *out = v(date_moment(d, c->zone));
    return true;
}

static const entity *link_end(const link_field *l)
{
    return field_find(l->through, str_of(l->to))->to;
}

static bool set_filter(ctx *c, list *l, str name, str value)
{
    str rest = name;
    str member = str_cut(&rest, '.');
    if (value.n > TEXT_MOST) return fail_as(c, NO_INPUT, NULL, "What $1 is filtered by is too long.", v(member));
    filter x = {.field = field_find(l->e, member), .link = link_find(l->e, member), .text = value};
    if (x.link && rest.p) {
        str further = rest;
        x.beyond = link_find(link_end(x.link), str_cut(&further, '.'));
        if (x.beyond) rest = further;
    }
    if (rest.p && !test_of(rest, &x.test))
        return fail_as(c, NO_INPUT, NULL, "\"$1\" is no test; use not, before, after, min, max, has or empty.",
                       v(rest));
    if (!x.field && !x.link && !str_eq(member, S("code")))
        return fail_as(c, NO_INPUT, NULL, "$1 has no field \"$2\".", v(l->e->plural), v(member));
    if (x.field && (x.field->kind == KIND_SECRET || !test_fits(x.field, x.test)))
        return fail_as(c, NO_INPUT, x.field->name, "$1 cannot be tested that way.", v(x.field->label));
    if (!x.field && x.test != TEST_IS && x.test != TEST_NOT && (x.test != TEST_EMPTY || !x.link))
        return fail_as(c, NO_INPUT, NULL, "$1 names records: it can be tested for them, and with .not.", v(member));
    if (l->nfilters == countof(l->filters))
        return fail_as(c, NO_INPUT, NULL, "A list takes at most $1 filters.", v(countof(l->filters)));
    if (x.test == TEST_EMPTY) {
        x.value = v(!str_eq(value, S("0")));
    } else if (x.test == TEST_HAS) {
        x.value = v(text_fold(c->a, value));
    } else if (x.field && x.field->kind == KIND_MOMENT) {
        if (!moment_bound(c, x.field, value, &x.value)) return false;
    } else if (x.field) {
        void *scratch = record_new(c, l->e);
        if (x.field->kind == KIND_INTEGER && !value.n) return true;
        if (!field_parse(c, x.field, scratch, value)) return false;
        x.value = field_column(x.field, scratch, x.field->kind == KIND_ANY ? 1 : 0);
        if (x.field->kind == KIND_ANY) x.text = value;
        if (x.value.null) x.test = TEST_EMPTY, x.value = v(true);
    } else {
        i64 id = 0;
        const entity *to = x.beyond ? link_end(x.beyond) : x.link ? link_end(x.link) : l->e;
        if (entity_of_code(value, &id) != to)
            return fail_as(c, NO_INPUT, NULL, "\"$1\" is no code of a $2.", v(value), v(to->label));
        x.value = v(id);
    }
    l->filters[l->nfilters++] = x;
    return true;
}

bool list_set(ctx *c, list *l, str name, str value)
{
    if (str_eq(name, S("sort"))) {
        if (!value.n) return true;
        if (!check_sort(c, l, value)) return false;
        set_order(l, value);
    } else if (str_eq(name, S("columns"))) {
        return !value.n || set_columns(c, l, value);
    } else if (str_eq(name, S("q"))) {
        l->q = str_trim(value);
    } else if (str_eq(name, S("after"))) {
        l->after = value;
    } else if (str_eq(name, S("limit"))) {
        i64 n;
        if (!str_int(value, &n) || n < 1 || n > LIST_MOST)
            return fail_as(c, NO_INPUT, "limit", "limit is a number from 1 to $1.", v(LIST_MOST));
        l->limit = (int)n;
    } else if (value.n || str_ends(name, S(".empty"))) {
        return set_filter(c, l, name, value);
    }
    return true;
}
