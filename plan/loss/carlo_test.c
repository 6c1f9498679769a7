// carlo_test.c: the two engines against each other, and the simulation's repeatability.
// SPDX-License-Identifier: Apache-2.0
#include "test/severity.h"
#include "test/tally.h"
#include "plan/loss/draw.h"
#include "plan/loss/special.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static arena store;

static loss_answer curve_of(arena *a, const loss_portfolio *p, loss_options o)
{
    loss_answer out;
    loss_refusal *bad;
    if (!loss_curve(a, p, &o, &out, &bad))
        fail_msg("%s %d %s %.*s", bad->what, bad->row, bad->field, STRF(bad->reason));
    return out;
}

// The exact engine's percentiles, asked of the simulation: the share of years up to Q(p) must be p within 4.5 standard
// errors. A level may sit on an amount or in a gap; it is then approached from both sides.
static void engines_agree(const loss_portfolio *p, i64 years, uint64_t seed)
{
    arena a = store;
    double at[2 * LOSS_LEVELS];
    loss_answer exact = curve_of(&a, p, (loss_options){0});
    for (int i = 0; i < LOSS_LEVELS; i++) {
        at[2 * i] = exact.level[i] * (1 - 3e-4);
        at[2 * i + 1] = exact.level[i] * (1 + 3e-4);
    }
    loss_answer drawn = curve_of(
        &a, p,
        (loss_options){.engine = LOSS_MONTECARLO, .years = years, .seed = seed, .at = at, .nat = 2 * LOSS_LEVELS});
    for (int i = 0; i < LOSS_LEVELS; i++) {
        double q = loss_levels[i], se = sqrt(q * (1 - q) / (double)years);
        double low = at[2 * i] > 0 ? drawn.below[2 * i] : 0, high = drawn.below[2 * i + 1];
        if (low > q + 4.5 * se || high < q - 4.5 * se)
            fail_msg("P%g = %.8g: %.6f to %.6f of the years lie below, %.1f standard errors off (%d risks, seed %d)",
                     100 * q, exact.level[i], low, high, (fmax(low - q, q - high)) / se, p->nrisks, (int)seed);
    }
    double se = drawn.sd / sqrt((double)years);
    if (exact.sd < 20 * exact.mean && fabs(drawn.mean - exact.mean) > 4.5 * se + 1e-4 * exact.mean)
        fail_msg("mean %.8g, exactly %.8g: %.1f standard errors off", drawn.mean, exact.mean,
                 fabs(drawn.mean - exact.mean) / se);
}

static uint64_t dice;

static double even(void)
{
    dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
    return (double)(dice >> 11) * 0x1.0p-53;
}

static double log_even(double low, double high)
{
    return low * exp(even() * log(high / low));
}

static void random_risk(loss_risk *r, double spread)
{
    double size = log_even(1, spread), ratio = log_even(2, 1000), kind = even();
    *r = (loss_risk){.frequency.rate = log_even(0.001, 50)};
    if (kind < 0.5)
        r->severity = (loss_severity)BETWEEN(size, size * ratio);
    else if (kind < 0.8)
        r->severity = (loss_severity)LIKELY(size, size * (1 + even() * (ratio - 1)), size * ratio);
    else
        r->severity = (loss_severity)AMOUNT(size);
}

static void the_engines_agree_on_random_portfolios(void **state)
{
    (void)state;
    bool all = getenv("ISMS_LONG");
    for (int i = 0; i < (all ? 200 : 12); i++) {
        arena keep = store;
        dice = (uint64_t)i * 7919 + 5;
        int n = (int)log_even(1, all ? 5000 : 200);
        loss_risk *r = news(&store, loss_risk, n);
        double spread = log_even(1, 1e9);
        for (int k = 0; k < n; k++) random_risk(r + k, spread);
        loss_portfolio p = {.risks = r, .nrisks = n};
        engines_agree(&p, n > 1000 ? 30000 : 100000, (uint64_t)i + 1);
        store = keep;
    }
}

static void the_engines_agree_on_every_kind_of_input(void **state)
{
    (void)state;
    const double list[] = {100, 250, 250, 4000};
    const loss_risk r[] = {
        {.frequency.rate = 2, .severity = BETWEEN(100, 20000)},
        {.frequency = {.kind = LOSS_UNCERTAIN, .low = 0.2, .high = 5}, .severity = BETWEEN(500, 9000)},
        {.frequency = {.kind = LOSS_ONCE, .rate = 0.2}, .severity = LIKELY(1000, 5000, 60000)},
        {.frequency.rate = 1, .severity = BETWEEN(100, 3000), .sector = 1},
        {.frequency.rate = 2, .severity = LIKELY(100, 300, 3000), .sector = 1},
        {.frequency.rate = 0.5, .severity = {.kind = LOSS_EMPIRICAL, .list = list, .amounts = 4}},
        {.frequency.rate = 0.7, .severity = BETWEEN(100, 20000), .event = {LOSS_KEPT, 1000, 5000}},
        {.frequency.rate = 0.7, .severity = BETWEEN(100, 20000), .event = {LOSS_CEDED, 1000, 5000}},
        {.frequency.rate = 3, .severity = BETWEEN(100, 20000), .annual = {LOSS_KEPT, 9000, 20000}},
        {.frequency.rate = 0.5, .severity = BETWEEN(100, 2000), .second_share = 0.3, .second = LIKELY(100, 4000, 9000)},
        {.frequency.rate = 1, .severity = BETWEEN(300, 9000)},
        {.frequency.rate = 1.5, .severity = LIKELY(300, 1000, 9000)},
    };
    const loss_effect e[] = {{.risk = 10, .low = 0.1, .high = 1},
                             {.risk = 11, .on_severity = true, .low = 0.3, .high = 0.8},
                             {.risk = 0, .low = 0.7, .high = 0.7}};
    const loss_control c = {.effects = e, .neffects = 3};
    const loss_sector s = {.variance = 0.5};
    for (int i = 0; i < countof(r); i++) { // each by itself, so that none hides behind another
        bool chosen[countof(r)] = {0};
        chosen[i] = true;
        arena a = store;
        loss_portfolio p = {
            .risks = r, .nrisks = countof(r), .sectors = &s, .nsectors = 1, .controls = &c, .ncontrols = 1};
        loss_answer x = curve_of(&a, &p, (loss_options){.chosen = chosen});
        loss_answer y = curve_of(
            &a, &p,
            (loss_options){.chosen = chosen, .engine = LOSS_MONTECARLO, .seed = 99, .at = x.level, .nat = LOSS_LEVELS});
        for (int k = 0; k < LOSS_LEVELS; k++) {
            double q = loss_levels[k], se = sqrt(q * (1 - q) / 1e5);
            if (x.level[k] == 0)
                assert_true(y.none > q - 4.5 * se);
            else if (y.below[k] < q - 4.5 * se - 2e-4)
                fail_msg("risk %d P%g: %.6f", i, 100 * q, y.below[k]);
            if (i == 5 || i == 6 || i == 7 || i == 8) continue; // levels may sit on amounts
            if (x.level[k] > 0 && y.below[k] > q + 4.5 * se + 2e-4)
                fail_msg("risk %d P%g: %.6f", i, 100 * q, y.below[k]);
        }
        if (fabs(y.mean - x.mean) > 5 * y.sd / sqrt(1e5)) fail_msg("risk %d mean %g, exactly %g", i, y.mean, x.mean);
    }
    loss_portfolio p = {.risks = r, .nrisks = countof(r), .sectors = &s, .nsectors = 1, .controls = &c, .ncontrols = 1};
    engines_agree(&p, 200000, 3);
}

static void the_same_seed_gives_the_same_bytes_on_every_kernel_and_any_number_of_threads(void **state)
{
    (void)state;
    loss_risk r[40];
    dice = 11;
    for (int i = 0; i < countof(r); i++) random_risk(r + i, 1e4);
    r[3].frequency = (loss_frequency){.kind = LOSS_UNCERTAIN, .low = 0.1, .high = 2};
    r[4].event = (loss_layer){LOSS_KEPT, 10, 100};
    loss_portfolio p = {.risks = r, .nrisks = countof(r)};
    arena a = store;
    loss_single plain[countof(r)], other[countof(r)];
    loss_refusal *bad;
    loss_options o = {.engine = LOSS_MONTECARLO, .years = 20001, .seed = 5, .threads = 1, .kernel = LOSS_PLAIN};
    loss_answer first = curve_of(&a, &p, o);
    assert_true(loss_singles(&a, &p, &o, plain, &bad));
    for (loss_kernel k = LOSS_BEST; k <= LOSS_PLAIN; k++)
        for (int threads = 1; threads <= 4; threads++) {
            if (k != LOSS_BEST && !kernel_has(k)) continue;
            o.kernel = k;
            o.threads = threads;
            loss_answer x = curve_of(&a, &p, o);
            assert_memory_equal(x.level, first.level, sizeof x.level);
            assert_memory_equal(x.tail, first.tail, sizeof x.tail);
            assert_memory_equal(&x.mean, &first.mean, sizeof x.mean);
            assert_memory_equal(x.curve, first.curve, sizeof *x.curve * (size_t)x.npoints);
            assert_true(loss_singles(&a, &p, &o, other, &bad));
            assert_memory_equal(other, plain, sizeof plain);
        }
    o.seed = 6;
    assert_memory_not_equal(curve_of(&a, &p, o).level, first.level, sizeof first.level);
}

static void linked_counts_keep_their_own_distribution_and_move_together(void **state)
{
    (void)state;
    loss_risk r[] = {{.frequency.rate = 1, .severity = AMOUNT(100), .link = 0.8},
                     {.frequency.rate = 1, .severity = AMOUNT(100), .link = 0.8}};
    loss_portfolio p = {.risks = r, .nrisks = 2};
    arena a = store;
    loss_options o = {.engine = LOSS_MONTECARLO, .seed = 1};
    loss_answer linked = curve_of(&a, &p, o);
    r[0].link = r[1].link = 0;
    loss_answer apart = curve_of(&a, &p, o);
    assert_true(fabs(linked.mean - 200) < 3 && fabs(apart.mean - 200) < 3);
    assert_true(fabs(apart.sd - 100 * sqrt(2)) < 2);
    assert_true(linked.sd > 100 * sqrt(2 + 2 * 0.6) &&
                linked.sd < 200); // correlation of the counts: above 0.6, below 1
    assert_true(linked.none > apart.none + 0.1);
    r[1].frequency.rate = 0;
    r[0].link = 0.8;
    assert_true(fabs(curve_of(&a, &p, o).none - exp(-1)) < 0.007);
}

static void a_control_that_fails_protects_for_the_share_of_time_it_works(void **state)
{
    (void)state;
    const loss_risk r = {.frequency.rate = 3, .severity = AMOUNT(100)};
    const loss_effect e[] = {{.risk = 0, .low = 0.1, .high = 0.1}};
    const loss_control c = {.effects = e, .neffects = 1, .failures = 2, .days_down = 60};
    loss_portfolio p = {.risks = &r, .nrisks = 1, .controls = &c, .ncontrols = 1};
    arena a = store;
    double up = 1 / (1 + 2 * 60 / 365.0), mean = 300 * (1 - 0.9 * up);
    loss_answer exact = curve_of(&a, &p, (loss_options){0}),
                drawn = curve_of(&a, &p, (loss_options){.engine = LOSS_MONTECARLO, .seed = 2});
    assert_true(fabs(exact.mean - mean) < 1e-9);
    assert_int_equal(exact.notes, LOSS_NOTE_FAILURE);
    assert_true(fabs(drawn.mean - mean) < 5 * drawn.sd / sqrt(1e5));
    assert_true(drawn.sd > exact.sd * 1.02); // years with a long failure are worse than the mean says
}

static void counts_and_gamma_variables_have_the_right_moments(void **state)
{
    (void)state;
    const double means[] = {0.02, 3, 9.99, 10.01, 250, 1e6};
    draw d = draw_for(1, 2, 3);
    for (int k = 0; k < countof(means); k++) {
        double sum = 0, squares = 0, n = 100000, m = means[k];
        for (int i = 0; i < (int)n; i++) {
            double x = draw_poisson(&d, m);
            sum += x;
            squares += (x - m) * (x - m);
        }
        assert_true(fabs(sum / n - m) < 4.5 * sqrt(m / n));
        assert_true(fabs(squares / n / m - 1) < 4.5 * sqrt((2 + 1 / m) / n));
        sum = 0;
        for (int i = 0; i < (int)n; i++) sum += draw_gamma(&d, m);
        assert_true(fabs(sum / n - m) < 4.5 * sqrt(m / n));
    }
}

int main(void)
{
    store = arena_make((ptrdiff_t)1 << 30);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_engines_agree_on_random_portfolios),
        cmocka_unit_test(the_engines_agree_on_every_kind_of_input),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes_on_every_kernel_and_any_number_of_threads),
        cmocka_unit_test(linked_counts_keep_their_own_distribution_and_move_together),
        cmocka_unit_test(a_control_that_fails_protects_for_the_share_of_time_it_works),
        cmocka_unit_test(counts_and_gamma_variables_have_the_right_moments),
    };
    return test_tally((int)(sizeof tests / sizeof *tests), cmocka_run_group_tests(tests, NULL, NULL), 0);
}
