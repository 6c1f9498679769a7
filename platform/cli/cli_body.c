// cli_body.c: arguments FIELD=VALUE as the JSON of a request.
// SPDX-License-Identifier: Apache-2.0
#include "platform/cli/cli_body.h"
#include "platform/paper/json.h"

enum { MOST_NAMES = 128 };

static void put_flag(json_writer *w, str value)
{
    static const char *const yes[] = {"yes", "true", "1", "on", NULL}, *const no[] = {"no",  "false", "0",
                                                                                      "off", "",      NULL};
    if (str_in(value, yes) || str_in(value, no))
        json_put_bool(w, str_in(value, yes));
    else
        json_put(w, v(value)); // refused by the API, which says why
}

static void put_value(json_writer *w, const field *f, str value)
{
    i64 i;
    double d;
    switch (f->kind) {
    case KIND_TEXT:
    case KIND_SECRET:
    case KIND_CHOICE: json_put(w, v(value)); break;
    case KIND_FLAG: put_flag(w, value); break;
    case KIND_INTEGER:
        if (str_int(value, &i))
            json_put(w, v(i));
        else if (!value.n)
            json_put(w, (val){.null = true});
        else
            json_put(w, v(value));
        break;
    case KIND_NUMBER:
        if (str_double(value, &d))
            json_put(w, v(d));
        else if (!value.n)
            json_put(w, (val){.null = true});
        else
            json_put(w, v(value));
        break;
    default:
        if (value.n)
            json_put(w, v(value));
        else
            json_put(w, (val){.null = true});
    }
}

// AS-1,AS-2 or AS-1;AS-2: a comma counts where codes stand on both sides, for titles may hold one.
static void put_link(json_writer *w, str value)
{
    i64 id;
    json_put_array(w);
    for (str rest = value; rest.p;) {
        str part = str_trim(str_cut(&rest, ';'));
        bool codes = part.n > 0;
        for (str r = part; r.p;) codes = entity_of_code(str_trim(str_cut(&r, ',')), &id) && codes;
        for (str r = part; codes && r.p;) json_put(w, v(str_trim(str_cut(&r, ','))));
        if (!codes && part.n) json_put(w, v(part));
    }
    json_end_array(w);
}

static int names_of(const entity *e, const char **names, bool writable)
{
    int n = 0;
    for (int i = 0; i < e->nfields && n < MOST_NAMES - 32; i++)
        if (!writable || !(e->fields[i].flags & (READONLY | DERIVED))) names[n++] = e->fields[i].name;
    for (const link_field *l = e->links; l && l->name && n < MOST_NAMES - 16; l++)
        if (!writable || !(l->flags & READONLY)) names[n++] = l->name;
    return n;
}

static bool unknown(cli *x, const entity *e, str name, const char *const *names)
{
    const char *near = cli_nearest(name, names);
    if (near)
        cli_usage(x, "$1 has no field \"$2\"; did you mean \"$3\"?", v(e->label ? e->label : "This"), v(name), v(near));
    else
        cli_usage(x, "$1 has no field \"$2\".", v(e->label ? e->label : "This"), v(name));
    return false;
}

static bool put_argument(cli *x, const entity *e, json_writer *w, str name, str value)
{
    const field *f = field_find(e, name);
    const link_field *l = f ? NULL : link_find(e, name);
    const char *names[MOST_NAMES] = {0};
    if (!f && !l) {
        names_of(e, names, true);
        return unknown(x, e, name, names);
    }
    if ((f ? f->flags : l->flags) & (READONLY | DERIVED)) {
        cli_usage(x, "$1 is filled by the program.", v(name));
        return false;
    }
    json_put_name(w, name);
    if (f)
        put_value(w, f, value);
    else
        put_link(w, value);
    return true;
}

bool cli_body(cli *x, const entity *e, int argc, const char *const *argv, text *target, str *body)
{
    text t = {.a = x->a};
    json_writer w = {.out = &t};
    json_put_object(&w);
    for (int i = 0; i < argc; i++) {
        str name, value, other;
        if (!cli_pair(x, argv[i], &name, &value)) return false;
        for (int k = 0; k < i; k++) {
            if (!cli_pair(x, argv[k], &other, &(str){0}) || !str_eq(other, name)) continue;
            cli_usage(x, "$1 is given twice.", v(name));
            return false;
        }
        if (str_eq(name, S("reason")) && (!e || !field_find(e, name))) {
            cli_query(target, name, value);
        } else if (!e) {
            cli_usage(x, "This takes nothing but reason=, not \"$1\".", v(name));
            return false;
        } else if (!put_argument(x, e, &w, name, value)) {
            return false;
        }
    }
    json_end_object(&w);
    *body = text_str(&t);
    return true;
}

bool cli_known_filter(cli *x, const entity *e, str name)
{
    static const char *const fixed[] = {"q", "sort", "columns", "limit", "after", "as_of", "code", NULL};
    str rest = name, member = str_cut(&rest, '.');
    if (str_in(name, fixed) || field_find(e, member) || link_find(e, member)) return true;
    const char *names[MOST_NAMES] = {0};
    int n = names_of(e, names, false);
    for (int i = 0; fixed[i]; i++) names[n++] = fixed[i];
    return unknown(x, e, member, names);
}
