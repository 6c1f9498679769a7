// svg.c: charts in pages: a canvas that writes SVG.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/svg.h"

#include <math.h>

typedef struct {
    canvas k; // first: a canvas is one of these
    request *q;
    bool stretch;
} svg;

static svg *of(canvas *k)
{
    return (svg *)k;
}

static val number_of(double x)
{
    return v(nearbyint(x * 100) / 100);
}

// x in units, or in per cent of the width where the chart stretches.
static val across(canvas *k, double x)
{
    if (!of(k)->stretch) return number_of(x);
    return v(format(k->a, "$1%", number_of(x / k->width * 100)));
}

// Levels have one letter in the style sheet; a hatch is a pattern of the page, no class.
static str classes_of(canvas *k, str classes, str *hatch)
{
    static const str names[][2] = {
        {STR("low"), STR("l")}, {STR("medium"), STR("m")}, {STR("high"), STR("h")}, {STR("critical"), STR("c")}};
    text t = {.a = k->a};
    *hatch = (str){0};
    for (str rest = classes; rest.p;) {
        str one = str_cut(&rest, ' ');
        if (str_starts(one, S("hatch"))) {
            *hatch = one;
            continue;
        }
        for (int i = 0; i < countof(names); i++)
            if (str_eq(one, names[i][0])) one = names[i][1];
        if (t.n) put_char(&t, ' ');
        put(&t, one);
    }
    return text_str(&t);
}

// class='…' or fill='url(#…)', whichever the shape has.
static void write_class(canvas *k, str classes)
{
    str hatch, plain = classes_of(k, classes, &hatch);
    if (plain.n) html(of(k)->q, " class='$1'", v(plain));
    if (hatch.n) html(of(k)->q, " fill='url(#$1)'", v(hatch));
}

static void svg_line(canvas *k, str classes, double x1, double y1, double x2, double y2)
{
    request *q = of(k)->q;
    ptrdiff_t dashed = str_search(classes, S(" dashed"));
    html(q, "<line");
    write_class(k, dashed < 0 ? classes : str_sub(classes, 0, dashed));
    html(q, " x1='$1' y1='$2' x2='$3' y2='$4'", across(k, x1), number_of(y1), across(k, x2), number_of(y2));
    if (dashed >= 0) html(q, " stroke-dasharray='3 3'");
    html(q, "/>");
}

// A path stretches inside a view box of its own; its strokes do not (non-scaling in the style sheet).
static void svg_path(canvas *k, str classes, str d)
{
    request *q = of(k)->q;
    if (of(k)->stretch)
        html(q, "<svg width='100%' height='$2' viewBox='0 0 $1 $2' preserveAspectRatio='none'>", number_of(k->width),
             number_of(k->height));
    html(q, "<path");
    write_class(k, classes);
    html(q, " d='$1'/>", v(d));
    if (of(k)->stretch) html(q, "</svg>");
}

static void svg_rect(canvas *k, str classes, double x, double y, double width, double height, double radius)
{
    request *q = of(k)->q;
    html(q, "<rect");
    write_class(k, classes);
    html(q, " x='$1' y='$2' width='$3' height='$4'", across(k, x), number_of(y), across(k, width), number_of(height));
    if (radius > 0) html(q, " rx='$1'", number_of(radius));
    html(q, "/>");
}

static void svg_circle(canvas *k, str classes, double x, double y, double radius)
{
    html(of(k)->q, "<circle");
    write_class(k, classes);
    html(of(k)->q, " cx='$1' cy='$2' r='$3'/>", across(k, x), number_of(y), number_of(radius));
}

static void svg_words(canvas *k, str classes, double x, double y, str s)
{
    if (s.n == 0) return;
    html(of(k)->q, "<text");
    write_class(k, classes);
    html(of(k)->q, " x='$1' y='$2'>$3</text>", across(k, x), number_of(y), v(s));
}

static void svg_link(canvas *k, str url, str label, double x, double y, double width, double height)
{
    (void)x, (void)y, (void)width, (void)height; // what is drawn inside can be pressed
    if (label.n)
        html(of(k)->q, "<a href='$1' aria-label='$2'>", v(url), v(label));
    else
        html(of(k)->q, "<a href='$1'>", v(url));
}

static void svg_link_end(canvas *k)
{
    html(of(k)->q, "</a>");
}

canvas *svg_open(request *q, svg_kind kind, const char *class, double width, double height, str title, str desc)
{
    svg *s = new (q->c->a, svg);
    int id = ++q->charts;
    *s = (svg){.q = q, .stretch = kind == SVG_STRETCH};
    s->k = (canvas){.width = width,
                    .height = height,
                    .a = q->c->a,
                    .line = svg_line,
                    .path = svg_path,
                    .rect = svg_rect,
                    .circle = svg_circle,
                    .words = svg_words,
                    .link = svg_link,
                    .link_end = svg_link_end};
    html(q, "<svg class='ch $1'", v(class));
    if (s->stretch)
        html(q, " width='100%' height='$1'", number_of(height));
    else
        html(q, " viewBox='0 0 $1 $2'", number_of(width), number_of(height));
    if (kind == SVG_LINKS)
        html(q, " role='group'");
    else
        html(q, " role='img'");
    if (desc.n)
        html(q, " aria-labelledby='chart-$1 chart-$1-d'>", v(id));
    else
        html(q, " aria-labelledby='chart-$1'>", v(id));
    html(q, "<title id='chart-$1'>$2</title>", v(id), v(title));
    if (desc.n) html(q, "<desc id='chart-$1-d'>$2</desc>", v(id), v(desc));
    return &s->k;
}

void svg_close(canvas *k)
{
    html(of(k)->q, "</svg>\n");
}

void key_open(request *q)
{
    html(q, "<ul class='key'>");
}

void key_box(request *q, const char *classes, const char *hatch, str words)
{
    html(q, "<li><svg class='ch' viewBox='0 0 12 12' aria-hidden='true'><rect class='$1' width='12' height='12'/>",
         v(classes));
    if (hatch) html(q, "<rect width='12' height='12' fill='url(#$1)'/>", v(hatch));
    html(q, "</svg>$1</li>", v(words));
}

void key_line(request *q, const char *classes, str words)
{
    html(q,
         "<li><svg class='ch ln' viewBox='0 0 20 12' aria-hidden='true'><line class='$1' x1='1' x2='19' y1='6' "
         "y2='6'/></svg>"
         "$2</li>",
         v(classes), v(words));
}

void key_close(request *q)
{
    html(q, "</ul>\n");
}

void numbers_open(request *q, str caption, const str *heads, int n)
{
    html(q, "<details class='data'><summary>");
    html_icon(q, "table");
    html(q,
         "{Show the numbers}</summary><div class='scroll' role='region' aria-label='$1' tabindex='0'><table class='t'>"
         "<caption class='vh'>$1</caption><thead><tr>",
         v(caption));
    for (int i = 0; i < n; i++) html(q, "<th scope='col' class='$2'>$1</th>", v(heads[i]), v(i ? "r" : ""));
    html(q, "</tr></thead><tbody>");
}

void numbers_row(request *q, str name, const str *cells, int n)
{
    html(q, "<tr><th scope='row'>$1</th>", v(name));
    for (int i = 0; i < n; i++) html(q, "<td class='r'>$1</td>", v(cells[i]));
    html(q, "</tr>");
}

void numbers_close(request *q)
{
    html(q, "</tbody></table></div></details>\n");
}
