// simulated_test.c: what only the simulation counts is saved with a word about it, named where the exact engine leaves it out.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/desk.h"
#include "plan/estimate/loss_paper.h"
#include "platform/paper/json.h"
#include "test/visit.h"

#include <math.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return criteria_load(c);
}

// R-1 with a rate that is known, R-2 in a group with one that is not.
static void settle(void)
{
    ctx *c = fixture();
    visit_open(c);
    check_done(c, operate_with(c, load, NULL));
    fixture_made(MAX, &risk_entity, PAIRS("title", "Known", "owner", "Olive", "unit", "North"));
    fixture_made(MAX, &risk_entity, PAIRS("title", "Uncertain", "owner", "Olive", "unit", "North"));
    fixture_made(MAX, &loss_group_entity, PAIRS("name", "One supplier", "variance", "2"));
    fixture_made(MAX, &estimate_entity, PAIRS("risk", "R-1", "rate", "0.5", "severity", "same", "likely", "1000 EUR"));
    fixture_made(MAX, &estimate_entity,
                 PAIRS("risk", "R-2", "frequency", "between", "rate_low", "1", "rate_high", "4", "severity", "same",
                       "likely", "100 EUR", "sector", "One supplier"));
}

TEST(an_uncertain_rate_in_a_group_is_saved_with_its_mean_and_a_word_about_it)
{
    settle();
    const estimate *e = record_seek(fixture_as(MAX), &estimate_entity, 2);
    check(e->expected.minor > 20000 && e->expected.minor < 25000);
    visit_as(OLIVE);
    check_has(visit_get("/estimate/LE-2").body, "Only the simulation counts it");
    check_lacks(visit_get("/estimate/LE-1").body, "Only the simulation counts it");
}

TEST(the_exact_answer_names_what_it_could_not_take_and_the_simulation_takes_it)
{
    settle();
    exposure x;
    ctx *c = fixture_as(MAX);
    check_done(c, exposure_read(c, &(loss_choice){0}, LOSS_EXACT, &x));
    check_int(x.nrisks, 1);
    check_int(x.nout, 1);
    check_int(x.out[0].risk, 2);
    check(x.out[0].simulated);
    check_has(x.out[0].why, "only the simulation counts");
    check_done(c, exposure_read(c, &(loss_choice){0}, LOSS_MONTECARLO, &x));
    check_int(x.nrisks, 2);
    check_int(x.nout, 0);
    visit_as(MAX);
    str exact = visit_get("/api/v1/loss/curve").body,
        drawn = visit_get("/api/v1/loss/curve?engine=montecarlo&seed=3").body;
    check_has(exact, "\"left_out\":[{\"risk\":\"R-2\",\"reason\":\"only the simulation counts");
    check_has(exact, "\"simulated\":true");
    check_has(drawn, "\"left_out\":[]");
    double mean = 0;
    json_double(json_get(json_get(json_read(test_arena, drawn, NULL), "current"), "mean"), &mean);
    check(fabs(mean - 500 - 230) < 15);
    check_has(visit_get("/loss").body, "1 risk does not count");
    check_has(visit_get("/api/v1/loss/what-if?what=R-2&rate_low=2").body, "R-2 is left out: only the simulation");
    check_has(visit_get("/api/v1/loss/what-if?what=R-1&rate=2").body, "\"left_out\":[{\"risk\":\"R-2\"");
}

TEST(a_paper_names_what_it_leaves_out)
{
    settle();
    ctx *c = fixture_as(MAX);
    paper p = paper_begin(test_arena, &(paper_head){.title = S("x")});
    loss_summary s = loss_summarise(c, &(loss_choice){0});
    loss_paper(c, &p, &s, false);
    check_has(text_str(&p.out), "R-2 Uncertain does not count: only the simulation counts");
}

TEST(an_insured_year_in_a_group_has_its_mean_by_simulation)
{
    settle();
    ctx *c = fixture_as(MAX);
    check_done(c, fixture_set(c, &estimate_entity, 1,
                              PAIRS("rate", "2", "sector", "One supplier", "annual_deductible", "1000 EUR",
                                    "annual_cover", "900000000 EUR")));
    // At most one event a year stays with us: P(any) with a gamma factor of variance 2 is 1 - (1 + 2 * 2)^(-1/2).
    const estimate *e = record_seek(fixture_as(MAX), &estimate_entity, 1);
    check(fabs((double)e->expected.minor / 100 - 1000 * (1 - 1 / sqrt(5))) < 10);
}

TEST(what_no_engine_takes_is_refused_all_the_same)
{
    settle();
    ctx *c = fixture_as(MAX);
    check_refused(
        c, fixture_set(c, &estimate_entity, 1, PAIRS("frequency", "once", "rate", "0.5", "sector", "One supplier")),
        "cannot move a risk that occurs at most once");
}
