// token_page_test.c: a token that a person makes on a page works, and is shown once.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "test/visit.h"

static str between(str s, str before, str after)
{
    ptrdiff_t at = str_search(s, before);
    check(at >= 0);
    s = str_from(s, at + before.n);
    return str_sub(s, 0, str_search(s, after));
}

static int asks(str token)
{
    const char *const headers[] = {"authorization", str_z(test_arena, str_join(test_arena, S("Bearer "), token)), NULL};
    visit_as(0);
    return visit_send("GET", "/api/v1/unit", headers, S("")).status;
}

TEST(a_token_made_on_the_page_works_and_is_shown_once)
{
    ctx *c = fixture();
    visit_open(c);
    visit_as(STAN);
    check_has(visit_get("/account").body, "href='/token/new'");
    text form = {.a = test_arena};
    put_z(&form, "name=Backup&scope=unit.list&until=");
    put_date(&form, (date){c->today.day + 9});
    visit v = visit_post("/token/new", str_z(test_arena, text_str(&form)));
    check_int(v.status, 200);
    str token = between(v.body, S("value='isms_"), S("'"));
    check_lacks(visit_get("/token/TN-1").body, str_z(test_arena, token));
    check_has(visit_get("/account").body, "/token?person=P-7");
    check_int(asks(str_join(test_arena, S("isms_"), token)), 200);
    check_int(asks(S("isms_0000000000000000000000000000000000000000000")), 401);
}

TEST(a_token_that_is_refused_keeps_what_was_typed)
{
    visit_open(fixture());
    visit_as(STAN);
    visit v = visit_post("/token/new", "name=Kept&scope=everything&until=");
    check_int(v.status, 422);
    check_has(v.body, "value='Kept'");
    check_has(v.body, "id='f-until-e'");
    v = visit_post("/token/new", "name=Kept&scope=everything&until=2999-01-01");
    check_int(v.status, 422);
    check_has(v.body, "400 days");
}
