// cli_answer.c: answers of the API for people to read.
// SPDX-License-Identifier: Apache-2.0
#include "platform/cli/cli_answer.h"
#include "platform/cli/table.h"
#include "platform/paper/json.h"

#include <string.h>

enum { MOST_COLUMNS = 33 };

static str choice_label(const field *f, str name)
{
    for (const choice *c = f->choices; c->name; c++)
        if (str_eq(name, str_of(c->name))) return str_of(c->label);
    return name;
}

static str grouped(arena *a, str amount)
{
    text t = {.a = a};
    ptrdiff_t point = str_find(amount, '.'), whole = point < 0 ? amount.n : point;
    for (ptrdiff_t i = 0; i < amount.n; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0 && amount.p[i - 1] != '-') put_char(&t, ',');
        put_char(&t, amount.p[i]);
    }
    return text_str(&t);
}

// A member of a record as words: a choice's label, the title of what it refers to.
static str words_of(arena *a, const field *f, const json *value, const json *titles)
{
    bool yes = false;
    str s = json_str(value);
    switch (json_what(value)) {
    case JSON_NULL: return (str){0};
    case JSON_TRUE:
    case JSON_FALSE: return json_bool(value, &yes) && yes ? S("yes") : S("no");
    case JSON_NUMBER: return value->text;
    case JSON_OBJECT:
        return format(a, "$1 $2", v(grouped(a, json_get_str(value, "amount"))), v(json_get_str(value, "currency")));
    case JSON_TEXT: break;
    case JSON_ARRAY: return (str){0};
    }
    if (f->kind == KIND_CHOICE) return s.n ? choice_label(f, s) : s;
    if (f->kind != KIND_REF && f->kind != KIND_ANY) return s;
    str title = json_get_str(titles, str_z(a, s));
    if (!title.n || str_eq(title, s)) return s;
    return f->kind == KIND_REF && f->to->title ? title : format(a, "$1 $2", v(s), v(title));
}

static int columns_of(const entity *e, str wanted, const field **out)
{
    int n = 0;
    if (!wanted.n) {
        for (int i = 0; i < e->nfields && n < MOST_COLUMNS - 1; i++)
            if (e->fields[i].flags & LISTED) out[n++] = &e->fields[i];
        return n;
    }
    for (str rest = wanted; rest.p && n < MOST_COLUMNS - 1;) {
        const field *f = field_find(e, str_trim(str_cut(&rest, ',')));
        if (f) out[n++] = f;
    }
    return n;
}

// A label in the middle of a sentence.
static str within(arena *a, const char *label)
{
    text t = {.a = a};
    put_z(&t, label);
    if (t.n > 1 && t.p[0] >= 'A' && t.p[0] <= 'Z' && t.p[1] >= 'a') t.p[0] = (char)(t.p[0] + 32);
    return text_str(&t);
}

void cli_put_list(cli *x, const entity *e, str wanted, str body)
{
    const json *all = json_read(x->a, body, NULL), *items = json_get(all, "items"), *titles = json_get(all, "titles");
    const field *fields[MOST_COLUMNS];
    table_column columns[MOST_COLUMNS] = {{S("Code"), false}};
    int nfields = columns_of(e, wanted, fields), n = json_size(items), row = 0;
    i64 total = 0;
    str *cells = news(x->a, str, (ptrdiff_t)(nfields + 1) * n);
    for (int i = 0; i < nfields; i++)
        columns[i + 1] = (table_column){str_of(fields[i]->label), fields[i]->kind == KIND_INTEGER ||
                                                                      fields[i]->kind == KIND_NUMBER ||
                                                                      fields[i]->kind == KIND_MONEY};
    for (const json *i = json_first(items); i; i = json_next(i), row++) {
        str *to = cells + (ptrdiff_t)row * (nfields + 1);
        to[0] = json_get_str(i, "code");
        for (int k = 0; k < nfields; k++) to[k + 1] = words_of(x->a, fields[k], json_get(i, fields[k]->name), titles);
    }
    json_int(json_get(all, "total"), &total);
    str next = json_get_str(all, "next"), plural = within(x->a, e->plural);
    if (n == 0) {
        cli_say(x, "No $1.$2$3\n", v(plural), v(e->help ? " " : ""), v(e->help ? e->help : ""));
        return;
    }
    table_put(&x->out, columns, nfields + 1, cells, n, x->width);
    if (next.n)
        cli_say(x, "\n$1 of $2 $3; the next page: after=$4\n", v(n), v(total), v(plural), v(next));
    else
        cli_say(x, "\n$1 $2\n", v(total), v(total == 1 ? within(x->a, e->label) : plural));
}

static void put_line(cli *x, int labels, str label, str value)
{
    bool several = str_find(value, '\n') >= 0 || (x->width && labels + 2 + text_width(value) > x->width);
    if (!value.n) return;
    put(&x->out, label);
    if (several) {
        put_char(&x->out, '\n');
        put_wrapped(&x->out, value, 4, x->width);
        return;
    }
    for (int i = text_width(label); i < labels + 2; i++) put_char(&x->out, ' ');
    put(&x->out, value);
    put_char(&x->out, '\n');
}

void cli_put_record(cli *x, const entity *e, str body)
{
    const json *rec = json_read(x->a, body, NULL), *titles = json_get(rec, "titles");
    int labels = 7;
    i64 version = 0;
    for (int i = 0; i < e->nfields; i++)
        if (text_width(str_of(e->fields[i].label)) > labels) labels = text_width(str_of(e->fields[i].label));
    json_int(json_get(rec, "version"), &version);
    put_line(x, labels, S("Code"), json_get_str(rec, "code"));
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        put_line(x, labels, str_of(f->label), words_of(x->a, f, json_get(rec, f->name), titles));
    }
    for (const link_field *l = e->links; l && l->name; l++) {
        text t = {.a = x->a};
        for (const json *i = json_first(json_get(rec, l->name)); i; i = json_next(i)) {
            if (t.n) put(&t, S(", "));
            put(&t, json_str(i));
        }
        put_line(x, labels, str_of(l->label), text_str(&t));
    }
    put_line(x, labels, S("Version"), format(x->a, "$1", v(version)));
}
