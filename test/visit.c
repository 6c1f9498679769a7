// visit.c: requests to the pages without a network, for tests.
// SPDX-License-Identifier: Apache-2.0
#include "test/visit.h"

#include "platform/web/identify.h"

#include <string.h>

#define PASSWORD "correct horse battery staple"

static site the_site;
static i64 known[64];
static int nknown;
static session here; // of the person whose browser it is
static str done;     // its other cookie: the sentence for the next page

site *visit_open(ctx *c)
{
    nknown = 0;
    here = (session){0};
    done = (str){0};
    the_site = (site){.database = c->database, .url = S("http://localhost")};
    the_site.router = router_make(test_arena, modules, routes_generic);
    return &the_site;
}

const char *visit_password(void)
{
    return PASSWORD;
}

static void give_password(ctx *c, i64 person)
{
    for (int i = 0; i < nknown; i++)
        if (known[i] == person) return;
    check_done(c, person_set_password(c, person, S(PASSWORD)));
    known[nknown++] = person;
}

void visit_as(i64 who)
{
    here = (session){0};
    if (!who) return;
    ctx *c = fixture_operator();
    give_password(c, who);
    person *p = record_load(c, &person_entity, who);
    check(p);
    check_done(c, session_open(c, p->email, S(PASSWORD), S("127.0.0.1"), &here));
    db_release(c->db); // no reader stays lent
    c->db = NULL;
}

str visit_token(void)
{
    return token_mask(test_arena, here.csrf);
}

visit visit_send(const char *verb, const char *target, const char *const *headers, str body)
{
    header list[GATE_HEADERS] = {{S("host"), S("localhost")}};
    int n = 1;
    if (here.token.n)
        list[n++] = (header){S("cookie"), format(test_arena, "a=b; isms-done=$3; $1=$2", v(session_cookie(&the_site)),
                                                 v(here.token), v(done))};
    for (; headers && *headers; headers += 2) list[n++] = (header){str_of(headers[0]), str_of(headers[1])};
    incoming in = {.verb = str_of(verb),
                   .target = str_of(target),
                   .headers = list,
                   .nheaders = n,
                   .body = body,
                   .address = S("127.0.0.1")};
    visit v = {.whole = dispatch(&the_site, test_arena, &in)};
    v.status = v.whole.status;
    v.body = v.whole.body;
    v.location = visit_header(&v, "location");
    for (int i = 0; i < v.whole.nheaders; i++) {
        str value = v.whole.headers[i].value, name = str_cut(&value, '=');
        if (str_eq(name, S("isms-done"))) done = str_cut(&value, ';');
    }
    return v;
}

visit visit_get(const char *target)
{
    return visit_send("GET", target, NULL, S(""));
}

visit visit_post(const char *target, const char *form)
{
    static const char *const headers[] = {"content-type", "application/x-www-form-urlencoded", NULL};
    str token = here.token.n ? format(test_arena, "token=$1&", v(visit_token())) : S("");
    return visit_send("POST", target, headers, str_join(test_arena, token, str_of(form)));
}

str visit_header(const visit *v, const char *name)
{
    for (int i = 0; i < v->whole.nheaders; i++)
        if (header_same(v->whole.headers[i].name, str_of(name))) return v->whole.headers[i].value;
    return (str){0};
}
