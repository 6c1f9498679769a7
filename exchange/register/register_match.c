// register_match.c: which record a row means, and which row or record a cell names.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/register/register_match.h"
#include "platform/record/field.h"
#include "platform/record/search.h"

#include <string.h>

// A chain of equal hashes; entries live as long as the plan.
typedef struct entry {
    uint64_t hash;
    const void *of; // the field or the column it belongs to
    str text;
    i64 id; // a record, or the row + 1
    int count;
    str why; // not found
    struct entry *next;
} slot;

typedef struct {
    slot **slots;
    uint64_t mask;
} names;

struct matcher {
    ctx *c;
    register_plan *p;
    names rows;  // names that rows of the file bring
    names cells; // what cells were found to mean
    names taken; // records that a row means already
};

static names names_make(ctx *c, int n)
{
    uint64_t size = 64;
    while (size < (uint64_t)n * 2) size *= 2;
    return (names){news(c->a, slot *, (ptrdiff_t)size), size - 1};
}

static uint64_t hash_name(const void *of, str text)
{
    return str_hash(text) ^ ((uintptr_t)of * 0x9E3779B97F4A7C15u);
}

static slot *names_find(const names *n, const void *of, str text)
{
    uint64_t h = hash_name(of, text);
    for (slot *s = n->slots[h & n->mask]; s; s = s->next)
        if (s->hash == h && s->of == of && str_eq(s->text, text)) return s;
    return NULL;
}

static slot *names_add(ctx *c, names *n, const void *of, str text)
{
    slot *s = new (c->a, slot);
    uint64_t h = hash_name(of, text);
    *s = (slot){.hash = h, .of = of, .text = text, .next = n->slots[h & n->mask]};
    n->slots[h & n->mask] = s;
    return s;
}

static int column_of(const register_plan *p, const field *f)
{
    for (int i = 0; f && i < p->ncolumns; i++)
        if (p->columns[i].field == f && p->columns[i].kind == COLUMN_FIELD) return i;
    return -1;
}

static str cell_at(const table_row *row, int column)
{
    return column >= 0 && column < row->count ? str_trim(row->cells[column]) : (str){0};
}

static const field *last_of_key(const entity *e)
{
    str rest = str_of(e->key), name = {0};
    while (rest.p) name = str_cut(&rest, ',');
    return name.n ? field_find(e, name) : NULL;
}

static const field *handle_of(const entity *e)
{
    return e->handle ? field_find(e, str_of(e->handle)) : NULL;
}

// Rows by what others may call them: unique texts, the title, the end of the key.
static void index_rows(matcher *m, const table_row *rows)
{
    const entity *e = m->p->e;
    const field *called[] = {register_name(e), entity_title(e), last_of_key(e), handle_of(e)};
    for (int k = 0; k < countof(called); k++) {
        int column = column_of(m->p, called[k]);
        for (int i = 0; column >= 0 && i < m->p->nrows; i++) {
            str text = text_fold(m->c->a, cell_at(&rows[i], column));
            if (!text.n) continue;
            slot *s = names_find(&m->rows, called[k], text);
            if (!s) s = names_add(m->c, &m->rows, called[k], text);
            if (s->id != i + 1) s->count++;
            if (!s->id) s->id = i + 1;
        }
    }
}

matcher *matcher_make(ctx *c, register_plan *p, const table_row *rows)
{
    matcher *m = new (c->a, matcher);
    *m = (matcher){c, p, names_make(c, p->nrows * 3), names_make(c, p->nrows * 2), names_make(c, p->nrows)};
    index_rows(m, rows);
    return m;
}

str failure_words(ctx *c, const char *label)
{
    str s = c->failures ? c->failures->sentence : S("It does not fit.");
    str start = format(c->a, "$1: ", v(label ? label : ""));
    c->failures = NULL, c->failures_end = NULL;
    return label && str_starts(s, start) ? str_from(s, start.n) : s;
}

// --- the record of a row --------------------------------------------------------------------------------------------

static bool fault_at(matcher *m, int i, int column, str sentence)
{
    const register_column *k = column >= 0 ? &m->p->columns[column] : NULL;
    register_found(m->c, m->p, m->p->rows[i].number, k ? k->number : 0, k ? k->title : (str){0}, sentence);
    return false;
}

static bool take_record(matcher *m, int i, int column, i64 id)
{
    register_row *row = &m->p->rows[i];
    str text = format(m->c->a, "$1", v(id));
    slot *s = names_find(&m->taken, m->p->e, text);
    if (s)
        return fault_at(m, i, column,
                        format(m->c->a, "it means $1, as row $2 does.", v(record_code(m->c->a, m->p->e, id)),
                               v(m->p->rows[s->id].number)));
    names_add(m->c, &m->taken, m->p->e, text)->id = i;
    row->before = record_seek(m->c, m->p->e, id);
    if (!row->before)
        return fault_at(m, i, column, format(m->c->a, "there is no $1.", v(record_code(m->c->a, m->p->e, id))));
    row->id = id;
    row->version = ((const record *)row->before)->version;
    row->act = ROW_CHANGE;
    return true;
}

static bool by_code(matcher *m, int i, int column, str code)
{
    i64 id = 0;
    const entity *e = entity_of_code(code, &id);
    if (e != m->p->e)
        return fault_at(m, i, column, format(m->c->a, "\"$1\" is no code of a $2.", v(code), v(m->p->e->label)));
    return take_record(m, i, column, id);
}

static bool by_name(matcher *m, int i, int column, const field *f, str name)
{
    ctx *c = m->c;
    const slot *here = names_find(&m->rows, f, text_fold(c->a, name));
    i64 id = 0;
    int n = 0;
    rows r = query_built(c,
                         format(c->a, "SELECT x.id FROM {$1 x} WHERE x.$2_key = $$1 ORDER BY x.id LIMIT 2",
                                v(m->p->e->name), v(f->name)),
                         VALS(v(text_fold(c->a, name))), 1);
    while (db_next(&r)) id = n++ ? id : db_int(&r, 0);
    if (n > 1)
        return fault_at(m, i, column,
                        format(c->a, "more than one $1 is called \"$2\"; give their codes in a column \"code\".",
                               v(m->p->e->label), v(name)));
    if (n == 1) return take_record(m, i, column, id);
    if (here && here->count > 1 && (f->flags & UNIQUE) && here->id != i + 1)
        return fault_at(m, i, column, format(c->a, "row $1 says the same.", v(m->p->rows[here->id - 1].number)));
    return true;
}

// The members of e->key as texts; references are looked up. False with a fault where one names nothing.
static bool by_key(matcher *m, int i, const table_row *cells, bool *whole)
{
    ctx *c = m->c;
    const entity *e = m->p->e;
    text sql = {.a = c->a};
    val vals[8] = {{.kind = VAL_NIL}};
    int n = 0, column = -1;
    fill(&sql, S("SELECT x.id FROM {$1 x} WHERE 1 = 1"), VALS(v(e->name)), 1);
    for (str rest = str_of(e->key); rest.p && n < 6;) {
        const field *f = field_find(e, str_trim(str_cut(&rest, ',')));
        str cell = cell_at(cells, column = column_of(m->p, f)), why;
        i64 id = 0;
        int row = 0;
        if (!f || !cell.n) return true;
        if (f->kind == KIND_REF && !matcher_name(m, f, cell, &id, &row, &why))
            return true;               // said when the cell is read
        if (row) return *whole = true; // its parent is new, so it is new
        vals[++n] = f->kind == KIND_REF ? v(id) : v(text_fold(c->a, cell));
        fill(&sql, f->kind == KIND_REF ? S(" AND x.$1 = $$$2") : S(" AND lower(x.$1) = $$$2"), VALS(v(f->name), v(n)),
             2);
    }
    *whole = true;
    i64 found = db_one(query_built(c, text_str(&sql), vals, n));
    return !found || take_record(m, i, column, found);
}

bool matcher_find(matcher *m, int i, const table_row *cells)
{
    const entity *e = m->p->e;
    const field *f = register_name(e);
    bool whole = false;
    m->p->rows[i].act = ROW_ADD;
    for (int k = 0; k < m->p->ncolumns; k++) {
        str code = cell_at(cells, k);
        if (m->p->columns[k].kind == COLUMN_CODE && code.n) return by_code(m, i, k, code);
    }
    if (e->key && !by_key(m, i, cells, &whole)) return false;
    if (whole) return true;
    if (f && column_of(m->p, f) < 0) f = entity_title(e);
    str name = f ? cell_at(cells, column_of(m->p, f)) : (str){0};
    return !name.n || by_name(m, i, column_of(m->p, f), f, name);
}

// --- the record of a cell -------------------------------------------------------------------------------------------

static bool in_file(matcher *m, str cell, int *row, str *why)
{
    const entity *e = m->p->e;
    const field *called[] = {register_name(e), entity_title(e), last_of_key(e), handle_of(e)};
    str text = text_fold(m->c->a, cell);
    for (int k = 0; k < countof(called); k++) {
        const slot *s = called[k] ? names_find(&m->rows, called[k], text) : NULL;
        if (!s) continue;
        *row = (int)s->id;
        if (s->count > 1) *why = format(m->c->a, "more than one row is called \"$1\".", v(cell));
        return true;
    }
    return false;
}

bool matcher_name(matcher *m, const field *f, str cell, i64 *id, int *row, str *why)
{
    ctx *c = m->c;
    *why = (str){0};
    *row = 0;
    if (f->kind == KIND_REF && f->to == m->p->e && in_file(m, cell, row, why)) {
        // A row that means a record that is there is that record.
        if (!why->n && m->p->rows[*row - 1].id) *id = m->p->rows[*row - 1].id, *row = 0;
        return !why->n;
    }
    slot *s = names_find(&m->cells, f, cell);
    if (!s) {
        i64 scratch[8] = {0}; // room for any member that refers
        field alone = *f;
        alone.offset = 0;
        s = names_add(c, &m->cells, f, cell);
        if (!field_parse(c, &alone, scratch, cell)) s->why = failure_words(c, f->label);
        s->id = scratch[0];
    }
    *id = s->id;
    *why = s->why;
    return !s->why.n;
}
