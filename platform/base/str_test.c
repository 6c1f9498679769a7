// str_test.c: string views.
// SPDX-License-Identifier: Apache-2.0
#include "test/check.h"

TEST(cutting_walks_over_every_part_also_empty_ones)
{
    str rest = S("a,,b");
    check_str(str_cut(&rest, ','), "a");
    check_str(str_cut(&rest, ','), "");
    check_str(str_cut(&rest, ','), "b");
    check(!rest.p);
}

TEST(a_number_is_read_whole_or_not_at_all)
{
    i64 i = 7;
    check(str_int(S("-12"), &i));
    check_int(i, -12);
    check(!str_int(S("12x"), &i));
    check(!str_int(S(""), &i));
    check(!str_int(S("9223372036854775808"), &i));
    double x;
    check(str_double(S("-0.5"), &x));
    check_real(x, -0.5, 0);
    check(!str_double(S("nan"), &x));
    check(!str_double(S("0x10"), &x));
}

TEST(searching_finds_the_first_place)
{
    check_int(str_search(S("one two two"), S("two")), 4);
    check_int(str_search(S("one"), S("three")), -1);
    check_int(str_find(S("one"), 'n'), 1);
}

TEST(text_that_is_no_utf8_is_told)
{
    check(str_utf8(S("Zürich – 東京")));
    check(!str_utf8((str){"\xC0\xAF", 2}));
    check(!str_utf8((str){"\xED\xA0\x80", 3}));
    check(!str_utf8((str){"a\0b", 3}));
}
