// listed_test.c: a list of losses as what one event costs: read with the place of what is wrong, counted, and taken from the record.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/listed.h"
#include "plan/estimate/desk.h"
#include "plan/estimate/what_if.h"
#include "test/visit.h"

#include <math.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void refuse(const char *losses, const char *sentence)
{
    ctx *c = fixture_as(MAX);
    check_refused(
        c,
        fixture_add(c, &estimate_entity, PAIRS("risk", "R-1", "rate", "2", "severity", "empirical", "losses", losses)),
        sentence);
}

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
    fixture_made(MAX, &risk_entity, PAIRS("title", "Lost parcels", "owner", "Olive", "unit", "North"));
}

static i64 estimate_it(const char *losses)
{
    return fixture_made(MAX, &estimate_entity,
                        PAIRS("risk", "R-1", "rate", "2", "severity", "empirical", "losses", losses));
}

static const desk *desk_now(void)
{
    fixture_clock(1000);
    ctx *c = fixture_as(MAX);
    const desk *d = desk_take(c, &(loss_choice){0});
    check_done(c, d != NULL);
    return d;
}

TEST(what_is_no_loss_is_named_with_its_place)
{
    settle();
    refuse("100 EUR; 200\n1,200", "Loss 3 (line 2), \"1,200\", is no amount in EUR");
    refuse("100\n\n0.00", "Loss 2 (line 3), \"0.00\", is not above zero");
    refuse("100 -5", "Loss 2 (line 1), \"-5\", is not above zero");
    refuse("100 1e3", "Loss 2 (line 1), \"1e3\", is no amount");
    refuse("100 NaN", "Loss 2 (line 1), \"NaN\", is no amount");
    refuse("100 EUR 30 USD", "Loss 2 (line 1) is in USD");
    refuse("EUR 100", "Loss 1 (line 1), \"EUR\", is no amount");
    refuse(" ;\n; ", "holds no loss");
    text many = {.a = test_arena};
    for (int i = 0; i <= LISTED_MOST; i++) put(&many, S("7 "));
    refuse(str_z(test_arena, text_str(&many)), "at most 1000 losses");
    ctx *c = fixture_as(MAX);
    check_refused(c,
                  fixture_add(c, &estimate_entity,
                              PAIRS("risk", "R-1", "rate", "2", "severity", "same", "likely", "5 EUR", "losses", "7")),
                  "leave it empty");
}

TEST(a_list_counts_each_of_its_losses_alike)
{
    settle();
    estimate_it("100\n300 EUR; 800.00");
    const estimate *e = record_seek(fixture_as(MAX), &estimate_entity, 1);
    check_int(e->expected.minor, 80000);
    const loss_answer *now = desk_answer(desk_now(), LOSS_CURRENT);
    check_real(now->mean, 800, 1e-3);
    check_real(now->level[0], 800, 1e-6); // P(<= 700) is 0.4967: the sums are whole hundreds
    desk_give();
}

TEST(a_list_outlives_the_request_and_is_read_without_the_controls_that_are_there)
{
    settle();
    estimate_it("100 300");
    fixture_made(MAX, &control_entity,
                 PAIRS("name", "Insurance", "owner", "Olive", "unit", "North", "status", "implemented", "factor_on",
                       "severity", "factor", "0.5", "risks", "R-1"));
    exposure x;
    ctx *c = fixture_as(MAX);
    check_done(c, exposure_read(c, &(loss_choice){0}, LOSS_EXACT, &x));
    exposure kept = exposure_copy(test_arena, &x);
    ((double *)(uintptr_t)x.portfolio[LOSS_CURRENT].risks[0].severity.list)[0] =
        7e7; // the request's memory is used again
    check_real(kept.portfolio[LOSS_CURRENT].risks[0].severity.list[0], 200, 1e-9);
    check_str(kept.risks[0].of[STAGE_CURRENT]->losses, "100 300");
    const desk *d = desk_now();
    check_real(desk_answer(d, LOSS_CURRENT)->mean, 400, 1e-3);
    check_real(desk_answer(d, LOSS_INHERENT)->mean, 800, 1e-3);
    int n;
    check_real(desk_controls(d, LOSS_CURRENT, &n)[0].mean, 400, 1e-2);
    desk_give();
}

TEST(another_loss_in_the_list_is_another_input_and_another_estimate)
{
    settle();
    estimate_it("100 300");
    hash was = desk_exposure(desk_now())->inputs, counted = desk_answer(desk_now(), LOSS_CURRENT)->inputs;
    ctx *c = fixture_as(OLIVE);
    check_done(c, fixture_set(c, &estimate_entity, 1, PAIRS("losses", "100 500")));
    check(!hash_eq(desk_exposure(desk_now())->inputs, was));
    check(!hash_eq(desk_answer(desk_now(), LOSS_CURRENT)->inputs, counted));
    const estimate *e = record_seek(fixture_as(MAX), &estimate_entity, 1);
    check_int(e->estimator.id, OLIVE);
    check_int(e->expected.minor, 60000);
    desk_give();
}

TEST(a_what_if_tries_other_losses_on_the_page_and_in_the_api)
{
    settle();
    estimate_it("100\n300");
    visit_as(MAX);
    check_has(visit_get("/loss?edit=R-1").body, "name='losses' value='100 300'");
    check_has(visit_get("/loss?edit=R-1&losses=500+700").body, "one of 2 losses, from 500 to 700 EUR");
    check_has(visit_get("/loss?edit=R-1&losses=500+7,0").body, "Loss 2 (line 1), &quot;7,0&quot;, is no amount");
    check_has(visit_get("/api/v1/loss/what-if?what=R-1&losses=500;700").body, "\"after\":{\"mean\":1200");
    check_int(visit_get("/api/v1/loss/what-if?what=R-1&losses=500;x").status, 422);
}

TEST(the_losses_on_record_are_taken_at_one_press)
{
    settle();
    fixture_made(MAX, &estimate_entity, PAIRS("risk", "R-1", "rate", "2", "low", "10 EUR", "high", "20 EUR"));
    fixture_made(MAX, &realised_loss_entity, PAIRS("risk", "R-1", "day", "today-9", "amount", "120 EUR"));
    visit_as(OLIVE);
    check_lacks(visit_get("/estimate/LE-1").body, "Take the losses on record");
    ctx *c = fixture_as(MAX);
    const action *take = action_find(&estimate_entity, S("take-losses"));
    check_refused(c, operate(c, take, 1, 0, NULL), "fewer than 2 losses");
    fixture_made(MAX, &realised_loss_entity, PAIRS("risk", "R-1", "day", "today-3", "amount", "75.50 EUR"));
    visit_as(OLIVE);
    check_has(visit_get("/estimate/LE-1").body, "Take the losses on record");
    check_int(visit_post("/estimate/LE-1/take-losses", "").status, 303);
    const estimate *e = record_seek(fixture_as(MAX), &estimate_entity, 1);
    check_str(e->losses, "75.50\n120.00");
    check_int(e->severity, COSTS_LISTED);
    check_int(e->expected.minor, 19550);
    check_has(visit_get("/risk/R-1").body, "An event costs one of 2 losses");
    check_has(visit_get("/risk/R-1").body, "Of 2 losses on record, 2 lie within the range");
    visit_as(AUGUST); // who may not change it is not offered it
    check_lacks(visit_get("/estimate/LE-1").body, "Take the losses on record");
    check_int(visit_post("/estimate/LE-1/take-losses", "").status, 403);
}
