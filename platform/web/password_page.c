// password_page.c: an administrator gives somebody a password, the first one or a new one.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/password_page.h"

#include "platform/web/detail_page.h"
#include "platform/web/form_html.h"
#include "platform/web/generic.h"
#include "platform/web/shell.h"

enum { SUGGESTED = 20 };

// In the clear: it is read out or copied to its person, who changes it.
static void form_page(request *q, const person *p)
{
    ctx *c = q->c;
    str code = record_code(c->a, &person_entity, p->rec.id), error = form_error(c, "password");
    crumb way[2] = {{words(q, person_entity.plural), S("/person")},
                    {code, record_address(c->a, &person_entity, p->rec.id)}};
    if (failed(c)) q->status = 422;
    page_open(q, words(q, "Set a password"));
    breadcrumb(q, way, 2);
    html(q,
         "<div class='head'><div><h1>{Set a password}</h1><p class='under'>$1, $2</p></div></div><form class='form "
         "stack' method='post' action='/person/$3/password'>",
         v(p->name), v(p->email), v(code));
    html_form_token(q);
    html(q,
         "<div class='field'><label for='f-password'>{New password}</label><span class='hint' id='f-password-h'>{At "
         "least 12 characters. Hand it over in person or by telephone: they change it under Your account. Their "
         "sessions end.}</span><input class='in mono' id='f-password' name='password' autocomplete='off' "
         "spellcheck='false' required aria-describedby='f-password-h' value='$1'",
         v(request_has(q, "password") ? request_get(q, "password") : str_sub(random_token(c->a), 0, SUGGESTED)));
    if (error.n) html(q, " aria-invalid='true'");
    html(q, ">");
    if (error.n) html(q, "<span class='err'>$1</span>", v(error));
    html(q,
         "</div><div class='row'><button class='btn main-act'>{Set the password}</button><a class='btn bare' "
         "href='/person/$1'>{Cancel}</a></div></form>",
         v(code));
    page_close(q);
}

static const person *whose(request *q)
{
    const person *p = record_load_code(q->c, &person_entity, request_part(q, "code"));
    if (!p) reply_refused(q);
    return p;
}

static void password_show(request *q)
{
    const person *p = whose(q);
    if (p) form_page(q, p);
}

static void password_post(request *q)
{
    ctx *c = q->c;
    const person *p = whose(q);
    if (!p) return;
    if (person_set_password(c, p->rec.id, request_get(q, "password")))
        reply_done(q, record_address(c->a, &person_entity, p->rec.id),
                   format(c->a, "$1 signs in as $2 with that password.", v(p->name), v(p->email)));
    else if (c->failures && c->failures->kind != NO_RULE && c->failures->kind != NO_INPUT)
        reply_refused(q);
    else
        form_page(q, p);
}

static void sign_in_part(request *q, const entity *e, const void *rec)
{
    const person *p = rec;
    if (!p->account || q->c->moment.us || !generic_may(q->c, ADMINISTRATOR, e, "password")) return;
    html(q, "<section class='sec'><header><h2>{Sign-in}</h2></header><p>");
    if (p->sign_in_count == 0) html(q, "<span class='muted'>{Has not signed in yet.}</span> ");
    html(q, "<a href='/person/$1/password'>{Set a password}</a></p></section>", v(record_code(q->c->a, e, p->rec.id)));
}

static const part password_parts[] = {{.on = &person_entity, .place = PART_RAIL, .write = sign_in_part}, {0}};
static const route password_routes[] = {
    ROUTE(GET, "/person/:code/password", "person.password", ADMINISTRATOR, password_show),
    ROUTE(POST, "/person/:code/password", "person.password", ADMINISTRATOR, password_post),
    {0},
};
const module password_module = {
    .name = "password", .room = ROOM_ADMIN, .routes = password_routes, .parts = password_parts};
