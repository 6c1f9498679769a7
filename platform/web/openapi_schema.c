// openapi_schema.c: records and inputs as JSON schemas.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/field.h"
#include "platform/web/openapi.h"

void openapi_key(openapi *x, const char *name)
{
    json_put_name(&x->w, str_of(name));
}

void openapi_object(openapi *x, const char *name)
{
    openapi_key(x, name);
    json_put_object(&x->w);
}

void openapi_array(openapi *x, const char *name)
{
    openapi_key(x, name);
    json_put_array(&x->w);
}

void openapi_end(openapi *x)
{
    json_end_object(&x->w);
}

void openapi_line(openapi *x)
{
    put_char(x->w.out, '\n');
}

void openapi_member(openapi *x, const char *name, const char *value)
{
    json_member(&x->w, name, v(value));
}

void openapi_reference(openapi *x, str to)
{
    json_put_object(&x->w);
    json_member(&x->w, "$ref", v(to));
    openapi_end(x);
}

void openapi_type(openapi *x, const char *type, bool may_be_null)
{
    if (!may_be_null) {
        openapi_member(x, "type", type);
        return;
    }
    openapi_array(x, "type");
    json_put(&x->w, v(type));
    json_put(&x->w, v("null"));
    json_end_array(&x->w);
}

static void put_choices(openapi *x, const field *f)
{
    openapi_type(x, "string", false);
    openapi_array(x, "enum");
    for (const choice *c = f->choices; c->name; c++) json_put(&x->w, v(c->name));
    json_end_array(&x->w);
}

static void put_money(openapi *x)
{
    openapi_array(x, "oneOf");
    openapi_reference(x, S("#/components/schemas/money"));
    json_put_object(&x->w);
    openapi_type(x, "null", false);
    openapi_end(x);
    json_end_array(&x->w);
}

static void put_kind(openapi *x, const field *f)
{
    switch (f->kind) {
    case KIND_TEXT:
        openapi_type(x, "string", false);
        json_member(&x->w, "maxLength", v(field_max(f)));
        break;
    case KIND_SECRET: openapi_type(x, "string", false); break;
    case KIND_INTEGER:
    case KIND_NUMBER:
        openapi_type(x, f->kind == KIND_INTEGER ? "integer" : "number", f->kind == KIND_NUMBER);
        if ((f->min || f->max) && f->kind == KIND_NUMBER) json_member(&x->w, "minimum", v(f->min));
        if (f->min || f->max) json_member(&x->w, "maximum", v(f->max));
        break;
    case KIND_FLAG: openapi_type(x, "boolean", false); break;
    case KIND_DATE:
        openapi_type(x, "string", true);
        openapi_member(x, "format", "date");
        break;
    case KIND_MOMENT:
        openapi_type(x, "string", true);
        openapi_member(x, "format", "date-time");
        break;
    case KIND_MONEY: put_money(x); break;
    case KIND_CHOICE: put_choices(x, f); break;
    case KIND_REF:
    case KIND_ANY:
        openapi_type(x, "string", true);
        openapi_array(x, "examples");
        json_put(&x->w, v(openapi_name(x, "$1-12", v(f->kind == KIND_REF ? f->to->prefix : "R"))));
        json_end_array(&x->w);
        break;
    }
}

static void put_field(openapi *x, const field *f)
{
    openapi_object(x, f->name);
    openapi_member(x, "title", f->label);
    if (f->help) openapi_member(x, "description", f->help);
    put_kind(x, f);
    if (f->flags & (READONLY | DERIVED)) json_put_name(&x->w, S("readOnly")), json_put_bool(&x->w, true);
    if (f->kind == KIND_SECRET) json_put_name(&x->w, S("writeOnly")), json_put_bool(&x->w, true);
    openapi_end(x);
}

static void put_link(openapi *x, const link_field *l)
{
    openapi_object(x, l->name);
    openapi_member(x, "title", l->label);
    if (l->help) openapi_member(x, "description", l->help);
    openapi_type(x, "array", false);
    openapi_object(x, "items");
    openapi_type(x, "string", false);
    openapi_end(x);
    openapi_end(x);
}

static void put_members(openapi *x, const entity *e, bool input)
{
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (input ? (f->flags & (READONLY | DERIVED)) != 0 : f->kind == KIND_SECRET) continue;
        put_field(x, f);
    }
    for (const link_field *l = e->links; l && l->name; l++)
        if (!input || !(l->flags & READONLY)) put_link(x, l);
}

static void put_closed(openapi *x)
{
    openapi_end(x); // properties
    json_put_name(&x->w, S("additionalProperties"));
    json_put_bool(&x->w, false);
    openapi_end(x);
}

static void put_entity(openapi *x, const entity *e)
{
    openapi_line(x);
    openapi_object(x, e->name);
    openapi_type(x, "object", false);
    if (e->help) openapi_member(x, "description", e->help);
    openapi_object(x, "properties");
    openapi_object(x, "code");
    openapi_type(x, "string", false);
    json_member(&x->w, "pattern", v(openapi_name(x, "^$1-[1-9][0-9]*$$", v(e->prefix))));
    openapi_end(x);
    openapi_object(x, "version");
    openapi_type(x, "integer", false);
    openapi_end(x);
    put_members(x, e, false);
    put_closed(x);
}

static void put_input(openapi *x, str name, const entity *e)
{
    openapi_line(x);
    json_put_name(&x->w, name);
    json_put_object(&x->w);
    openapi_type(x, "object", false);
    openapi_object(x, "properties");
    put_members(x, e, true);
    if (!field_find(e, S("reason"))) {
        openapi_object(x, "reason");
        openapi_type(x, "string", false);
        openapi_member(x, "description", "Why: it goes into the ledger.");
        openapi_end(x);
    }
    put_closed(x);
}

static void put_fixed_schemas(openapi *x)
{
    json_put_name(&x->w, S("money"));
    json_put_raw(&x->w, S("{\"type\":\"object\",\"properties\":{\"amount\":{\"type\":\"string\",\"pattern\":\"^-?[0-9]+"
                          "([.][0-9]+)?$\"},\"currency\":{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}$\"}},\"required\""
                          ":[\"amount\",\"currency\"],\"additionalProperties\":false}"));
    openapi_line(x);
    json_put_name(&x->w, S("problem"));
    json_put_raw(&x->w,
                 S("{\"type\":\"object\",\"properties\":{\"type\":{\"type\":\"string\",\"format\":\"uri\"},\"title\":"
                   "{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
                   "\"instance\":{\"type\":\"string\",\"format\":\"uri\"},\"errors\":{\"type\":\"array\",\"items\":"
                   "{\"type\":\"object\",\"properties\":{\"field\":{\"type\":\"string\"},\"pointer\":{\"type\":"
                   "\"string\"},\"detail\":{\"type\":\"string\"}},\"required\":[\"detail\"]}}},\"required\":"
                   "[\"type\",\"title\",\"status\",\"detail\",\"instance\",\"errors\"]}"));
}

void openapi_schemas(openapi *x)
{
    put_fixed_schemas(x);
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e; e++)
        {
            put_entity(x, *e);
            put_input(x, openapi_name(x, "$1.input", v((*e)->name)), *e);
        }
    for
        each_module(m) for (const action *act = (*m)->actions; act && act->name; act++) if (act->input)
            put_input(x, openapi_name(x, "$1.$2", v(act->on->name), v(act->name)), act->input);
}
