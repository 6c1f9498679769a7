// cell.h: what stands in a cell of a workbook, as text.
// SPDX-License-Identifier: Apache-2.0
#ifndef CHILD_CELL_H
#define CHILD_CELL_H

#include "platform/base/text.h"

// What a number format says of the numbers it shows.
typedef struct {
    bool date, time;
    char currency[4]; // of a format that names one
} cell_format;

cell_format cell_format_of(i64 id, str code); // code: of a format of the workbook's own, else empty
// The number as it stands in the file, as ISO date or time, with its currency, or plain. since_1904: how the workbook
// counts days. What is no number stays as it is.
void put_cell_number(text *t, str number, cell_format f, bool since_1904);
// Excel writes control characters as _x000D_; a carriage return is dropped.
void put_cell_text(text *t, str s);
// "BC12": column 55, row 12, from 1. False when it is no such name or out of Excel's bounds.
bool cell_place(str name, int *row, int *column);
str cell_name(arena *a, int row, int column);

#endif
