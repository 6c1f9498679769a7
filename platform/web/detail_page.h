// detail_page.h: the page of one record: where it stands, what may be done, what it is joined to, what happened to it.
// SPDX-License-Identifier: Apache-2.0
//
// The generic page puts these pieces together; a module's own page uses those it wants between pieces of its own.
#ifndef WEB_DETAIL_PAGE_H
#define WEB_DETAIL_PAGE_H

#include "platform/web/html.h"

// A piece that a module writes into the pages of records: comments, attachments, a picture. `rec` is a record of e.
typedef enum { PART_BELOW, PART_RAIL, PART_FIRST } part_place; // below the panels; beside the page; before its texts
typedef struct part {
    const entity *on; // on whose page; NULL: on every record's
    part_place place;
    void (*write)(request *q, const entity *e, const void *rec);
} part; // a list ends with {0}; module.parts

void detail_page_show(request *q); // GET /:noun/:code

// Opens the page: breadcrumb, title, pills, actions, the notice of a page of the past.
void detail_open(request *q, const entity *e, const void *rec);
void detail_facts(request *q, const entity *e, const void *rec);  // <section>s for the rail: fields by group, links
void detail_texts(request *q, const entity *e, const void *rec);  // LONG fields, each a section
void detail_panels(request *q, const entity *e, const void *rec); // what modules contribute
void detail_parts(request *q, const entity *e, const void *rec, part_place place);
void detail_referring(request *q, const entity *e, const void *rec); // records that name this one, five of each kind
void detail_activity(request *q, const entity *e, const void *rec);  // its history as sentences
// "level <del>low</del> to <b>high</b>": one field of two versions.
void detail_change(request *q, const field *f, const void *new, const void *old);

// For a module's own page: panels one below the other. `on` is whose list the heading leads to, $1 in the SQL is today.
void detail_board(request *q, const panel *list); // ends with {0}

#endif
