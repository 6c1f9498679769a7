// view.c: saved views: a list with its filters, order and columns, kept under a name.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/view.h"

#include "platform/web/form_html.h"
#include "platform/web/generic.h"
#include "platform/web/list_state.h"

static const field view_fields[] = {
    FIELD(view, name, "Name", .flags = REQUIRED | LISTED | SEARCHED, .max = 60),
    FIELD(view, noun, "List", .flags = REQUIRED | LISTED, .max = 40),
    FIELD(view, query, "Filters, order and columns", .max = 2000,
          .help = "What stands behind the ? in the address of the list."),
    FIELD(view, person, "Saved by", .flags = REQUIRED | LISTED | READONLY, .to = &person_entity),
    FIELD(view, shared, "Shown to everybody", .flags = LISTED),
};

// A saved view must be one that its list understands, so that no tab leads to a refusal.
static bool view_check(ctx *c, void *rec, const void *before)
{
    view *x = rec;
    list_state s;
    if (!before && !x->person.id) x->person.id = c->person;
    const entity *e = entity_find(x->noun);
    if (!e) return fail(c, "noun", "There is no list \"$1\".", v(x->noun));
    return list_state_parse(c, e, x->query, &s);
}

const entity view_entity = {
    ENTITY(view, "VW", "View", "Views", SIGNED_IN, SIGNED_IN, OWN | MANAGER, OWN | MANAGER),
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .owner = "person",
    .sort = "noun,name",
    .icon = "bookmark",
    .help = "Filter a list and save the view: it becomes a tab above the list.",
    .plain = true,
    .check = view_check,
};

int view_list(ctx *c, const entity *e, view **out)
{
    enum { MOST = 20 };
    int n = 0;
    *out = news(c->a, view, MOST);
    rows r =
        query_kept(c,
                   "SELECT x.id, x.name, x.query FROM {view x} WHERE x.noun = $1 AND (x.person = $2 OR x.shared = 1) "
                   "ORDER BY x.name, x.id LIMIT 20",
                   v(e->name), v(c->person));
    while (n < MOST && db_next(&r))
        (*out)[n++] = (view){.rec.id = db_int(&r, 0), .name = db_text(&r, 1), .query = db_text(&r, 2)};
    return n;
}

static void save_form(request *q)
{
    form fm = {.q = q, .e = &view_entity, .rec = record_new(q->c, &view_entity)};
    if (q->status == 0 && failed(q->c)) q->status = 422;
    page_open(q, words(q, "Save view"));
    html(q, "<div class='head'><div><h1>{Save this view}</h1><p class='under'>{It becomes a tab above the list, with "
            "the filters, "
            "order and columns it has now.}</p></div></div>");
    form_errors(q, &view_entity);
    html(q, "<form class='form stack' method='post' action='/view/save'>");
    html_form_token(q);
    html(q, "<input type='hidden' name='noun' value='$1'><input type='hidden' name='query' value='$2'>",
         v(request_get(q, "noun")), v(request_get(q, "query")));
    form_field(&fm, field_find(&view_entity, S("name")));
    form_field(&fm, field_find(&view_entity, S("shared")));
    html(q, "<div class='row'><button class='btn main-act'>{Save view}</button></div></form>");
    page_close(q);
}

static void save(request *q)
{
    ctx *c = q->c;
    view *x = record_new(c, &view_entity);
    form fm = {.q = q, .e = &view_entity, .rec = x};
    if (record_read(c, &view_entity, x, form_source, &fm) && operate_add(c, &view_entity, x, NULL, 0))
        reply_see(q, format(c->a, "/$1?$2", v(x->noun), v(x->query)));
    else
        save_form(q);
}

static const route view_routes[] = {
    ROUTE(GET, "/view/save", "view.save", SIGNED_IN, save_form),
    ROUTE(POST, "/view/save", "view.save", SIGNED_IN, save),
    {0},
};

static const entity *const view_entities[] = {&view_entity, NULL};
const module view_module = {.name = "view", .room = ROOM_NONE, .entities = view_entities, .routes = view_routes};
