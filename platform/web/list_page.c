// list_page.c: the list of an entity: saved views, search, filters, pages.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/list_page.h"

#include "platform/web/as_of.h"
#include "platform/web/field_html.h"
#include "platform/web/filter_html.h"
#include "platform/web/generic.h"
#include "platform/web/shell.h"
#include "platform/web/view.h"

#include <string.h>

static const str any_value;

static void export_menu(request *q, const list_state *s)
{
    arena *a = q->c->a;
    html(q,
         "<dialog id='export' popover aria-label='{Export}'><h2>{Export what is filtered}</h2><ul class='rows'>"
         "<li><a href='$1'>{CSV, for spreadsheets and scripts}</a></li><li><a href='$2'>{XLSX, for Excel}</a></li>"
         "<li><a href='$3'>{JSON}</a></li></ul></dialog>",
         v(list_state_under(a, s, ".csv")), v(list_state_under(a, s, ".xlsx")), v(list_state_under(a, s, ".json")));
}

static void add_button(request *q, const entity *e)
{
    if (!generic_may(q->c, e->add, e, "add")) return;
    html(q, "<a class='btn main-act' href='/$1/new'>", v(e->name));
    html_icon(q, "plus");
    html(q, "{New $1}</a>", v(words_lower(q->c->a, words(q, e->label))));
}

static void list_head(request *q, const list_state *s)
{
    html(q, "<div class='head'><div><h1>$1</h1></div><div class='acts'>", v(words(q, s->e->plural)));
    if (!q->c->moment.us && may_open(q, "/import/new") && generic_may(q->c, s->e->add, s->e, "add")) {
        html(q, "<a class='btn bare' href='/import/new?noun=$1'>", v(s->e->name));
        html_icon(q, "upload");
        html(q, "{Import}</a>");
    }
    html(q, "<button class='btn bare' type='button' popovertarget='export'>");
    html_icon(q, "download");
    html(q, "{Export}</button>");
    if (!q->c->moment.us) add_button(q, s->e);
    html(q, "</div></div>");
    export_menu(q, s);
}

static void tab(request *q, str address, str name, bool current, i64 count)
{
    html(q, "<a href='$1'", v(address));
    if (current) html(q, " aria-current='page'");
    html(q, ">$1", v(name));
    if (count >= 0) html(q, " <span class='n'>$1</span>", v(count));
    html(q, "</a>");
}

static i64 total_of(request *q, const entity *e, str query, bool counts)
{
    list_state s;
    if (!counts) return -1;
    i64 n = list_state_parse(q->c, e, query, &s) ? list_total(q->c, &s.l) : -1;
    failures_forget(q->c);
    return n;
}

// Everything, what is mine, and the saved views. Filling in the totals replaces the whole strip.
static void list_tabs(request *q, const list_state *s, bool counts)
{
    arena *a = q->c->a;
    const entity *e = s->e;
    str query = list_state_query(a, s), mine = e->owner ? format(a, "$1=me", v(e->owner)) : any_value;
    view *views;
    int n = view_list(q->c, e, &views);
    bool known = query.n == 0 || (mine.n && str_eq(query, mine));
    html(q, "<nav class='tabs' id='tabs' aria-label='{Saved views}'");
    if (counts) html(q, " data-hx-swap-oob='true'");
    html(q, ">");
    tab(q, format(a, "/$1", v(e->name)), words(q, "All"), query.n == 0, total_of(q, e, any_value, counts));
    if (mine.n)
        tab(q, format(a, "/$1?$2", v(e->name), v(mine)), words(q, "Mine"), str_eq(query, mine),
            total_of(q, e, mine, counts));
    for (int i = 0; i < n; i++) {
        bool current = str_eq(query, views[i].query);
        known = known || current;
        tab(q, format(a, "/$1?$2", v(e->name), v(views[i].query)), views[i].name, current,
            total_of(q, e, views[i].query, counts));
    }
    if (!known) {
        html(q, "<a class='add' href='/view/save?noun=$1&query=$2'>", v(e->name), v(query));
        html_icon(q, "plus");
        html(q, "{Save view}</a>");
    }
    html(q, "</nav>");
}

static void search_box(request *q, const list_state *s)
{
    str plural = words_lower(q->c->a, words(q, s->e->plural));
    html(q, "<form class='search' method='get' action='/$1' role='search'>", v(s->e->name));
    html_icon(q, "search");
    filter_hidden(q, s, "q");
    html(q,
         "<label class='vh' for='list-q'>{Search $1}</label><input type='search' id='list-q' name='q' value='$2' "
         "placeholder='{Search $1}'></form>",
         v(plural), v(s->l.q));
}

static void bar(request *q, const list_state *s)
{
    html(q, "<div class='bar'>");
    search_box(q, s);
    filter_chips(q, s, false);
    html(q, "<span class='end'><button class='btn bare sq' type='button' popovertarget='columns' aria-label='{Choose "
            "columns and "
            "order}'>");
    html_icon(q, "columns-3");
    html(q, "</button></span></div>");
    filter_menu(q, s);
    columns_menu(q, s);
    filter_form(q, s);
}

// What can be done with the ticked rows: the first few fields by name, all else behind one button.
static void bulk_bar(request *q, const list_state *s)
{
    int n = 0;
    html(q,
         "<div class='bulk' role='region' aria-label='{Selected records}'><b><span data-picked></span> {selected}</b>"
         "<button class='btn' name='all' value='1'>{All that match}</button>");
    for (int i = 0; i < s->e->nfields && n < 3; i++) {
        const field *f = &s->e->fields[i];
        bool likely = f->kind == KIND_REF || f->kind == KIND_DATE || f->kind == KIND_CHOICE;
        if (!likely || (f->flags & (READONLY | HIDDEN)) || !(f->flags & LISTED)) continue;
        html(q, "<button class='btn o1' name='what' value='$1'>$2</button>", v(f->name), v(words(q, f->label)));
        n++;
    }
    html(q, "<button class='btn' name='what' value=''>{Change …}</button></div>");
}

static bool may_bulk(request *q, const entity *e)
{
    if (q->c->moment.us) return false;
    if (generic_may(q->c, e->set, e, "set")) return true;
    for
        each_module(m) for (const action *x = (*m)->actions; x && x->name;
                            x++) if (x->on == e && x->bulk && generic_may(q->c, x->permit, e, x->name)) return true;
    return false;
}

static void foot(request *q, const list_state *s, const page *p)
{
    html(q, "<div class='foot'><span>{$1 to $2} <span id='total'></span></span><span class='end'>", v(s->at + 1),
         v(s->at + p->n));
    if (s->l.after.n) html(q, "<a class='btn' href='$1'>{First page}</a>", v(list_state_address(q->c->a, s)));
    if (p->next.n) {
        html(q, "<a class='btn' rel='next' href='$1'>{Next}", v(list_state_next(q->c->a, s, p->next, p->n)));
        html_icon(q, "chevron-right");
        html(q, "</a>");
    }
    html(q, "</span></div>");
}

static void empty(request *q, const list_state *s)
{
    const entity *e = s->e;
    html(q, "<div class='empty'>");
    html_icon(q, e->icon ? e->icon : "table");
    if (s->l.nfilters || s->l.q.n) {
        html(
            q,
            "<b>{Nothing fits.}</b><p>{No $1 matches these filters.}</p><a class='btn' href='/$2'>{Show all}</a></div>",
            v(words_lower(q->c->a, words(q, e->label))), v(e->name));
        return;
    }
    html(q, "<b>{No $1 yet.}</b>", v(words_lower(q->c->a, words(q, e->plural))));
    if (e->help) html(q, "<p>$1</p>", v(words(q, e->help)));
    if (!q->c->moment.us) add_button(q, e);
    html(q, "</div>");
}

static void rows_and_bulk(request *q, const list_state *s, const page *p)
{
    bool pick = may_bulk(q, s->e);
    if (!pick) {
        list_table(q, s, p, false);
        return;
    }
    html(q, "<form method='post' action='/$1/bulk' data-free>", v(s->e->name));
    html_form_token(q);
    html(q, "<input type='hidden' name='state' value='$1'>", v(list_state_query(q->c->a, s)));
    list_table(q, s, p, true);
    bulk_bar(q, s);
    html(q, "</form>");
}

// The second request: totals and the counts of chips.
static void counts(request *q, const list_state *s)
{
    filter_chips(q, s, true);
    list_tabs(q, s, true);
    html(q, "<span id='total' data-hx-swap-oob='true'>{of $1}</span>", v(list_total(q->c, &s->l)));
}

void list_page_show(request *q)
{
    list_state s;
    bool ok = as_of_read(q);
    if (!list_state_read(q, q->entity, &s) || !ok) {
        reply_refused(q);
        return;
    }
    if (filter_apply(q, &s)) return;
    if (s.joined) {
        reply_see(q, list_state_address(q->c->a, &s));
        return;
    }
    if (str_eq(request_get(q, "part"), S("counts"))) {
        counts(q, &s);
        return;
    }
    page p = list_page(q->c, &s.l);
    page_open_wide(q, words(q, q->entity->plural));
    list_head(q, &s);
    as_of_note(q, list_state_put(q->c->a, &s, S("as_of"), any_value));
    list_tabs(q, &s, false);
    bar(q, &s);
    if (p.n)
        rows_and_bulk(q, &s, &p);
    else
        empty(q, &s);
    if (p.n) foot(q, &s, &p);
    page_close(q);
}
