// export_page.c: what a list shows as a file.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/export_page.h"

#include "platform/ledger/ledger.h"
#include "platform/paper/paper.h"
#include "platform/web/as_of.h"
#include "platform/web/field_html.h"
#include "platform/web/list_state.h"

enum { BATCH = 500 };

typedef struct export
{
    request *q;
    list_state s;
    arena out; // what is kept of a batch: the file
    text csv;
    paper_book book;
    i64 rows;
    const char *kind;
    void (*row)(struct export * x, const page *p, int i);
}
export;

static bool chosen(const list_state *s)
{
    return list_state_has(s, S("columns"), (str){0});
}

// Without a choice of columns everything goes out, the defaults of the screen are no limit.
static void all_columns(list_state *s)
{
    if (chosen(s)) return;
    s->l.ncolumns = 0;
    for (int i = 0; i < s->e->nfields && s->l.ncolumns < countof(s->l.columns); i++)
        if (field_shown(&s->e->fields[i])) s->l.columns[s->l.ncolumns++] = &s->e->fields[i];
    s->nlinks = 0;
    for (const link_field *l = s->e->links; l && l->name && s->nlinks < countof(s->links); l++)
        s->links[s->nlinks++] = l;
}

static str link_codes(ctx *c, const link_field *l, i64 id)
{
    i64 *to;
    int n = record_links(c, l, id, &to);
    text t = {.a = c->a};
    for (int i = 0; i < n; i++) {
        if (i) put(&t, S("; "));
        put(&t, record_code(c->a, field_find(l->through, str_of(l->to))->to, to[i]));
    }
    return text_str(&t);
}

static void csv_head(export *x)
{
    put(&x->csv, S("code"));
    for (int i = 0; i < x->s.l.ncolumns; i++) put_char(&x->csv, ','), put_csv(&x->csv, str_of(x->s.l.columns[i]->name));
    for (int i = 0; i < x->s.nlinks; i++) put_char(&x->csv, ','), put_csv(&x->csv, str_of(x->s.links[i]->name));
    put(&x->csv, S("\r\n"));
}

static void csv_row(export *x, const page *p, int i)
{
    ctx *c = x->q->c;
    const record *rec = p->recs[i];
    put_csv(&x->csv, record_code(c->a, x->s.e, rec->id));
    for (int k = 0; k < x->s.l.ncolumns; k++) {
        text t = {.a = c->a};
        field_text(c, &t, x->s.l.columns[k], rec);
        put_char(&x->csv, ',');
        put_csv(&x->csv, text_str(&t));
    }
    for (int k = 0; k < x->s.nlinks; k++) {
        put_char(&x->csv, ',');
        put_csv(&x->csv, link_codes(c, x->s.links[k], rec->id));
    }
    put(&x->csv, S("\r\n"));
}

static void json_row(export *x, const page *p, int i)
{
    if (x->rows) put(&x->csv, S(",\n"));
    record_json(x->q->c, &x->csv, x->s.e, p->recs[i]);
}

static void sheet_head(export *x)
{
    request *q = x->q;
    paper_sheet(&x->book, words(q, x->s.e->plural));
    paper_sheet_column(&x->book, words(q, "Code"), 0);
    for (int i = 0; i < x->s.l.ncolumns; i++) paper_sheet_column(&x->book, words(q, x->s.l.columns[i]->label), 0);
    for (int i = 0; i < x->s.nlinks; i++) paper_sheet_column(&x->book, words(q, x->s.links[i]->label), 0);
}

static val sheet_value(export *x, const field *f, const void *rec, str title)
{
    const void *m = field_at(f, rec);
    switch (f->kind) {
    case KIND_INTEGER: return v(*(const i64 *)m);
    case KIND_NUMBER: return v(*(const number *)m);
    case KIND_DATE: return v(*(const date *)m);
    case KIND_MOMENT: return v(*(const moment *)m);
    case KIND_MONEY: return v(*(const money *)m);
    case KIND_CHOICE: return v(words(x->q, f->choices[*(const unsigned *)m].label));
    case KIND_REF: return v(title);
    default: return v(field_words(x->q->c, f, rec));
    }
}

static void sheet_row_out(export *x, const page *p, int i)
{
    ctx *c = x->q->c;
    const record *rec = p->recs[i];
    paper_sheet_cell(&x->book, v(record_code(c->a, x->s.e, rec->id)));
    for (int k = 0; k < x->s.l.ncolumns; k++)
        paper_sheet_cell(&x->book,
                         sheet_value(x, x->s.l.columns[k], rec, p->titles[(ptrdiff_t)i * x->s.l.ncolumns + k]));
    for (int k = 0; k < x->s.nlinks; k++) paper_sheet_cell(&x->book, v(link_codes(c, x->s.links[k], rec->id)));
    paper_sheet_end_row(&x->book);
}

static bool leave_entry(ctx *c, void *arg)
{
    const export *x = arg;
    return ledger_append(c, &(entry){.verb = format(c->a, "$1.export", v(x->s.e->name)),
                                     .entity = str_of(x->s.e->name),
                                     .result = S("done"),
                                     .note = format(c->a, "$1 rows as $2: $3", v(x->rows), v(x->kind),
                                                    v(list_state_query(c->a, &x->s)))});
}

// Rows come in batches whose memory is used again: the file grows in the upper half of the arena meanwhile.
static bool read_rows(export *x)
{
    ctx *c = x->q->c;
    x->s.l.limit = BATCH;
    for (bool more = true; more;) {
        arena before = *c->a;
        x->s.l.whole = true;
        page p = list_page(c, &x->s.l);
        for (int i = 0; i < p.n; i++, x->rows++) x->row(x, &p, i);
        if (x->rows > EXPORT_MOST)
            return fail_as(c, NO_ROOM, NULL, "More than $1 rows match: filter the list further.", v(EXPORT_MOST));
        more = p.next.n > 0;
        x->s.l.after = str_dup(&x->out, p.next);
        *c->a = before;
    }
    return true;
}

static bool begin(export *x)
{
    ctx *c = x->q->c;
    bool ok = as_of_read(x->q);
    if (!list_state_read(x->q, x->q->entity, &x->s) || !ok) return false;
    all_columns(&x->s);
    ptrdiff_t half = (c->a->end - c->a->beg) / 2 / 64 * 64;
    x->out = (arena){.beg = c->a->beg + half, .end = c->a->end, .full = c->a->full};
    c->a->end = x->out.beg;
    x->csv = (text){.a = &x->out};
    return true;
}

static str file_name(const export *x)
{
    text t = {.a = x->q->c->a};
    put_z(&t, x->s.e->name);
    put_char(&t, '-');
    put_plain(&t, v(x->q->c->today));
    put_char(&t, '.');
    put_z(&t, x->kind);
    return text_str(&t);
}

static void send(export *x, const char *type, str content)
{
    if (operate_with(x->q->c, leave_entry, x))
        reply_file(x->q, type, file_name(x), (bytes){content.p, content.n});
    else
        reply_refused(x->q);
}

void export_page_csv(request *q)
{
    export x = {.q = q, .kind = "csv", .row = csv_row};
    bool ok = begin(&x);
    if (ok) csv_head(&x);
    if (ok && read_rows(&x))
        send(&x, "text/csv; charset=utf-8", text_str(&x.csv));
    else
        reply_refused(q);
}

void export_page_json(request *q)
{
    export x = {.q = q, .kind = "json", .row = json_row};
    bool ok = begin(&x);
    if (ok) put(&x.csv, S("[\n"));
    if (ok && read_rows(&x)) {
        put(&x.csv, S("\n]\n"));
        send(&x, "application/json", text_str(&x.csv));
    } else
        reply_refused(q);
}

void export_page_xlsx(request *q)
{
    export x = {.q = q, .kind = "xlsx", .row = sheet_row_out};
    bytes made;
    str error;
    bool ok = begin(&x);
    if (ok) {
        x.book = paper_book_begin(&x.out);
        sheet_head(&x);
    }
    if (!ok || !read_rows(&x))
        reply_refused(q);
    else if (!paper_sheet_write(&x.out, &x.book, &made, &error)) {
        fail_as(q->c, NO_WORLD, NULL, "$1", v(error));
        reply_refused(q);
    } else
        send(&x, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (str){made.p, made.n});
}
