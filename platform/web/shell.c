// shell.c: what stands round every page: head, top bar, navigation, person.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/shell.h"

#include "platform/web/assets.h"
#include "platform/web/dispatch.h"
#include "platform/web/html.h"
#include "platform/web/reply.h"
#include "platform/web/words.h"

static str theme(const request *q)
{
    str t = q->in ? cookie_find(q->in, S("theme")) : (str){0};
    static const char *const known[] = {"light", "dark", NULL};
    return str_in(t, known) ? t : (str){0};
}

void document_open(request *q, str title, str organisation_name)
{
    html(q, "<!doctype html>\n<html lang='$1'", v(language_tag(q->language)));
    if (theme(q).n) html(q, " data-theme='$1'", v(theme(q)));
    html(q, ">\n<head>\n<meta charset='utf-8'>\n<title>$1 · $2</title>\n", v(title), v(organisation_name));
    html(q, "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
            "<meta name='color-scheme' content='light dark'>\n"
            "<meta name='htmx-config' content='{{\"extensions\":\"hx-csp\",\"includeIndicatorCSS\":false}}'>\n");
    html(q, "<link rel='preload' href='$1' as='font' type='font/woff2' crossorigin>\n", v(asset_url(S("inter.woff2"))));
    html(q, "<link rel='icon' href='$1' type='image/svg+xml'>\n<link rel='stylesheet' href='$2'>\n",
         v(asset_url(S("favicon.svg"))), v(asset_url(S("app.css"))));
    html(q, "<script src='$1' nonce='$2' defer></script>\n</head>\n<body>\n", v(asset_url(S("app.js"))),
         v(html_nonce(q)));
}

// The hatches that charts refer to stand once on each page.
void document_close(request *q)
{
    html(q, "<svg class='vh pat' aria-hidden='true' focusable='false'><defs>"
            "<pattern id='hatch' width='5' height='5' patternUnits='userSpaceOnUse' patternTransform='rotate(45)'>"
            "<line x1='0' y1='0' x2='0' y2='5'/></pattern>"
            "<pattern id='hatch-soft' width='6' height='6' patternUnits='userSpaceOnUse' patternTransform='rotate(45)'>"
            "<line class='soft' x1='0' y1='0' x2='0' y2='6'/></pattern>"
            "<pattern id='hatch-bad' width='5' height='5' patternUnits='userSpaceOnUse' patternTransform='rotate(45)'>"
            "<line class='bad' x1='0' y1='0' x2='0' y2='5'/></pattern>"
            "<pattern id='hatch-dark' width='5' height='5' patternUnits='userSpaceOnUse' patternTransform='rotate(45)'>"
            "<line class='dark' x1='0' y1='0' x2='0' y2='5'/></pattern></defs></svg>\n</body>\n</html>\n");
}

static void html_mark(request *q, const char *class)
{
    html(q, "<svg class='$1' aria-hidden='true'><use href='$2#mark'/></svg>", v(class), v(asset_url(S("icons.svg"))));
}

void bare_open(request *q, str title)
{
    document_open(q, title, S("ISMS"));
    html(q, "<main class='main' id='main' tabindex='-1'>\n<p class='row'>");
    html_mark(q, "mark i-28");
    html(q, "<a href='/'>{Start page}</a></p>\n");
}

void bare_close(request *q)
{
    html(q, "</main>\n");
    document_close(q);
}

// ---- navigation

// Is there a page at this path that this person may open? What is only theirs by ownership (OWN) is not promised to everybody.
bool may_open(const request *q, const char *path)
{
    unsigned allowed;
    str parts[4];
    const routed *found = router_find(q->site->router, GET, str_of(path), parts, &allowed);
    if (!found) return false;
    unsigned permit = found->r.permit;
    return (permit & (PUBLIC | SIGNED_IN)) || (permit & ROLES & q->c->roles);
}

static bool may_list(const request *q, const entity *e)
{
    return !e->plain && ((e->see & SIGNED_IN) || (e->see & ROLES & q->c->roles));
}

typedef struct {
    const char *url, *label, *icon;
    const char *count; // asked for when the page stands: how many there are
} place;

static void items(request *q, const place *p, int n)
{
    for (int i = 0; i < n; i++) {
        if (!may_open(q, p[i].url)) continue;
        html(q, "<li><a href='$1'", v(p[i].url));
        if (str_eq(q->path, str_of(p[i].url))) html(q, " aria-current='page'");
        html(q, ">");
        html_icon(q, p[i].icon);
        if (p[i].count)
            html(
                q,
                "$1<span class='n' data-hx-get='$2' data-hx-trigger='load' data-hx-swap='innerHTML'></span></a></li>\n",
                v(words(q, p[i].label)), v(p[i].count));
        else
            html(q, "$1</a></li>\n", v(words(q, p[i].label)));
    }
}

static const struct {
    room room;
    const char *label, *icon, *own; // `own`: a page of its own, with the list of what it holds
} rooms[] = {
    {ROOM_PLAN, "Plan", "q-plan", NULL},
    {ROOM_DO, "Do", "q-do", NULL},
    {ROOM_CHECK, "Check", "q-check", NULL},
    {ROOM_ACT, "Act", "q-act", NULL},
    {ROOM_LIBRARY, "Library", "library", "/library"},
    {ROOM_ADMIN, "Admin", "settings", "/admin"},
};

// Pages of the module that name themselves for the navigation, then its lists, each in one literal: every page holds dozens.
// Whether there are any.
static bool module_items(request *q, const module *m)
{
    bool any = false;
    for (const route *r = m->routes; r && r->path; r++) {
        if (!r->label || !may_open(q, r->path)) continue;
        any = true;
        if (q->route == r || str_eq(q->path, str_of(r->path)))
            html(q, "<li><a href='$1' aria-current='page'>$2</a></li>", v(r->path), v(words(q, r->label)));
        else
            html(q, "<li><a href='$1'>$2</a></li>", v(r->path), v(words(q, r->label)));
    }
    for (const entity *const *e = m->entities; e && *e; e++) {
        if (!may_list(q, *e)) continue;
        any = true;
        if (q->entity == *e)
            html(q, "<li><a href='/$1' aria-current='page'>$2</a></li>", v((*e)->name), v(words(q, (*e)->plural)));
        else
            html(q, "<li><a href='/$1'>$2</a></li>", v((*e)->name), v(words(q, (*e)->plural)));
    }
    return any;
}

// An empty drawer is taken back.
static void drawer(request *q, int k)
{
    ptrdiff_t before = q->out->n;
    bool any = false;
    html(q, "<li");
    if (k == 0 || rooms[k].room == ROOM_LIBRARY) html(q, " class='gap'");
    html(q, "><details name='nav'");
    if (q->module && q->module->room == rooms[k].room) html(q, " open");
    html(q, "><summary>");
    html_icon(q, rooms[k].icon);
    html(q, "$1</summary><ul>", v(words(q, rooms[k].label)));
    for
        each_module(m) if ((*m)->room == rooms[k].room) any = module_items(q, *m) || any;
    html(q, "</ul></details></li>\n");
    if (!any) q->out->n = before;
}

static void navigation(request *q)
{
    static const place first[] = {{"/work", "My work", "inbox", "/work?part=count"},
                                  {"/overview", "Overview", "house"}};
    static const place report[] = {{"/report", "Reports", "chart-column"}};
    static const place staff[] = {{"/work", "My work", "inbox", "/work?part=count"},
                                  {"/acknowledgement", "Policies to read", "file-text"},
                                  {"/training", "Training", "graduation-cap"},
                                  {"/access", "My access", "key-round"},
                                  {"/incident/new", "Report an incident", "octagon-alert"}};
    html(q, "<ul class='nav'>");
    if (!(q->c->roles & (ROLES & ~(unsigned)STAFF)))
        items(q, staff, countof(staff));
    else {
        items(q, first, countof(first));
        for (int k = 0; k < countof(rooms); k++) {
            if (rooms[k].room == ROOM_ADMIN) items(q, report, countof(report));
            const place own = {rooms[k].own, rooms[k].label, rooms[k].icon};
            if (own.url && may_open(q, own.url))
                items(q, &own, 1);
            else
                drawer(q, k);
        }
    }
    html(q, "</ul>\n");
}

// ---- the frame

static void organisation_link(request *q, const organisation *o, str scope)
{
    html(q, "<a class='org' href='/'>");
    html_mark(q, "mark");
    html(q, "<b>$1</b>", v(o->name));
    if (scope.n) html(q, "<small>$1</small>", v(scope));
    html(q, "</a>\n");
}

// Who is signed in, as they are shown beside the navigation.
typedef struct {
    str name, post, unit;
} signed_in;

static signed_in person_now(ctx *c)
{
    signed_in p = {0};
    rows r = query_kept(
        c, "SELECT x.name, x.post, u.name FROM {person x} LEFT JOIN {unit u} ON u.id = x.unit WHERE x.id = $1",
        v(c->person));
    while (db_next(&r)) p = (signed_in){db_text(&r, 0), db_text(&r, 1), db_text(&r, 2)};
    return p;
}

static str scope_line(request *q, const signed_in *p)
{
    return q->c->reach == REACH_WHOLE ? words(q, "The whole organisation") : p->unit;
}

static void person_block(request *q, const signed_in *p)
{
    if (p->name.n == 0) return;
    html(q, "<a class='me' href='/account'>");
    html_avatar(q, p->name);
    html(q, "<span><b>$1</b>$2</span></a>\n", v(p->name), v(p->post));
    html(q, "<form method='post' action='/sign-out'>");
    html_form_token(q);
    html(q, "<button class='btn bare' type='submit'>");
    html_icon(q, "log-out");
    html(q, "{Sign out}</button></form>\n");
}

static void top_bar(request *q, const organisation *o)
{
    html(q,
         "<header class='top'>\n<button class='btn bare sq' type='button' popovertarget='side' aria-label='{Menu}'>");
    html_icon(q, "menu");
    html(q, "</button>\n");
    organisation_link(q, o, S(""));
    if (may_open(q, "/search")) {
        html(q, "<a class='btn bare sq' href='/search' aria-label='{Search}'>");
        html_icon(q, "search");
        html(q, "</a>\n");
    }
    if (may_open(q, "/work")) {
        html(q, "<a class='btn bare sq' href='/work' aria-label='{My work}'>");
        html_icon(q, "inbox");
        html(q, "</a>\n");
    }
    html(q, "</header>\n");
}

static void search_entry(request *q)
{
    if (!may_open(q, "/search")) return;
    html(q, "<a class='find' href='/search'");
    if (may_open(q, "/search.json")) html(q, " data-suggest='/search.json'");
    html(q, ">");
    html_icon(q, "search");
    html(q, "{Search or jump to}<kbd>{Ctrl K}</kbd></a>\n");
}

static void left_sentence(request *q)
{
    str said = reply_left(q);
    if (said.n == 0) return;
    html(q, "<div class='note good' role='status'>");
    html_icon(q, "circle-check");
    html(q, "<p>$1</p></div>\n", v(said));
}

static void open_with(request *q, str title, const char *class)
{
    if (!q->c->person) {
        bare_open(q, title);
        return;
    }
    const organisation *o = organisation_get(q->c);
    signed_in p = person_now(q->c);
    document_open(q, title, o->name);
    html(q, "<a class='skip vh' href='#main'>{Skip to content}</a>\n<div class='app'>\n");
    top_bar(q, o);
    html(q, "<nav class='side' id='side' popover aria-label='{Main}'>\n");
    organisation_link(q, o, scope_line(q, &p));
    search_entry(q);
    navigation(q);
    person_block(q, &p);
    html(q, "</nav>\n<main class='$1' id='main' tabindex='-1'>\n", v(class));
    left_sentence(q);
}

void page_open(request *q, str title)
{
    open_with(q, title, "main");
}

void page_open_wide(request *q, str title)
{
    open_with(q, title, "main wide");
}

void page_close(request *q)
{
    html(q, "</main>\n");
    if (q->c->person) html(q, "</div>\n");
    document_close(q);
}

static const char *room_label(const request *q)
{
    for (int k = 0; k < countof(rooms); k++)
        if (q->module && q->module->room == rooms[k].room) return rooms[k].label;
    return NULL;
}

void breadcrumb(request *q, const crumb *parts, int n)
{
    html(q, "<nav aria-label='{Breadcrumb}'><ol class='crumb'>");
    const char *label = room_label(q);
    if (label) html(q, "<li>$1</li>", v(words(q, label)));
    for (int i = 0; i < n; i++) {
        if (parts[i].url.n)
            html(q, "<li><a href='$1'>$2</a></li>", v(parts[i].url), v(parts[i].label));
        else
            html(q, "<li>$1</li>", v(parts[i].label));
    }
    html(q, "</ol></nav>\n");
}
