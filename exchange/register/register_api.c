// register_api.c: POST /api/v1/import: a register read from the body of a request.
// SPDX-License-Identifier: Apache-2.0
//
// ?noun=risk&file=risks.xlsx [&map=COLUMN=FIELD …] [&dry_run=1], the file's bytes as the body. The answer tells what was
// (or would be) added and changed; at most 500 rows are listed. Refused: 422 with an error for each wrong cell.
#include "exchange/register/register_pages.h"
#include "platform/record/field.h"
#include "platform/web/api.h"

enum { ROWS_TOLD = 500 };

bool register_order_read(request *q, register_order *o)
{
    ctx *c = q->c;
    register_mapping *maps = news(c->a, register_mapping, q->nparameters + 1);
    *o = (register_order){.e = entity_find(request_get(q, "noun")), .file = request_get(q, "file"), .mappings = maps};
    for (int i = 0; i < q->nparameters; i++) {
        if (!str_eq(q->parameters[i].name, S("map"))) continue;
        str value = q->parameters[i].value, column = str_cut(&value, '=');
        if (!value.p) return fail_as(c, NO_INPUT, "map", "\"$1\" is no COLUMN=FIELD.", v(column));
        maps[o->nmappings++] = (register_mapping){str_trim(column), str_trim(value)};
    }
    if (!o->e || o->e == &import_entity)
        return fail_as(c, NO_INPUT, "noun", "There is no register \"$1\".", v(request_get(q, "noun")));
    return true;
}

static void put_change(ctx *c, json_writer *w, const register_plan *p, const register_row *row, int column)
{
    const register_column *k = &p->columns[column];
    str before, after;
    if (!register_differs(p, row, column)) return;
    register_values(c, p, row, column, &before, &after);
    json_put_object(w);
    json_member(w, "field", v(k->field ? k->field->name : k->link->name));
    json_member(w, "before", v(before));
    json_member(w, "after", v(after));
    json_end_object(w);
}

static void put_row(ctx *c, json_writer *w, const register_plan *p, const register_row *row)
{
    const field *title = entity_title(p->e);
    text name = {.a = c->a};
    if (title) field_text(c, &name, title, row->rec);
    json_put_object(w);
    json_member(w, "row", v(row->number));
    json_member(w, "act", v(row->before ? "change" : "add"));
    json_member(w, "code", v(record_code(c->a, p->e, row->id)));
    json_member(w, "title", v(text_str(&name)));
    json_put_name(w, S("changes"));
    json_put_array(w);
    for (int i = 0; i < p->ncolumns; i++) put_change(c, w, p, row, i);
    json_end_array(w);
    json_end_object(w);
}

static void put_left_out(json_writer *w, const register_plan *p)
{
    json_put_name(w, S("left_out"));
    json_put_array(w);
    for (int i = 0; i < p->ncolumns; i++)
        if (p->columns[i].kind == COLUMN_OUT && p->columns[i].title.n) json_put(w, v(p->columns[i].title));
    json_end_array(w);
}

static void put_plan(ctx *c, text *t, const register_plan *p, i64 id, bool dry)
{
    json_writer w = {.out = t};
    int told = 0;
    json_put_object(&w);
    json_member(&w, "noun", v(p->e->name));
    json_member(&w, "file", v(p->file));
    json_put_name(&w, S("dry_run"));
    json_put_bool(&w, dry);
    json_put_name(&w, S("import"));
    if (id)
        json_put(&w, v(record_code(c->a, &import_entity, id)));
    else
        json_put(&w, (val){.null = true});
    json_member(&w, "added", v(p->added));
    json_member(&w, "changed", v(p->changed));
    json_member(&w, "unchanged", v(p->same));
    put_left_out(&w, p);
    json_put_name(&w, S("units"));
    json_put_array(&w);
    for (int i = 0; i < p->nunits; i++) json_put(&w, v(p->units[i]));
    json_end_array(&w);
    json_put_name(&w, S("rows"));
    json_put_array(&w);
    for (int i = 0; i < p->nrows && told < ROWS_TOLD; i++) {
        if (p->rows[i].act == ROW_SAME) continue;
        put_row(c, &w, p, &p->rows[i]);
        told++;
    }
    json_end_array(&w);
    json_end_object(&w);
    put_char(t, '\n');
}

void register_tell_faults(ctx *c, const register_plan *p)
{
    for (const register_fault *f = p->faults; f; f = f->next)
        fail_as(c, NO_INPUT, NULL, "$1", v(register_fault_text(c->a, p, f)));
    int told = 0;
    for (const register_fault *f = p->faults; f; f = f->next) told++;
    if (p->nfaults > told) fail_as(c, NO_INPUT, NULL, "$1, and $2 more.", v(p->file), v(p->nfaults - told));
}

void register_api_import(request *q)
{
    ctx *c = q->c;
    register_order o;
    register_plan p;
    i64 id = 0;
    bool dry = request_get(q, "dry_run").n && !str_eq(request_get(q, "dry_run"), S("0"));
    if (request_has(q, "reason")) c->reason = request_get(q, "reason");
    if (!register_order_read(q, &o)) {
        api_refuse(q);
        return;
    }
    o.content = q->body;
    bool ok = register_prepare(c, &o, &p);
    if (p.nfaults) {
        register_tell_faults(c, &p);
        api_refuse_as(q, 422);
        return;
    }
    if (ok && !dry && (p.added || p.changed)) ok = register_apply(c, &p, &id);
    if (!ok) {
        api_refuse(q);
        return;
    }
    q->type = "application/json";
    if (id) q->status = 201;
    put_plan(c, q->out, &p, id, dry);
}
