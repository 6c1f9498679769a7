// json_fuzz.c: any bytes as JSON; what is taken must come out of the writer as the same values.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/json.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write(json_writer *w, const json *x)
{
    switch (json_what(x)) {
    case JSON_NULL: json_put(w, v((date){0})); break;
    case JSON_FALSE:
    case JSON_TRUE: json_put_bool(w, json_is(x, JSON_TRUE)); break;
    case JSON_NUMBER: json_put_raw(w, x->text); break;
    case JSON_TEXT: json_put(w, v(json_str(x))); break;
    case JSON_ARRAY:
        json_put_array(w);
        for (const json *y = json_first(x); y; y = json_next(y)) write(w, y);
        json_end_array(w);
        break;
    case JSON_OBJECT:
        json_put_object(w);
        for (const json *y = json_first(x); y; y = json_next(y)) {
            json_put_name(w, json_name(y));
            write(w, y);
        }
        json_end_object(w);
        break;
    }
}

static str written(arena *a, const json *x)
{
    text t = {.a = a};
    json_writer w = {.out = &t};
    write(&w, x);
    return text_str(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena whole;
    if (!whole.beg) whole = arena_make((ptrdiff_t)1 << 30);
    arena a = whole;
    json_fault fault = {0};
    const json *x = json_read(&a, (str){(const char *)data, (ptrdiff_t)size}, &fault);
    if (!x) {
        assert(fault.reason && fault.line > 0 && fault.column > 0);
        return 0;
    }
    str once = written(&a, x);
    const json *again = json_read(&a, once, NULL);
    assert(again && again->span == x->span && str_eq(written(&a, again), once));
    return 0;
}
