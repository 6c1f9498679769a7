// loss_bench.c: the loss engine on the reference portfolio of the yardstick, and on hard ones.
// SPDX-License-Identifier: Apache-2.0
//
// Reference: 1,000 lognormal risks, rate log-uniform 0.01 to 5, 5th percentile 1e3 to 1e5, 95th 5 to 200 times that, seed 42.
#include "plan/loss/kernel.h"
#include "test/bench/load.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { RISKS = 1000, HARD = 5000, HARD_CASES = 25, RUNS = 15 };

static arena store;
static loss_risk risks[HARD];
static loss_single singles[HARD];
static uint64_t seed;

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static double even(void) // splitmix64, as the yardstick draws
{
    uint64_t z = (seed += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
}

static void reference_portfolio(double more)
{
    seed = 42;
    for (int i = 0; i < RISKS; i++) {
        double rate = 0.01 * exp(even() * log(500)), low = 1e3 * exp(even() * log(100)),
               ratio = 5 * exp(even() * log(40));
        risks[i] = (loss_risk){.frequency.rate = rate * more,
                               .severity = {.kind = LOSS_LOGNORMAL, .a = low, .b = low * ratio}};
    }
}

static void say(const char *name, double *ms, int n, const char *target)
{
    printf("%s %.4g ms %s\n", name, load_median(ms, n), target);
    fflush(stdout);
}

static void wrong(const loss_refusal *bad)
{
    fprintf(stderr, "refused: %s %s %.*s\n", bad->what, bad->field, STRF(bad->reason));
    exit(1);
}

static double curve_ms(const loss_portfolio *p, loss_options o, loss_answer *out)
{
    arena a = store;
    loss_refusal *bad;
    double from = now_ms();
    if (!loss_curve(&a, p, &o, out, &bad)) wrong(bad);
    return now_ms() - from;
}

static void portfolio_and_edit(void)
{
    double ms[RUNS * 4];
    loss_answer out;
    loss_refusal *bad;
    loss_portfolio p = {.risks = risks, .nrisks = RISKS};
    reference_portfolio(1);
    for (int i = 0; i < RUNS; i++) ms[i] = curve_ms(&p, (loss_options){0}, &out);
    say("loss_portfolio_1000", ms, RUNS, "<=2");
    printf("loss_portfolio_1000_error %.2g relative <=3e-4\n", out.error);
    arena a = store;
    loss_options o = {0};
    const loss_base *b = loss_prepare(&a, &p, &o, &bad);
    if (!b) wrong(bad);
    for (int i = 0; i < RUNS * 4; i++) {
        arena room = a;
        loss_risk edited = risks[3 + i];
        edited.frequency.rate *= 0.5;
        double from = now_ms();
        if (!loss_edit(&room, b, 3 + i, &edited, &out, &bad)) wrong(bad);
        ms[i] = now_ms() - from;
    }
    say("loss_edit", ms, RUNS * 4, "<=1");
}

static void all_singles(void)
{
    double ms[RUNS];
    loss_effect half[RISKS];
    const loss_control c = {.effects = half, .neffects = RISKS};
    loss_portfolio p = {.risks = risks, .nrisks = RISKS, .controls = &c, .ncontrols = 1};
    loss_refusal *bad;
    for (int i = 0; i < RISKS; i++) half[i] = (loss_effect){.risk = i, .low = 0.5, .high = 0.5};
    for (int i = 0; i < RUNS; i++) {
        arena a = store;
        double from = now_ms();
        for (int after = 0; after < 2; after++) {
            loss_options o = {.threads = 2, .view = after ? LOSS_CURRENT : LOSS_INHERENT};
            if (!loss_singles(&a, &p, &o, singles, &bad)) wrong(bad);
        }
        ms[i] = now_ms() - from;
    }
    say("loss_singles_before_after_2t", ms, RUNS, "<=40");
}

static void all_controls(void)
{
    static loss_effect effects[RISKS];
    static loss_control controls[RISKS];
    double ms[5];
    loss_refusal *bad;
    loss_portfolio p = {.risks = risks, .nrisks = RISKS, .controls = controls, .ncontrols = RISKS};
    reference_portfolio(1.5);
    for (int i = 0; i < RISKS; i++) {
        effects[i] = (loss_effect){.risk = i, .low = 2.0 / 3, .high = 2.0 / 3};
        controls[i] = (loss_control){.effects = effects + i, .neffects = 1, .cost = 1000};
    }
    for (int i = 0; i < countof(ms); i++) {
        arena a = store;
        loss_options o = {.threads = 2};
        int n;
        double from = now_ms();
        const loss_base *b = loss_prepare(&a, &p, &o, &bad);
        if (!b) wrong(bad);
        loss_controls(&a, b, &n);
        ms[i] = now_ms() - from;
        if (n != RISKS) exit(1);
    }
    say("loss_controls_1000_left_out", ms, countof(ms), "<=1000");
    reference_portfolio(1);
}

// With the percentiles of every risk, as the yardstick has them.
static void montecarlo(void)
{
    static const char *const names[] = {"best", "avx512", "avx2", "sse2"};
    loss_portfolio p = {.risks = risks, .nrisks = RISKS};
    for (loss_kernel k = LOSS_AVX512; k <= LOSS_PLAIN; k++) {
        double rate[5];
        loss_refusal *bad;
        if (!kernel_has(k)) {
            printf("this processor has no %s\n", names[k]);
            continue;
        }
        for (int i = 0; i < countof(rate); i++) {
            arena a = store;
            loss_options o = {.engine = LOSS_MONTECARLO, .years = 100000, .seed = 1, .threads = 2, .kernel = k};
            double from = now_ms();
            if (!loss_singles(&a, &p, &o, singles, &bad)) wrong(bad);
            rate[i] = RISKS * 1e5 / (now_ms() - from) * 1e-3;
        }
        printf("loss_montecarlo_2t_%s %.4g million_risk-years/s\n", names[k], load_median(rate, countof(rate)));
    }
}

// 5,000 risks of all kinds: rates 0.001 to 50, ratios 2 to 1,000, sizes over nine orders of magnitude.
static void hard_cases(void)
{
    double ms[HARD_CASES], worst = 0;
    loss_answer out;
    loss_portfolio p = {.risks = risks, .nrisks = HARD};
    for (int c = 0; c < HARD_CASES; c++) {
        seed = 1000 + (uint64_t)c;
        double spread = log(1e9) * even();
        for (int i = 0; i < HARD; i++) {
            double rate = 0.001 * exp(even() * log(50000)), size = exp(even() * spread),
                   ratio = 2 * exp(even() * log(500));
            double kind = even(), likely = size * (1 + even() * (ratio - 1));
            risks[i] =
                (loss_risk){.frequency.rate = rate, .severity = {.kind = LOSS_LOGNORMAL, .a = size, .b = size * ratio}};
            if (kind > 0.5)
                risks[i].severity = (loss_severity){.kind = LOSS_PERT, .a = size, .b = likely, .c = size * ratio};
            if (kind > 0.8) risks[i].severity = (loss_severity){.kind = LOSS_CONSTANT, .a = size};
        }
        curve_ms(&p, (loss_options){0}, &out);
        double again[3];
        for (int i = 0; i < 3; i++) again[i] = curve_ms(&p, (loss_options){0}, &out);
        ms[c] = load_median(again, 3);
        if (ms[c] > worst) worst = ms[c];
    }
    say("loss_hard_5000_median", ms, HARD_CASES, "<=8");
    printf("loss_hard_5000_worst %.4g ms <=25\n", worst);
}

int main(void)
{
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    store = arena_make((ptrdiff_t)1 << 30);
    portfolio_and_edit();
    all_singles();
    all_controls();
    montecarlo();
    hard_cases();
    getrusage(RUSAGE_SELF, &after);
    printf("loss_memory %.1f MB <=32\n", (double)(after.ru_maxrss - before.ru_maxrss) / 1024);
    return 0;
}
