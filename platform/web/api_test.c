// api_test.c: the JSON API, asked as a program would ask it, without a network.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/api.h"
#include "platform/base/time.h"
#include "platform/web/dispatch.h"
#include "test/fixture.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *as, *if_match, *if_none_match, *key, *bearer, *type;
} extra;

static struct database *place;
static outgoing last;

static ctx *start(void)
{
    ctx *c = fixture();
    place = c->database;
    return c;
}

static str answered(const char *name)
{
    for (int i = 0; i < last.nheaders; i++)
        if (header_same(last.headers[i].name, str_of(name))) return last.headers[i].value;
    return S("");
}

// Asks and answers with the status; the answer stays in `last`.
static int ask_with(const char *verb, const char *target, const char *body, extra x)
{
    site s = {.database = place, .router = router_make(test_arena, modules, routes_generic)};
    header h[8];
    int n = 0;
    if (x.as) h[n++] = (header){S("X-Isms-As"), str_of(x.as)};
    if (x.if_match) h[n++] = (header){S("If-Match"), str_of(x.if_match)};
    if (x.if_none_match) h[n++] = (header){S("If-None-Match"), str_of(x.if_none_match)};
    if (x.key) h[n++] = (header){S("Idempotency-Key"), str_of(x.key)};
    if (x.bearer) h[n++] = (header){S("Authorization"), format(test_arena, "Bearer $1", v(x.bearer))};
    if (body) h[n++] = (header){S("Content-Type"), str_of(x.type ? x.type : "application/json")};
    h[n++] = (header){S("Host"), S("localhost")};
    incoming in = {.verb = str_of(verb),
                   .target = str_of(target),
                   .headers = h,
                   .nheaders = n,
                   .body = str_of(body),
                   .local = !x.bearer};
    last = dispatch(&s, test_arena, &in);
    return last.status;
}

static int ask(const char *verb, const char *target, const char *body)
{
    return ask_with(verb, target, body, (extra){0});
}

static const json *answer(void)
{
    const json *x = json_read(test_arena, last.body, NULL);
    check(x != NULL);
    return x;
}

TEST(a_list_is_items_total_and_next)
{
    start();
    check_int(ask("GET", "/api/v1/unit?sort=code&limit=2", NULL), 200);
    i64 total = 0;
    const json *x = answer();
    check_int(json_size(json_get(x, "items")), 2);
    check(json_int(json_get(x, "total"), &total) && total == 3);
    check_str(json_get_str(json_first(json_get(x, "items")), "code"), "U-1");
    str next = json_get_str(x, "next");
    check(next.n > 0);
    check_int(
        ask("GET", str_z(test_arena, format(test_arena, "/api/v1/unit?sort=code&limit=2&after=$1", v(next))), NULL),
        200);
    check_str(json_get_str(json_first(json_get(answer(), "items")), "code"), "U-3");
    check(json_is(json_get(answer(), "next"), JSON_NULL));
}

TEST(titles_of_references_come_when_asked_for)
{
    start();
    check_int(ask("GET", "/api/v1/unit/U-2?titles=1", NULL), 200);
    check(json_get_str(json_get(answer(), "titles"), "U-1").n > 0);
    check_int(ask("GET", "/api/v1/unit/U-2", NULL), 200);
    check(!json_get(answer(), "titles"));
}

TEST(a_wrong_filter_is_named)
{
    start();
    check_int(ask("GET", "/api/v1/unit?colour=red&sort=-weight", NULL), 400);
    check_has(last.body, "colour");
    check_has(last.body, "weight");
    check_str(str_of(last.type), "application/problem+json");
}

TEST(a_code_is_tested_for_records_alone)
{
    start();
    static const char *const wrong[] = {"code.has=x", "code.min=1", "code.empty=1", "code.before=2026-01-01"};
    for (int i = 0; i < countof(wrong); i++)
        check_int(ask("GET", str_z(test_arena, format(test_arena, "/api/v1/unit?$1", v(wrong[i]))), NULL), 400);
    check_int(ask("GET", "/api/v1/unit?code.not=U-1", NULL), 200);
    check_int(json_size(json_get(answer(), "items")), 2);
}

TEST(a_record_has_a_strong_etag)
{
    start();
    check_int(ask("GET", "/api/v1/unit/U-2", NULL), 200);
    check_str(answered("ETag"), "\"1\"");
    check_int(ask_with("GET", "/api/v1/unit/U-2", NULL, (extra){.if_none_match = "\"1\""}), 304);
    check_int(last.body.n, 0);
    check_int(ask_with("GET", "/api/v1/unit/U-2", NULL, (extra){.if_none_match = "\"0\", W/\"1\""}), 304);
    check_int(ask_with("GET", "/api/v1/unit/U-2", NULL, (extra){.if_none_match = "\"2\""}), 200);
}

TEST(what_is_added_is_named_by_location)
{
    start();
    check_int(ask("POST", "/api/v1/unit", "{\"name\":\"East\",\"parent\":\"North\",\"country\":\"Poland\"}"), 201);
    check_str(answered("Location"), "/api/v1/unit/U-4");
    check_str(answered("ETag"), "\"1\"");
    check_str(json_get_str(answer(), "parent"), "U-2");
    check_int(ask("GET", "/api/v1/unit/U-4", NULL), 200);
    check_str(json_get_str(answer(), "country"), "Poland");
    fixture_verify();
}

TEST(what_is_added_is_answered_as_it_is_stored)
{
    static const char *const made[][3] = {
        {"/api/v1/unit", "/api/v1/unit/U-4", "{\"name\":\" East \",\"parent\":\"North\",\"country\":\"Poland\"}"},
        {"/api/v1/person", "/api/v1/person/P-9",
         "{\"name\":\"Ida \\u00d8\",\"email\":\"ida@x.example\",\"unit\":\"U-3\",\"start\":\"2026-01-31\"}"},
        {"/api/v1/asset", "/api/v1/asset/AS-1",
         "{\"name\":\"A\",\"owner\":\"P-1\",\"unit\":\"U-3\",\"integrity\":4,\"store\":true}"},
        {"/api/v1/scope", "/api/v1/scope/SC-1", "{\"name\":\"All\",\"statement\":\"All of it.\"}"},
        {"/api/v1/boundary", "/api/v1/boundary/SB-1",
         "{\"scope\":\"SC-1\",\"kind\":\"rule\",\"name\":\"All\",\"rule\":\"all\"}"},
        // Taken into a scope by what follows its save, and with a link of its own.
        {"/api/v1/asset", "/api/v1/asset/AS-2", "{\"name\":\"B\",\"owner\":\"P-1\",\"unit\":\"U-3\"}"},
        // Counted by what follows its save.
        {"/api/v1/control", "/api/v1/control/C-1", "{\"name\":\"Locks\",\"owner\":\"P-1\",\"unit\":\"U-1\"}"},
        {"/api/v1/coverage", "/api/v1/coverage/CV-1",
         "{\"name\":\"Every unit\",\"control\":\"C-1\",\"noun\":\"unit\",\"rule\":\"all\"}"},
        {"/api/v1/asset", "/api/v1/asset/AS-3",
         "{\"name\":\"C\",\"owner\":\"P-1\",\"unit\":\"U-3\",\"depends_on\":[\"AS-2\"]}"},
    };
    start();
    for (int i = 0; i < countof(made); i++) {
        check_int(ask("POST", made[i][0], made[i][2]), 201);
        str body = last.body;
        check_str(answered("Location"), made[i][1]);
        check_int(ask("GET", made[i][1], NULL), 200);
        check_str(body, last.body);
    }
    check_has(last.body, "\"scopes\":[\"SC-1\"]");
    check_has(last.body, "\"depends_on\":[\"AS-2\"]");
    fixture_verify();
}

TEST(a_change_says_which_version_it_saw)
{
    start();
    check_int(ask("PATCH", "/api/v1/unit/U-2", "{\"site\":\"Gate\"}"), 428);
    check_int(ask_with("PATCH", "/api/v1/unit/U-2", "{\"site\":\"Gate\"}", (extra){.if_match = "\"1\""}), 200);
    check_str(answered("ETag"), "\"2\"");
    check_str(json_get_str(answer(), "name"), "North");
    check_int(ask_with("PATCH", "/api/v1/unit/U-2", "{\"site\":\"Door\"}", (extra){.if_match = "\"1\""}), 412);
    check_has(last.body, "changed by somebody else");
    check_int(ask_with("PATCH", "/api/v1/unit/U-2", "{\"site\":\"Door\"}", (extra){.if_match = "W/\"2\""}), 412);
    check_int(ask_with("PATCH", "/api/v1/unit/U-2", "{\"site\":\"Door\"}", (extra){.if_match = "*"}), 200);
    check_int(ask("GET", "/api/v1/unit/U-2", NULL), 200);
    check_str(json_get_str(answer(), "site"), "Door");
    fixture_verify();
}

TEST(what_ends_is_gone_and_still_there_as_of_then)
{
    start();
    check_int(ask("POST", "/api/v1/unit", "{\"name\":\"East\"}"), 201);
    text then = {.a = test_arena};
    put_moment(&then, clock_now());
    check_int(ask("DELETE", "/api/v1/unit/U-4?reason=closed", NULL), 428);
    check_int(ask_with("DELETE", "/api/v1/unit/U-4?reason=closed", NULL, (extra){.if_match = "\"1\""}), 204);
    check_int(ask("GET", "/api/v1/unit/U-4", NULL), 404);
    check_int(ask("GET", str_z(test_arena, format(test_arena, "/api/v1/unit/U-4?as_of=$1", v(text_str(&then)))), NULL),
              200);
    check_int(ask_with("DELETE", "/api/v1/unit/U-2", NULL, (extra){.if_match = "*"}), 422);
    check_has(last.body, "P-5");
    fixture_verify();
}

TEST(json_is_read_strictly)
{
    start();
    static const char *const wrong[][2] = {
        {"{\"name\":\"A\",\"name\":\"B\"}", "JSON"},
        {"{\"name\":\"A\",\"colour\":\"red\"}", "no member"},
        {"{\"name\":7}", "must be a text"},
        {"{\"name\":null}", "must be a text"},
        {"{\"name\":\"A\",\"parent\":3}", "code"},
        {"{\"name\":\"A\",\"code\":\"U-9\"}", "given by the program"},
        {"[]", "object"},
        {"{\"name\":\"A\"} x", "JSON"},
        {"", "missing"},
    };
    for (int i = 0; i < countof(wrong); i++) {
        int status = ask("POST", "/api/v1/unit", wrong[i][0]);
        check(status == 400 || status == 422);
        check_has(last.body, wrong[i][1]);
    }
    check_int(ask("POST", "/api/v1/person",
                  "{\"name\":\"A\",\"email\":\"a@b.example\",\"unit\":\"U-1\",\"sign_in_count\":3}"),
              422);
    check_has(last.body, "filled by the program");
    check_int(ask_with("POST", "/api/v1/unit", "{\"name\":\"A\"}", (extra){.type = "text/plain"}), 415);
    check_int(ask("GET", "/api/v1/unit", NULL), 200);
    check_int(json_size(json_get(answer(), "items")), 3);
}

TEST(a_refusal_names_every_field)
{
    start();
    check_int(
        ask("POST", "/api/v1/person", "{\"email\":\"a@b.example\",\"start\":\"31.01.2026\",\"manager\":\"P-99\"}"),
        422);
    const json *errors = json_get(answer(), "errors");
    check_int(json_size(errors), 2);
    check_str(json_get_str(json_first(errors), "pointer"), "#/start");
    check_str(json_get_str(json_next(json_first(errors)), "field"), "manager");
    check(str_starts(json_get_str(answer(), "instance"), S("urn:isms:request:")));
    check_str(json_get_str(answer(), "type"), "urn:isms:problem:input");
}

static bool make_older(ctx *c, void *arg)
{
    (void)arg;
    return exec(c, "UPDATE {api_key!} SET at = at - $1", v((i64)25 * 3600 * 1000000));
}

TEST(a_key_makes_a_post_happen_once)
{
    ctx *c = start();
    check_int(ask_with("POST", "/api/v1/unit", "{\"name\":\"East\"}", (extra){.key = "k1"}), 201);
    str first = last.body;
    check_int(ask_with("POST", "/api/v1/unit", "{\"name\":\"East\"}", (extra){.key = "k1"}), 201);
    check_str(last.body, first);
    check_str(answered("Location"), "/api/v1/unit/U-4");
    check_str(answered("Idempotency-Replayed"), "true");
    check_int(ask_with("POST", "/api/v1/unit", "{\"name\":\"West\"}", (extra){.key = "k1"}), 422);
    check_int(ask_with("POST", "/api/v1/unit", "{\"name\":\"East\"}", (extra){.key = "k2"}), 422); // the name is taken
    check_int(ask_with("POST", "/api/v1/unit", "{\"name\":\"West\"}", (extra){.key = "k2"}),
              201); // a refusal keeps no key
    check_done(c, operate_with(c, make_older, NULL));
    check_int(ask_with("POST", "/api/v1/unit", "{\"name\":\"Later\"}", (extra){.key = "k1"}), 201);
    check_int(ask("GET", "/api/v1/unit", NULL), 200);
    check_int(json_size(json_get(answer(), "items")), 6);
    fixture_verify();
}

TEST(a_person_does_only_what_their_roles_allow)
{
    start();
    check_int(ask_with("POST", "/api/v1/unit", "{\"name\":\"East\"}", (extra){.as = "P-7"}), 403);
    check_int(ask_with("GET", "/api/v1/unit", NULL, (extra){.as = "P-7"}), 200);
    check_int(ask_with("POST", "/api/v1/unit", "{\"name\":\"East\"}", (extra){.as = "P-1"}), 201);
    check_int(ask_with("GET", "/api/v1/unit", NULL, (extra){.as = "P-77"}), 400);
}

TEST(a_token_does_only_what_it_is_made_for)
{
    ctx *c = start();
    str token = {0};
    check_done(c, token_make(c, ADA, S("script"), S("unit.list person.*"), (date){c->today.day + 10}, &token));
    extra x = {.bearer = str_z(test_arena, token)};
    check_int(ask_with("GET", "/api/v1/unit", NULL, x), 200);
    check_int(ask_with("GET", "/api/v1/unit/U-2", NULL, x), 403);
    check_int(ask_with("POST", "/api/v1/unit", "{\"name\":\"East\"}", x), 403);
    check_int(ask_with("GET", "/api/v1/person/P-1", NULL, x), 200);
    check_int(
        ask_with("GET", "/api/v1/unit", NULL, (extra){.bearer = "isms_0000000000000000000000000000000000000000000"}),
        401);
    check_str(answered("WWW-Authenticate"), "Bearer realm=\"isms\"");
}

TEST(the_description_is_the_golden_file)
{
    text t = {.a = test_arena};
    start();
    check_int(ask("GET", "/api/v1/openapi.json", NULL), 200);
    check(json_get(json_get(answer(), "paths"), "/unit/{code}"));
    api_put_openapi(test_arena, &t);
    check_str(last.body, text_str(&t));
    test_golden("openapi.json", text_str(&t));
}

// Every $ref must lead somewhere.
TEST(every_reference_of_the_description_exists)
{
    text t = {.a = test_arena};
    api_put_openapi(test_arena, &t);
    const json *all = json_read(test_arena, text_str(&t), NULL);
    check(all != NULL);
    int n = 0;
    for (str rest = text_str(&t); rest.n;) {
        ptrdiff_t at = str_search(rest, S("\"$ref\":\"#/"));
        if (at < 0) break;
        rest = str_from(rest, at + 10);
        str path = str_sub(rest, 0, str_find(rest, '"'));
        const json *x = all;
        for (str p = path; p.p;) x = json_get(x, str_z(test_arena, str_cut(&p, '/')));
        check(x != NULL);
        n++;
    }
    check(n > 20);
}
