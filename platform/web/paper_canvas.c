// paper_canvas.c: charts in papers.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/paper_canvas.h"

typedef struct {
    canvas k; // first: a canvas is one of these
    paper *p;
} sheet_canvas;

static paper *of(canvas *k)
{
    return ((sheet_canvas *)k)->p;
}

static void draw_line(canvas *k, str classes, double x1, double y1, double x2, double y2)
{
    paper_chart_line(of(k), classes, x1, y1, x2, y2);
}

static void draw_path(canvas *k, str classes, str d)
{
    paper_chart_path(of(k), classes, d);
}

static void draw_rect(canvas *k, str classes, double x, double y, double width, double height, double radius)
{
    paper_chart_rect(of(k), classes, x, y, width, height, radius);
}

static void draw_circle(canvas *k, str classes, double x, double y, double radius)
{
    paper_chart_circle(of(k), classes, x, y, radius);
}

static void draw_words(canvas *k, str classes, double x, double y, str s)
{
    if (s.n) paper_chart_text(of(k), classes, x, y, s);
}

// Addresses of pages mean nothing on paper.
static void draw_link(canvas *k, str url, str label, double x, double y, double width, double height)
{
    (void)label;
    if (str_starts(url, S("#"))) paper_chart_link(of(k), url, x, y, width, height);
}

static void draw_link_end(canvas *k)
{
    (void)k;
}

canvas *paper_canvas_open(arena *a, paper *p, double width, double height, str title)
{
    sheet_canvas *s = new (a, sheet_canvas);
    *s = (sheet_canvas){.p = p};
    s->k = (canvas){.width = width,
                    .height = height,
                    .a = a,
                    .line = draw_line,
                    .path = draw_path,
                    .rect = draw_rect,
                    .circle = draw_circle,
                    .words = draw_words,
                    .link = draw_link,
                    .link_end = draw_link_end};
    paper_chart(p, width, height, title);
    return &s->k;
}

void paper_canvas_close(canvas *k)
{
    paper_chart_end(of(k));
}
