// relation_html.h: what a record is joined to: links both ways, records that name it, panels.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_RELATION_HTML_H
#define WEB_RELATION_HTML_H

#include "platform/web/detail_page.h"

// Many-to-many, seen from both ends: a section of facts; nothing where there is none.
void relation_links(request *q, const entity *e, const void *rec);

// How many records name this one, and in which field: before it is ended. Link entities that start at it do not count.
typedef struct {
    const entity *from;
    const field *field;
    i64 n;
} naming;
int relation_naming(ctx *c, const entity *e, i64 id, naming *out, int most);

#endif
