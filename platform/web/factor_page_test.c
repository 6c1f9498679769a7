// factor_page_test.c: the second factor through the pages: set up, signing in, roles that need one, turned off.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/factor.h"
#include "platform/people/seal.h"
#include "platform/people/totp.h"
#include "test/visit.h"

#include <stdlib.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define FORM "content-type", "application/x-www-form-urlencoded"

static void open_site(void)
{
    visit_open(fixture());
    if (test_postgres()) setenv("ISMS_KEY_FILE", str_z(test_arena, format(test_arena, "$1/key", v(test_dir))), 1);
}

static const char *code_now(i64 person, i64 steps, const char *before)
{
    bytes secret = {0};
    str sealed = {0};
    ctx *c = fixture_operator();
    rows r = db_query(c->db, c->a, "SELECT sealed FROM factor WHERE person = $1", v(person));
    while (db_next(&r)) sealed = db_text(&r, 0);
    check_done(c, unseal(c, format(c->a, "second factor of P-$1", v(person)), sealed, &secret));
    str code = totp_code(test_arena, secret, totp_step(c->now) + steps, TOTP_DIGITS);
    return str_z(test_arena, str_join(test_arena, str_of(before), code));
}

// The recovery codes on a page.
static str recovery_on(const visit *v, int n)
{
    str rest = v->body;
    for (int i = 0; i <= n; i++) {
        ptrdiff_t at = str_search(rest, S("<li><code class='mono'>"));
        check(at >= 0);
        rest = str_from(rest, at + 23);
    }
    return str_cut(&rest, '<');
}

static visit set_up(i64 person)
{
    visit_as(person);
    visit v = visit_post("/account/factor/begin", "");
    check_int(v.status, 303);
    v = visit_get("/account/factor");
    check_has(v.body, "<svg class='qr'");
    check_has(v.body, "id='secret'");
    v = visit_post("/account/factor/confirm", code_now(person, 0, "code="));
    check_int(v.status, 200);
    return v;
}

static visit send_code(str cookie, const char *form)
{
    return visit_send("POST", "/sign-in/code", ((const char *const[]){FORM, "cookie", str_z(test_arena, cookie), NULL}),
                      str_of(form));
}

static str half(void)
{
    visit_as(0);
    visit v = visit_post("/sign-in", "email=max%40test.example&password=correct+horse+battery+staple&next=/account");
    check_int(v.status, 303);
    check_str(v.location, "/sign-in/code?next=%2Faccount");
    str cookie = visit_header(&v, "set-cookie");
    return str_cut(&cookie, ';');
}

TEST(a_manager_sets_up_a_second_factor_and_signs_in_with_it)
{
    open_site();
    visit v = set_up(MAX);
    str first = recovery_on(&v, 0), last = recovery_on(&v, 9);
    check_int(first.n, 19);
    check(!str_eq(first, last));
    check_has(visit_header(&v, "cache-control"), "no-store");
    v = visit_get("/account/factor");
    check_lacks(v.body, "class='qr'");
    check_has(v.body, "10 recovery codes are left");
    str cookie = half();
    v = visit_send("GET", "/account", PAIRS("cookie", str_z(test_arena, cookie)), S(""));
    check_int(v.status, 303); // half a session opens no page
    v = send_code(cookie, "code=000000&next=/account");
    check_int(v.status, 401);
    check_has(v.body, "not right");
    check_has(v.body, "name='next' value='/account'");
    v = send_code(cookie, code_now(MAX, 1, "next=/account&code="));
    check_int(v.status, 303);
    check_str(v.location, "/account");
    check(!str_starts(visit_header(&v, "set-cookie"), cookie));
    v = send_code(half(), str_z(test_arena, str_join(test_arena, S("code="), last)));
    check_int(v.status, 303);
    check_str(v.location, "/account/factor"); // where it says how many are left
}

TEST(a_code_without_half_a_sign_in_leads_back_to_the_beginning)
{
    open_site();
    visit v = visit_get("/sign-in/code");
    check_int(v.status, 303);
    check_str(v.location, "/sign-in");
    v = send_code(S("isms=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq"), "code=123456");
    check_int(v.status, 401);
    check_has(v.body, "sign in again");
}

TEST(who_needs_a_factor_sees_nothing_else_until_it_is_set_up)
{
    open_site();
    visit_as(MAX);
    check_int(visit_get("/account").status, 200);
    check(fixture_set(fixture_as(ADA), &organisation_entity, 1, PAIRS("factor_manager", "yes")));
    visit v = visit_get("/account");
    check_int(v.status, 303);
    check_str(v.location, "/account/factor");
    check_int(visit_post("/account/deputy", "deputy=P-3").status, 403);
    check_int(visit_get("/api/v1/person").status, 403);
    v = visit_get("/account/factor");
    check_has(v.body, "Your role asks for a second factor");
    v = visit_post("/account/factor/begin", "");
    check_int(visit_get("/account").status, 303);
    v = visit_post("/account/factor/confirm", code_now(MAX, 0, "code="));
    check_int(v.status, 200);
    check_int(visit_get("/account").status, 200);
}

TEST(the_secret_is_in_no_answer_but_the_page_that_sets_it_up)
{
    open_site();
    set_up(MAX);
    bytes secret = {0};
    str sealed = {0};
    ctx *c = fixture_operator();
    rows r = db_query(c->db, c->a, "SELECT sealed FROM factor WHERE person = $1", v(MAX));
    while (db_next(&r)) sealed = db_text(&r, 0);
    check_done(c, unseal(c, S("second factor of P-2"), sealed, &secret));
    str plain = totp_base32(test_arena, secret);
    visit_as(ADA);
    static const char *const pages[] = {"/person/P-2", "/api/v1/person/P-2", "/api/v1/person", "/account/factor",
                                        "/log",        "/api/v1/log"};
    for (int i = 0; i < countof(pages); i++) {
        visit v = visit_get(pages[i]);
        check_int(v.status, 200);
        check_lacks(v.body, str_z(test_arena, plain));
        check_lacks(v.body, str_z(test_arena, sealed));
    }
    check_has(visit_get("/person/P-2").body, "/person/P-2/reset-factor");
    check_has(visit_get("/log").body, "Turned the second factor on");
}

TEST(turning_the_factor_off_asks_for_the_password)
{
    open_site();
    set_up(MAX);
    visit v = visit_post("/account/factor/stop", "password=wrong");
    check_int(v.status, 422);
    check_has(v.body, "The password is not right");
    v = visit_post("/account/factor/stop", "password=correct+horse+battery+staple");
    check_int(v.status, 303);
    check_has(visit_get("/account/factor").body, "Set up a second factor");
}
