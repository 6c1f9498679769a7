// kernel_test.c: all kernels this processor can run give the same bytes; and those written down here.
// SPDX-License-Identifier: Apache-2.0
//
// A processor without AVX-512 leaves that kernel untried: `test/emulate` runs this program on one that has it.
#include "test/severity.h"
#include "test/tally.h"
#include "plan/loss/draw.h"
#include "plan/loss/fft.h"
#include "plan/loss/special.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { MOST = 5120 };

static arena store;
static uint64_t dice;

static double even(double low, double high)
{
    dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
    return low + (high - low) * ((double)(dice >> 11) * 0x1.0p-53);
}

// The plain kernel's answer `want` and another's, `got`.
static void same(const kernel *k, const char *what, int n, const void *want, const void *got, size_t size)
{
    if (!memcmp(want, got, size)) return;
    size_t i = 0;
    while (((const char *)want)[i] == ((const char *)got)[i]) i++;
    fail_msg("%s of %d: %s differs from the plain kernel at byte %zu", what, n, k->name, i);
}

// The kernels to be held against the plain one, ending with NULL.
static const kernel *const *others(void)
{
    static const kernel *list[3];
    int n = 0;
    for (loss_kernel k = LOSS_AVX512; k <= LOSS_AVX2; k++)
        if (kernel_has(k)) list[n++] = kernel_for(k);
    list[n] = NULL;
    return list;
}

// Lengths that end everywhere in a register, and long ones.
static int length_at(int i)
{
    return i < 70 ? i : i < 74 ? 1021 + i : i < 78 ? 4090 + i - 70 : -1;
}

// Numbers of every size an exponent may have, and the ends of the range.
static void numbers_in(double *x, int n, double low, double high)
{
    const double ends[] = {0, -0.0, low, high, 1, -1, 0x1p-1022};
    for (int i = 0; i < n; i++)
        x[i] = i % 9 == 8 ? fmax(low, fmin(high, ends[i / 9 % countof(ends)])) : even(low, high);
}

typedef struct {
    double a[MOST], b[MOST], c[MOST], d[MOST];
} numbers;

static void exp_and_log_are_the_same_to_the_last_bit(void **state)
{
    (void)state;
    static numbers want, got;
    for (const kernel *const *k = others(); *k; k++)
        for (int i = 0, n; n = length_at(i), n >= 0; i++) {
            numbers_in(want.a, MOST, -800, 800);
            numbers_in(want.b, MOST, -700, 709);
            for (int j = 0; j < MOST; j++) want.b[j] = j % 11 ? exp(want.b[j]) : 1 + even(-1e-9, 1e-9);
            numbers_in(want.c, MOST, -800, 800);
            numbers_in(want.d, MOST, -9e5, 9e5);
            got = want;
            kernel_plain.exp_all(want.a, n);
            (*k)->exp_all(got.a, n);
            kernel_plain.log_all(want.b, n);
            (*k)->log_all(got.b, n);
            kernel_plain.exp_complex(want.c, want.d, n);
            (*k)->exp_complex(got.c, got.d, n);
            same(*k, "exp, log or complex exp", n, &want, &got, sizeof want);
        }
}

static void exp_and_log_of_one_number_are_those_of_the_kernels_and_right(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        double e = (i - 500) * 0.9, back = own_exp(e), kernel_exp = e, kernel_log = back;
        kernel_plain.exp_all(&kernel_exp, 1);
        kernel_plain.log_all(&kernel_log, 1);
        assert_true(back == kernel_exp && own_log(back) == kernel_log);
        assert_true(fabs(back / exp(e) - 1) < 4e-16 && fabs(own_log(back) - e) < 4e-16 * fmax(1, fabs(e)));
    }
}

static void powers_of_a_gamma_factor_are_the_same_to_the_last_bit(void **state)
{
    (void)state;
    static numbers want, got;
    for (const kernel *const *k = others(); *k; k++)
        for (int i = 0, n; n = length_at(i), n >= 0; i++) {
            double total = exp(even(-9, 9)), scale = exp(even(-9, 9)), power = even(0.01, 90);
            numbers_in(want.a, MOST, -9, 9);
            numbers_in(want.b, MOST, -9, 9);
            numbers_in(want.c, MOST, -total, total);
            numbers_in(want.d, MOST, -total, total);
            got = want;
            kernel_plain.log_gamma(want.a, want.b, want.c, want.d, n, total, scale, power);
            (*k)->log_gamma(got.a, got.b, got.c, got.d, n, total, scale, power);
            same(*k, "logarithm of a gamma factor", n, &want, &got, sizeof want);
        }
}

typedef struct {
    double *v[6]; // even and odd; scratch; the transform
} lattice_room;

static void transform(const kernel *k, const fft_plan *p, const double *x, lattice_room r)
{
    memcpy(r.v[0], x, (size_t)p->half * sizeof *x);
    memcpy(r.v[1], x + p->half, (size_t)p->half * sizeof *x);
    k->fft(p, r.v[0], r.v[1], r.v[2], r.v[3]);
    k->split(p, r.v[0], r.v[1], r.v[4], r.v[5]);
    k->merge(p, r.v[4], r.v[5], r.v[0], r.v[1]);
}

static void transforms_of_every_length_are_the_same_to_the_last_bit(void **state)
{
    (void)state;
    for (int n = FFT_LEAST; n <= FFT_MOST; n *= 2) {
        arena a = store;
        const fft_plan *p = fft_plan_for(n);
        lattice_room want, got;
        double *x = news(&a, double, n);
        for (int i = 0; i < 6; i++) want.v[i] = news(&a, double, n), got.v[i] = news(&a, double, n);
        for (int i = 0; i < n; i++) x[i] = even(-1, 1) * exp(even(-40, 1));
        transform(&kernel_plain, p, x, want);
        for (const kernel *const *k = others(); *k; k++) {
            transform(*k, p, x, got);
            for (int i = 0; i < 6; i++)
                if (i != 2 && i != 3) same(*k, "transform", n, want.v[i], got.v[i], (size_t)n * sizeof *x);
        }
    }
}

static void densities_are_the_same_to_the_last_bit(void **state)
{
    (void)state;
    static numbers want, got;
    for (const kernel *const *k = others(); *k; k++)
        for (int i = 0, n; n = length_at(i), n >= 0; i++) {
            double z0 = even(-9, 3), dz = exp(even(-7, -1)), c = exp(even(-9, 9)), base = even(0, 3);
            const double s[] = {even(-1, 1), even(-1, 1), even(-1, 1), even(-1, 1)};
            numbers_in(want.a, MOST, 0, 1);
            numbers_in(want.b, MOST, 0, 1);
            numbers_in(want.c, MOST, 0, 12);
            numbers_in(want.d, MOST, 0, 1);
            got = want;
            kernel_plain.gauss(want.a, n, z0, dz, c);
            (*k)->gauss(got.a, n, z0, dz, c);
            kernel_plain.cubic(want.b, want.c, want.d, n / 3, n, 8, base, s);
            (*k)->cubic(got.b, got.c, got.d, n / 3, n, 8, base, s);
            same(*k, "density", n, &want, &got, sizeof want);
        }
}

static void counts_of_a_recursion_are_the_same_to_the_last_bit(void **state)
{
    (void)state;
    enum { CELLS = 256, ROWS = CELLS * CARLO_LANES };
    static float jf[ROWS], af[ROWS], scale[CARLO_LANES], want[ROWS], got[ROWS];
    for (int i = 0; i < ROWS; i++) {
        jf[i] = (float)(even(0, 1) * (i / CARLO_LANES) / CELLS);
        af[i] = (float)(even(0, 1) / CELLS);
    }
    for (int i = 0; i < CARLO_LANES; i++) scale[i] = (float)even(0.5, 1);
    for (const kernel *const *k = others(); *k; k++)
        for (int n = 1; n <= CELLS; n += n < 20 ? 1 : 59)
            for (int mixed = 0; mixed < 2; mixed++) {
                memset(want, 0, sizeof want);
                for (int l = 0; l < CARLO_LANES; l++) want[l] = (float)even(0.1, 1);
                memcpy(got, want, sizeof got);
                kernel_plain.panjer(jf, mixed ? af : NULL, scale, want, n);
                (*k)->panjer(jf, mixed ? af : NULL, scale, got, n);
                same(*k, "recursion", n, want, got, sizeof want);
            }
}

typedef struct {
    carlo_stream lanes;
    double sum;
    float year[CARLO_BLOCK], total[CARLO_BLOCK];
    uint32_t bins[1 << 15];
} drawn;

static void block(const kernel *k, const float *table, uint32_t events, int years, drawn *out)
{
    draw d = draw_for(events, 7, 7);
    *out = (drawn){.lanes = draw_lanes(&d)};
    for (int i = 0; i < CARLO_BLOCK; i++) out->total[i] = (float)i * 1.7f;
    k->table_events(&out->lanes, table, out->year, events);
    k->fixed_events(&out->lanes, 123.456f, out->year, events / 3);
    memset(out->year + years, 0, (size_t)(CARLO_BLOCK - years) * sizeof *out->year);
    out->sum = k->gather(out->year, out->total, events % 2 ? out->bins : NULL, years);
}

static void drawn_years_are_the_same_to_the_last_bit(void **state)
{
    (void)state;
    static drawn want, got;
    static float table[4097 + 15];
    const uint32_t long_runs[] = {100, 1023, 1024, 1025, 2049, 20000};
    for (int i = 0; i <= 4096; i++) table[i] = (float)exp(i / 300.0);
    for (const kernel *const *k = others(); *k; k++)
        for (uint32_t i = 0; i < 40 + countof(long_runs); i++) {
            uint32_t n = i < 40 ? i : long_runs[i - 40];
            int years = i < 20 ? (int)(i * 213 + 1) : CARLO_BLOCK;
            block(&kernel_plain, table, n, years, &want);
            block(*k, table, n, years, &got);
            same(*k, "block of years", (int)n, &want, &got, sizeof want);
        }
}

// ---- whole answers

// A risk of every kind. Those before LINKED suit the exact engine too.
enum { RISKS = 16, LINKED = 14 };
static const double list[] = {100, 250, 250, 4000};
static const loss_risk risks[RISKS] = {
    {.frequency.rate = 2, .severity = BETWEEN(100, 20000)},
    {.frequency.rate = 0.4, .severity = LIKELY(1000, 5000, 60000)},
    {.frequency.rate = 3, .severity = AMOUNT(750)},
    {.frequency.rate = 0.5, .severity = {.kind = LOSS_EMPIRICAL, .list = list, .amounts = 4}},
    {.frequency = {.kind = LOSS_UNCERTAIN, .low = 0.2, .high = 5}, .severity = BETWEEN(500, 9000)},
    {.frequency = {.kind = LOSS_ONCE, .rate = 0.2}, .severity = LIKELY(1000, 5000, 60000)},
    {.frequency = {.kind = LOSS_FAIR, .contact = 12, .action = 0.3, .vulnerability = 0.2},
     .severity = BETWEEN(900, 8000)},
    {.frequency.rate = 1, .severity = BETWEEN(100, 3000), .sector = 1},
    {.frequency.rate = 2, .severity = LIKELY(100, 300, 3000), .sector = 1},
    {.frequency.rate = 0.7, .severity = BETWEEN(100, 20000), .event = {LOSS_KEPT, 1000, 5000}},
    {.frequency.rate = 3, .severity = BETWEEN(100, 20000), .annual = {LOSS_CEDED, 9000, 20000}},
    {.frequency.rate = 0.5, .severity = BETWEEN(100, 2000), .second_share = 0.3, .second = LIKELY(100, 4000, 9000)},
    {.frequency.rate = 1, .severity = BETWEEN(300, 9000)},
    {.frequency.rate = 40, .severity = LIKELY(30, 100, 900)},
    {.frequency.rate = 1, .severity = BETWEEN(100, 9000), .link = 0.8},
    {.frequency = {.kind = LOSS_ONCE, .rate = 0.3}, .severity = AMOUNT(4000), .link = 0.5},
};
static const loss_effect effects[] = {{.risk = 12, .low = 0.1, .high = 1},
                                      {.risk = 13, .on_severity = true, .low = 0.3, .high = 0.8},
                                      {.risk = 0, .low = 0.7, .high = 0.7}};
static const loss_effect failing[] = {{.risk = 0, .low = 0.4, .high = 0.4}, {.risk = 2, .low = 0.1, .high = 0.5}};
static const loss_control controls[] = {{.effects = effects, .neffects = 3},
                                        {.effects = failing, .neffects = 2, .failures = 2, .days_down = 60}};
static const loss_sector sectors[] = {{.variance = 0.5}};

static void add_numbers(hashing *h, const double *x, int n)
{
    hash_add(h, (str){(char *)(uintptr_t)x, (ptrdiff_t)sizeof *x * n});
}

// The hash of all figures of an answer and of every risk on its own.
static hash figures(int n, loss_options o)
{
    arena a = store;
    loss_portfolio p = {
        .risks = risks, .nrisks = n, .sectors = sectors, .nsectors = 1, .controls = controls, .ncontrols = 2};
    loss_answer x;
    loss_single *each = news(&a, loss_single, n);
    loss_refusal *bad = NULL;
    o.appetite = 60000;
    o.at = list;
    o.nat = countof(list);
    if (!loss_curve(&a, &p, &o, &x, &bad) || !loss_singles(&a, &p, &o, each, &bad))
        fail_msg("%s %d %s %.*s", bad->what, bad->row, bad->field, STRF(bad->reason));
    assert_string_equal(x.kernel, kernel_for(o.kernel)->name);
    hashing h = hash_begin();
    add_numbers(&h, (const double[]){x.mean, x.sd, x.none, x.passing, x.error, x.cells}, 6);
    add_numbers(&h, x.level, LOSS_LEVELS);
    add_numbers(&h, x.tail, LOSS_LEVELS);
    add_numbers(&h, x.below, o.nat);
    for (int i = 0; i < x.npoints; i++) add_numbers(&h, (const double[]){x.curve[i].x, x.curve[i].above}, 2);
    for (int i = 0; i < n; i++) {
        add_numbers(&h, (const double[]){each[i].mean, each[i].none}, 2);
        add_numbers(&h, each[i].level, LOSS_LEVELS);
        add_numbers(&h, each[i].tail, LOSS_LEVELS);
    }
    return hash_end(&h);
}

static void a_seed_gives_the_bytes_written_down_here_on_every_kernel(void **state)
{
    (void)state;
    // Of every machine and compiler. They change only when the simulation draws or counts differently, which CHANGELOG says.
    const char *written = "2a0a9d26bb70163512069a799af53c9b1bd88d20c02bb3b973a2c2af43307fe6";
    arena a = store;
    for (loss_kernel k = LOSS_BEST; k <= LOSS_PLAIN; k++) {
        if (!kernel_has(k)) continue;
        str now = hash_hex(
            &a,
            figures(RISKS, (loss_options){.engine = LOSS_MONTECARLO, .years = 10001, .seed = 20260927, .kernel = k}));
        print_message("%s %.*s\n", kernel_for(k)->name, STRF(now));
        assert_string_equal(str_z(&a, now), written);
    }
}

static void the_exact_engine_gives_the_same_bytes_on_every_kernel(void **state)
{
    (void)state;
    hash plain = figures(LINKED, (loss_options){.kernel = LOSS_PLAIN});
    for (loss_kernel k = LOSS_BEST; k < LOSS_PLAIN; k++)
        if (kernel_has(k)) assert_true(hash_eq(figures(LINKED, (loss_options){.kernel = k}), plain));
}

// ISMS_KERNEL names the kernel that must be the best one here: so an emulator that lacks it does not pass for one that has it.
static void the_best_kernel_is_the_widest_that_this_processor_has(void **state)
{
    (void)state;
    const char *wanted = getenv("ISMS_KERNEL");
    const kernel *const *k = others();
    assert_ptr_equal(kernel_for(LOSS_BEST), *k ? *k : &kernel_plain);
    if (wanted) assert_string_equal(kernel_for(LOSS_BEST)->name, wanted);
}

int main(void)
{
    store = arena_make((ptrdiff_t)1 << 30);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_kernel_is_the_widest_that_this_processor_has),
        cmocka_unit_test(exp_and_log_are_the_same_to_the_last_bit),
        cmocka_unit_test(exp_and_log_of_one_number_are_those_of_the_kernels_and_right),
        cmocka_unit_test(powers_of_a_gamma_factor_are_the_same_to_the_last_bit),
        cmocka_unit_test(transforms_of_every_length_are_the_same_to_the_last_bit),
        cmocka_unit_test(densities_are_the_same_to_the_last_bit),
        cmocka_unit_test(counts_of_a_recursion_are_the_same_to_the_last_bit),
        cmocka_unit_test(drawn_years_are_the_same_to_the_last_bit),
        cmocka_unit_test(a_seed_gives_the_bytes_written_down_here_on_every_kernel),
        cmocka_unit_test(the_exact_engine_gives_the_same_bytes_on_every_kernel),
    };
    return test_tally((int)(sizeof tests / sizeof *tests), cmocka_run_group_tests(tests, NULL, NULL), 0);
}
