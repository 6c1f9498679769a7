// sheet_test.c: workbooks out and in again, through the child.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/paper/paper.h"
#include "test/check.h"

#include <stdio.h>

// One sheet as lines of "number:cell|cell".
static str shown(const sheet *s)
{
    text t = {.a = test_arena};
    for (int i = 0; i < s->count; i++) {
        put_int(&t, s->rows[i].number);
        for (int k = 0; k < s->rows[i].count; k++) {
            put_char(&t, k ? '|' : ':');
            put(&t, s->rows[i].cells[k]);
        }
        put_char(&t, '\n');
    }
    return text_str(&t);
}

static str read_file(const char *name)
{
    const sheet *sheets;
    int n;
    str error, file = test_read(test_source(name));
    if (!paper_sheet_read(test_arena, (bytes){file.p, file.n}, &sheets, &n, &error)) return error;
    return n ? shown(&sheets[0]) : S("no sheet");
}

static void write_row(paper_book *b, const val *cells, int n)
{
    for (int i = 0; i < n; i++) paper_sheet_cell(b, cells[i]);
    paper_sheet_end_row(b);
}

TEST(what_is_written_to_a_workbook_is_read_again)
{
    date day;
    moment when;
    check(date_read(S("2027-03-01"), &day) && moment_read(S("2027-03-01T10:30:00Z"), &when));
    paper_book b = paper_book_begin(test_arena);
    paper_sheet(&b, S("Risks: all"));
    const char *const titles[] = {"Code", "Title", "Count", "Ratio", "Due", "Changed", "Cost", "Note"};
    for (int i = 0; i < countof(titles); i++) paper_sheet_column(&b, str_of(titles[i]), 0);
    write_row(&b,
              (const val[]){v("R-1"), v("Größe & <Maß>"), v(42), v(0.1), v(day), v(when), v(((money){18000000, "EUR"})),
                            v("=1+1")},
              8);
    write_row(&b,
              (const val[]){v("R-2"), v("two\nlines"), v(-7), v(1e6), v((date){0}), v((moment){0}),
                            v(((money){1500, "JPY"})), v("  edge ")},
              8);
    write_row(&b, (const val[]){v("007"), v(""), v((date){0})}, 3);
    paper_sheet(&b, S("Other"));
    paper_sheet_column(&b, S("A"), 20);
    bytes xlsx;
    str error = {0};
    const sheet *sheets;
    int n;
    if (!paper_sheet_write(test_arena, &b, &xlsx, &error)) check_str(error, "");
    if (!paper_sheet_read(test_arena, xlsx, &sheets, &n, &error)) check_str(error, "");
    check_int(n, 2);
    check_str(sheets[0].name, "Risks  all");
    check_str(sheets[1].name, "Other");
    check(!sheets[0].hidden);
    check_str(shown(&sheets[0]), "1:Code|Title|Count|Ratio|Due|Changed|Cost|Note\n"
                                 "2:R-1|Größe & <Maß>|42|0.1|2027-03-01|2027-03-01T10:30:00|180000.00 EUR|=1+1\n"
                                 "3:R-2|two\nlines|-7|1000000|||1500 JPY|  edge \n"
                                 "4:007\n");
}

TEST(ten_thousand_rows_of_twenty_columns_are_quick)
{
    paper_book b = paper_book_begin(test_arena);
    paper_sheet(&b, S("Assets"));
    for (int i = 0; i < 20; i++) paper_sheet_column(&b, format(test_arena, "Column $1", v(i)), 0);
    for (int row = 0; row < 10000; row++) {
        for (int i = 0; i < 20; i++)
            paper_sheet_cell(&b, i % 4 ? v(format(test_arena, "cell $1 of $2", v(i), v(row))) : v(row));
        paper_sheet_end_row(&b);
    }
    bytes xlsx;
    str error = {0};
    const sheet *sheets;
    int n;
    i64 from = clock_ticks();
    if (!paper_sheet_write(test_arena, &b, &xlsx, &error)) check_str(error, "");
    i64 written = clock_ticks();
    if (!paper_sheet_read(test_arena, xlsx, &sheets, &n, &error)) check_str(error, "");
    i64 read = clock_ticks();
    printf("written in %lld ms, read in %lld ms\n", (long long)(written - from) / 1000,
           (long long)(read - written) / 1000);
    check_int(sheets[0].count, 10001);
    check_str(sheets[0].rows[10000].cells[19], "cell 19 of 9999");
}

TEST(a_workbook_of_another_program_is_read)
{
    str file = test_read(test_source("test/fixture/xlsx/shared.xlsx")), error;
    const sheet *sheets;
    int n;
    if (!paper_sheet_read(test_arena, (bytes){file.p, file.n}, &sheets, &n, &error)) check_str(error, "");
    check_int(n, 3);
    check_str(shown(&sheets[0]), "1:Code|Rich text||a\nb & c A _xZ\n"
                                 "3:2026-03-01|1900-03-01|2026-03-01T10:30:00|180000.00 EUR|2.5|18:00:00|0.3|36:00:00\n"
                                 "4:true|false|#N/A|joined|2|inline || space \n");
    check_str(shown(&sheets[1]), "1:1|2\n2:x\n");
    check_str(sheets[1].name, "Without references");
    check(sheets[2].hidden && !sheets[0].hidden);
    check_str(read_file("test/fixture/xlsx/prefixed.xlsx"), "1:word|5\n");
    check_str(read_file("test/fixture/xlsx/since1904.xlsx"), "1:2026-03-01\n");
}

TEST(a_hostile_workbook_is_refused_with_a_sentence)
{
    static const struct {
        const char *name, *sentence;
    } bad[] = {
        {"doctype", "document type declaration"},
        {"outside", "leads out of it"},
        {"bomb", "far larger unpacked"},
        {"lying", "the text is too long"},
        {"far", "Sheet \"S\", XFD1: it lies beyond the columns"},
        {"farther", "not in order"},
        {"disorder", "rows are not in order"},
        {"deep", "nested too deeply"},
        {"missing-text", "Sheet \"S\", A1: its text is missing"},
        {"long", "Sheet \"S\", C2: the text is too long"},
        {"malformed", "xl/worksheets/sheet1.xml cannot be read: mismatched tag"},
        {"cut", "damaged or cut off"},
        {"letter", "no workbook"},
        {"old", "old or encrypted"},
        {"encrypted", "encrypted"},
    };
    for (int i = 0; i < countof(bad); i++) {
        str got = read_file(str_z(test_arena, format(test_arena, "test/fixture/xlsx/$1.xlsx", v(bad[i].name))));
        check_has(got, bad[i].sentence);
    }
    check_has(read_file("meson.build"), "no workbook");
}

TEST(every_beginning_of_a_workbook_is_refused_and_the_child_lives_on)
{
    str file = test_read(test_source("test/fixture/xlsx/prefixed.xlsx")), error;
    const sheet *sheets;
    int n;
    for (ptrdiff_t size = 0; size < file.n; size += 97) {
        error = (str){0};
        check(!paper_sheet_read(test_arena, (bytes){file.p, size}, &sheets, &n, &error));
        check(error.n > 0);
    }
    check(paper_sheet_read(test_arena, (bytes){file.p, file.n}, &sheets, &n, &error));
}

TEST(a_sheet_that_cannot_hold_its_rows_is_refused_with_the_cell)
{
    paper_book b = paper_book_begin(test_arena);
    paper_sheet(&b, S("S"));
    paper_sheet_column(&b, S("A"), 0);
    char *long_text = arena_take(test_arena, 40000);
    for (int i = 0; i < 40000; i++) long_text[i] = 'x';
    paper_sheet_cell(&b, v(((str){long_text, 40000})));
    paper_sheet_end_row(&b);
    bytes xlsx;
    str error = {0};
    check(!paper_sheet_write(test_arena, &b, &xlsx, &error));
    check_has(error, "Cell A2: the text is longer than a cell may be");
}
