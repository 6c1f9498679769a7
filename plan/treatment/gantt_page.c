// gantt_page.c: the treatment plan along time, as a page.
// SPDX-License-Identifier: Apache-2.0
#include "plan/scope.h"
#include "plan/treatment/plan_lines.h"
#include "platform/web/shell.h"
#include "platform/web/svg.h"

static void legend(request *q)
{
    key_open(q);
    key_box(q, "f-acc", NULL, words(q, "Done"));
    key_box(q, "f-mid", "hatch", words(q, "Approved, under way"));
    key_box(q, "f-none", NULL, words(q, "Not approved yet"));
    key_box(q, "f-bad", "hatch-bad", words(q, "Late"));
    key_close(q);
}

static void scope_links(request *q, i64 chosen)
{
    struct {
        i64 id;
        str name;
    } found[20];
    int n = 0;
    rows r = query(q->c, "SELECT x.id, x.name FROM {scope x} ORDER BY x.id LIMIT 20");
    while (db_next(&r)) found[n].id = db_int(&r, 0), found[n++].name = db_text(&r, 1);
    if (n < 2) return;
    html(q, "<div class='bar'><span class='chips'><a class='chip' href='/treatment/gantt'");
    if (!chosen) html(q, " aria-current='true'");
    html(q, ">{All}</a>");
    for (int i = 0; i < n; i++) {
        html(q, "<a class='chip' href='/treatment/gantt?scope=$1'",
             v(record_code(q->c->a, &scope_entity, found[i].id)));
        if (found[i].id == chosen) html(q, " aria-current='true'");
        html(q, ">$1</a>", v(found[i].name));
    }
    html(q, "</span></div>");
}

static void numbers(request *q, const gantt_bar *bars, int n)
{
    const str heads[] = {words(q, "What"), words(q, "From"), words(q, "Until"), words(q, "State")};
    static const char *const states[] = {"Not approved yet", "Under way", "Done"};
    numbers_open(q, words(q, "The plan along time"), heads, countof(heads));
    for (int i = 0; i < n; i++) {
        const gantt_bar *b = &bars[i];
        str cells[3] = {b->from.day ? format(q->c->a, "$1", v(b->from)) : (str){0},
                        b->to.day ? format(q->c->a, "$1", v(b->to)) : (str){0},
                        words(q, b->late ? "Late" : states[b->state])};
        numbers_row(q, b->label, cells, countof(cells));
    }
    numbers_close(q);
}

static void gantt_page(request *q)
{
    ctx *c = q->c;
    str code = request_get(q, "scope");
    const scope *of = code.n ? scope_find(c, code) : NULL;
    plan_line *lines;
    gantt_bar *bars;
    if (code.n && !of) {
        reply_refused(q);
        return;
    }
    int nlines = plan_lines_read(c, of ? of->rec.id : 0, &lines), n = gantt_bars(c, lines, nlines, &bars), late = 0;
    for (int i = 0; i < nlines; i++) late += lines[i].late;
    page_open_wide(q, words(q, "Treatment plan along time"));
    breadcrumb(
        q,
        (const crumb[]){{words(q, "Treatment plan"), S("/treatment")}, {words(q, "Along time"), S("/treatment/gantt")}},
        2);
    html(q, "<div class='head'><div><h1>{Treatment plan along time}</h1><p class='muted'>");
    html(q, "{$1 plan|$1 plans}", v(nlines));
    if (late) html(q, " · <span class='bad'>{$1 late}</span>", v(late));
    html(q,
         "</p></div><div class='acts'><a class='btn' href='/treatment'>{As a list}</a> <a class='btn' "
         "href='/report/risk-treatment.pdf?scope=$1'>",
         v(of ? record_code(c->a, &scope_entity, of->rec.id) : (str){0}));
    html_icon(q, "file-text");
    html(q, "{PDF}</a></div></div>");
    scope_links(q, of ? of->rec.id : 0);
    if (!n) {
        html(q, "<p class='muted'>{Nothing is planned yet: each risk outside the acceptance criteria gets a plan, on "
                "its page.}</p>");
    } else {
        legend(q);
        html(q, "<div class='scroll' role='region' tabindex='0' aria-label='{The plan along time}'>");
        canvas *k = svg_open(q, SVG_LINKS, "wide gantt", GANTT_WIDTH, gantt_height(n), words(q, "The plan along time"),
                             (str){0});
        gantt_draw(k, bars, n, 0, n, c->today);
        svg_close(k);
        html(q, "</div>");
        numbers(q, bars, n);
    }
    page_close(q);
}

const route treatment_routes[] = {ROUTE(GET, "/treatment/gantt", "treatment.gantt", SEE_REGISTER, gantt_page,
                                        .label = "Plan along time", .icon = "chart-gantt"),
                                  {0}};
