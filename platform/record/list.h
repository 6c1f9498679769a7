// list.h: lists of records: filters, order, pages by key, totals.
// SPDX-License-Identifier: Apache-2.0
//
// The state of a list is text, as in a URL: owner=P-3 level=high review_on.before=2027-01-01 title.has=laptop q=words
// sort=-level,review_on columns=code,title,owner after=CURSOR limit=50. A name given twice means either. Operators
// behind a point: before, after (dates, moments: before excludes, after includes), min, max (numbers), has (text
// contains, folded), empty=1|0, not. A name may go one link further: assets.scopes=SC-1, the risks of whose assets one is in
// that scope. Keyset pages: each page is a few plain ranges, never OFFSET, row values or OR.
#ifndef RECORD_LIST_H
#define RECORD_LIST_H

#include "platform/record/record.h"

enum { LIST_MOST = 500, LIST_PAGE = 50 };

typedef enum { TEST_IS, TEST_NOT, TEST_BEFORE, TEST_AFTER, TEST_MIN, TEST_MAX, TEST_HAS, TEST_EMPTY } test;
typedef struct {
    const field *field;              // NULL: the code (id) or a link
    const link_field *link, *beyond; // beyond: of what the link leads to
    test test;
    val value;
    str text; // as given, for chips and links
} filter;
typedef struct {
    const field *field; // NULL: the code
    bool down;
} order;

typedef struct {
    const entity *e;
    filter filters[24];
    int nfilters;
    order orders[3];
    int norders;
    const field *columns[32]; // shown; code is always first
    int ncolumns;
    str q;     // full text
    str after; // cursor
    int limit;
    bool whole; // read every member: for the API and exports; else those that a list shows
} list;

// Reads one name=value into l; false with a failure that names it.
bool list_set(ctx *c, list *l, str name, str value);
list list_of(const entity *e); // default columns and order

typedef struct {
    void **recs;
    int n;
    str next; // cursor of the next page; empty at the end
    // Titles of the references shown: title of row i's j-th column is titles[i * l->ncolumns + j] (empty: none, or out
    // of reach)
    str *titles;
} page;
page list_page(ctx *c, const list *l);
// Totals are cached per entity, filter and scope for a second; your own write counts at once.
i64 list_total(ctx *c, const list *l);
// What an operation changes gathers in c->changed, which is operate's.
enum { LIST_ENTITIES = 256 };
struct changed {
    int n;
    const entity *entities[LIST_ENTITIES];
};
void list_changed(ctx *c, const entity *e); // by the store: this operation writes records of e
void list_settled(ctx *c, bool kept);       // by operate: it has ended, and its changes can be seen or never were
uint64_t
list_generation(const entity *e); // raised with each change of e that this process made: for what is kept in memory
// Count per choice of a CHIPS field under the other filters: counts[k] for choices[k].
void list_chips(ctx *c, const list *l, const field *f, i64 *counts);
// Every id the filters match, at most `most`: bulk edit, export.
int list_ids(ctx *c, const list *l, i64 **ids, int most);

#endif
