// activity_html.c: the history of a record as sentences: who changed what, from what to what, why.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/detail_page.h"

#include "platform/web/field_html.h"

enum { SHOWN = 12, MOST = 200, TEXT_MOST = 160 };

static int differences(const entity *e, const version *new, const version *old, const field **out, int most)
{
    int n = 0;
    for (int i = 0; i < e->nfields && n < most; i++) {
        const field *f = &e->fields[i];
        // What is derived changes without a version of its own.
        if (field_shown(f) && !(f->flags & DERIVED) && !field_equal(f, new->rec, old->rec)) out[n++] = f;
    }
    return n;
}

static str was(request *q, const field *f, const void *rec)
{
    if (f->kind != KIND_FLAG && f->kind != KIND_INTEGER && field_empty(f, rec)) return (str){0};
    return words_cut(q->c->a, field_words(q->c, f, rec), TEXT_MOST);
}

void detail_change(request *q, const field *f, const void *new, const void *old)
{
    str label = words_lower(q->c->a, words(q, f->label)), from = was(q, f, old), to = was(q, f, new);
    if (f->flags & LONG)
        html(q, "$1", v(label));
    else if (from.n && to.n)
        html(q, "{$1 <del>$2</del> to <b>$3</b>}", v(label), v(from), v(to));
    else if (to.n)
        html(q, "{$1 to <b>$2</b>}", v(label), v(to));
    else
        html(q, "{$1 <del>$2</del> to nothing}", v(label), v(from));
}

static str verb_of(const version *x)
{
    str rest = x->verb;
    str_cut(&rest, '.');
    return rest;
}

// "risk.accept" reads as the label of the action.
static void sentence(request *q, const entity *e, const version *x, bool first, int changes)
{
    str who = x->actor_name.n ? x->actor_name : x->actor.n ? x->actor : words(q, "isms");
    str verb = verb_of(x);
    const action *act = action_find(e, verb);
    if (act)
        html(q, "{<b>$1</b>: $2}", v(who), v(words_lower(q->c->a, words(q, act->label))));
    else if (first)
        html(q, "{<b>$1</b> added it}", v(who));
    else if (str_eq(verb, S("end")))
        html(q, "{<b>$1</b> ended it}", v(who));
    else if (changes)
        html(q, "{<b>$1</b> changed}", v(who));
    else
        html(q, "{<b>$1</b> saved it}", v(who));
}

static void entry_html(request *q, const entity *e, const version *x, const version *before)
{
    const field *changed[40];
    int n = before ? differences(e, x, before, changed, countof(changed)) : 0;
    html(q, "<li>");
    if (x->actor_name.n)
        html_face(q, x->actor_name);
    else {
        html(q, "<span class='dot'>");
        html_icon(q, before ? "history" : "plus");
        html(q, "</span>");
    }
    html(q, "<div>");
    sentence(q, e, x, !before, n);
    if (n == 1) {
        html(q, " ");
        detail_change(q, changed[0], x->rec, before->rec);
    } else if (n > 1) {
        html(q, "<ul>");
        for (int i = 0; i < n; i++) {
            html(q, "<li>");
            detail_change(q, changed[i], x->rec, before->rec);
            html(q, "</li>");
        }
        html(q, "</ul>");
    }
    html(q, "</div><a class='when' href='/$1/$2?as_of=$3'>", v(e->name),
         v(record_code(q->c->a, e, ((const record *)x->rec)->id)), v(x->since));
    html_time(q, v(x->since));
    html(q, "</a>");
    if (x->reason.n) html(q, "<blockquote>$1</blockquote>", v(x->reason));
    html(q, "</li>");
}

void detail_activity(request *q, const entity *e, const void *rec)
{
    version *found;
    bool all = str_eq(request_get(q, "history"), S("all"));
    int most = all ? MOST : SHOWN + 1;
    i64 id = ((const record *)rec)->id;
    int n = record_history(q->c, e, id, &found, most), shown = n < most ? n : most - 1;
    html(q, "<section class='sec' id='activity'><header><h2>{Activity}</h2></header><ul class='feed'>");
    for (int i = 0; i < shown; i++) entry_html(q, e, &found[i], i + 1 < n ? &found[i + 1] : NULL);
    html(q, "</ul>");
    if (!all && n > shown)
        html(q, "<a class='more' href='/$1/$2?history=all#activity'>{Show all of it}</a>", v(e->name),
             v(record_code(q->c->a, e, id)));
    html(q, "</section>");
}
