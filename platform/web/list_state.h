// list_state.h: what a list shows, as its address says it, and the addresses of its neighbours.
// SPDX-License-Identifier: Apache-2.0
//
// All state of a list is in its address (platform/record/list.h names the parameters). Here it is read once; the links of the
// page (another order, one filter more or less, the next page) are made from it. The names part, at, filter and as_of belong to
// the page, and op and value where filter is given.
#ifndef WEB_LIST_STATE_H
#define WEB_LIST_STATE_H

#include "platform/record/list.h"
#include "platform/web/route.h"

typedef struct {
    str name, value;
} pair;

typedef struct {
    const entity *e;
    list l;
    const link_field *links[8]; // columns that count links
    int nlinks;
    pair pairs[64]; // the address, without the page
    int npairs;
    bool joined; // a form sent its columns or keys one by one: the address can be written shorter
    i64 at;      // how many records come before this page
} list_state;

// From the parameters of a request, or from the text of a query ("owner=P-3&sort=-level"). False with failures.
bool list_state_read(request *q, const entity *e, list_state *s);
bool list_state_parse(ctx *c, const entity *e, str query, list_state *s);

// The query text: without '?', percent-encoded. Empty when there is nothing to say.
str list_state_query(arena *a, const list_state *s);
// Addresses, from the first page on: "/risk?level=high".
str list_state_address(arena *a, const list_state *s);
str list_state_with(arena *a, const list_state *s, str name, str value); // one pair more
str list_state_put(arena *a, const list_state *s, str name,
                   str value); // instead of all pairs of that name; empty: none
str list_state_without(arena *a, const list_state *s, str name, str value); // without that pair
str list_state_next(arena *a, const list_state *s, str cursor, int shown);  // the next page
// "/risk.csv?…": the same state under another ending or below the noun ("/bulk").
str list_state_under(arena *a, const list_state *s, const char *ending);
bool list_state_has(const list_state *s, str name, str value); // value.p NULL: any
// The order that a click on f's head asks for: ascending, descending, the list's own again.
str list_state_sorted(arena *a, const list_state *s, const field *f);

// Decodes the next name=value of a query text; false at the end.
bool query_next(arena *a, str *rest, pair *out);

#endif
