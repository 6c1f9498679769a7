// search_page.h: search over everything, and what the palette asks for.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_SEARCH_PAGE_H
#define WEB_SEARCH_PAGE_H

#include "platform/web/route.h"

void search_page_show(request *q); // GET /search?q=
// GET /search.json?q=: {"items":[{"title","url","note"}]}: records, pages, new records, and the actions of a record whose code
// was typed.
void search_page_json(request *q);

#endif
