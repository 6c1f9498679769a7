// money_test.c: amounts and their decimals.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/money.h"
#include "test/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

TEST(an_amount_has_the_decimals_of_its_currency)
{
    static const struct {
        str amount, currency;
        i64 minor;
    } same[] = {
        {STR("180000.00"), STR("EUR"), 18000000},
        {STR("0.05"), STR("EUR"), 5},
        {STR("-0.05"), STR("EUR"), -5},
        {STR("0.00"), STR("CHF"), 0},
        {STR("1500"), STR("JPY"), 1500},
        {STR("1.234"), STR("KWD"), 1234},
        {STR("92233720368547758.07"), STR("USD"), INT64_MAX},
    };
    char room[256];
    for (int i = 0; i < countof(same); i++) {
        arena a = {.beg = room, .end = room + sizeof room};
        text t = {.a = &a, .p = room, .cap = sizeof room};
        money m;
        assert_true(money_read(same[i].amount, same[i].currency, &m));
        assert_int_equal(m.minor, same[i].minor);
        put_money_amount(&t, m);
        assert_true(str_eq(text_str(&t), same[i].amount));
    }
}

TEST(shorter_decimals_are_read_and_longer_ones_refused)
{
    money m;
    assert_true(money_read(S("3.5"), S("EUR"), &m) && m.minor == 350);
    assert_true(money_read(S("3"), S("EUR"), &m) && m.minor == 300);
    static const str bad[] = {STR(""),
                              STR("-"),
                              STR("."),
                              STR("3."),
                              STR(".5"),
                              STR("3.555"),
                              STR("1,000"),
                              STR("1e3"),
                              STR("+3"),
                              STR(" 3"),
                              STR("92233720368547758.08"),
                              STR("99999999999999999999")};
    for (int i = 0; i < countof(bad); i++) assert_false(money_read(bad[i], S("EUR"), &m));
    assert_false(money_read(S("3.5"), S("JPY"), &m));
    assert_false(money_read(S("3"), S("eur"), &m));
    assert_false(money_read(S("3"), S("EURO"), &m));
}

TEST(a_message_groups_the_thousands)
{
    arena a = arena_make(1 << 16);
    assert_true(str_eq(format(&a, "$1", v(((money){18000000, "EUR"}))), S("180,000.00 EUR")));
    assert_true(str_eq(format(&a, "$1", v(((money){-123456, "JPY"}))), S("-123,456 JPY")));
    assert_true(str_eq(format(&a, "$1", v(((money){99999, "EUR"}))), S("999.99 EUR")));
}
