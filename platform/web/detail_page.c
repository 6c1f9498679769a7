// detail_page.c: the page of one record: title, state, actions, facts.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/detail_page.h"

#include "platform/web/as_of.h"
#include "platform/web/field_html.h"
#include "platform/web/generic.h"
#include "platform/web/relation_html.h"
#include "platform/web/shell.h"

enum { BUTTONS = 3 };

static const record *head_of(const void *rec)
{
    return rec;
}

static void crumbs(request *q, const entity *e, const void *rec)
{
    const crumb way[] = {{words(q, e->plural), format(q->c->a, "/$1", v(e->name))},
                         {record_code(q->c->a, e, head_of(rec)->id), (str){0}}};
    breadcrumb(q, way, countof(way));
}

// The level that counts, then where it stands.
static void pills(request *q, const entity *e, const void *rec)
{
    const field *level = entity_level(e);
    html(q, "<div class='under'>");
    if (level) field_pill(q, e, level, rec);
    for (int i = 0; i < e->nfields; i++)
        if (!field_level(&e->fields[i])) field_pill(q, e, &e->fields[i], rec);
    html(q, "<span class='muted'>$1</span></div>", v(record_code(q->c->a, e, head_of(rec)->id)));
}

static bool offered(request *q, const entity *e, const action *x, const void *rec)
{
    return x->on == e && generic_may_with(q->c, x->permit, e, rec, x->name) && (!x->offered || x->offered(q->c, rec));
}

// Actions that may be done now: the next step first.
static int actions_of(request *q, const entity *e, const void *rec, const action **out, int most)
{
    int n = 0;
    for (int pass = 0; pass < 2; pass++)
        for
            each_module(m) for (const action *x = (*m)->actions; x && x->name && n < most;
                                x++) if (x->primary == (pass == 0) && offered(q, e, x, rec)) out[n++] = x;
    return n;
}

// One that asks for nothing is done by its button; the others lead to their form.
static void action_button(request *q, const entity *e, const void *rec, const action *x, const char *class)
{
    str code = record_code(q->c->a, e, head_of(rec)->id);
    if (x->input || x->help) {
        html(q, "<a class='$1' href='/$2/$3/$4'>$5</a>", v(class), v(e->name), v(code), v(x->name),
             v(words(q, x->label)));
        return;
    }
    html(q, "<form method='post' action='/$1/$2/$3' data-free>", v(e->name), v(code), v(x->name));
    html_form_token(q);
    html(q, "<input type='hidden' name='version' value='$1'><button class='$2'>$3</button></form>",
         v(head_of(rec)->version), v(class), v(words(q, x->label)));
}

static void more(request *q, const entity *e, const void *rec, const action **rest, int n)
{
    str at = record_address(q->c->a, e, head_of(rec)->id);
    html(q, "<dialog id='more' popover aria-label='{More actions}'><ul class='rows'>");
    for (int i = 0; i < n; i++) {
        html(q, "<li>");
        action_button(q, e, rec, rest[i], "btn");
        html(q, "</li>");
    }
    html(q,
         "<li><form class='row' method='get' action='$1'><label for='as-of'>{As it stood on}</label>"
         "<input class='in' type='date' id='as-of' name='as_of' required><button "
         "class='btn'>{Show}</button></form></li>",
         v(at));
    if (generic_may(q->c, e->add, e, "add"))
        html(q, "<li><a href='/$1/new?copy=$2'>{Make a copy}</a></li>", v(e->name),
             v(record_code(q->c->a, e, head_of(rec)->id)));
    if (generic_may_with(q->c, e->end, e, rec, "end")) {
        html(q, "<li><a class='btn danger' href='/$1/$2/end'>{End this $3}</a></li>", v(e->name),
             v(record_code(q->c->a, e, head_of(rec)->id)), v(words_lower(q->c->a, words(q, e->label))));
    }
    html(q, "</ul></dialog>");
}

static void buttons(request *q, const entity *e, const void *rec)
{
    const action *all[32];
    if (q->c->moment.us) return;
    int n = actions_of(q, e, rec, all, countof(all)), shown = n < BUTTONS ? n : BUTTONS;
    html(q, "<div class='acts'><button class='btn sq' type='button' popovertarget='more' aria-label='{More actions}'>");
    html_icon(q, "ellipsis");
    html(q, "</button>");
    if (generic_may_with(q->c, e->set, e, rec, "set")) {
        html(q, "<a class='btn' href='/$1/$2/edit'>", v(e->name), v(record_code(q->c->a, e, head_of(rec)->id)));
        html_icon(q, "pencil");
        html(q, "{Edit}</a>");
    }
    for (int i = shown - 1; i >= 0; i--)
        action_button(q, e, rec, all[i], i == 0 && all[0]->primary ? "btn main-act" : "btn");
    html(q, "</div>");
    more(q, e, rec, all + shown, n - shown);
}

void detail_open(request *q, const entity *e, const void *rec)
{
    str title = entity_record_title(q->c, e, rec);
    page_open(q, title);
    crumbs(q, e, rec);
    html(q, "<div class='head'><div><h1>$1</h1>", v(title));
    pills(q, e, rec);
    html(q, "</div>");
    buttons(q, e, rec);
    html(q, "</div>");
    as_of_note(q, record_address(q->c->a, e, head_of(rec)->id));
}

static bool fact(const field *f, const field *title)
{
    return field_shown(f) && !(f->flags & LONG) && f != title;
}

static bool unset(const field *f, const void *rec)
{
    return f->kind != KIND_FLAG && f->kind != KIND_INTEGER && field_empty(f, rec);
}

static void missing(request *q, const entity *e, const void *rec, int from, int to, const field *title)
{
    text t = {.a = q->c->a};
    for (int i = from; i < to; i++) {
        const field *f = &e->fields[i];
        if (!fact(f, title) || !unset(f, rec)) continue;
        if (t.n) put(&t, S(", "));
        put(&t, t.n ? words_lower(q->c->a, words(q, f->label)) : words(q, f->label));
    }
    if (t.n) html(q, "<p class='muted small'>{Not set: $1}</p>", v(text_str(&t)));
}

// One group of fields: those that say something as facts, the others named in a line.
static void facts_group(request *q, const entity *e, const void *rec, int from, int to)
{
    const field *title = entity_title_field(e);
    int n = 0, all = 0;
    for (int i = from; i < to; i++)
        if (fact(&e->fields[i], title)) all++, n += !unset(&e->fields[i], rec);
    if (all == 0) return;
    html(q, "<section><h2>$1</h2>", v(words(q, e->fields[from].group ? e->fields[from].group : "Facts")));
    if (n) html(q, "<dl class='facts'>");
    for (int i = from; i < to; i++) {
        const field *f = &e->fields[i];
        if (!fact(f, title) || unset(f, rec)) continue;
        html(q, "<dt>$1</dt><dd>", v(words(q, f->label)));
        field_html(q, e, f, rec);
        html(q, "</dd>");
    }
    if (n) html(q, "</dl>");
    missing(q, e, rec, from, to, title);
    html(q, "</section>");
}

void detail_facts(request *q, const entity *e, const void *rec)
{
    int from = 0;
    for (int i = 1; i <= e->nfields; i++)
        if (i == e->nfields || e->fields[i].group) facts_group(q, e, rec, from, i), from = i;
    relation_links(q, e, rec);
}

void detail_texts(request *q, const entity *e, const void *rec)
{
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (!(f->flags & LONG) || !field_shown(f) || f->kind != KIND_TEXT) continue;
        str s = *(const str *)field_at(f, rec);
        if (s.n == 0) continue;
        html(q, "<section class='sec'><header><h2>$1</h2></header><div class='prose'>", v(words(q, f->label)));
        html_markdown(q, s);
        html(q, "</div></section>");
    }
}

static void parts_of(request *q, const entity *e, const void *rec, part_place place, const entity *on)
{
    for
        each_module(m) for (const part *p = (*m)->parts; p && p->write; p++) if (p->place == place && p->on == on)
            p->write(q, e, rec);
}

// What is special about this kind of record stands before what every record has.
void detail_parts(request *q, const entity *e, const void *rec, part_place place)
{
    parts_of(q, e, rec, place, e);
    parts_of(q, e, rec, place, NULL);
}

void detail_page_show(request *q)
{
    const entity *e = q->entity;
    if (!as_of_read(q)) {
        reply_refused(q);
        return;
    }
    const void *rec = generic_record(q);
    if (!rec) return;
    detail_open(q, e, rec);
    html(q, "<div class='split'><div>");
    detail_parts(q, e, rec, PART_FIRST);
    detail_texts(q, e, rec);
    detail_panels(q, e, rec);
    detail_parts(q, e, rec, PART_BELOW);
    detail_referring(q, e, rec);
    detail_activity(q, e, rec);
    html(q, "</div><aside class='rail' aria-label='{Facts}'>");
    detail_facts(q, e, rec);
    detail_parts(q, e, rec, PART_RAIL);
    html(q, "</aside></div>");
    page_close(q);
}
