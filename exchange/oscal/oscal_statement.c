// oscal_statement.c: a control's statement as people read it.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/oscal/oscal.h"

enum { DEPTH = 12 };

typedef struct {
    text *t;
    const json *params;
} writer;

static const json *param_named(const writer *w, str id)
{
    for (const json *p = json_first(w->params); p; p = json_next(p))
        if (str_eq(json_get_str(p, "id"), id)) return p;
    return NULL;
}

static void put_prose(writer *w, str prose, int depth);

static void put_values(writer *w, const json *values)
{
    bool first = true;
    for (const json *i = json_first(values); i; i = json_next(i)) {
        if (!first) put(w->t, S(", "));
        put(w->t, json_str(i));
        first = false;
    }
}

// What stands for a parameter: its values, the choice it offers, or what it is called.
static void put_param(writer *w, str id, int depth)
{
    const json *p = param_named(w, id), *select = json_get(p, "select"), *choices = json_get(select, "choice");
    str label = json_get_str(p, "label");
    bool first = true;
    if (json_size(json_get(p, "values"))) {
        put_values(w, json_get(p, "values"));
    } else if (json_size(choices) && depth < DEPTH) {
        bool many = str_eq(json_get_str(select, "how-many"), S("one-or-more"));
        put(w->t, many ? S("[Selection (one or more): ") : S("[Selection: "));
        for (const json *i = json_first(choices); i; i = json_next(i)) {
            if (!first) put(w->t, S("; "));
            put_prose(w, json_str(i), depth + 1);
            first = false;
        }
        put_char(w->t, ']');
    } else {
        put(w->t, S("[Assignment: "));
        put(w->t, label.n ? label : id);
        put_char(w->t, ']');
    }
}

// "{{ insert: param, ac-1_prm_1 }}" within prose.
static void put_prose(writer *w, str prose, int depth)
{
    for (;;) {
        ptrdiff_t from = str_search(prose, S("{{")), to = from < 0 ? -1 : str_search(str_from(prose, from), S("}}"));
        if (to < 0) break;
        str inside = str_trim(str_sub(prose, from + 2, to - 2)), kind = str_cut(&inside, ',');
        put(w->t, str_sub(prose, 0, from));
        if (str_starts(kind, S("insert:")) && str_eq(str_trim(str_from(kind, 7)), S("param")))
            put_param(w, str_trim(inside), depth);
        prose = str_from(prose, from + to + 2);
    }
    put(w->t, prose);
}

static void put_part(writer *w, const json *part, int depth)
{
    str prose = json_get_str(part, "prose"), label = {0};
    for (const json *p = json_first(json_get(part, "props")); p; p = json_next(p))
        if (str_eq(json_get_str(p, "name"), S("label"))) label = json_get_str(p, "value");
    if (prose.n) {
        if (w->t->n) put_char(w->t, '\n');
        for (int i = 1; i < depth; i++) put(w->t, S("  "));
        put(w->t, label);
        if (label.n) put_char(w->t, ' ');
        put_prose(w, prose, 0);
    }
    if (depth > DEPTH) return;
    for (const json *i = json_first(json_get(part, "parts")); i; i = json_next(i)) put_part(w, i, depth + 1);
}

str oscal_statement(arena *a, const json *params, const json *parts)
{
    text t = {.a = a};
    writer w = {.t = &t, .params = params};
    for (const json *i = json_first(parts); i; i = json_next(i))
        if (str_eq(json_get_str(i, "name"), S("statement"))) put_part(&w, i, 0);
    return text_str(&t);
}
