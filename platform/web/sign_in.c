// sign_in.c: coming in and going out.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/sign_in.h"

#include "platform/people/factor.h"
#include "platform/web/assets.h"
#include "platform/web/dispatch.h"
#include "platform/web/form.h"
#include "platform/web/html.h"
#include "platform/web/identify.h"
#include "platform/web/shell.h"

static bool page_exists(const request *q, str path)
{
    unsigned allowed;
    str parts[4];
    return router_find(q->site->router, GET, path, parts, &allowed) != NULL;
}

// Where somebody who is signed in begins: who runs the system and top management with the overview, others with their work.
static str start(const request *q)
{
    if (q->c->roles & (MANAGER | MANAGEMENT) && page_exists(q, S("/overview"))) return S("/overview");
    return page_exists(q, S("/work")) ? S("/work") : S("/account");
}

static void start_page(request *q)
{
    reply_see(q, q->c->person ? start(q) : S("/sign-in"));
}

// A turn of the cycle, as the look has it.
static void cycle_picture(request *q)
{
    html(q, "<aside class='pane' aria-label='{About}'><svg class='mark-xl' viewBox='0 0 400 400' aria-hidden='true'>"
            "<circle class='o1' cx='200' cy='200' r='60'/><circle class='o1' cx='200' cy='200' r='90'/>"
            "<circle class='o1' cx='200' cy='200' r='150'/><circle class='o1' cx='200' cy='200' r='180'/>"
            "<path class='o3' opacity='1' d='M210.46 80.46A120 120 0 0 1 319.54 189.54'/>"
            "<text x='263.64' y='140.36'>{Plan}</text>"
            "<path class='o3' opacity='0.72' d='M319.54 210.46A120 120 0 0 1 210.46 319.54'/>"
            "<text x='263.64' y='267.64'>{Do}</text>"
            "<path class='o3' opacity='0.46' d='M189.54 319.54A120 120 0 0 1 80.46 210.46'/>"
            "<text x='136.36' y='267.64'>{Check}</text>"
            "<path class='o3' opacity='0.26' d='M80.46 189.54A120 120 0 0 1 189.54 80.46'/>"
            "<text x='136.36' y='140.36'>{Act}</text>");
    html(q,
         "<circle class='d' cx='246.35' cy='57.34' r='3.5'/><circle class='d' cx='370.19' cy='141.4' r='3.5'/>"
         "<circle class='d' cx='309.7' cy='302.3' r='3.5'/><circle class='d' cx='230.78' cy='284.57' r='3.5'/>"
         "<circle class='d' cx='99.35' cy='349.23' r='3.5'/><circle class='d' cx='51.46' cy='220.88' r='3.5'/>"
         "<circle class='d' cx='45.71' cy='107.29' r='3.5'/><circle class='d' cx='166.29' cy='116.55' r='3.5'/></svg>"
         "<p>{What is entrusted to us,<br>kept safe by a cycle that goes on.}</p></aside>");
}

static void refusals(request *q)
{
    if (!failed(q->c)) return;
    html(q, "<div class='note bad' role='alert' id='why'>");
    html_icon(q, "circle-alert");
    html(q, "<div>");
    for (const failure *f = q->c->failures; f; f = f->next) html(q, "<p>$1</p>", v(f->sentence));
    html(q, "</div></div>\n");
}

static void sign_in_form(request *q, str next, str email)
{
    const char *invalid = failed(q->c) ? "true" : "false";
    html(q,
         "<form method='post' action='/sign-in' data-free=''>\n<span class='row'>"
         "<svg class='mark i-28' aria-hidden='true'><use href='$1#mark'/></svg><b>$2</b></span>\n<h1>{Sign in}</h1>\n",
         v(asset_url(S("icons.svg"))), v(organisation_get(q->c)->name));
    refusals(q);
    if (next.n) html(q, "<input type='hidden' name='next' value='$1'>\n", v(next));
    html(q,
         "<div class='field'><label for='email'>{E-mail}</label><input class='in' id='email' name='email' type='email' "
         "autocomplete='username' required aria-invalid='$1' value='$2'",
         v(invalid), v(email));
    if (email.n == 0) html(q, " autofocus");
    html(q, "></div>\n<div class='field'><label for='password'>{Password}</label><input class='in' id='password' "
            "name='password' type='password' autocomplete='current-password' required");
    if (email.n) html(q, " autofocus");
    html(q, "></div>\n<button class='btn main-act big' type='submit'>{Continue}</button>\n</form>");
}

static void sign_in_page(request *q, str next, str email)
{
    document_open(q, words(q, "Sign in"), organisation_get(q->c)->name);
    html(q, "<div class='gate'><main id='main'>");
    sign_in_form(q, next, email);
    html(q, "</main>\n");
    cycle_picture(q);
    html(q, "</div>\n");
    document_close(q);
}

static str next_of(const request *q)
{
    str next = request_get(q, "next");
    return path_ours(next) ? next : (str){0};
}

static void sign_in_show(request *q)
{
    str next = next_of(q);
    if (q->c->person)
        reply_see(q, next.n ? next : start(q));
    else
        sign_in_page(q, next, S(""));
}

static void code_ask(request *q, str next)
{
    text to = {.a = q->c->a};
    put(&to, S("/sign-in/code"));
    if (next.n) {
        put(&to, S("?next="));
        put_url(&to, next);
    }
    reply_see(q, text_str(&to));
}

static void sign_in_do(request *q)
{
    session s;
    str next = next_of(q), email = request_get(q, "email");
    if (q->session) session_close(q->c, q->session); // a new session, never the one that was there before
    if (!session_open(q->c, email, request_get(q, "password"), q->in->address, &s)) {
        q->c->person = 0;
        q->session = NULL;
        q->status = 401;
        sign_in_page(q, next, email);
        return;
    }
    session_give(q, &s);
    if (s.half)
        code_ask(q, next);
    else
        reply_see(q, next.n ? next : start(q));
}

// ---- the second factor

static void code_form(request *q, str next)
{
    html(q,
         "<form method='post' action='/sign-in/code' data-free=''>\n<span class='row'>"
         "<svg class='mark i-28' aria-hidden='true'><use href='$1#mark'/></svg><b>$2</b></span>\n<h1>{Second "
         "factor}</h1>\n",
         v(asset_url(S("icons.svg"))), v(organisation_get(q->c)->name));
    refusals(q);
    if (next.n) html(q, "<input type='hidden' name='next' value='$1'>\n", v(next));
    html(q,
         "<div class='field'><label for='code'>{Code}</label><input class='in' id='code' name='code' "
         "autocomplete='one-time-code' autocapitalize='none' spellcheck='false' maxlength='40' required autofocus "
         "aria-invalid='$1' aria-describedby='code-hint'><span class='hint' id='code-hint'>{The six digits that your "
         "app "
         "shows now, or a recovery code.}</span></div>\n",
         v(failed(q->c) ? "true" : "false"));
    html(q, "<button class='btn main-act big' type='submit'>{Sign in}</button>\n<p class='small'><a "
            "href='/sign-in'>{Begin again}</a></p></form>");
}

static void code_page(request *q, str next)
{
    document_open(q, words(q, "Second factor"), organisation_get(q->c)->name);
    html(q, "<div class='gate'><main id='main'>");
    code_form(q, next);
    html(q, "</main>\n");
    cycle_picture(q);
    html(q, "</div>\n");
    document_close(q);
}

static str half_of(const request *q)
{
    str token = cookie_find(q->in, session_cookie(q->site));
    return session_half(q->c, token) ? token : (str){0};
}

static void code_show(request *q)
{
    if (q->c->person || !half_of(q).n)
        reply_see(q, q->c->person ? start(q) : S("/sign-in"));
    else
        code_page(q, next_of(q));
}

static void code_do(request *q)
{
    session s;
    bool recovery;
    str next = next_of(q), token = half_of(q);
    if (!token.n && !q->c->person) {
        fail_as(q->c, NO_SIGN_IN, NULL, "This took too long: sign in again.");
        q->status = 401;
        sign_in_page(q, next, S(""));
    } else if (!token.n) {
        reply_see(q, start(q)); // sent twice
    } else if (!session_finish(q->c, token, request_get(q, "code"), q->in->address, &s, &recovery)) {
        q->status = 401;
        code_page(q, next);
    } else {
        session_give(q, &s);
        if (recovery)
            reply_done(q, S("/account/factor"),
                       format(q->c->a, "You signed in with a recovery code; that one is used up. $1 are left.",
                              v(factor_left(q->c))));
        else
            reply_see(q, next.n ? next : start(q));
    }
}

static void sign_out(request *q)
{
    if (q->session) session_close(q->c, q->session);
    session_take(q);
    reply_header(q, "Clear-Site-Data", S("\"cache\""));
    reply_see(q, S("/sign-in"));
}

const route sign_in_routes[] = {
    ROUTE(GET, "/", "start.show", PUBLIC, start_page),
    ROUTE(GET, "/sign-in", "session.new", PUBLIC, sign_in_show),
    ROUTE(POST, "/sign-in", "session.add", PUBLIC, sign_in_do),
    ROUTE(GET, "/sign-in/code", "session.code", PUBLIC, code_show),
    ROUTE(POST, "/sign-in/code", "session.finish", PUBLIC, code_do),
    ROUTE(POST, "/sign-out", "session.end", PUBLIC, sign_out),
    {0},
};
