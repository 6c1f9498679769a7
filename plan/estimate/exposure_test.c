// exposure_test.c: estimates are checked, read into the engine in the reader's reach, and controls are worth what they change.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/desk.h"
#include "plan/estimate/loss_paper.h"
#include "plan/estimate/what_if.h"
#include "test/visit.h"

#include <math.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return criteria_load(c);
}

static void refuse(const entity *e, const char *const *pairs, const char *sentence)
{
    ctx *c = fixture_later(MAX);
    check_refused(c, fixture_add(c, e, pairs) != 0, sentence);
}

// Two risks in North, one in South; a control in place over the first, one planned over the first two.
static void settle(void)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, load, NULL));
    fixture_made(MAX, &risk_entity, PAIRS("title", "First", "owner", "Olive", "unit", "North"));
    fixture_made(MAX, &risk_entity, PAIRS("title", "Second", "owner", "Olive", "unit", "North"));
    fixture_made(MAX, &risk_entity, PAIRS("title", "Third", "owner", "Oscar", "unit", "South"));
    fixture_made(MAX, &estimate_entity, PAIRS("risk", "R-1", "rate", "0.5", "severity", "same", "likely", "1000 EUR"));
    fixture_made(MAX, &estimate_entity, PAIRS("risk", "R-2", "rate", "2", "low", "100 EUR", "high", "1000 EUR"));
    fixture_made(MAX, &estimate_entity, PAIRS("risk", "R-3", "rate", "1", "severity", "same", "likely", "7000 EUR"));
    fixture_made(MAX, &control_entity,
                 PAIRS("name", "Lock", "owner", "Olive", "unit", "North", "status", "implemented", "cost", "100 EUR",
                       "factor_on", "rate", "factor", "0.25", "risks", "R-1"));
    fixture_made(MAX, &control_entity,
                 PAIRS("name", "Guard", "owner", "Olive", "unit", "North", "status", "planned", "cost", "300 EUR",
                       "factor_on", "severity", "factor", "0.4", "factor_to", "0.6", "risks", "R-1; R-2"));
}

static exposure read_as(i64 person, const loss_choice *choice)
{
    exposure x;
    ctx *c = fixture_later(person);
    check_done(c, exposure_read(c, choice, LOSS_EXACT, &x));
    return x;
}

static double mean_of(const exposure *x, loss_view v)
{
    loss_answer out;
    loss_refusal *bad;
    loss_options o = {.view = v};
    check(loss_curve(test_arena, &x->portfolio[v], &o, &out, &bad));
    return out.mean;
}

static void check_near(double x, double y)
{
    check(fabs(x - y) <= 1e-5 * fabs(y));
}

TEST(nonsense_is_refused_with_its_field_and_reason)
{
    settle();
    fixture_made(MAX, &risk_entity, PAIRS("title", "Fourth", "owner", "Olive", "unit", "North"));
#define NO(sentence, ...) refuse(&estimate_entity, PAIRS("risk", "R-4", __VA_ARGS__), sentence)
    NO("is below zero", "rate", "-1", "low", "10 EUR", "high", "20 EUR");
    NO("is no number", "rate", "NaN", "low", "10 EUR", "high", "20 EUR");
    NO("5th percentile is above the 95th", "rate", "1", "low", "30 EUR", "high", "20 EUR");
    NO("zero width", "rate", "1", "low", "20 EUR", "high", "20 EUR");
    NO("infinite", "rate", "1", "low", "0.01 EUR", "high", "90000000000000000 EUR");
    NO("likely value is above the maximum", "rate", "1", "severity", "likely", "low", "10 EUR", "likely", "90 EUR",
       "high", "20 EUR");
    NO("between 0 and 1", "frequency", "once", "rate", "1.5", "low", "10 EUR", "high", "20 EUR");
    NO("zero width", "frequency", "between", "rate_low", "2", "rate_high", "2", "low", "10 EUR", "high", "20 EUR");
    NO("leave it empty", "rate", "1", "rate_low", "2", "low", "10 EUR", "high", "20 EUR");
    NO("needs a figure", "rate", "1", "low", "10 EUR");
    NO("counted in EUR", "rate", "1", "low", "10 USD", "high", "20 USD");
    NO("Say up to how much", "rate", "1", "low", "10 EUR", "high", "20 EUR", "deductible", "5 EUR");
    NO("second loss", "rate", "1", "low", "10 EUR", "high", "20 EUR", "second_low", "5 EUR");
#undef NO
    refuse(&estimate_entity, PAIRS("risk", "R-1", "rate", "1", "low", "10 EUR", "high", "20 EUR"),
           "has an estimate for this standpoint");
    refuse(&control_entity, PAIRS("name", "x", "owner", "Olive", "unit", "North", "factor", "0.5"),
           "what the factor lowers");
    refuse(&control_entity, PAIRS("name", "x", "owner", "Olive", "unit", "North", "factor_on", "rate", "factor", "0"),
           "0.0001");
    refuse(
        &control_entity,
        PAIRS("name", "x", "owner", "Olive", "unit", "North", "factor_on", "rate", "factor", "0.5", "factor_to", "0.4"),
        "ends below");
    refuse(&realised_loss_entity, PAIRS("risk", "R-1", "day", "today+2", "amount", "5 EUR"), "in the past");
}

TEST(the_risk_shows_the_mean_of_its_current_estimate)
{
    settle();
    const risk *r = record_seek(fixture_later(MAX), &risk_entity, 1);
    check(r->yearly_loss.is && r->yearly_loss.x == 500);
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_set(c, &estimate_entity, 1, PAIRS("rate", "3")));
    r = record_seek(fixture_later(MAX), &risk_entity, 1);
    check(r->yearly_loss.x == 3000);
    c = fixture_later(MAX);
    check_done(c, operate_end(c, &estimate_entity, 1, 0));
    r = record_seek(fixture_later(MAX), &risk_entity, 1);
    check(!r->yearly_loss.is);
}

TEST(the_current_curve_is_what_was_estimated_and_the_others_follow_from_the_controls)
{
    settle();
    exposure x = read_as(MAX, &(loss_choice){.unit = 2});
    check_int(x.nrisks, 2);
    double second = money_units(((const estimate *)x.risks[1].of[STAGE_CURRENT])->expected);
    check_near(mean_of(&x, LOSS_CURRENT), 500 + second);
    check_near(mean_of(&x, LOSS_INHERENT), 500 / 0.25 + second);
    check_near(mean_of(&x, LOSS_TARGET), (500 + second) * 0.5);
}

TEST(an_estimate_of_its_own_stands_before_what_the_controls_would_give)
{
    settle();
    fixture_made(MAX, &estimate_entity,
                 PAIRS("risk", "R-1", "stage", "target", "rate", "0.1", "severity", "same", "likely", "900 EUR"));
    fixture_made(MAX, &estimate_entity,
                 PAIRS("risk", "R-1", "stage", "inherent", "rate", "4", "severity", "same", "likely", "1000 EUR"));
    i64 one[] = {1};
    exposure x = read_as(MAX, &(loss_choice){.risks = one, .nrisks = 1});
    check_near(mean_of(&x, LOSS_CURRENT), 500);
    check_near(mean_of(&x, LOSS_INHERENT), 4000);
    check_near(mean_of(&x, LOSS_TARGET), 90);
}

TEST(a_links_own_factor_stands_in_place_of_the_controls)
{
    settle();
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_set(c, &control_risk_entity, 1, PAIRS("factor_on", "severity", "factor", "0.5")));
    i64 one[] = {1};
    exposure x = read_as(MAX, &(loss_choice){.risks = one, .nrisks = 1});
    check_near(mean_of(&x, LOSS_INHERENT), 1000);
}

TEST(a_control_that_fails_in_time_works_for_its_share_and_the_answer_says_so)
{
    settle();
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_set(c, &control_entity, 1, PAIRS("failures", "0.2", "days_down", "365"))); // 1 of 6 is lost
    i64 one[] = {1};
    loss_choice choice = {.risks = one, .nrisks = 1};
    exposure x = read_as(MAX, &choice);
    check_near(mean_of(&x, LOSS_CURRENT), 500);
    check_near(mean_of(&x, LOSS_INHERENT), 500 / (1 - 0.75 / 1.2));
    loss_answer out;
    loss_refusal *bad;
    check(loss_curve(test_arena, &x.portfolio[LOSS_CURRENT], &(loss_options){0}, &out, &bad));
    check(out.notes & LOSS_NOTE_FAILURE);
    loss_options o = {.engine = LOSS_MONTECARLO, .years = 200000, .seed = 4};
    loss_answer drawn;
    check(loss_curve(test_arena, &x.portfolio[LOSS_CURRENT], &o, &drawn, &bad));
    check(fabs(drawn.mean - 500) < 4.5 * drawn.sd / sqrt(200000));
    check(!(drawn.notes & LOSS_NOTE_FAILURE));
    check(drawn.sd > 1.05 * out.sd); // years with the control down are worse than years on average
    hash was = x.inputs;
    c = fixture_later(MAX);
    check_done(c, fixture_set(c, &control_entity, 1, PAIRS("failures", "4", "days_down", "18.25"))); // the same share
    x = read_as(MAX, &choice);
    check(!hash_eq(x.inputs, was));
    check_near(mean_of(&x, LOSS_INHERENT), 500 / (1 - 0.75 / 1.2));
}

TEST(a_failure_needs_how_often_and_how_long)
{
    settle();
#define NO(sentence, ...)                                                                                              \
    refuse(&control_entity, PAIRS("name", "x", "owner", "Olive", "unit", "North", __VA_ARGS__), sentence)
    NO("how often a year it fails", "days_down", "3");
    NO("how many days it takes", "failures", "3");
    NO("above 0 and at most 1,000", "failures", "0", "days_down", "3");
    NO("above 0 and at most 1,000", "failures", "1001", "days_down", "3");
    NO("above 0 and at most 3,650", "failures", "1", "days_down", "0");
    NO("above 0 and at most 3,650", "failures", "1", "days_down", "3651");
#undef NO
}

TEST(a_reader_counts_what_is_in_reach_and_no_more)
{
    settle();
    check_int(read_as(MAX, &(loss_choice){0}).nrisks, 3);
    check_int(read_as(OLIVE, &(loss_choice){0}).nrisks, 2);
    exposure x = read_as(OSCAR, &(loss_choice){0});
    check_int(x.nrisks, 1);
    check_int(x.risks[0].id, 3);
    ctx *c = fixture_later(OSCAR);
    check_refused(c, exposure_read(c, &(loss_choice){.risks = (i64[]){1}, .nrisks = 1}, LOSS_EXACT, &x),
                  "There is no Risk R-1");
}

TEST(a_control_out_of_reach_counts_without_a_name)
{
    settle();
    fixture_made(MAX, &control_entity,
                 PAIRS("name", "Secret fence", "owner", "Oscar", "unit", "South", "status", "planned", "factor_on",
                       "rate", "factor", "0.1", "risks", "R-1; R-3"));
    exposure x = read_as(OLIVE, &(loss_choice){.risks = (i64[]){1}, .nrisks = 1});
    check_near(mean_of(&x, LOSS_TARGET), 500 * 0.5 * 0.1);
    check_int(x.portfolio[0].ncontrols, 3);
    for (int i = 0; i < 3; i++) check(!str_eq(x.control_names[i], S("Secret fence")));
}

TEST(what_the_engine_does_not_take_is_left_out_and_named)
{
    settle();
    fixture_made(MAX, &risk_entity, PAIRS("title", "Fourth", "owner", "Olive", "unit", "North"));
    fixture_made(MAX, &estimate_entity,
                 PAIRS("risk", "R-4", "frequency", "once", "rate", "0.5", "low", "10 EUR", "high", "20 EUR"));
    fixture_made(MAX, &control_entity,
                 PAIRS("name", "Wall", "owner", "Olive", "unit", "North", "status", "implemented", "factor_on", "rate",
                       "factor", "0.2", "risks", "R-4")); // without it the chance would be 2.5
    exposure x = read_as(MAX, &(loss_choice){0});
    check_int(x.nrisks, 3);
    check_int(x.nout, 1);
    check_int(x.out[0].risk, 4);
    check_has(x.out[0].why, "between 0 and 1");
}

TEST(a_factor_that_drives_a_chance_above_one_leaves_its_risk_out)
{
    settle();
    fixture_made(MAX, &risk_entity, PAIRS("title", "Fourth", "owner", "Olive", "unit", "North"));
    fixture_made(MAX, &estimate_entity,
                 PAIRS("risk", "R-4", "frequency", "once", "rate", "0.5", "low", "10 EUR", "high", "20 EUR"));
    fixture_made(MAX, &control_entity,
                 PAIRS("name", "Magnet", "owner", "Olive", "unit", "North", "status", "planned", "factor_on", "rate",
                       "factor", "3", "risks", "R-4"));
    ctx *c = fixture_later(MAX);
    const desk *d = desk_take(c, &(loss_choice){0});
    check_done(c, d != NULL);
    check_int(desk_exposure(d)->nrisks, 3);
    check_has(desk_exposure(d)->out[0].why, "above 1");
    desk_give();
}

TEST(what_the_engine_refuses_among_others_is_said_and_crashes_nothing)
{
    settle();
    for (int i = 0; i < 9; i++)
        fixture_made(MAX, &control_entity,
                     PAIRS("name", "Lever", "owner", "Olive", "unit", "North", "status", "planned", "factor_on",
                           "severity", "factor", "1000", "risks", "R-1"));
    fixture_made(MAX, &control_entity,
                 PAIRS("name", "Last lever", "owner", "Olive", "unit", "North", "status", "planned", "factor_on",
                       "severity", "factor", "1000", "risks", "R-1"));
    ctx *c = fixture_later(MAX);
    check_refused(c, desk_take(c, &(loss_choice){0}) != NULL, "cannot be counted");
    c = fixture_later(MAX);
    check(!loss_summarise(c, &(loss_choice){0}).is);
}

TEST(the_value_of_a_control_is_the_curve_without_it_less_its_cost)
{
    settle();
    int n;
    ctx *c = fixture_later(MAX);
    const desk *d = desk_take(c, &(loss_choice){.risks = (i64[]){1}, .nrisks = 1});
    check_done(c, d != NULL);
    const loss_value *all = desk_controls(d, LOSS_TARGET, &n);
    check_int(n, 2);
    const exposure *x = desk_exposure(d);
    check_str(x->control_names[all[0].index], "Lock"); // saves 750 for 100; the guard 250 for 300
    check_near(all[0].mean, 500 / 0.25 * 0.5 - 250);
    check_near(all[0].net, 650);
    check_near(all[1].net, -50);
    desk_give();
}

TEST(a_desk_is_prepared_once_and_anew_when_a_figure_changes)
{
    settle();
    ctx *c = fixture_later(MAX);
    i64 before = desk_prepared();
    const desk *d = desk_take(c, &(loss_choice){0});
    check_done(c, d != NULL);
    hash was = desk_answer(d, LOSS_CURRENT)->inputs;
    check(desk_take(fixture_later(MAX), &(loss_choice){0}) == d);
    check_int(desk_prepared(), before + 1);
    fixture_made(MAX, &control_entity, PAIRS("name", "Of no effect", "owner", "Olive", "unit", "North"));
    d = desk_take(fixture_later(MAX), &(loss_choice){0});
    check_int(desk_prepared(), before + 1); // read anew, the same inputs
    check(hash_eq(desk_answer(d, LOSS_CURRENT)->inputs, was));
    c = fixture_later(MAX);
    check_done(c, fixture_set(c, &estimate_entity, 1, PAIRS("rate", "0.6")));
    d = desk_take(fixture_later(MAX), &(loss_choice){0});
    check_int(desk_prepared(), before + 2);
    check(!hash_eq(desk_answer(d, LOSS_CURRENT)->inputs, was));
    d = desk_take(fixture_later(OLIVE), &(loss_choice){0}); // another person, another desk
    check_int(desk_exposure(d)->nrisks, 2);
    for (int i = 0; i < 10; i++)
        check(desk_take(fixture_later(MAX), &(loss_choice){.risks = (i64[]){1 + i % 3}, .nrisks = 1}));
    desk_give();
}

static const char *const *given;
static bool from_pairs(void *from, const char *name, str *value)
{
    (void)from;
    for (const char *const *p = given; *p; p += 2)
        if (str_eq(str_of(p[0]), str_of(name))) return *value = str_of(p[1]), true;
    return false;
}

static bool try_one(ctx *c, const desk *d, i64 risk, loss_view view, what_if *w)
{
    *w = what_if_begin(desk_exposure(d), view);
    return what_if_move(c, w, risk, from_pairs, NULL) && what_if_ask(c, w, d);
}

TEST(a_what_if_moves_one_risk_under_the_controls_that_are_there)
{
    settle();
    ctx *c = fixture_later(MAX);
    what_if w;
    const desk *d = desk_take(c, &(loss_choice){0});
    given = PAIRS("rate", "1.5", "effect", "50");
    check_done(c, try_one(c, d, 1, LOSS_CURRENT, &w));
    check_near(w.after.mean - w.before.mean, 1.5 * 0.5 * 1000 - 500);
    given = PAIRS("likely", "3000");
    check_done(c, try_one(c, d, 1, LOSS_TARGET, &w));
    check_near(w.after.mean - w.before.mean, 0.5 * 2000 * 0.5);
    given = PAIRS("likely", "0");
    check_refused(c, try_one(c, d, 1, LOSS_CURRENT, &w), "must be above zero");
    desk_give();
}

TEST(what_is_insured_is_taken_off)
{
    settle();
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_set(c, &estimate_entity, 3, PAIRS("deductible", "2000 EUR", "cover", "4000 EUR")));
    const estimate *e = record_seek(fixture_later(MAX), &estimate_entity, 3);
    check_int(e->expected.minor, 300000); // of 7,000 the insurer pays 4,000, once a year
}

TEST(a_loss_group_moves_its_risks_together)
{
    settle();
    loss_answer apart, together;
    loss_refusal *bad;
    exposure x = read_as(MAX, &(loss_choice){.unit = 2});
    check(loss_curve(test_arena, &x.portfolio[0], &(loss_options){0}, &apart, &bad));
    fixture_made(MAX, &loss_group_entity, PAIRS("name", "One supplier", "variance", "2"));
    for (i64 id = 1; id <= 2; id++) {
        ctx *c = fixture_later(MAX);
        check_done(c, fixture_set(c, &estimate_entity, id, PAIRS("sector", "One supplier")));
    }
    x = read_as(MAX, &(loss_choice){.unit = 2});
    check(loss_curve(test_arena, &x.portfolio[0], &(loss_options){0}, &together, &bad));
    check_near(together.mean, apart.mean);
    check(together.level[3] > apart.level[3] * 1.2);
}

TEST(a_paper_carries_the_curve_where_there_are_figures)
{
    settle();
    ctx *c = fixture_later(MAX);
    paper p = paper_begin(test_arena, &(paper_head){.title = S("x")});
    loss_summary s = loss_summarise(c, &(loss_choice){.unit = 2});
    check(s.is);
    check_int(s.planned_cost.minor, 30000);
    loss_paper(c, &p, &s, false);
    check_has(text_str(&p.out), "After the plan");
    check_has(text_str(&p.out), "One in a hundred this or more");
    check_has(text_str(&p.out), "2 risks counted in money; engine exact");
    check_has(loss_summary_return(c, &s), "The controls that are planned cost 300 EUR a year and take ");
    fixture_made(MAX, &risk_entity, PAIRS("title", "Fourth", "owner", "Olive", "unit", "North"));
    c = fixture_later(MAX);
    s = loss_summarise(c, &(loss_choice){.risks = (i64[]){4}, .nrisks = 1});
    check(!s.is && !failed(c));
}

TEST(a_past_moment_counts_what_was_estimated_then)
{
    settle();
    ctx *c = fixture_later(MAX);
    moment then = c->now;
    fixture_clock(5000000);
    c = fixture_later(MAX);
    check_done(c, fixture_set(c, &estimate_entity, 1, PAIRS("rate", "4")));
    c = fixture_later(MAX);
    i64 one[] = {1};
    check_near(loss_summarise(c, &(loss_choice){.risks = one, .nrisks = 1}).answers[LOSS_CURRENT].mean, 4000);
    c->moment = then;
    check_near(loss_summarise(c, &(loss_choice){.risks = one, .nrisks = 1}).answers[LOSS_CURRENT].mean, 500);
    const desk *d = desk_take(c, &(loss_choice){.risks = one, .nrisks = 1});
    check_near(desk_answer(d, LOSS_CURRENT)->mean, 500);
    desk_give();
}
