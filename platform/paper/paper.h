// paper.h: PDF documents and workbooks, made and read by the sandboxed child isms-paper.
// SPDX-License-Identifier: Apache-2.0
//
// A document is written from top to bottom into a `paper`, then paper_pdf makes a PDF of it. The child sets the type:
// cover, contents with page numbers, outline, running head and foot, tables that break between pages with their heads
// repeated.
//
//     paper p = paper_begin(a, &(paper_head){.organisation = …, .title = S("Risk register"), …});
//     paper_heading(&p, 1, S("Risks"), S("risks"));
//     paper_paragraph(&p, "<b>$1</b> of $2 risks are above <a href='#appetite'>the appetite</a>.", v(n), v(all));
//     paper_table(&p, columns, countof(columns));
//     for each risk { paper_row(&p, code); paper_cell(&p, v(code)); paper_cell_as(&p, v(level), PAPER_HIGH, S("")); … }
//     if (!paper_pdf(a, &p, &pdf, &pages, &error)) …
//
// Links are "#anchor" to a heading or a row of the same document, or an http(s) or mailto address; one whose target
// does not exist is plain text. Order is a contract: cells follow a row, rows a table, shapes stand in a chart; wrong
// order asserts.
//
// The child is found beside the running program, or where $ISMS_PAPER says; it is started at the first use, forks for
// each job, ends after a minute without one, and is started again when needed. All functions may be called from several
// threads (each with its own arena). An error is a sentence for the person who asked.
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H

#include "platform/base/text.h"

typedef struct {
    str organisation, title, subtitle;
    str version, date;  // shown on the cover, as they are; empty: not shown
    str classification; // on the cover and each page
    str checkpoint;     // of the ledger: on the cover and each page
    moment created;     // goes into the file, so that the same document has the same bytes
    bool landscape;
    bool brief; // a letter or a paper of two pages: a small head, no contents
    // The document's own words; empty: English. `page` holds $1 and $2.
    str word_contents, word_version, word_date, word_classification, word_checkpoint, word_page;
} paper_head;

typedef struct paper {
    text out;
    int columns, cells; // of the open table; cells still missing in its row
    bool open;          // a paragraph waits for paper_close
    bool chart;         // a chart waits for paper_chart_end
    // Told while paper_pdf works how far it is, in per cent; may be NULL.
    void (*told)(void *to, i64 percent);
    void *to;
} paper;

typedef enum { PAPER_PLAIN, PAPER_BULLET, PAPER_NUMBER, PAPER_QUOTE, PAPER_CODE, PAPER_LEDE, PAPER_SMALL } paper_kind;
enum { PAPER_BOLD = 1, PAPER_ITALIC = 2, PAPER_MONO = 4 }; // styles of a span, added up
typedef enum { PAPER_LEFT, PAPER_CENTRE, PAPER_RIGHT } paper_align;
// Words in a colour of meaning, or the level's name on its ground.
typedef enum {
    PAPER_NORMAL,
    PAPER_MUTED,
    PAPER_STRONG,
    PAPER_GOOD,
    PAPER_WARN,
    PAPER_BAD,
    PAPER_LOW,
    PAPER_MEDIUM,
    PAPER_HIGH,
    PAPER_CRITICAL
} paper_tone;

typedef struct {
    str title;
    double width; // relative to the others of the table; > 0
    paper_align align;
} paper_column;

paper paper_begin(arena *a, const paper_head *head);
void paper_fact(paper *p, str label, str value); // one more line on the cover, after version and date; before all else
void paper_heading(paper *p, int level, str words, str anchor); // level 1 to 3; anchor may be empty
void paper_break(paper *p);                                     // what follows starts on a new page

// One paragraph: a literal that may hold <b>, <i>, <code> and <a href='…'>, and $1…$9. Values are plain text.
#define paper_paragraph(p, lit, ...) paper_paragraph_((p), PAPER_PLAIN, S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
#define paper_paragraph_as(p, kind, lit, ...)                                                                          \
    paper_paragraph_((p), (kind), S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
void paper_paragraph_(paper *p, paper_kind kind, str template, const val *vals, int nvals);
// The same from pieces, for text that comes as data. level counts from 0; number is that of a PAPER_NUMBER.
void paper_open(paper *p, paper_kind kind, int level, int number);
void paper_span(paper *p, str words, int style, str link);
void paper_close(paper *p);

// Text of several lines as people write it: blank lines part paragraphs, "- " and "* " begin points, "1. " a numbered one, "# " a bold line.
void paper_lines(paper *p, str words);
str paper_count(const paper *p, i64 n, const char *one, const char *many); // "1 risk", "12 risks", "no risks"

void paper_table(paper *p, const paper_column *columns, int n); // ends with the next block; at most 30 columns
void paper_group(paper *p, str words);                          // a line across the table, above the rows it names
void paper_row(paper *p, str anchor);                           // as many cells as columns must follow
void paper_cell(paper *p, val x);
void paper_cell_as(paper *p, val x, paper_tone tone, str link);

// A chart is drawn on a canvas of its own units (about CSS pixels, y down), scaled to the page. `classes` are those of
// app.css: f-acc, l-acc, grid, axis, ref, area, band, pt; low, medium, high, critical; hatch, hatch-soft, hatch-dark,
// hatch-bad; of words t1, t2, mid, fin.
void paper_chart(paper *p, double width, double height, str title);
void paper_chart_line(paper *p, str classes, double x1, double y1, double x2, double y2);
void paper_chart_lines(paper *p, str classes, const double *xy,
                       int points);                  // joined points; filled when the class fills
void paper_chart_path(paper *p, str classes, str d); // SVG path data: M L H V C Q Z, both cases
void paper_chart_rect(paper *p, str classes, double x, double y, double width, double height, double radius);
void paper_chart_circle(paper *p, str classes, double x, double y, double radius);
void paper_chart_text(paper *p, str classes, double x, double y, str words); // y is the base line
void paper_chart_link(paper *p, str link, double x, double y, double width, double height);
void paper_chart_end(paper *p);

// Ends the document. The file lives in a.
bool paper_pdf(arena *a, paper *p, bytes *pdf, int *pages, str *error);

// A workbook read: each sheet's rows that hold anything, in their order. Dates and times are ISO text by their number
// format
// ("2027-03-01", "2027-03-01T10:30:00", "10:30:00"), numbers plain ("1234.5"), money by its format "180000.00 EUR",
// flags true or false, formulas the value they had. Cells are views of one block in a; count reaches to the last that
// is not empty.
typedef struct {
    int number; // as the spreadsheet shows it, from 1
    int count;
    const str *cells;
} sheet_row;

typedef struct {
    str name;
    bool hidden;
    int count;
    const sheet_row *rows;
} sheet;

#define SHEET_COLUMNS 1000
#define SHEET_CELLS 5000000 // in one workbook, empty ones within rows counted

bool paper_sheet_read(arena *a, bytes xlsx, const sheet **sheets, int *count, str *error);

// A workbook written: paper_sheet, its columns, then its rows. The first row holds the titles, bold, frozen and
// filtered. Numbers, dates, moments (UTC) and money are typed cells, text is never a formula, NULL is an empty cell.
typedef struct {
    text out;
    bool line; // a row is open
    ptrdiff_t at;
} paper_book;

paper_book paper_book_begin(arena *a);
void paper_sheet(paper_book *b, str name); // at most 31 characters are kept; those that Excel forbids become spaces
void paper_sheet_column(paper_book *b, str title, int width); // width in characters; 0: by its content
void paper_sheet_cell(paper_book *b, val x);
void paper_sheet_end_row(paper_book *b);
bool paper_sheet_write(arena *a, paper_book *b, bytes *xlsx, str *error);

void paper_stop(void); // ends the warm child, if there is one; for a tidy end of the program and for tests

#endif
