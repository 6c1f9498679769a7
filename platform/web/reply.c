// reply.c: answers that are no page of a route: refusals, redirects, files, and the headers of every answer.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/reply.h"

#include "platform/web/api.h"
#include "platform/web/dispatch.h"
#include "platform/web/html.h"
#include "platform/web/identify.h"
#include "platform/web/shell.h"

#include <string.h>

// What each kind of no is called, and what a person does about it.
static const struct {
    int status;
    const char *type, *title, *advice;
} kinds[] = {
    [NO_RULE] = {422, "rule", "This does not go together", "Go back, change what the sentence names, and try again."},
    [NO_RIGHT] = {403, "right", "You may not do this",
                  "Ask an administrator, or the manager of the system, for the role that may."},
    [NO_RECORD] = {404, "record", "There is no such page",
                   "Look for it with the search, or start again from the overview."},
    [NO_VERSION] = {409, "version", "Somebody else was faster",
                    "Load the record again: what you typed is still in your browser when you go back."},
    [NO_INPUT] = {400, "input", "This cannot be read", "Go back and try again."},
    [NO_ROOM] = {413, "room", "This is too large", "Ask for less at once, or send a smaller file."},
    [NO_WORLD] =
        {503, "world", "It does not work at the moment",
         "Nothing was changed. Try again in a moment; if it stays so, tell who runs this program the number below."},
    [NO_SIGN_IN] = {401, "sign-in", "Sign in first", "Sign in and you come back to this page."},
};

void reply_header(request *q, const char *name, str value)
{
    enum { MOST = 24 };
    if (!q->headers) q->headers = news(q->c->a, parameter, MOST);
    if (q->nheaders < MOST) q->headers[q->nheaders++] = (parameter){.name = str_of(name), .value = value};
}

void reply_see(request *q, str path)
{
    q->out->n = 0;
    q->status = 303;
    reply_header(q, "Location", path);
}

// A cookie of one page: the sentence, and its HMAC under the session's key, so that nobody else puts words into our pages.
void reply_done(request *q, str path, str sentence)
{
    if (q->session) {
        text t = {.a = q->c->a};
        hash h = hash_hmac(hash_bytes(q->session->csrf), sentence);
        put_z(&t, "isms-done=");
        put_base64url(&t, (bytes){sentence.p, sentence.n});
        put_char(&t, '.');
        put_base64url(&t, (bytes){h.b, 16});
        put_z(&t, "; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
        if (q->site->secure) put_z(&t, "; Secure");
        if (t.n < 3000) reply_header(q, "Set-Cookie", text_str(&t));
    }
    reply_see(q, path);
}

str reply_left(request *q)
{
    bytes sentence, mac;
    if (!q->session || !q->in) return (str){0};
    str value = cookie_find(q->in, S("isms-done"));
    if (value.n == 0) return value;
    reply_header(q, "Set-Cookie", S("isms-done=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
    str first = str_cut(&value, '.');
    if (!base64url_read(q->c->a, first, &sentence) || !base64url_read(q->c->a, value, &mac) || mac.n != 16)
        return (str){0};
    str said = {sentence.p, sentence.n};
    hash h = hash_hmac(hash_bytes(q->session->csrf), said);
    bool ours = str_same((str){(const char *)h.b, 16}, (str){mac.p, 16}) && str_utf8(said);
    return ours ? said : (str){0};
}

// A name for Content-Disposition: ASCII in quotes, and the whole of it percent-encoded (RFC 6266, RFC 8187).
static str disposition(arena *a, str name)
{
    text t = {.a = a};
    put_z(&t, "attachment; filename=\"");
    for (ptrdiff_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool plain =
            (unsigned char)c >= 0x20 && (unsigned char)c < 0x7F && c != '"' && c != '\\' && c != '/' && c != '%';
        put_char(&t, plain ? c : '_');
    }
    put_z(&t, "\"; filename*=UTF-8''");
    put_url(&t, name);
    return text_str(&t);
}

void reply_file(request *q, const char *type, str file_name, bytes content)
{
    q->type = type;
    q->content = (str){content.p ? content.p : "", content.n};
    reply_header(q, "Content-Disposition", disposition(q->c->a, file_name));
}

static void problem(request *q)
{
    q->type = "application/problem+json";
    api_put_problem(q->c, q->out, q->status);
}

static void write_sentences(request *q, refusal kind)
{
    bool any = false;
    for (const failure *f = q->c->failures; f; f = f->next) {
        if (f->kind != kind) continue;
        html(q, "<p>$1</p>", v(f->sentence));
        any = true;
    }
    if (!any) html(q, "<p>$1</p>", v(words(q, kinds[kind].title)));
}

static void refusal_body(request *q, refusal kind)
{
    html(q, "<div class='head'><div><h1>$1</h1></div></div><div class='note $2' role='alert'>",
         v(words(q, kinds[kind].title)),
         v(kind == NO_RECORD  ? ""
           : kind == NO_WORLD ? "bad"
                              : "warn"));
    html_icon(q, kind == NO_RECORD ? "search" : "circle-alert");
    html(q, "<div>");
    write_sentences(q, kind);
    html(q,
         "<p class='muted small'>$1</p><p class='muted small'>{Request} <span class='mono'>$2</span></p></div></div>",
         v(words(q, kinds[kind].advice)), v(q->c->request));
}

static void fragment(request *q, refusal kind)
{
    html(q, "<div class='note bad' role='alert'>");
    html_icon(q, "circle-alert");
    html(q, "<div>");
    write_sentences(q, kind);
    html(q, "</div></div>");
}

static str sign_in_address(request *q)
{
    text back = {.a = q->c->a}, t = {.a = q->c->a};
    put(&back, q->in->target);
    put_z(&t, "/sign-in?next=");
    put_url(&t, text_str(&back));
    return text_str(&t);
}

void reply_refused(request *q)
{
    refusal kind = failed(q->c) ? q->c->failures->kind : NO_RULE;
    q->out->n = 0;
    q->in_tag = false;
    q->status = kinds[kind].status;
    if (kind == NO_VERSION && request_header(q, "if-match").n) q->status = 412;
    if (q->api || q->in->local) {
        if (kind == NO_SIGN_IN) reply_header(q, "WWW-Authenticate", S("Bearer realm=\"isms\""));
        problem(q);
    } else if (q->fragment && kind == NO_SIGN_IN)
        reply_header(q, "HX-Redirect", S("/sign-in"));
    else if (q->fragment)
        fragment(q, kind);
    else if (kind == NO_SIGN_IN && q->method == GET && !q->session)
        reply_see(q, sign_in_address(q));
    else {
        page_open(q, str_of(kinds[kind].title));
        refusal_body(q, kind);
        page_close(q);
    }
}

void reply_failed(request *q, refusal kind)
{
    q->out = new (q->c->a, text);
    *q->out = (text){.a = q->c->a};
    q->content = (str){0};
    q->in_tag = false;
    q->type = NULL;
    q->status = kinds[kind].status;
    if (kind == NO_WORLD) reply_header(q, "Retry-After", S("5"));
    while (failed(q->c) && q->c->failures->kind != kind) q->c->failures = q->c->failures->next;
    if (q->api || q->in->local) {
        problem(q);
        return;
    }
    bare_open(q, str_of(kinds[kind].title));
    refusal_body(q, kind);
    bare_close(q);
}

static void policy(request *q)
{
    if (q->content.p) {
        reply_header(q, "Content-Security-Policy", S("default-src 'none'; sandbox; frame-ancestors 'none'"));
        return;
    }
    if (!str_starts(str_of(q->type), S("text/html"))) {
        reply_header(q, "Content-Security-Policy", S("default-src 'none'; frame-ancestors 'none'"));
        return;
    }
    str script = q->nonce.n ? format(q->c->a, "'nonce-$1'", v(q->nonce)) : S("'none'");
    reply_header(
        q, "Content-Security-Policy",
        format(q->c->a,
               "default-src 'none'; script-src $1; style-src 'self'; img-src 'self'; font-src 'self'; connect-src "
               "'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for "
               "'script'; trusted-types htmx",
               v(script)));
}

static void headers_common(request *q)
{
    reply_header(q, "X-Content-Type-Options", S("nosniff"));
    reply_header(q, "Cross-Origin-Resource-Policy", S("same-origin"));
    if (q->site->secure) reply_header(q, "Strict-Transport-Security", S("max-age=31536000"));
}

void answer_headers(request *q)
{
    headers_common(q);
    policy(q);
    reply_header(q, "Cache-Control", S("no-store"));
    reply_header(q, "Vary", S("Accept-Encoding, HX-Request"));
    reply_header(q, "Referrer-Policy", S("same-origin"));
    reply_header(q, "X-Frame-Options", S("DENY"));
    reply_header(q, "Cross-Origin-Opener-Policy", S("same-origin"));
    reply_header(q, "Permissions-Policy", S("camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
}

void answer_headers_asset(request *q)
{
    headers_common(q);
    reply_header(q, "Cache-Control", S("public, max-age=31536000, immutable"));
    reply_header(q, "Vary", S("Accept-Encoding"));
    reply_header(q, "Content-Security-Policy", S("default-src 'none'; frame-ancestors 'none'"));
}
