// answer.c: a framework held against the organisation's controls: which requirements they answer, and which are gaps.
// SPDX-License-Identifier: Apache-2.0
#include "plan/control/answer.h"
#include "platform/web/shell.h"

#include <stdlib.h>

static void add_once(ctx *c, str *list, str one)
{
    for (str rest = *list; rest.n;)
        if (str_eq(str_trim(str_cut(&rest, ',')), one)) return;
    *list = list->n ? format(c->a, "$1, $2", v(*list), v(one)) : one;
}

static int read_requirements(ctx *c, i64 framework_id, answer **out)
{
    bool controls = db_one(query(c,
                                 "SELECT count(*) FROM {requirement x} WHERE x.framework = $1 AND x.kind IN "
                                 "('control', 'enhancement')",
                                 v(framework_id))) > 0;
    text sql = {.a = c->a};
    put(&sql, S("SELECT "));
    put(&sql, record_columns(c, &requirement_entity, S("x")));
    put(&sql, S(" FROM {requirement x} WHERE x.framework = $1 AND x.withdrawn = 0 AND x.kind "));
    put(&sql, controls ? S("IN ('control', 'enhancement')") : S("= 'clause'"));
    put(&sql, S(" ORDER BY x.id"));
    i64 most = db_one(query(c, "SELECT count(*) FROM {requirement x} WHERE x.framework = $1", v(framework_id)));
    int n = 0;
    *out = news(c->a, answer, most + 1);
    rows r = query_built(c, text_str(&sql), VALS(v(framework_id)), 1);
    while (db_next(&r))
        if (n < most) (*out)[n++].r = record_row(c, &requirement_entity, &r, 0);
    return n;
}

static answer *answer_of(answer *all, int n, i64 id)
{
    int low = 0, high = n;
    while (low < high) {
        int middle = (low + high) / 2;
        if (all[middle].r->rec.id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && all[low].r->rec.id == id ? &all[low] : NULL;
}

static int by_position(const void *x, const void *y)
{
    i64 a = ((const answer *)x)->r->position, b = ((const answer *)y)->r->position;
    return (a > b) - (a < b);
}

int answers_read(ctx *c, i64 framework_id, answer **out)
{
    int n = read_requirements(c, framework_id, out);
    rows r = query(c,
                   "SELECT q.id AS requirement, x.id AS control, '' AS through FROM {control_requirement k} JOIN "
                   "{control x} ON x.id = k.control JOIN {requirement q} ON q.id = k.requirement WHERE q.framework = "
                   "$1 AND x.status <> 'retired'"
                   " UNION SELECT q.id, x.id, s.ident FROM {control_requirement k} JOIN {control x} ON x.id = "
                   "k.control JOIN {requirement s} ON s.id = k.requirement JOIN {mapping m} ON m.source = s.id JOIN "
                   "{requirement q} ON q.id = m.target WHERE q.framework = $1 AND x.status <> 'retired'"
                   " UNION SELECT q.id, x.id, s.ident FROM {control_requirement k} JOIN {control x} ON x.id = "
                   "k.control JOIN {requirement s} ON s.id = k.requirement JOIN {mapping m} ON m.target = s.id JOIN "
                   "{requirement q} ON q.id = m.source WHERE q.framework = $1 AND x.status <> 'retired'"
                   " ORDER BY 1, 2, 3",
                   v(framework_id));
    while (db_next(&r)) {
        answer *x = answer_of(*out, n, db_int(&r, 0));
        if (!x) continue;
        add_once(c, &x->controls, record_code(c->a, &control_entity, db_int(&r, 1)));
        if (db_view(&r, 2).n) add_once(c, &x->through, db_text(&r, 2));
    }
    qsort(*out, (size_t)n, sizeof **out, by_position);
    return n;
}

// ---- on the page

static void chip(request *q, str code, const char *show, const char *label, int n, bool chosen)
{
    html(q, "<a class='chip' href='/framework/$1?show=$2#answers'", v(code), v(show));
    if (chosen) html(q, " aria-current='true'");
    html(q, ">$1 <span class='n'>$2</span></a>", v(words(q, label)), v(n));
}

static void row(request *q, const answer *x)
{
    html(q, "<tr><td class='code'>$1</td><th scope='row'><a href='/requirement/$2'>$3</a></th><td>", v(x->r->ident),
         v(record_code(q->c->a, &requirement_entity, x->r->rec.id)), v(x->r->title));
    if (!x->controls.n) html_pill(q, TONE_WARN, words(q, "Gap"));
    bool first = true;
    for (str rest = x->controls; rest.n; first = false) {
        str code = str_trim(str_cut(&rest, ','));
        if (!first) html(q, " ");
        html(q, "<a class='code' href='/control/$1'>$1</a>", v(code));
    }
    html(q, "</td><td class='o1 muted'>$1</td></tr>", v(x->through));
}

static void write_answers(request *q, const entity *e, const void *rec)
{
    const framework *f = rec;
    answer *all;
    int n = answers_read(q->c, f->rec.id, &all), gaps = 0;
    for (int i = 0; i < n; i++) gaps += !all[i].controls.n;
    if (!n) return;
    str code = record_code(q->c->a, e, f->rec.id);
    bool only = !str_eq(request_get(q, "show"), S("all"));
    html(q,
         "<section class='sec stack' id='answers'><header><h2>{Answered by controls} <span class='n'>$1</span></h2>"
         "</header><p class='muted small'>{$2 of $3 are answered, $4 are gaps. A control answers what it names, and "
         "what a mapping ties to that.}</p><div class='bar'><span class='chips'>",
         v(n - gaps), v(n - gaps), v(n), v(gaps));
    chip(q, code, "gaps", "Gaps", gaps, only);
    chip(q, code, "all", "All", n, !only);
    html(q, "</span></div>");
    if (only && !gaps) {
        html(q, "<p class='muted'>{Every requirement is answered.}</p></section>");
        return;
    }
    html(q, "<table class='t'><caption class='vh'>{Requirements and the controls that answer them}</caption><thead><tr>"
            "<th scope='col'>{Ref}</th><th scope='col'>{Requirement}</th><th scope='col'>{Controls}</th><th "
            "scope='col' class='o1'>{By way of}</th></tr></thead><tbody>");
    for (int i = 0; i < n; i++)
        if (!only || !all[i].controls.n) row(q, &all[i]);
    html(q, "</tbody></table></section>");
}

const part answer_parts[] = {{&framework_entity, PART_BELOW, write_answers}, {0}};
