// api.c: the routes of the JSON API.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/api.h"
#include "platform/base/time.h"
#include "platform/record/field.h"
#include "platform/record/list.h"
#include "platform/web/as_of.h"
#include "platform/web/export_page.h"

static str etag_of(ctx *c, i64 version)
{
    return format(c->a, "\"$1\"", v(version));
}

// Does a header of entity tags ("7", W/"7", *; several with commas) name this version? `weak`: W/ counts too.
static bool etag_names(str header, i64 version, bool weak)
{
    for (str rest = header; rest.p;) {
        str tag = str_trim(str_cut(&rest, ','));
        i64 n = 0;
        if (str_eq(tag, S("*"))) return true;
        if (weak && str_starts(tag, S("W/"))) tag = str_from(tag, 2);
        if (tag.n > 2 && tag.p[0] == '"' && tag.p[tag.n - 1] == '"' && str_int(str_sub(tag, 1, tag.n - 2), &n) &&
            n == version)
            return true;
    }
    return false;
}

static bool flag_given(const request *q, const char *name)
{
    str s = request_get(q, name);
    return s.n && !str_eq(s, S("0"));
}

static void answer(request *q)
{
    put_char(q->out, '\n');
    q->type = "application/json";
}

// Without the permission: refused, with a denial in the ledger.
static bool allowed(request *q, unsigned mask, const entity *e, const char *verb)
{
    if (permit(q->c, mask, e->name, verb)) return true;
    operate_denied(q->c, false, e, 0, verb);
    api_refuse(q);
    return false;
}

// --- reading --------------------------------------------------------------------------------------------------------

// The titles of the records that the given ones refer to, by code: {"P-3":"Anna Meier"}.
static void put_titles(ctx *c, text *t, const entity *e, void *const *recs, int n)
{
    json_writer w = {.out = t};
    text seen = {.a = c->a};
    put(t, S(",\"titles\":"));
    json_put_object(&w);
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < e->nfields; k++) {
            const field *f = &e->fields[k];
            text code = {.a = c->a};
            if ((f->kind != KIND_REF && f->kind != KIND_ANY) || field_empty(f, recs[i])) continue;
            field_text(c, &code, f, recs[i]);
            str mark = format(c->a, "$1;", v(text_str(&code)));
            if (str_search(text_str(&seen), mark) >= 0) continue;
            put(&seen, mark);
            json_put_name(&w, text_str(&code));
            json_put(&w, v(field_words(c, f, recs[i])));
        }
    }
    json_end_object(&w);
}

static bool read_list(request *q, list *l)
{
    bool ok = true;
    for (int i = 0; i < q->nparameters; i++) {
        str name = q->parameters[i].name;
        if (str_eq(name, S("as_of")) || str_eq(name, S("titles"))) continue;
        ok = list_set(q->c, l, name, q->parameters[i].value) && ok;
    }
    return ok;
}

static void list_records(request *q)
{
    ctx *c = q->c;
    const entity *e = q->entity;
    list l = list_of(e);
    if (!allowed(q, e->see, e, "list")) return;
    if (!as_of_read(q) || !read_list(q, &l)) {
        api_refuse(q);
        return;
    }
    l.whole = true;
    page p = list_page(c, &l);
    if (failed(c)) {
        api_refuse(q);
        return;
    }
    put(q->out, S("{\"items\":["));
    api_put_records(c, q->out, e, p.recs, p.n);
    fill(q->out, S("],\"total\":$1,\"next\":"), VALS(v(list_total(c, &l))), 1);
    if (p.next.n)
        put_json(q->out, p.next);
    else
        put(q->out, S("null"));
    if (flag_given(q, "titles")) put_titles(c, q->out, e, p.recs, p.n);
    put_char(q->out, '}');
    answer(q);
}

static void show_record(request *q)
{
    ctx *c = q->c;
    const entity *e = q->entity;
    const record *rec = NULL;
    if (!allowed(q, e->see, e, "show")) return;
    if (as_of_read(q)) rec = record_load_code(c, e, request_part(q, "code"));
    if (!rec) {
        api_refuse(q);
        return;
    }
    reply_header(q, "ETag", etag_of(c, rec->version));
    if (etag_names(request_header(q, "If-None-Match"), rec->version, true)) {
        q->status = 304;
        return;
    }
    void *recs[] = {(void *)(uintptr_t)rec};
    api_put_record(c, q->out, e, rec);
    if (flag_given(q, "titles")) {
        q->out->n--;
        put_titles(c, q->out, e, recs, 1);
        put_char(q->out, '}');
    }
    answer(q);
}

// --- writing --------------------------------------------------------------------------------------------------------

typedef struct {
    api_input in;
    const entity *e;
    const action *act;
    i64 id, version;
} wish;

// The answer of a write, from inside its transaction.
static void answer_record(request *q, const entity *e, i64 id, const record *added)
{
    ctx *c = q->c;
    int status = added ? 201 : 200;
    const record *rec = added && record_fresh(c, e, id) ? added : record_seek(c, e, id);
    if (!rec) { // an action ended it, or moved it out of reach
        q->status = 204;
        return;
    }
    q->status = status;
    reply_header(q, "ETag", etag_of(c, rec->version));
    if (status == 201)
        reply_header(q, "Location", format(c->a, "/api/v1/$1/$2", v(e->name), v(record_code(c->a, e, id))));
    api_put_record(c, q->out, e, rec);
    answer(q);
}

static bool change(ctx *c, void *rec, void *arg)
{
    (void)c;
    api_apply(arg, rec);
    return true;
}

static bool write_add(request *q, void *arg)
{
    wish *w = arg;
    record *rec = record_new(q->c, w->e);
    api_apply(&w->in, rec);
    if (!do_add(q->c, w->e, rec, w->in.links, w->in.nlinks)) return false;
    answer_record(q, w->e, rec->id, rec);
    return true;
}

static bool write_set(request *q, void *arg)
{
    wish *w = arg;
    if (!do_set(q->c, w->e, w->id, w->version, change, &w->in, w->in.links, w->in.nlinks)) return false;
    answer_record(q, w->e, w->id, NULL);
    return true;
}

static bool write_end(request *q, void *arg)
{
    wish *w = arg;
    if (!do_end(q->c, w->e, w->id, w->version)) return false;
    q->status = 204;
    return true;
}

static bool write_action(request *q, void *arg)
{
    wish *w = arg;
    if (!do_action(q->c, w->act, w->id, w->version, w->act->input ? w->in.rec : NULL)) return false;
    answer_record(q, w->e, w->id, NULL);
    return true;
}

// The record of the path and the version that If-Match asks for; 428 without the header where it must be there.
static bool read_target(request *q, wish *w, bool must)
{
    ctx *c = q->c;
    str header = request_header(q, "If-Match"), tag = str_trim(header);
    const record *rec = record_load_code(c, w->e, request_part(q, "code"));
    if (!rec) {
        api_refuse(q);
        return false;
    }
    w->id = rec->id;
    if (!header.n && must) {
        fail_as(c, NO_VERSION, NULL, "Send the version you saw with the header If-Match: \"$1\" (the ETag of a GET).",
                v(rec->version));
        api_refuse_as(q, 428);
        return false;
    }
    if (!header.n || str_eq(tag, S("*"))) return true;
    // What the tag names is held against the version again on the writer.
    w->version = rec->version;
    if (etag_names(header, rec->version, false)) return true;
    fail_as(c, NO_VERSION, NULL, "$1 was changed by somebody else meanwhile: you hold $2, it is now at \"$3\".",
            v(record_code(c->a, w->e, rec->id)), v(tag), v(rec->version));
    api_refuse_as(q, 412);
    return false;
}

static bool read_reason(request *q)
{
    ctx *c = q->c;
    if (request_has(q, "reason")) c->reason = request_get(q, "reason");
    if (c->moment.us || request_has(q, "as_of"))
        return fail_as(c, NO_INPUT, "as_of", "Nothing can be changed in the past.");
    return true;
}

// What the body says; 415 when it is of another type.
static bool read_body(request *q, wish *w, const entity *input, bool may_miss)
{
    ctx *c = q->c;
    const json *body = read_reason(q) ? api_body(q, may_miss) : NULL;
    if (!failed(c) && input && api_read_input(c, input, body, &w->in)) return true;
    if (!failed(c) && !input) { // an action that asks for nothing takes a reason and no more
        const json *reason = json_get(body, "reason");
        if (json_size(body) > (reason ? 1 : 0))
            fail_as(c, NO_INPUT, str_z(c->a, json_name(json_first(body))), "This action takes nothing but a reason.");
        else if (reason)
            c->reason = json_str(reason);
        if (!failed(c)) return true;
    }
    bool media = str_trim(q->body).n && !str_starts(q->body_type, S("application/json")) &&
                 !str_starts(q->body_type, S("application/merge-patch+json"));
    if (media && !c->failures->field)
        api_refuse_as(q, 415);
    else
        api_refuse(q);
    return false;
}

static void add_record(request *q)
{
    wish w = {.e = q->entity};
    if (!allowed(q, w.e->add, w.e, "add")) return;
    if (read_body(q, &w, w.e, false)) api_write(q, write_add, &w, w.e, 0, "add");
}

static void set_record(request *q)
{
    wish w = {.e = q->entity};
    if (!allowed(q, w.e->set, w.e, "set")) return;
    if (read_target(q, &w, true) && read_body(q, &w, w.e, false)) api_write(q, write_set, &w, w.e, w.id, "set");
}

static void end_record(request *q)
{
    wish w = {.e = q->entity};
    if (!allowed(q, w.e->end, w.e, "end")) return;
    if (!read_target(q, &w, true)) return;
    if (!read_reason(q)) {
        api_refuse(q);
        return;
    }
    api_write(q, write_end, &w, w.e, w.id, "end");
}

static void act_record(request *q)
{
    wish w = {.e = q->entity ? q->entity : q->action->on, .act = q->action};
    if (!allowed(q, w.act->permit, w.e, w.act->name)) return;
    if (read_target(q, &w, false) && read_body(q, &w, w.act->input, true))
        api_write(q, write_action, &w, w.e, w.id, w.act->name);
}

static void show_openapi(request *q)
{
    api_put_openapi(q->c->a, q->out);
    q->type = "application/json";
}

const route api_routes[] = {
    ROUTE(GET, "/api/v1/openapi.json", "api.describe", PUBLIC, show_openapi),
    ROUTE(GET, "/api/v1/:noun.csv", ":noun.export", OF_SEE, export_page_csv),
    ROUTE(GET, "/api/v1/:noun.xlsx", ":noun.export", OF_SEE, export_page_xlsx),
    ROUTE(GET, "/api/v1/:noun.json", ":noun.export", OF_SEE, export_page_json),
    ROUTE(GET, "/api/v1/:noun", ":noun.list", OF_SEE, list_records),
    ROUTE(POST, "/api/v1/:noun", ":noun.add", OF_ADD, add_record),
    ROUTE(GET, "/api/v1/:noun/:code", ":noun.show", OF_SEE, show_record),
    ROUTE(PATCH, "/api/v1/:noun/:code", ":noun.set", OF_SET, set_record),
    ROUTE(DELETE, "/api/v1/:noun/:code", ":noun.end", OF_END, end_record),
    ROUTE(POST, "/api/v1/:noun/:code/:act", ":noun.:act", OF_ACTION, act_record),
    {0},
};
