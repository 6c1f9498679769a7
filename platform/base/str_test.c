// str_test.c: string views.
// SPDX-License-Identifier: Apache-2.0
#include "test/check.h"

#include <string.h>

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

// As RFC 8259 has it, one character after the other.
static str json_of(arena *a, str s)
{
    text t = {.a = a};
    put_char(&t, '"');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            put_char(&t, '\\'), put_char(&t, (char)c);
        else if (c == '\n' || c == '\t' || c == '\r')
            put_char(&t, '\\'), put_char(&t, c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
        else if (c < 0x20)
            put(&t, S("\\u00")), put_hex(&t, (bytes){&c, 1});
        else
            put_char(&t, (char)c);
    }
    put_char(&t, '"');
    return text_str(&t);
}

TEST(each_byte_is_escaped_at_each_place_of_a_text)
{
    char room[40];
    for (int n = 0; n <= 20; n++)
        for (int at = 0; at < n; at++)
            for (int c = 0; c < 256; c++) {
                arena scratch = *test_arena;
                text t = {.a = &scratch};
                memset(room, c & 1 ? 'x' : 0xE4, sizeof room);
                room[at] = (char)c;
                put(&t, S("before"));
                put_json(&t, (str){room, n});
                put_json(&t, (str){room + at, n - at});
                str wanted = format(&scratch, "before$1$2", v(json_of(&scratch, (str){room, n})),
                                    v(json_of(&scratch, (str){room + at, n - at})));
                check(str_eq(text_str(&t), wanted));
            }
    memset(room, 1, sizeof room);
    text all = {.a = test_arena};
    put_json(&all, (str){room, 40});
    check(str_eq(text_str(&all), json_of(test_arena, (str){room, 40})));
}
