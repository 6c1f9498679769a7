// csv.h: comma-separated values (RFC 4180), row by row.
// SPDX-License-Identifier: Apache-2.0
//
// Takes what spreadsheets write: a byte order mark, CRLF, LF or CR as the end of a row, a first line `sep=;`, and
// comma, semicolon or tab between cells, found from the first row. A cell in quotation marks may hold any of these, and
// "" for a quotation mark. Rows without any character are passed over but counted, so that a row's number is the one
// the spreadsheet shows. Text is UTF-8.
#ifndef PAPER_CSV_H
#define PAPER_CSV_H

#include "platform/base/arena.h"

#define CSV_ROWS 1048576
#define CSV_COLUMNS 1000
#define CSV_CELL 131072 // bytes

typedef struct {
    const char *p, *end;
    char delimiter;
    int row;     // number of the row read last, from 1
    int columns; // room of `cells`
    str *cells;
    int fault_row;      // where it went wrong, from 1; 0: nothing did
    int fault_column;   // which cell, from 1
    const char *reason; // no full stop
} csv;

// delimiter 0: find it out. s must live as long as the rows.
csv csv_open(str s, char delimiter);
// The next row: its cells, their number in *count. NULL at the end and at a fault (reason is then set; nothing follows
// a fault). Cells are views of the source, or live in a where quotation marks were doubled; the array of cells is used
// again for the next row.
const str *csv_next(arena *a, csv *c, int *count);

#endif
