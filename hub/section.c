// section.c: the sections that things of the hub write into the pages of the records they are about.
// SPDX-License-Identifier: Apache-2.0
#include "hub/section.h"

#include "platform/web/field_html.h"
#include "platform/web/generic.h"

bool section_fits(const entity *e)
{
    return !e->plain;
}

bool section_expected(const entity *e)
{
    const module *m = entity_module(e);
    return section_fits(e) && m && m->room != ROOM_ADMIN && m->room != ROOM_LIBRARY;
}

str section_add(request *q, const entity *adds, any about)
{
    if (q->c->moment.us || !generic_may(q->c, adds->add, adds, "add")) return (str){0};
    return format(q->c->a, "/$1/new?about=$2", v(adds->name), v(any_code(q->c->a, about)));
}

void section_open(request *q, const char *title, const char *anchor, i64 n, str add)
{
    html(q, "<section class='sec' id='$1'><header><h2>$2 <span class='n'>$3</span></h2>", v(anchor), v(words(q, title)),
         v(n));
    if (add.n) {
        html(q, "<div class='acts'><a class='btn bare' href='$1' aria-label='{Add: $2}'>", v(add), v(words(q, title)));
        html_icon(q, "plus");
        html(q, "{Add}</a></div>");
    }
    html(q, "</header>");
}

void section_see(request *q, any about, str anchor)
{
    const entity *e = about.id ? entity_find(about.entity) : NULL;
    if (!e || !about_seen(q->c, about)) {
        fail_as(q->c, NO_RECORD, NULL, "There is no such record, or it is out of your reach.");
        reply_refused(q);
        return;
    }
    reply_see(q, format(q->c->a, "$1#$2", v(record_address(q->c->a, e, about.id)), v(anchor)));
}

any section_about(const request *q)
{
    i64 id = 0;
    const entity *e = entity_of_code(str_trim(request_get(q, "about")), &id);
    return e ? about_of(e, id) : (any){0};
}

void section_names(request *q, any about)
{
    const entity *e = about.id ? entity_find(about.entity) : NULL;
    if (!e || !about_seen(q->c, about)) return;
    html(q, "<p class='under'><span>{About <a href='$1'>$2 $3</a>}</span></p>", v(record_address(q->c->a, e, about.id)),
         v(any_code(q->c->a, about)), v(record_title(q->c, e, about.id)));
}
