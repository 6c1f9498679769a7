// json_look.c: what stands in a document that was read.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/json.h"

json_kind json_what(const json *x)
{
    return x ? (json_kind)x->kind : JSON_NULL;
}

bool json_is(const json *x, json_kind kind)
{
    return x && x->kind == kind;
}

const json *json_first(const json *x)
{
    if (!x || x->kind < JSON_ARRAY || !x->size) return NULL;
    return x + (x->kind == JSON_OBJECT ? 2 : 1);
}

const json *json_next(const json *x)
{
    if (!x || x->last) return NULL;
    return x + x->span + (x->member ? 1 : 0);
}

str json_name(const json *x)
{
    return x && x->member ? x[-1].text : (str){0};
}

const json *json_get(const json *x, const char *name)
{
    if (!json_is(x, JSON_OBJECT)) return NULL;
    str wanted = str_of(name);
    for (const json *y = json_first(x); y; y = json_next(y))
        if (str_eq(y[-1].text, wanted)) return y;
    return NULL;
}

str json_str(const json *x)
{
    return json_is(x, JSON_TEXT) ? x->text : (str){0};
}

str json_get_str(const json *x, const char *name)
{
    return json_str(json_get(x, name));
}

bool json_int(const json *x, i64 *out)
{
    return json_is(x, JSON_NUMBER) && str_int(x->text, out);
}

bool json_double(const json *x, double *out)
{
    return json_is(x, JSON_NUMBER) && str_double(x->text, out);
}

bool json_bool(const json *x, bool *out)
{
    if (!json_is(x, JSON_TRUE) && !json_is(x, JSON_FALSE)) return false;
    *out = x->kind == JSON_TRUE;
    return true;
}

int json_size(const json *x)
{
    return x && x->kind >= JSON_ARRAY ? (int)x->size : 0;
}
