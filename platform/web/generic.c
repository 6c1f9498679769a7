// generic.c: the pages that every entity has, from its description alone.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/generic.h"

#include "platform/web/bulk_page.h"
#include "platform/web/detail_page.h"
#include "platform/web/export_page.h"
#include "platform/web/form_page.h"
#include "platform/web/list_page.h"
#include "platform/web/log_page.h"
#include "platform/web/search_page.h"
#include "platform/web/work_page.h"

const route generic_routes[] = {
    ROUTE(GET, "/work", "work", SIGNED_IN, work_page_show),
    ROUTE(GET, "/search", "search", SIGNED_IN, search_page_show),
    ROUTE(GET, "/search.json", "search", SIGNED_IN, search_page_json),
    ROUTE(GET, "/log", "log", AUDITOR | MANAGER | MANAGEMENT | ADMINISTRATOR, log_page_show),
    ROUTE(GET, "/:noun", ":noun.list", OF_SEE, list_page_show),
    ROUTE(GET, "/:noun.csv", ":noun.list", OF_SEE, export_page_csv),
    ROUTE(GET, "/:noun.xlsx", ":noun.list", OF_SEE, export_page_xlsx),
    ROUTE(GET, "/:noun.json", ":noun.list", OF_SEE, export_page_json),
    ROUTE(POST, "/:noun/bulk", ":noun.bulk", OF_SEE, bulk_page_run),
    ROUTE(GET, "/:noun/suggest", ":noun.list", OF_SEE, form_page_suggest),
    ROUTE(GET, "/:noun/new", ":noun.add", OF_ADD, form_page_new),
    ROUTE(POST, "/:noun/new", ":noun.add", OF_ADD, form_page_new),
    ROUTE(GET, "/:noun/:code", ":noun.show", OF_SEE, detail_page_show),
    ROUTE(GET, "/:noun/:code/edit", ":noun.set", OF_SET, form_page_edit),
    ROUTE(POST, "/:noun/:code/edit", ":noun.set", OF_SET, form_page_edit),
    ROUTE(GET, "/:noun/:code/end", ":noun.end", OF_END, form_page_end),
    ROUTE(POST, "/:noun/:code/end", ":noun.end", OF_END, form_page_end),
    ROUTE(GET, "/:noun/:code/:act", ":noun.:act", OF_ACTION, form_page_action),
    ROUTE(POST, "/:noun/:code/:act", ":noun.:act", OF_ACTION, form_page_action),
    {0},
};

void *generic_record(request *q)
{
    void *rec = record_load_code(q->c, q->entity, request_part(q, "code"));
    if (!rec) reply_refused(q);
    return rec;
}

void failures_forget(ctx *c)
{
    c->failures = NULL;
    c->failures_end = NULL;
}

// permit() says why not; a link that is left out need not.
bool generic_may(ctx *c, unsigned mask, const entity *e, const char *verb)
{
    failure *had = c->failures, **end = c->failures_end;
    c->failures = NULL, c->failures_end = NULL;
    bool ok = permit(c, mask, e->name, verb);
    c->failures = had, c->failures_end = end;
    return ok;
}

bool generic_may_with(ctx *c, unsigned mask, const entity *e, const void *rec, const char *verb)
{
    return generic_may(c, mask, e, verb) && record_permit(c, e, rec, mask);
}

str record_address(arena *a, const entity *e, i64 id)
{
    text t = {.a = a};
    put_char(&t, '/');
    put_z(&t, e->name);
    put_char(&t, '/');
    put(&t, record_code(a, e, id));
    return text_str(&t);
}
