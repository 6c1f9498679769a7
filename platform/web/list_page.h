// list_page.h: the list of an entity: saved views, search, filters, order, pages.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_LIST_PAGE_H
#define WEB_LIST_PAGE_H

#include "platform/web/html.h"
#include "platform/web/list_state.h"

void list_page_show(request *q); // GET /:noun, and its part=counts

// The table alone: the rows of p under their heads. `pick`: with boxes for bulk editing.
void list_table(request *q, const list_state *s, const page *p, bool pick);

#endif
