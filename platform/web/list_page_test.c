// list_page_test.c: lists, bulk editing, exports, views, work, search and log, on the made-up crates.
// SPDX-License-Identifier: Apache-2.0
#include "test/crate.h"
#include "test/visit.h"

#include "platform/web/view.h"

#include <string.h>

// In place of app/modules.c: the crates have a field of every kind.
const module *const modules[] = {&people_module, &view_module, &crate_module, NULL};

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static ctx *c;

static void open_store(void)
{
    c = fixture();
    visit_open(c);
}

static i64 add_crate(const char *title, const char *owner, const char *unit)
{
    i64 id = fixture_add(c, &crate_entity,
                         PAIRS("title", title, "owner", owner, "unit", unit, "level", "high", "worth", "12.50 EUR"));
    check_done(c, id != 0);
    return id;
}

static const crate *stored(i64 id)
{
    return record_load(fixture_operator(), &crate_entity, id);
}

static int count(str s, const char *word)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_search(s, str_of(word))) >= 0; n++) s = str_from(s, at + 1);
    return n;
}

// Lists.

TEST(a_list_shows_its_columns_and_leads_to_its_records)
{
    open_store();
    add_crate("Glass for the ward", "P-5", "U-2");
    visit_as(MAX);
    visit v = visit_get("/crate");
    check_int(v.status, 200);
    check_has(v.body, "<h1>Crates</h1>");
    check_has(v.body, "<th scope='row'><a href='/crate/Q-1'>Glass for the ward</a>");
    check_has(v.body, "<td><span class='lv h' data-letter='H' title='High'><i>High </i>");
    check_has(v.body, "12.50 EUR");
    check_has(v.body, " data-initials='O'>Olive</td>");
    check_has(v.body, "href='/crate/new'");
    check_has(v.body, "aria-sort='descending'");
    check_int(count(v.body, "<h1"), 1);
}

TEST(an_empty_list_says_what_it_is_for)
{
    open_store();
    visit_as(MAX);
    visit v = visit_get("/crate");
    check_has(v.body, "A crate holds what travels.");
    check_lacks(v.body, "<table");
    v = visit_get("/crate?level=high");
    check_has(v.body, "No crate matches these filters.");
}

TEST(a_list_goes_on_where_its_page_ended)
{
    open_store();
    for (int i = 0; i < 60; i++) add_crate(str_z(c->a, format(c->a, "Crate number $1.", v(i))), "P-5", "U-2");
    visit_as(MAX);
    visit v = visit_get("/crate?sort=code");
    check_int(count(v.body, "<tr>"), 51);
    check_has(v.body, "number 49.");
    check_lacks(v.body, "number 50.");
    str rest = str_from(v.body, str_search(v.body, S("rel='next' href='")) + 17);
    str next = str_cut(&rest, '\'');
    text t = {.a = test_arena};
    for (str s = next; s.p;) { // &amp; back to &
        put(&t, str_cut(&s, '&'));
        if (s.p) put_char(&t, '&'), s = str_from(s, 4);
    }
    v = visit_get(str_z(test_arena, text_str(&t)));
    check_has(v.body, "number 50.");
    check_has(v.body, "number 59.");
    check_lacks(v.body, "number 49.");
    check_has(v.body, "51 to 60");
}

TEST(filters_stand_in_the_address_and_their_chips_take_them_away)
{
    open_store();
    add_crate("Glass", "P-5", "U-2");
    fixture_add(c, &crate_entity, PAIRS("title", "Sand", "owner", "P-6", "unit", "U-3", "level", "low"));
    visit_as(MAX);
    visit v = visit_get("/crate?level=high&owner=P-5");
    check_has(v.body, "Glass");
    check_lacks(v.body, "Sand");
    check_has(v.body, "<a class='chip' href='/crate?owner=P-5' aria-current='true'>High</a>");
    check_has(v.body, "Crate owner: Olive");
    v = visit_get("/crate?level=low&level=high");
    check_has(v.body, "Glass");
    check_has(v.body, "Sand");
    v = visit_get("/crate?q=san");
    check_lacks(v.body, "Glass");
    check_has(v.body, "Sand");
}

TEST(the_form_of_a_filter_becomes_an_address)
{
    open_store();
    visit_as(MAX);
    visit v = visit_get("/crate?level=high&filter=due");
    check_has(v.body, "<option value='before'>");
    check_has(v.body, "<input type='hidden' name='level' value='high'>");
    v = visit_get("/crate?level=high&filter=due&op=before&value=2027-01-01");
    check_int(v.status, 303);
    check_str(v.location, "/crate?level=high&due.before=2027-01-01");
    v = visit_get("/crate?filter=owner&op=empty&value=");
    check_str(v.location, "/crate?owner.empty=1");
    v = visit_get("/crate?columns=title&columns=keepers&sort=-due&sort=title");
    check_str(v.location, "/crate?columns=title,keepers&sort=-due,title");
    v = visit_get("/crate?sort=-due&sort=title&down=1");
    check_str(v.location, "/crate?sort=-due,-title");
    v = visit_get("/crate?sort=-due&sort=&down=1"); // nothing else was chosen: nothing is turned round
    check_str(v.location, "/crate?sort=-due");
}

TEST(a_filter_that_makes_no_sense_is_refused_with_a_sentence)
{
    open_store();
    visit_as(MAX);
    visit v = visit_get("/crate?colour=red");
    check(v.status == 400 || v.status == 422);
    check_has(v.body, "colour");
    v = visit_get("/crate?due.before=soon");
    check(v.status == 400 || v.status == 422);
    v = visit_get("/crate?as_of=yesterday");
    check(v.status == 400 || v.status == 422);
}

TEST(totals_come_in_a_second_request)
{
    open_store();
    add_crate("Glass", "P-5", "U-2");
    add_crate("Steel", "P-6", "U-3");
    visit_as(MAX);
    check_has(visit_get("/crate").body, "data-hx-get='/crate?part=counts'");
    visit v = visit_get("/crate?part=counts");
    check_has(v.body, "High <span class='n'>2</span>");
    check_has(v.body, "of 2");
    check_lacks(v.body, "<h1");
    check_has(visit_get("/crate?owner=P-6&part=counts").body, "of 1");
}

TEST(a_list_of_the_past_shows_what_stood_in_it)
{
    open_store();
    i64 id = add_crate("Glass", "P-5", "U-2");
    str then = format(test_arena, "/crate?as_of=$1", v(fixture_operator()->now));
    fixture_clock(60000000);
    c = fixture_operator();
    check_done(c, fixture_set(c, &crate_entity, id, PAIRS("title", "Sand")));
    visit_as(MAX);
    visit v = visit_get(str_z(test_arena, then));
    check_has(v.body, ">Glass</a>");
    check_lacks(v.body, ">Sand</a>");
    check_has(v.body, "Nothing can be changed here");
    check_lacks(v.body, "name='pick'");
    check_lacks(v.body, "href='/crate/new'");
}

TEST(links_are_counted_in_a_column_of_their_own)
{
    open_store();
    check_done(c, fixture_add(c, &crate_entity,
                              PAIRS("title", "Glass", "owner", "P-5", "unit", "U-2", "keepers", "P-5; P-7")) == 1);
    add_crate("Steel", "P-5", "U-2");
    visit_as(MAX);
    visit v = visit_get("/crate?columns=title,keepers&sort=code");
    check_has(v.body, "Keepers</th>");
    check_has(v.body, "<td class='r o2'>2</td></tr>");
    check_has(v.body, "<td class='r o2'>0</td></tr>");
    check_lacks(v.body, "Worth</a>");
}

TEST(a_date_that_has_passed_is_late_while_the_record_is_open)
{
    open_store();
    fixture_add(c, &crate_entity, PAIRS("title", "Glass", "owner", "P-5", "unit", "U-2", "due", "2026-01-05"));
    visit_as(MAX);
    check_has(visit_get("/crate").body, " late'><i>late: </i>");
    check_done(c, fixture_set(c, &crate_entity, 1, PAIRS("state", "sent")));
    check_lacks(visit_get("/crate").body, " late'><i>late: </i>");
}

// Bulk.

TEST(bulk_editing_previews_and_then_changes_all)
{
    open_store();
    add_crate("Glass", "P-5", "U-2");
    add_crate("Steel", "P-5", "U-2");
    visit_as(MAX);
    check_has(visit_get("/crate").body, "name='pick' value='Q-1@1'");
    visit v = visit_post("/crate/bulk", "pick=Q-1@1&pick=Q-2@1&what=owner&state=level%3Dhigh");
    check_has(v.body, "Change 2 records");
    check_has(v.body, "name='owner'");
    check_has(v.body, "name='pick' value='Q-1@1'");
    v = visit_post("/crate/bulk",
                   "pick=Q-1@1&pick=Q-2@1&what=owner&owner=P-6&step=preview&state=level%3Dhigh&reason=Moves");
    check_has(v.body, "<del>Olive</del>");
    check_has(v.body, "<b>Oscar</b>");
    check_has(v.body, "All 2 can be changed.");
    check_int(stored(1)->owner.id, OLIVE);
    v = visit_post("/crate/bulk",
                   "pick=Q-1@1&pick=Q-2@1&what=owner&owner=P-6&step=apply&state=level%3Dhigh&reason=Moves");
    check_has(v.body, "2 records were changed.");
    check_has(v.body, "href='/crate?level=high'");
    check_int(stored(1)->owner.id, OSCAR);
    check_int(stored(2)->owner.id, OSCAR);
    check_has(visit_get("/crate/Q-2").body, "<blockquote>Moves</blockquote>");
}

TEST(bulk_editing_is_all_or_nothing_and_says_what_is_refused)
{
    open_store();
    add_crate("Glass", "P-5", "U-2");
    add_crate("Steel", "P-5", "U-2");
    check_done(c, fixture_set(c, &crate_entity, 2, PAIRS("state", "lost")));
    check_done(c, fixture_set(c, &crate_entity, 1, PAIRS("due", "2027-01-01")));
    visit_as(MAX);
    visit v = visit_post("/crate/bulk", "all=1&what=action:send&state=level%3Dhigh");
    check_has(v.body, "is lost: find it first");
    check_has(v.body, "<b>1</b> of 2 can be changed");
    check_has(v.body, "name='pick' value='Q-1@2'");
    check_lacks(v.body, "name='pick' value='Q-2@");
    check_int(stored(1)->state, CRATE_DRAFT); // a preview writes nothing
    v = visit_post("/crate/bulk", "pick=Q-1@2&pick=Q-2@2&what=action:send&step=apply");
    check_int(v.status, 422);
    check_has(v.body, "Nothing was changed, because of Q-2");
    check_int(stored(1)->state, CRATE_DRAFT);
    v = visit_post("/crate/bulk", "pick=Q-1@1&what=action:send&step=apply"); // somebody changed it since
    check(v.status >= 400);
    v = visit_post("/crate/bulk", "pick=Q-1@2&what=action:send&step=apply");
    check_has(v.body, "One record was changed.");
    check_int(stored(1)->state, CRATE_SENT);
    fixture_verify();
}

TEST(bulk_editing_needs_the_right_for_each_record)
{
    open_store();
    add_crate("Glass", "P-5", "U-2");
    add_crate("Steel", "P-6", "U-3");
    visit_as(OLIVE);
    visit v = visit_post("/crate/bulk", "pick=Q-1@1&pick=Q-2@1&what=pieces&pieces=4&step=preview");
    check_has(v.body, "<b>1</b> of 2 can be changed");
    v = visit_post("/crate/bulk", "pick=Q-1@1&pick=Q-2@1&what=pieces&pieces=4&step=apply");
    check(v.status >= 400);
    check_int(stored(1)->pieces, 0);
    check_int(stored(2)->pieces, 0);
    v = visit_post("/crate/bulk", "pick=Q-1@1&what=score&score=4&step=apply"); // READONLY cannot be chosen
    check_has(v.body, "What shall change?");
    v = visit_post("/crate/bulk", "pick=P-1@1&what=pieces&pieces=4&step=apply");
    check(v.status >= 400);
}

// What stands across records.

TEST(a_saved_view_becomes_a_tab)
{
    open_store();
    add_crate("Glass", "P-5", "U-2");
    visit_as(OLIVE);
    check_has(visit_get("/crate?level=high").body, "href='/view/save?noun=crate&query=level%3Dhigh'");
    check_int(visit_post("/view/save", "noun=crate&query=colour%3Dred&name=Wrong").status, 422);
    check_int(visit_post("/view/save", "noun=crate&query=level%3Dhigh&name=").status, 422);
    visit v = visit_post("/view/save", "noun=crate&query=level%3Dhigh&name=Heavy&shared=0");
    check_int(v.status, 303);
    check_str(v.location, "/crate?level=high");
    check_has(visit_get("/crate?level=high").body, "<a href='/crate?level=high' aria-current='page'>Heavy");
    visit_as(MAX);
    check_lacks(visit_get("/crate").body, "Heavy");
    visit_as(OLIVE);
    check_int(visit_post("/view/VW-1/edit", "version=1&shared=0&shared=1").status, 303);
    visit_as(MAX);
    check_has(visit_get("/crate").body, "Heavy");
}

TEST(an_export_holds_what_is_filtered_and_leaves_an_entry)
{
    open_store();
    check_done(c, fixture_add(c, &crate_entity,
                              PAIRS("title", "Glass, \"thin\"", "owner", "P-5", "unit", "U-2", "level", "high",
                                    "keepers", "P-5; P-7")) == 1);
    fixture_add(c, &crate_entity, PAIRS("title", "Sand", "owner", "P-6", "unit", "U-3", "level", "low"));
    visit_as(MAX);
    visit v = visit_get("/crate.csv?level=high&columns=title,owner,due,keepers");
    check_str(v.body, "code,title,owner,due,keepers\r\nQ-1,\"Glass, \"\"thin\"\"\",P-5,,P-5; P-7\r\n");
    check_has(visit_header(&v, "content-disposition"), "attachment");
    v = visit_get("/crate.json?level=low");
    check_has(v.body, "\"Sand\"");
    check_lacks(v.body, "Glass");
    check_has(visit_get("/log?verb=export").body, "1 rows as csv: level=high");
    visit_as(STAN);
    check_int(visit_get("/crate.csv").status, 200);
    check_lacks(visit_get("/crate.csv").body, "Sand");
}

TEST(my_work_is_grouped_by_when_it_is_due)
{
    open_store();
    visit_as(OLIVE);
    check_has(visit_get("/work").body, "Nothing waits for you");
    fixture_add(c, &crate_entity, PAIRS("title", "Glass", "owner", "P-5", "unit", "U-2", "due", "2026-01-05"));
    fixture_add(c, &crate_entity, PAIRS("title", "Steel", "owner", "P-5", "unit", "U-2"));
    fixture_add(c, &crate_entity, PAIRS("title", "Sand", "owner", "P-6", "unit", "U-3"));
    visit v = visit_get("/work");
    check_has(v.body, "2 things wait for you");
    check_has(v.body, "One is late.");
    check_has(v.body, "Overdue <span class='n'>1</span>");
    check_has(v.body, "No date <span class='n'>1</span>");
    check_has(v.body, "Send the crate: Glass");
    check_has(v.body, "href='/crate/Q-1/send'");
    check_lacks(v.body, "Sand");
    check_lacks(v.body, "This week");
    check_str(visit_get("/work?part=count").body, "2");
}

TEST(search_finds_records_pages_and_actions)
{
    open_store();
    add_crate("Glass for the ward", "P-5", "U-2");
    visit_as(MAX);
    visit v = visit_get("/search?q=war+gla");
    check_has(v.body, "<a href='/crate/Q-1'>Glass for the ward</a>");
    v = visit_get("/search.json?q=glass");
    check_has(v.body, "{\"title\":\"Glass for the ward\",\"url\":\"/crate/Q-1\"");
    v = visit_get("/search.json?q=Q-1");
    check_has(v.body, "\"url\":\"/crate/Q-1/send\"");
    v = visit_get("/search.json?q=crate");
    check_has(v.body, "\"url\":\"/crate/new\"");
    check_has(visit_get("/search?q=nowhere").body, "Nothing found for");
}

TEST(the_log_is_for_those_who_answer_for_it)
{
    open_store();
    add_crate("Glass", "P-5", "U-2");
    visit_as(AUGUST);
    visit v = visit_get("/log?record=Q-1");
    check_int(v.status, 200);
    check_has(v.body, "Added a crate");
    check_has(visit_get("/log?result=denied").body, "No entry fits.");
    check_int(visit_get("/crate/new").status, 403);
    check(visit_get("/log?person=nobody").status >= 400);
    visit_as(STAN);
    check_int(visit_get("/log").status, 403);
}
