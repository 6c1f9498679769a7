// json_test.c: what the JSON reader takes and refuses, and what the writer writes.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/paper/json.h"
#include "test/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static arena fresh(void)
{
    static arena whole;
    if (!whole.beg) whole = arena_make(64 << 20);
    return whole;
}

static bool takes(str s)
{
    arena a = fresh();
    return json_read(&a, s, NULL) != NULL;
}

TEST(what_rfc_8259_allows_is_taken)
{
    static const str good[] = {
        STR("null"),
        STR(" true "),
        STR("false"),
        STR("0"),
        STR("-0"),
        STR("1.5"),
        STR("1e5"),
        STR("1E-5"),
        STR("-1.25e+10"),
        STR("\"\""),
        STR("[]"),
        STR("{}"),
        STR("[[]]"),
        STR("[{}]"),
        STR("{\"\":0}"),
        STR("{\"a\":{\"a\":1},\"b\":{\"a\":1}}"),
        STR("[1,2,3]"),
        STR("\t[\r\n1 ,\n2 ]\n"),
        STR("\"\\u00e4\\uD834\\uDD1E\""),
        STR("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""),
        STR("\"\xC3\xA4\xE2\x82\xAC\xF0\x9D\x84\x9E\""),
        STR("\"\x7F\""),
        STR("\xEF\xBB\xBF{}"),
        STR("\"\xF4\x8F\xBF\xBF\""),
        STR("[1e400]"),
        STR("123456789012345678901234567890"),
        STR("\"/\""),
        STR("[\"\\u002c\"]"),
        STR("\"\\uFFFF\""),
    };
    for (int i = 0; i < countof(good); i++)
        if (!takes(good[i])) fail_msg("refused: %.*s", STRF(good[i]));
}

TEST(what_rfc_8259_forbids_is_refused)
{
    static const str bad[] = {
        STR(""),
        STR(" "),
        STR("nul"),
        STR("nulll"),
        STR("True"),
        STR("01"),
        STR("-"),
        STR("+1"),
        STR(".5"),
        STR("1."),
        STR("1e"),
        STR("1e+"),
        STR("0x1"),
        STR("NaN"),
        STR("Infinity"),
        STR("-Infinity"),
        STR("[1,]"),
        STR("[,1]"),
        STR("[1 2]"),
        STR("["),
        STR("]"),
        STR("[1"),
        STR("{"),
        STR("}"),
        STR("{\"a\"}"),
        STR("{\"a\":}"),
        STR("{\"a\":1,}"),
        STR("{,}"),
        STR("{a:1}"),
        STR("{'a':1}"),
        STR("{\"a\" 1}"),
        STR("{1:1}"),
        STR("{\"a\":1 \"b\":2}"),
        STR("[1}"),
        STR("{\"a\":1]"),
        STR("\""),
        STR("\"\\\""),
        STR("\"\\x41\""),
        STR("\"\\u12\""),
        STR("\"\\u12G4\""),
        STR("\"a\nb\""),
        STR("\"\t\""),
        STR("\"a\0b\""),
        STR("1\0"),
        STR("[]\0"),
        STR("1 2"),
        STR("[] []"),
        STR("/**/1"),
        STR("[1]//"),
        STR("\xC2\xA0[]"),
        STR("[1]\xEF\xBB\xBF"),
        STR("\"\\u0000\""),
        STR("\"\\uD834\""),
        STR("\"\\uDD1E\""),
        STR("\"\\uD834\\n\""),
        STR("\"\\uD834\\uD834\""),
        STR("\"\xFF\""),
        STR("\"\xC0\x80\""),
        STR("\"\xE0\x80\x80\""),
        STR("\"\xED\xA0\x80\""),
        STR("\"\xF4\x90\x80\x80\""),
        STR("\"\xC3\""),
        STR("\"\xE2\x82\""),
        STR("\"\x80\""),
        STR("\"\\n\xFF\""),
        STR("\"\\n\t\""),
        STR("\"\\n"),
        STR("{\"a\":1,\"a\":2}"),
        STR("{\"a\":1,\"\\u0061\":2}"),
        STR("[{\"x\":{\"b\":1,\"c\":2,\"b\":3}}]"),
        STR("1.5.5"),
        STR("1e5e5"),
    };
    for (int i = 0; i < countof(bad); i++)
        if (takes(bad[i])) fail_msg("taken: %.*s", STRF(bad[i]));
}

TEST(every_beginning_of_a_text_is_refused)
{
    str s = S("{\"a\":[1,-2.5e3,true,null,\"x\\n\\uD834\\uDD1E\xC3\xA4\"],\"b\":{\"c\":{}}}");
    assert_true(takes(s));
    for (ptrdiff_t n = 0; n < s.n; n++) assert_false(takes(str_sub(s, 0, n)));
}

TEST(nesting_stops_at_the_limit)
{
    char deep[2 * (JSON_DEPTH + 1)];
    for (int n = JSON_DEPTH; n <= JSON_DEPTH + 1; n++) {
        memset(deep, '[', (size_t)n);
        memset(deep + n, ']', (size_t)n);
        assert_int_equal(takes((str){deep, 2 * n}), n == JSON_DEPTH);
    }
}

TEST(a_name_given_twice_is_found_among_many)
{
    arena a = fresh();
    text t = {.a = &a};
    put_char(&t, '{');
    for (int i = 0; i < 5000; i++) {
        put(&t, format(&a, "\"name $1\":$1,\n", v(i)));
    }
    text twice = {.a = &a};
    put(&twice, text_str(&t));
    put(&t, S("\"other\":0}"));
    put(&twice, S("\"name 77\":0}"));
    assert_true(json_read(&a, text_str(&t), NULL));
    json_fault fault;
    assert_null(json_read(&a, text_str(&twice), &fault));
    assert_int_equal(fault.line, 5001);
    assert_int_equal(fault.column, 1);
}

TEST(a_fault_names_its_line_and_column)
{
    arena a = fresh();
    json_fault fault;
    assert_null(json_read(&a, S("{\n  \"a\": 1,\n  \"b\": tru\n}"), &fault));
    assert_int_equal(fault.line, 3);
    assert_int_equal(fault.column, 8);
    assert_string_equal(fault.reason, "a value was expected here");
    assert_null(json_read(&a, S("[\"abc"), &fault));
    assert_int_equal(fault.column, 2);
    assert_string_equal(fault.reason, "a text does not end");
}

TEST(values_are_found_by_name_and_in_order)
{
    arena a = fresh();
    str source = S("{\"id\":\"ac-1\",\"parts\":[{\"n\":1},{\"n\":2},[]],\"e\":{},\"ok\":true,\"text\":\"a\\tb\\u00e4\","
                   "\n\"x\":-2.5}");
    const json *x = json_read(&a, source, NULL);
    assert_true(str_eq(json_get_str(x, "id"), S("ac-1")));
    assert_true(str_eq(json_get_str(x, "text"), S("a\tb\xC3\xA4")));
    assert_int_equal(json_size(x), 6);
    i64 sum = 0;
    int n = 0;
    for (const json *part = json_first(json_get(x, "parts")); part; part = json_next(part), n++) {
        i64 one = 0;
        json_int(json_get(part, "n"), &one);
        sum += one;
        assert_true(str_eq(json_name(part), S("")));
    }
    assert_int_equal(n, 3);
    assert_int_equal(sum, 3);
    text names = {.a = &a};
    for (const json *y = json_first(x); y; y = json_next(y)) {
        put(&names, json_name(y));
        put_char(&names, ' ');
    }
    assert_true(str_eq(text_str(&names), S("id parts e ok text x ")));
    double d;
    assert_true(json_double(json_get(x, "x"), &d) && d == -2.5);
    int line, column;
    json_place(source, json_get(x, "x"), &line, &column);
    assert_int_equal(line, 2);
    assert_int_equal(column, 5);
}

TEST(absent_values_answer_with_nothing)
{
    arena a = fresh();
    const json *x = json_read(&a, S("[1.5,\"7\"]"), NULL);
    i64 i;
    bool b;
    assert_null(json_get(x, "a"));
    assert_null(json_get(NULL, "a"));
    assert_null(json_next(x));
    assert_null(json_first(NULL));
    assert_false(json_int(json_first(x), &i));
    assert_false(json_int(json_next(json_first(x)), &i));
    assert_false(json_bool(json_first(x), &b));
    assert_false(json_is(NULL, JSON_NULL));
    assert_int_equal(json_get_str(x, "a").n, 0);
}

TEST(too_little_memory_is_a_fault_and_not_the_end)
{
    static char room[4096];
    arena a = {.beg = room, .end = room + sizeof room};
    static char many[4000];
    memset(many, '[', sizeof many);
    json_fault fault;
    assert_null(json_read(&a, (str){many, sizeof many}, &fault));
    assert_string_equal(fault.reason, "it is too large");
}

TEST(the_writer_places_commas_and_names)
{
    arena a = fresh();
    text t = {.a = &a};
    json_writer w = {.out = &t};
    date day;
    assert_true(date_read(S("2027-03-01"), &day));
    json_put_object(&w);
    json_member(&w, "code", v("R-1"));
    json_member(&w, "review_on", v(day));
    json_member(&w, "changed", v((moment){1000000}));
    json_member(&w, "cost", v(((money){.minor = 18000000, .currency = "EUR"})));
    json_member(&w, "yen", v(((money){.minor = -5, .currency = "JPY"})));
    json_member(&w, "none", v((date){0}));
    json_member(&w, "text", v(""));
    json_member(&w, "nan", v(__builtin_nan("")));
    json_put_name(&w, S("list"));
    json_put_array(&w);
    json_put(&w, v(1));
    json_put_bool(&w, true);
    json_put_array(&w);
    json_end_array(&w);
    json_put_object(&w);
    json_end_object(&w);
    json_put_raw(&w, S("{\"a\":1}"));
    json_end_array(&w);
    json_end_object(&w);
    str expected =
        S("{\"code\":\"R-1\",\"review_on\":\"2027-03-01\",\"changed\":\"1970-01-01T00:00:01Z\","
          "\"cost\":{\"amount\":\"180000.00\",\"currency\":\"EUR\"},\"yen\":{\"amount\":\"-5\",\"currency\":\"JPY\"},"
          "\"none\":null,\"text\":\"\",\"nan\":null,\"list\":[1,true,[],{},{\"a\":1}]}");
    if (!str_eq(text_str(&t), expected)) fail_msg("%.*s", STRF(text_str(&t)));
    assert_true(json_read(&a, text_str(&t), NULL));
}

TEST(every_character_survives_writing_and_reading)
{
    arena a = fresh();
    char all[127 + 8];
    for (int i = 1; i < 128; i++) all[i - 1] = (char)i;
    memcpy(all + 127, "\xC3\xA4\xE2\x82\xAC\xE2\x80\xA8", 8);
    text t = {.a = &a};
    json_writer w = {.out = &t};
    json_put(&w, v(((str){all, sizeof all})));
    assert_true(str_eq(json_str(json_read(&a, text_str(&t), NULL)), (str){all, sizeof all}));
}

TEST(a_value_is_cut_out_as_it_stands)
{
    str source = S("\xEF\xBB\xBF {\"a\": [1, {\"x]\": \"\\\"}\"}, -2.5e3], \"b\":null,\"c\" : true ,\"d\":\"e\\\\\", "
                   "\"f\":false}");
    const json *x = json_read(test_arena, source, NULL);
    check(x != NULL);
    check_str(json_raw(source, json_get(x, "a")), "[1, {\"x]\": \"\\\"}\"}, -2.5e3]");
    check_str(json_raw(source, json_next(json_next(json_first(json_get(x, "a"))))), "-2.5e3");
    check_str(json_raw(source, json_get(x, "b")), "null");
    check_str(json_raw(source, json_get(x, "c")), "true");
    check_str(json_raw(source, json_get(x, "d")), "\"e\\\\\"");
    check_str(json_raw(source, json_get(x, "f")), "false");
    check_str(json_raw(source, x), str_from(source, 4));
    check_str(json_raw(source, NULL), "");
}
