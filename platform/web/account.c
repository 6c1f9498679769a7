// account.c: one's own account: password, who is signed in with it, deputy, theme.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/sign_in.h"

#include "platform/web/html.h"
#include "platform/web/identify.h"

// The first sentence about a field, or empty.
static str said_of(const request *q, const char *name)
{
    for (const failure *f = q->c->failures; f; f = f->next)
        if (f->field && str_eq(str_of(f->field), str_of(name))) return f->sentence;
    return (str){0};
}

static void error_of(request *q, const char *name)
{
    str said = said_of(q, name);
    if (said.n == 0) return;
    html(q, "<span class='err' id='$1-err'>", v(name));
    html_icon(q, "circle-alert");
    html(q, "$1</span>", v(said));
}

// A labelled field of one line. What was typed wins over what is stored; passwords are never written back.
static void input(request *q, const char *name, const char *label, const char *type, const char *complete, str value)
{
    bool secret = str_eq(str_of(type), S("password"));
    if (request_has(q, name) && !secret) value = request_get(q, name);
    html(q,
         "<div class='field'><label for='$1'>$2</label><input class='in' id='$1' name='$1' type='$3' autocomplete='$4'",
         v(name), v(words(q, label)), v(type), v(complete));
    if (!secret)
        html(q, " value='$1'", v(value));
    else
        html(q, " required");
    if (said_of(q, name).n) html(q, " aria-invalid='true' aria-describedby='$1-err'", v(name));
    html(q, ">");
    error_of(q, name);
    html(q, "</div>\n");
}

static void form_open(request *q, const char *action)
{
    html(q, "<form class='stack' method='post' action='$1'>", v(action));
    html_form_token(q);
}

static void button(request *q, const char *label)
{
    html(q, "<div class='row'><button class='btn' type='submit'>$1</button></div></form>\n", v(words(q, label)));
}

static void password_section(request *q, const person *p)
{
    html(q, "<section class='sec'><header><h2>{Password}</h2></header>\n");
    form_open(q, "/account/password");
    html(q, "<input type='email' name='account' autocomplete='username' value='$1' hidden>", v(p->email));
    input(q, "old", "Password now", "password", "current-password", S(""));
    input(q, "password", "New password", "password", "new-password", S(""));
    html(q, "<p class='muted small'>{At least 12 characters; three or four words make a good one. All other sessions "
            "end.}</p>");
    button(q, "Change the password");
    html(q, "</section>\n");
}

static void factor_section(request *q, const person *p)
{
    html(q, "<section class='sec'><header><h2>{Second factor}</h2></header>\n<p>");
    if (p->second_factor)
        html(
            q,
            "{You sign in with a code of your app, too.} <a href='/account/factor'>{Recovery codes, and how to turn it "
            "off}</a>");
    else
        html(q, "{Off: the password is enough.} <a href='/account/factor'>{Set up a second factor}</a>");
    html(q, "</p></section>\n");
}

static void session_section(request *q)
{
    open_session *list;
    int n = session_list(q->c, q->c->person, &list);
    html(q,
         "<section class='sec'><header><h2>{Signed in} <span class='n'>$1</span></h2></header>\n"
         "<table class='t'><caption class='vh'>{Sessions of this account}</caption><thead><tr><th "
         "scope='col'>{Since}</th>"
         "<th scope='col'>{Last seen}</th><th scope='col'>{From}</th></tr></thead><tbody>",
         v(n));
    for (int i = 0; i < n; i++) {
        html(q, "<tr><th scope='row'>$1", v(list[i].began));
        if (q->session && hash_eq(list[i].id, q->session->id)) html(q, " <span class='muted'>{this one}</span>");
        html(q, "</th><td>");
        html_time(q, v(list[i].seen));
        html(q, "</td><td class='mono'>$1</td></tr>", v(list[i].address));
    }
    html(q, "</tbody></table>\n");
    form_open(q, "/account/sessions/end");
    button(q, "Sign out everywhere");
    html(q, "</section>\n");
}

static str day_text(request *q, date d)
{
    return d.day ? format(q->c->a, "$1", v(d)) : S("");
}

static void deputy_section(request *q, const person *p)
{
    html(q,
         "<section class='sec'><header><h2>{Deputy}</h2></header>\n<p class='muted'>{Who may do in your place what you "
         "may, while you are away. What they do is written down under their own name.}</p>\n");
    form_open(q, "/account/deputy");
    str name = p->deputy.id ? record_title(q->c, &person_entity, p->deputy.id) : S("");
    input(q, "deputy", "Person", "text", "off", name);
    input(q, "deputy_from", "From", "date", "off", day_text(q, p->deputy_from));
    input(q, "deputy_until", "Until", "date", "off", day_text(q, p->deputy_until));
    button(q, "Save");
    html(q, "</section>\n");
}

static void token_section(request *q)
{
    i64 n = db_one(query(q->c, "SELECT count(*) FROM {token x} WHERE x.person = $1", v(q->c->person)));
    html(q,
         "<section class='sec'><header><h2>{Tokens} <span class='n'>$1</span></h2></header>\n<p class='muted'>{A "
         "program "
         "of yours shows a token instead of a password.}</p><div class='row'><a class='btn' href='/token/new'>{New "
         "token}</a>",
         v(n));
    if (n)
        html(q, "<a class='btn bare' href='/token?person=$1'>{Your tokens}</a>",
             v(record_code(q->c->a, &person_entity, q->c->person)));
    html(q, "</div></section>\n");
}

// Shown when the script is there: without it the page follows the system.
static void theme_section(request *q)
{
    html(q, "<section class='sec'><header><h2>{Theme}</h2></header><div class='row'>"
            "<button class='btn' type='button' data-theme-set='system' hidden>{As the system}</button>"
            "<button class='btn' type='button' data-theme-set='light' hidden>{Light}</button>"
            "<button class='btn' type='button' data-theme-set='dark' hidden>{Dark}</button></div></section>\n");
}

static void account_page(request *q)
{
    person *p = record_seek(q->c, &person_entity, q->c->person);
    if (!p) {
        fail_as(q->c, NO_RECORD, NULL, "An account belongs to a person, and you act as the program.");
        reply_refused(q);
        return;
    }
    page_open(q, words(q, "Your account"));
    html(q, "<div class='head'><div><h1>{Your account}</h1><p class='under'>$1, $2</p></div></div>\n", v(p->name),
         v(p->email));
    for (const failure *f = q->c->failures; f; f = f->next)
        if (!f->field) html(q, "<div class='note bad' role='alert'><p>$1</p></div>\n", v(f->sentence));
    html(q, "<div class='cols2'><div>");
    password_section(q, p);
    factor_section(q, p);
    theme_section(q);
    html(q, "</div><div>");
    session_section(q);
    deputy_section(q, p);
    token_section(q);
    html(q, "</div></div>\n");
    page_close(q);
}

static void account_again(request *q)
{
    q->status = 422;
    account_page(q);
}

// Setting the new one ends all sessions, so this browser gets another.
static bool password_change(request *q, const person *p, session *fresh)
{
    if (!session_prove(q->c, p->rec.id, request_get(q, "old"), q->in->address)) {
        q->c->failures->field = "old";
        return false;
    }
    return person_set_password(q->c, p->rec.id, request_get(q, "password")) &&
           session_again(q->c, p->rec.id, q->in->address, fresh);
}

static void account_password(request *q)
{
    session *fresh = new (q->c->a, session);
    person *p = record_seek(q->c, &person_entity, q->c->person);
    if (!p || !password_change(q, p, fresh)) {
        if (p)
            account_again(q);
        else
            account_page(q);
        return;
    }
    session_give(q, fresh);
    q->session = fresh;
    reply_done(q, S("/account"), words(q, "The password is changed. All other sessions have ended."));
}

static void account_sessions_end(request *q)
{
    session_close_all(q->c, q->c->person);
    session_take(q);
    reply_see(q, S("/sign-in"));
}

// These three members only: a person does not edit the rest of their record here.
static bool deputy_set(ctx *c, void *arg)
{
    static const char *const members[] = {"deputy", "deputy_from", "deputy_until"};
    request *q = arg;
    bool ok = true;
    person *p = record_load(c, &person_entity, c->person);
    if (!p) return false;
    for (int i = 0; i < countof(members); i++)
        ok &= field_parse(c, field_find(&person_entity, str_of(members[i])), p, str_trim(request_get(q, members[i])));
    return ok && record_save_as(c, &person_entity, p, "deputy");
}

static void account_deputy(request *q)
{
    if (operate_with(q->c, deputy_set, q))
        reply_done(q, S("/account"), words(q, "The deputy is saved."));
    else
        account_again(q);
}

const route account_routes[] = {
    ROUTE(GET, "/account", "account.show", SIGNED_IN, account_page),
    ROUTE(POST, "/account/password", "account.password", SIGNED_IN, account_password),
    ROUTE(POST, "/account/sessions/end", "account.sessions", SIGNED_IN, account_sessions_end),
    ROUTE(POST, "/account/deputy", "account.deputy", SIGNED_IN, account_deputy),
    {0},
};
