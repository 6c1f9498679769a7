// api_body.c: JSON bodies read into records, strictly.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/api.h"
#include "platform/record/field.h"

#include <string.h>

const json *api_body(request *q, bool may_miss)
{
    ctx *c = q->c;
    json_fault fault = {0};
    str type = q->body_type, media = str_trim(str_cut(&type, ';'));
    if (!str_trim(q->body).n) {
        if (!may_miss) fail_as(c, NO_INPUT, NULL, "The body is missing: send a JSON object.");
        return NULL;
    }
    if (!str_eq(media, S("application/json")) && !str_eq(media, S("application/merge-patch+json"))) {
        fail_as(c, NO_INPUT, NULL, "The body must be JSON: send it with the header Content-Type: application/json.");
        return NULL;
    }
    const json *body = json_read(c->a, q->body, &fault);
    if (!body)
        fail_as(c, NO_INPUT, NULL, "The body is no JSON: line $1, column $2: $3.", v(fault.line), v(fault.column),
                v(fault.reason));
    else if (!json_is(body, JSON_OBJECT))
        fail_as(c, NO_INPUT, NULL, "The body must be a JSON object.");
    return json_is(body, JSON_OBJECT) ? body : NULL;
}

static const char *wanted(kind k)
{
    switch (k) {
    case KIND_INTEGER: return "a whole number";
    case KIND_NUMBER: return "a number or null";
    case KIND_FLAG: return "true or false";
    case KIND_DATE: return "a date as \"2027-03-01\" or null";
    case KIND_MOMENT: return "a time as \"2027-03-01T10:00:00Z\" or null";
    case KIND_MONEY: return "{\"amount\":\"180000.00\",\"currency\":\"EUR\"} or null";
    case KIND_REF:
    case KIND_ANY: return "a code as \"P-3\" or null";
    default: return "a text";
    }
}

static bool wrong_kind(ctx *c, const field *f)
{
    return fail_as(c, NO_INPUT, f->name, "$1 must be $2.", v(f->label), v(wanted(f->kind)));
}

static bool read_money(ctx *c, const field *f, const json *x, void *rec)
{
    const json *amount = json_get(x, "amount"), *currency = json_get(x, "currency");
    if (json_size(x) != 2 || !json_is(amount, JSON_TEXT) || !json_is(currency, JSON_TEXT)) return wrong_kind(c, f);
    return field_parse(c, f, rec, format(c->a, "$1 $2", v(json_str(amount)), v(json_str(currency))));
}

// Texts go the way of all text forms (field_parse); other kinds of JSON must be the field's own.
static bool read_value(ctx *c, const field *f, const json *x, void *rec)
{
    bool textual = f->kind == KIND_TEXT || f->kind == KIND_SECRET || f->kind == KIND_CHOICE;
    bool numeric = f->kind == KIND_INTEGER || f->kind == KIND_NUMBER;
    switch (json_what(x)) {
    case JSON_NULL: return textual || f->kind == KIND_FLAG ? wrong_kind(c, f) : field_parse(c, f, rec, (str){0});
    case JSON_FALSE:
    case JSON_TRUE:
        if (f->kind != KIND_FLAG) return wrong_kind(c, f);
        return json_bool(x, field_at(f, rec));
    case JSON_NUMBER: return numeric ? field_parse(c, f, rec, x->text) : wrong_kind(c, f);
    case JSON_OBJECT: return f->kind == KIND_MONEY ? read_money(c, f, x, rec) : wrong_kind(c, f);
    case JSON_ARRAY: return wrong_kind(c, f);
    case JSON_TEXT: break;
    }
    if (!field_parse(c, f, rec, json_str(x))) return false; // says best what is wrong with it
    return numeric || f->kind == KIND_FLAG ? wrong_kind(c, f) : true;
}

static bool read_link(ctx *c, const link_field *l, const json *x, link_input *out)
{
    field f = *field_find(l->through, str_of(l->to));
    f.name = l->name, f.label = l->label;
    if (!json_is(x, JSON_ARRAY)) return fail_as(c, NO_INPUT, l->name, "$1 must be an array of codes.", v(l->label));
    *out = (link_input){.link = l, .to = news(c->a, i64, json_size(x) + 1)};
    void *scratch = record_new(c, l->through);
    bool ok = true;
    for (const json *i = json_first(x); i; i = json_next(i)) {
        if (!json_is(i, JSON_TEXT) || !json_str(i).n)
            ok = fail_as(c, NO_INPUT, l->name, "$1 must be an array of codes.", v(l->label));
        else if (field_parse(c, &f, scratch, json_str(i)))
            out->to[out->n++] = ((const ref *)field_at(&f, scratch))->id;
        else
            ok = false;
    }
    return ok;
}

static bool read_member(ctx *c, const json *x, api_input *out)
{
    const entity *e = out->e;
    str name = json_name(x);
    const field *f = field_find(e, name);
    const link_field *l = f ? NULL : link_find(e, name);
    const char *member = str_z(c->a, name);
    if (str_eq(name, S("reason"))) {
        if (!json_is(x, JSON_TEXT)) return fail_as(c, NO_INPUT, "reason", "reason must be a text.");
        c->reason = json_str(x);
        if (!f) return true;
    }
    if (str_eq(name, S("code")) || str_eq(name, S("version")))
        return fail_as(c, NO_INPUT, member, "$1 is given by the program.", v(name));
    if (!f && !l)
        return fail_as(c, NO_INPUT, member, "$1 has no member \"$2\".", v(e->label ? e->label : "This"), v(name));
    if ((f ? f->flags : l->flags) & (READONLY | DERIVED))
        return fail_as(c, NO_INPUT, member, "$1 is filled by the program.", v(f ? f->label : l->label));
    if (!f) return read_link(c, l, x, &out->links[out->nlinks++]);
    out->given[f - e->fields] = true;
    return read_value(c, f, x, out->rec);
}

bool api_read_input(ctx *c, const entity *e, const json *body, api_input *out)
{
    *out = (api_input){.e = e, .rec = record_new(c, e)};
    bool ok = true;
    for (const json *x = json_first(body); x; x = json_next(x)) ok = read_member(c, x, out) && ok;
    return ok;
}

void api_apply(const api_input *in, void *rec)
{
    for (int i = 0; i < in->e->nfields; i++)
        if (in->given[i]) field_copy(&in->e->fields[i], rec, in->rec);
}
