// column_html.h: the columns of a list: ready for fifty rows, so that a cell costs one literal.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_COLUMN_HTML_H
#define WEB_COLUMN_HTML_H

#include "platform/web/html.h"

// A column of a list, made ready once per page so that a cell costs one literal.
typedef struct {
    const field *field; // NULL: a count of links
    const link_field *link;
    const field *with;  // a level's score
    const field *state; // decides whether a date can still be late
    str class;          // of its cells: "o1", "r o2 nowrap"
    str label;          // in the reader's language
    const str *labels;  // of the choices
    str sprite;         // address of the icons
    int width;          // of its cells, about, in rem
    bool person;        // names a person
    bool outlined;      // a level beside the one that counts
} column;

column column_of(request *q, const entity *e, const field *f);
column column_of_link(request *q, const link_field *l);
// How little a narrow page needs it: 0 always, 1 goes on a telephone, 2 in a small window, 3 below a wide one, 4 below a very
// wide one.
void column_rank(column *k, int rank);
// The whole <td>. `title` is that of the record a reference names; `count` that of a link.
void column_cell(request *q, const column *k, const void *rec, str title, i64 count);

#endif
