// csv_test.c: what the CSV reader makes of files as they come.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/csv.h"
#include "platform/base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

// The rows as "number:cell|cell/", a fault as "!row.column".
static str read_all(str s)
{
    static arena whole;
    if (!whole.beg) whole = arena_make(64 << 20);
    static char room[4096];
    arena a = whole, shown = {.beg = room, .end = room + sizeof room};
    text t = {.a = &shown};
    csv c = csv_open(s, 0);
    int n;
    for (const str *cells; (cells = csv_next(&a, &c, &n));) {
        put_int(&t, c.row);
        for (int i = 0; i < n; i++) {
            put_char(&t, i ? '|' : ':');
            put(&t, cells[i]);
        }
        put_char(&t, '/');
    }
    if (c.reason) {
        put_char(&t, '!');
        put_int(&t, c.fault_row);
        put_char(&t, '.');
        put_int(&t, c.fault_column);
    }
    return text_str(&t);
}

#define check(source, expected)                                                                                        \
    do {                                                                                                               \
        str got = read_all(S(source));                                                                                 \
        if (!str_eq(got, S(expected))) fail_msg("%s gave %.*s", #source, STRF(got));                                   \
    } while (0)

static void rows_and_cells_are_told_apart(void **state)
{
    check("a,b\r\n1,2\r\n", "1:a|b/2:1|2/");
    check("a,b\n1,2", "1:a|b/2:1|2/");
    check("a\rb\r", "1:a/2:b/");
    check("a,\n,b\n,\n", "1:a|/2:|b/3:|/");
    check("", "");
    check(" a , b ", "1: a | b /");
    (void)state;
}

static void quotation_marks_protect_what_they_hold(void **state)
{
    check("\"a,b\",\"c\r\nd\",\"e\"\"f\"\n\"\",x", "1:a,b|c\r\nd|e\"f/2:|x/");
    check("\"\"\"\"\"\"", "1:\"\"/");
    (void)state;
}

static void empty_lines_are_passed_over_but_counted(void **state)
{
    check("a\n\n\r\nb\n", "1:a/4:b/");
    (void)state;
}

static void the_delimiter_is_found_from_the_first_row(void **state)
{
    check("a;b;\"x,y,z\"\n1,5;2;3\n", "1:a|b|x,y,z/2:1,5|2|3/");
    check("a\tb\n1,2\t3\n", "1:a|b/2:1,2|3/");
    check("\xEF\xBB\xBF"
          "a,b;c,d\n",
          "1:a|b;c|d/");
    check("sep=;\r\na,b;c\n", "2:a,b|c/");
    (void)state;
}

static void malformed_quoting_is_reported_by_row_and_column(void **state)
{
    check("a,b\n1,x\"y\n", "1:a|b/!2.2");
    check("a,b\n\"1\"x,2\n", "1:a|b/!2.1");
    check("a,b\n1,\"2\n3,4\n", "1:a|b/!2.2");
    (void)state;
}

static void text_that_is_not_utf_8_is_reported(void **state)
{
    check("a,b\n1,M\xFCller\n", "1:a|b/!2.2");
    check("\xFF\xFE"
          "a\0",
          "!1.0");
    check("a\0b", "!1.1");
    (void)state;
}

static void limits_are_kept(void **state)
{
    static char many[CSV_CELL + 2];
    memset(many, ',', CSV_COLUMNS);
    str got = read_all((str){many, CSV_COLUMNS});
    assert_true(str_ends(got, S("!1.1001")));
    memset(many, 'x', sizeof many);
    assert_true(str_eq(read_all((str){many, CSV_CELL + 1}), S("!1.1")));
    (void)state;
}

static void what_is_written_is_read_again(void **state)
{
    static const str cells[] = {STR("plain"),    STR(""),       STR("a \"word\""),           STR("two\nlines"),
                                STR("a,b;c\td"), STR(" edge "), STR("\xC3\xA4\xE2\x82\xAC"), STR("-5")};
    static char room[4096];
    arena a = {.beg = room, .end = room + sizeof room};
    text t = {.a = &a};
    for (int i = 0; i < countof(cells); i++) {
        if (i) put_char(&t, ',');
        put_csv(&t, cells[i]);
    }
    csv c = csv_open(text_str(&t), ',');
    int n;
    const str *back = csv_next(&a, &c, &n);
    assert_int_equal(n, countof(cells));
    for (int i = 0; i < n; i++) assert_true(str_eq(back[i], cells[i]));
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_cells_are_told_apart),
        cmocka_unit_test(quotation_marks_protect_what_they_hold),
        cmocka_unit_test(empty_lines_are_passed_over_but_counted),
        cmocka_unit_test(the_delimiter_is_found_from_the_first_row),
        cmocka_unit_test(malformed_quoting_is_reported_by_row_and_column),
        cmocka_unit_test(text_that_is_not_utf_8_is_reported),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(what_is_written_is_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
