// json_write.c: JSON written as it comes.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/paper/json.h"

#include <assert.h>
#include <math.h>
#include <string.h>

// Before a value or a name: the comma, if one is due.
static void separate(json_writer *w)
{
    if (w->named || !w->depth) return;
    if (w->any[w->depth - 1]) put_char(w->out, ',');
    w->any[w->depth - 1] = true;
}

static void value_begin(json_writer *w)
{
    assert((!w->depth || w->object[w->depth - 1] == w->named) && "a member needs a name, an element has none");
    separate(w);
    w->named = false;
}

static void container_begin(json_writer *w, bool object)
{
    value_begin(w);
    assert(w->depth < JSON_DEPTH);
    w->object[w->depth] = object;
    w->any[w->depth++] = false;
    put_char(w->out, object ? '{' : '[');
}

static void container_end(json_writer *w, bool object)
{
    assert(w->depth && w->object[w->depth - 1] == object && !w->named && "an end without its beginning");
    w->depth--;
    put_char(w->out, object ? '}' : ']');
}

void json_put_object(json_writer *w)
{
    container_begin(w, true);
}

void json_end_object(json_writer *w)
{
    container_end(w, true);
}

void json_put_array(json_writer *w)
{
    container_begin(w, false);
}

void json_end_array(json_writer *w)
{
    container_end(w, false);
}

void json_put_name(json_writer *w, str name)
{
    assert(w->depth && w->object[w->depth - 1] && !w->named && "a name belongs into an object");
    separate(w);
    put_json(w->out, name);
    put_char(w->out, ':');
    w->named = true;
}

static void put_money(text *t, val x)
{
    money m = {.minor = x.i};
    memcpy(m.currency, x.currency, sizeof m.currency);
    put(t, S("{\"amount\":\""));
    put_money_amount(t, m);
    put(t, S("\",\"currency\":"));
    put_json(t, str_of(m.currency));
    put_char(t, '}');
}

static void put_quoted(text *t, val x)
{
    put_char(t, '"');
    if (x.kind == VAL_BYTES)
        put_base64(t, (bytes){x.s.p, x.s.n});
    else
        put_plain(t, x);
    put_char(t, '"');
}

void json_put(json_writer *w, val x)
{
    value_begin(w);
    if (x.null || x.kind == VAL_NIL || (x.kind == VAL_REAL && !isfinite(x.r))) {
        put(w->out, S("null"));
        return;
    }
    switch (x.kind) {
    case VAL_NIL: break;
    case VAL_INT: put_int(w->out, x.i); break;
    case VAL_REAL: put_double(w->out, x.r); break;
    case VAL_TEXT: put_json(w->out, x.s); break;
    case VAL_BYTES:
    case VAL_DATE:
    case VAL_MOMENT: put_quoted(w->out, x); break;
    case VAL_MONEY: put_money(w->out, x); break;
    }
}

void json_put_bool(json_writer *w, bool b)
{
    value_begin(w);
    put(w->out, b ? S("true") : S("false"));
}

void json_put_raw(json_writer *w, str json_text)
{
    value_begin(w);
    put(w->out, json_text);
}

void json_member(json_writer *w, const char *name, val x)
{
    json_put_name(w, str_of(name));
    json_put(w, x);
}
