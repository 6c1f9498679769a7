// journey_page.c: the page of the journey: twelve steps, what is in place, what is missing, and the next thing to do.
// SPDX-License-Identifier: Apache-2.0
#include "hub/journey.h"
#include "platform/paper/json.h"
#include "platform/web/generic.h"
#include "platform/web/html.h"
#include "platform/web/shell.h"

#include <math.h>

#define ROUND 100.53 // of the ring's circle

static const struct {
    int from, to;
    const char *label, *icon;
} phases[] = {{1, 5, "Plan", "q-plan"}, {6, 8, "Do", "q-do"}, {9, 10, "Check", "q-check"}, {11, 12, "Act", "q-act"}};

static void ring(request *q, const journey_stop *s, int nth)
{
    if (s->state >= STOP_DONE) {
        html(q, "<svg class='ring full' viewBox='0 0 36 36' aria-hidden='true'><circle cx='18' cy='18' r='16'/><path "
                "d='m11.5 18.5 4.5 4.5 8.5-9.5'/></svg>");
        return;
    }
    html(q, "<svg class='ring' viewBox='0 0 36 36' aria-hidden='true'><circle cx='18' cy='18' r='16'/>");
    if (s->percent)
        html(q,
             "<circle class='arc' cx='18' cy='18' r='16' transform='rotate(-90 18 18)' stroke-dasharray='$1 100.53'/>",
             v(nearbyint(s->percent * ROUND) / 100));
    html(q, "<text x='18' y='22.5'>$1</text></svg>", v(nth));
}

static void state_pill(request *q, const journey_stop *s)
{
    if (s->state == STOP_UNDERWAY) {
        html(q, "<span class='pill now'>");
        html_icon(q, "circle-dashed");
        html(q, "$1 %</span>", v(s->percent));
        return;
    }
    html(q, "<span class='pill$1'>", v(s->state == STOP_DONE || s->state == STOP_ELSEWHERE ? " good" : ""));
    html_icon(q, s->state >= STOP_DONE ? "check" : "circle-dashed");
    html(q, "$1</span>", v(words(q, stop_states[s->state].label)));
}

static str sentence(request *q, const journey_mark *k)
{
    return journey_sentence(q->c, k, words(q, k->done ? k->m->done : k->m->missing));
}

static const journey_mark *last_asked(const journey_stop *s)
{
    const journey_mark *k = &s->marks[0];
    for (int i = 1; i < s->nmarks; i++)
        if (!s->marks[i].m->optional) k = &s->marks[i];
    return k;
}

// What the closed step says of itself.
static str in_short(request *q, const journey_stop *s)
{
    if (s->detour) return s->detour->reason;
    if (s->state == STOP_DONE) return sentence(q, last_asked(s));
    if (s->next && s->state == STOP_UNDERWAY) return sentence(q, s->next);
    return words(q, s->holds);
}

static void tick(request *q, const char *kind, const char *icon, str said, const char *url)
{
    html(q, "<li class='$1'>", v(kind));
    html_icon(q, icon);
    if (url)
        html(q, "<span><a href='$1'>$2</a>", v(url), v(said));
    else
        html(q, "<span>$1", v(said));
}

static void in_place(request *q, const journey_stop *s)
{
    bool any = false;
    for (int i = 0; i < s->nmarks; i++) {
        const journey_mark *k = &s->marks[i];
        if (!k->done) continue;
        if (!any) html(q, "<div><h4>{In place}</h4><ul class='ticks'>");
        any = true;
        tick(q, "", "check", sentence(q, k), k->m->list);
        html(q, "</span></li>");
    }
    if (any) html(q, "</ul></div>");
}

static void on_detour(request *q, const journey_mark *k)
{
    bool aside = k->detour->way == DETOUR_ASIDE;
    str at = record_address(q->c->a, &detour_entity, k->detour->rec.id);
    html(q, "<li class='todo'>");
    html_icon(q, aside ? "circle-slash" : "link");
    if (aside)
        html(q, "<span>$1. <a href='$2'>{Put aside}</a>: $3</span></li>", v(sentence(q, k)), v(at),
             v(k->detour->reason));
    else
        html(q, "<span>$1. <a href='$2'>{Answered elsewhere}</a>: $3</span></li>", v(sentence(q, k)), v(at),
             v(k->detour->place));
}

static void named_items(request *q, const journey_mark *k)
{
    for (int i = 0; i < k->nitems; i++) {
        const journey_item *x = &k->items[i];
        html(q, "<li class='$1'>", v(k->m->late ? "late" : "todo"));
        html_icon(q, k->m->late ? "circle-alert" : "circle-dashed");
        html(q, "<span><a href='$1'><span class='code'>$2</span> $3</a>: $4</span></li>",
             v(record_address(q->c->a, x->e, x->id)), v(record_code(q->c->a, x->e, x->id)), v(x->title), v(x->what));
    }
}

static void missing(request *q, const journey_stop *s, bool may_set)
{
    bool any = false;
    for (int i = 0; i < s->nmarks; i++) {
        const journey_mark *k = &s->marks[i];
        if (k->done) continue;
        if (!any) html(q, "<div><h4>{Missing}</h4><ul class='ticks'>");
        any = true;
        if (k->detour) {
            on_detour(q, k);
            continue;
        }
        bool late = k->m->late && k->nitems;
        tick(q, late ? "late" : "todo", late ? "circle-alert" : "circle-dashed", sentence(q, k),
             k->have && k->m->list ? k->m->list : k->m->url);
        if (k->m->optional) html(q, " <span class='muted'>{wanted, not asked}</span>");
        if (may_set && !k->have && !late)
            html(q,
                 " <a class='small' href='/detour/new?step=$1&part=$2&way=aside' aria-label='{Put aside}: $3'>{Put "
                 "aside}</a>",
                 v(s->name), v(k->m->name), v(sentence(q, k)));
        html(q, "</span></li>");
        named_items(q, k);
    }
    if (any) html(q, "</ul></div>");
}

static void whole_detour(request *q, const journey_stop *s)
{
    str at = record_address(q->c->a, &detour_entity, s->detour->rec.id);
    html(q, "<p><a href='$1'>$2</a>: $3", v(at), v(words(q, stop_states[s->state].label)), v(s->detour->reason));
    if (s->detour->place.n) html(q, " ($1)", v(s->detour->place));
    html(q, "</p>");
}

static void next_thing(request *q, const journey_stop *s)
{
    const milestone *m = s->next->m;
    html(q, "<div class='do'><p><b>{Next}: $1.</b></p>", v(words(q, m->next)));
    if (may_open(q, m->url)) html(q, "<a class='btn main-act' href='$1'>$2</a>", v(m->url), v(words(q, m->next)));
    html(q, "</div>");
}

static void stop(request *q, const journey *j, int nth, int current)
{
    const journey_stop *s = &j->stops[nth];
    bool may_set = may_open(q, "/detour/new");
    html(q, "<li class='stop$1$2' id='step-$3'>", v(s->state >= STOP_DONE ? " done" : ""),
         v(nth == JOURNEY_STEPS ? " last" : ""), v(nth));
    ring(q, s, nth);
    html(q, "<details");
    if (nth == current) html(q, " open");
    html(q, "><summary><h3><span class='vh'>{Step $1}: </span>$2</h3>", v(nth), v(words(q, s->title)));
    state_pill(q, s);
    html(q, "<span class='s'>$1</span></summary><div class='in2'>", v(in_short(q, s)));
    if (s->detour) whole_detour(q, s);
    if (s->state == STOP_LATER)
        html(q, "<p>{This version keeps no registers for this step yet; so there is nothing to count.}</p>");
    in_place(q, s);
    missing(q, s, may_set);
    if (s->next && !s->detour && nth == current) next_thing(q, s);
    if (may_set && !s->detour && s->state != STOP_DONE)
        html(q,
             "<p class='small'><a href='/detour/new?step=$1&way=elsewhere'>{It is answered elsewhere}</a> &#183; <a "
             "href='/detour/new?step=$1&way=aside'>{Put the whole step aside}</a></p>",
             v(s->name));
    html(q, "</div></details></li>\n");
}

static int current_of(const journey *j)
{
    for (int i = 1; i <= JOURNEY_STEPS; i++)
        if (j->stops[i].next && j->stops[i].state < STOP_DONE) return i;
    return 0;
}

// What is wrong rather than still to do, on whichever step.
static void in_the_way(request *q, const journey *j)
{
    bool any = false;
    for (int i = 1; i <= JOURNEY_STEPS; i++)
        for (int m = 0; m < j->stops[i].nmarks; m++) {
            const journey_mark *k = &j->stops[i].marks[m];
            if (!k->m->late || !k->nitems || k->detour || j->stops[i].detour) continue;
            if (!any) html(q, "<section><h2>{In the way}</h2><ul class='ticks'>");
            any = true;
            named_items(q, k);
        }
    if (any) html(q, "</ul></section>\n");
}

static void rail(request *q, const journey *j, int current)
{
    html(q,
         "<aside class='rail' aria-label='{Where you stand}'><section><h2>{Steps done}</h2><p "
         "class='hero-n'>{$1<small> of "
         "$2</small>}</p>",
         v(j->done), v(JOURNEY_STEPS));
    if (current) {
        const journey_mark *k = j->stops[current].next;
        html(q, "<p class='muted small'>{Next}: <a href='$1'>$2</a></p>", v(k->m->url), v(words(q, k->m->next)));
    }
    if (!current) html(q, "<p class='muted small'>{All that can be counted is in place.}</p>");
    html(q, "</section>\n");
    in_the_way(q, j);
    html(q, "</aside>\n");
}

void journey_page(request *q)
{
    const journey *j = journey_read(q->c);
    int current = current_of(j);
    page_open(q, words(q, "Journey"));
    html(q,
         "<div class='head'><div><h1>{The journey}</h1><p class='under'>{$1 of 12 steps done. They lead from the first "
         "decision to the certificate, and round again; any order will do.}</p></div></div>\n<div class='split'><div "
         "class='path'>",
         v(j->done));
    for (int p = 0; p < countof(phases); p++) {
        html(q, "<section class='phase'><h2>");
        html_icon(q, phases[p].icon);
        html(q, "$1</h2><ol>", v(words(q, phases[p].label)));
        for (int i = phases[p].from; i <= phases[p].to; i++) stop(q, j, i, current);
        html(q, "</ol></section>\n");
    }
    html(q, "</div>\n");
    rail(q, j, current);
    html(q, "</div>\n");
    page_close(q);
}

// ---- for programs

static void put_mark(ctx *c, json_writer *w, const journey_mark *k)
{
    json_put_object(w);
    json_member(w, "name", v(k->m->name));
    json_member(w, "state",
                v(k->done     ? "done"
                  : k->detour ? k->detour->way == DETOUR_ASIDE ? "aside" : "elsewhere"
                              : "missing"));
    json_member(w, "have", v(k->have));
    json_member(w, "all", v(k->all));
    json_member(w, "sentence", v(journey_sentence(c, k, str_of(k->done ? k->m->done : k->m->missing))));
    json_put_name(w, S("optional"));
    json_put_bool(w, k->m->optional);
    json_put_name(w, S("items"));
    json_put_array(w);
    for (int i = 0; i < k->nitems; i++) {
        json_put_object(w);
        json_member(w, "record", v(record_code(c->a, k->items[i].e, k->items[i].id)));
        json_member(w, "title", v(k->items[i].title));
        json_member(w, "what", v(k->items[i].what));
        json_end_object(w);
    }
    json_end_array(w);
    json_end_object(w);
}

void journey_api(request *q)
{
    const journey *j = journey_read(q->c);
    json_writer w = {.out = q->out};
    json_put_object(&w);
    json_member(&w, "done", v(j->done));
    json_member(&w, "steps", v(JOURNEY_STEPS));
    json_put_name(&w, S("items"));
    json_put_array(&w);
    for (int i = 1; i <= JOURNEY_STEPS; i++) {
        const journey_stop *s = &j->stops[i];
        json_put_object(&w);
        json_member(&w, "number", v(i));
        json_member(&w, "name", v(s->name));
        json_member(&w, "title", v(s->title));
        json_member(&w, "state", v(stop_states[s->state].name));
        json_member(&w, "percent", v(s->percent));
        json_member(&w, "reason", v(s->detour ? s->detour->reason : S("")));
        json_member(&w, "next", v(s->next ? s->next->m->next : ""));
        json_put_name(&w, S("milestones"));
        json_put_array(&w);
        for (int m = 0; m < s->nmarks; m++) put_mark(q->c, &w, &s->marks[m]);
        json_end_array(&w);
        json_end_object(&w);
    }
    json_end_array(&w);
    json_end_object(&w);
    put_char(q->out, '\n');
    q->type = "application/json";
}
