// work_page.h: My work: everything that waits for one person, from what the modules contribute.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_WORK_PAGE_H
#define WEB_WORK_PAGE_H

#include "platform/web/route.h"

typedef struct {
    const char *what; // "Accept the residual risk"
    const entity *e;
    i64 id;
    str title;
    date due;          // empty: no date
    const action *act; // what to do with it; NULL: look at it
} work_item;

void work_page_show(request *q); // GET /work
// What waits for c->person, soonest first, without a date last.
int work_of(ctx *c, work_item **out, int most);
i64 work_count(ctx *c); // for the navigation

#endif
