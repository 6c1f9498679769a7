// type.h: words set in type: measured once, drawn where they belong.
// SPDX-License-Identifier: Apache-2.0
//
// A `shaped` is a text broken into lines of a width. Equal ones are set once: a register repeats most of its cells. pango
// keeps what it made for each; beyond TYPE_KEPT of them only the measures stay, and drawing makes the rest again.
#ifndef CHILD_TYPE_H
#define CHILD_TYPE_H

#include "platform/base/arena.h"
#include "platform/paper/child/look.h"

#include <pango/pangocairo.h>

#define TYPE_KEPT 40000

typedef struct {
    int from, to; // bytes of the words
    int style;    // PAPER_BOLD …
    int target;   // of a link, 0: none
} span;

typedef struct shaped {
    str words;
    const span *spans;
    int nspans;
    face face;
    int align; // paper_align
    int colour;
    double width; // of the column; 0: one line, as wide as it is
    PangoLayout *layout;
    int lines;
    float *bottoms; // of each line, from the top of the first
    double natural; // width of the longest line
    struct shaped *next;
} shaped;

typedef struct {
    arena *a;
    PangoContext *context;
    PangoFontDescription *fonts[FACES];
    PangoAttrList *attributes[FACES];
    shaped *table[1 << 14];
    int kept;
} type;

type *type_begin(arena *a);
// Words of one look; colour NO_COLOUR: the face's own. Long lines end in an ellipsis when width is given as negative.
shaped *type_set(type *t, str words, face f, int colour, int align, double width);
// The same with spans; never shared.
shaped *type_set_spans(type *t, str words, const span *spans, int nspans, face f, double width);
double type_top(const shaped *s, int line); // of a line, from the top of the first; line may be .lines: the bottom
double type_height(const shaped *s);
int type_lines_in(const shaped *s, int from, double height); // how many lines from `from` on fit
// Draws lines [from, to) so that the top of `from` is at y.
void type_draw(type *t, cairo_t *cr, shaped *s, double x, double y, int from, int to);
// The rectangles of a span on lines [from, to), as type_draw would place them; calls back for each.
void type_places(type *t, shaped *s, const span *which, double x, double y, int from, int to,
                 void (*found)(void *to, double x, double y, double width, double height), void *context);
double type_base(type *t, shaped *s);        // from the top of the first line to its base line
double type_word(type *t, str word, face f); // width of one word

#endif
