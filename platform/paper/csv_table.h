// csv_table.h: a CSV text with a header row, read by the names of its columns.
// SPDX-License-Identifier: Apache-2.0
#ifndef PAPER_CSV_TABLE_H
#define PAPER_CSV_TABLE_H

#include "platform/paper/csv.h"

enum { CSV_TABLE_COLUMNS = 40 };

typedef struct {
    arena *a;
    csv in;
    str head[CSV_TABLE_COLUMNS];
    int nhead;
    const str *cells;
    int ncells;
} csv_table;

csv_table csv_table_open(arena *a, str s);                // reads the header
bool csv_table_next(csv_table *t);                        // false at the end or at a fault (t->in.reason)
str csv_table_cell(const csv_table *t, const char *name); // of the row read last; empty when there is no such column

#endif
