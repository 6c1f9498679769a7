// token_page.c: a person makes a token for a program of theirs; it is shown once, on the page that made it.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/token_page.h"

#include "platform/web/form_html.h"
#include "platform/web/shell.h"

// Whose it is needs no question: a token carries the rights of who makes it.
typedef struct {
    record rec;
    str name, scope;
    date until;
} wish;
static const field wish_fields[] = {
    FIELD(wish, name, "Name", .flags = REQUIRED, .max = 80, .help = "What uses it: \"backup script\"."),
    FIELD(wish, scope, "Scope", .flags = REQUIRED, .max = 500,
          .help = "Nouns and verbs with spaces between: risk.list asset.* *.show"),
    FIELD(wish, until, "Until", .flags = REQUIRED, .help = "The last day it works; at most 400 days from today."),
};
static const entity wish_input = {INPUT(wish), .label = "Token"};

static void head(request *q, str title, str under)
{
    const crumb way = {words(q, token_entity.plural), S("/token")};
    page_open(q, title);
    breadcrumb(q, &way, 1);
    html(q, "<div class='head'><div><h1>$1</h1><p class='under'>$2</p></div></div>", v(title), v(under));
}

static void form_page(form *fm)
{
    request *q = fm->q;
    if (failed(q->c)) q->status = 422;
    head(q, words(q, "New token"), words(q, "A program that shows it acts with your rights, cut down to its scope."));
    form_errors(q, &wish_input);
    html(q, "<form class='form stack' method='post' action='/token/new' novalidate>");
    html_form_token(q);
    form_all(fm);
    html(q, "<div class='row'><button class='btn main-act'>{Make the token}</button><a class='btn bare' "
            "href='/token'>{Cancel}</a></div></form>");
    page_close(q);
}

static void made_page(request *q, const wish *x, str token)
{
    head(q, x->name, words(q, "Send it in a header: Authorization: Bearer, then the token."));
    html(q, "<div class='note good' role='status'>");
    html_icon(q, "key");
    html(q,
         "<div><b>{Copy the token now: it is shown this once.}</b><p class='muted small'>{We keep only its hash. Works "
         "until $1 for $2.}</p></div></div>",
         v(x->until), v(x->scope));
    html(q,
         "<div class='form stack'><div class='field'><label for='f-made'>{Token}</label><input class='in mono' "
         "id='f-made' value='$1' readonly autocomplete='off' spellcheck='false'></div><div class='row'><a class='btn' "
         "href='/token'>{All tokens}</a></div></div>",
         v(token));
    page_close(q);
}

static void new_show(request *q)
{
    form fm = {.q = q, .e = &wish_input, .rec = record_new(q->c, &wish_input)};
    form_page(&fm);
}

static bool mendable(const ctx *c)
{
    return c->failures && (c->failures->kind == NO_RULE || c->failures->kind == NO_INPUT);
}

static void new_post(request *q)
{
    ctx *c = q->c;
    wish *x = record_new(c, &wish_input);
    form fm = {.q = q, .e = &wish_input, .rec = x};
    str token = {0};
    bool ok = record_read(c, &wish_input, x, form_source, &fm) && record_check(c, &wish_input, x);
    if (ok && token_make(c, c->person, x->name, x->scope, x->until, &token))
        made_page(q, x, token);
    else if (mendable(c))
        form_page(&fm);
    else
        reply_refused(q);
}

const route token_routes[] = {
    ROUTE(GET, "/token/new", "token.add", SIGNED_IN, new_show),
    ROUTE(POST, "/token/new", "token.add", SIGNED_IN, new_post),
    {0},
};
