// loss_page_test.c: the workbench, the card of a risk, the API and the CSV, with and without scripts, for who may see them.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate.h"
#include "platform/paper/json.h"
#include "test/visit.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return criteria_load(c);
}

static void settle(void)
{
    ctx *c = fixture();
    visit_open(c);
    check_done(c, operate_with(c, load, NULL));
    c = fixture_as(MAX);
    check_done(c, fixture_set(c, &criteria_entity, 1, PAIRS("appetite", "20000 EUR", "appetite_percent", "5")));
    fixture_made(MAX, &risk_entity, PAIRS("title", "Canary of the north", "owner", "Olive", "unit", "North"));
    fixture_made(MAX, &risk_entity, PAIRS("title", "Southern kite", "owner", "Oscar", "unit", "South"));
    fixture_made(MAX, &estimate_entity, PAIRS("risk", "R-1", "rate", "0.5", "low", "1000 EUR", "high", "90000 EUR"));
    fixture_made(MAX, &estimate_entity, PAIRS("risk", "R-2", "rate", "1", "severity", "same", "likely", "7000 EUR"));
    fixture_made(MAX, &control_entity,
                 PAIRS("name", "Lock", "owner", "Olive", "unit", "North", "status", "implemented", "cost", "100 EUR",
                       "factor_on", "rate", "factor", "0.25", "risks", "R-1"));
}

TEST(the_workbench_answers_in_a_sentence_a_curve_and_rankings)
{
    settle();
    visit_as(MAX);
    visit p = visit_get("/loss");
    check_int(p.status, 200);
    check_has(p.body, "2 risks counted in money");
    check_has(p.body, "The appetite of 20k EUR is passed in ");
    check_has(p.body, "5 % are borne.");
    check_has(p.body, "<path class='l-acc' d='M0 ");
    check_has(p.body, "class='l-ink thin'");
    check_has(p.body, "href='/control/C-1'>Lock</a>");
    check_has(p.body, "</span> Canary of the north</a>");
    check_has(p.body, "R-1 how much");
    check_has(p.body, "Engine exact");
}

TEST(only_what_is_in_reach_is_counted_and_named)
{
    settle();
    visit_as(OSCAR);
    visit p = visit_get("/loss");
    check_has(p.body, "1 risk counted in money");
    check_has(p.body, "Southern kite");
    check_lacks(p.body, "Canary");
    check_int(visit_get("/loss?risk=R-1").status, 404);
    check_int(visit_get("/loss/picture?edit=R-1").status, 404);
    check_int(visit_get("/api/v1/loss/curve?risk=R-1").status, 404);
    check_int(visit_get("/api/v1/loss/what-if?what=R-1&rate=1").status, 404);
}

TEST(who_sees_no_register_sees_no_losses)
{
    static const char *const pages[] = {"/loss",
                                        "/loss/picture?edit=R-1",
                                        "/loss.csv",
                                        "/api/v1/loss/curve",
                                        "/api/v1/loss/curve.csv",
                                        "/api/v1/loss/what-if?what=R-1&rate=1",
                                        "/api/v1/loss/controls",
                                        "/report/loss-simulation.pdf?scope=years+2000"};
    settle();
    for (int i = 0; i < countof(pages); i++) {
        visit_as(STAN);
        check_int(visit_get(pages[i]).status, 403);
        visit_as(MAX);
        check_int(visit_get(pages[i]).status, 200);
    }
    visit_as(0);
    check_int(visit_get("/api/v1/loss/curve").status, 401);
}

static double mean_in(str body, const char *of)
{
    double x = -1;
    json_double(json_get(json_get(json_read(test_arena, body, NULL), of), "mean"), &x);
    return x;
}

TEST(the_api_tells_before_and_after_of_a_what_if)
{
    settle();
    visit_as(MAX);
    double was = mean_in(visit_get("/api/v1/loss/curve").body, "current");
    visit p = visit_get("/api/v1/loss/what-if?what=R-2&rate=3");
    check_real(mean_in(p.body, "before"), was, 1e-6);
    check_real(mean_in(p.body, "after"), was + 14000, 0.2);
    check_has(p.body, "\"engine\":\"exact\"");
    check_has(p.body, "\"inputs\":\"");
    check_int(visit_get("/api/v1/loss/what-if?what=R-2&rate=-3").status, 422);
    check_has(visit_get("/api/v1/loss/what-if?what=R-2&rate=-3").body, "is below zero");
    check_int(visit_get("/api/v1/loss/what-if?rate=3").status, 400);
    check_int(visit_get("/api/v1/loss/curve?engine=guess").status, 400);
    check_int(visit_get("/api/v1/loss/curve?engine=montecarlo&years=99999999").status, 400);
}

TEST(the_same_seed_gives_the_same_answer_through_the_api)
{
    settle();
    visit_as(MAX);
    str one = visit_get("/api/v1/loss/curve?engine=montecarlo&years=20000&seed=7").body;
    check_has(one, "\"engine\":\"montecarlo\"");
    check_has(one, "\"seed\":7");
    check_str(visit_get("/api/v1/loss/curve?engine=montecarlo&years=20000&seed=7").body, one);
    check(!str_eq(visit_get("/api/v1/loss/curve?engine=montecarlo&years=20000&seed=8").body, one));
}

TEST(the_controls_come_ranked_against_their_cost)
{
    settle();
    visit_as(OLIVE);
    visit p = visit_get("/api/v1/loss/controls");
    check_has(p.body, "\"control\":\"C-1\",\"name\":\"Lock\",\"state\":\"in-place\"");
    check_has(p.body, "\"cost\":100");
    check_has(visit_get("/api/v1/loss/curve?adds=1&tornado=1").body,
              "\"tornado_risks\":1,\"tornado\":[{\"risk\":\"R-1\"");
}

TEST(a_control_that_fails_in_time_says_how_much_of_it_works)
{
    settle();
    ctx *c = fixture_as(MAX);
    check_done(c, fixture_set(c, &control_entity, 1, PAIRS("failures", "1", "days_down", "365")));
    visit_as(MAX);
    visit p = visit_get("/loss");
    check_has(p.body, "works 50 % of the time");
    check_has(p.body, "with the share of time they work");
    check_has(visit_get("/api/v1/loss/controls").body, "\"works\":0.5");
    check_has(visit_get("/control/C-1").body, "Days until it works again");
}

TEST(the_curve_is_a_csv_file)
{
    settle();
    visit_as(MAX);
    visit p = visit_get("/loss.csv?unit=South");
    check(str_starts(p.body, S("standpoint,loss,currency,probability\r\ncurrent,")));
    check_has(p.body, "\r\ninherent,");
    check_has(visit_header(&p, "Content-Disposition"), "loss.csv");
}

// ---- sliders and numbers

static visit moved(const char *target, const char *name)
{
    return visit_send("GET", target, (const char *const[]){"HX-Request", "true", "HX-Source", name, NULL}, (str){0});
}

TEST(a_moved_slider_answers_with_the_picture_and_its_number)
{
    settle();
    visit_as(MAX);
    visit p = moved("/loss/picture?edit=R-1&rate=0.5&rate_at=150&low=1000&low_at=100&high=90000&high_at=100&effect=0",
                    "input#k-rate_at");
    check_int(p.status, 200);
    check_lacks(p.body, "<html");
    check_has(p.body, "As tried");
    check_has(p.body, "id='k-rate' name='rate' value='2.24'"); // half a decade to the base of 20 upwards
    check_has(p.body, "data-hx-swap-oob='true'");
    check_lacks(p.body, "id='k-low'");
    p = moved("/loss/picture?edit=R-1&rate=10&rate_at=100&low=1000&low_at=100&high=90000&high_at=100", "input#k-rate");
    check_has(p.body, "id='k-rate_at' name='rate_at' min='0' max='200' value='200'");
    p = moved("/loss/picture?edit=R-1&rate=0.5&rate_at=100&low=95000&low_at=100&high=90000&high_at=100", "input#k-low");
    check_has(p.body, "5th percentile is above the 95th");
}

TEST(without_scripts_the_form_tells_slider_from_number)
{
    settle();
    visit_as(MAX);
    str same = S("&low=1000&low_was=1000&low_at=100&high=90000&high_was=90000&high_at=100");
    str by_slider = format(test_arena, "/loss?edit=R-1&rate=0.5&rate_was=0.5&rate_at=150$1", v(same));
    str by_number = format(test_arena, "/loss?edit=R-1&rate=0.7&rate_was=0.5&rate_at=100$1", v(same));
    check_has(visit_get(str_z(test_arena, by_slider)).body, "name='rate' value='2.24'");
    check_has(visit_get(str_z(test_arena, by_number)).body, "name='rate' value='0.7'");
}

// ---- the risk's page

TEST(a_risk_shows_its_curve_its_words_and_its_past)
{
    settle();
    visit_as(OLIVE);
    visit p = visit_get("/risk/R-1");
    check_has(p.body, "What could it cost?");
    check_has(p.body, "Loss exceedance curve of R-1");
    check_has(p.body, "It happens about once in 2 years.");
    check_has(p.body, "eighteen to cost between 1k EUR and 90k EUR");
    check_has(p.body, "No loss is on record for this risk yet");
    fixture_clock((i64)86400 * 3 * 1000000);
    fixture_as(MAX);
    fixture_made(MAX, &realised_loss_entity, PAIRS("risk", "R-1", "day", "today", "amount", "5000 EUR"));
    fixture_made(MAX, &realised_loss_entity, PAIRS("risk", "R-1", "day", "today", "amount", "500000 EUR"));
    visit_as(OLIVE);
    p = visit_get("/risk/R-1");
    check_has(p.body, "Of 2 losses on record, 1 lie within the range");
    check_has(p.body, "of 2 losses that came after an estimate, 1 lay within the range given before.");
}

TEST(a_risk_without_estimate_offers_one_to_who_may_add_it)
{
    settle();
    fixture_made(MAX, &risk_entity, PAIRS("title", "Third", "owner", "Olive", "unit", "North"));
    visit_as(OLIVE);
    check_has(visit_get("/risk/R-3").body, "href='/estimate/new?risk=R-3'>Estimate it</a>");
    visit_as(AUGUST);
    check_lacks(visit_get("/risk/R-3").body, "/estimate/new");
    visit_as(MAX);
    check_has(visit_get("/estimate/LE-1").body, "In words");
}

TEST(an_empty_workbench_says_where_to_begin)
{
    visit_open(fixture());
    visit_as(MAX);
    visit p = visit_get("/loss");
    check_int(p.status, 200);
    check_has(p.body, "No risk has a loss estimate here yet.");
    check_int(visit_get("/loss/picture?edit=R-9").status, 404);
    check_int(visit_get("/api/v1/loss/curve").status, 404);
}
