// dispatch_test.c: sign-in, forms, permissions, refusals and headers, from request to answer.
// SPDX-License-Identifier: Apache-2.0
#include "test/visit.h"

#include "platform/web/assets.h"
#include "platform/web/identify.h"

#include <string.h>

#define HEADERS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define FORM "content-type", "application/x-www-form-urlencoded"

static ctx *c;

static void open_site(void)
{
    c = fixture();
    visit_open(c);
}

TEST(who_is_not_signed_in_is_sent_to_sign_in_and_back)
{
    open_site();
    visit v = visit_get("/account?x=1");
    check_int(v.status, 303);
    check_str(v.location, "/sign-in?next=%2Faccount%3Fx%3D1");
    v = visit_get("/sign-in?next=%2Faccount%3Fx%3D1");
    check_int(v.status, 200);
    check_has(v.body, "name='next' value='/account?x=1'");
    v = visit_get("/sign-in?next=%2F%2Fevil.example");
    check_lacks(v.body, "evil");
}

TEST(signing_in_gives_a_cookie_that_scripts_cannot_read)
{
    open_site();
    visit_as(MAX);
    visit_as(0);
    visit v = visit_post("/sign-in", "email=max%40test.example&password=correct+horse+battery+staple&next=/account");
    check_int(v.status, 303);
    check_str(v.location, "/account");
    str cookie = visit_header(&v, "set-cookie");
    check(str_starts(cookie, S("isms=")));
    check_has(cookie, "HttpOnly");
    check_has(cookie, "SameSite=Lax");
    check_lacks(cookie, "Secure");
    v = visit_post("/sign-in", "email=max%40test.example&password=wrong&next=//evil.example");
    check_int(v.status, 401);
    check_has(v.body, "role='alert'");
    check_has(v.body, "value='max@test.example'");
    check_lacks(v.body, "evil");
    check_lacks(visit_header(&v, "set-cookie"), "isms=");
}

TEST(behind_tls_the_cookie_is_secure_and_bound_to_the_host)
{
    c = fixture();
    site *s = visit_open(c);
    visit_as(MAX);
    visit_as(0);
    s->secure = true;
    s->url = S("https://isms.example.org");
    visit v = visit_send("POST", "/sign-in", HEADERS(FORM, "origin", "https://isms.example.org"),
                         S("email=max%40test.example&password=correct+horse+battery+staple"));
    str cookie = visit_header(&v, "set-cookie");
    check(str_starts(cookie, S("__Host-isms=")));
    check_has(cookie, "; Secure");
    check_has(cookie, "Path=/;");
    check_lacks(cookie, "Domain");
    check_has(visit_header(&v, "strict-transport-security"), "max-age=");
}

TEST(a_page_has_the_shell_and_every_header_of_the_policy)
{
    open_site();
    visit_as(MAX);
    visit v = visit_get("/account");
    check_int(v.status, 200);
    check_has(v.body, "<a class='skip vh' href='#main'>");
    check_has(v.body, "<b>Max</b>");
    check_has(v.body, "action='/sign-out'");
    check_has(v.body, "<h1>Your account</h1>");
    str policy = visit_header(&v, "content-security-policy");
    check_has(policy, "default-src 'none'");
    check_has(policy, "script-src 'nonce-");
    check_has(policy, "frame-ancestors 'none'");
    check_has(policy, "base-uri 'none'");
    check_has(policy, "form-action 'self'");
    check_has(policy, "require-trusted-types-for 'script'");
    check_lacks(policy, "unsafe");
    check_str(visit_header(&v, "cache-control"), "no-store");
    check_str(visit_header(&v, "x-content-type-options"), "nosniff");
    check_str(visit_header(&v, "cross-origin-opener-policy"), "same-origin");
    check_str(visit_header(&v, "cross-origin-resource-policy"), "same-origin");
    check_has(visit_header(&v, "permissions-policy"), "camera=()");
    check(visit_header(&v, "referrer-policy").n);
    check(!visit_header(&v, "access-control-allow-origin").p);
}

TEST(a_change_needs_the_token_of_its_own_session)
{
    open_site();
    visit_as(MAX);
    str old = visit_token();
    visit_as(OLIVE);
    const char *same[] = {FORM, "sec-fetch-site", "same-origin", NULL};
    check_int(visit_send("POST", "/account/deputy", same, S("deputy=")).status, 403);
    check_int(visit_send("POST", "/account/deputy", same, format(test_arena, "token=$1", v(old))).status, 403);
    check_int(visit_send("POST", "/account/deputy", same, S("token=AAAA")).status, 403);
    str good = format(test_arena, "token=$1", v(visit_token()));
    check_int(visit_send("POST", "/account/deputy", same, good).status, 303);
    check(!str_eq(visit_token(), visit_token())); // masked: another one each time
}

TEST(a_change_from_another_site_is_refused)
{
    open_site();
    visit_as(OLIVE);
    static const char *const foreign[] = {"null",
                                          "http://localhost.evil.example",
                                          "https://localhost",
                                          "http://localhost:81",
                                          "http://evil.example",
                                          "http://localhost/",
                                          "HTTP://LOCALHOST.",
                                          NULL};
    str good = format(test_arena, "token=$1", v(visit_token()));
    for (int i = 0; foreign[i]; i++)
        check_int(visit_send("POST", "/account/deputy", HEADERS(FORM, "origin", foreign[i]), good).status, 403);
    static const char *const sites[] = {"cross-site", "same-site", "none", "x", NULL};
    for (int i = 0; sites[i]; i++)
        check_int(visit_send("POST", "/account/deputy", HEADERS(FORM, "sec-fetch-site", sites[i]), good).status, 403);
    // A body that a form of another site can send without asking, in the clothes of JSON.
    check_int(
        visit_send("POST", "/account/deputy", HEADERS("content-type", "text/plain"), S("{\"token\":\"x\"}")).status,
        403);
    check_int(
        visit_send("POST", "/sign-in", HEADERS(FORM, "origin", "http://evil.example"), S("email=a&password=b")).status,
        403);
    check_int(visit_send("GET", "/account/deputy", NULL, S("")).status, 405);
}

TEST(signing_out_ends_the_session)
{
    open_site();
    visit_as(MAX);
    check_int(visit_get("/account").status, 200);
    visit v = visit_post("/sign-out", "");
    check_int(v.status, 303);
    check_has(visit_header(&v, "set-cookie"), "Max-Age=0");
    check_int(visit_get("/account").status, 303);
}

TEST(changing_the_password_ends_all_other_sessions)
{
    open_site();
    visit_as(MAX);
    visit v = visit_post("/account/password", "old=wrong+wrong+wrong&password=another+long+password");
    check_int(v.status, 422);
    check_has(v.body, "id='old-err'");
    v = visit_post("/account/password", "old=correct+horse+battery+staple&password=short");
    check_int(v.status, 422);
    check_has(v.body, "at least 12 characters");
    v = visit_post("/account/password", "old=correct+horse+battery+staple&password=another+long+password");
    check_int(v.status, 303);
    check_has(visit_header(&v, "set-cookie"), "isms=");
    check_int(visit_get("/account").status, 303); // the old cookie
}

TEST(what_was_done_stands_once_on_the_next_page)
{
    open_site();
    visit_as(OLIVE);
    visit v = visit_post("/account/deputy", "deputy=Max&deputy_from=2026-12-01&deputy_until=2026-12-24");
    check_int(v.status, 303);
    check_has(visit_get("/account").body, "<div class='note good' role='status'>");
    check_lacks(visit_get("/account").body, "note good");
    // Somebody else's sentence is not written.
    visit_post("/account/deputy", "deputy=Max&deputy_from=2026-12-01&deputy_until=2026-12-24");
    visit_as(MAX);
    check_lacks(visit_get("/account").body, "note good");
}

TEST(the_deputy_form_changes_nothing_but_the_deputy)
{
    open_site();
    visit_as(OLIVE);
    visit v =
        visit_post("/account/deputy", "deputy=P-2&deputy_from=2027-01-02&deputy_until=2027-01-12&name=Eve&account=no");
    check_int(v.status, 303);
    c = fixture_again(c);
    person *p = record_load(c, &person_entity, OLIVE);
    check_int(p->deputy.id, MAX);
    check_str(p->name, "Olive");
    check(p->account);
    v = visit_post("/account/deputy", "deputy=P-2&deputy_from=2027-01-02&deputy_until=2027-01-01");
    check_int(v.status, 422);
    check_has(v.body, "Say from when until when");
}

TEST(an_unknown_address_is_not_found_in_the_shell_and_a_wrong_method_is_told)
{
    open_site();
    visit v = visit_get("/no/such/page");
    check_int(v.status, 404);
    check_has(v.body, "There is no such page");
    visit_as(MAX);
    v = visit_get("/no/such/page");
    check_int(v.status, 404);
    check_has(v.body, "<nav class='side'");
    v = visit_send("DELETE", "/account", HEADERS("sec-fetch-site", "same-origin"), S(""));
    check_int(v.status, 405);
    check_str(visit_header(&v, "allow"), "GET, HEAD");
    v = visit_send("GET", "/api/v1/no/such", NULL, S(""));
    check_int(v.status, 404);
    check_str(v.whole.type, "application/problem+json");
    check_has(v.body, "\"status\":404");
}

TEST(a_host_that_is_not_ours_is_refused_and_forwarded_names_change_nothing)
{
    open_site();
    visit_as(MAX);
    incoming in = {
        .verb = S("GET"), .target = S("/account"), .headers = &(header){S("host"), S("evil.example")}, .nheaders = 1};
    site s = {.database = c->database, .router = router_make(test_arena, modules, routes_generic)};
    check_int(dispatch(&s, test_arena, &in).status, 400);
    check(site_host(&s, S("localhost:8080")) && site_host(&s, S("127.0.0.1")) && site_host(&s, S("[::1]:99")));
    check(!site_host(&s, S("127.0.0.1.evil.example")) && !site_host(&s, S("")) && !site_host(&s, S("localhost.evil")));
    s.url = S("https://isms.example.org:8443");
    check(site_host(&s, S("ISMS.example.org:8443")) && !site_host(&s, S("isms.example.org")) &&
          !site_host(&s, S("x.isms.example.org:8443")));
    visit v = visit_send(
        "GET", "/account",
        HEADERS("x-forwarded-host", "evil.example", "x-forwarded-proto", "https", "forwarded", "host=evil.example"),
        S(""));
    check_int(v.status, 200);
    check_lacks(v.body, "evil");
}

TEST(a_static_file_is_kept_for_ever_under_its_hash_only)
{
    open_site();
    const asset_file *f = asset_find(S("app.css"));
    visit v = visit_get(str_z(test_arena, f->url));
    check_int(v.status, 200);
    check_str(v.whole.type, "text/css; charset=utf-8");
    check_has(visit_header(&v, "cache-control"), "immutable");
    check_int(v.body.n, f->plain.n);
    v = visit_send("GET", str_z(test_arena, f->url), HEADERS("accept-encoding", "br, gzip"), S(""));
    check_str(visit_header(&v, "content-encoding"), "gzip");
    check_int(v.body.n, f->gzip.n);
    v = visit_send("GET", str_z(test_arena, f->url), HEADERS("if-none-match", str_z(test_arena, f->etag)), S(""));
    check_int(v.status, 304);
    check_int(visit_get("/-/0000000000000000/app.css").status, 404);
    check_int(visit_get("/-/app.css").status, 404);
}

TEST(a_page_is_packed_only_for_those_who_ask)
{
    open_site();
    visit_as(MAX);
    visit v = visit_get("/account");
    check(!visit_header(&v, "content-encoding").p);
    v = visit_send("GET", "/account", HEADERS("accept-encoding", "gzip, deflate"), S(""));
    check_str(visit_header(&v, "content-encoding"), "gzip");
    check(v.body.n > 100 && (unsigned char)v.body.p[0] == 0x1f && (unsigned char)v.body.p[1] == 0x8b);
    v = visit_send("GET", "/account", HEADERS("accept-encoding", "gzip;q=0"), S(""));
    check(!visit_header(&v, "content-encoding").p);
}

TEST(a_broken_request_is_refused_with_a_sentence)
{
    open_site();
    check_int(visit_get("/account/../etc").status, 400);
    check_int(visit_get("/sign-in?a=%ff").status, 400);
    check_int(visit_send("POST", "/sign-in", HEADERS("content-type", "multipart/form-data; boundary=x"), S("y")).status,
              400);
    visit_as(MAX);
    check_int(visit_get("/account?a=%00").status, 400);
}

TEST(the_local_socket_acts_as_the_operator_or_as_whom_it_names)
{
    open_site();
    incoming in = {.verb = S("GET"), .target = S("/account"), .local = true};
    site s = {.database = c->database, .router = router_make(test_arena, modules, routes_generic)};
    check_int(dispatch(&s, test_arena, &in).status, 404);
    in.headers = &(header){S("X-Isms-As"), S("max@test.example")};
    in.nheaders = 1;
    outgoing o = dispatch(&s, test_arena, &in);
    check_int(o.status, 200);
    check_int(o.person, MAX);
    in.headers = &(header){S("X-Isms-As"), S("nobody@test.example")};
    check(dispatch(&s, test_arena, &in).status >= 400);
    // The header is nothing over the network.
    visit v = visit_send("GET", "/account", HEADERS("x-isms-as", "P-1"), S(""));
    check_int(v.status, 303);
}

TEST(memory_that_runs_out_is_an_answer_and_lends_nothing_for_ever)
{
    open_site();
    visit_as(MAX);
    for (int round = 0; round < 12; round++) {
        arena small = arena_make(1 << 20);
        char *base = small.beg;
        small.end = small.beg + (60 << 10) + round * 1000;
        header h[2] = {{S("host"), S("localhost")}, {S("cookie"), S("")}};
        str token = format(test_arena, "isms=$1", v("x"));
        h[1].value = token;
        incoming in = {.verb = S("GET"), .target = S("/sign-in"), .headers = h, .nheaders = 2};
        site s = {.database = c->database, .router = router_make(test_arena, modules, routes_generic)};
        outgoing o = dispatch(&s, &small, &in);
        check(o.status == 200 || o.status == 413);
        small.end = base + (1 << 20);
        arena_drop(small, base);
    }
    check_int(visit_get("/account").status, 200);
}

TEST(only_who_is_signed_in_may_send_a_large_body)
{
    open_site();
    site s = {.database = c->database, .router = router_make(test_arena, modules, routes_generic)};
    header h = {S("host"), S("localhost")};
    incoming in = {.verb = S("POST"), .target = S("/file"), .headers = &h, .nheaders = 1};
    check(!dispatch_upload(&s, test_arena, &in));
    in.local = true;
    check(dispatch_upload(&s, test_arena, &in));
}

TEST(a_person_who_ends_or_loses_the_account_is_out_at_the_next_request)
{
    open_site();
    visit_as(OLIVE);
    check_int(visit_get("/account").status, 200);
    check_done(c, fixture_set(c, &person_entity, OLIVE, HEADERS("account", "no")));
    check_int(visit_get("/account").status, 303);
}

TEST(every_icon_that_a_page_of_the_shell_or_an_entity_names_is_there)
{
    const asset_file *f = asset_find(S("icons.svg"));
    str sprite = {f->plain.p, f->plain.n};
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e; e++) if ((*e)->icon)
            check_has(sprite, str_z(test_arena, format(test_arena, "<symbol id=\"$1\"", v((*e)->icon))));
    open_site();
    visit_as(MAX);
    str page = visit_get("/account").body;
    int icons = 0;
    for (ptrdiff_t at; (at = str_search(page, S("icons.svg#"))) >= 0; icons++) {
        page = str_from(page, at + 10);
        str name = str_sub(page, 0, str_find(page, '\''));
        check_has(sprite, str_z(test_arena, format(test_arena, "<symbol id=\"$1\"", v(name))));
    }
    check(icons > 5);
}
