// openapi.c: the API described for programs (OpenAPI 3.1), made from the descriptors.
// SPDX-License-Identifier: Apache-2.0
//
// One path or schema to a line, so that the golden file shows what a change of a descriptor changes for its clients.
#include "platform/web/openapi.h"
#include "platform/web/router.h"

static void put_parameter(openapi *x, const char *name)
{
    openapi_reference(x, openapi_name(x, "#/components/parameters/$1", v(name)));
}

static void put_problem_response(openapi *x)
{
    openapi_object(x, "default");
    json_member(&x->w, "$ref", v("#/components/responses/problem"));
    openapi_end(x);
}

static void put_answer(openapi *x, const char *status, const char *words, str schema)
{
    openapi_object(x, status);
    openapi_member(x, "description", words);
    if (schema.n) {
        openapi_object(x, "content");
        openapi_object(x, "application/json");
        openapi_key(x, "schema");
        openapi_reference(x, schema);
        openapi_end(x);
        openapi_end(x);
    }
    openapi_end(x);
}

static str schema_name(openapi *x, str name)
{
    return openapi_name(x, "#/components/schemas/$1", v(name));
}

static void put_operation(openapi *x, const char *method, str id, str summary)
{
    openapi_object(x, method);
    json_member(&x->w, "operationId", v(id));
    json_member(&x->w, "summary", v(summary));
}

static void put_body(openapi *x, str schema, const entity *required, bool must)
{
    openapi_object(x, "requestBody");
    json_put_name(&x->w, S("required"));
    json_put_bool(&x->w, must);
    openapi_object(x, "content");
    openapi_object(x, "application/json");
    openapi_key(x, "schema");
    if (required) {
        json_put_object(&x->w);
        openapi_array(x, "allOf");
    }
    openapi_reference(x, schema);
    if (required) {
        json_put_object(&x->w);
        openapi_array(x, "required");
        for (int i = 0; i < required->nfields; i++)
            if ((required->fields[i].flags & (REQUIRED | READONLY | DERIVED)) == REQUIRED)
                json_put(&x->w, v(required->fields[i].name));
        json_end_array(&x->w);
        openapi_end(x);
        json_end_array(&x->w);
        openapi_end(x);
    }
    openapi_end(x);
    openapi_end(x);
    openapi_end(x);
}

static void put_filter(openapi *x, str name)
{
    json_put_object(&x->w);
    json_member(&x->w, "name", v(name));
    openapi_member(x, "in", "query");
    json_put_name(&x->w, S("schema"));
    json_put_raw(&x->w, S("{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"));
    openapi_end(x);
}

// The tests of list.h that a field takes.
static void put_field_filters(openapi *x, const field *f)
{
    bool when = f->kind == KIND_DATE || f->kind == KIND_MOMENT,
         much = f->kind == KIND_INTEGER || f->kind == KIND_NUMBER;
    if (f->kind == KIND_SECRET) return;
    if (f->kind != KIND_MONEY) {
        put_filter(x, str_of(f->name));
        put_filter(x, openapi_name(x, "$1.not", v(f->name)));
    }
    if (when)
        put_filter(x, openapi_name(x, "$1.before", v(f->name))), put_filter(x, openapi_name(x, "$1.after", v(f->name)));
    if (much)
        put_filter(x, openapi_name(x, "$1.min", v(f->name))), put_filter(x, openapi_name(x, "$1.max", v(f->name)));
    if (f->kind == KIND_TEXT) put_filter(x, openapi_name(x, "$1.has", v(f->name)));
    put_filter(x, openapi_name(x, "$1.empty", v(f->name)));
}

static void put_list(openapi *x, const entity *e)
{
    static const char *const shared[] = {"q", "sort", "limit", "after", "as_of", "titles"};
    put_operation(x, "get", openapi_name(x, "$1.list", v(e->name)), openapi_name(x, "List: $1", v(e->plural)));
    openapi_array(x, "parameters");
    for (int i = 0; i < countof(shared); i++) put_parameter(x, shared[i]);
    for (int i = 0; i < e->nfields; i++) put_field_filters(x, &e->fields[i]);
    for (const link_field *l = e->links; l && l->name; l++) put_filter(x, str_of(l->name));
    json_end_array(&x->w);
    openapi_object(x, "responses");
    openapi_object(x, "200");
    openapi_member(x, "description", "A page of the list, in its order");
    openapi_object(x, "content");
    openapi_object(x, "application/json");
    openapi_object(x, "schema");
    openapi_type(x, "object", false);
    openapi_object(x, "properties");
    openapi_object(x, "items");
    openapi_type(x, "array", false);
    openapi_key(x, "items");
    openapi_reference(x, schema_name(x, str_of(e->name)));
    openapi_end(x);
    json_put_name(&x->w, S("total"));
    json_put_raw(&x->w, S("{\"type\":\"integer\"}"));
    json_put_name(&x->w, S("next"));
    json_put_raw(&x->w, S("{\"type\":[\"string\",\"null\"],\"description\":\"The cursor of the next page\"}"));
    json_put_name(&x->w, S("titles"));
    json_put_raw(&x->w, S("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}"));
    for (int i = 0; i < 5; i++) openapi_end(x);
    put_problem_response(x);
    openapi_end(x);
    openapi_end(x);
}

static void put_add(openapi *x, const entity *e)
{
    str input = schema_name(x, openapi_name(x, "$1.input", v(e->name)));
    put_operation(x, "post", openapi_name(x, "$1.add", v(e->name)), openapi_name(x, "Add: $1", v(e->label)));
    openapi_array(x, "parameters");
    put_parameter(x, "idempotency_key");
    put_parameter(x, "reason");
    json_end_array(&x->w);
    put_body(x, input, e, true);
    openapi_object(x, "responses");
    put_answer(x, "201", "Added; Location names it", schema_name(x, str_of(e->name)));
    put_problem_response(x);
    openapi_end(x);
    openapi_end(x);
}

static void put_show(openapi *x, const entity *e)
{
    put_operation(x, "get", openapi_name(x, "$1.show", v(e->name)), openapi_name(x, "Show: $1", v(e->label)));
    openapi_array(x, "parameters");
    put_parameter(x, "as_of");
    put_parameter(x, "titles");
    put_parameter(x, "if_none_match");
    json_end_array(&x->w);
    openapi_object(x, "responses");
    put_answer(x, "200", "The record; ETag is its version", schema_name(x, str_of(e->name)));
    put_answer(x, "304", "It is still the version of If-None-Match", (str){0});
    put_problem_response(x);
    openapi_end(x);
    openapi_end(x);
}

static void put_set(openapi *x, const entity *e)
{
    put_operation(x, "patch", openapi_name(x, "$1.set", v(e->name)), openapi_name(x, "Change: $1", v(e->label)));
    openapi_array(x, "parameters");
    put_parameter(x, "if_match");
    put_parameter(x, "reason");
    json_end_array(&x->w);
    put_body(x, schema_name(x, openapi_name(x, "$1.input", v(e->name))), NULL, true);
    openapi_object(x, "responses");
    put_answer(x, "200", "The record after the change", schema_name(x, str_of(e->name)));
    put_problem_response(x);
    openapi_end(x);
    openapi_end(x);
}

static void put_end(openapi *x, const entity *e)
{
    put_operation(x, "delete", openapi_name(x, "$1.end", v(e->name)), openapi_name(x, "End: $1", v(e->label)));
    openapi_array(x, "parameters");
    put_parameter(x, "if_match");
    put_parameter(x, "reason");
    json_end_array(&x->w);
    openapi_object(x, "responses");
    put_answer(x, "204", "It has moved to its past", (str){0});
    put_problem_response(x);
    openapi_end(x);
    openapi_end(x);
}

static void put_action(openapi *x, const action *act)
{
    const entity *e = act->on;
    openapi_line(x);
    json_put_name(&x->w, openapi_name(x, "/$1/{code}/$2", v(e->name), v(act->name)));
    json_put_object(&x->w);
    openapi_array(x, "parameters");
    put_parameter(x, "code");
    json_end_array(&x->w);
    put_operation(x, "post", openapi_name(x, "$1.$2", v(e->name), v(act->name)), str_of(act->label));
    if (act->help) openapi_member(x, "description", act->help);
    openapi_array(x, "parameters");
    put_parameter(x, "idempotency_key");
    put_parameter(x, "if_match_optional");
    put_parameter(x, "reason");
    json_end_array(&x->w);
    if (act->input) put_body(x, schema_name(x, openapi_name(x, "$1.$2", v(e->name), v(act->name))), act->input, true);
    openapi_object(x, "responses");
    put_answer(x, "200", "The record after it", schema_name(x, str_of(e->name)));
    put_answer(x, "204", "Done; the record is no longer to be seen", (str){0});
    put_problem_response(x);
    openapi_end(x);
    openapi_end(x);
    openapi_end(x);
}

// What is answered besides: its path and its methods, no more.
enum { ROUTES_MOST = 256 };

static int special_routes(const route **out)
{
    int n = 0;
    for
        each_module(m) for (const route *r = (*m)->routes; r && r->path && n < ROUTES_MOST; r++) out[n++] = r;
    for (const route *const *list = routes_generic; *list; list++)
        for (const route *r = *list; r->path && n < ROUTES_MOST; r++) out[n++] = r;
    int kept = 0;
    for (int i = 0; i < n; i++) {
        str path = str_of(out[i]->path);
        if (str_starts(path, S("/api/v1/")) && str_search(path, S(":noun")) < 0) out[kept++] = out[i];
    }
    return kept;
}

static void put_route_operation(openapi *x, const route *r)
{
    static const char *const methods[] = {"get", "post", "patch", "delete"};
    put_operation(x, methods[r->method], openapi_name(x, "$1.$2", v(r->name), v(methods[r->method])), str_of(r->name));
    openapi_object(x, "responses");
    put_answer(x, "200", "Done", (str){0});
    put_problem_response(x);
    openapi_end(x);
    openapi_end(x);
}

// "/api/v1/report/:file" → "/report/{file}", with its parameters.
static void put_route_path(openapi *x, str path)
{
    text t = {.a = x->a};
    for (str rest = str_from(path, 8); rest.p;) {
        str part = str_cut(&rest, '/');
        put_char(&t, '/');
        if (str_starts(part, S(":")))
            fill(&t, S("{$1}"), VALS(v(str_from(part, 1))), 1);
        else
            put(&t, part);
    }
    json_put_name(&x->w, text_str(&t));
    json_put_object(&x->w);
    if (str_find(path, ':') < 0) return;
    openapi_array(x, "parameters");
    for (str rest = path; rest.p;) {
        str part = str_cut(&rest, '/');
        if (!str_starts(part, S(":"))) continue;
        json_put_object(&x->w);
        json_member(&x->w, "name", v(str_from(part, 1)));
        openapi_member(x, "in", "path");
        json_put_name(&x->w, S("required"));
        json_put_bool(&x->w, true);
        json_put_name(&x->w, S("schema"));
        json_put_raw(&x->w, S("{\"type\":\"string\"}"));
        openapi_end(x);
    }
    json_end_array(&x->w);
}

static const route *special_route(const route *const *all, int n, method m, str path)
{
    for (int i = 0; i < n; i++)
        if (all[i]->method == m && str_eq(str_of(all[i]->path), path)) return all[i];
    return NULL;
}

static void put_special_paths(openapi *x, const route *const *all, int n)
{
    for (int i = 0; i < n; i++) {
        str path = str_of(all[i]->path);
        bool first = !entity_find(str_from(path, 8));
        for (int k = 0; k < i; k++) first = first && !str_eq(path, str_of(all[k]->path));
        if (!first) continue;
        openapi_line(x);
        put_route_path(x, path);
        for (int k = i; k < n; k++)
            if (str_eq(path, str_of(all[k]->path))) put_route_operation(x, all[k]);
        openapi_end(x);
    }
}

static void put_paths_of(openapi *x, const entity *e, const route *const *all, int n)
{
    const route *own = special_route(all, n, POST, openapi_name(x, "/api/v1/$1", v(e->name)));
    openapi_line(x);
    json_put_name(&x->w, openapi_name(x, "/$1", v(e->name)));
    json_put_object(&x->w);
    put_list(x, e);
    if (own)
        put_route_operation(x, own);
    else
        put_add(x, e);
    openapi_end(x);
    openapi_line(x);
    json_put_name(&x->w, openapi_name(x, "/$1/{code}", v(e->name)));
    json_put_object(&x->w);
    openapi_array(x, "parameters");
    put_parameter(x, "code");
    json_end_array(&x->w);
    put_show(x, e);
    put_set(x, e);
    put_end(x, e);
    openapi_end(x);
}

static void put_paths(openapi *x)
{
    const route *all[ROUTES_MOST];
    int n = special_routes(all);
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e; e++) put_paths_of(x, *e, all, n);
    for
        each_module(m) for (const action *act = (*m)->actions; act && act->name; act++) put_action(x, act);
    put_special_paths(x, all, n);
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

static void put_parameters(openapi *x)
{
    for (int i = 0; i < countof(parameters); i++) {
        const shared_parameter *p = &parameters[i];
        openapi_object(x, p->key);
        openapi_member(x, "name", p->name);
        openapi_member(x, "in", p->in);
        json_put_name(&x->w, S("required"));
        json_put_bool(&x->w, p->required);
        openapi_member(x, "description", p->words);
        json_put_name(&x->w, S("schema"));
        json_put_raw(&x->w, S("{\"type\":\"string\"}"));
        openapi_end(x);
    }
}

void api_put_openapi(arena *a, text *t)
{
    openapi x = {.a = a, .w = {.out = t}};
    json_put_object(&x.w);
    openapi_member(&x, "openapi", "3.1.0");
    json_put_name(&x.w, S("info"));
    json_put_raw(&x.w,
                 S("{\"title\":\"isms\",\"version\":\"1\",\"description\":\"Information security management: the "
                   "registers and what may be done with them.\",\"license\":{\"name\":\"Apache-2.0\",\"identifier\":"
                   "\"Apache-2.0\"}}"));
    json_put_name(&x.w, S("servers"));
    json_put_raw(&x.w, S("[{\"url\":\"/api/v1\"}]"));
    json_put_name(&x.w, S("security"));
    json_put_raw(&x.w, S("[{\"token\":[]},{\"session\":[]}]"));
    openapi_object(&x, "paths");
    put_paths(&x);
    openapi_end(&x);
    openapi_line(&x);
    openapi_object(&x, "components");
    openapi_object(&x, "schemas");
    openapi_schemas(&x);
    openapi_end(&x);
    openapi_line(&x);
    openapi_object(&x, "parameters");
    put_parameters(&x);
    openapi_end(&x);
    json_put_name(&x.w, S("responses"));
    json_put_raw(&x.w, S("{\"problem\":{\"description\":\"Refused, and why (RFC 9457)\",\"content\":{\"application/"
                         "problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}}}"));
    json_put_name(&x.w, S("securitySchemes"));
    json_put_raw(&x.w, S("{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"session\":{\"type\":\"apiKey\",\"in\":"
                         "\"cookie\",\"name\":\"isms\"}}"));
    openapi_end(&x);
    openapi_end(&x);
    put_char(t, '\n');
}
