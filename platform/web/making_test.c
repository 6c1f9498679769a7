// making_test.c: papers asked for in the background are made as their asker sees the registers, and shown to nobody else.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/making.h"
#include "platform/job/job.h"
#include "test/specimen.h"
#include "test/visit.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static ctx *begin(void)
{
    ctx *c = fixture();
    visit_open(c);
    specimens s = {.unit = 2, .person = OLIVE, .word = "Canary"};
    specimen_add(c, &s, entity_find(S("asset")));
    c = fixture_operator();
    check_done(c, job_settle(c));
    return c;
}

static void run_job(void)
{
    ctx *c = fixture_operator();
    check(job_work(c, job_find(S("paper")), job_node(c->a), NULL));
}

TEST(a_paper_asked_for_in_the_background_is_made_and_fetched)
{
    begin();
    visit_as(MAX);
    visit at = visit_post("/report/assets.pdf/make", "");
    check_int(at.status, 303);
    check_str(at.location, "/report/made/1");
    at = visit_get("/report/made/1");
    check_has(at.body, "0 % is done.");
    check_str(visit_header(&at, "Refresh"), "1");
    check_int(visit_get("/report/made/1/file").status, 422);
    run_job();
    at = visit_get("/report/made/1");
    check_has(at.body, "href='/report/made/1/file'");
    check_str(visit_header(&at, "Refresh"), "");
    at = visit_get("/report/made/1/file");
    check_int(at.status, 200);
    check(str_starts(at.body, S("%PDF-")) || str_starts(at.whole.body, S("%PDF-")));
    check_str(job_look(fixture_operator(), job_find(S("paper"))).note, "1 papers.");
}

TEST(nobody_else_sees_it_and_after_a_day_it_is_gone)
{
    begin();
    visit_as(MAX);
    visit_post("/report/assets.pdf/make", "");
    run_job();
    visit_as(OLIVE);
    check_int(visit_get("/report/made/1").status, 404);
    check_int(visit_get("/report/made/1/file").status, 404);
    fixture_clock((i64)86400 * 1000000 + 1);
    run_job();
    visit_as(MAX);
    check_int(visit_get("/report/made/1").status, 404);
}

TEST(a_paper_that_cannot_be_made_says_why)
{
    begin();
    visit_as(MAX);
    visit_post("/report/soa.pdf/make", "");
    run_job();
    check_has(visit_get("/report/made/1").body, "There is no statement of applicability yet");
    check_int(visit_post("/report/nothing.pdf/make", "").status, 404);
}

TEST(a_paper_holds_what_its_asker_may_see)
{
    begin();
    visit_as(OSCAR); // of South; the asset lies in North
    visit_post("/report/assets.pdf/make", "");
    visit_as(OLIVE);
    visit_post("/report/assets.pdf/make", "");
    run_job();
    ctx *c = fixture_operator();
    i64 hers = db_one(db_query(c->db, c->a, "SELECT length(pdf) FROM making WHERE person = $1", v(OLIVE)));
    str his = {0};
    rows r = db_query(c->db, c->a, "SELECT state, failure FROM making WHERE person = $1", v(OSCAR));
    while (db_next(&r)) his = db_text(&r, 1);
    check(hers > 0);
    check_has(his, "There is no asset to report yet");
}
