// carry.c: how a command's request reaches the database.
// SPDX-License-Identifier: Apache-2.0
#include "app/carry.h"

bool carry_open(cli *x)
{
    carrier *k = x->carrier;
    str error = {0};
    if (k->tried) return k->remote || k->place.database;
    k->tried = true;
    database_options o = {.alone = true, .much = k->much};
    place_answer answer = place_open(&k->place, x->a, x->database, o, &error);
    k->remote = answer == PLACE_BUSY;
    if (answer == PLACE_REFUSED) cli_refuse(x, "$1", v(error));
    return answer != PLACE_REFUSED;
}

void carry_close(cli *x)
{
    carrier *k = x->carrier;
    place_close(&k->place);
    *k = (carrier){0};
}

static reply answer_here(cli *x, const call *q)
{
    carrier *k = x->carrier;
    header headers[3];
    int n = 0;
    if (q->type.n) headers[n++] = (header){S("Content-Type"), q->type};
    if (q->if_match.n) headers[n++] = (header){S("If-Match"), q->if_match};
    if (x->as.n) headers[n++] = (header){S("X-Isms-As"), x->as};
    incoming in = {
        .verb = q->verb, .target = q->target, .headers = headers, .nheaders = n, .body = q->body, .local = true};
    outgoing out = dispatch(&k->place.site, x->a, &in);
    return (reply){.status = out.status, .type = str_of(out.type), .body = out.body};
}

bool carry_send(cli *x, const call *q, reply *out)
{
    carrier *k = x->carrier;
    if (!carry_open(x)) return false;
    if (k->remote) return carry_http(x, place_socket(x->a, x->database), q, out);
    *out = answer_here(x, q);
    return true;
}
