// approval_page.c: the approvals of a record on its page.
// SPDX-License-Identifier: Apache-2.0
#include "hub/approval_page.h"

#include "hub/approval.h"
#include "hub/section.h"

enum { SHOWN = 20 };

typedef struct {
    str act, person, deputised, reason;
    moment given;
    date until;
    bool own_work;
} given_line;

static void line_html(request *q, const entity *e, const given_line *x)
{
    const action *act = action_find(e, x->act);
    html(q, "<li>");
    html_icon(q, "circle-check");
    html(q, "<div class='grow'>$1, ", v(act ? words(q, act->label) : x->act));
    html_time(q, v(x->given));
    html(q, "<br>");
    if (x->deputised.n)
        html(q, "<span class='muted small'>{$1 for $2}</span>", v(x->person), v(x->deputised));
    else
        html(q, "<span class='muted small'>$1</span>", v(x->person));
    if (x->until.day) html(q, " <span class='muted small'>{until} <time datetime='$1'>$1</time></span>", v(x->until));
    if (x->reason.n) html(q, "<p class='small'>$1</p>", v(x->reason));
    html(q, "</div>");
    if (x->own_work) html_pill(q, TONE_WARN, words(q, "Own work"));
    html(q, "</li>");
}

static void approvals_write(request *q, const entity *e, const void *rec)
{
    given_line *found = news(q->c->a, given_line, SHOWN);
    int n = 0;
    rows r = query(q->c,
                   "SELECT x.act, p.name, d.name, x.reason, x.given, x.until, x.own_work FROM {approval! x} LEFT JOIN "
                   "{person p} ON p.id = "
                   "x.person LEFT JOIN {person d} ON d.id = x.for_person WHERE x.about_entity = $1 AND x.about_id = $2 "
                   "ORDER BY x.id DESC "
                   "LIMIT 20",
                   v(e->name), v(((const record *)rec)->id));
    while (db_next(&r))
        found[n++] = (given_line){db_text(&r, 0),  db_text(&r, 1),  db_text(&r, 2),    db_text(&r, 3),
                                  {db_int(&r, 4)}, {db_int(&r, 5)}, db_int(&r, 6) == 1};
    if (!n) return;
    html(q, "<section id='approvals'><h2>{Approvals}</h2><ul class='rows'>");
    for (int i = 0; i < n; i++) line_html(q, e, &found[i]);
    html(q, "</ul></section>");
}

const part approval_parts[] = {{NULL, true, approvals_write}, {0}};
