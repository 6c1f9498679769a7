// finding_page.c: the findings on the pages of what they are about and where they came from.
// SPDX-License-Identifier: Apache-2.0
#include "hub/finding_page.h"

#include "hub/finding.h"
#include "hub/section.h"
#include "platform/web/field_html.h"

enum { SHOWN = 50 };

static void finding_line(request *q, const finding *f)
{
    html(q, "<li><span class='code'>$1</span><a class='grow' href='/finding/$1'>$2</a>",
         v(record_code(q->c->a, &finding_entity, f->rec.id)), v(f->title));
    html(q, "<span class='muted small o1'>$1</span>",
         v(words(q, field_find(&finding_entity, S("kind"))->choices[f->kind].label)));
    if (f->due.day) {
        html(q, "<span class='small o1'>");
        field_html(q, &finding_entity, field_find(&finding_entity, S("due")), f);
        html(q, "</span>");
    }
    field_pill(q, &finding_entity, field_find(&finding_entity, S("status")), f);
    html(q, "</li>");
}

static void findings_write(request *q, const entity *e, const void *rec)
{
    ctx *c = q->c;
    any about = about_of(e, ((const record *)rec)->id);
    if (!section_fits(e)) return;
    str add = section_add(q, &finding_entity, about);
    const finding **found = news(c->a, const finding *, SHOWN);
    int n = 0;
    text t = {.a = c->a};
    put(&t, S("SELECT "));
    put(&t, record_columns(c, &finding_entity, S("x")));
    put(&t, S(" FROM {finding x} WHERE (x.about_entity = $1 AND x.about_id = $2) OR (x.source_entity = $1 AND "
              "x.source_id = $2) ORDER BY "
              "CASE WHEN x.status = 'closed' THEN 1 ELSE 0 END, x.id DESC LIMIT 50"));
    rows r = query_built(c, text_str(&t), VALS(v(about.entity), v(about.id)), 2);
    while (db_next(&r)) found[n++] = record_row(c, &finding_entity, &r, 0);
    if (!n && (!add.n || !section_expected(e) || e == &finding_entity || entity_find(S("task")) == e)) return;
    section_open(q, "Findings", "findings", n, add);
    if (n) html(q, "<ul class='rows'>");
    for (int i = 0; i < n; i++) finding_line(q, found[i]);
    if (n) html(q, "</ul>");
    html(q, "</section>");
}

const part finding_parts[] = {{NULL, false, findings_write}, {0}};
