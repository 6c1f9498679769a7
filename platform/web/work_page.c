// work_page.c: My work: everything that waits for one person.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/work_page.h"

#include "platform/base/time.h"
#include "platform/web/field_html.h"
#include "platform/web/generic.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 500, SHORT_LABEL = 14 };

static int by_due(const void *x, const void *y)
{
    const work_item *a = x, *b = y;
    if (a->due.day != b->due.day) {
        if (!a->due.day || !b->due.day) return a->due.day ? -1 : 1;
        return a->due.day < b->due.day ? -1 : 1;
    }
    int kind_order = strcmp(a->what, b->what);
    return kind_order ? kind_order : (a->id > b->id) - (a->id < b->id);
}

int work_of(ctx *c, work_item **out, int most)
{
    int n = 0;
    *out = news(c->a, work_item, most);
    for
        each_module(m) for (const work *w = (*m)->works; w && w->sql; w++)
        {
            rows r = query_(c, str_of(w->sql), VALS(v(c->person), v(c->today)), 2);
            while (db_next(&r)) {
                work_item x = {w->what, entity_find(db_text(&r, 0)), db_int(&r, 1), db_text(&r, 2), {db_int(&r, 3)},
                               NULL};
                if (x.e) x.act = action_find(x.e, db_text(&r, 4));
                if (x.e && n < most) (*out)[n++] = x;
            }
        }
    if (n) qsort(*out, (size_t)n, sizeof **out, by_due);
    return n;
}

i64 work_count(ctx *c)
{
    work_item *items;
    return c->person ? work_of(c, &items, MOST) : 0;
}

typedef enum { LATE, WEEK, LATER, UNDATED, GROUPS } group;

static group group_of(const ctx *c, date due)
{
    if (!due.day) return UNDATED;
    if (due.day < c->today.day) return LATE;
    return due.day <= c->today.day + 7 - date_weekday(c->today) ? WEEK : LATER;
}

static void due_html(request *q, const work_item *x, group g)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    if (g == LATE)
        html(q, "<span class='due late'>{$1 day late|$1 days late}</span>", v(q->c->today.day - x->due.day));
    else if (g == UNDATED)
        html(q, "<span class='due'></span>");
    else if (x->due.day == q->c->today.day)
        html(q, "<span class='due'>{today}</span>");
    else
        html(q, "<span class='due'>$1 <time datetime='$2'>$2</time></span>",
             v(words(q, days[date_weekday(x->due) - 1])), v(x->due));
}

static void item_html(request *q, const work_item *x, group g, bool first)
{
    str what = words(q, x->what), code = record_code(q->c->a, x->e, x->id), at = record_address(q->c->a, x->e, x->id);
    str does = x->act ? words(q, x->act->label) : (str){0};
    str go = x->act ? format(q->c->a, "$1/$2", v(at), v(x->act->name)) : at;
    html(q, "<li class='job'><span class='ico'>");
    html_icon(q, x->e->icon ? x->e->icon : "inbox");
    html(q, "</span><div><h3><a href='$1'>$2: $3</a></h3><p>$4 $5</p></div>", v(at), v(what), v(x->title),
         v(words(q, x->e->label)), v(code));
    due_html(q, x, g);
    if (does.n == 0 || does.n > SHORT_LABEL) does = words(q, "Open");
    html(q, "<a class='$1' href='$2' aria-label='$3: $4: $5'>$3</a></li>", v(first ? "btn main-act" : "btn"), v(go),
         v(does), v(what), v(x->title));
}

static void group_head(request *q, group g, int n)
{
    html(q, "<section><h2>");
    if (g == LATE)
        html(q, "{Overdue}");
    else if (g == WEEK)
        html(q, "{This week}");
    else if (g == LATER)
        html(q, "{Later}");
    else
        html(q, "{No date}");
    html(q, " <span class='n'>$1</span></h2><ul>", v(n));
}

static void nothing(request *q)
{
    html(q, "<div class='head'><div><h1>{Nothing waits for you}</h1></div></div><div class='empty'>");
    html_icon(q, "inbox");
    html(q, "<b>{All done.}</b><p>{What needs you stands here with its date: approvals, reviews, tasks, policies to "
            "read, courses.}</p></div>");
}

// The number in the navigation; nothing when nothing waits.
static void count_part(request *q)
{
    i64 n = work_count(q->c);
    if (n) html(q, "$1", v(n));
}

void work_page_show(request *q)
{
    work_item *items;
    if (str_eq(request_get(q, "part"), S("count"))) {
        count_part(q);
        return;
    }
    int n = work_of(q->c, &items, MOST), counts[GROUPS] = {0};
    for (int i = 0; i < n; i++) counts[group_of(q->c, items[i].due)]++;
    page_open(q, words(q, "My work"));
    if (n == 0) {
        nothing(q);
        page_close(q);
        return;
    }
    html(q, "<div class='head'><div><h1>{One thing waits for you|$1 things wait for you}</h1>", v(n));
    if (counts[LATE]) html(q, "<p class='under'>{One is late.|$1 are late.}</p>", v(counts[LATE]));
    html(q, "</div></div><div class='work'>");
    for (int i = 0; i < n; i++) {
        group g = group_of(q->c, items[i].due);
        if (i == 0 || g != group_of(q->c, items[i - 1].due)) group_head(q, g, counts[g]);
        item_html(q, &items[i], g, i == 0);
        if (i + 1 == n || g != group_of(q->c, items[i + 1].due)) html(q, "</ul></section>");
    }
    html(q, "</div>");
    page_close(q);
}
