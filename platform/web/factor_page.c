// factor_page.c: one's second factor: set up with a QR code, recovery codes, turned off.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/factor.h"
#include "platform/web/dispatch.h"
#include "platform/web/html.h"
#include "platform/web/qr.h"
#include "platform/web/sign_in.h"

static void said(request *q, const char *field)
{
    for (const failure *f = q->c->failures; f; f = f->next) {
        bool here = f->field && str_eq(str_of(f->field), str_of(field));
        if (!here && f->field) continue;
        html(q, "<span class='err' id='$1-err'>", v(field));
        html_icon(q, "circle-alert");
        html(q, "$1</span>", v(f->sentence));
        return;
    }
}

static void form_open(request *q, const char *action)
{
    html(q, "<form class='stack' method='post' action='$1'>", v(action));
    html_form_token(q);
}

// With the address beside it, so that a password manager knows whose password is meant.
static void password_field(request *q, const person *p, const char *id)
{
    html(q,
         "<input type='email' name='account' autocomplete='username' value='$2' hidden><div class='field'><label "
         "for='$1'>{Password}</label><input class='in' id='$1' name='password' "
         "type='password' autocomplete='current-password' required></div>\n",
         v(id), v(p->email));
}

static void head(request *q, bool on)
{
    page_open(q, words(q, "Second factor"));
    html(q, "<nav aria-label='{Breadcrumb}'><ol class='crumb'><li><a href='/account'>{Your account}</a></li></ol></nav>"
            "<div class='head'><div><h1>{Second factor}</h1><p class='under'>");
    if (on)
        html(q, "{You sign in with your password and a code of your app.}");
    else
        html(q, "{A code of an app on your telephone, asked for besides the password: who learns your password alone "
                "does not get in.}");
    html(q, "</p></div></div>\n");
    if (factor_due(q->c)) {
        html(q, "<div class='note warn' role='status'>");
        html_icon(q, "circle-alert");
        html(q,
             "<p>{Your role asks for a second factor. Set it up here; everything else waits until then.}</p></div>\n");
    }
}

// ---- not yet

static void begin_part(request *q)
{
    form_open(q, "/account/factor/begin");
    html(q, "<p>{You need an authenticator app on your telephone; any that shows six digits for half a minute will "
            "do.}</p>\n");
    said(q, "begin");
    html(
        q,
        "<div class='row'><button class='btn main-act' type='submit'>{Set up a second factor}</button></div></form>\n");
}

static void confirm_part(request *q, const factor_secret *secret)
{
    html(q, "<div class='cols2'><div><section class='sec'><header><h2>{1. Show this to your app}</h2></header>\n");
    html_qr(q, secret->address, words(q, "QR code of your secret; its text stands below"));
    html(q,
         "<p class='muted small'>{Or type this into it: a key for codes by time, six digits.}</p>"
         "<p><code class='mono' id='secret'>$1</code></p></section></div>\n",
         v(secret->text));
    html(q, "<div><section class='sec'><header><h2>{2. Type the code that it shows}</h2></header>\n");
    form_open(q, "/account/factor/confirm");
    html(q,
         "<div class='field'><label for='code'>{Code}</label><input class='in' id='code' name='code' "
         "inputmode='numeric' "
         "autocomplete='one-time-code' maxlength='9' required aria-invalid='$1'",
         v(failed(q->c) ? "true" : "false"));
    if (failed(q->c)) html(q, " aria-describedby='code-err'");
    html(q, ">");
    said(q, "code");
    html(q, "</div><div class='row'><button class='btn main-act' type='submit'>{Turn it on}</button></div></form>"
            "</section></div></div>\n");
}

// ---- on

static void on_part(request *q, const person *p)
{
    i64 left = factor_left(q->c);
    html(q,
         "<div class='cols2'><div><section class='sec'><header><h2>{Recovery codes} <span "
         "class='n'>$1</span></h2></header>\n",
         v(left));
    html(q,
         "<p>{$1 recovery code is left for the day your telephone is not at hand.|$1 recovery codes are left for the "
         "day "
         "your telephone is not at hand.}</p>",
         v(left));
    form_open(q, "/account/factor/renew");
    html(q, "<p class='muted small'>{Ten new ones make the former void. They are shown once.}</p>");
    password_field(q, p, "renew-password");
    html(q, "<div class='row'><button class='btn' type='submit'>{Make ten new "
            "codes}</button></div></form></section></div>\n");
    html(q, "<div><section class='sec'><header><h2>{Turn it off}</h2></header>\n"
            "<p>{For a new telephone: turn it off, then set it up again.}</p>");
    form_open(q, "/account/factor/stop");
    password_field(q, p, "stop-password");
    html(q, "<div class='row'><button class='btn danger' type='submit'>{Turn the second factor off}</button></div>"
            "</form></section></div></div>\n");
}

static void factor_page(request *q)
{
    person *p = record_seek(q->c, &person_entity, q->c->person);
    factor_secret secret;
    if (!p) {
        fail_as(q->c, NO_RECORD, NULL, "An account belongs to a person, and you act as the program.");
        reply_refused(q);
        return;
    }
    bool refused = failed(q->c);
    head(q, p->second_factor);
    if (p->second_factor) {
        if (refused) {
            html(q, "<div class='note bad' role='alert'>");
            html_icon(q, "circle-alert");
            html(q, "<p>$1</p></div>\n", v(q->c->failures->sentence));
        }
        on_part(q, p);
    } else if (factor_waiting(q->c, &secret)) {
        confirm_part(q, &secret);
    } else {
        begin_part(q);
    }
    page_close(q);
}

static void factor_again(request *q)
{
    q->status = q->c->failures->kind == NO_WORLD ? 503 : 422;
    factor_page(q);
}

// The only answer that holds the codes: a page of its own, which is not stored anywhere.
static void codes_page(request *q, const str codes[FACTOR_RECOVERY])
{
    page_open(q, words(q, "Recovery codes"));
    html(q,
         "<div class='head'><div><h1>{Recovery codes}</h1><p class='under'>{Your second factor is on. Keep these ten "
         "codes where your telephone is not: they are shown once, and each is good for one sign-in.}</p></div></div>\n"
         "<div class='stack'><ol class='boxes' id='recovery'>");
    for (int i = 0; i < FACTOR_RECOVERY; i++) html(q, "<li><code class='mono'>$1</code></li>", v(codes[i]));
    html(q, "</ol>\n<p class='row'><a class='btn main-act' href='/'>{I have kept them}</a></p></div>\n");
    page_close(q);
}

static void factor_begin_do(request *q)
{
    if (factor_begin(q->c))
        reply_see(q, S("/account/factor"));
    else
        factor_again(q);
}

static void factor_confirm_do(request *q)
{
    str codes[FACTOR_RECOVERY];
    if (factor_confirm(q->c, request_get(q, "code"), q->in->address, codes))
        codes_page(q, codes);
    else
        factor_again(q);
}

static void factor_renew_do(request *q)
{
    str codes[FACTOR_RECOVERY];
    if (factor_renew(q->c, request_get(q, "password"), q->in->address, codes))
        codes_page(q, codes);
    else
        factor_again(q);
}

static void factor_stop_do(request *q)
{
    if (factor_stop(q->c, request_get(q, "password"), q->in->address))
        reply_done(q, S("/account/factor"), words(q, "The second factor is off: the password is enough."));
    else
        factor_again(q);
}

const route factor_routes[] = {
    ROUTE(GET, "/account/factor", "factor.show", SIGNED_IN, factor_page),
    ROUTE(POST, "/account/factor/begin", "factor.begin", SIGNED_IN, factor_begin_do),
    ROUTE(POST, "/account/factor/confirm", "factor.confirm", SIGNED_IN, factor_confirm_do),
    ROUTE(POST, "/account/factor/renew", "factor.renew", SIGNED_IN, factor_renew_do),
    ROUTE(POST, "/account/factor/stop", "factor.stop", SIGNED_IN, factor_stop_do),
    {0},
};
