// section_test.c: what hangs on a record is shown, added and fetched on its page.
// SPDX-License-Identifier: Apache-2.0
#include "hub/comment.h"
#include "hub/evidence.h"
#include "hub/finding.h"
#include "hub/measure.h"
#include "hub/task.h"
#include "platform/record/rules.h"
#include "test/visit.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void open_with_task(const char *assignee, const char *unit)
{
    visit_open(fixture());
    ctx *c = fixture_operator();
    check_done(c, fixture_add(c, &task_entity, PAIRS("title", "Subject", "assignee", assignee, "unit", unit)) == 1);
}

static visit upload(const char *target, const char *fields, const char *file_field, const char *name,
                    const char *content)
{
    text t = {.a = test_arena};
    for (str rest = str_of(fields); rest.p;) {
        str value = str_cut(&rest, '&'), key = str_cut(&value, '=');
        fill(&t, S("--x\r\nContent-Disposition: form-data; name=\"$1\"\r\n\r\n$2\r\n"), VALS(v(key), v(value)), 2);
    }
    fill(&t, S("--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n$1\r\n"), VALS(v(visit_token())), 1);
    fill(&t,
         S("--x\r\nContent-Disposition: form-data; name=\"$1\"; filename=\"$2\"\r\nContent-Type: "
           "text/plain\r\n\r\n$3\r\n--x--\r\n"),
         VALS(v(file_field), v(name), v(content)), 3);
    return visit_send("POST", target,
                      PAIRS("Content-Type", "multipart/form-data; boundary=x", "Sec-Fetch-Site", "same-origin"),
                      text_str(&t));
}

TEST(a_comment_is_written_and_read_on_the_page_of_its_record)
{
    open_with_task("P-5", "U-2");
    visit_as(OLIVE);
    visit v = visit_post("/comment/new", "about=TK-1&body=%40Max%2C+**look**+%3Cscript%3E");
    check_int(v.status, 303);
    check_str(v.location, "/comment/CM-1");
    v = visit_get("/comment/CM-1");
    check_int(v.status, 303);
    check_str(v.location, "/task/TK-1#CM-1");
    v = visit_get("/task/TK-1");
    check_int(v.status, 200);
    check_has(v.body, "<strong>@Max</strong>, <strong>look</strong>");
    check_lacks(v.body, "look</strong> <script>");
    check_has(v.body, "/comment/CM-1/edit");
    check_lacks(v.body, "/mention/MN-1/seen");
    visit_as(MAX);
    check_has(visit_get("/work").body, "You are mentioned");
    v = visit_get("/task/TK-1");
    check_has(v.body, "/mention/MN-1/seen");
    check_lacks(v.body, "/comment/CM-1/edit");
    v = visit_post("/mention/MN-1/seen", "");
    check_int(v.status, 303);
    v = visit_get("/mention/MN-1");
    check_str(v.location, "/task/TK-1#CM-1");
    check_lacks(visit_get("/work").body, "You are mentioned");
}

TEST(a_refused_comment_comes_back_with_what_was_typed)
{
    open_with_task("P-5", "U-2");
    visit_as(OLIVE);
    visit v = visit_post("/comment/new", "about=TK-1&body=%40Oscar+look");
    check_int(v.status, 422);
    check_has(v.body, "Oscar does not see TK-1");
    check_has(v.body, "@Oscar look");
}

TEST(a_comment_out_of_reach_reads_as_absent)
{
    open_with_task("P-5", "U-2");
    visit_as(OLIVE);
    visit_post("/comment/new", "about=TK-1&body=canary");
    visit_as(OSCAR);
    visit there = visit_get("/comment/CM-1"), nowhere = visit_get("/comment/CM-2");
    check_int(there.status, 404);
    check_int(nowhere.status, 404);
    check_lacks(there.body, "canary");
}

TEST(a_file_is_attached_and_fetched_as_an_attachment)
{
    open_with_task("P-7", "U-2");
    visit_as(OLIVE);
    visit v = upload("/file/new", "about=TK-1", "file", "../plan <1>.html", "<script>alert(1)</script>");
    check_int(v.status, 303);
    check_str(v.location, "/task/TK-1#files");
    v = visit_get("/task/TK-1");
    check_has(v.body, "plan &lt;1&gt;.html");
    for (int who = 0; who < 2; who++) {
        visit_as(who ? STAN : OLIVE); // Stan: it is his task
        v = visit_get("/file/FL-1/content");
        check_int(v.status, 200);
        check_str(v.body, "<script>alert(1)</script>");
        check_has(visit_header(&v, "Content-Disposition"), "attachment");
        check_has(visit_header(&v, "X-Content-Type-Options"), "nosniff");
        check_has(visit_header(&v, "Content-Security-Policy"), "sandbox");
    }
    visit_as(OSCAR);
    check_int(visit_get("/file/FL-1/content").status, 404);
    visit_as(0);
    check(visit_get("/file/FL-1/content").status != 200);
}

TEST(an_upload_without_a_file_or_a_record_says_so)
{
    open_with_task("P-5", "U-2");
    visit_as(OLIVE);
    visit v = upload("/file/new", "about=TK-1", "file", "", "");
    check_int(v.status, 422);
    check_has(v.body, "Choose a file");
    v = upload("/file/new", "about=TK-9", "file", "a.txt", "x");
    check_int(v.status, 422);
    check_has(v.body, "there is no TK-9");
    v = upload("/file/new", "about=", "file", "a.txt", "x");
    check_has(v.body, "which record it belongs to");
    check_int(visit_get("/file/new?about=TK-1").status, 200);
}

TEST(evidence_is_collected_with_its_file_in_one_form)
{
    open_with_task("P-5", "U-2");
    visit_as(OLIVE);
    check_has(visit_get("/evidence/new?about=TK-1").body, "TK-1 Subject");
    visit v = upload("/evidence/new", "about=TK-1&title=Protocol&kind=file", "upload", "p.txt", "seen");
    check_int(v.status, 303);
    check_str(v.location, "/task/TK-1#evidence");
    v = visit_get("/task/TK-1");
    check_has(v.body, "/evidence/E-1");
    check_has(v.body, "Fresh");
    v = visit_get("/evidence/E-1");
    check_int(v.status, 200);
    check_has(v.body, "/file/FL-1/content");
}

TEST(a_refused_piece_of_evidence_keeps_its_file)
{
    open_with_task("P-5", "U-2");
    visit_as(OLIVE);
    visit v = upload("/evidence/new", "about=TK-1&title=&kind=file", "upload", "p.txt", "seen");
    check_int(v.status, 422);
    check_has(v.body, "Title is missing");
    check_has(v.body, "name='file' value='FL-1'");
    v = upload("/evidence/new", "about=TK-1&title=Protocol&kind=file&file=FL-1", "upload", "", "");
    check_int(v.status, 303);
    ctx *c = fixture_operator();
    check_int(((evidence *)record_seek(c, &evidence_entity, 1))->file.id, 1);
}

TEST(stale_evidence_says_so)
{
    open_with_task("P-5", "U-2");
    ctx *c = fixture_as(OLIVE);
    check(fixture_add(c, &evidence_entity,
                      PAIRS("about", "TK-1", "title", "Old scan", "kind", "observation", "observation", "x",
                            "collected", "today-9", "valid_until", "today-1")));
    visit_as(OLIVE);
    check_has(visit_get("/task/TK-1").body, "Stale");
    check_has(visit_get("/evidence/E-1").body, "Stale");
}

TEST(findings_and_tasks_stand_on_the_page_of_their_record)
{
    open_with_task("P-5", "U-2");
    ctx *c = fixture_as(OLIVE);
    check(fixture_add(c, &finding_entity,
                      PAIRS("kind", "observation", "title", "Restore never tried", "owner", "P-5", "about", "TK-1")));
    c = fixture_again(c);
    check(fixture_add(c, &task_entity, PAIRS("title", "Try it", "assignee", "P-5", "about", "FN-1", "due", "today-1")));
    visit_as(OLIVE);
    check_has(visit_get("/task/TK-1").body, "Restore never tried");
    visit v = visit_get("/finding/FN-1");
    check_has(v.body, "Try it");
    check_has(v.body, "/task/new?about=FN-1");
    check_has(v.body, "/evidence/new?about=FN-1");
    v = visit_get("/task/new?about=FN-1");
    check_has(v.body, "value='FN-1'");
}

TEST(a_page_of_the_past_shows_what_stood_there_and_adds_nothing)
{
    open_with_task("P-5", "U-2");
    visit_as(OLIVE);
    visit_post("/comment/new", "about=TK-1&body=the+first");
    text t = {.a = test_arena};
    put(&t, S("/task/TK-1?as_of="));
    put_plain(&t, v(fixture_operator()->now));
    fixture_clock(1000000);
    ctx *c = fixture_as(OLIVE);
    check(fixture_add(c, &comment_entity, PAIRS("about", "TK-1", "body", "the second")));
    visit v = visit_get("/task/TK-1");
    check_has(v.body, "the second");
    check_has(v.body, "action='/comment/new'");
    v = visit_get(str_z(test_arena, text_str(&t)));
    check_int(v.status, 200);
    check_has(v.body, "the first");
    check_lacks(v.body, "the second");
    check_lacks(v.body, "action='/comment/new'");
    check_lacks(v.body, "/evidence/new");
}

TEST(a_reading_is_added_on_the_page_of_its_measure)
{
    visit_open(fixture());
    ctx *c = fixture_as(MAX);
    check(fixture_add(c, &measure_entity, PAIRS("name", "Trained", "owner", "P-5", "measured_in", "%")));
    visit_as(OLIVE);
    check_has(visit_get("/measure/ME-1").body, "No reading yet");
    visit v = visit_post("/reading/new", "measure=ME-1&value=82.5&note=first");
    check_int(v.status, 303);
    v = visit_get("/reading/RD-1");
    check_str(v.location, "/measure/ME-1#RD-1");
    check_has(visit_get("/measure/ME-1").body, "82.5 %");
    visit_as(AUGUST);
    v = visit_get("/measure/ME-1");
    check_has(v.body, "82.5 %");
    check_lacks(v.body, "action='/reading/new'");
    visit_as(OSCAR);
    check_int(visit_get("/measure/ME-1").status, 404);
    check_int(visit_get("/reading/RD-1").status, 404);
}

TEST(the_rules_hold_over_all_that_hangs_on_records_and_name_what_does_not_keep_them)
{
    open_with_task("P-7", "U-2");
    visit_as(OLIVE);
    visit_post("/comment/new", "about=TK-1&body=%40Max+and+%40Olive");
    visit_post("/comment/new", "about=ORG-1&body=To+all");
    upload("/evidence/new", "about=TK-1&title=Protocol&kind=file", "upload", "p.txt", "seen");
    ctx *c = fixture_as(MAX);
    check(fixture_add(c, &measure_entity, PAIRS("name", "Trained", "owner", "P-7")));
    check(fixture_add(c, &reading_entity, PAIRS("measure", "ME-1", "value", "80")));
    check(fixture_add(c, &finding_entity,
                      PAIRS("title", "Late", "owner", "P-7", "kind", "nonconformity-minor", "due", "today-1")));
    c = fixture_operator();
    check_found *found;
    int n = 0;
    check_done(c, rules_run(c, &found, &n));
    int late = 0;
    for (int i = 0; i < n; i++) {
        if (str_eq(found[i].state, S("early"))) continue; // a house that has just begun
        check_str(found[i].rule->name, "finding-late");
        late++;
    }
    check_int(late, 1);
    check_done(c, fixture_set(c, &person_entity, STAN, PAIRS("ends", "today-1")));
    c = fixture_again(c);
    check_done(c, rules_run(c, &found, &n));
    int broken = 0;
    for (int i = 0; i < n; i++) broken += str_eq(found[i].state, S("broken"));
    check_int(broken, 3); // the task, the finding and the measure are his
    fixture_verify();
}

TEST(a_manager_of_a_unit_is_told_only_of_what_does_not_keep_the_rules_there)
{
    visit_open(fixture());
    ctx *c = fixture_as(MAX);
    const char *const titles[] = {"North is late", "South is late"};
    for (int i = 0; i < 2; i++)
        check(fixture_add(c, &finding_entity,
                          PAIRS("title", titles[i], "owner", i ? "P-6" : "P-5", "unit", i ? "U-3" : "U-2", "kind",
                                "nonconformity-minor", "due", "today-1")));
    c = fixture_operator();
    check_done(c, fixture_add(c, &role_entity, PAIRS("person", "P-6", "role", "manager", "unit", "U-3")) > 0);
    visit_as(OSCAR);
    visit v = visit_get("/api/v1/check");
    check_int(v.status, 200);
    check_has(v.body, "South is late");
    check_lacks(v.body, "North is late");
    check_has(v.body, "\"state\":\"late\",\"broken\":0,\"late\":1,");
    visit_as(MAX);
    v = visit_get("/api/v1/check");
    check_has(v.body, "North is late");
    check_has(v.body, "\"state\":\"late\",\"broken\":0,\"late\":2,");
    visit_as(OLIVE);
    check_int(visit_get("/api/v1/check").status, 403);
}
