// chart_line.c: lines over time, sparklines, and the wheel of the cycle.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/chart.h"

#include <math.h>

static double rounded(double x)
{
    return nearbyint(x * 100) / 100;
}

static void point(text *t, const char *letter, double x, double y)
{
    put_z(t, letter);
    put_double(t, rounded(x));
    put_char(t, ' ');
    put_double(t, rounded(y));
}

static double slope_of(const double *x, const double *y, int from, int to)
{
    return x[to] > x[from] ? (y[to] - y[from]) / (x[to] - x[from]) : 0;
}

// A smooth curve through all points that never swings beyond two neighbours: Bézier handles of a third of the way, level with
// the slope between the neighbours, none at a peak.
static void smooth(text *t, const double *x, const double *y, int n)
{
    for (int i = 0; i < n; i++) {
        if (i == 0) {
            point(t, "M", x[0], y[0]);
            continue;
        }
        double third = (x[i] - x[i - 1]) / 3, slope[2] = {0, 0};
        for (int side = 0; side < 2; side++) {
            int at = i - 1 + side;
            if (at == 0 || at == n - 1)
                slope[side] = slope_of(x, y, i - 1, i);
            else if ((y[at] - y[at - 1]) * (y[at + 1] - y[at]) > 0)
                slope[side] = slope_of(x, y, at - 1, at + 1);
        }
        point(t, "C", x[i - 1] + third, y[i - 1] + slope[0] * third);
        point(t, " ", x[i] - third, y[i] - slope[1] * third);
        point(t, " ", x[i], y[i]);
    }
}

typedef struct {
    double left, right, top, bottom, low, high;
} frame;

static double at_x(const frame *f, double x)
{
    return f->left + x * (f->right - f->left);
}

static double at_y(const frame *f, double y)
{
    return f->bottom - (y - f->low) / (f->high - f->low) * (f->bottom - f->top);
}

// The scale that holds all curves, band and reference, with a little room.
static void scale(frame *f, const lines *l)
{
    f->low = l->low;
    f->high = l->high;
    if (f->low < f->high) return;
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < l->ncurves; i++)
        for (int j = 0; j < l->curves[i].n; j++) {
            low = fmin(low, l->curves[i].y[j]);
            high = fmax(high, l->curves[i].y[j]);
        }
    if (l->band) low = fmin(low, l->band_low), high = fmax(high, l->band_high);
    if (l->ref_word.n) low = fmin(low, l->ref), high = fmax(high, l->ref);
    if (low > high) low = 0, high = 1;
    double room = high > low ? (high - low) * .08 : fabs(high) * .1 + 1;
    f->low = low >= 0 && low - room < 0 ? 0 : low - room;
    f->high = high + room;
}

// The distance of grid lines: a round number (1, 2, 5, 10 …) that gives two to five of them.
static double grid_step(double range)
{
    double least = range / 4.5, step = pow(10, floor(log10(least)));
    if (step < least) step *= 2;
    if (step < least) step *= 2.5;
    return step < least ? step * 2 : step;
}

static void draw_grid(canvas *k, const frame *f, const lines *l)
{
    double step = grid_step(f->high - f->low);
    k->line(k, S("axis"), 0, f->bottom, f->right, f->bottom);
    for (double y = ceil(f->low / step) * step; y <= f->high; y += step) {
        if (at_y(f, y) > f->bottom - 3) continue;
        k->line(k, S("grid"), 0, at_y(f, y), f->right, at_y(f, y));
        k->words(k, S("fin"), k->width, at_y(f, y) + 4, format(k->a, "$1$2", v(rounded(y)), v(l->unit ? l->unit : "")));
    }
}

static void draw_curve(canvas *k, const frame *f, const curve *c)
{
    text t = {.a = k->a};
    double *x = news(k->a, double, c->n), *y = news(k->a, double, c->n);
    for (int i = 0; i < c->n; i++) x[i] = at_x(f, c->x[i]), y[i] = at_y(f, c->y[i]);
    smooth(&t, x, y, c->n);
    if (c->n > 1) k->path(k, str_of(c->classes), text_str(&t));
    for (int i = 0; c->points && i < c->n; i++) k->circle(k, S("pt"), x[i], y[i], 4);
}

void chart_lines(canvas *k, const lines *l)
{
    frame f = {.left = k->width * .02, .right = k->width * .92, .top = 12, .bottom = k->height - 26};
    scale(&f, l);
    draw_grid(k, &f, l);
    if (l->band) {
        double top = at_y(&f, l->band_high), bottom = at_y(&f, l->band_low);
        k->rect(k, S("band"), 0, top, f.right, bottom - top, 0);
        k->words(k, S("t2"), k->width * .01, top + 13, l->band_word);
    }
    if (l->ref_word.n) {
        k->line(k, S("ref"), 0, at_y(&f, l->ref), f.right, at_y(&f, l->ref));
        k->words(k, S("t2"), k->width * .01, at_y(&f, l->ref) - 5, l->ref_word);
    }
    for (int i = 0; i < l->ncurves; i++) draw_curve(k, &f, &l->curves[i]);
    for (int i = 0; i < l->nticks; i++)
        k->words(k, i % 2 ? S("mid opt") : S("mid"), at_x(&f, l->tick_x[i]), k->height - 8, l->ticks[i]);
}

void chart_spark(canvas *k, const double *values, int n)
{
    frame f = {.left = k->width * .02, .right = k->width * .96, .top = k->height * .14, .bottom = k->height * .86};
    f.low = INFINITY, f.high = -INFINITY;
    for (int i = 0; i < n; i++) f.low = fmin(f.low, values[i]), f.high = fmax(f.high, values[i]);
    if (n == 0) return;
    if (f.low == f.high) f.low -= 1, f.high += 1;
    text line = {.a = k->a}, area = {.a = k->a};
    double *x = news(k->a, double, n), *y = news(k->a, double, n);
    for (int i = 0; i < n; i++) x[i] = at_x(&f, n > 1 ? (double)i / (n - 1) : 1), y[i] = at_y(&f, values[i]);
    smooth(&line, x, y, n);
    put(&area, text_str(&line));
    point(&area, "L", x[n - 1], k->height);
    point(&area, "L", x[0], k->height);
    put_char(&area, 'Z');
    if (n > 1) k->path(k, S("area"), text_str(&area));
    if (n > 1) k->path(k, S("l-acc"), text_str(&line));
    k->circle(k, S("pt"), x[n - 1], y[n - 1], 3.5);
}

// ---- the wheel

enum { CENTRE_X = 182, CENTRE_Y = 144, OUTER = 132, INNER = 100, MIDDLE = 116 };

// A point on a circle; 0 degrees is at the top, clockwise.
static void polar(text *t, const char *letter, double radius, double degrees)
{
    double r = degrees * 3.14159265358979323846 / 180;
    point(t, letter, CENTRE_X + radius * sin(r), CENTRE_Y - radius * cos(r));
}

// A quarter with a notch where the last one points into it; pointed itself when it is drawn to its end.
static str quarter(arena *a, int n, double part)
{
    text t = {.a = a};
    double from = n * 90 - 2, to = from + 87 * part;
    polar(&t, "M", OUTER, from);
    polar(&t, "A132 132 0 0 1 ", OUTER, to);
    if (part >= 1) polar(&t, "L", MIDDLE, to + 6.5);
    polar(&t, "L", INNER, to);
    polar(&t, "A100 100 0 0 0 ", INNER, from);
    if (87 * part > 6.5) polar(&t, "L", MIDDLE, from + 6.5);
    put_char(&t, 'Z');
    return text_str(&t);
}

void chart_wheel(canvas *k, const phase phases[4], str above, str big, str below)
{
    static const double x[] = {294, 294, 70, 70}, y[] = {26, 262, 262, 26};
    for (int i = 0; i < 4; i++) {
        double done = fmin(fmax(phases[i].done, 0), 1);
        k->path(k, done >= 1 ? S("done") : S("bed"), quarter(k->a, i, 1));
        if (done > 0 && done < 1) k->path(k, phases[i].live ? S("live") : S("done"), quarter(k->a, i, done));
    }
    for (int i = 0; i < 4; i++) {
        k->words(k, i < 2 ? S("") : S("fin"), x[i], y[i], phases[i].name);
        k->words(k, i < 2 ? S("sm") : S("sm fin"), x[i], y[i] + 17, phases[i].note);
    }
    k->words(k, S("sm mid"), CENTRE_X, CENTRE_Y - 24, above);
    k->words(k, S("big mid"), CENTRE_X, CENTRE_Y + 9, big);
    k->words(k, S("sm mid"), CENTRE_X, CENTRE_Y + 32, below);
}
