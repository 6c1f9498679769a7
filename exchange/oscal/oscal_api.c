// oscal_api.c: POST /api/v1/import/oscal: a catalogue or profile read from the body of a request.
// SPDX-License-Identifier: Apache-2.0
//
// ?file=NAME [&source=NAME …] [&given=1] [&dry_run=1]. The body is the document; documents that a profile may draw on follow
// it, each behind a record separator (RFC 7464), in the order of the `source` names. `given`: they were named outright.
#include "exchange/oscal/oscal.h"
#include "exchange/register/register.h"
#include "platform/web/api.h"

enum { SOURCES = 8 };

static bool flag(const request *q, const char *name)
{
    str s = request_get(q, name);
    return s.n && !str_eq(s, S("0"));
}

// The documents of the body; the first is what is imported.
static int read_documents(request *q, oscal_document *out)
{
    ctx *c = q->c;
    int n = 0, name = 0;
    for (str rest = q->body; rest.p && n <= SOURCES;) {
        str source = str_cut(&rest, '\x1e'), file = n ? (str){0} : request_get(q, "file");
        for (; n && name < q->nparameters && !file.n; name++)
            if (str_eq(q->parameters[name].name, S("source"))) file = q->parameters[name].value;
        if (!oscal_open(c, file.n ? file : S("The document"), source, &out[n])) return 0;
        out[n++].given = flag(q, "given");
    }
    return n;
}

static void put_code(ctx *c, json_writer *w, const char *name, const entity *e, i64 id)
{
    json_put_name(w, str_of(name));
    json_put(w, id ? v(record_code(c->a, e, id)) : (val){.null = true});
}

static void answer(request *q, const oscal_catalog *k, const oscal_outcome *o, bool dry)
{
    json_writer w = {.out = q->out};
    json_put_object(&w);
    json_put_name(&w, S("dry_run"));
    json_put_bool(&w, dry);
    put_code(q->c, &w, "import", &import_entity, o->import);
    put_code(q->c, &w, "framework", &framework_entity, o->framework);
    json_member(&w, "name", v(k->title));
    json_member(&w, "groups", v(k->groups));
    json_member(&w, "controls", v(k->controls));
    json_member(&w, "withdrawn", v(k->withdrawn));
    json_member(&w, "added", v(o->added));
    json_member(&w, "changed", v(o->changed));
    json_member(&w, "unchanged", v(o->same));
    json_end_object(&w);
    put_char(q->out, '\n');
    q->type = "application/json";
}

static void import_oscal(request *q)
{
    ctx *c = q->c;
    oscal_document documents[SOURCES + 1];
    oscal_catalog k;
    oscal_outcome o = {0};
    int n = read_documents(q, documents);
    bool dry = flag(q, "dry_run");
    if (request_has(q, "reason")) c->reason = request_get(q, "reason");
    bool ok = n > 0 && (documents[0].profile ? oscal_resolve(c, &documents[0], documents + 1, n - 1, &k)
                                             : oscal_read(c, &documents[0], &k));
    if (ok && !dry) k.hash = hash_hex(c->a, hash_of(documents[0].source));
    if (!ok && failed(c) && c->failures->kind == NO_INPUT)
        api_refuse_as(q, 422);
    else if (!ok || !oscal_store(c, &k, dry, &o))
        api_refuse(q);
    else
        answer(q, &k, &o, dry);
}

static const route oscal_routes[] = {
    ROUTE(POST, "/api/v1/import/oscal", "import.add", MANAGER, import_oscal),
    {0},
};
const module oscal_module = {.name = "oscal", .routes = oscal_routes};
