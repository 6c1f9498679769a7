// check_test.c: the rules and the log as programs read them.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/json.h"
#include "test/visit.h"

#include <stdlib.h>
#include <string.h>

static visit get_as(i64 who, const char *target)
{
    visit_as(who);
    return visit_get(target);
}

TEST(the_rules_are_answered_to_those_who_run_the_system)
{
    visit_open(fixture());
    check_int(get_as(MAX, "/api/v1/check").status, 200);
    visit v = get_as(AUGUST, "/api/v1/check");
    check_int(v.status, 200);
    const json *all = json_read(test_arena, v.body, NULL);
    check(json_size(json_get(all, "rules")) > 2);
    check_int(get_as(STAN, "/api/v1/check").status, 403);
}

TEST(the_log_is_listed_newest_first_and_filtered)
{
    visit_open(fixture());
    visit v = get_as(ADA, "/api/v1/log?limit=2&verb=person.add");
    check_int(v.status, 200);
    const json *all = json_read(test_arena, v.body, NULL), *first = json_first(json_get(all, "items"));
    check_int(json_size(json_get(all, "items")), 2);
    check_str(json_get_str(first, "verb"), "person.add");
    check_str(json_get_str(first, "record"), "P-8");
    check_str(json_get_str(json_next(first), "record"), "P-7");
    str next = json_get_str(all, "next");
    v = visit_get(str_z(test_arena, format(test_arena, "/api/v1/log?limit=2&verb=person.add&after=$1", v(next))));
    check_str(json_get_str(json_first(json_get(json_read(test_arena, v.body, NULL), "items")), "record"), "P-6");
    v = visit_get("/api/v1/log?record=U-2");
    check_int(json_size(json_get(json_read(test_arena, v.body, NULL), "items")), 1);
    check_int(visit_get("/api/v1/log?colour=red").status, 400);
    check_int(visit_get("/api/v1/log?from=yesterday").status, 400);
    check_int(visit_get("/api/v1/log?from=2000-01-01&until=2000-01-02").status, 200);
    check_int(get_as(OLIVE, "/api/v1/log").status, 403);
}

TEST(the_log_is_verified_through_the_api)
{
    ctx *c = fixture();
    visit_open(c);
    visit v = get_as(AUGUST, "/api/v1/log/verify");
    check_int(v.status, 200);
    bool verified = false;
    check(json_bool(json_get(json_read(test_arena, v.body, NULL), "verified"), &verified) && verified);
}

TEST(only_the_operator_on_this_machine_makes_a_backup)
{
    visit_open(fixture());
    visit_as(ADA);
    static const char *const headers[] = {"content-type", "application/json", NULL};
    check_int(visit_send("POST", "/api/v1/backup?to=/tmp/x.db", headers, S("")).status, 403);
}
