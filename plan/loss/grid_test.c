// grid_test.c: on any lattice the masses of a severity and what lies above it are all there, with their moments.
// SPDX-License-Identifier: Apache-2.0
#include "test/tally.h"
#include "plan/loss/grid.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static arena store;

enum { CELLS = 1024 };

static double above_of(const severity *s, double y) // P(what the layer leaves > y), y above the layer's amounts
{
    if (s->layer.side == LOSS_WHOLE) return 1 - severity_cdf(s, y);
    if (s->layer.side == LOSS_KEPT) return 1 - severity_cdf(s, y < s->layer.deductible ? y : y + s->layer.limit);
    return y < s->layer.limit ? 1 - severity_cdf(s, y + s->layer.deductible) : 0;
}

static void spread_keeps(loss_severity in, loss_layer layer)
{
    arena a = store;
    severity s = severity_make(&a, &in, layer, 1);
    stream one = {.rate = 1, .first = &s};
    double *f = news(&a, double, CELLS + 8) + 8;
    const bag *b = bag_of(&a, kernel_for(LOSS_BEST), &one, 1);
    for (double h = s.mean / 2e4; h < s.mean * 30; h *= 1.37) {
        for (int before = 0; before < 2; before++) {
            double above = bag_spread(b, kernel_for(LOSS_BEST), &(lattice){h, CELLS, before, f});
            double sum = f[-1], mean = -f[-1];
            for (int j = 0; j < CELLS; j++) {
                sum += f[j];
                mean += f[j] * j;
            }
            if (fabs(sum + above - s.live) > 5e-6)
                fail_msg("%g to %g, h %g: %.9g on the lattice and %.9g above it, of %.9g", in.a, in.b, h, sum, above,
                         s.live);
            double least = above_of(&s, CELLS * h), most = above_of(&s, (CELLS - 6) * h);
            if (above < least - 1e-6 || above > most + 1e-6)
                fail_msg("h %g: %.9g above the lattice, not %.9g to %.9g", h, above, least, most);
            if (most == 0 && fabs(mean * h / s.mean - 1) > 2e-6)
                fail_msg("h %g: mean %.9g, not %.9g", h, mean * h, s.mean);
        }
    }
}

#define BETWEEN(x, y) ((loss_severity){.kind = LOSS_LOGNORMAL, .a = (x), .b = (y)})
#define LIKELY(x, y, z) ((loss_severity){.kind = LOSS_PERT, .a = (x), .b = (y), .c = (z)})

static void whole_severities_are_spread_completely(void **state)
{
    (void)state;
    const loss_layer whole = {0};
    spread_keeps(BETWEEN(100, 200), whole);
    spread_keeps(BETWEEN(100, 103), whole);
    spread_keeps(BETWEEN(100, 150), whole);
    spread_keeps(BETWEEN(10, 10000), whole);
    spread_keeps(LIKELY(0, 0, 100), whole);
    spread_keeps(LIKELY(0, 30, 100), whole);
    spread_keeps(LIKELY(90, 95, 100), whole);
    spread_keeps(LIKELY(1, 100, 100), whole);
    spread_keeps((loss_severity){.kind = LOSS_PERT, .a = 5, .b = 20, .c = 90, .shape = 40}, whole);
}

static void what_layers_leave_is_spread_completely(void **state)
{
    (void)state;
    for (loss_side side = LOSS_KEPT; side <= LOSS_CEDED; side++) {
        spread_keeps(BETWEEN(10, 10000), (loss_layer){side, 500, 3000});
        spread_keeps(BETWEEN(100, 110), (loss_layer){side, 104, 3});
        spread_keeps(LIKELY(0, 30, 100), (loss_layer){side, 20, 30});
        spread_keeps(LIKELY(10, 30, 100), (loss_layer){side, 5, 200});
    }
}

int main(void)
{
    store = arena_make(64 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_severities_are_spread_completely),
        cmocka_unit_test(what_layers_leave_is_spread_completely),
    };
    return test_tally((int)(sizeof tests / sizeof *tests), cmocka_run_group_tests(tests, NULL, NULL), 0);
}
