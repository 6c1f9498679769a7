// figure.c: charts, drawn from their shapes.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/page.h"
#include "platform/paper/paper.h"

#include <math.h>

#define PIXEL .75 // points

// At its own size, or smaller where it is wider than the text or taller than a page.
double figure_scale(const layout *l, const figure *f)
{
    double scale = PIXEL, tall = (l->bottom - l->top - 60) / f->height;
    if (f->width * scale > l->width) scale = l->width / f->width;
    return scale < tall ? scale : tall;
}

double figure_height(const layout *l, const figure *f)
{
    return f->height * figure_scale(l, f) + (f->title.n ? 22 : 0) + 14;
}

void figure_links(layout *l, const figure *f, double x, double y, double scale)
{
    for (const shape *h = f->shapes; h; h = h->next)
        if (h->letter == 'a')
            layout_link(l, h->link, x + h->numbers[0] * scale, y + h->numbers[1] * scale, h->numbers[2] * scale,
                        h->numbers[3] * scale);
}

static void colour(cairo_t *cr, int c, double alpha)
{
    cairo_set_source_rgba(cr, (c >> 16 & 255) / 255.0, (c >> 8 & 255) / 255.0, (c & 255) / 255.0, alpha);
}

// ---- SVG path data: M L H V C Q Z, absolute and relative

static bool path_number(str *d, double *x)
{
    while (d->n && (d->p[0] == ' ' || d->p[0] == ',' || d->p[0] == '\n' || d->p[0] == '\t')) *d = str_from(*d, 1);
    ptrdiff_t n = 0;
    while (n < d->n) {
        char c = d->p[n];
        bool sign = (c == '-' || c == '+') && (n == 0 || d->p[n - 1] == 'e' || d->p[n - 1] == 'E');
        if (!sign && c != '.' && c != 'e' && c != 'E' && (c < '0' || c > '9')) break;
        if (c == '.' && str_find(str_sub(*d, 0, n), '.') >= 0) break; // 1.5.5 is two numbers
        n++;
    }
    if (!str_double(str_sub(*d, 0, n), x) || fabs(*x) > 1e7) return false;
    *d = str_from(*d, n);
    return true;
}

static int arguments_of(char command)
{
    switch (command | 0x20) {
    case 'm':
    case 'l': return 2;
    case 'h':
    case 'v': return 1;
    case 'c': return 6;
    case 'q': return 4;
    case 'z': return 0;
    default: return -1;
    }
}

static void path_step(cairo_t *cr, char command, const double *n, double x, double y)
{
    bool relative = command >= 'a';
    double dx = relative ? x : 0, dy = relative ? y : 0;
    switch (command | 0x20) {
    case 'm': cairo_move_to(cr, n[0] + dx, n[1] + dy); break;
    case 'l': cairo_line_to(cr, n[0] + dx, n[1] + dy); break;
    case 'h': cairo_line_to(cr, n[0] + dx, y); break;
    case 'v': cairo_line_to(cr, x, n[0] + dy); break;
    case 'c': cairo_curve_to(cr, n[0] + dx, n[1] + dy, n[2] + dx, n[3] + dy, n[4] + dx, n[5] + dy); break;
    case 'q': {
        double qx = n[0] + dx, qy = n[1] + dy, ex = n[2] + dx, ey = n[3] + dy;
        cairo_curve_to(cr, x + 2.0 / 3 * (qx - x), y + 2.0 / 3 * (qy - y), ex + 2.0 / 3 * (qx - ex),
                       ey + 2.0 / 3 * (qy - ey), ex, ey);
        break;
    }
    default: cairo_close_path(cr);
    }
}

// Stops at what it does not know, as SVG does.
static void follow_path(cairo_t *cr, str d)
{
    char command = 0;
    for (;;) {
        while (d.n && (d.p[0] == ' ' || d.p[0] == ',' || d.p[0] == '\n')) d = str_from(d, 1);
        if (!d.n) return;
        bool letter = (d.p[0] | 0x20) >= 'a' && (d.p[0] | 0x20) <= 'z';
        if (letter) {
            command = d.p[0];
            d = str_from(d, 1);
        } else if (command == 'm' || command == 'M') {
            command = command == 'm' ? 'l' : 'L';
        }
        int n = arguments_of(command);
        if (n < 0 || (!letter && n == 0)) return;
        double numbers[6], x, y;
        for (int i = 0; i < n; i++)
            if (!path_number(&d, &numbers[i])) return;
        if ((command | 0x20) != 'm' && !cairo_has_current_point(cr)) return;
        cairo_get_current_point(cr, &x, &y);
        path_step(cr, command, numbers, x, y);
    }
}

// ---- shapes

static void rounded(cairo_t *cr, const double *n)
{
    double x = n[0], y = n[1], w = n[2] > 0 ? n[2] : 0, h = n[3] > 0 ? n[3] : 0, r = n[4];
    if (r > w / 2) r = w / 2;
    if (r > h / 2) r = h / 2;
    if (r <= 0) {
        cairo_rectangle(cr, x, y, w, h);
        return;
    }
    cairo_new_sub_path(cr);
    cairo_arc(cr, x + w - r, y + r, r, -M_PI / 2, 0);
    cairo_arc(cr, x + w - r, y + h - r, r, 0, M_PI / 2);
    cairo_arc(cr, x + r, y + h - r, r, M_PI / 2, M_PI);
    cairo_arc(cr, x + r, y + r, r, M_PI, M_PI * 1.5);
    cairo_close_path(cr);
}

static void outline(cairo_t *cr, const shape *h)
{
    const double *n = h->numbers;
    cairo_new_path(cr);
    if (h->letter == 'l') {
        cairo_move_to(cr, n[0], n[1]);
        cairo_line_to(cr, n[2], n[3]);
    } else if (h->letter == 'p') {
        for (int i = 0; i + 1 < h->n; i += 2) cairo_line_to(cr, n[i], n[i + 1]);
    } else if (h->letter == 'd') {
        follow_path(cr, h->words);
    } else if (h->letter == 'r') {
        rounded(cr, n);
    } else if (h->letter == 'c') {
        cairo_new_sub_path(cr);
        cairo_arc(cr, n[0], n[1], n[2] > 0 ? n[2] : 0, 0, 2 * M_PI);
    }
}

static void hatch(cairo_t *cr, const shape_look *k)
{
    double x1, y1, x2, y2;
    cairo_path_extents(cr, &x1, &y1, &x2, &y2);
    double step = k->hatch_step * M_SQRT2;
    if ((x2 - x1 + y2 - y1) / step > 5000) return;
    cairo_save(cr);
    cairo_clip(cr);
    for (double at = floor((x1 - y2) / step) * step; at < x2 - y1; at += step) { // lines x - y = at
        cairo_move_to(cr, at + y1, y1);
        cairo_line_to(cr, at + y2, y2);
    }
    colour(cr, k->hatch, k->hatch_alpha);
    cairo_set_line_width(cr, k->hatch_width);
    cairo_stroke(cr);
    cairo_restore(cr);
}

static void draw_outline(cairo_t *cr, const shape *h, const shape_look *k)
{
    outline(cr, h);
    if (k->fill != NO_COLOUR && h->letter != 'l') {
        colour(cr, k->fill, k->fill_alpha);
        cairo_fill_preserve(cr);
    }
    if (k->stroke != NO_COLOUR) {
        colour(cr, k->stroke, 1);
        cairo_set_line_width(cr, k->width);
        cairo_set_line_cap(cr, k->round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
        cairo_set_line_join(cr, k->round ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
        cairo_set_dash(cr, (const double[]){k->dash, k->gap}, k->dash > 0 ? 2 : 0, 0);
        cairo_stroke_preserve(cr);
        cairo_set_dash(cr, NULL, 0, 0);
    }
    if (k->hatch != NO_COLOUR) hatch(cr, k);
    cairo_new_path(cr);
}

static void draw_words(type *t, cairo_t *cr, const shape *h, const shape_look *k)
{
    shaped *s = type_set(t, h->words, k->face, k->words, PAPER_LEFT, 0);
    double x = h->numbers[0] - (k->anchor == 1 ? s->natural / 2 : k->anchor == 2 ? s->natural : 0);
    type_draw(t, cr, s, x, h->numbers[1] - type_base(t, s), 0, 1);
}

void figure_draw(type *t, cairo_t *cr, const figure *f, double scale)
{
    cairo_scale(cr, scale, scale);
    for (const shape *h = f->shapes; h; h = h->next) {
        shape_look k = look_of(h->classes);
        if (h->letter == 't')
            draw_words(t, cr, h, &k);
        else if (h->letter != 'a')
            draw_outline(cr, h, &k);
    }
}
