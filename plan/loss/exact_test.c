// exact_test.c: the exact engine against closed forms: moments, Poisson, exponential and normal limits, every kind of input.
// SPDX-License-Identifier: Apache-2.0
#include "test/severity.h"
#include "test/tally.h"
#include "plan/loss/exact.h"
#include "plan/loss/special.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
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

static loss_answer curve_of_risks(arena *a, const loss_risk *r, int n, loss_options o)
{
    return curve_of(a, &(loss_portfolio){.risks = r, .nrisks = n}, o);
}

static void near(double x, double want, double relative)
{
    if (!(fabs(x - want) <= relative * fabs(want))) fail_msg("%.12g, wanted %.12g within %g", x, want, relative);
}

static void near_by(double x, double want, double most)
{
    if (!(fabs(x - want) <= most)) fail_msg("%.12g, wanted %.12g within %g", x, want, most);
}

static double poisson_cdf(double mean, int k)
{
    double p = exp(-mean), sum = p;
    for (int i = 1; i <= k; i++) sum += p *= mean / i;
    return k < 0 ? 0 : sum;
}

static double binomial_cdf(double shape, double scale, int k) // of a gamma-mixed Poisson
{
    double q = scale / (1 + scale), p = pow(1 - q, shape), sum = p;
    for (int i = 1; i <= k; i++) sum += p *= q * (shape + i - 1) / i;
    return k < 0 ? 0 : sum;
}

// ---- closed forms

static void the_masses_keep_mean_variance_and_third_moment(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r[] = {{.frequency.rate = 3, .severity = LIKELY(100, 400, 900)},
                           {.frequency.rate = 0.7, .severity = LIKELY(0, 0, 5000)},
                           {.frequency.rate = 2, .severity = AMOUNT(321)},
                           {.frequency.rate = 40, .severity = BETWEEN(10, 30)}};
    loss_portfolio p = {.risks = r, .nrisks = 4};
    loss_options o = {0};
    loss_refusal *bad;
    model m;
    assert_true(model_make(&a, &p, &o, &m, &bad));
    const compound *c = compound_of(&a, kernel_for(LOSS_BEST), &m, m.parts, m.nparts);
    double mean = 0, variance = 0, third = 0;
    for (int i = 0; i < 4; i++) {
        const severity *s = &m.parts[i].first;
        double l = m.parts[i].rate, t = s->alpha, n = s->alpha + s->beta, m3;
        if (s->kind == LOSS_PERT) {
            double t1 = t / n, t2 = t1 * (t + 1) / (n + 1), t3 = t2 * (t + 2) / (n + 2), lo = s->low, w = s->span;
            m3 = lo * lo * lo + 3 * lo * lo * w * t1 + 3 * lo * w * w * t2 + w * w * w * t3;
        } else if (s->kind == LOSS_CONSTANT)
            m3 = s->at * s->at * s->at;
        else
            m3 = exp(3 * s->mu + 4.5 * s->sigma * s->sigma);
        mean += l * s->mean;
        variance += l * s->second;
        third += l * m3;
    }
    near(c->mean, mean, 1e-12);
    near(c->variance, variance, 1e-12);
    workspace ws = {.a = &a};
    window w = window_for(c, mean + 14 * sqrt(variance), 1 << 13);
    w.below = news(&a, double, w.n);
    compound_run(c, &ws, &w);
    double one = 0, two = 0, three = 0;
    for (int j = 0; j < w.n; j++) one += (w.below[j] - (j ? w.below[j - 1] : 0)) * j * w.h;
    for (int j = 0; j < w.n; j++) {
        double g = w.below[j] - (j ? w.below[j - 1] : 0), d = j * w.h - one;
        two += g * d * d;
        three += g * d * d * d;
    }
    near(w.below[w.n - 1], 1, 1e-9);
    near(one, mean, 1e-7);
    near(two, variance, 1e-5); // amounts over two cells add to the variance, by less than a cell's width squared each
    near(three, third, 1e-4);
}

static void constant_losses_give_the_poisson_distribution(void **state)
{
    (void)state;
    for (double rate = 0.004; rate < 60; rate *= 3) {
        arena a = store;
        const loss_risk r = {.frequency.rate = rate, .severity = AMOUNT(1234.5)};
        loss_answer out = curve_of_risks(&a, &r, 1, (loss_options){0});
        near(out.mean, rate * 1234.5, 1e-12);
        near(out.sd, sqrt(rate) * 1234.5, 1e-12);
        for (int i = 0; i < LOSS_LEVELS; i++) {
            int k = 0;
            double over = 0;
            while (poisson_cdf(rate, k) < loss_levels[i]) k++;
            near_by(out.level[i], 1234.5 * k, 1e-6);
            for (int j = k + 1; j < k + 200; j++) over += (j - k) * (poisson_cdf(rate, j) - poisson_cdf(rate, j - 1));
            near(out.tail[i], 1234.5 * (k + over / (1 - loss_levels[i])), 1e-6);
        }
    }
}

static void amounts_on_one_lattice_are_exact(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r[] = {{.frequency.rate = 1, .severity = AMOUNT(0.3)},
                           {.frequency.rate = 2, .severity = AMOUNT(0.75)}};
    loss_answer out = curve_of_risks(&a, r, 2, (loss_options){.at = (double[]){0.3, 0.74, 0.75, 1.35}, .nat = 4});
    double none = exp(-3.0);
    near(out.none, none, 1e-12);
    near(out.below[0], none * 2, 1e-9);
    near(out.below[1], none * 2.5, 1e-9);
    near(out.below[2], none * 4.5, 1e-9);
    near(out.below[3], none * (1 + 1 + 0.5 + 1.0 / 6 + 1.0 / 24 + 2 + 2 + 1), 1e-9);
    assert_true(out.error < 1e-4);
}

// Exponential losses: the sum's distribution is a series. The severity is given as 20,000 equally likely amounts.
static void exponential_losses_agree_with_their_series(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    arena a = store;
    double *list = news(&a, double, MANY);
    for (int i = 0; i < MANY; i++) list[i] = -1000 * log(1 - (i + 0.5) / MANY);
    for (double rate = 0.02; rate < 50; rate *= 5) {
        arena b = a;
        const loss_risk r = {.frequency.rate = rate,
                             .severity = {.kind = LOSS_EMPIRICAL, .list = list, .amounts = MANY}};
        loss_answer out = curve_of_risks(&b, &r, 1, (loss_options){0});
        near(out.mean, 1000 * rate, 1e-4);
        for (int i = 0; i < LOSS_LEVELS; i++) {
            if (out.level[i] == 0) {
                assert_true(exp(-rate) >= loss_levels[i]);
                continue;
            }
            double sum = exp(-rate), p = sum, x = out.level[i] / 1000;
            for (int k = 1; k < 400; k++) sum += (p *= rate / k) * gamma_cdf(k, x);
            near_by(sum, loss_levels[i], 2e-5 + 1e-4 * (1 - loss_levels[i]));
        }
    }
}

static void ten_million_events_a_year_agree_with_the_normal_limit(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r = {.frequency.rate = 1e7, .severity = BETWEEN(10, 400)};
    loss_answer out = curve_of_risks(&a, &r, 1, (loss_options){.appetite = 1.1855e9});
    double sigma = log(40) / 3.2897072539029444, mu = 0.5 * log(4000), m1 = exp(mu + 0.5 * sigma * sigma);
    double mean = 1e7 * m1, sd = sqrt(1e7 * exp(2 * mu + 2 * sigma * sigma));
    double skew = 1e7 * exp(3 * mu + 4.5 * sigma * sigma) / (sd * sd * sd);
    near(out.mean, mean, 1e-9);
    near(out.sd, sd, 1e-9);
    for (int i = 0; i < LOSS_LEVELS; i++) {
        double z = normal_quantile(loss_levels[i]);
        near_by(out.level[i], mean + sd * (z + skew * (z * z - 1) / 6), 1e-4 * sd);
        double tail = exp(-0.5 * z * z) / 2.5066282746310002 / (1 - loss_levels[i]);
        near_by(out.tail[i], mean + sd * tail * (1 + skew * z / 6), 1e-3 * sd);
    }
    near_by(out.passing, normal_cdf((mean - 1.1855e9) / sd), 1e-3);
    assert_true(out.error < 3e-4);
}

// ---- frequencies

static void an_uncertain_rate_gives_the_negative_binomial(void **state)
{
    (void)state;
    arena a = store;
    double k, theta;
    gamma_fit(0.5, 4, &k, &theta);
    near(gamma_cdf(k, 0.5 / theta), 0.05, 1e-9);
    near(gamma_cdf(k, 4 / theta), 0.95, 1e-9);
    const loss_risk r = {.frequency = {.kind = LOSS_UNCERTAIN, .low = 0.5, .high = 4}, .severity = AMOUNT(100)};
    const double at[] = {50, 150, 250, 550};
    loss_answer out = curve_of_risks(&a, &r, 1, (loss_options){.at = at, .nat = 4});
    near(out.mean, 100 * k * theta, 1e-12);
    near(out.sd, 100 * sqrt(k * theta * (1 + theta)), 1e-12);
    for (int i = 0; i < 4; i++) near_by(out.below[i], binomial_cdf(k, theta, (int)(at[i] / 100)), 1e-6);
}

static void at_most_once_is_a_single_loss(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r = {.frequency = {.kind = LOSS_ONCE, .rate = 0.3}, .severity = BETWEEN(100, 5000)};
    loss_answer out = curve_of_risks(&a, &r, 1, (loss_options){0});
    double sigma = log(50) / 3.2897072539029444, mu = 0.5 * log(500000);
    near(out.none, 0.7, 1e-12);
    assert_true(out.level[0] == 0);
    for (int i = 1; i < LOSS_LEVELS; i++)
        near(out.level[i], exp(mu + sigma * normal_quantile((loss_levels[i] - 0.7) / 0.3)), 1e-4);
}

static void a_sector_moves_its_risks_together(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r[] = {{.frequency.rate = 1.5, .severity = AMOUNT(100), .sector = 1},
                           {.frequency.rate = 0.5, .severity = AMOUNT(100), .sector = 1}};
    const loss_sector s = {.variance = 0.4};
    const double at[] = {50, 150, 450};
    loss_portfolio p = {.risks = r, .nrisks = 2, .sectors = &s, .nsectors = 1};
    loss_answer out = curve_of(&a, &p, (loss_options){.at = at, .nat = 3});
    near(out.none, binomial_cdf(2.5, 0.8, 0), 1e-12);
    for (int i = 0; i < 3; i++) near_by(out.below[i], binomial_cdf(2.5, 0.8, (int)(at[i] / 100)), 1e-6);
}

static void contact_action_and_vulnerability_thin_the_rate(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk fair = {.frequency = {.kind = LOSS_FAIR, .contact = 40, .action = 0.25, .vulnerability = 0.1},
                            .severity = BETWEEN(100, 5000)};
    const loss_risk plain = {.frequency.rate = 1, .severity = BETWEEN(100, 5000)};
    loss_answer x = curve_of_risks(&a, &fair, 1, (loss_options){0}),
                y = curve_of_risks(&a, &plain, 1, (loss_options){0});
    assert_memory_equal(x.level, y.level, sizeof x.level);
    assert_memory_not_equal(x.inputs.b, y.inputs.b, sizeof x.inputs.b);
}

static void a_second_loss_follows_some_events(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r = {.frequency.rate = 0.8, .severity = AMOUNT(100), .second_share = 0.25, .second = AMOUNT(1000)};
    const double at[] = {50, 150, 1050, 1150};
    loss_answer out = curve_of_risks(&a, &r, 1, (loss_options){.at = at, .nat = 4});
    double none = exp(-0.8), one = 0.6, two = 0.2; // rates of the two sizes of event
    near(out.mean, 0.8 * 350, 1e-12);
    near_by(out.below[0], none, 1e-6);
    near_by(out.below[1], none * (1 + one), 1e-6);
    double small = 1, term = 1;
    for (int k = 1; k <= 10; k++) small += term *= one / k;
    near_by(out.below[2], none * small, 1e-6);
    near_by(out.below[3], none * (small + two), 2e-5);
}

// ---- layers

static void what_an_insurer_pays_and_what_stays_add_up(void **state)
{
    (void)state;
    const loss_severity kinds[] = {BETWEEN(100, 20000), LIKELY(0, 2000, 9000), AMOUNT(2500)};
    for (int k = 0; k < 3; k++) {
        arena a = store;
        loss_risk r = {.frequency.rate = 0.6, .severity = kinds[k]};
        double whole = curve_of_risks(&a, &r, 1, (loss_options){0}).mean;
        r.event = (loss_layer){LOSS_KEPT, 1000, 3000};
        loss_answer kept = curve_of_risks(&a, &r, 1, (loss_options){0});
        r.event.side = LOSS_CEDED;
        loss_answer ceded = curve_of_risks(&a, &r, 1, (loss_options){0});
        near(kept.mean + ceded.mean, whole, 1e-9);
        assert_true(kept.mean > 0 && ceded.mean > 0);
    }
}

static void an_event_layer_is_applied_to_each_event(void **state)
{
    (void)state;
    arena a = store;
    loss_risk r = {.frequency.rate = 0.5, .severity = BETWEEN(100, 20000), .event = {LOSS_CEDED, 1000, 3000}};
    const double at[] = {600, 2900, 3100};
    loss_answer out = curve_of_risks(&a, &r, 1, (loss_options){.at = at, .nat = 3});
    double sigma = log(200) / 3.2897072539029444, mu = 0.5 * log(2e6);
#define SHARE(x) normal_cdf((log(x) - mu) / sigma)
    double live = 0.5 * (1 - SHARE(1000));
    near(out.none, exp(-live), 1e-9);
    // Up to two events; the chance that two of them stay below 600 is at most 0.02.
    double one = exp(-live) * (1 + 0.5 * (SHARE(1600) - SHARE(1000)));
    assert_true(out.below[0] > one && out.below[0] < one + 0.5 * pow(0.5 * (SHARE(1600) - SHARE(1000)), 2));
    // A loss of exactly 3,000, the limit, is likely.
    assert_true(out.below[2] - out.below[1] > 0.9 * exp(-live) * 0.5 * (1 - SHARE(4000)));
    r.event.side = LOSS_KEPT;
    out = curve_of_risks(&a, &r, 1, (loss_options){.at = (double[]){990, 1010}, .nat = 2});
    assert_true(out.below[1] - out.below[0] > 0.9 * exp(-0.5) * 0.5 * (SHARE(4000) - SHARE(1000)));
#undef SHARE
}

static void an_annual_layer_clips_the_years_sum(void **state)
{
    (void)state;
    arena a = store;
    loss_risk r = {.frequency.rate = 3, .severity = BETWEEN(100, 20000)};
    const double at[] = {500, 4999, 5001, 9000, 20000, 29000};
    loss_answer whole =
        curve_of_risks(&a, &r, 1, (loss_options){.at = (double[]){500, 5000, 15000, 19000, 30000, 39000}, .nat = 6});
    r.annual = (loss_layer){LOSS_KEPT, 5000, 10000};
    loss_answer kept = curve_of_risks(&a, &r, 1, (loss_options){.at = at, .nat = 6});
    near_by(kept.below[0], whole.below[0], 1e-5);
    near_by(kept.below[1], whole.below[1], 1e-4); // a whole mass sits at 5,000
    near_by(kept.below[2], whole.below[2], 1e-4);
    near_by(kept.below[3], whole.below[3], 1e-5);
    near_by(kept.below[4], whole.below[4], 1e-5);
    near_by(kept.below[5], whole.below[5], 1e-5);
    r.annual.side = LOSS_CEDED;
    loss_answer ceded = curve_of_risks(&a, &r, 1, (loss_options){.at = (double[]){1e-3, 9999, 10001}, .nat = 3});
    near(ceded.none, whole.below[1], 1e-5);
    near_by(ceded.below[1], whole.below[2], 1e-4);
    near_by(ceded.below[2], 1, 1e-5);
    near(kept.mean + ceded.mean, whole.mean, 1e-9);
    // Joined with another risk, the clipped part counts with its own mean.
    const loss_risk both[] = {r, {.frequency.rate = 1, .severity = AMOUNT(700)}};
    near(curve_of_risks(&a, both, 2, (loss_options){0}).mean, ceded.mean + 700, 1e-9);
}

// ---- controls

static void a_fixed_factor_scales_rate_or_severity(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r = {.frequency.rate = 2, .severity = BETWEEN(100, 5000)};
    const loss_effect e[] = {{.risk = 0, .low = 0.5, .high = 0.5},
                             {.risk = 0, .on_severity = true, .low = 0.2, .high = 0.2}};
    const loss_control c[] = {{.effects = e, .neffects = 1}, {.effects = e + 1, .neffects = 1, .state = LOSS_PLANNED}};
    loss_portfolio p = {.risks = &r, .nrisks = 1, .controls = c, .ncontrols = 2};
    const loss_risk half = {.frequency.rate = 1, .severity = BETWEEN(100, 5000)};
    const loss_risk fifth = {.frequency.rate = 1, .severity = BETWEEN(20, 1000)};
    loss_answer inherent = curve_of(&a, &p, (loss_options){.view = LOSS_INHERENT});
    loss_answer current = curve_of(&a, &p, (loss_options){.view = LOSS_CURRENT});
    loss_answer target = curve_of(&a, &p, (loss_options){.view = LOSS_TARGET});
    for (int i = 0; i < LOSS_LEVELS; i++) {
        near(inherent.level[i], curve_of_risks(&a, &r, 1, (loss_options){0}).level[i], 1e-9);
        near(current.level[i], curve_of_risks(&a, &half, 1, (loss_options){0}).level[i], 1e-9);
        near(target.level[i], curve_of_risks(&a, &fifth, 1, (loss_options){0}).level[i], 1e-9);
    }
    assert_memory_not_equal(inherent.inputs.b, current.inputs.b, 32);
}

static void a_factors_range_is_one_draw_a_year_for_all_it_touches(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r[] = {{.frequency.rate = 2, .severity = AMOUNT(100)},
                           {.frequency.rate = 3, .severity = AMOUNT(100)}};
    const loss_effect e[] = {{.risk = 0, .low = 0.2, .high = 1}, {.risk = 1, .low = 0.2, .high = 1}};
    const loss_control c = {.effects = e, .neffects = 2};
    loss_portfolio p = {.risks = r, .nrisks = 2, .controls = &c, .ncontrols = 1};
    const double at[] = {50, 150, 450};
    loss_answer out = curve_of(&a, &p, (loss_options){.at = at, .nat = 3});
    near(out.mean, 300, 1e-12);
    for (int i = 0; i < 3; i++) {
        double sum = 0; // over the range, by the midpoint rule
        for (int q = 0; q < 10000; q++)
            sum += poisson_cdf(5 * (0.2 + 0.8 * (q + 0.5) / 10000), (int)(at[i] / 100)) / 10000;
        near_by(out.below[i], sum, 1e-6);
    }
    assert_int_equal(out.notes, 0);
}

static void where_ranges_meet_the_answer_says_that_it_took_the_mean(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r = {.frequency.rate = 2, .severity = AMOUNT(100)};
    const loss_effect e = {.risk = 0, .low = 0.2, .high = 1};
    const loss_control c[] = {{.effects = &e, .neffects = 1}, {.effects = &e, .neffects = 1}};
    loss_portfolio p = {.risks = &r, .nrisks = 1, .controls = c, .ncontrols = 2};
    loss_answer out = curve_of(&a, &p, (loss_options){0});
    near(out.mean, 200 * 0.36, 1e-12);
    assert_int_equal(out.notes, LOSS_NOTE_OVERLAP);
    assert_true(loss_note(out.notes).n > 0);
}

// ---- the answer

static void the_curve_falls_and_passes_through_the_percentiles(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r[] = {{.frequency.rate = 2, .severity = BETWEEN(100, 50000)},
                           {.frequency.rate = 0.1, .severity = LIKELY(1e4, 2e4, 1e6)}};
    loss_answer out = curve_of_risks(&a, r, 2, (loss_options){.points = 200, .appetite = 50000});
    assert_int_equal(out.npoints, 200);
    for (int i = 1; i < 200; i++) {
        assert_true(out.curve[i].x > out.curve[i - 1].x);
        assert_true(out.curve[i].above <= out.curve[i - 1].above);
    }
    for (int k = 0; k < LOSS_LEVELS; k++) {
        int i = 1;
        while (out.curve[i].x < out.level[k]) i++;
        assert_true(out.curve[i - 1].above >= 1 - loss_levels[k] && out.curve[i].above <= 1 - loss_levels[k]);
        assert_true(out.tail[k] >= out.level[k]);
    }
    assert_true(out.passing > 0 && out.passing < 1);
}

static void the_same_inputs_give_the_same_bytes_on_every_kernel(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r[] = {
        {.frequency.rate = 2, .severity = BETWEEN(100, 50000)},
        {.frequency = {.kind = LOSS_UNCERTAIN, .low = 0.1, .high = 2}, .severity = LIKELY(1e4, 2e4, 1e6)}};
    loss_answer plain = curve_of_risks(&a, r, 2, (loss_options){.kernel = LOSS_PLAIN});
    for (loss_kernel k = LOSS_AVX512; k <= LOSS_AVX2; k++) {
        if (!kernel_has(k)) continue;
        loss_answer out = curve_of_risks(&a, r, 2, (loss_options){.kernel = k});
        assert_memory_equal(out.level, plain.level, sizeof out.level);
        assert_memory_equal(out.tail, plain.tail, sizeof out.tail);
    }
}

static void an_empty_portfolio_loses_nothing(void **state)
{
    (void)state;
    arena a = store;
    loss_answer out = curve_of_risks(&a, NULL, 0, (loss_options){.appetite = 5});
    assert_true(out.mean == 0 && out.level[4] == 0 && out.tail[4] == 0 && out.none == 1 && out.passing == 0);
    const loss_risk never = {.frequency.rate = 0, .severity = AMOUNT(3)};
    assert_true(curve_of_risks(&a, &never, 1, (loss_options){0}).mean == 0);
}

int main(void)
{
    store = arena_make((ptrdiff_t)1 << 30);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_masses_keep_mean_variance_and_third_moment),
        cmocka_unit_test(constant_losses_give_the_poisson_distribution),
        cmocka_unit_test(amounts_on_one_lattice_are_exact),
        cmocka_unit_test(exponential_losses_agree_with_their_series),
        cmocka_unit_test(ten_million_events_a_year_agree_with_the_normal_limit),
        cmocka_unit_test(an_uncertain_rate_gives_the_negative_binomial),
        cmocka_unit_test(at_most_once_is_a_single_loss),
        cmocka_unit_test(a_sector_moves_its_risks_together),
        cmocka_unit_test(contact_action_and_vulnerability_thin_the_rate),
        cmocka_unit_test(a_second_loss_follows_some_events),
        cmocka_unit_test(what_an_insurer_pays_and_what_stays_add_up),
        cmocka_unit_test(an_event_layer_is_applied_to_each_event),
        cmocka_unit_test(an_annual_layer_clips_the_years_sum),
        cmocka_unit_test(a_fixed_factor_scales_rate_or_severity),
        cmocka_unit_test(a_factors_range_is_one_draw_a_year_for_all_it_touches),
        cmocka_unit_test(where_ranges_meet_the_answer_says_that_it_took_the_mean),
        cmocka_unit_test(the_curve_falls_and_passes_through_the_percentiles),
        cmocka_unit_test(the_same_inputs_give_the_same_bytes_on_every_kernel),
        cmocka_unit_test(an_empty_portfolio_loses_nothing),
    };
    return test_tally((int)(sizeof tests / sizeof *tests), cmocka_run_group_tests(tests, NULL, NULL), 0);
}
