// identify.c: who asks, and whether the request is meant.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/identify.h"

#include "platform/web/html.h"

#include <string.h>

str cookie_find(const incoming *in, str name)
{
    for (str rest = header_find(in->headers, in->nheaders, S("cookie")); rest.p;) {
        str value = str_cut(&rest, ';');
        str given = str_trim(str_cut(&value, '='));
        if (str_eq(given, name)) return str_trim(value);
    }
    return (str){0};
}

str session_cookie(const site *s)
{
    return s->secure ? S("__Host-isms") : S("isms");
}

// X-Isms-As names a person as every field does: P-3, an e-mail address, a name.
typedef struct {
    record rec;
    ref person;
} named;
static const field named_fields[] = {FIELD(named, person, "Person", .to = &person_entity)};

static bool identify_local(request *q)
{
    str as = header_find(q->in->headers, q->in->nheaders, S("x-isms-as"));
    named n = {0};
    ctx_operator(q->c);
    if (as.n == 0) return true;
    if (!field_parse(q->c, &named_fields[0], &n, as)) return false;
    if (ctx_become(q->c, n.person.id)) return true;
    return fail_as(q->c, NO_SIGN_IN, NULL, "$1 does not work here any more, or has no account.", v(as));
}

// The token behind "Bearer ", or empty.
static str bearer_of(const request *q)
{
    str value = header_find(q->in->headers, q->in->nheaders, S("authorization"));
    return header_same(str_sub(value, 0, 7), S("bearer ")) ? str_trim(str_from(value, 7)) : (str){0};
}

bool identify(request *q, session *room)
{
    str bearer = bearer_of(q);
    q->c->channel = q->in->local ? S("cli") : q->api ? S("api") : S("web");
    if (bearer.n) {
        q->c->channel = S("api");
        if (token_find(q->c, bearer)) return true;
        return failed(q->c) || fail_as(q->c, NO_SIGN_IN, NULL, "This token is unknown, or its time is over.");
    }
    if (q->in->local) return identify_local(q);
    str token = cookie_find(q->in, session_cookie(q->site));
    if (token.n == 0 || !session_find(q->c, token, room)) return true;
    q->session = room;
    return true;
}

str token_mask(arena *a, hash key)
{
    unsigned char b[32];
    random_fill(b, 16);
    hash h = hash_hmac(hash_bytes(key), (str){(const char *)b, 16});
    memcpy(b + 16, h.b, 16);
    text t = {.a = a};
    put_base64url(&t, (bytes){b, sizeof b});
    return text_str(&t);
}

bool token_good(arena *a, hash key, str token)
{
    bytes b;
    if (token.n > 64 || !base64url_read(a, token, &b) || b.n != 32) return false;
    hash h = hash_hmac(hash_bytes(key), (str){b.p, 16});
    return str_same((str){(const char *)b.p + 16, 16}, (str){(const char *)h.b, 16});
}

void html_form_token(request *q)
{
    if (!q->session) return;
    if (q->token.n == 0) q->token = token_mask(q->c->a, q->session->csrf);
    html(q, "<input type='hidden' name='token' value='$1'>", v(q->token));
}

// What the browser says about where the request comes from. A program that is no browser says nothing.
static bool origin_ours(const request *q)
{
    const incoming *in = q->in;
    str site = header_find(in->headers, in->nheaders, S("sec-fetch-site"));
    str origin = header_find(in->headers, in->nheaders, S("origin"));
    if (site.n && !str_eq(site, S("same-origin"))) return false;
    if (origin.n == 0) return true;
    if (q->site->url.n) return str_eq(origin, q->site->url);
    str host = header_find(in->headers, in->nheaders, S("host"));
    return str_eq(origin, str_join(q->c->a, S("http://"), host));
}

bool request_meant(request *q)
{
    if (q->method == GET || q->in->local || bearer_of(q).n) return true;
    if (!origin_ours(q)) return fail_as(q->c, NO_RIGHT, NULL, "This request came from another site: nothing was done.");
    if (!q->session) return true;
    str token = request_get(q, "token");
    if (token.n == 0) token = request_header(q, "x-isms-token");
    if (token_good(q->c->a, q->session->csrf, token)) return true;
    return fail_as(q->c, NO_RIGHT, NULL, "This form belongs to another sign-in: load the page again and repeat it.");
}

static void cookie(request *q, str value, str life)
{
    str name = session_cookie(q->site), secure = q->site->secure ? S("; Secure") : S("");
    reply_header(q, "Set-Cookie",
                 format(q->c->a, "$1=$2; Path=/; HttpOnly; SameSite=Lax$3$4", v(name), v(value), v(life), v(secure)));
}

void session_give(request *q, const session *s)
{
    cookie(q, s->token, S("; Max-Age=604800"));
}

void session_take(request *q)
{
    cookie(q, S(""), S("; Max-Age=0"));
}
