// svg.h: charts in pages: a canvas that writes SVG.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_SVG_H
#define WEB_SVG_H

#include "platform/web/chart.h"
#include "platform/web/html.h"

typedef enum {
    SVG_FIXED,   // scales as a whole: heat map, wheel
    SVG_STRETCH, // as wide as its place: x in per cent, words keep their size
    SVG_LINKS    // as SVG_FIXED, and holds links
} svg_kind;

// Opens <svg class='ch CLASS'> with title and description (desc may be empty).
canvas *svg_open(request *q, svg_kind kind, const char *class, double width, double height, str title, str desc);
void svg_close(canvas *k);

// The legend above a chart.
void key_open(request *q);
void key_box(request *q, const char *classes, const char *hatch, str words);
void key_line(request *q, const char *classes, str words);
void key_close(request *q);

// "Show the numbers": the same as a table. Heads: the first is of the rows' names.
void numbers_open(request *q, str caption, const str *heads, int n);
void numbers_row(request *q, str name, const str *cells, int n);
void numbers_close(request *q);

#endif
