// workbench_test.c: the workbench by simulation and with several risks moved: state in the address, the same in the API.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/desk.h"
#include "plan/estimate/what_if.h"
#include "platform/paper/json.h"
#include "platform/paper/paper.h"
#include "platform/web/report.h"
#include "test/visit.h"

#include <math.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return criteria_load(c);
}

static void risk_of(const char *title, const char *rate, const char *loss)
{
    str code = format(test_arena, "R-$1",
                      v(fixture_made(MAX, &risk_entity, PAIRS("title", title, "owner", "Olive", "unit", "North"))));
    fixture_made(MAX, &estimate_entity,
                 PAIRS("risk", str_z(test_arena, code), "rate", rate, "severity", "same", "likely", loss));
}

static void settle(void)
{
    ctx *c = fixture();
    visit_open(c);
    check_done(c, operate_with(c, load, NULL));
    risk_of("Canary", "0.5", "1000 EUR");
    risk_of("Kite", "1", "200 EUR");
    risk_of("Heron", "0.2", "30 EUR");
    visit_as(MAX);
}

static double mean_in(str body, const char *of)
{
    double x = -1;
    json_double(json_get(json_get(json_read(test_arena, body, NULL), of), "mean"), &x);
    return x;
}

// ---- by simulation

TEST(the_workbench_draws_years_from_a_seed_and_says_so)
{
    settle();
    str page = visit_get("/loss?engine=montecarlo&years=20000&seed=7").body;
    check_has(page, "Simulation (Monte Carlo) of 20000 years from seed 7.");
    check_has(page, "Standard error ");
    check_has(page, "name='years' inputmode='numeric' size='8' value='20000'");
    check_has(page, "<input type='hidden' name='engine' value='montecarlo'>");
    check_has(page, "engine=montecarlo&amp;years=20000&amp;seed=7");
}

TEST(a_page_draws_as_many_years_as_a_second_allows_and_offers_the_rest_in_the_background)
{
    settle();
    risk_of("Swarm", "100000", "1 EUR");
    str page = visit_get("/loss?engine=montecarlo&years=500000&seed=3&unit=U-2").body;
    check_has(page, "500k years of these risks take more than about a second: here 1k are drawn.");
    check_has(page, "Simulation (Monte Carlo) of 1000 years from seed 3.");
    check_has(page, "name='scope' value='years 500000 seed 3 unit U-2'");
    visit asked = visit_post("/report/loss-simulation.pdf/make", "scope=years+500000+seed+3+unit+U-2");
    check_int(asked.status, 303);
    check_has(asked.location, "/report/made/");
    page = visit_get("/loss?engine=montecarlo").body;
    check_lacks(page, "take more than about a second");
}

TEST(a_request_for_a_simulation_that_cannot_be_is_refused)
{
    settle();
    check_int(visit_get("/loss?engine=guess").status, 400);
    check_int(visit_get("/loss?engine=montecarlo&years=0").status, 400);
    check_int(visit_get("/loss?engine=montecarlo&years=9999999").status, 400);
    check_int(visit_get("/loss?engine=montecarlo&seed=-1").status, 400);
    check_int(visit_get("/report/loss-simulation.pdf?scope=years+0").status, 400);
    check_int(visit_get("/report/loss-simulation.pdf?scope=nonsense").status, 400);
}

TEST(what_only_the_simulation_counts_is_offered_and_drawn_on_the_page_of_its_risk)
{
    settle();
    fixture_made(MAX, &loss_group_entity, PAIRS("name", "Weather", "variance", "2"));
    ctx *c = fixture_as(MAX);
    check_done(c, fixture_set(c, &estimate_entity, 1,
                              PAIRS("frequency", "between", "rate", "", "rate_low", "1", "rate_high", "3", "sector",
                                    "Weather")));
    str page = visit_get("/loss").body;
    check_has(page, "href='/loss?engine=montecarlo'>Count them by simulation</a>");
    check_lacks(visit_get("/loss?engine=montecarlo").body, "does not count");
    page = visit_get("/risk/R-1").body;
    check_has(page, "Simulation (Monte Carlo) of 100000 years from seed 1.");
    check_has(page, "href='/loss?edit=R-1&amp;engine=montecarlo#try'");
    check_has(visit_get("/loss?edit=R-1&engine=montecarlo&rate_low=2").body, "As tried");
}

TEST(a_what_if_by_simulation_draws_before_and_after_from_the_same_years)
{
    settle();
    str body = visit_get("/api/v1/loss/what-if?what=R-2&rate=3&engine=montecarlo&years=50000&seed=5").body;
    check_has(body, "\"engine\":\"montecarlo\"");
    check_has(body, "\"years\":50000,\"seed\":5");
    check(fabs(mean_in(body, "before") - 706) < 25);
    check(fabs(mean_in(body, "after") - mean_in(body, "before") - 400) < 15);
    str page = visit_get("/loss?engine=montecarlo&years=5000&edit=R-2&rate=3").body;
    check_has(page, "As tried");
    check_lacks(page, "data-hx-get='/loss/picture'"); // drawn by its button
}

TEST(a_long_simulation_is_a_paper)
{
    settle();
    ctx *c = fixture_as(MAX);
    const report *r = report_find(S("loss-simulation"));
    paper p = paper_begin(test_arena, &(paper_head){.title = S("x")});
    check_done(c, r->write(c, &p, S("years 3000 seed 9 unit U-2")));
    check_has(text_str(&p.out), "3 risks counted in money; engine montecarlo, 3000 years from seed 9, standard error");
    check_refused(c, r->write(c, &p, S("years 3000 risk R-77")), "There is no Risk R-77");
}

// ---- several risks

TEST(a_what_if_moves_several_risks)
{
    settle();
    str body =
        visit_get("/api/v1/loss/what-if?move=R-1:rate=1&move=R-1:effect=50&move=R-2:likely=500&move=R-3:rate=0").body;
    check_has(body, "\"moved\":[\"R-1\",\"R-2\",\"R-3\"]");
    check_real(mean_in(body, "before"), 706, 1e-6);
    check_real(mean_in(body, "after"), 1000, 1e-6);
    body = visit_get("/api/v1/loss/what-if?what=R-1&rate=2&move=R-2:rate=2").body;
    check_has(body, "\"risk\":\"R-1\",\"moved\":[\"R-1\",\"R-2\"]");
    check_real(mean_in(body, "after"), 2406, 1e-6);
}

TEST(a_move_that_moves_nothing_is_refused_and_says_which)
{
    settle();
    static const char *const wrong[] = {"R-1",         "R-1:rate",   "rate=1", "R-1:stage=target",
                                        "R-1:basis=x", "C-1:rate=1", "R-1:=1"};
    for (int i = 0; i < countof(wrong); i++) {
        visit p = visit_get(str_z(test_arena, format(test_arena, "/api/v1/loss/what-if?move=$1", v(wrong[i]))));
        check_int(p.status, 400);
        check_has(p.body, "moves nothing");
    }
    check_int(visit_get("/api/v1/loss/what-if?move=R-99:rate=1").status, 404);
    check_has(visit_get("/api/v1/loss/what-if?what=R-1&rate=1&move=R-1:rate=2").body, "R-1 is moved twice");
    visit p = visit_get("/api/v1/loss/what-if?move=R-2:rate=1&move=R-1:rate=-1");
    check_int(p.status, 422);
    check_has(p.body, "R-1: \\\"Events a year, or chance\\\" is below zero.");
    text t = {.a = test_arena};
    put(&t, S("/api/v1/loss/what-if?"));
    for (int i = 0; i < WHAT_IF_MOST; i++) {
        risk_of("More", "1", "5 EUR");
        fill(&t, S("&move=R-$1:rate=2"), VALS(v(i + 4)), 1);
    }
    check_int(visit_get(str_z(test_arena, text_str(&t))).status, 200);
    put(&t, S("&move=R-1:rate=2"));
    check_has(visit_get(str_z(test_arena, text_str(&t))).body, "At most 12 risks move at once.");
}

TEST(what_was_tried_is_kept_in_the_address_while_another_risk_is_tried)
{
    settle();
    visit p = visit_get("/loss?unit=U-2&edit=R-1&rate=2&likely=1000&effect=25&move=R-3:rate=4&next=R-2&keep=1");
    check_int(p.status, 303);
    check_str(p.location, "/loss?unit=U-2&move=R-3%3Arate%3D4&move=R-1%3Arate%3D2&move=R-1%3Aeffect%3D25&edit=R-2#try");
    str page = visit_get("/loss?unit=U-2&move=R-3%3Arate%3D4&move=R-1%3Arate%3D2&move=R-1%3Aeffect%3D25&edit=R-2").body;
    check_has(page, "Moved with it");
    check_has(page, "Events a year, or chance 2; a further control prevents 25 %");
    check_has(page, "1.82k EUR");
    check_has(page, "name='move' value='R-1:effect=25'");
    check_has(page, "href='/loss?unit=U-2&amp;move=R-1%3Arate%3D2&amp;move=R-1%3Aeffect%3D25&amp;edit=R-2#try' "
                    "aria-label='As estimated R-3'");
    page = visit_get("/loss?move=R-1:rate=2&edit=R-1").body; // its knobs stand where it was moved to
    check_has(page, "name='rate' value='2'");
    check_lacks(page, "Moved with it");
    check_has(visit_get("/loss?move=R-1:rate=-2&edit=R-2").body,
              "R-1: &quot;Events a year, or chance&quot; is below zero.");
    check_has(visit_get("/loss?edit=R-1&rate=-2&keep=1&next=R-2").body, "is below zero");
}

TEST(moves_of_what_is_out_of_reach_are_as_absent)
{
    settle();
    visit_as(OSCAR);
    check_int(visit_get("/loss?move=R-1:rate=2").status, 404);
    check_int(visit_get("/api/v1/loss/what-if?move=R-1:rate=2").status, 404);
    check_int(visit_get("/loss/picture?move=R-1:rate=2&edit=R-2").status, 404);
}

TEST(a_moved_slider_keeps_the_other_risks_that_move)
{
    settle();
    visit p =
        visit_send("GET", "/loss/picture?edit=R-2&rate=1&rate_at=100&likely=200&likely_at=100&effect=0&move=R-1:rate=0",
                   PAIRS("HX-Request", "true", "HX-Source", "input#k-rate_at"), (str){0});
    check_int(p.status, 200);
    check_has(p.body, "206 EUR");
}
