// register_table.c: the rows of a CSV or XLSX file.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/register/register_part.h"
#include "platform/paper/csv.h"
#include "platform/paper/paper.h"

#include <string.h>

void register_found(ctx *c, register_plan *p, int row, int column, str title, str sentence)
{
    enum { MOST = 1000 };
    if (p->nfaults++ >= MOST) return;
    register_fault *f = new (c->a, register_fault);
    *f = (register_fault){.row = row, .column = column, .title = title, .sentence = sentence};
    *p->faults_end = f;
    p->faults_end = &f->next;
}

static bool cannot_read(ctx *c, register_plan *p, int row, int column, str why)
{
    register_found(c, p, row, column, (str){0}, why);
    return false;
}

static table_row *grow(ctx *c, table_row *rows, int n, int *room)
{
    if (n < *room) return rows;
    *room = *room ? *room * 2 : 256;
    table_row *more = news(c->a, table_row, *room);
    if (n) memcpy(more, rows, sizeof *rows * (size_t)n);
    return more;
}

static bool blank(const str *cells, int count)
{
    for (int i = 0; i < count; i++)
        if (str_trim(cells[i]).n) return false;
    return true;
}

static bool read_csv(ctx *c, register_plan *p, str content, table_row **rows, int *n)
{
    csv in = csv_open(content, 0);
    int room = 0, count;
    for (const str *cells; (cells = csv_next(c->a, &in, &count));) {
        if (blank(cells, count)) continue;
        *rows = grow(c, *rows, *n, &room);
        str *kept = news(c->a, str, count);
        memcpy(kept, cells, sizeof *kept * (size_t)count); // the reader uses its array again
        (*rows)[(*n)++] = (table_row){in.row, count, kept};
        if (*n > REGISTER_ROWS + 1) return cannot_read(c, p, in.row, 0, S("too many rows; cut the file into several."));
    }
    if (!in.reason) return true;
    return cannot_read(c, p, in.fault_row, in.fault_column, format(c->a, "$1.", v(in.reason)));
}

// The first sheet in sight that holds anything.
static bool read_xlsx(ctx *c, register_plan *p, str content, table_row **rows, int *n)
{
    const sheet *sheets;
    int nsheets;
    str error = {0};
    if (!paper_sheet_read(c->a, (bytes){content.p, content.n}, &sheets, &nsheets, &error))
        return cannot_read(c, p, 0, 0, error);
    for (int i = 0; i < nsheets; i++) {
        const sheet *s = &sheets[i];
        if (s->hidden || !s->count) continue;
        if (s->count > REGISTER_ROWS + 1)
            return cannot_read(c, p, 0, 0, S("too many rows; cut the file into several."));
        *rows = news(c->a, table_row, s->count);
        for (int k = 0; k < s->count; k++)
            if (!blank(s->rows[k].cells, s->rows[k].count))
                (*rows)[(*n)++] = (table_row){s->rows[k].number, s->rows[k].count, s->rows[k].cells};
        return true;
    }
    return true;
}

bool table_read(ctx *c, register_plan *p, str content, table_row **rows, int *n)
{
    *rows = NULL, *n = 0;
    bool zip = str_starts(content, S("PK\x03\x04"));
    if (!content.n) return cannot_read(c, p, 0, 0, S("the file is empty."));
    if (!zip && !str_utf8(content))
        return cannot_read(c, p, 0, 0,
                           S("this is neither a workbook (XLSX) nor text in UTF-8; save it as one of the two."));
    if (!(zip ? read_xlsx : read_csv)(c, p, content, rows, n)) return false;
    if (*n == 0) return cannot_read(c, p, 0, 0, S("there is no row in it."));
    return true;
}
