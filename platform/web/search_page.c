// search_page.c: search over everything, and what the palette asks for.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/search_page.h"

#include "platform/paper/json.h"
#include "platform/record/search.h"
#include "platform/web/field_html.h"
#include "platform/web/generic.h"

enum { HITS = 50, PALETTE = 8 };

static void hit_line(request *q, const hit *h)
{
    str code = record_code(q->c->a, h->e, h->id);
    html(q, "<li><span class='code'>$1</span><span class='grow'><a href='/$2/$1'>$3</a>", v(code), v(h->e->name),
         v(h->title.n ? h->title : code));
    if (h->excerpt.n) html(q, "<br><span class='muted small'>$1</span>", v(h->excerpt));
    html(q, "</span></li>");
}

// Hits keep their order; a kind of record stands where its best one does.
static void groups(request *q, const hit *hits, int n, str words_typed)
{
    for (int i = 0; i < n; i++) {
        const entity *e = hits[i].e;
        bool first = true;
        for (int k = 0; k < i; k++) first = first && hits[k].e != e;
        if (!first) continue;
        html(q,
             "<section class='sec'><header><h2><a class='quiet' href='/$1?q=$2'>$3</a></h2></header><ul class='rows'>",
             v(e->name), v(words_typed), v(words(q, e->plural)));
        for (int k = i; k < n; k++)
            if (hits[k].e == e) hit_line(q, &hits[k]);
        html(q, "</ul></section>");
    }
}

void search_page_show(request *q)
{
    str typed = str_trim(request_get(q, "q"));
    hit *hits = NULL;
    int n = typed.n ? search(q->c, NULL, typed, &hits, HITS) : 0;
    page_open(q, words(q, "Search"));
    html(q, "<div class='head'><div><h1>{Search}</h1></div></div><form class='bar' method='get' action='/search' "
            "role='search'>"
            "<span class='search'>");
    html_icon(q, "search");
    html(q,
         "<label class='vh' for='search-q'>{Search everything}</label><input type='search' id='search-q' name='q' "
         "value='$1' autofocus></span>"
         "<button class='btn'>{Search}</button></form>",
         v(typed));
    if (typed.n && n == 0) {
        html(q, "<div class='empty'>");
        html_icon(q, "search");
        html(q,
             "<b>{Nothing found for “$1”.}</b><p>{Every word must occur; the beginning of a word is enough. A code "
             "such as R-12 leads to its "
             "record.}</p></div>",
             v(typed));
    }
    groups(q, hits, n, typed);
    page_close(q);
}

static void item(json_writer *w, str title, str url, str note)
{
    json_put_object(w);
    json_member(w, "title", v(title));
    json_member(w, "url", v(url));
    json_member(w, "note", v(note));
    json_end_object(w);
}

static bool fits(request *q, str label, str folded)
{
    return str_search(text_fold(q->c->a, label), folded) >= 0;
}

// "new risk" and "risks": what can be begun, and the lists.
static void pages(request *q, json_writer *w, str folded)
{
    arena *a = q->c->a;
    for
        each_module(m) for (const entity *const *x = (*m)->entities; x && *x; x++)
        {
            const entity *e = *x;
            str begin = format(a, "$1 $2", v(words(q, "New")), v(words_lower(a, words(q, e->label))));
            if (e->plain) continue;
            if (fits(q, begin, folded) && generic_may(q->c, e->add, e, "add"))
                item(w, begin, format(a, "/$1/new", v(e->name)), (str){0});
            if (fits(q, words(q, e->plural), folded) && generic_may(q->c, e->see, e, "list"))
                item(w, words(q, e->plural), format(a, "/$1", v(e->name)), words(q, "List"));
        }
}

static void actions(request *q, json_writer *w, const hit *h)
{
    ctx *c = q->c;
    const void *rec = record_seek(c, h->e, h->id);
    str at = record_address(c->a, h->e, h->id);
    for
        each_module(m) for (const action *x = rec ? (*m)->actions : NULL; x && x->name;
                            x++) if (x->on == h->e && generic_may_with(c, x->permit, h->e, rec, x->name) &&
                                     (!x->offered || x->offered(c, rec)))
            item(w, words(q, x->label), format(c->a, "$1/$2", v(at), v(x->name)), record_code(c->a, h->e, h->id));
}

void search_page_json(request *q)
{
    ctx *c = q->c;
    str typed = str_trim(request_get(q, "q"));
    hit *hits = NULL;
    i64 id;
    int n = typed.n ? search(c, NULL, typed, &hits, PALETTE) : 0;
    json_writer w = {.out = q->out};
    q->type = "application/json";
    json_put_object(&w);
    json_put_name(&w, S("items"));
    json_put_array(&w);
    for (int i = 0; i < n; i++)
        item(&w, hits[i].title, record_address(c->a, hits[i].e, hits[i].id),
             format(c->a, "$1 $2", v(words(q, hits[i].e->label)), v(record_code(c->a, hits[i].e, hits[i].id))));
    if (n && entity_of_code(typed, &id)) actions(q, &w, &hits[0]);
    if (typed.n) pages(q, &w, text_fold(c->a, typed));
    json_end_array(&w);
    json_end_object(&w);
}
