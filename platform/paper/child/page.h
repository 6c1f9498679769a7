// page.h: a document on its pages: what stands where.
// SPDX-License-Identifier: Apache-2.0
//
// Setting has two passes. The layout measures every block, breaks it between pages and leaves items: words, rules, charts,
// places that links lead to. When all is placed the number of pages is known, and the drawing writes them in order.
#ifndef CHILD_PAGE_H
#define CHILD_PAGE_H

#include "platform/base/text.h"
#include "platform/paper/child/document.h"

typedef enum {
    ITEM_WORDS,  // lines [from, to) of s, the first at y
    ITEM_BOX,    // a filled rectangle with corners of the radius
    ITEM_LINK,   // a place to click
    ITEM_ANCHOR, // where links to `target` lead
    ITEM_FIGURE,
    ITEM_PAGE_OF, // the number of the page of `target`, ending at x + width
    ITEM_OPEN,    // structure for screen readers: `tag` begins
    ITEM_CLOSE
} item_kind;

typedef struct item {
    item_kind kind;
    int from, to, target, colour;
    double x, y, width, height, radius;
    shaped *s;
    const figure *figure;
    const char *tag;
    struct item *next;
} item;

typedef struct page {
    item *items, **end;
    struct page *next;
} page;

typedef struct {
    str words;
    int level, anchor;
} entry; // of the outline and the contents

typedef struct {
    arena *a;
    type *t;
    const document *d;
    double paper_width, paper_height; // points
    double left, width, top, bottom;  // of the text
    page *pages, *page;
    int npages;
    double y;            // where the next block begins
    bool fresh;          // nothing stands on this page yet
    const char *tags[8]; // open structure
    int ntags;
    int *target_page; // [target]: the page it stands on, from 1; 0: none
    entry *entries;
    int nentries;
    i64 told, parts; // blocks and rows that are laid, of how many
} layout;

// layout.c: all of the document.
layout *layout_document(arena *a, type *t, const document *d);
// For the other files of the layout.
item *layout_add(layout *l, item_kind kind);
void layout_box(layout *l, double x, double y, double width, double height, double radius, int colour);
void layout_words(layout *l, shaped *s, double x, double y, int from, int to);
void layout_link(layout *l, int target, double x, double y, double width,
                 double height); // nothing when target is 0
void layout_anchor(layout *l, int target, double y);
void layout_tag(layout *l, const char *tag); // NULL: closes
void layout_told(layout *l);                 // another part is laid
void layout_turn(layout *l);                 // to a new page; open structure is ended and begun again there
double layout_room(const layout *l);         // points left on this page

void cover_layout(layout *l);                     // cover.c: cover and contents
void paragraph_layout(layout *l, const block *b); // paragraph.c
void table_layout(layout *l, const table *t);     // table.c
double table_first(layout *l, const table *t); // the height of its head and first row: not to be parted from a heading
double figure_height(const layout *l, const figure *f);                // figure.c
void figure_draw(type *t, cairo_t *cr, const figure *f, double scale); // at the origin
void figure_links(layout *l, const figure *f, double x, double y, double scale);
double figure_scale(const layout *l, const figure *f);

enum { LAID_PERCENT = 60 }; // of the whole work
// draw.c: the pages as PDF into *out.
bool draw_document(const layout *l, text *out, str *error);

#endif
