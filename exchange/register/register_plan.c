// register_plan.c: a file held against the database, cell by cell, reading only.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/register/register_match.h"
#include "platform/record/field.h"
#include "platform/record/search.h"

#include <string.h>

static bool cell_fault(ctx *c, register_plan *p, const register_row *row, const register_column *k, str sentence)
{
    register_found(c, p, row->number, k->number, k->title, sentence);
    return false;
}

static str cell_of(const table_row *cells, const register_column *k)
{
    return k->number <= cells->count ? str_trim(cells->cells[k->number - 1]) : (str){0};
}

// A workbook's date may come with its midnight.
static str without_midnight(const field *f, str s)
{
    return f->kind == KIND_DATE && str_ends(s, S("T00:00:00")) ? str_sub(s, 0, s.n - 9) : s;
}

// A unit that a list of people names, and that is not there: it comes with the list. What looks like a code is a slip.
static bool bring_unit(ctx *c, register_plan *p, register_row *row, int column, str cell)
{
    i64 id;
    if (p->e != &person_entity || p->columns[column].field->to != &unit_entity || entity_of_code(cell, &id))
        return false;
    if (!(c->roles & unit_entity.add) || !token_allows(c, unit_entity.name, "add") || cell.n > 120) return false;
    int at = 0;
    while (at < p->nunits && !str_eq(text_fold(c->a, p->units[at]), text_fold(c->a, cell))) at++;
    if (at == p->nunits) p->units[p->nunits++] = str_dup(c->a, cell);
    row->brings[column] = at + 1;
    return true;
}

static bool read_field(ctx *c, register_plan *p, matcher *m, register_row *row, int column, str cell)
{
    register_column *k = &p->columns[column];
    const field *f = k->field;
    i64 id = 0;
    str why;
    if (f->kind == KIND_CHOICE && !cell.n && f->choices[0].name[0]) return true; // what is usual, or what was
    if (f->kind == KIND_REF && cell.n) {
        if (!matcher_name(m, f, cell, &id, &row->rows[column], &why))
            return bring_unit(c, p, row, column, cell) || cell_fault(c, p, row, k, why);
        ((ref *)field_at(f, row->rec))->id = id;
        return true;
    }
    if (field_parse(c, f, row->rec, without_midnight(f, cell))) return true;
    return cell_fault(c, p, row, k, failure_words(c, f->label));
}

// Codes or titles with ; between; codes with commas too.
static str next_name(str *rest)
{
    i64 id;
    ptrdiff_t comma = str_find(*rest, ','), semicolon = str_find(*rest, ';');
    bool codes = comma > 0 && (semicolon < 0 || comma < semicolon) &&
                 entity_of_code(str_trim(str_sub(*rest, 0, comma)), &id) != NULL;
    return str_trim(str_cut(rest, codes ? ',' : ';'));
}

static bool read_link(ctx *c, register_plan *p, matcher *m, register_row *row, int at, const register_column *k,
                      str cell)
{
    const field *f = field_find(k->link->through, str_of(k->link->to));
    register_link *l = &row->links[at];
    bool ok = true;
    *l = (register_link){.link = k->link, .to = news(c->a, i64, cell.n / 2 + 2)};
    for (str rest = cell; rest.p;) {
        str name = next_name(&rest), why;
        i64 id = 0;
        int other = 0;
        if (!name.n) continue;
        if (!matcher_name(m, f, name, &id, &other, &why))
            ok = cell_fault(c, p, row, k, why);
        else
            l->to[l->n++] = other ? -other : id;
    }
    return ok;
}

// Reads all cells; bad[column] where one did not fit.
static bool read_cells(ctx *c, register_plan *p, matcher *m, register_row *row, const table_row *cells, bool *bad)
{
    bool ok = true;
    int links = 0;
    for (int i = 0; i < p->ncolumns; i++) {
        register_column *k = &p->columns[i];
        str cell = cell_of(cells, k);
        bad[i] = false;
        if (k->kind == COLUMN_FIELD) bad[i] = !read_field(c, p, m, row, i, cell);
        if (k->kind == COLUMN_LINK) bad[i] = !read_link(c, p, m, row, links++, k, cell);
        ok = ok && !bad[i];
    }
    for (int i = p->ncolumns; i < cells->count; i++) {
        if (!str_trim(cells->cells[i]).n) continue;
        register_found(c, p, row->number, i + 1, (str){0}, S("the header has no such column."));
        return false;
    }
    return ok;
}

static int column_named(const register_plan *p, const char *name)
{
    for (int i = 0; name && i < p->ncolumns; i++)
        if (p->columns[i].kind == COLUMN_FIELD && strcmp(p->columns[i].field->name, name) == 0) return i;
    return -1;
}

// What the rules say, but for cells that were named already and references to rows that come with the file.
static bool keep_failures(ctx *c, register_plan *p, const register_row *row, const bool *bad, bool whole)
{
    bool any = false;
    for (const failure *f = c->failures; f; f = f->next) {
        int column = column_named(p, f->field);
        const field *lacks = f->field ? field_find(p->e, str_of(f->field)) : NULL;
        if (column >= 0 && (bad[column] || row->rows[column] || row->brings[column])) continue;
        if (!whole && column < 0) continue; // it may follow from a cell that is wrong or still to come
        if (lacks && column < 0 && (lacks->flags & REQUIRED) && row->act == ROW_ADD) continue; // said of the header
        const register_column *k = column >= 0 ? &p->columns[column] : NULL;
        register_found(c, p, row->number, k ? k->number : 0, k ? k->title : (str){0}, f->sentence);
        any = true;
    }
    c->failures = NULL, c->failures_end = NULL;
    return !any;
}

// A rule may have filled an empty cell with what is there already: then nothing changes.
static void take_filled(const register_plan *p, register_row *row, const void *checked)
{
    for (int i = 0; row->before && i < p->ncolumns; i++) {
        const field *f = p->columns[i].kind == COLUMN_FIELD ? p->columns[i].field : NULL;
        if (f && !row->rows[i] && field_equal(f, checked, row->before)) field_copy(f, row->rec, row->before);
    }
}

// The rule of the entity is asked also where cells could not be read: it sees them empty. Not where a number is out of its
// limits, for it may rest on these.
static bool check_row(ctx *c, register_plan *p, register_row *row, const bool *bad, bool cells_ok)
{
    arena before = *c->a;
    void *copy = record_new(c, p->e);
    memcpy(copy, row->rec, (size_t)p->e->size); // a check may fill members, with what is forgotten below
    bool members = record_check_members(c, p->e, copy, row->before), coming = false;
    for (int i = 0; i < p->ncolumns; i++) coming = coming || row->rows[i] || row->brings[i];
    bool whole = cells_ok && !coming, ok = keep_failures(c, p, row, bad, whole);
    if (ok && p->e->check && (members || !whole)) {
        p->e->check(c, copy, row->before);
        ok = keep_failures(c, p, row, bad, whole);
        if (ok && whole) take_filled(p, row, copy);
    }
    if (ok) *c->a = before;
    return ok;
}

static bool same_ids(const i64 *x, int nx, const i64 *y, int ny)
{
    for (int i = 0; i < nx; i++) {
        bool found = x[i] < 0 ? false : true;
        for (int k = 0; found && k < ny; k++) {
            if (y[k] == x[i]) break;
            if (k == ny - 1) found = false;
        }
        if (!found || !ny) return false;
    }
    return true;
}

bool register_differs(const register_plan *p, const register_row *row, int column)
{
    const register_column *k = &p->columns[column];
    int links = 0;
    for (int i = 0; i < column; i++) links += p->columns[i].kind == COLUMN_LINK;
    if (k->kind == COLUMN_FIELD)
        return row->rows[column] || row->brings[column] ||
               (row->before ? !field_equal(k->field, row->rec, row->before) : !field_empty(k->field, row->rec));
    if (k->kind != COLUMN_LINK) return false;
    const register_link *l = &row->links[links];
    if (!row->before) return l->n > 0;
    const i64 *was = row->links_before[links];
    int nwas = row->nlinks_before[links];
    return !same_ids(l->to, l->n, was, nwas) || !same_ids(was, nwas, l->to, l->n);
}

static void judge_row(ctx *c, register_plan *p, register_row *row)
{
    int links = 0;
    if (row->act == ROW_ADD) {
        p->added++;
        return;
    }
    row->links_before = news(c->a, i64 *, p->nlinks + 1);
    row->nlinks_before = news(c->a, int, p->nlinks + 1);
    for (int i = 0; i < p->ncolumns; i++)
        if (p->columns[i].kind == COLUMN_LINK) {
            row->nlinks_before[links] = record_links(c, p->columns[i].link, row->id, &row->links_before[links]);
            links++;
        }
    row->act = ROW_SAME;
    for (int i = 0; i < p->ncolumns; i++)
        if (register_differs(p, row, i)) row->act = ROW_CHANGE;
    if (row->act == ROW_CHANGE)
        p->changed++;
    else
        p->same++;
}

// Required fields without a column are one fault of the header, if anything is to be added.
static void look_for_missing(ctx *c, register_plan *p, int header)
{
    bool adds = false;
    for (int i = 0; i < p->nrows; i++) adds = adds || p->rows[i].act == ROW_ADD;
    for (int i = 0; adds && i < p->e->nfields; i++) {
        const field *f = &p->e->fields[i];
        void *fresh = record_new(c, p->e);
        if (!(f->flags & REQUIRED) || (f->flags & (READONLY | DERIVED)) || column_named(p, f->name) >= 0) continue;
        if (f->kind == KIND_FLAG || f->kind == KIND_INTEGER || !field_empty(f, fresh)) continue;
        register_found(c, p, header, 0, (str){0},
                       format(c->a, "there is no column for $1 ($2), which each new $3 needs.", v(f->label), v(f->name),
                              v(p->e->label)));
    }
}

// A row by itself: what it means, its cells, the rules.
static void prepare_row(ctx *c, register_plan *p, matcher *m, int i, const table_row *cells, bool found)
{
    bool bad[REGISTER_COLUMNS];
    register_row *row = &p->rows[i];
    row->rec = record_new(c, p->e);
    row->rows = news(c->a, int, p->ncolumns);
    row->brings = news(c->a, int, p->ncolumns);
    row->links = news(c->a, register_link, p->nlinks + 1);
    if (row->before) memcpy(row->rec, row->before, (size_t)p->e->size);
    bool ok = read_cells(c, p, m, row, cells, bad);
    if (check_row(c, p, row, bad, ok && found) && ok && found) judge_row(c, p, row);
}

static bool may(ctx *c, const register_plan *p)
{
    const entity *e = p->e;
    return (!p->added || permit(c, e->add, e->name, "add")) && (!p->changed || permit(c, e->set, e->name, "set"));
}

static void begin(ctx *c, const register_order *o, register_plan *p)
{
    *p = (register_plan){.e = o->e, .file = o->file, .hash = hash_hex(c->a, hash_of(o->content))};
    p->faults_end = &p->faults;
}

bool register_read(ctx *c, const register_order *o, register_plan *p)
{
    table_row *rows;
    int n;
    begin(c, o, p);
    if (!table_read(c, p, o->content, &rows, &n)) return false;
    columns_map(c, o, p, &rows[0]);
    p->nrows = n - 1;
    return true;
}

bool register_prepare(ctx *c, const register_order *o, register_plan *p)
{
    table_row *rows;
    int n;
    begin(c, o, p);
    if (!permit(c, o->e->see, o->e->name, "list") || !table_read(c, p, o->content, &rows, &n)) return false;
    columns_map(c, o, p, &rows[0]);
    p->nrows = n - 1;
    p->rows = news(c->a, register_row, n);
    p->units = news(c->a, str, n), p->unit_ids = news(c->a, i64, n);
    bool *found = news(c->a, bool, n);
    for (int i = 0; i < p->nrows; i++) p->rows[i].number = rows[i + 1].number;
    matcher *m = matcher_make(c, p, rows + 1);
    for (int i = 0; i < p->nrows; i++) found[i] = matcher_find(m, i, &rows[i + 1]);
    look_for_missing(c, p, rows[0].number);
    for (int i = 0; i < p->nrows; i++) prepare_row(c, p, m, i, &rows[i + 1], found[i]);
    return !p->nfaults && may(c, p);
}

str register_fault_text(arena *a, const register_plan *p, const register_fault *f)
{
    text t = {.a = a};
    put(&t, p->file.n ? p->file : S("The file"));
    if (f->row) fill(&t, S(", row $1"), VALS(v(f->row)), 1);
    if (f->column && f->title.n)
        fill(&t, S(", column \"$1\""), VALS(v(f->title)), 1);
    else if (f->column)
        fill(&t, S(", column $1"), VALS(v(f->column)), 1);
    put(&t, S(": "));
    put(&t, f->sentence);
    return text_str(&t);
}

static str codes_text(ctx *c, const register_plan *p, const link_field *l, const i64 *ids, int n)
{
    const entity *to = field_find(l->through, str_of(l->to))->to;
    text t = {.a = c->a};
    for (int i = 0; i < n; i++) {
        if (i) put(&t, S("; "));
        if (ids[i] < 0)
            fill(&t, S("row $1"), VALS(v(p->rows[-ids[i] - 1].number)), 1);
        else
            put(&t, record_code(c->a, to, ids[i]));
    }
    return text_str(&t);
}

void register_values(ctx *c, const register_plan *p, const register_row *row, int column, str *before, str *after)
{
    const register_column *k = &p->columns[column];
    int links = 0;
    text x = {.a = c->a}, y = {.a = c->a};
    for (int i = 0; i < column; i++) links += p->columns[i].kind == COLUMN_LINK;
    if (k->kind == COLUMN_LINK) {
        const register_link *l = &row->links[links];
        *before =
            row->before ? codes_text(c, p, k->link, row->links_before[links], row->nlinks_before[links]) : (str){0};
        *after = codes_text(c, p, k->link, l->to, l->n);
        return;
    }
    if (row->before) field_text(c, &x, k->field, row->before);
    if (row->brings[column])
        put(&y, p->units[row->brings[column] - 1]);
    else if (row->rows[column])
        fill(&y, S("row $1"), VALS(v(p->rows[row->rows[column] - 1].number)), 1);
    else
        field_text(c, &y, k->field, row->rec);
    *before = text_str(&x);
    *after = text_str(&y);
}

str register_units_text(arena *a, const register_plan *p)
{
    text t = {.a = a};
    for (int i = 0; i < p->nunits; i++) {
        if (i) put(&t, S(", "));
        put(&t, p->units[i]);
    }
    return text_str(&t);
}
