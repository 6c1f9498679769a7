// task_page.c: the tasks on the page of the record they are about.
// SPDX-License-Identifier: Apache-2.0
#include "hub/task_page.h"

#include "hub/section.h"
#include "hub/task.h"
#include "platform/web/field_html.h"

enum { SHOWN = 50 };

static void task_line(request *q, const task *t, str assignee)
{
    html(q,
         "<li><span class='code'>$1</span><a class='grow' href='/task/$1'>$2</a><span class='muted small o1'>$3</span>",
         v(record_code(q->c->a, &task_entity, t->rec.id)), v(t->title), v(assignee));
    if (t->due.day) {
        html(q, "<span class='small'>");
        field_html(q, &task_entity, field_find(&task_entity, S("due")), t);
        html(q, "</span>");
    }
    field_pill(q, &task_entity, field_find(&task_entity, S("status")), t);
    html(q, "</li>");
}

static void tasks_write(request *q, const entity *e, const void *rec)
{
    ctx *c = q->c;
    any about = about_of(e, ((const record *)rec)->id);
    if (!section_fits(e)) return;
    str add = section_add(q, &task_entity, about);
    const task **found = news(c->a, const task *, SHOWN);
    str *names = news(c->a, str, SHOWN);
    int n = 0, columns = record_ncolumns(&task_entity);
    text t = {.a = c->a};
    put(&t, S("SELECT "));
    put(&t, record_columns(c, &task_entity, S("x")));
    put(&t, S(", p.name FROM {task x} LEFT JOIN {person p} ON p.id = x.assignee WHERE x.about_entity = $1 AND "
              "x.about_id = $2 ORDER BY "
              "CASE WHEN x.status IN ('open', 'doing') THEN 0 ELSE 1 END, x.due NULLS LAST, x.id LIMIT 50"));
    rows r = query_built(c, text_str(&t), VALS(v(about.entity), v(about.id)), 2);
    while (db_next(&r)) {
        found[n] = record_row(c, &task_entity, &r, 0);
        names[n++] = db_text(&r, columns);
    }
    if (!n && (!add.n || !section_expected(e) || e == &task_entity)) return;
    section_open(q, "Tasks", "tasks", n, add);
    if (n) html(q, "<ul class='rows'>");
    for (int i = 0; i < n; i++) task_line(q, found[i], names[i]);
    if (n) html(q, "</ul>");
    html(q, "</section>");
}

const part task_parts[] = {{NULL, false, tasks_write}, {0}};
