// openapi.c: the API described for programs (OpenAPI 3.1), made from the descriptors.
// SPDX-License-Identifier: Apache-2.0
//
// One path or schema to a line, so that the golden file shows what a change of a descriptor changes for its clients.
#include "platform/record/field.h"
#include "platform/web/api.h"

#include <string.h>

typedef struct {
    arena *a;
    json_writer w;
} writer;

#define name_of(x, lit, ...) format((x)->a, lit, __VA_ARGS__)

static void key(writer *x, const char *name)
{
    json_put_name(&x->w, str_of(name));
}

static void object(writer *x, const char *name)
{
    key(x, name);
    json_put_object(&x->w);
}

static void array(writer *x, const char *name)
{
    key(x, name);
    json_put_array(&x->w);
}

static void end(writer *x)
{
    json_end_object(&x->w);
}

static void line(writer *x)
{
    put_char(x->w.out, '\n');
}

static void member(writer *x, const char *name, const char *value)
{
    json_member(&x->w, name, v(value));
}

static void reference(writer *x, str to)
{
    json_put_object(&x->w);
    json_member(&x->w, "$ref", v(to));
    end(x);
}

// --- schemas --------------------------------------------------------------------------------------------------------

static void put_type(writer *x, const char *type, bool may_be_null)
{
    if (!may_be_null) {
        member(x, "type", type);
        return;
    }
    array(x, "type");
    json_put(&x->w, v(type));
    json_put(&x->w, v("null"));
    json_end_array(&x->w);
}

static void put_choices(writer *x, const field *f)
{
    put_type(x, "string", false);
    array(x, "enum");
    for (const choice *c = f->choices; c->name; c++) json_put(&x->w, v(c->name));
    json_end_array(&x->w);
}

static void put_money(writer *x)
{
    array(x, "oneOf");
    reference(x, S("#/components/schemas/money"));
    json_put_object(&x->w);
    put_type(x, "null", false);
    end(x);
    json_end_array(&x->w);
}

static void put_kind(writer *x, const field *f)
{
    switch (f->kind) {
    case KIND_TEXT:
        put_type(x, "string", false);
        json_member(&x->w, "maxLength", v(field_max(f)));
        break;
    case KIND_SECRET: put_type(x, "string", false); break;
    case KIND_INTEGER:
    case KIND_NUMBER:
        put_type(x, f->kind == KIND_INTEGER ? "integer" : "number", f->kind == KIND_NUMBER);
        if ((f->min || f->max) && f->kind == KIND_NUMBER) json_member(&x->w, "minimum", v(f->min));
        if (f->min || f->max) json_member(&x->w, "maximum", v(f->max));
        break;
    case KIND_FLAG: put_type(x, "boolean", false); break;
    case KIND_DATE:
        put_type(x, "string", true);
        member(x, "format", "date");
        break;
    case KIND_MOMENT:
        put_type(x, "string", true);
        member(x, "format", "date-time");
        break;
    case KIND_MONEY: put_money(x); break;
    case KIND_CHOICE: put_choices(x, f); break;
    case KIND_REF:
    case KIND_ANY:
        put_type(x, "string", true);
        array(x, "examples");
        json_put(&x->w, v(name_of(x, "$1-12", v(f->kind == KIND_REF ? f->to->prefix : "R"))));
        json_end_array(&x->w);
        break;
    }
}

static void put_field(writer *x, const field *f)
{
    object(x, f->name);
    member(x, "title", f->label);
    if (f->help) member(x, "description", f->help);
    put_kind(x, f);
    if (f->flags & READONLY) json_put_name(&x->w, S("readOnly")), json_put_bool(&x->w, true);
    if (f->kind == KIND_SECRET) json_put_name(&x->w, S("writeOnly")), json_put_bool(&x->w, true);
    end(x);
}

static void put_link(writer *x, const link_field *l)
{
    object(x, l->name);
    member(x, "title", l->label);
    if (l->help) member(x, "description", l->help);
    put_type(x, "array", false);
    object(x, "items");
    put_type(x, "string", false);
    end(x);
    end(x);
}

static void put_members(writer *x, const entity *e, bool input)
{
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (input ? (f->flags & READONLY) != 0 : f->kind == KIND_SECRET) continue;
        put_field(x, f);
    }
    for (const link_field *l = e->links; l && l->name; l++)
        if (!input || !(l->flags & READONLY)) put_link(x, l);
}

static void put_closed(writer *x)
{
    end(x); // properties
    json_put_name(&x->w, S("additionalProperties"));
    json_put_bool(&x->w, false);
    end(x);
}

static void put_entity(writer *x, const entity *e)
{
    line(x);
    object(x, e->name);
    put_type(x, "object", false);
    if (e->help) member(x, "description", e->help);
    object(x, "properties");
    object(x, "code");
    put_type(x, "string", false);
    json_member(&x->w, "pattern", v(name_of(x, "^$1-[1-9][0-9]*$$", v(e->prefix))));
    end(x);
    object(x, "version");
    put_type(x, "integer", false);
    end(x);
    put_members(x, e, false);
    put_closed(x);
}

static void put_input(writer *x, str name, const entity *e)
{
    line(x);
    json_put_name(&x->w, name);
    json_put_object(&x->w);
    put_type(x, "object", false);
    object(x, "properties");
    put_members(x, e, true);
    if (!field_find(e, S("reason"))) {
        object(x, "reason");
        put_type(x, "string", false);
        member(x, "description", "Why: it goes into the ledger.");
        end(x);
    }
    put_closed(x);
}

static void put_fixed_schemas(writer *x)
{
    json_put_name(&x->w, S("money"));
    json_put_raw(&x->w, S("{\"type\":\"object\",\"properties\":{\"amount\":{\"type\":\"string\",\"pattern\":\"^-?[0-9]+"
                          "([.][0-9]+)?$\"},\"currency\":{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}$\"}},\"required\""
                          ":[\"amount\",\"currency\"],\"additionalProperties\":false}"));
    line(x);
    json_put_name(&x->w, S("problem"));
    json_put_raw(&x->w,
                 S("{\"type\":\"object\",\"properties\":{\"type\":{\"type\":\"string\",\"format\":\"uri\"},\"title\":"
                   "{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
                   "\"instance\":{\"type\":\"string\",\"format\":\"uri\"},\"errors\":{\"type\":\"array\",\"items\":"
                   "{\"type\":\"object\",\"properties\":{\"field\":{\"type\":\"string\"},\"pointer\":{\"type\":"
                   "\"string\"},\"detail\":{\"type\":\"string\"}},\"required\":[\"detail\"]}}},\"required\":"
                   "[\"type\",\"title\",\"status\",\"detail\",\"instance\",\"errors\"]}"));
}

// --- operations -----------------------------------------------------------------------------------------------------

static void put_parameter(writer *x, const char *name)
{
    reference(x, name_of(x, "#/components/parameters/$1", v(name)));
}

static void put_problem_response(writer *x)
{
    object(x, "default");
    json_member(&x->w, "$ref", v("#/components/responses/problem"));
    end(x);
}

static void put_answer(writer *x, const char *status, const char *words, str schema)
{
    object(x, status);
    member(x, "description", words);
    if (schema.n) {
        object(x, "content");
        object(x, "application/json");
        key(x, "schema");
        reference(x, schema);
        end(x);
        end(x);
    }
    end(x);
}

static str schema_name(writer *x, str name)
{
    return name_of(x, "#/components/schemas/$1", v(name));
}

static void put_operation(writer *x, const char *method, str id, str summary)
{
    object(x, method);
    json_member(&x->w, "operationId", v(id));
    json_member(&x->w, "summary", v(summary));
}

static void put_body(writer *x, str schema, const entity *required, bool must)
{
    object(x, "requestBody");
    json_put_name(&x->w, S("required"));
    json_put_bool(&x->w, must);
    object(x, "content");
    object(x, "application/json");
    key(x, "schema");
    if (required) {
        json_put_object(&x->w);
        array(x, "allOf");
    }
    reference(x, schema);
    if (required) {
        json_put_object(&x->w);
        array(x, "required");
        for (int i = 0; i < required->nfields; i++)
            if ((required->fields[i].flags & (REQUIRED | READONLY)) == REQUIRED)
                json_put(&x->w, v(required->fields[i].name));
        json_end_array(&x->w);
        end(x);
        json_end_array(&x->w);
        end(x);
    }
    end(x);
    end(x);
    end(x);
}

static void put_filter(writer *x, str name)
{
    json_put_object(&x->w);
    json_member(&x->w, "name", v(name));
    member(x, "in", "query");
    json_put_name(&x->w, S("schema"));
    json_put_raw(&x->w, S("{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"));
    end(x);
}

// The tests of list.h that a field takes.
static void put_field_filters(writer *x, const field *f)
{
    bool when = f->kind == KIND_DATE || f->kind == KIND_MOMENT,
         much = f->kind == KIND_INTEGER || f->kind == KIND_NUMBER;
    if (f->kind == KIND_SECRET) return;
    if (f->kind != KIND_MONEY) {
        put_filter(x, str_of(f->name));
        put_filter(x, name_of(x, "$1.not", v(f->name)));
    }
    if (when) put_filter(x, name_of(x, "$1.before", v(f->name))), put_filter(x, name_of(x, "$1.after", v(f->name)));
    if (much) put_filter(x, name_of(x, "$1.min", v(f->name))), put_filter(x, name_of(x, "$1.max", v(f->name)));
    if (f->kind == KIND_TEXT) put_filter(x, name_of(x, "$1.has", v(f->name)));
    put_filter(x, name_of(x, "$1.empty", v(f->name)));
}

static void put_list(writer *x, const entity *e)
{
    static const char *const shared[] = {"q", "sort", "limit", "after", "as_of", "titles"};
    put_operation(x, "get", name_of(x, "$1.list", v(e->name)), name_of(x, "List: $1", v(e->plural)));
    array(x, "parameters");
    for (int i = 0; i < countof(shared); i++) put_parameter(x, shared[i]);
    for (int i = 0; i < e->nfields; i++) put_field_filters(x, &e->fields[i]);
    for (const link_field *l = e->links; l && l->name; l++) put_filter(x, str_of(l->name));
    json_end_array(&x->w);
    object(x, "responses");
    object(x, "200");
    member(x, "description", "A page of the list, in its order");
    object(x, "content");
    object(x, "application/json");
    object(x, "schema");
    put_type(x, "object", false);
    object(x, "properties");
    object(x, "items");
    put_type(x, "array", false);
    key(x, "items");
    reference(x, schema_name(x, str_of(e->name)));
    end(x);
    json_put_name(&x->w, S("total"));
    json_put_raw(&x->w, S("{\"type\":\"integer\"}"));
    json_put_name(&x->w, S("next"));
    json_put_raw(&x->w, S("{\"type\":[\"string\",\"null\"],\"description\":\"The cursor of the next page\"}"));
    json_put_name(&x->w, S("titles"));
    json_put_raw(&x->w, S("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}"));
    for (int i = 0; i < 5; i++) end(x);
    put_problem_response(x);
    end(x);
    end(x);
}

static void put_add(writer *x, const entity *e)
{
    str input = schema_name(x, name_of(x, "$1_input", v(e->name)));
    put_operation(x, "post", name_of(x, "$1.add", v(e->name)), name_of(x, "Add: $1", v(e->label)));
    array(x, "parameters");
    put_parameter(x, "idempotency_key");
    put_parameter(x, "reason");
    json_end_array(&x->w);
    put_body(x, input, e, true);
    object(x, "responses");
    put_answer(x, "201", "Added; Location names it", schema_name(x, str_of(e->name)));
    put_problem_response(x);
    end(x);
    end(x);
}

static void put_show(writer *x, const entity *e)
{
    put_operation(x, "get", name_of(x, "$1.show", v(e->name)), name_of(x, "Show: $1", v(e->label)));
    array(x, "parameters");
    put_parameter(x, "as_of");
    put_parameter(x, "titles");
    put_parameter(x, "if_none_match");
    json_end_array(&x->w);
    object(x, "responses");
    put_answer(x, "200", "The record; ETag is its version", schema_name(x, str_of(e->name)));
    put_answer(x, "304", "It is still the version of If-None-Match", (str){0});
    put_problem_response(x);
    end(x);
    end(x);
}

static void put_set(writer *x, const entity *e)
{
    put_operation(x, "patch", name_of(x, "$1.set", v(e->name)), name_of(x, "Change: $1", v(e->label)));
    array(x, "parameters");
    put_parameter(x, "if_match");
    put_parameter(x, "reason");
    json_end_array(&x->w);
    put_body(x, schema_name(x, name_of(x, "$1_input", v(e->name))), NULL, true);
    object(x, "responses");
    put_answer(x, "200", "The record after the change", schema_name(x, str_of(e->name)));
    put_problem_response(x);
    end(x);
    end(x);
}

static void put_end(writer *x, const entity *e)
{
    put_operation(x, "delete", name_of(x, "$1.end", v(e->name)), name_of(x, "End: $1", v(e->label)));
    array(x, "parameters");
    put_parameter(x, "if_match");
    put_parameter(x, "reason");
    json_end_array(&x->w);
    object(x, "responses");
    put_answer(x, "204", "It has moved to its past", (str){0});
    put_problem_response(x);
    end(x);
    end(x);
}

static void put_action(writer *x, const action *act)
{
    const entity *e = act->on;
    line(x);
    json_put_name(&x->w, name_of(x, "/$1/{code}/$2", v(e->name), v(act->name)));
    json_put_object(&x->w);
    array(x, "parameters");
    put_parameter(x, "code");
    json_end_array(&x->w);
    put_operation(x, "post", name_of(x, "$1.$2", v(e->name), v(act->name)), str_of(act->label));
    if (act->help) member(x, "description", act->help);
    array(x, "parameters");
    put_parameter(x, "idempotency_key");
    put_parameter(x, "if_match_optional");
    put_parameter(x, "reason");
    json_end_array(&x->w);
    if (act->input) put_body(x, schema_name(x, name_of(x, "$1_$2", v(e->name), v(act->name))), act->input, true);
    object(x, "responses");
    put_answer(x, "200", "The record after it", schema_name(x, str_of(e->name)));
    put_answer(x, "204", "Done; the record is no longer to be seen", (str){0});
    put_problem_response(x);
    end(x);
    end(x);
    end(x);
}

static void put_paths_of(writer *x, const entity *e)
{
    line(x);
    json_put_name(&x->w, name_of(x, "/$1", v(e->name)));
    json_put_object(&x->w);
    put_list(x, e);
    put_add(x, e);
    end(x);
    line(x);
    json_put_name(&x->w, name_of(x, "/$1/{code}", v(e->name)));
    json_put_object(&x->w);
    array(x, "parameters");
    put_parameter(x, "code");
    json_end_array(&x->w);
    put_show(x, e);
    put_set(x, e);
    put_end(x, e);
    end(x);
}

// What a module answers besides: its path and no more.
static void put_route(writer *x, const route *r)
{
    static const char *const methods[] = {"get", "post", "patch", "delete"};
    str path = str_of(r->path);
    if (!str_starts(path, S("/api/v1/"))) return;
    text t = {.a = x->a};
    for (str rest = str_from(path, 8); rest.p;) {
        str part = str_cut(&rest, '/');
        put_char(&t, '/');
        if (str_starts(part, S(":")))
            fill(&t, S("{$1}"), VALS(v(str_from(part, 1))), 1);
        else
            put(&t, part);
    }
    line(x);
    json_put_name(&x->w, text_str(&t));
    json_put_object(&x->w);
    put_operation(x, methods[r->method], str_of(r->name), str_of(r->name));
    object(x, "responses");
    put_answer(x, "200", "Done", (str){0});
    put_problem_response(x);
    end(x);
    end(x);
    end(x);
}

static void put_paths(writer *x)
{
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e; e++) put_paths_of(x, *e);
    for
        each_module(m) for (const action *act = (*m)->actions; act && act->name; act++) put_action(x, act);
    for
        each_module(m) for (const route *r = (*m)->routes; r && r->path; r++) put_route(x, r);
}

static void put_schemas(writer *x)
{
    put_fixed_schemas(x);
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e; e++)
        {
            put_entity(x, *e);
            put_input(x, name_of(x, "$1_input", v((*e)->name)), *e);
        }
    for
        each_module(m) for (const action *act = (*m)->actions; act && act->name; act++) if (act->input)
            put_input(x, name_of(x, "$1_$2", v(act->on->name), v(act->name)), act->input);
}

typedef struct {
    const char *key, *name, *in, *words;
    bool required;
} shared_parameter;

static const shared_parameter parameters[] = {
    {"code", "code", "path", "The record's code", true},
    {"q", "q", "query", "Words to find", false},
    {"sort", "sort", "query", "Fields with commas between; - before one turns it round: -level,review_on", false},
    {"limit", "limit", "query", "Records in a page: 1 to 500", false},
    {"after", "after", "query", "The cursor of the page before", false},
    {"as_of", "as_of", "query", "As it stood at the end of that day, or at that moment", false},
    {"titles", "titles", "query", "1: adds the titles of the records referred to, by code", false},
    {"reason", "reason", "query", "Why: it goes into the ledger", false},
    {"idempotency_key", "Idempotency-Key", "header", "The same key within 24 hours: carried out once, answered again",
     false},
    {"if_match", "If-Match", "header", "The ETag of the version to change, or *", true},
    {"if_match_optional", "If-Match", "header", "The ETag of the version it is meant for", false},
    {"if_none_match", "If-None-Match", "header", "The ETag of the version known", false},
};

static void put_parameters(writer *x)
{
    for (int i = 0; i < countof(parameters); i++) {
        const shared_parameter *p = &parameters[i];
        object(x, p->key);
        member(x, "name", p->name);
        member(x, "in", p->in);
        json_put_name(&x->w, S("required"));
        json_put_bool(&x->w, p->required);
        member(x, "description", p->words);
        json_put_name(&x->w, S("schema"));
        json_put_raw(&x->w, S("{\"type\":\"string\"}"));
        end(x);
    }
}

void api_put_openapi(arena *a, text *t)
{
    writer x = {.a = a, .w = {.out = t}};
    json_put_object(&x.w);
    member(&x, "openapi", "3.1.0");
    json_put_name(&x.w, S("info"));
    json_put_raw(&x.w,
                 S("{\"title\":\"isms\",\"version\":\"1\",\"description\":\"Information security management: the "
                   "registers and what may be done with them.\",\"license\":{\"name\":\"Apache-2.0\",\"identifier\":"
                   "\"Apache-2.0\"}}"));
    json_put_name(&x.w, S("servers"));
    json_put_raw(&x.w, S("[{\"url\":\"/api/v1\"}]"));
    json_put_name(&x.w, S("security"));
    json_put_raw(&x.w, S("[{\"token\":[]},{\"session\":[]}]"));
    object(&x, "paths");
    put_paths(&x);
    end(&x);
    line(&x);
    object(&x, "components");
    object(&x, "schemas");
    put_schemas(&x);
    end(&x);
    line(&x);
    object(&x, "parameters");
    put_parameters(&x);
    end(&x);
    json_put_name(&x.w, S("responses"));
    json_put_raw(&x.w, S("{\"problem\":{\"description\":\"Refused, and why (RFC 9457)\",\"content\":{\"application/"
                         "problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}}}"));
    json_put_name(&x.w, S("securitySchemes"));
    json_put_raw(&x.w, S("{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"session\":{\"type\":\"apiKey\",\"in\":"
                         "\"cookie\",\"name\":\"isms\"}}"));
    end(&x);
    end(&x);
    put_char(t, '\n');
}
