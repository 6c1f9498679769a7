// sheet_write.c: rows to XLSX, by libxlsxwriter.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/paper/child/cell.h"
#include "platform/paper/child/job.h"
#include "platform/paper/frame.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define COLUMNS 1000
#define ROWS 1048576
#define NARROW 8
#define WIDE 60
#define TEXT_MAX 32767 // characters in a cell (Excel's specification)

// libxlsxwriter keeps its parts in temporary files; here they lie in memory. Overrides the library's function of the
// name.
FILE *lxw_tmpfile(char *folder);

FILE *lxw_tmpfile(char *folder)
{
    (void)folder;
    int fd = memfd_create("part", MFD_CLOEXEC);
    return fd < 0 ? NULL : fdopen(fd, "w+b");
}

typedef struct {
    arena *a;
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *head, *words, *long_words, *day, *moment, *plain;
    lxw_format *money[16];
    char currencies[16][4];
    int nmoney;
    int row;     // the next
    int columns; // of the sheet
    int given[COLUMNS], widest[COLUMNS];
    str error;
} writer;

static bool refuse(writer *w, int row, int column, const char *why)
{
    w->error = format(w->a, "Cell $1: $2.", v(cell_name(w->a, row + 1, column + 1)), v(why));
    return false;
}

static void end_sheet(writer *w)
{
    if (!w->sheet) return;
    for (int i = 0; i < w->columns; i++) {
        int width = w->given[i] ? w->given[i] : w->widest[i] + 2;
        width = width < NARROW ? NARROW : width > WIDE ? WIDE : width;
        worksheet_set_column(w->sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
    }
    if (!w->columns) return;
    worksheet_freeze_panes(w->sheet, 1, 0);
    worksheet_autofilter(w->sheet, 0, 0, (lxw_row_t)(w->row > 1 ? w->row - 1 : 0), (lxw_col_t)(w->columns - 1));
}

// At most 31 characters, none of []:*?/\ and no apostrophe at either end; never empty.
static const char *sheet_name(arena *a, str s)
{
    char *z = arena_take(a, s.n + 1);
    ptrdiff_t n = 0;
    for (int characters = 0; n < s.n && characters <= 31; n++) {
        if ((s.p[n] & 0xC0) != 0x80 && ++characters > 31) break;
        z[n] = memchr("[]:*?/\\\n\t", s.p[n], 9) ? ' ' : s.p[n];
    }
    z[n] = 0;
    for (ptrdiff_t i = 0; i<n; i += n> 1 ? n - 1 : 1)
        if (z[i] == '\'') z[i] = ' ';
    return n ? z : "Sheet";
}

static bool add_sheet(writer *w, str name)
{
    end_sheet(w);
    w->sheet = workbook_add_worksheet(w->workbook, sheet_name(w->a, name));
    w->row = w->columns = 0;
    memset(w->given, 0, sizeof w->given);
    memset(w->widest, 0, sizeof w->widest);
    w->error = format(w->a, "The workbook cannot have a second sheet named $1.", v(name));
    return w->sheet != NULL;
}

// The width of the longest line, in characters.
static int text_width(str s)
{
    int n = 0, widest = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n')
            n = 0;
        else if ((s.p[i] & 0xC0) != 0x80 && ++n > widest)
            widest = n;
    }
    return widest;
}

static void widen(writer *w, int column, int width)
{
    if (width > w->widest[column]) w->widest[column] = width;
}

static bool add_column(writer *w, str content)
{
    i64 width = 0;
    str_int(frame_field(&content), &width);
    if (w->columns == COLUMNS) return refuse(w, 0, w->columns, "the sheet has too many columns");
    w->given[w->columns] = width > 0 && width < 256 ? (int)width : 0;
    widen(w, w->columns, text_width(content) + 2); // room for the arrow of the filter
    if (worksheet_write_string(w->sheet, 0, (lxw_col_t)w->columns, str_z(w->a, content), w->head))
        return refuse(w, 0, w->columns, "the title is too long");
    w->columns++;
    w->row = 1;
    return true;
}

static int characters(str s)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) n += (s.p[i] & 0xC0) != 0x80;
    return n;
}

static bool write_text(writer *w, int column, str s)
{
    int width = text_width(s);
    widen(w, column, width);
    if (characters(s) > TEXT_MAX)
        return refuse(w, w->row, column, "the text is longer than a cell may be; export it as CSV or JSON");
    bool wraps = width > WIDE || str_find(s, '\n') >= 0;
    arena scratch = *w->a;
    return s.n == 0 || !worksheet_write_string(w->sheet, (lxw_row_t)w->row, (lxw_col_t)column, str_z(&scratch, s),
                                               wraps ? w->long_words : w->words);
}

// A format for each currency, made when it is first met.
static lxw_format *money_format(writer *w, const char *currency)
{
    for (int i = 0; i < w->nmoney; i++)
        if (!strcmp(w->currencies[i], currency)) return w->money[i];
    if (w->nmoney == countof(w->money)) return NULL;
    static const char *const digits[] = {"#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000"};
    lxw_format *f = workbook_add_format(w->workbook);
    format_set_num_format(f, str_z(w->a, format(w->a, "$1 [$$$2]", v(digits[money_digits(currency)]), v(currency))));
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    memcpy(w->currencies[w->nmoney], currency, 4);
    return w->money[w->nmoney++] = f;
}

static bool write_money(writer *w, int column, str s)
{
    char currency[4] = {0};
    double x;
    if (s.n < 4 || !str_double(str_from(s, 3), &x)) return refuse(w, w->row, column, "it is no amount");
    memcpy(currency, s.p, 3);
    widen(w, column, (int)s.n + 4);
    lxw_format *f = money_format(w, currency);
    if (!f) return write_text(w, column, s);
    return !worksheet_write_number(w->sheet, (lxw_row_t)w->row, (lxw_col_t)column, x, f);
}

// Excel counts days from 1899-12-30, and from March 1900 on correctly; what lies before is written as text.
static bool write_day(writer *w, int column, double day, lxw_format *f, int width, val otherwise)
{
    double serial = day - (double)date_make(1899, 12, 30).day;
    widen(w, column, width);
    if (serial < 61 || serial >= 2958466) return write_text(w, column, format(w->a, "$1", otherwise));
    return !worksheet_write_number(w->sheet, (lxw_row_t)w->row, (lxw_col_t)column, serial, f);
}

static bool write_cell(writer *w, int column, str content)
{
    if (!content.n) return true;
    str s = str_from(content, 1);
    i64 i = 0;
    double x;
    switch (content.p[0]) {
    case 't': return write_text(w, column, s);
    case 'n':
        if (!str_double(s, &x)) return refuse(w, w->row, column, "it is no number");
        if (fabs(x) > 9007199254740992.0) return write_text(w, column, s); // a double would round it
        widen(w, column, (int)s.n);
        return !worksheet_write_number(w->sheet, (lxw_row_t)w->row, (lxw_col_t)column, x, w->plain);
    case 'd': return str_int(s, &i) && write_day(w, column, (double)i, w->day, 10, v((date){i}));
    case 'm': return str_int(s, &i) && write_day(w, column, (double)i / 86400e6, w->moment, 16, v((moment){i}));
    case '$': return write_money(w, column, s);
    default: return refuse(w, w->row, column, "its kind is not known");
    }
}

static bool add_row(writer *w, str content)
{
    if (w->row == ROWS) return refuse(w, w->row, 0, "a sheet has no more rows; export it as CSV or JSON");
    for (int column = 0; content.p; column++) {
        if (column == COLUMNS) return refuse(w, w->row, column, "the sheet has too many columns");
        if (!write_cell(w, column, frame_field(&content))) {
            if (!w->error.n) refuse(w, w->row, column, "it cannot be written");
            return false;
        }
    }
    w->row++;
    return true;
}

static lxw_format *new_format(writer *w, const char *number)
{
    lxw_format *f = workbook_add_format(w->workbook);
    if (number) format_set_num_format(f, number);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    return f;
}

static void make_formats(writer *w)
{
    w->head = new_format(w, NULL);
    format_set_bold(w->head);
    format_set_bottom(w->head, LXW_BORDER_THIN);
    format_set_bottom_color(w->head, 0x868B98);
    w->words = new_format(w, NULL);
    w->long_words = new_format(w, NULL);
    format_set_text_wrap(w->long_words);
    w->plain = new_format(w, NULL);
    w->day = new_format(w, "yyyy-mm-dd");
    w->moment = new_format(w, "yyyy-mm-dd hh:mm:ss");
}

static bool write_all(writer *w, str in)
{
    char kind;
    str content;
    while (frame_next(&in, &kind, &content)) {
        w->error = (str){0};
        bool ok = str_utf8(content) && (kind == FRAME_SHEET || w->sheet);
        if (ok && kind == FRAME_SHEET)
            ok = add_sheet(w, content);
        else if (ok && kind == FRAME_COLUMN)
            ok = add_column(w, content);
        else if (ok && kind == FRAME_LINE)
            ok = add_row(w, content);
        else
            ok = false;
        if (!ok) {
            if (!w->error.n) w->error = S("The workbook could not be written: its rows are not in order.");
            return false;
        }
    }
    end_sheet(w);
    w->error = (str){0};
    return w->sheet != NULL;
}

static bool put_file(text *out, int fd)
{
    struct stat st;
    if (fstat(fd, &st)) return false;
    ptrdiff_t at = frame_begin(out, FRAME_FILE);
    char *p = put_room(out, st.st_size);
    for (off_t done = 0; done < st.st_size;) {
        ssize_t n = pread(fd, p + done, (size_t)(st.st_size - done), done);
        if (n <= 0) return false;
        done += n;
    }
    out->n += st.st_size;
    frame_end(out, at);
    return true;
}

bool sheet_write(arena *a, str in, text *out, str *error)
{
    char path[64];
    int fd = memfd_create("workbook", MFD_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    writer *w = new (a, writer);
    w->a = a;
    w->workbook = fd < 0 ? NULL : workbook_new_opt(path, &options);
    *error = S("The workbook could not be written.");
    if (!w->workbook) return false;
    // Without a time of its own the same rows give the same bytes.
    lxw_doc_properties properties = {.created = 946684800};
    workbook_set_properties(w->workbook, &properties);
    make_formats(w);
    bool ok = write_all(w, in);
    if (!ok && w->error.n) *error = w->error;
    bool closed = workbook_close(w->workbook) == LXW_NO_ERROR;
    ok = ok && closed && put_file(out, fd);
    close(fd);
    return ok;
}
