// check_test.c: nonsense is refused, with the field and the reason.
// SPDX-License-Identifier: Apache-2.0
#include "test/severity.h"
#include "test/tally.h"
#include "plan/loss/loss.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static arena store;

#define GOOD .frequency.rate = 1, .severity = BETWEEN(1, 5)

static void refused(loss_risk r, loss_engine engine, const char *field)
{
    arena a = store;
    const loss_risk both[] = {{GOOD}, r};
    const loss_sector s = {.variance = 1};
    loss_portfolio p = {.risks = both, .nrisks = 2, .sectors = &s, .nsectors = 1};
    loss_options o = {.engine = engine};
    loss_answer out;
    loss_refusal *bad = NULL;
    if (loss_curve(&a, &p, &o, &out, &bad)) fail_msg("%s was not refused", field);
    if (strcmp(bad->field, field) != 0) fail_msg("%s was refused as %s: %.*s", field, bad->field, STRF(bad->reason));
    assert_string_equal(bad->what, "risk");
    assert_int_equal(bad->row, 1);
    assert_true(bad->reason.n > 0);
}

static void rates_are_refused_below_zero_or_without_sense(void **state)
{
    (void)state;
    const double bad[] = {-1, NAN, INFINITY, 2e9};
    for (int i = 0; i < countof(bad); i++)
        for (loss_engine e = LOSS_EXACT; e <= LOSS_MONTECARLO; e++)
            refused((loss_risk){.frequency.rate = bad[i], .severity = BETWEEN(1, 5)}, e, "rate");
    refused((loss_risk){.frequency = {.kind = LOSS_ONCE, .rate = 1.5}, .severity = BETWEEN(1, 5)}, LOSS_EXACT, "rate");
    refused((loss_risk){.frequency = {.kind = LOSS_UNCERTAIN, .low = 3, .high = 2}, .severity = BETWEEN(1, 5)},
            LOSS_EXACT, "low");
    refused((loss_risk){.frequency = {.kind = LOSS_UNCERTAIN, .low = 2, .high = 2}, .severity = BETWEEN(1, 5)},
            LOSS_EXACT, "high");
    refused((loss_risk){.frequency = {.kind = LOSS_FAIR, .contact = 1, .action = 1.1, .vulnerability = 1},
                        .severity = BETWEEN(1, 5)},
            LOSS_EXACT, "action");
}

static void severities_are_refused_where_they_make_no_distribution(void **state)
{
    (void)state;
    const struct {
        loss_severity s;
        const char *field;
    } bad[] = {{BETWEEN(5, 5), "b"},           {BETWEEN(6, 5), "a"},
               {BETWEEN(0, 5), "a"},           {BETWEEN(-1, 5), "a"},
               {BETWEEN(NAN, 5), "a"},         {BETWEEN(1, INFINITY), "b"},
               {BETWEEN(1, 1e29), "b"},        {LIKELY(3, 2, 9), "b"},
               {LIKELY(9, 5, 3), "a"},         {LIKELY(5, 5, 5), "c"},
               {LIKELY(1, 9, 5), "b"},         {LIKELY(-1, 2, 5), "a"},
               {{.kind = LOSS_CONSTANT}, "a"}, {{.kind = LOSS_EMPIRICAL}, "list"}};
    for (int i = 0; i < countof(bad); i++)
        refused((loss_risk){.frequency.rate = 1, .severity = bad[i].s}, LOSS_EXACT, bad[i].field);
    const double list[] = {1, -2};
    refused((loss_risk){.frequency.rate = 1, .severity = {.kind = LOSS_EMPIRICAL, .list = list, .amounts = 2}},
            LOSS_EXACT, "list");
    refused((loss_risk){GOOD, .second_share = 0.5, .second = BETWEEN(5, 5)}, LOSS_EXACT, "second.b");
    refused((loss_risk){GOOD, .second_share = 2}, LOSS_EXACT, "second_share");
    refused((loss_risk){GOOD, .event = {LOSS_KEPT, 1, 0}}, LOSS_EXACT, "event.limit");
    refused((loss_risk){GOOD, .annual = {LOSS_CEDED, -1, 1}}, LOSS_EXACT, "annual.deductible");
}

static void what_only_the_simulation_can_do_is_refused_by_the_exact_engine(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk uncertain = {
        .frequency = {.kind = LOSS_UNCERTAIN, .low = 1, .high = 2}, .severity = BETWEEN(1, 5), .sector = 1};
    refused(uncertain, LOSS_EXACT, "sector");
    refused((loss_risk){GOOD, .link = 0.5}, LOSS_EXACT, "link");
    refused((loss_risk){GOOD, .sector = 2}, LOSS_MONTECARLO, "sector");
    const loss_sector s = {.variance = 1};
    loss_portfolio p = {.risks = &uncertain, .nrisks = 1, .sectors = &s, .nsectors = 1};
    loss_options o = {.engine = LOSS_MONTECARLO};
    assert_null(loss_check(&a, &p, &o));
}

static void more_events_than_can_be_drawn_are_refused_not_begun(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r = {.frequency.rate = 1e7, .severity = BETWEEN(1, 5)};
    loss_portfolio p = {.risks = &r, .nrisks = 1};
    loss_options o = {.engine = LOSS_MONTECARLO};
    loss_answer out;
    loss_refusal *bad;
    assert_false(loss_curve(&a, &p, &o, &out, &bad));
    assert_string_equal(bad->what, "option");
    assert_string_equal(bad->field, "years");
}

static void options_controls_and_sectors_are_checked(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r = {GOOD};
    const loss_effect e[] = {{.risk = 0, .low = 0.5, .high = 0.2}, {.risk = 4, .low = 0.5, .high = 0.5}};
    const loss_control c[] = {
        {.effects = e, .neffects = 1}, {.effects = e + 1, .neffects = 1}, {.cost = NAN}, {.failures = 1}};
    const loss_sector s = {.variance = 0};
    loss_portfolio p = {.risks = &r, .nrisks = 1, .controls = c, .ncontrols = 4, .sectors = &s, .nsectors = 1};
    loss_options o = {.years = -1, .threads = 1000, .appetite = NAN, .without = 9};
    const char *want[] = {"years", "threads", "appetite", "without", "variance", "factor", "risk", "cost", "days_down"};
    const loss_refusal *bad = loss_check(&a, &p, &o);
    for (int i = 0; i < countof(want); i++, bad = bad->next) {
        assert_non_null(bad);
        assert_string_equal(bad->field, want[i]);
    }
    assert_null(bad);
}

static void a_factor_that_drives_a_probability_above_one_is_refused(void **state)
{
    (void)state;
    const loss_risk r = {.frequency = {.kind = LOSS_ONCE, .rate = 0.5}, .severity = BETWEEN(1, 5)};
    const loss_effect e = {.risk = 0, .low = 3, .high = 3};
    const loss_control c = {.effects = &e, .neffects = 1};
    loss_portfolio p = {.risks = &r, .nrisks = 1, .controls = &c, .ncontrols = 1};
    for (loss_engine engine = LOSS_EXACT; engine <= LOSS_MONTECARLO; engine++) {
        arena a = store;
        loss_options o = {.engine = engine};
        loss_answer out;
        loss_refusal *bad;
        assert_false(loss_curve(&a, &p, &o, &out, &bad));
        assert_string_equal(bad->field, "rate");
    }
}

static void the_same_inputs_have_the_same_hash_and_others_another(void **state)
{
    (void)state;
    arena a = store;
    loss_risk r = {GOOD, .code = S("R-1")};
    loss_portfolio p = {.risks = &r, .nrisks = 1, .currency = S("EUR"), .price_year = 2027};
    loss_options o = {0};
    loss_answer x, y;
    loss_refusal *bad;
    assert_true(loss_curve(&a, &p, &o, &x, &bad) && loss_curve(&a, &p, &o, &y, &bad));
    assert_true(hash_eq(x.inputs, y.inputs));
    p.price_year++;
    assert_true(loss_curve(&a, &p, &o, &y, &bad) && !hash_eq(x.inputs, y.inputs));
    p.price_year--;
    r.severity.b = nextafter(r.severity.b, 9);
    assert_true(loss_curve(&a, &p, &o, &y, &bad) && !hash_eq(x.inputs, y.inputs));
}

int main(void)
{
    store = arena_make((ptrdiff_t)1 << 30);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_refused_below_zero_or_without_sense),
        cmocka_unit_test(severities_are_refused_where_they_make_no_distribution),
        cmocka_unit_test(what_only_the_simulation_can_do_is_refused_by_the_exact_engine),
        cmocka_unit_test(more_events_than_can_be_drawn_are_refused_not_begun),
        cmocka_unit_test(options_controls_and_sectors_are_checked),
        cmocka_unit_test(a_factor_that_drives_a_probability_above_one_is_refused),
        cmocka_unit_test(the_same_inputs_have_the_same_hash_and_others_another),
    };
    return test_tally((int)(sizeof tests / sizeof *tests), cmocka_run_group_tests(tests, NULL, NULL), 0);
}
