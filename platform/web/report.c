// report.c: the papers the modules contribute.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/report.h"
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/paper/paper.h"
#include "platform/web/form_html.h"
#include "platform/web/html.h"

const report *report_find(str name)
{
    for
        each_module(m) for (const report *r = (*m)->reports; r && r->name;
                            r++) if (str_eq(name, str_of(r->name))) return r;
    return NULL;
}

typedef struct {
    const report *r;
    str scope;
} export_note;

static bool note_export(ctx *c, void *arg)
{
    const export_note *n = arg;
    return ledger_append(
        c, &(entry){.verb = format(c->a, "report.$1", v(n->r->name)), .result = S("done"), .note = n->scope});
}

bool report_make_told(ctx *c, const report *r, str scope, const report_told *told, bytes *pdf, int *pages)
{
    if (!permit(c, r->permit, "report", r->name)) return false;
    const organisation *o = organisation_get(c);
    text day = {.a = c->a};
    put_date(&day, moment_date(c->now, c->zone));
    paper p = paper_begin(c->a, &(paper_head){.organisation = o->name,
                                              .title = str_of(r->label),
                                              .subtitle = scope,
                                              .date = text_str(&day),
                                              .classification = S("Internal"),
                                              .checkpoint = ledger_checkpoint_text(c),
                                              .created = c->now,
                                              .landscape = r->landscape,
                                              .brief = r->brief});
    if (told) p.told = told->fn, p.to = told->to;
    if (!r->write(c, &p, scope)) {
        if (c->failures && c->failures->kind == NO_RULE)
            ledger_denied(c, format(c->a, "report.$1", v(r->name)), S(""), 0, c->failures->sentence);
        return false;
    }
    str error = {0};
    if (!paper_pdf(c->a, &p, pdf, pages, &error)) return fail_as(c, NO_WORLD, NULL, "$1", v(error));
    return operate_with(c, note_export, &(export_note){r, scope});
}

bool report_make(ctx *c, const report *r, str scope, bytes *pdf, int *pages)
{
    return report_make_told(c, r, scope, NULL, pdf, pages);
}

str report_file_name(arena *a, str name, str scope)
{
    text t = {.a = a};
    put(&t, name);
    if (scope.n) fill(&t, S("-$1"), VALS(v(scope)), 1);
    put(&t, S(".pdf"));
    return text_str(&t);
}

static void answer(request *q, str file)
{
    bytes pdf;
    int pages;
    str name = str_ends(file, S(".pdf")) ? str_sub(file, 0, file.n - 4) : file, scope = request_get(q, "scope");
    const report *r = report_find(name);
    if (!r) {
        fail_as(q->c, NO_RECORD, NULL, "There is no report \"$1\".", v(name));
        reply_refused(q);
        return;
    }
    if (!report_make(q->c, r, scope, &pdf, &pages)) {
        reply_refused(q);
        return;
    }
    reply_file(q, "application/pdf", report_file_name(q->c->a, str_of(r->name), scope), pdf);
}

static void one(request *q)
{
    answer(q, request_part(q, "file"));
}

static void all(request *q)
{
    page_open(q, S("Reports"));
    html(q, "<div class='head'><div><h1>{Reports}</h1></div></div><p class='muted'>{Each is made from the registers as "
            "they stand, with contents, page numbers and the ledger's checkpoint. A long one is better made in the "
            "background: its page shows how far it is.}</p><ul class='rows'>");
    for
        each_module(m) for (const report *r = (*m)->reports; r && r->name; r++)
        {
            if (!(q->c->roles & r->permit)) continue;
            html(q, "<li>");
            html_icon(q, "file-text");
            html(q, "<span class='grow'><a href='/report/$1.pdf'>$2</a> <span class='muted'>$3</span></span>",
                 v(r->name), v(words(q, r->label)), v(words(q, r->help)));
            html(q, "<form method='post' action='/report/$1.pdf/make'>", v(r->name));
            html_form_token(q);
            html(q,
                 "<button class='btn' aria-label='{Make in the background}: $1'>{In the "
                 "background}</button></form></li>",
                 v(words(q, r->label)));
        }
    html(q, "</ul>");
    page_close(q);
}

const route report_routes[] = {ROUTE(GET, "/report", "report.list", SIGNED_IN, all),
                               ROUTE(GET, "/report/:file", "report.show", SEE_REGISTER | EXTERNAL, one),
                               ROUTE(GET, "/api/v1/report/:file", "report.show", SEE_REGISTER | EXTERNAL, one),
                               {0}};
