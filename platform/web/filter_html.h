// filter_html.h: the filters of a list: chips, the menu of fields, the form of one filter, columns and order.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_FILTER_HTML_H
#define WEB_FILTER_HTML_H

#include "platform/web/html.h"
#include "platform/web/list_state.h"

// The chips over a list. Without counts they ask for themselves again, with part=counts, when a script runs.
void filter_chips(request *q, const list_state *s, bool counts);
void filter_menu(request *q, const list_state *s);  // "Add filter": the fields to choose from
void filter_form(request *q, const list_state *s);  // ?filter=FIELD: how to test it; nothing without
void columns_menu(request *q, const list_state *s); // which columns, in which order
// The state as hidden inputs, but for pairs of this name.
void filter_hidden(request *q, const list_state *s, const char *but);
// ?filter=F&op=OP&value=V becomes the address with F.OP=V; true when that was answered.
bool filter_apply(request *q, const list_state *s);

#endif
