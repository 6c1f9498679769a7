// coverage_page.c: a coverage on its page: how far it is, and who by name.
// SPDX-License-Identifier: Apache-2.0
#include "plan/coverage/coverage_part.h"
#include "platform/web/svg.h"

enum { SHOWN = 300 };

static void bar(request *q, const coverage *x)
{
    const portion parts[] = {{(double)x->covered, "f-acc", NULL},
                             {(double)x->excepted, "f-warn", "hatch"},
                             {(double)x->missing, "f-none", NULL}};
    key_open(q);
    key_box(q, "f-acc", NULL, format(q->c->a, "$1 $2", v(x->covered), v(words(q, "covered"))));
    if (x->excepted) key_box(q, "f-warn", "hatch", format(q->c->a, "$1 $2", v(x->excepted), v(words(q, "excepted"))));
    key_box(q, "f-none", NULL, format(q->c->a, "$1 $2", v(x->missing), v(words(q, "not yet"))));
    key_close(q);
    canvas *k = svg_open(q, SVG_STRETCH, "", 600, 12, words(q, "How far the control reaches"), (str){0});
    chart_split(k, parts, countof(parts), (double)x->members);
    svg_close(k);
}

static void mark_button(request *q, str at, str member, const char *state, str label)
{
    html(q, "<form method='post' action='$1'>", v(at));
    html_form_token(q);
    html(q,
         "<input type='hidden' name='members' value='$1'><input type='hidden' name='state' value='$2'><button "
         "class='btn "
         "bare'>$3</button></form>",
         v(member), v(state), v(label));
}

static void member_row(request *q, const entity *e, const coverage_line *l, str at, bool may)
{
    static const tone tones[] = {TONE_WARN, TONE_GOOD, TONE_OFF};
    static const char *const names[] = {"Not yet", "Covered", "Excepted"};
    str code = record_code(q->c->a, e, l->id), title = record_title(q->c, e, l->id);
    html(q, "<tr><td class='code'>$1</td><th scope='row'><a href='/$2/$1'>$3</a>", v(code), v(e->name), v(title));
    if (l->note.n) html(q, "<span class='sub'>$1</span>", v(l->note));
    html(q, "</th><td>");
    html_pill(q, tones[l->reached], words(q, names[l->reached]));
    if (l->exception)
        html(q, " <a class='code' href='/exception/$1'>$1</a>",
             v(record_code(q->c->a, &exception_entity, l->exception)));
    html(q, "</td><td class='r'>");
    if (may && l->reached == REACH_NOT_YET) mark_button(q, at, code, "covered", words(q, "Covered"));
    if (may && l->reached == REACH_COVERED) mark_button(q, at, code, "not-yet", words(q, "Not yet"));
    html(q, "</td></tr>");
}

// Those not yet covered come first.
static int rows_of(request *q, const coverage *x, const coverage_line *lines, int n, bool may)
{
    static const reached order[] = {REACH_NOT_YET, REACH_EXCEPTED, REACH_COVERED};
    const entity *e = entity_find(x->noun);
    str at = format(q->c->a, "/coverage/$1/load", v(record_code(q->c->a, &coverage_entity, x->rec.id)));
    int shown = 0, hidden = 0;
    for (int k = 0; k < countof(order); k++)
        for (int i = 0; i < n; i++) {
            if (lines[i].reached != order[k]) continue;
            if (!record_visible(q->c, e, lines[i].id)) {
                hidden++;
                continue;
            }
            if (shown < SHOWN) member_row(q, e, &lines[i], at, may);
            shown++;
        }
    html(q, "</tbody></table>");
    if (shown > SHOWN) html(q, "<p class='muted small'>{The first $1 are shown.}</p>", v(SHOWN));
    return hidden;
}

static void write_coverage(request *q, const entity *e, const void *rec)
{
    const coverage *x = rec;
    coverage_line *lines;
    bool may = record_permit(q->c, e, rec, SET_REGISTER);
    if (q->c->moment.us) return;
    int n = coverage_lines(q->c, x, &lines);
    html(q, "<section class='sec stack' id='members'><header><h2>{Members} <span class='n'>$1</span></h2></header>",
         v(x->members));
    if (!n) {
        html(q, "<p class='muted'>{Nothing in the register fits the rule.}</p></section>");
        return;
    }
    bar(q, x);
    html(q, "<table class='t'><caption class='vh'>{Members of the population}</caption><thead><tr><th "
            "scope='col'>{Code}</th><th scope='col'>{Member}</th><th scope='col'>{State}</th><th "
            "scope='col'><span class='vh'>{Change}</span></th></tr></thead><tbody>");
    int hidden = rows_of(q, x, lines, n, may);
    if (hidden) html(q, "<p class='muted small'>{$1 of them lie outside your reach.}</p>", v(hidden));
    html(q, "</section>");
}

const part coverage_parts[] = {{&coverage_entity, false, write_coverage}, {0}};
