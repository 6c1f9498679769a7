// register_part.h: what the parts of the reader of registers share.
// SPDX-License-Identifier: Apache-2.0
#ifndef EXCHANGE_REGISTER_REGISTER_PART_H
#define EXCHANGE_REGISTER_REGISTER_PART_H

#include "exchange/register/register.h"

// The rows of a CSV or XLSX file, all that hold anything; the first is the header.
typedef struct {
    int number, count;
    const str *cells;
} table_row;
bool table_read(ctx *c, register_plan *p, str content, table_row **rows, int *n);

void register_found(ctx *c, register_plan *p, int row, int column, str title, str sentence);
// Maps the header: fills p->columns. False when a column has no place.
bool columns_map(ctx *c, const register_order *o, register_plan *p, const table_row *head);
// The text member that names a record of e in a file, best first: a UNIQUE one, else the title. NULL: none.
const field *register_name(const entity *e);

#endif
