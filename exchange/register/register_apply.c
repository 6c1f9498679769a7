// register_apply.c: a plan carried out in one transaction.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/register/register_part.h"
#include "exchange/register/step.h"
#include "platform/record/field.h"
#include "platform/record/operate.h"

#include <string.h>

typedef struct {
    register_plan *p;
import record;
    step s;
    register_row **order;
    int saved; // of them
} applying;

// What a refusal was about.
static bool at_row(ctx *c, const register_plan *p, const register_row *row)
{
    for (failure *f = c->failures; f; f = f->next)
        if (f->sentence.n) f->sentence = format(c->a, "$1, row $2: $3", v(p->file), v(row->number), v(f->sentence));
    return false;
}

static void put_members(register_plan *p, const register_row *row, void *rec)
{
    for (int i = 0; i < p->ncolumns; i++) {
        const register_column *k = &p->columns[i];
        if (k->kind != COLUMN_FIELD) continue;
        field_copy(k->field, rec, row->rec);
        if (row->rows[i]) ((ref *)field_at(k->field, rec))->id = p->rows[row->rows[i] - 1].id;
        if (row->brings[i]) ((ref *)field_at(k->field, rec))->id = p->unit_ids[row->brings[i] - 1];
    }
}

typedef struct {
    register_plan *p;
    const register_row *row;
} change;

static bool change_record(ctx *c, void *rec, void *arg)
{
    const change *x = arg;
    (void)c;
    put_members(x->p, x->row, rec);
    return true;
}

static bool write_row(ctx *c, register_plan *p, register_row *row)
{
    if (row->id) return do_set(c, p->e, row->id, row->version, change_record, &(change){p, row}, NULL, 0);
    record *rec = record_new(c, p->e);
    put_members(p, row, rec);
    if (!do_add(c, p->e, rec, NULL, 0)) return false;
    row->id = rec->id;
    return true;
}

static bool fields_differ(const register_plan *p, const register_row *row)
{
    for (int i = 0; i < p->ncolumns; i++)
        if (p->columns[i].kind == COLUMN_FIELD && register_differs(p, row, i)) return true;
    return false;
}

// Rows that others name come first. In a ring the first one is written without the reference, and again at the end.
static bool save_row(ctx *c, applying *j, register_row *row)
{
    register_plan *p = j->p;
    if (row->saved || row->act == ROW_SAME) return true;
    if (row->saving) return true;
    row->saving = true;
    for (int i = 0; i < p->ncolumns; i++)
        if (row->rows[i] && !save_row(c, j, &p->rows[row->rows[i] - 1])) return false;
    arena before = *c->a;
    row->saved = (row->before && !fields_differ(p, row)) || write_row(c, p, row);
    if (!row->saved) return at_row(c, p, row);
    *c->a = before;
    j->order[j->saved++] = row;
    return true;
}

static bool in_ring(const register_plan *p, const register_row *row, const void *rec)
{
    for (int i = 0; i < p->ncolumns; i++)
        if (row->rows[i] && ((const ref *)field_at(p->columns[i].field, rec))->id != p->rows[row->rows[i] - 1].id)
            return true;
    return false;
}

static bool close_rings(ctx *c, register_plan *p)
{
    for (int i = 0; i < p->nrows; i++) {
        register_row *row = &p->rows[i];
        bool refers = false;
        for (int k = 0; k < p->ncolumns; k++) refers = refers || row->rows[k];
        if (!refers) continue;
        void *rec = record_seek(c, p->e, row->id);
        if (rec && in_ring(p, row, rec) && !do_set(c, p->e, row->id, 0, change_record, &(change){p, row}, NULL, 0))
            return at_row(c, p, row);
    }
    return true;
}

static bool save_links(ctx *c, register_plan *p, register_row *row)
{
    int at = 0;
    for (int i = 0; i < p->ncolumns; i++) {
        if (p->columns[i].kind != COLUMN_LINK) continue;
        register_link *l = &row->links[at++];
        for (int k = 0; k < l->n; k++)
            if (l->to[k] < 0) l->to[k] = p->rows[-l->to[k] - 1].id;
        if (!record_link(c, l->link, row->id, l->to, l->n)) return at_row(c, p, row);
    }
    return true;
}

// "assets=1,2;controls=" of the columns that are links.
static str links_text(ctx *c, const register_plan *p, i64 id)
{
    text t = {.a = c->a};
    for (int i = 0; i < p->ncolumns; i++) {
        if (p->columns[i].kind != COLUMN_LINK) continue;
        i64 *to;
        int n = record_links(c, p->columns[i].link, id, &to);
        if (t.n) put_char(&t, ';');
        put_z(&t, p->columns[i].link->name);
        put_char(&t, '=');
        for (int k = 0; k < n; k++) {
            if (k) put_char(&t, ',');
            put_int(&t, to[k]);
        }
    }
    return text_str(&t);
}

static str links_before_text(ctx *c, const register_plan *p, const register_row *row)
{
    text t = {.a = c->a};
    int at = 0;
    for (int i = 0; i < p->ncolumns; i++) {
        if (p->columns[i].kind != COLUMN_LINK) continue;
        if (t.n) put_char(&t, ';');
        put_z(&t, p->columns[i].link->name);
        put_char(&t, '=');
        for (int k = 0; row->before && k < row->nlinks_before[at]; k++) {
            if (k) put_char(&t, ',');
            put_int(&t, row->links_before[at][k]);
        }
        at++;
    }
    return text_str(&t);
}

static bool note_row(ctx *c, applying *j, const register_row *row)
{
    const register_plan *p = j->p;
    const record *rec = record_seek(c, p->e, row->id);
    return step_note(c, &j->s, p->e, row->id, row->before ? row->version : 0, rec ? rec->version : 0,
                     links_before_text(c, p, row), links_text(c, p, row->id));
}

// First of all, so that undo ends them last.
static bool write_units(ctx *c, applying *j)
{
    register_plan *p = j->p;
    for (int i = 0; i < p->nunits; i++) {
        unit u = {.name = p->units[i]};
        if (!do_add(c, &unit_entity, &u.rec, NULL, 0)) return false;
        p->unit_ids[i] = u.rec.id;
        if (!step_note(c, &j->s, &unit_entity, u.rec.id, 0, u.rec.version, (str){0}, (str){0})) return false;
    }
    return true;
}

static bool write_rows(ctx *c, applying *j)
{
    register_plan *p = j->p;
    if (!write_units(c, j)) return false;
    for (int i = 0; i < p->nrows; i++)
        if (!save_row(c, j, &p->rows[i])) return false;
    if (!close_rings(c, p)) return false;
    for (int i = 0; i < j->saved; i++) { // undo goes the other way round
        arena before = *c->a;
        if ((p->nlinks && !save_links(c, p, j->order[i])) || !note_row(c, j, j->order[i])) return false;
        *c->a = before;
    }
    return true;
}

static bool run(ctx *c, void *arg)
{
    applying *j = arg;
    register_plan *p = j->p;
    for (int i = 0; i < p->nrows; i++) { // a retry starts anew
        if (!p->rows[i].before) p->rows[i].id = 0;
        p->rows[i].saved = p->rows[i].saving = false;
    }
    j->saved = 0;
    bool ok = step_begin(c, &j->s, j->record) && write_rows(c, j);
    step_end(c, &j->s);
    return ok;
}

bool register_apply(ctx *c, register_plan *p, i64 *id)
{
    applying j = {.p = p, .order = news(c->a, register_row *, p->nrows + 1)};
    j.record = (import){.noun = str_of(p->e->name),
                        .file = p->file,
                        .hash = p->hash,
                        .person = {c->person},
                        .added = p->added,
                        .changed = p->changed,
                        .unchanged = p->same};
    bool ok = operate_denied(c, operate_with(c, run, &j), p->e, 0, "import");
    *id = ok ? j.s.import : 0;
    return ok;
}
