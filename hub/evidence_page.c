// evidence_page.c: evidence on the pages of records, and the form that collects it.
// SPDX-License-Identifier: Apache-2.0
#include "hub/evidence_page.h"

#include "hub/evidence.h"
#include "hub/file_page.h"
#include "hub/section.h"
#include "platform/web/form_html.h"
#include "platform/web/generic.h"

enum { SHOWN = 50 };

// ---- the evidence about a record

static void fresh_pill(request *q, const evidence *x)
{
    if (evidence_stale(q->c, x))
        html_pill(q, TONE_WARN, words(q, "Stale"));
    else
        html_pill(q, TONE_GOOD, words(q, "Fresh"));
}

static void evidence_line(request *q, const evidence *x, str collector)
{
    static const char *const icons[] = {"file-text", "link", "eye"};
    str code = record_code(q->c->a, &evidence_entity, x->rec.id);
    html(q, "<li>");
    html_icon(q, icons[x->kind]);
    // Whoever sees no register reads what is here, but has no page of it.
    if (q->c->reach == REACH_OWN && x->collector.id != q->c->person)
        html(q, "<span class='grow'>$1</span>", v(x->title));
    else
        html(q, "<a class='grow' href='/evidence/$1'>$2</a>", v(code), v(x->title));
    html(q, "<span class='muted small o1'>");
    html_time(q, v(x->collected));
    if (collector.n) html(q, ", $1", v(collector));
    html(q, "</span>");
    fresh_pill(q, x);
    html(q, "</li>");
}

static void evidence_write(request *q, const entity *e, const void *rec)
{
    ctx *c = q->c;
    any about = about_of(e, ((const record *)rec)->id);
    if (!section_fits(e) || e == &evidence_entity) return;
    str add = section_add(q, &evidence_entity, about);
    const evidence **found = news(c->a, const evidence *, SHOWN);
    str *names = news(c->a, str, SHOWN);
    int n = 0, columns = record_ncolumns(&evidence_entity);
    text t = {.a = c->a};
    put(&t, S("SELECT "));
    put(&t, record_columns(c, &evidence_entity, S("x")));
    put(&t, S(", p.name FROM {evidence! x} LEFT JOIN {person p} ON p.id = x.collector WHERE x.about_entity = $1 AND "
              "x.about_id = $2 "
              "ORDER BY x.collected DESC, x.id DESC LIMIT 50"));
    rows r = query_built(c, text_str(&t), VALS(v(about.entity), v(about.id)), 2);
    while (db_next(&r)) {
        found[n] = record_row(c, &evidence_entity, &r, 0);
        names[n++] = db_text(&r, columns);
    }
    if (!n && (!add.n || !section_expected(e))) return;
    section_open(q, "Evidence", "evidence", n, add);
    if (n) html(q, "<ul class='rows'>");
    for (int i = 0; i < n; i++) evidence_line(q, found[i], names[i]);
    if (n) html(q, "</ul>");
    html(q, "</section>");
}

// On its own page: how it stands, and the file itself.
static void content_write(request *q, const entity *e, const void *rec)
{
    const evidence *x = rec;
    (void)e;
    html(q, "<div class='row'>");
    fresh_pill(q, x);
    if (x->kind == EVIDENCE_FILE && x->file.id) {
        html(q, "<a class='btn' href='/file/$1/content' download>", v(record_code(q->c->a, &file_entity, x->file.id)));
        html_icon(q, "download");
        html(q, "{Download}</a>");
    } else if (x->kind == EVIDENCE_LINK) {
        html(q, "<a class='btn' href='$1' rel='noopener noreferrer'>", v(x->url));
        html_icon(q, "link");
        html(q, "{Open the address}</a>");
    }
    html(q, "</div>");
}

// ---- collecting

static void upload_field(form *fm, any about)
{
    request *q = fm->q;
    i64 id = 0;
    str held = request_get(q, "file"), refused = form_error(q->c, "file");
    const file *f = entity_of_code(held, &id) == &file_entity ? record_seek(q->c, &file_entity, id) : NULL;
    html(q, "<div class='field'><label for='f-file'>{File} <span class='muted small'>{optional}</span></label>");
    if (f && about_same(f->about, about))
        html(q,
             "<span class='hint'>{$1 is attached already and is used unless you choose another.}</span><input "
             "type='hidden' "
             "name='file' value='$2'>",
             v(f->name), v(held));
    html(q, "<input class='in' type='file' id='f-file' name='upload'>");
    if (refused.n) {
        html(q, "<span class='err'>");
        html_icon(q, "circle-alert");
        html(q, "$1</span>", v(refused));
    }
    html(q, "</div>");
}

static void new_page(request *q)
{
    any about = section_about(q);
    form fm = {.q = q, .e = &evidence_entity, .rec = record_new(q->c, &evidence_entity)};
    if (failed(q->c)) q->status = 422;
    page_open(q, words(q, "Add evidence"));
    html(q,
         "<nav aria-label='{Breadcrumb}'><ol class='crumb'><li><a href='/evidence'>{Evidence}</a></li></ol></nav><div "
         "class='head'><div><h1>{Add evidence}</h1>");
    section_names(q, about);
    html(q, "</div></div>");
    form_errors(q, &evidence_entity);
    html(q, "<form class='form stack' method='post' action='/evidence/new' enctype='multipart/form-data' novalidate>");
    html_form_token(q);
    for (int i = 0; i < evidence_entity.nfields; i++) {
        const field *f = &evidence_entity.fields[i];
        if (str_eq(str_of(f->name), S("file")))
            upload_field(&fm, about);
        else if (str_eq(str_of(f->name), S("about")) && about_seen(q->c, about))
            html(q, "<input type='hidden' name='about' value='$1'>", v(any_code(q->c->a, about)));
        else
            form_field(&fm, f);
    }
    html(q, "<div class='row'><button class='btn main-act'>{Add evidence}</button></div></form>");
    page_close(q);
}

// A browser forgets the file when a form comes back: what was received stays attached, and the form names it from now on.
static void name_received(request *q, i64 id)
{
    parameter *all = news(q->c->a, parameter, q->nparameters + 1);
    int n = 0;
    for (int i = 0; i < q->nparameters; i++)
        if (!str_eq(q->parameters[i].name, S("file"))) all[n++] = q->parameters[i];
    all[n++] = (parameter){.name = S("file"), .value = record_code(q->c->a, &file_entity, id)};
    q->parameters = all, q->nparameters = n;
}

static void evidence_new_post(request *q)
{
    ctx *c = q->c;
    any about = section_about(q);
    evidence *x = record_new(c, &evidence_entity);
    i64 received = about.id ? file_received(q, "upload", about) : 0;
    if (received) name_received(q, received);
    form fm = {.q = q, .e = &evidence_entity, .rec = x};
    bool ok = !failed(c) && record_read(c, &evidence_entity, x, form_source, &fm);
    if (ok && operate_add(c, &evidence_entity, x, NULL, 0)) {
        reply_done(q, format(c->a, "$1#evidence", v(record_address(c->a, entity_find(x->about.entity), x->about.id))),
                   format(c->a, "$1 $2", v(x->title), v(words(q, "is added as evidence."))));
    } else if (c->failures && (c->failures->kind == NO_RULE || c->failures->kind == NO_INPUT)) {
        new_page(q);
    } else {
        reply_refused(q);
    }
}

const part evidence_parts[] = {{NULL, false, evidence_write}, {&evidence_entity, false, content_write}, {0}};
const route evidence_routes[] = {
    ROUTE(GET, "/evidence/new", "evidence.add", EVIDENCE_COLLECTS, new_page),
    ROUTE(POST, "/evidence/new", "evidence.add", EVIDENCE_COLLECTS, evidence_new_post),
    {0},
};
