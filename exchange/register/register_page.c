// register_page.c: the pages of an import: the file, its columns, the difference, the step.
// SPDX-License-Identifier: Apache-2.0
//
//     GET, POST /import/new      a register and a file; a file that is wrong ends here, and nothing is kept of it
//     GET /import/preview        ?noun=risk&hash=…&file=risks.xlsx&map=%233=owner …: columns and difference
//     POST /import/apply         carries it out; undo is an action of the import's own page
//
// A file that can go on is kept as content (hub/file.h) under its hash, which daily sweeping forgets when nothing names it.
#include "exchange/register/register_pages.h"
#include "hub/file.h"
#include "platform/record/field.h"
#include "platform/web/field_html.h"
#include "platform/web/form_html.h"
#include "platform/web/generic.h"
#include "platform/web/shell.h"

enum { ROWS_SHOWN = 100, FAULTS_SHOWN = 200 };

static void head(request *q, str title, str under)
{
    const crumb way = {words(q, import_entity.plural), S("/import")};
    page_open(q, title);
    breadcrumb(q, &way, 1);
    html(q, "<div class='head'><div><h1>$1</h1>", v(title));
    if (under.n) html(q, "<p class='under'>$1</p>", v(under));
    html(q, "</div></div>");
}

// Registers, and what belongs to another record where its page leads here: the rows of a statement of applicability.
static bool may_fill(request *q, const entity *e)
{
    bool shown = !e->plain || str_eq(request_get(q, "noun"), str_of(e->name));
    return shown && e != &import_entity && (generic_may(q->c, e->add, e, "add") || generic_may(q->c, e->set, e, "set"));
}

// --- the file -------------------------------------------------------------------------------------------------------

static void noun_select(request *q)
{
    str chosen = request_get(q, "noun");
    html(q, "<div class='field'><label for='f-noun'>{Register}</label><select class='in' id='f-noun' name='noun' "
            "required>");
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e; e++)
        {
            if (!may_fill(q, *e)) continue;
            html(q, "<option value='$1'", v((*e)->name));
            if (str_eq(chosen, str_of((*e)->name))) html(q, " selected");
            html(q, ">$1</option>", v(words(q, (*e)->plural)));
        }
    html(q, "</select></div>");
}

static void faults(request *q, const register_plan *p)
{
    int n = 0;
    html(q, "<div class='note bad' role='alert'>");
    html_icon(q, "circle-alert");
    html(q, "<div><b>{One thing is wrong; nothing was written.|$1 things are wrong; nothing was written.}</b><ul>",
         v(p->nfaults));
    for (const register_fault *f = p->faults; f && n < FAULTS_SHOWN; f = f->next, n++)
        html(q, "<li>$1</li>", v(register_fault_text(q->c->a, p, f)));
    html(q, "</ul></div></div>");
}

static void upload_page(request *q, const register_plan *wrong)
{
    if (wrong || failed(q->c)) q->status = 422;
    head(q, words(q, "Import a register"), (str){0});
    if (wrong)
        faults(q, wrong);
    else
        form_errors(q, &import_entity);
    html(q, "<form class='form stack' method='post' action='/import/new' enctype='multipart/form-data'>");
    html_form_token(q);
    noun_select(q);
    html(q,
         "<div class='field'><label for='f-file'>{File}</label><span class='hint' id='f-file-h'>{CSV or XLSX, at most "
         "$1 "
         "MB. The first row names the columns.}</span><input class='in' type='file' id='f-file' name='file' "
         "accept='.csv,.xlsx,.txt' aria-describedby='f-file-h' required></div>"
         "<div class='row'><button class='btn main-act'>{Look at it}</button><a class='btn bare' "
         "href='/import'>{Cancel}</a></div></form>",
         v(FILE_MOST >> 20));
    page_close(q);
}

static str preview_address(ctx *c, const register_order *o, str hash)
{
    text t = {.a = c->a};
    fill(&t, S("/import/preview?noun=$1&hash=$2&file="), VALS(v(o->e->name), v(hash)), 2);
    put_url(&t, o->file);
    return text_str(&t);
}

static bool mapping_needed(const register_plan *p)
{
    for (const register_fault *f = p->faults; f; f = f->next)
        if (f->row != 1) return false;
    return p->faults != NULL;
}

// No fault of the file: its columns have names of their own.
static void mapping_note(request *q, const register_plan *p)
{
    html(q, "<div class='note now' role='status'>");
    html_icon(q, "columns-3");
    html(q,
         "<div><b>{Which column is which?}</b><p>{Say for each column of the file what it holds, or leave it out; then "
         "look again. Nothing is written yet.}</p>");
    bool first = true;
    for (const register_fault *f = p->faults; f; f = f->next) {
        if (f->column) continue;
        if (first) html(q, "<ul>");
        html(q, "<li>$1</li>", v(words_upper(q->c->a, f->sentence)));
        first = false;
    }
    if (!first) html(q, "</ul>");
    html(q, "</div></div>");
}

static void take_file(request *q)
{
    ctx *c = q->c;
    const parameter *sent = request_file(q, "file");
    register_order o;
    register_plan p;
    str hash;
    if (!register_order_read(q, &o)) {
        upload_page(q, NULL);
        return;
    }
    if (!sent || !sent->file.n) {
        fail_as(c, NO_INPUT, "file", "Choose a file.");
        upload_page(q, NULL);
        return;
    }
    o.file = sent->file, o.content = sent->value;
    bool readable = register_read(c, &o, &p);
    bool map = readable && mapping_needed(&p);
    bool ok = map || (readable && register_prepare(c, &o, &p));
    if (!ok && p.nfaults)
        upload_page(q, &p);
    else if (!ok || !file_store(c, o.content, &hash))
        reply_refused(q);
    else
        reply_see(q, preview_address(c, &o, hash));
}

static void choose_file(request *q)
{
    upload_page(q, NULL);
}

// --- the difference -------------------------------------------------------------------------------------------------

static bool read_kept(request *q, register_order *o)
{
    ctx *c = q->c;
    hash h;
    file f = {.hash = request_get(q, "hash")};
    if (!register_order_read(q, o)) return false;
    if (!hash_read(f.hash, &h)) return fail_as(c, NO_INPUT, NULL, "That file is not here.");
    f.size = db_one(query(c, "SELECT x.size FROM {content! x} WHERE x.hash = $1 AND x.whole = 1", v(f.hash)));
    if (!f.size) return fail_as(c, NO_RECORD, NULL, "That file is no longer here: send it again.");
    return file_read(c, &f, &o->content);
}

static void hidden(request *q, const char *name, str value)
{
    html(q, "<input type='hidden' name='$1' value='$2'>", v(name), v(value));
}

static void carry(request *q)
{
    hidden(q, "noun", request_get(q, "noun"));
    hidden(q, "hash", request_get(q, "hash"));
    hidden(q, "file", request_get(q, "file"));
}

static void column_option(request *q, const register_column *k, const char *name, str label, bool chosen)
{
    html(q, "<option value='#$1=$2'", v(k->number), v(name));
    if (chosen) html(q, " selected");
    html(q, ">$1</option>", v(label));
}

static void column_select(request *q, const register_plan *p, const register_column *k)
{
    const entity *e = p->e;
    html(q, "<td><select class='in' name='map' aria-label='{Field of column $1}'>", v(k->title.n ? k->title : S("?")));
    column_option(q, k, "-", words(q, "(left out)"), k->kind == COLUMN_OUT);
    column_option(q, k, "code", words(q, "Code"), k->kind == COLUMN_CODE);
    for (int i = 0; i < e->nfields; i++)
        if (form_shows(&e->fields[i]))
            column_option(q, k, e->fields[i].name, words(q, e->fields[i].label),
                          k->kind == COLUMN_FIELD && k->field == &e->fields[i]);
    for (const link_field *l = e->links; l && l->name; l++)
        if (!(l->flags & READONLY))
            column_option(q, k, l->name, words(q, l->label), k->kind == COLUMN_LINK && k->link == l);
    html(q, "</select></td>");
}

static void columns_form(request *q, const register_plan *p)
{
    html(q, "<details class='stack'");
    if (mapping_needed(p)) html(q, " open");
    html(q, "><summary>{Columns of the file}</summary><form class='stack' method='get' action='/import/preview'>");
    carry(q);
    html(q, "<table class='t'><caption class='vh'>{Which column is which field}</caption><thead><tr><th "
            "scope='col'>{Column}</th><th scope='col'>{Field}</th></tr></thead><tbody>");
    for (int i = 0; i < p->ncolumns; i++) {
        html(q, "<tr><th scope='row'>$1</th>", v(p->columns[i].title));
        column_select(q, p, &p->columns[i]);
        html(q, "</tr>");
    }
    html(q, "</tbody></table><div class='row'><button class='btn'>{Look again}</button></div></form></details>");
}

static void difference_row(request *q, const register_plan *p, const register_row *row)
{
    ctx *c = q->c;
    const field *title = entity_title(p->e);
    text name = {.a = c->a};
    bool first = true;
    if (title) field_text(c, &name, title, row->rec);
    html(q, "<tr><td>$1</td><td>", v(row->number));
    if (row->before)
        html(q, "<a href='/$1/$2'>$2</a>", v(p->e->name), v(record_code(c->a, p->e, row->id)));
    else
        html(q, "{new}");
    html(q, "</td><td>$1</td><td>", v(text_str(&name)));
    for (int i = 0; row->before && i < p->ncolumns; i++) {
        const register_column *k = &p->columns[i];
        str before, after;
        if (!register_differs(p, row, i)) continue;
        register_values(c, p, row, i, &before, &after);
        if (!first) html(q, "<br>");
        html(q, "$1: <del>$2</del> <ins>$3</ins>", v(words(q, k->field ? k->field->label : k->link->label)), v(before),
             v(after));
        first = false;
    }
    html(q, "</td></tr>");
}

static void difference(request *q, const register_plan *p)
{
    int shown = 0;
    html(q, "<p>{$1 to add, $2 to change, $3 as they are.}</p>", v(p->added), v(p->changed), v(p->same));
    if (p->nunits) {
        html(q, "<p>{One unit comes with them: $2.|$1 units come with them: $2.}</p>", v(p->nunits),
             v(register_units_text(q->c->a, p)));
    }
    if (!p->added && !p->changed) return;
    html(q,
         "<table class='t full'><caption class='vh'>{What changes}</caption><thead><tr><th scope='col'>{Row}</th><th "
         "scope='col'>{Code}</th><th scope='col'>{Title}</th><th scope='col'>{Changes}</th></tr></thead><tbody>");
    for (int i = 0; i < p->nrows && shown < ROWS_SHOWN; i++) {
        if (p->rows[i].act == ROW_SAME) continue;
        difference_row(q, p, &p->rows[i]);
        shown++;
    }
    html(q, "</tbody></table>");
    if (p->added + p->changed > shown)
        html(q, "<p class='muted'>{and $1 more rows}</p>", v(p->added + p->changed - shown));
}

static void apply_form(request *q)
{
    html(q, "<form class='form stack' method='post' action='/import/apply'>");
    html_form_token(q);
    carry(q);
    for (int i = 0; i < q->nparameters; i++)
        if (str_eq(q->parameters[i].name, S("map"))) hidden(q, "map", q->parameters[i].value);
    html(q, "<div class='field'><label for='f-reason'>{Reason} <span class='muted small'>{optional}</span></label>"
            "<input class='in' id='f-reason' name='reason'></div><div class='row'><button class='btn "
            "main-act'>{Import}</button><a class='btn bare' href='/import'>{Cancel}</a></div></form>");
}

static void preview_page(request *q, const register_order *o)
{
    register_plan p;
    bool ok = register_prepare(q->c, o, &p);
    if (!ok && !p.nfaults) {
        reply_refused(q);
        return;
    }
    head(q, format(q->c->a, "$1 $2", v(words(q, "Import")), v(o->file)), words(q, o->e->plural));
    if (mapping_needed(&p))
        mapping_note(q, &p);
    else if (p.nfaults)
        faults(q, &p);
    columns_form(q, &p);
    if (!p.nfaults) difference(q, &p);
    if (!p.nfaults && (p.added || p.changed)) apply_form(q);
    page_close(q);
}

static void preview(request *q)
{
    register_order o;
    if (read_kept(q, &o))
        preview_page(q, &o);
    else
        reply_refused(q);
}

static void apply(request *q)
{
    ctx *c = q->c;
    register_order o;
    register_plan p;
    i64 id = 0;
    c->reason = str_trim(request_get(q, "reason"));
    if (!read_kept(q, &o)) {
        reply_refused(q);
        return;
    }
    if (!register_prepare(c, &o, &p) && p.nfaults) {
        preview_page(q, &o); // the registers changed meanwhile: it says what is in the way
        return;
    }
    if (!failed(c) && register_apply(c, &p, &id))
        reply_done(q, record_address(c->a, &import_entity, id),
                   format(c->a, "$1: $2 added, $3 changed.", v(record_code(c->a, &import_entity, id)), v(p.added),
                          v(p.changed)));
    else
        reply_refused(q);
}

const route register_routes[] = {
    ROUTE(POST, "/api/v1/import", "import.add", ADMINISTRATOR | MANAGER | OWNER, register_api_import),
    ROUTE(GET, "/import/new", "import.add", ADMINISTRATOR | MANAGER | OWNER, choose_file),
    ROUTE(POST, "/import/new", "import.add", ADMINISTRATOR | MANAGER | OWNER, take_file),
    ROUTE(GET, "/import/preview", "import.add", ADMINISTRATOR | MANAGER | OWNER, preview),
    ROUTE(POST, "/import/apply", "import.add", ADMINISTRATOR | MANAGER | OWNER, apply),
    {0},
};
