// api_backup.c: what only the operator on this machine may ask: a copy of the database, a password, a token.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/people/seal.h"
#include "platform/web/api.h"
#include "platform/web/api_backup.h"
#include "platform/web/dispatch.h"

static void done(request *q, json_writer *w)
{
    json_end_object(w);
    put_char(q->out, '\n');
    q->type = "application/json";
}

// POST /api/v1/backup?to=/path: a consistent copy into a new file on this machine, while people work.
static void backup(request *q)
{
    ctx *c = q->c;
    str to = request_get(q, "to"), error = {0};
    json_writer w = {.out = q->out};
    if (!q->in->local || c->person)
        fail_as(c, NO_RIGHT, NULL, "A backup is made by the operator on this machine.");
    else if (!str_starts(to, S("/")))
        fail_as(c, NO_INPUT, "to", "Name the whole path of the file.");
    else if (!database_backup(c->database, to, &error))
        fail_as(c, NO_WORLD, NULL, "$1", v(error));
    if (failed(c)) {
        api_refuse(q);
        return;
    }
    json_put_object(&w);
    json_member(&w, "file", v(to));
    str key = seal_key_file(c);
    if (key.n) json_member(&w, "key", v(key)); // not part of the copy
    done(q, &w);
}

// POST /api/v1/person/P-3/password {"password":"…"}: sets it and ends all sessions of that person.
static void set_password(request *q)
{
    ctx *c = q->c;
    json_writer w = {.out = q->out};
    const record *who = record_load_code(c, &person_entity, request_part(q, "code"));
    const json *body = who ? api_body(q, false) : NULL;
    str password = json_get_str(body, "password");
    if (!failed(c) && (json_size(body) != 1 || !password.n))
        fail_as(c, NO_INPUT, "password", "Send the password, and nothing else.");
    if (failed(c) || !person_set_password(c, who->id, password)) {
        api_refuse(q);
        return;
    }
    json_put_object(&w);
    json_member(&w, "code", v(record_code(c->a, &person_entity, who->id)));
    done(q, &w);
}

typedef struct {
    record rec;
    ref person;
    str name, scope;
    date until;
} wanted;
static const field wanted_fields[] = {
    FIELD(wanted, person, "Person", .flags = REQUIRED, .to = &person_entity),
    FIELD(wanted, name, "Name", .flags = REQUIRED, .max = 80),
    FIELD(wanted, scope, "Scope", .flags = REQUIRED, .max = 500),
    FIELD(wanted, until, "Until", .flags = REQUIRED),
};
static const entity wanted_input = {INPUT(wanted), .label = "Token"};

// POST /api/v1/token: the answer holds the token, this once.
static void add_token(request *q)
{
    ctx *c = q->c;
    api_input in;
    str token = {0};
    json_writer w = {.out = q->out};
    const json *body = api_body(q, false);
    const wanted *x = body && api_read_input(c, &wanted_input, body, &in) ? in.rec : NULL;
    for (int i = 0; x && i < wanted_input.nfields; i++)
        if (!in.given[i]) fail(c, wanted_fields[i].name, "$1 is missing.", v(wanted_fields[i].label));
    if (failed(c) || !token_make(c, x->person.id, x->name, x->scope, x->until, &token)) {
        api_refuse(q);
        return;
    }
    q->status = 201;
    json_put_object(&w);
    json_member(&w, "name", v(x->name));
    json_member(&w, "token", v(token));
    done(q, &w);
}

const route api_backup_routes[] = {
    ROUTE(POST, "/api/v1/backup", "backup.add", ADMINISTRATOR, backup),
    ROUTE(POST, "/api/v1/person/:code/password", "person.password", ADMINISTRATOR, set_password),
    ROUTE(POST, "/api/v1/token", "token.add", ADMINISTRATOR, add_token),
    {0},
};
