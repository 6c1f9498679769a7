// api_problem.c: refusals as problem documents (RFC 9457).
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/api.h"

typedef struct {
    int status;
    const char *title;
} status_title;

static const status_title titles[] = {
    {400, "Bad request"},
    {401, "Not signed in"},
    {403, "Not allowed"},
    {404, "Not found"},
    {405, "Method not allowed"},
    {406, "Not acceptable"},
    {409, "Changed meanwhile"},
    {412, "Precondition failed"},
    {413, "Too large"},
    {415, "Unsupported media type"},
    {422, "Refused"},
    {428, "Precondition required"},
    {429, "Too many requests"},
    {503, "Not available"},
    {507, "No room"},
};

const char *api_status_title(int status)
{
    for (int i = 0; i < countof(titles); i++)
        if (titles[i].status == status) return titles[i].title;
    return "Failed";
}

int api_status(const ctx *c, bool reads)
{
    const failure *f = c->failures;
    switch (f ? f->kind : NO_WORLD) {
    case NO_RULE: return 422;
    case NO_RIGHT: return 403;
    case NO_RECORD: return 404;
    case NO_VERSION: return 409;
    case NO_INPUT: return reads || !f->field ? 400 : 422;
    case NO_ROOM: return 507;
    case NO_SIGN_IN: return 401;
    default: return 503;
    }
}

static const char *kind_of(const ctx *c)
{
    static const char *const names[] = {
        [NO_RULE] = "rule",   [NO_RIGHT] = "right", [NO_RECORD] = "record", [NO_VERSION] = "version",
        [NO_INPUT] = "input", [NO_ROOM] = "room",   [NO_WORLD] = "world",   [NO_SIGN_IN] = "sign-in",
    };
    return names[c->failures ? c->failures->kind : NO_WORLD];
}

void api_put_problem(ctx *c, text *t, int status)
{
    json_writer w = {.out = t};
    json_put_object(&w);
    json_member(&w, "type", v(format(c->a, "urn:isms:problem:$1", v(kind_of(c)))));
    json_member(&w, "title", v(api_status_title(status)));
    json_member(&w, "status", v(status));
    json_member(&w, "detail",
                v(c->failures ? c->failures->sentence : S("It could not be done; try again in a moment.")));
    json_member(&w, "instance", v(format(c->a, "urn:isms:request:$1", v(c->request))));
    json_put_name(&w, S("errors"));
    json_put_array(&w);
    for (const failure *f = c->failures; f; f = f->next) {
        json_put_object(&w);
        if (f->field) {
            json_member(&w, "field", v(f->field));
            json_member(&w, "pointer", v(format(c->a, "#/$1", v(f->field))));
        }
        json_member(&w, "detail", v(f->sentence));
        json_end_object(&w);
    }
    json_end_array(&w);
    json_end_object(&w);
    put_char(t, '\n');
}

void api_refuse_as(request *q, int status)
{
    q->out->n = 0;
    q->status = status;
    q->type = "application/problem+json";
    if (status == 401) reply_header(q, "WWW-Authenticate", S("Bearer realm=\"isms\""));
    if (status == 503) reply_header(q, "Retry-After", S("1"));
    api_put_problem(q->c, q->out, status);
}

void api_refuse(request *q)
{
    int status = api_status(q->c, q->method == GET);
    api_refuse_as(q, status == 409 && request_header(q, "If-Match").n ? 412 : status);
}
