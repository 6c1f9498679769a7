// relation_html.c: what a record is joined to: links both ways, records that name it, panels.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/relation_html.h"

#include "platform/record/list.h"
#include "platform/web/field_html.h"
#include "platform/web/generic.h"

#include <string.h>

enum { LINKS_SHOWN = 30, BACK_SHOWN = 8, NAMING_SHOWN = 5, PANEL_SHOWN = 50 };

// A link table is shown as the link, not as records of its own.
static bool link_table(const entity *e)
{
    for
        each_module(m) for (const entity *const *x = (*m)->entities; x && *x;
                            x++) for (const link_field *l = (*x)->links; l && l->name;
                                      l++) if (l->through == e) return true;
    return false;
}

// The titles at the other end of a link table, in one query; when there are more than `most`, `list` shows them all.
static void linked_titles(request *q, const entity *through, const char *near, const char *far, i64 id, int most,
                          str list)
{
    ctx *c = q->c;
    const entity *to = field_find(through, str_of(far))->to;
    const field *title = entity_title_field(to);
    bool text_title = title && title->kind == KIND_TEXT;
    text sql = {.a = c->a};
    fill(&sql, S("SELECT y.id, $1 FROM {$2 x} JOIN {$3 y} ON y.id = x.$4 WHERE x.$5 = $$1 ORDER BY 2, 1 LIMIT 31"),
         VALS(v(text_title ? format(c->a, "y.$1", v(title->name)) : S("''")), v(through->name), v(to->name), v(far),
              v(near)),
         5);
    struct {
        i64 id;
        str title;
    } found[LINKS_SHOWN + 1];
    int n = 0;
    rows r = query_built(c, text_str(&sql), VALS(v(id)), 1);
    while (db_next(&r)) {
        if (n > LINKS_SHOWN) continue;
        found[n].id = db_int(&r, 0);
        found[n++].title = db_text(&r, 1);
    }
    if (n == 0) html(q, "<span class='muted'>{none}</span>");
    for (int i = 0; i < n && i < most; i++) {
        str code = record_code(c->a, to, found[i].id);
        if (i) html(q, ", ");
        html(q, "<a href='/$1/$2'>$3</a>", v(to->name), v(code), v(found[i].title.n ? found[i].title : code));
    }
    if (n > most && list.n)
        html(q, ", <a href='$1'>{and more}</a>", v(list));
    else if (n > most)
        html(q, " {and more}");
}

static bool listed_by(const entity *e, ctx *c)
{
    return generic_may(c, e->see, e, "list");
}

// Links of others that end here: "Risks" on the page of an asset.
static int reverse_links(request *q, const entity *e, const void *rec, bool any)
{
    int n = 0;
    for
        each_module(m) for (const entity *const *x = (*m)->entities; x && *x;
                            x++) for (const link_field *l = (*x)->links; l && l->name; l++)
        {
            const field *to = field_find(l->through, str_of(l->to));
            if (!to || to->to != e || *x == e || !listed_by(*x, q->c)) continue;
            if (!any && n == 0) html(q, "<section><h2>{Linked}</h2><dl class='facts'>");
            n++;
            html(q, "<dt>$1</dt><dd>", v(words(q, (*x)->plural)));
            i64 id = ((const record *)rec)->id;
            linked_titles(q, l->through, l->to, l->from, id, BACK_SHOWN,
                          format(q->c->a, "/$1?$2=$3", v((*x)->name), v(l->name), v(record_code(q->c->a, e, id))));
            html(q, "</dd>");
        }
    return n;
}

void relation_links(request *q, const entity *e, const void *rec)
{
    int n = 0;
    for (const link_field *l = e->links; l && l->name; l++) {
        if (n++ == 0) html(q, "<section><h2>{Linked}</h2><dl class='facts'>");
        html(q, "<dt>$1</dt><dd>", v(words(q, l->label)));
        linked_titles(q, l->through, l->from, l->to, ((const record *)rec)->id, LINKS_SHOWN, (str){0});
        html(q, "</dd>");
    }
    n += reverse_links(q, e, rec, n > 0);
    if (n) html(q, "</dl></section>");
}

// One line of a list of records.
static void line(request *q, const entity *of, const void *rec)
{
    const field *state = entity_state(of);
    str code = record_code(q->c->a, of, ((const record *)rec)->id), title = entity_record_title(q->c, of, rec);
    html(q, "<li><span class='code'>$1</span><a class='grow' href='/$2/$1'>$3</a>", v(code), v(of->name), v(title));
    for (int i = 0; i < of->nfields; i++) {
        const field *f = &of->fields[i];
        if (f->kind != KIND_DATE || !(f->flags & DUE) || field_empty(f, rec)) continue;
        html(q, "<span class='small o1'>");
        field_html(q, of, f, rec);
        html(q, "</span>");
        break;
    }
    if (state) field_pill(q, of, state, rec);
    html(q, "</li>");
}

static void section_head(request *q, str title, str list, i64 n, str add)
{
    html(q, "<section class='sec'><header><h2>");
    if (list.n)
        html(q, "<a class='quiet' href='$1'>$2</a>", v(list), v(title));
    else
        html(q, "$1", v(title));
    if (n >= 0) html(q, " <span class='n'>$1</span>", v(n));
    html(q, "</h2>");
    if (add.n) {
        html(q, "<div class='acts'><a class='btn bare' href='$1'>", v(add));
        html_icon(q, "plus");
        html(q, "{Add}</a></div>");
    }
    html(q, "</header>");
}

static str add_address(request *q, const entity *from, const char *member, str code)
{
    if (q->c->moment.us || !generic_may(q->c, from->add, from, "add")) return (str){0};
    return format(q->c->a, "/$1/new?$2=$3", v(from->name), v(member), v(code));
}

static void naming_section(request *q, const entity *e, i64 id, const entity *from, const field *f)
{
    ctx *c = q->c;
    str code = record_code(c->a, e, id);
    list l = list_of(from);
    if (!list_set(c, &l, str_of(f->name), code)) {
        failures_forget(c);
        return;
    }
    l.limit = NAMING_SHOWN;
    l.ncolumns = 0;
    l.whole = true;
    page p = list_page(c, &l);
    if (p.n == 0) return;
    i64 n = p.next.n ? list_total(c, &l) : p.n;
    str all = format(c->a, "/$1?$2=$3", v(from->name), v(f->name), v(code));
    bool plain_name = str_eq(str_of(f->name), str_of(e->name));
    str title = words(q, from->plural);
    section_head(q, plain_name ? title : format(c->a, "$1: $2", v(title), v(words_lower(c->a, words(q, f->label)))),
                 all, n, add_address(q, from, f->name, code));
    html(q, "<ul class='rows'>");
    for (int i = 0; i < p.n; i++) line(q, from, p.recs[i]);
    html(q, "</ul>");
    if (n > p.n) html(q, "<a class='more' href='$1'>{Show all $2}</a>", v(all), v(n));
    html(q, "</section>");
}

// A panel that adds such records shows them already.
static bool in_panel(const entity *e, const entity *from)
{
    for
        each_module(m) for (const panel *p = (*m)->panels; p && p->sql;
                            p++) if (p->on == e && entity_for(p->add) == from) return true;
    return false;
}

// A part without a name says nothing in a list of its own: the page it is part of shows it.
static bool nameless_part(const entity *e)
{
    return e->plain && !e->title;
}

void detail_referring(request *q, const entity *e, const void *rec)
{
    for
        each_module(m) for (const entity *const *x = (*m)->entities; x && *x; x++)
        {
            if (link_table(*x) || nameless_part(*x) || in_panel(e, *x) || !listed_by(*x, q->c)) continue;
            for (int i = 0; i < (*x)->nfields; i++) {
                const field *f = &(*x)->fields[i];
                if (f->kind == KIND_REF && f->to == e && field_shown(f))
                    naming_section(q, e, ((const record *)rec)->id, *x, f);
            }
        }
}

int relation_naming(ctx *c, const entity *e, i64 id, naming *out, int most)
{
    failure *had = c->failures, **end = c->failures_end; // what a page shows beside it
    int n = 0;
    for
        each_module(m) for (const entity *const *x = (*m)->entities; x && *x;
                            x++) for (int i = 0; i < (*x)->nfields && n < most; i++)
        {
            const field *f = &(*x)->fields[i];
            list l = list_of(*x);
            if (f->kind != KIND_REF || f->to != e || link_table(*x)) continue;
            if (!list_set(c, &l, str_of(f->name), record_code(c->a, e, id))) continue;
            i64 count = list_total(c, &l);
            if (count) out[n++] = (naming){*x, f, count};
        }
    c->failures = had, c->failures_end = end;
    if (had) *end = NULL;
    return n;
}

typedef struct {
    const entity *e;
    i64 id;
    str title, note;
    tone tone;
    date when;
} panel_row;

static int panel_read(ctx *c, const panel *p, i64 id, panel_row *out)
{
    int n = 0;
    rows r = query_(c, str_of(p->sql), VALS(v(id)), 1);
    while (db_next(&r)) {
        if (n == PANEL_SHOWN) continue;
        out[n++] = (panel_row){entity_find(db_text(&r, 0)), db_int(&r, 1),  db_text(&r, 2), db_text(&r, 3),
                               (tone)db_int(&r, 4),         {db_int(&r, 5)}};
    }
    return n;
}

static void panel_line(request *q, const panel_row *x)
{
    if (x->e)
        html(q, "<li><span class='code'>$1</span><a class='grow' href='/$2/$1'>$3</a>",
             v(record_code(q->c->a, x->e, x->id)), v(x->e->name), v(x->title));
    else
        html(q, "<li><span class='grow'>$1</span>", v(x->title));
    if (x->when.day) html(q, "<span class='small o1'><time datetime='$1'>$1</time></span>", v(x->when));
    if (x->note.n && x->tone != TONE_NONE)
        html_pill(q, x->tone, words_upper(q->c->a, x->note));
    else if (x->note.n)
        html(q, "<span class='muted small'>$1</span>", v(x->note));
    html(q, "</li>");
}

static void panel_lines(request *q, const panel *p, const panel_row *found, int n)
{
    if (n == 0)
        html(q, "<p class='muted'>$1</p>", v(words(q, p->empty)));
    else
        html(q, "<ul class='rows'>");
    for (int i = 0; i < n; i++) panel_line(q, &found[i]);
    if (n) html(q, "</ul>");
    html(q, "</section>");
}

// Which member of the added record names this one: a reference to it, else the first that may name any.
static const char *naming_member(const entity *adds, const entity *e)
{
    const char *found = NULL;
    for (int i = 0; i < adds->nfields; i++) {
        const field *f = &adds->fields[i];
        if (f->kind == KIND_REF && f->to == e) return f->name;
        if (f->kind == KIND_ANY && !found) found = f->name;
    }
    return found;
}

void detail_panels(request *q, const entity *e, const void *rec)
{
    i64 id = ((const record *)rec)->id;
    panel_row *found = news(q->c->a, panel_row, PANEL_SHOWN);
    for
        each_module(m) for (const panel *p = (*m)->panels; p && p->sql; p++)
        {
            if (p->on != e) continue;
            int n = panel_read(q->c, p, id, found);
            if (n == 0 && !p->empty) continue;
            const entity *adds = entity_for(p->add);
            const char *member = adds ? naming_member(adds, e) : NULL;
            section_head(q, words(q, p->title), (str){0}, n,
                         member ? add_address(q, adds, member, record_code(q->c->a, e, id)) : (str){0});
            panel_lines(q, p, found, n);
        }
}

void detail_board(request *q, const panel *list)
{
    ctx *c = q->c;
    panel_row *found = news(c->a, panel_row, PANEL_SHOWN);
    for (const panel *p = list; p->sql; p++) {
        if (!listed_by(p->on, c)) continue;
        int n = panel_read(c, p, c->today.day, found);
        bool may = !c->moment.us && p->add && generic_may(c, p->on->add, p->on, "add");
        failures_forget(c);
        section_head(q, words(q, p->title), format(c->a, "/$1", v(p->on->name)), n,
                     may ? format(c->a, "/$1/new", v(p->add)) : (str){0});
        panel_lines(q, p, found, n);
    }
}
