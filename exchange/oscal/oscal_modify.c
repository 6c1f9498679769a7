// oscal_modify.c: what a profile changes in the controls it selects.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/oscal/oscal_modify.h"

#include <string.h>

enum { ALTERS = 64 };

typedef struct {
    json_writer w;
    const json *sets;           // set-parameters
    const json *alters[ALTERS]; // those of this control
    int nalters;
} editor;

bool oscal_same_id(str x, str y)
{
    if (x.n != y.n) return false;
    for (ptrdiff_t i = 0; i < x.n; i++) {
        char a = x.p[i], b = y.p[i];
        if (a >= 'A' && a <= 'Z') a = (char)(a + 32);
        if (b >= 'A' && b <= 'Z') b = (char)(b + 32);
        if (a != b) return false;
    }
    return true;
}

static void put_any(editor *e, const json *x)
{
    bool yes = false;
    switch (json_what(x)) {
    case JSON_NULL: json_put(&e->w, (val){.null = true}); break;
    case JSON_TRUE:
    case JSON_FALSE:
        json_bool(x, &yes);
        json_put_bool(&e->w, yes);
        break;
    case JSON_NUMBER: json_put_raw(&e->w, x->text); break;
    case JSON_TEXT: json_put(&e->w, v(json_str(x))); break;
    case JSON_ARRAY:
        json_put_array(&e->w);
        for (const json *i = json_first(x); i; i = json_next(i)) put_any(e, i);
        json_end_array(&e->w);
        break;
    case JSON_OBJECT:
        json_put_object(&e->w);
        for (const json *i = json_first(x); i; i = json_next(i)) {
            json_put_name(&e->w, json_name(i));
            put_any(e, i);
        }
        json_end_object(&e->w);
        break;
    }
}

// --- removes --------------------------------------------------------------------------------------------------------

static bool remove_fits(const json *rule, const json *x, const char *item)
{
    static const char *const by[][2] = {{"by-id", "id"}, {"by-name", "name"}, {"by-class", "class"}, {"by-ns", "ns"}};
    bool any = false;
    for (int i = 0; i < countof(by); i++) {
        const json *wanted = json_get(rule, by[i][0]);
        if (!wanted) continue;
        if (!str_eq(json_str(wanted), json_get_str(x, by[i][1]))) return false;
        any = true;
    }
    const json *kind = json_get(rule, "by-item-name");
    if (kind && !str_eq(json_str(kind), str_of(item))) return false;
    return any || kind;
}

static bool removed(const editor *e, const json *x, const char *item)
{
    for (int i = 0; i < e->nalters; i++)
        for (const json *rule = json_first(json_get(e->alters[i], "removes")); rule; rule = json_next(rule))
            if (remove_fits(rule, x, item)) return true;
    return false;
}

// --- adds -----------------------------------------------------------------------------------------------------------

typedef enum { BEFORE, STARTING, ENDING, AFTER } position;

static position position_of(const json *add)
{
    str s = json_get_str(add, "position");
    if (str_eq(s, S("before"))) return BEFORE;
    if (str_eq(s, S("after"))) return AFTER;
    return str_eq(s, S("starting")) ? STARTING : ENDING;
}

// The n-th add of that position whose target has that id; an empty id is the control itself.
static const json *add_at(const editor *e, str id, position at, int n)
{
    for (int i = 0; i < e->nalters; i++)
        for (const json *add = json_first(json_get(e->alters[i], "adds")); add; add = json_next(add)) {
            str target = json_get_str(add, "by-id");
            position p = position_of(add);
            if (!target.n && p == BEFORE) p = STARTING; // nothing stands beside the control
            if (!target.n && p == AFTER) p = ENDING;
            if (p == at && str_eq(target, id) && n-- == 0) return add;
        }
    return NULL;
}

static void put_added(editor *e, str id, position at, const char *list)
{
    const json *add;
    for (int n = 0; (add = add_at(e, id, at, n)); n++)
        for (const json *x = json_first(json_get(add, list)); x; x = json_next(x)) put_any(e, x);
}

static bool adds_to(const editor *e, str id, position at)
{
    return add_at(e, id, at, 0) != NULL;
}

// --- parts and parameters -------------------------------------------------------------------------------------------

static void put_parts(editor *e, const json *list, str within);

static void put_small(editor *e, const json *list, const char *item, str id)
{
    char name[16] = {0};
    memcpy(name, item, strlen(item));
    name[strlen(item)] = 's'; // props, links
    json_put_array(&e->w);
    put_added(e, id, STARTING, name);
    for (const json *x = json_first(list); x; x = json_next(x))
        if (!removed(e, x, item)) put_any(e, x);
    put_added(e, id, ENDING, name);
    json_end_array(&e->w);
}

static void put_part(editor *e, const json *part)
{
    str id = json_get_str(part, "id");
    bool more = id.n && (adds_to(e, id, STARTING) || adds_to(e, id, ENDING));
    json_put_object(&e->w);
    for (const json *x = json_first(part); x; x = json_next(x)) {
        str name = json_name(x);
        if (str_eq(name, S("parts"))) continue;
        json_put_name(&e->w, name);
        if (str_eq(name, S("props")))
            put_small(e, x, "prop", id);
        else if (str_eq(name, S("links")))
            put_small(e, x, "link", id);
        else
            put_any(e, x);
    }
    if (json_get(part, "parts") || more) {
        json_put_name(&e->w, S("parts"));
        put_parts(e, json_get(part, "parts"), id.n ? id : S("\x01"));
    }
    json_end_object(&e->w);
}

// `within` is the id of the part that holds them; empty: the control.
static void put_parts(editor *e, const json *list, str within)
{
    json_put_array(&e->w);
    put_added(e, within, STARTING, "parts");
    for (const json *x = json_first(list); x; x = json_next(x)) {
        str id = json_get_str(x, "id");
        if (id.n) put_added(e, id, BEFORE, "parts");
        if (!removed(e, x, "part")) put_part(e, x);
        if (id.n) put_added(e, id, AFTER, "parts");
    }
    put_added(e, within, ENDING, "parts");
    json_end_array(&e->w);
}

static const json *set_of(const editor *e, str id)
{
    for (const json *x = json_first(e->sets); x; x = json_next(x))
        if (str_eq(json_get_str(x, "param-id"), id)) return x;
    return NULL;
}

// What the profile says of a parameter stands for what the catalogue says; props and links are added.
static void put_param(editor *e, const json *p)
{
    const json *set = set_of(e, json_get_str(p, "id"));
    if (!set) {
        put_any(e, p);
        return;
    }
    json_put_object(&e->w);
    for (const json *x = json_first(p); x; x = json_next(x)) {
        str name = json_name(x);
        bool list = str_eq(name, S("props")) || str_eq(name, S("links"));
        const json *other = NULL;
        for (const json *y = json_first(set); y && !list; y = json_next(y))
            if (str_eq(json_name(y), name)) other = y;
        json_put_name(&e->w, name);
        if (!list) {
            put_any(e, other ? other : x);
            continue;
        }
        json_put_array(&e->w);
        for (const json *y = json_first(x); y; y = json_next(y)) put_any(e, y);
        for (const json *y = json_first(set); y; y = json_next(y))
            for (const json *z = str_eq(json_name(y), name) ? json_first(y) : NULL; z; z = json_next(z)) put_any(e, z);
        json_end_array(&e->w);
    }
    for (const json *y = json_first(set); y; y = json_next(y)) {
        bool known = str_eq(json_name(y), S("param-id"));
        for (const json *x = json_first(p); x && !known; x = json_next(x)) known = str_eq(json_name(x), json_name(y));
        if (known) continue;
        json_put_name(&e->w, json_name(y));
        put_any(e, y);
    }
    json_end_object(&e->w);
}

static void put_params(editor *e, const json *list)
{
    json_put_array(&e->w);
    put_added(e, (str){0}, STARTING, "params");
    for (const json *x = json_first(list); x; x = json_next(x)) {
        str id = json_get_str(x, "id");
        put_added(e, id, BEFORE, "params");
        if (!removed(e, x, "param")) put_param(e, x);
        put_added(e, id, AFTER, "params");
    }
    put_added(e, (str){0}, ENDING, "params");
    json_end_array(&e->w);
}

static bool sets_any(const editor *e, const json *params)
{
    for (const json *p = json_first(params); p; p = json_next(p))
        if (set_of(e, json_get_str(p, "id"))) return true;
    return false;
}

static void take_title(const editor *e, oscal_node *n)
{
    for (int i = 0; i < e->nalters; i++)
        for (const json *add = json_first(json_get(e->alters[i], "adds")); add; add = json_next(add))
            if (!json_get(add, "by-id") && json_get_str(add, "title").n) n->title = json_get_str(add, "title");
}

static str rewritten(arena *a, editor *e, const json *list, void (*put_list)(editor *e, const json *list))
{
    text t = {.a = a};
    e->w = (json_writer){.out = &t};
    put_list(e, list);
    return str_eq(text_str(&t), S("[]")) ? (str){0} : text_str(&t);
}

static void put_control_parts(editor *e, const json *list)
{
    put_parts(e, list, (str){0});
}

void oscal_modify(arena *a, const json *modify, oscal_node *n)
{
    editor e = {.sets = json_get(modify, "set-parameters")};
    for (const json *x = json_first(json_get(modify, "alters")); x && e.nalters < ALTERS; x = json_next(x))
        if (oscal_same_id(json_get_str(x, "control-id"), n->id)) e.alters[e.nalters++] = x;
    if (!e.nalters && !json_size(e.sets)) return;
    const json *params = n->params_at || !n->params.n ? n->params_at : json_read(a, n->params, NULL);
    const json *parts = n->parts_at || !n->parts.n ? n->parts_at : json_read(a, n->parts, NULL);
    if (e.nalters || sets_any(&e, params)) {
        n->params = rewritten(a, &e, params, put_params);
        n->params_at = NULL;
    }
    if (!e.nalters) return;
    n->parts = rewritten(a, &e, parts, put_control_parts);
    n->parts_at = NULL;
    take_title(&e, n);
}
