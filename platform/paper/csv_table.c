// csv_table.c: a CSV text with a header row, read by the names of its columns.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/csv_table.h"

csv_table csv_table_open(arena *a, str s)
{
    csv_table t = {.a = a, .in = csv_open(s, 0)};
    int n = 0;
    const str *cells = csv_next(a, &t.in, &n);
    for (int i = 0; cells && i < n && i < CSV_TABLE_COLUMNS; i++) t.head[t.nhead++] = str_dup(a, str_trim(cells[i]));
    return t;
}

bool csv_table_next(csv_table *t)
{
    t->cells = csv_next(t->a, &t->in, &t->ncells);
    return t->cells != NULL;
}

str csv_table_cell(const csv_table *t, const char *name)
{
    for (int i = 0; i < t->nhead && i < t->ncells; i++)
        if (str_eq(t->head[i], str_of(name))) return t->cells[i];
    return (str){0};
}
