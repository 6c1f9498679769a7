// whatif_test.c: edits, controls and risks left out, moved inputs, and every risk on its own.
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

enum { RISKS = 40 };

static loss_risk risks[RISKS];
static loss_effect effects[3] = {{.risk = 3, .low = 0.4, .high = 0.4},
                                 {.risk = 4, .low = 0.5, .high = 0.5},
                                 {.risk = 5, .on_severity = true, .low = 0.3, .high = 0.3}};
static loss_control controls[2] = {{.effects = effects, .neffects = 2, .cost = 2000},
                                   {.effects = effects + 2, .neffects = 1, .cost = 10}};

static uint64_t dice = 3;

static double log_even(double low, double high)
{
    dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
    return low * exp((double)(dice >> 11) * 0x1.0p-53 * log(high / low));
}

static loss_portfolio portfolio(void)
{
    for (int i = 0; i < RISKS; i++) {
        double size = log_even(100, 1e4), ratio = log_even(2, 100);
        risks[i] = (loss_risk){.frequency.rate = log_even(0.05, 4)};
        if (i % 3)
            risks[i].severity = (loss_severity)BETWEEN(size, size * ratio);
        else
            risks[i].severity = (loss_severity)LIKELY(size, size * 0.4 * (1 + ratio), size * ratio);
    }
    return (loss_portfolio){.risks = risks, .nrisks = RISKS, .controls = controls, .ncontrols = 2};
}

static loss_base *base_of(arena *a, const loss_portfolio *p, loss_options o)
{
    loss_refusal *bad;
    loss_base *b = loss_prepare(a, p, &o, &bad);
    if (!b) fail_msg("%s %d %s %.*s", bad->what, bad->row, bad->field, STRF(bad->reason));
    return b;
}

static loss_answer curve_of(arena *a, const loss_portfolio *p, loss_options o)
{
    loss_answer out;
    loss_refusal *bad;
    if (!loss_curve(a, p, &o, &out, &bad))
        fail_msg("%s %d %s %.*s", bad->what, bad->row, bad->field, STRF(bad->reason));
    return out;
}

static void same(const loss_answer *x, const loss_answer *y, double within)
{
    assert_true(fabs(x->mean - y->mean) <= 1e-9 * y->mean);
    assert_true(fabs(x->none - y->none) <= 1e-12);
    for (int i = 0; i < LOSS_LEVELS; i++) {
        if (fabs(x->level[i] - y->level[i]) > within * y->level[i])
            fail_msg("%.10g, afresh %.10g", x->level[i], y->level[i]);
        if (fabs(x->tail[i] - y->tail[i]) > 1e-4 * y->tail[i])
            fail_msg("tail %.10g, afresh %.10g", x->tail[i], y->tail[i]);
    }
}

static void an_edit_equals_the_curve_computed_afresh(void **state)
{
    (void)state;
    arena a = store;
    loss_portfolio p = portfolio();
    loss_options o = {.appetite = 200000};
    loss_base *b = base_of(&a, &p, o);
    const loss_risk now[] = {
        {.frequency.rate = 9, .severity = BETWEEN(2000, 90000)},
        {.frequency.rate = 0.01, .severity = BETWEEN(2000, 90000)},
        {.frequency.rate = 0, .severity = BETWEEN(2000, 90000)},
        {.frequency.rate = 2, .severity = AMOUNT(5000)},
        {.frequency.rate = 300, .severity = BETWEEN(2e5, 9e6)}, // far beyond the prepared range
        {.frequency = {.kind = LOSS_ONCE, .rate = 0.5}, .severity = BETWEEN(1e4, 9e5)},
        {.frequency.rate = 1, .severity = BETWEEN(1e3, 9e4), .second_share = 0.5, .second = LIKELY(1, 2e4, 1e5)}};
    for (int i = 0; i < countof(now); i++)
        for (int at = 0; at < RISKS; at += 13) {
            loss_answer edited, fresh;
            loss_refusal *bad;
            assert_true(loss_edit(&a, b, at, now + i, &edited, &bad));
            loss_risk keep = risks[at];
            risks[at] = now[i];
            fresh = curve_of(&a, &p, o);
            risks[at] = keep;
            same(&edited, &fresh, 2e-4);
            assert_true(fabs(edited.passing - fresh.passing) < 1e-5);
            assert_memory_equal(edited.inputs.b, fresh.inputs.b, 32);
        }
    loss_answer unchanged;
    loss_refusal *bad;
    assert_true(loss_edit(&a, b, 7, risks + 7, &unchanged, &bad));
    same(&unchanged, loss_base_answer(b), 1e-9);
}

static void several_edits_at_once_equal_the_curve_computed_afresh(void **state)
{
    (void)state;
    arena a = store;
    loss_portfolio p = portfolio();
    loss_options o = {.appetite = 200000};
    loss_base *b = base_of(&a, &p, o);
    const int at[] = {3, 11, 29};
    const loss_risk now[] = {{.frequency.rate = 9, .severity = BETWEEN(2000, 90000)},
                             {.frequency.rate = 0, .severity = BETWEEN(2000, 90000)},
                             {.frequency = {.kind = LOSS_ONCE, .rate = 0.5}, .severity = BETWEEN(1e4, 9e5)}};
    for (int n = 1; n <= countof(at); n++) {
        loss_answer edited, fresh;
        loss_refusal *bad;
        assert_true(loss_edits(&a, b, at, now, n, &edited, &bad));
        loss_risk keep[RISKS];
        memcpy(keep, risks, sizeof keep);
        for (int i = 0; i < n; i++) risks[at[i]] = now[i];
        fresh = curve_of(&a, &p, o);
        memcpy(risks, keep, sizeof keep);
        same(&edited, &fresh, 2e-4);
        assert_memory_equal(edited.inputs.b, fresh.inputs.b, 32);
    }
    const loss_risk wrong[] = {now[0], {.frequency.rate = NAN, .severity = BETWEEN(2000, 90000)}};
    loss_answer out;
    loss_refusal *bad;
    assert_false(loss_edits(&a, b, at, wrong, 2, &out, &bad));
    assert_int_equal(bad->row, 11);
}

static void an_edit_beside_special_parts_keeps_them(void **state)
{
    (void)state;
    arena a = store;
    loss_portfolio p = portfolio();
    risks[1].frequency = (loss_frequency){.kind = LOSS_UNCERTAIN, .low = 0.5, .high = 6};
    risks[2].annual = (loss_layer){LOSS_KEPT, 1000, 50000};
    loss_base *b = base_of(&a, &p, (loss_options){0});
    const loss_risk now = {.frequency.rate = 5, .severity = BETWEEN(2000, 60000)};
    for (int at = 0; at < 4; at++) {
        loss_answer edited, fresh;
        loss_refusal *bad;
        assert_true(loss_edit(&a, b, at, &now, &edited, &bad));
        loss_risk keep = risks[at];
        risks[at] = now;
        fresh = curve_of(&a, &p, (loss_options){0});
        risks[at] = keep;
        same(&edited, &fresh, 2e-4);
    }
}

static void an_edit_refuses_what_a_portfolio_refuses(void **state)
{
    (void)state;
    arena a = store;
    loss_portfolio p = portfolio();
    loss_base *b = base_of(&a, &p, (loss_options){0});
    const loss_risk now = {.frequency.rate = -1, .severity = BETWEEN(2000, 60000)};
    loss_answer out;
    loss_refusal *bad;
    assert_false(loss_edit(&a, b, 6, &now, &out, &bad));
    assert_string_equal(bad->field, "rate");
    assert_int_equal(bad->row, 6);
}

static void a_controls_value_is_the_curve_without_it_less_the_curve_with_it(void **state)
{
    (void)state;
    arena a = store;
    loss_portfolio p = portfolio();
    loss_base *b = base_of(&a, &p, (loss_options){.appetite = 300000, .threads = 2});
    int n;
    loss_value *v = loss_controls(&a, b, &n);
    assert_int_equal(n, 2);
    for (int i = 0; i < n; i++) {
        loss_answer without = curve_of(&a, &p, (loss_options){.without = v[i].index + 1, .appetite = 300000});
        const loss_answer *with = loss_base_answer(b);
        assert_true(fabs(v[i].mean - (without.mean - with->mean)) < 1e-9 * with->mean);
        for (int k = 0; k < LOSS_LEVELS; k++)
            assert_true(fabs(v[i].level[k] - (without.level[k] - with->level[k])) < 2e-4 * with->level[k]);
        assert_true(fabs(v[i].passing - (without.passing - with->passing)) < 1e-5);
        assert_true(v[i].net == v[i].mean - controls[v[i].index].cost && v[i].mean > 0);
    }
    assert_true(v[0].net >= v[1].net);
}

static void planned_controls_count_in_the_target_only(void **state)
{
    (void)state;
    arena a = store;
    loss_portfolio p = portfolio();
    controls[1].state = LOSS_PLANNED;
    int current, target, inherent;
    loss_controls(&a, base_of(&a, &p, (loss_options){0}), &current);
    loss_controls(&a, base_of(&a, &p, (loss_options){.view = LOSS_TARGET}), &target);
    loss_controls(&a, base_of(&a, &p, (loss_options){.view = LOSS_INHERENT}), &inherent);
    controls[1].state = LOSS_IN_PLACE;
    assert_int_equal(current, 1);
    assert_int_equal(target, 2);
    assert_int_equal(inherent, 0);
}

static void what_risks_add_sums_to_the_mean_and_is_ranked(void **state)
{
    (void)state;
    arena a = store;
    loss_portfolio p = portfolio();
    loss_base *b = base_of(&a, &p, (loss_options){0});
    int n;
    loss_value *v = loss_adds(&a, b, &n);
    double sum = 0;
    assert_int_equal(n, RISKS);
    for (int i = 0; i < n; i++) {
        sum += v[i].mean;
        assert_true(v[i].mean > 0 && (i == 0 || v[i].tail[3] <= v[i - 1].tail[3]));
    }
    assert_true(fabs(sum - loss_base_answer(b)->mean) < 1e-9 * sum);
}

static void the_tornado_moves_each_input_both_ways(void **state)
{
    (void)state;
    arena a = store;
    loss_portfolio p = portfolio();
    loss_base *b = base_of(&a, &p, (loss_options){0});
    int n;
    loss_bar *bars = loss_tornado(&a, b, 0.2, &n);
    assert_int_equal(n, 2 * RISKS);
    for (int i = 0; i < n; i++) {
        assert_true(bars[i].low_level < bars[i].high_level);
        double part = (bars[i].high_mean - bars[i].low_mean) / 0.4; // what this input's risk adds to the mean
        assert_true(fabs(0.5 * (bars[i].high_mean + bars[i].low_mean) - loss_base_answer(b)->mean) <
                    1e-9 * loss_base_answer(b)->mean);
        assert_true(part > 0 && part < loss_base_answer(b)->mean);
    }
    assert_true(bars[0].high_level - bars[0].low_level >= bars[n - 1].high_level - bars[n - 1].low_level);
}

static void the_tornado_of_the_largest_holds_the_widest_bars_of_all(void **state)
{
    (void)state;
    arena a = store;
    loss_portfolio p = portfolio();
    loss_base *b = base_of(&a, &p, (loss_options){0});
    int n, few;
    const loss_bar *all = loss_tornado(&a, b, 0.5, &n), *largest = loss_tornado_of(&a, b, 0.5, 10, &few);
    assert_int_equal(few, 20);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(largest[i].risk, all[i].risk);
        assert_int_equal(largest[i].input, all[i].input);
        assert_true(largest[i].high_level == all[i].high_level);
    }
}

static void a_selection_is_the_curve_of_those_risks(void **state)
{
    (void)state;
    arena a = store;
    loss_portfolio p = portfolio(), some = p;
    bool chosen[RISKS] = {0};
    for (int i = 8; i < 14; i++) chosen[i] = true;
    some.risks = risks + 8;
    some.nrisks = 6;
    some.ncontrols = 0;
    loss_answer x = curve_of(&a, &p, (loss_options){.chosen = chosen}), y = curve_of(&a, &some, (loss_options){0});
    same(&x, &y, 1e-9);
}

// ---- singles

static void every_risk_on_its_own_is_right_within_5e4_in_probability(void **state)
{
    (void)state;
    enum { MANY = 300 };
    static loss_risk r[MANY];
    static loss_single out[MANY];
    const double list[] = {100, 250, 250, 4000};
    arena a = store;
    dice = 77;
    for (int i = 0; i < MANY; i++) {
        double size = log_even(1, 1e9), ratio = log_even(2, 1000), likely = log_even(1, ratio);
        r[i] = (loss_risk){.frequency.rate = log_even(0.001, 50), .severity = BETWEEN(size, size * ratio)};
        if (i % 4 == 1) r[i].severity = (loss_severity)LIKELY(size, size * likely, size * ratio);
        if (i % 10 == 2) r[i].severity = (loss_severity)AMOUNT(size);
        if (i % 10 == 3) r[i].severity = (loss_severity){.kind = LOSS_EMPIRICAL, .list = list, .amounts = 4};
        if (i % 10 == 4) r[i].frequency = (loss_frequency){.kind = LOSS_UNCERTAIN, .low = 0.1, .high = 3};
        if (i % 20 == 5) r[i].frequency = (loss_frequency){.kind = LOSS_ONCE, .rate = 0.2};
        if (i % 20 == 6) r[i].sector = 1;
        if (i % 20 == 7) r[i].event = (loss_layer){LOSS_KEPT, size * 2, size * 20};
        if (i % 20 == 8) r[i].annual = (loss_layer){LOSS_CEDED, size, size * 100};
    }
    const loss_sector s = {.variance = 0.5};
    loss_portfolio p = {.risks = r, .nrisks = MANY, .sectors = &s, .nsectors = 1};
    loss_refusal *bad;
    loss_options o = {0};
    assert_true(loss_singles(&a, &p, &o, out, &bad));
    for (int i = 0; i < MANY; i++) {
        arena b = a;
        bool chosen[MANY] = {0};
        double at[2 * LOSS_LEVELS];
        chosen[i] = true;
        for (int k = 0; k < LOSS_LEVELS; k++) {
            at[2 * k] = out[i].level[k] * (1 - 2e-4);
            at[2 * k + 1] = out[i].level[k] * (1 + 2e-4);
        }
        loss_answer x = curve_of(&b, &p, (loss_options){.chosen = chosen, .at = at, .nat = 2 * LOSS_LEVELS});
        assert_true(fabs(out[i].mean - x.mean) <= 1e-9 * x.mean && fabs(out[i].none - x.none) < 1e-9);
        for (int k = 0; k < LOSS_LEVELS; k++) {
            double q = loss_levels[k];
            if (out[i].level[k] == 0)
                assert_true(x.none >= q - 1e-12);
            else if (x.below[2 * k] > q + 5e-4 || x.below[2 * k + 1] < q - 5e-4)
                fail_msg("risk %d P%g = %.8g: %.6f to %.6f", i, 100 * q, out[i].level[k], x.below[2 * k],
                         x.below[2 * k + 1]);
            if (fabs(out[i].tail[k] - x.tail[k]) > 5e-3 * x.tail[k])
                fail_msg("risk %d tail mean %g, %.8g and %.8g", i, 100 * q, out[i].tail[k], x.tail[k]);
        }
    }
}

int main(void)
{
    store = arena_make((ptrdiff_t)1 << 30);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_equals_the_curve_computed_afresh),
        cmocka_unit_test(several_edits_at_once_equal_the_curve_computed_afresh),
        cmocka_unit_test(an_edit_beside_special_parts_keeps_them),
        cmocka_unit_test(an_edit_refuses_what_a_portfolio_refuses),
        cmocka_unit_test(a_controls_value_is_the_curve_without_it_less_the_curve_with_it),
        cmocka_unit_test(planned_controls_count_in_the_target_only),
        cmocka_unit_test(what_risks_add_sums_to_the_mean_and_is_ranked),
        cmocka_unit_test(the_tornado_moves_each_input_both_ways),
        cmocka_unit_test(the_tornado_of_the_largest_holds_the_widest_bars_of_all),
        cmocka_unit_test(a_selection_is_the_curve_of_those_risks),
        cmocka_unit_test(every_risk_on_its_own_is_right_within_5e4_in_probability),
    };
    return test_tally((int)(sizeof tests / sizeof *tests), cmocka_run_group_tests(tests, NULL, NULL), 0);
}
