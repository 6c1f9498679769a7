// list_sql.h: a list as SQL: what its pages and its totals share.
// SPDX-License-Identifier: Apache-2.0
#ifndef RECORD_LIST_SQL_H
#define RECORD_LIST_SQL_H

#include "platform/record/field.h"
#include "platform/record/list.h"
#include "platform/record/scope.h"
#include "platform/db/db.h"

enum { KEYS = 6 };

// One column of the order. A reference sorts by the title of what it names, then by its id: two keys.
typedef struct {
    str column;
    bool down, nullable;
    valkind kind; // INT, REAL or TEXT: what a cursor must hold for it
} list_key;

typedef struct {
    ctx *c;
    const list *l;
    text from, where;           // FROM with its joins; WHERE without the range
    ptrdiff_t head;             // of `from`, before the joins
    str then;                   // the moment, as $n
    bool few_present, few_past; // of the rows of then
    val vals[QUERY_ROOM];
    int nvals;
    list_key keys[KEYS];
    int nkeys;
    bool down;   // direction of the id, the last word in every order
    bool driven; // by the index that brings the order
} list_sql;

list_sql list_sql_of(ctx *c, const list *l);      // FROM the rows in reach; no order, no filters yet
void list_sql_orders(list_sql *s);                // the keys, with the joins they need
void list_sql_filters(list_sql *s);               // WHERE
void list_sql_bound(text *t, list_sql *s, val x); // $n, and its value
// On SQLite, in the present: names the index that brings the rows in their order, where there is one, so that a page costs its rows and
// no more. Instead of list_sql_orders; false: there is none, nothing was done.
bool list_sql_drive(list_sql *s);

// On SQLite, at c->moment, before anything is asked: where most rows of then lie.
void list_then_open(list_sql *s);
// On SQLite, at c->moment: rows of id and keys. `where`, the filters and the range, and `order` are asked of both tables.
rows list_then_rows(list_sql *s, str where, str order, str limit);

// "SELECT x.id AS id, … AS k0, …", and the order of what was selected so.
void list_sql_keys(text *t, const list_sql *s);
void list_sql_page(text *t, const list_sql *s, str limit);
bool list_sql_scans(const list *l); // must every row be read, because no index helps a filter?
// The same on SQLite, for a page that no index brings in its order. A page in descending order then reads the last rows first: of
// rows that are alike in the order the first to come stay, the others are let go at a glance.
bool list_sql_reads_all(const list_sql *s);

#endif
