// csv_test.c: what the CSV reader makes of files as they come.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/csv.h"
#include "platform/base/text.h"
#include "test/check.h"

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

#define check_rows(source, expected)                                                                                   \
    do {                                                                                                               \
        str got = read_all(S(source));                                                                                 \
        if (!str_eq(got, S(expected))) fail_msg("%s gave %.*s", #source, STRF(got));                                   \
    } while (0)

TEST(rows_and_cells_are_told_apart)
{
    check_rows("a,b\r\n1,2\r\n", "1:a|b/2:1|2/");
    check_rows("a,b\n1,2", "1:a|b/2:1|2/");
    check_rows("a\rb\r", "1:a/2:b/");
    check_rows("a,\n,b\n,\n", "1:a|/2:|b/3:|/");
    check_rows("", "");
    check_rows(" a , b ", "1: a | b /");
}

TEST(quotation_marks_protect_what_they_hold)
{
    check_rows("\"a,b\",\"c\r\nd\",\"e\"\"f\"\n\"\",x", "1:a,b|c\r\nd|e\"f/2:|x/");
    check_rows("\"\"\"\"\"\"", "1:\"\"/");
}

TEST(empty_lines_are_passed_over_but_counted)
{
    check_rows("a\n\n\r\nb\n", "1:a/4:b/");
}

TEST(the_delimiter_is_found_from_the_first_row)
{
    check_rows("a;b;\"x,y,z\"\n1,5;2;3\n", "1:a|b|x,y,z/2:1,5|2|3/");
    check_rows("a\tb\n1,2\t3\n", "1:a|b/2:1,2|3/");
    check_rows("\xEF\xBB\xBF"
               "a,b;c,d\n",
               "1:a|b;c|d/");
    check_rows("sep=;\r\na,b;c\n", "2:a,b|c/");
}

TEST(malformed_quoting_is_reported_by_row_and_column)
{
    check_rows("a,b\n1,x\"y\n", "1:a|b/!2.2");
    check_rows("a,b\n\"1\"x,2\n", "1:a|b/!2.1");
    check_rows("a,b\n1,\"2\n3,4\n", "1:a|b/!2.2");
}

TEST(text_that_is_not_utf_8_is_reported)
{
    check_rows("a,b\n1,M\xFCller\n", "1:a|b/!2.2");
    check_rows("\xFF\xFE"
               "a\0",
               "!1.0");
    check_rows("a\0b", "!1.1");
}

TEST(limits_are_kept)
{
    static char many[CSV_CELL + 2];
    memset(many, ',', CSV_COLUMNS);
    str got = read_all((str){many, CSV_COLUMNS});
    assert_true(str_ends(got, S("!1.1001")));
    memset(many, 'x', sizeof many);
    assert_true(str_eq(read_all((str){many, CSV_CELL + 1}), S("!1.1")));
}

TEST(what_is_written_is_read_again)
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
}
