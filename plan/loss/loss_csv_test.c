// loss_csv_test.c: a portfolio from a file, its answer as JSON, and what is wrong with a file.
// SPDX-License-Identifier: Apache-2.0
#include "test/tally.h"
#include "plan/loss/loss.h"
#include "platform/paper/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static arena store;

static const json *answer_of(arena *a, str csv, loss_options o)
{
    text t = {.a = a};
    str error;
    if (!loss_curve_csv(a, csv, &o, &t, &error)) fail_msg("%.*s", STRF(error));
    const json *x = json_read(a, text_str(&t), NULL);
    assert_non_null(x);
    return x;
}

static double number_at(const json *x, const char *name)
{
    double d = NAN;
    if (!json_double(json_get(x, name), &d)) fail_msg("%s is no number", name);
    return d;
}

static void a_file_gives_the_figures_of_its_portfolio(void **state)
{
    (void)state;
    arena a = store;
    const loss_risk r[] = {
        {.code = S("R-1"), .frequency.rate = 2, .severity = {.kind = LOSS_LOGNORMAL, .a = 1000, .b = 50000}},
        {.code = S("R-2"), .frequency.rate = 0.3, .severity = {.kind = LOSS_PERT, .a = 10, .b = 20, .c = 90}},
        {.code = S("R-3"), .frequency.rate = 1, .severity = {.kind = LOSS_CONSTANT, .a = 777}}};
    loss_portfolio p = {.risks = r, .nrisks = 3};
    str csv =
        S("code,rate,kind,a,b,c\r\nR-1,2,lognormal,1000,5e4,\r\nR-2,0.3,pert,10,20,90\r\n\"R-3\",1,constant,777,,\r\n");
    for (loss_engine e = LOSS_EXACT; e <= LOSS_MONTECARLO; e++) {
        loss_options o = {.engine = e, .seed = 4, .years = 20000};
        loss_answer want;
        loss_refusal *bad;
        assert_true(loss_curve(&a, &p, &o, &want, &bad));
        const json *x = answer_of(&a, csv, o), *risk = json_first(json_get(x, "risks"));
        assert_true(number_at(x, "mean") == want.mean);
        assert_true(number_at(json_get(x, "percentiles"), "99.9") == want.level[4]);
        assert_true(number_at(json_get(x, "percentiles"), "50") == want.level[0]);
        assert_true(number_at(json_get(x, "tail_mean"), "99") == want.tail[3]);
        assert_true(str_eq(json_get_str(x, "engine"), e == LOSS_EXACT ? S("exact") : S("montecarlo")));
        assert_true(str_eq(json_get_str(x, "inputs"), hash_hex(&a, want.inputs)));
        assert_true(number_at(x, "error") == want.error);
        assert_int_equal(json_size(json_get(x, "risks")), 3);
        assert_true(str_eq(json_get_str(risk, "code"), S("R-1")));
        risk = json_next(json_next(risk));
        if (e == LOSS_EXACT) assert_true(fabs(number_at(json_get(risk, "percentiles"), "90") - 2 * 777) < 1e-9);
    }
}

static void errors_of(str csv, const char *want)
{
    arena a = store;
    text t = {.a = &a};
    str error = {0};
    loss_options o = {0};
    assert_false(loss_curve_csv(&a, csv, &o, &t, &error));
    if (!str_eq(error, str_of(want))) fail_msg("%.*s", STRF(error));
}

static void every_fault_is_named_with_row_and_column(void **state)
{
    (void)state;
    errors_of(S("code,rate,kind,a,b,c\nR-1,-2,lognormal,10,1000,\nR-1,nan,pert,10,5,9\nR-3,1,constnt,777,,\n,1,"
                "constant,x,3,\n"),
              "row 3, column rate: \"nan\" is not a number\n"
              "row 4, column kind: \"constnt\" is not lognormal, pert or constant\n"
              "row 5, column code: is empty\n"
              "row 5, column a: \"x\" is not a number\n"
              "row 5, column b: means nothing for constant; leave it empty\n"
              "row 3, column code: stands in an earlier row too\n"
              "row 2, column rate: is below zero");
    errors_of(S("code,rate,kind,a,b,c\nR-1,2,lognormal,10,10,\n"),
              "row 2, column b: equals the 5th percentile: an interval of zero width; use a constant");
    errors_of(S("code,rate,kind,a,b,c\nR-1,2,pert,30,20,10\n"), "row 2, column a: the minimum is above the maximum");
    errors_of(S("code,rate,kind,a,b,c\nR-1,2,lognormal,1,1e29,\n"),
              "row 2, column b: makes the mean loss of an event infinite");
    errors_of(S("code,rate,kind,a,b,c\nR-1,2\n"), "row 2, column kind: \"\" is not lognormal, pert or constant");
    errors_of(S("code,rate,kind,a,b,c\nR-1,2,constant,3,,,5\n"), "row 2, column beyond the last: holds something");
    errors_of(S("code,rate,kind,a,b\nR-1,2,constant,3,\n"), "row 1, column c: is missing");
    errors_of(S("code,rate,kind,a,b,c,d\n"),
              "row 1, column d: is not known; the columns are code, rate, kind, a, b, c");
    errors_of(S("code,rate,kind,a,b,c\n"), "file: holds no risk");
    errors_of(S(""), "file: is empty; its first row names the columns code, rate, kind, a, b, c");
}

static void columns_may_stand_in_any_order(void **state)
{
    (void)state;
    arena a = store;
    const json *x = answer_of(&a, S("kind;a;b;c;rate;code\nconstant;5;0;;2;X\n"), (loss_options){.appetite = 12});
    assert_true(number_at(x, "mean") == 10);
    assert_true(fabs(number_at(x, "passing") - (1 - 5 * exp(-2))) < 1e-9);
}

int main(void)
{
    store = arena_make((ptrdiff_t)1 << 30);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_gives_the_figures_of_its_portfolio),
        cmocka_unit_test(every_fault_is_named_with_row_and_column),
        cmocka_unit_test(columns_may_stand_in_any_order),
    };
    return test_tally((int)(sizeof tests / sizeof *tests), cmocka_run_group_tests(tests, NULL, NULL), 0);
}
