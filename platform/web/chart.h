// chart.h: charts, drawn with a handful of shapes on whatever can draw them.
// SPDX-License-Identifier: Apache-2.0
//
// A chart is drawn on a canvas: svg.h makes one that writes into a page, reports make one that sends shapes to the paper child
// (platform/paper/paper.h has the same shapes). Shapes carry classes and no colours: f-acc, l-mut, band, pt; low, medium,
// high, critical; hatch, hatch-soft, hatch-bad, hatch-dark; of words t1, t2, k, v, mid, fin, opt. Numbers and words come from the
// caller, translated. Every chart says its answer in words too (title and description) and has a second sign besides colour.
#ifndef WEB_CHART_H
#define WEB_CHART_H

#include "platform/base/text.h"
#include "platform/record/entity.h"

typedef struct canvas canvas;
struct canvas {
    double width, height; // in units, about CSS pixels; y grows downwards
    arena *a;
    void (*line)(canvas *k, str classes, double x1, double y1, double x2, double y2);
    void (*path)(canvas *k, str classes, str d); // SVG path data
    void (*rect)(canvas *k, str classes, double x, double y, double width, double height, double radius);
    void (*circle)(canvas *k, str classes, double x, double y, double radius);
    void (*words)(canvas *k, str classes, double x, double y, str s); // y is the base line
    // What is drawn until link_end leads there; the box is what can be pressed. Without a label its own words name it.
    void (*link)(canvas *k, str url, str label, double x, double y, double width, double height);
    void (*link_end)(canvas *k);
};

// ---- heat map: likelihood upwards, consequence to the right

typedef struct {
    int count;
    tone level;     // TONE_LOW … TONE_CRITICAL
    bool above;     // above the appetite: the line runs between these and the others
    str url, label; // of the list behind a cell that is not empty: "4 risks, possible, major, high"
} heat_cell;
typedef struct {
    int column, row; // from 0; row 0 is the lowest likelihood
    char letter;     // 'I', 'C', 'T'
    int look;        // 1 outlined, 2 filled, 3 dashed
} heat_mark;
typedef struct {
    int columns, rows;
    const heat_cell *cells; // cells[row * columns + column]
    const str *column_names, *row_names;
    str column_axis, row_axis;
    const heat_mark *marks; // of one risk, joined by arrows in their order; the arrow to a dashed one is dashed
    int nmarks;
    str letters[4]; // for low, medium, high, critical: "L" "M" "H" "C"
} heatmap;
void chart_heatmap_size(const heatmap *h, double *width, double *height);
void chart_heatmap(canvas *k, const heatmap *h);

// ---- bars

typedef struct {
    double value;
    const char *classes; // "f-acc", "f-warn", "f-bad", "f-plan"
    const char *hatch;   // the second sign: "hatch", "hatch-dark" or NULL
} portion;
// One bar, its parts from left to right; the whole is `whole` (0: their sum). Fills the canvas.
void chart_split(canvas *k, const portion *parts, int n, double whole);
typedef struct {
    str name;             // below it; "" for none
    const double *values; // one per part of the legend, stacked from below
} column;
// Columns of stacked parts; a line at `now` (number of columns before it, -1: none) parts what was from what is planned.
void chart_columns(canvas *k, const column *columns, int n, const portion *legend, int nparts, int now, str now_word);

// ---- lines

typedef struct {
    const double *x, *y; // x from 0 to 1
    int n;
    const char *classes; // "l-acc", "l-mut", "l-two", "l-ink"
    bool points;         // a dot at each reading
} curve;
typedef struct {
    const curve *curves;
    int ncurves;
    double low, high; // of the scale; equal: taken from the curves
    bool band;        // the target's range
    double band_low, band_high;
    str band_word;
    double ref; // a dashed line at the target, when ref_word is not empty
    str ref_word;
    const str *ticks; // below, spread over the width
    const double *tick_x;
    int nticks;
    const char *unit; // behind the numbers of the scale: " %"
} lines;
void chart_lines(canvas *k, const lines *l);
// The run of a value without scale: a curve, its area, a dot at the end. Fills the canvas.
void chart_spark(canvas *k, const double *values, int n);

// ---- losses: the chance in a year of at least so much

typedef struct {
    const double *x, *above; // losses, rising, above 0; the chance of more than that
    int n;
    const char *classes; // "l-acc", "l-mut", "l-two"
} exceedance_curve;
typedef struct {
    const exceedance_curve *curves;
    int ncurves, main; // main: the one on top, with its area
    double appetite;   // 0: none. An amount that is passed …
    double chance;     // … in no more than this share of years
    double head;       // room kept free above, for a legend of the caller's
    str axis;          // "Loss in one year, at least (EUR)"
} exceedance;
void chart_exceedance(canvas *k, const exceedance *e); // fills the canvas
typedef struct {
    str name;
    double low, high; // the figure with the input lowered, and raised
} tornado_bar;
void chart_tornado_size(int n, double *height);
void chart_tornado(canvas *k, const tornado_bar *bars, int n, double middle);
str amount_short(arena *a, double x); // "950", "50k", "3.1M", "1.25bn"

// ---- the wheel of plan, do, check, act

typedef struct {
    str name, note;
    double done; // 0 … 1
    bool live;   // the phase the cycle is in
} phase;
enum { WHEEL_WIDTH = 364, WHEEL_HEIGHT = 290 };
void chart_wheel(canvas *k, const phase phases[4], str above, str big, str below);

#endif
