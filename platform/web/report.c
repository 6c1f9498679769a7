// report.c: the papers the modules contribute.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/report.h"
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/paper/paper.h"
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

bool report_make(ctx *c, const report *r, str scope, bytes *pdf, int *pages)
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
    if (!r->write(c, &p, scope)) {
        if (c->failures && c->failures->kind == NO_RULE)
            ledger_denied(c, format(c->a, "report.$1", v(r->name)), S(""), 0, c->failures->sentence);
        return false;
    }
    str error = {0};
    if (!paper_pdf(c->a, &p, pdf, pages, &error)) return fail_as(c, NO_WORLD, NULL, "$1", v(error));
    return operate_with(c, note_export, &(export_note){r, scope});
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
    text file_name = {.a = q->c->a};
    fill(&file_name, S("$1"), VALS(v(r->name)), 1);
    if (scope.n) fill(&file_name, S("-$1"), VALS(v(scope)), 1);
    put(&file_name, S(".pdf"));
    reply_file(q, "application/pdf", text_str(&file_name), pdf);
}

static void one(request *q)
{
    answer(q, request_part(q, "file"));
}

static void all(request *q)
{
    page_open(q, S("Reports"));
    html(q, "<div class='head'><div><h1>{Reports}</h1></div></div><p class='muted'>{Each is made from the registers as "
            "they stand, with contents, page numbers and the ledger's checkpoint.}</p><ul class='rows'>");
    for
        each_module(m) for (const report *r = (*m)->reports; r && r->name; r++)
        {
            if (!(q->c->roles & r->permit)) continue;
            html(q, "<li>");
            html_icon(q, "file-text");
            html(q, "<a href='/report/$1.pdf'>$2</a> <span class='muted'>$3</span></li>", v(r->name),
                 v(words(q, r->label)), v(words(q, r->help)));
        }
    html(q, "</ul>");
    page_close(q);
}

const route report_routes[] = {ROUTE(GET, "/report", "report.list", SIGNED_IN, all),
                               ROUTE(GET, "/report/:file", "report.show", SEE_REGISTER | EXTERNAL, one),
                               ROUTE(GET, "/api/v1/report/:file", "report.show", SEE_REGISTER | EXTERNAL, one),
                               {0}};
