// chart_loss.c: curves of exceedance: the chance in a year of a loss of at least so much.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/chart.h"

#include <math.h>

typedef struct {
    double left, right, top, bottom; // on the canvas
    double low, high;                // losses; logarithmic
    double most;                     // chance at the top
} plot;

static double rounded(double x)
{
    return nearbyint(x * 100) / 100;
}

static double at_x(const plot *f, double x)
{
    double t = log(x / f->low) / log(f->high / f->low);
    return f->left + fmin(fmax(t, 0), 1) * (f->right - f->left);
}

static double at_y(const plot *f, double chance)
{
    return f->bottom - fmin(chance / f->most, 1) * (f->bottom - f->top);
}

static void point(text *t, const char *letter, double x, double y)
{
    put_z(t, letter);
    put_double(t, rounded(x));
    put_char(t, ' ');
    put_double(t, rounded(y));
}

str amount_short(arena *a, double x)
{
    static const struct {
        double from;
        const char *unit;
    } units[] = {{1e12, "T"}, {1e9, "bn"}, {1e6, "M"}, {1e3, "k"}, {0, ""}};
    text t = {.a = a};
    double size = fabs(x);
    if (!(size < 1e15)) return S("–");
    for (int i = 0; i < countof(units); i++) {
        if (size < units[i].from * 0.9995) continue;
        double scaled = units[i].from > 0 ? x / units[i].from : x, step = fabs(scaled) >= 100  ? 1
                                                                          : fabs(scaled) >= 10 ? 10
                                                                                               : 100;
        put_double(&t, nearbyint(scaled * step) / step + 0.0);
        put_z(&t, units[i].unit);
        break;
    }
    return text_str(&t);
}

// The range that holds what is likelier than one year in a thousand, but no more than five powers of ten.
static void find_range(plot *f, const exceedance *e)
{
    double low = INFINITY, high = 0, most = e->chance;
    for (int i = 0; i < e->ncurves; i++) {
        const exceedance_curve *c = &e->curves[i];
        for (int k = 0; k < c->n; k++) {
            most = fmax(most, c->above[k]);
            if (c->above[k] >= 0.001 || !k) high = fmax(high, c->x[k]);
        }
        if (c->n) low = fmin(low, c->x[0]);
    }
    if (e->appetite > 0) high = fmax(high, e->appetite * 1.5), low = fmin(low, e->appetite / 2);
    if (!(high > 0)) high = 1e6, low = 1e3;
    f->high = high * 1.05;
    f->low = fmax(fmin(low, high / 4), f->high * 1e-5);
    static const double tops[] = {0.004, 0.01, 0.02, 0.04, 0.1, 0.2, 0.4, 1};
    for (int i = 0; i < countof(tops); i++)
        if (tops[i] >= fmin(most, 1) || tops[i] == 1) {
            f->most = tops[i];
            break;
        }
}

static void draw_axes(canvas *k, const plot *f, const exceedance *e)
{
    k->line(k, S("axis"), f->left, f->bottom, f->right, f->bottom);
    for (int i = 1; i <= 4; i++) {
        double chance = f->most * i / 4, y = at_y(f, chance);
        k->line(k, S("grid"), f->left, y, f->right, y);
        k->words(k, S("fin"), f->right, y - 5, format(k->a, "$1 %", v(rounded(chance * 100))));
    }
    double decades = log10(f->high / f->low);
    int n = 0;
    for (double power = pow(10, floor(log10(f->low))); power <= f->high; power *= 10) {
        static const double steps[] = {1, 2, 5};
        for (int s = 0; s < countof(steps); s++) {
            double x = power * steps[s];
            if (x < f->low * 1.02 || x > f->high || (decades > 2.2 && s) || (decades > 1.2 && s == 1)) continue;
            k->line(k, S("grid"), at_x(f, x), f->top, at_x(f, x), f->bottom);
            if (at_x(f, x) > f->left + 14 && at_x(f, x) < f->right - 14)
                k->words(k, n++ % 2 ? S("mid opt") : S("mid"), at_x(f, x), f->bottom + 16, amount_short(k->a, x));
        }
    }
    k->words(k, S("mid"), (f->left + f->right) / 2, k->height - 3, e->axis);
}

// From the left edge along the curve; what lies beyond the range is left out.
static str trace(canvas *k, const plot *f, const exceedance_curve *c, bool closed)
{
    text t = {.a = k->a};
    point(&t, "M", f->left, at_y(f, c->above[0]));
    double last = f->left;
    for (int i = 0; i < c->n; i++) {
        if (c->x[i] < f->low) continue;
        if (c->x[i] > f->high) break;
        point(&t, "L", last = at_x(f, c->x[i]), at_y(f, c->above[i]));
    }
    if (closed) {
        point(&t, "L", last, f->bottom);
        point(&t, "L", f->left, f->bottom);
        put_char(&t, 'Z');
    }
    return text_str(&t);
}

static double chance_at(const exceedance_curve *c, double x)
{
    if (x <= c->x[0]) return c->above[0];
    for (int i = 1; i < c->n; i++)
        if (x <= c->x[i]) {
            double t = log(x / c->x[i - 1]) / log(c->x[i] / c->x[i - 1]);
            return c->above[i - 1] + t * (c->above[i] - c->above[i - 1]);
        }
    return 0;
}

// Between the curve and the line, where it lies above it.
static void draw_over(canvas *k, const plot *f, const exceedance *e)
{
    const exceedance_curve *c = &e->curves[e->main];
    if (!c->n || !(e->appetite > 0) || chance_at(c, e->appetite) <= e->chance) return;
    text t = {.a = k->a};
    point(&t, "M", at_x(f, e->appetite), at_y(f, e->chance));
    point(&t, "L", at_x(f, e->appetite), at_y(f, chance_at(c, e->appetite)));
    double last = e->appetite;
    for (int i = 0; i < c->n && c->above[i] > e->chance && c->x[i] <= f->high; i++)
        if (c->x[i] > e->appetite) point(&t, "L", at_x(f, last = c->x[i]), at_y(f, c->above[i]));
    point(&t, "L", at_x(f, last), at_y(f, e->chance));
    put_char(&t, 'Z');
    k->path(k, S("over-bed"), text_str(&t));
}

// The appetite: below its amount anything is borne, above it no more than its chance.
static void draw_appetite(canvas *k, const plot *f, const exceedance *e)
{
    text t = {.a = k->a};
    if (!(e->appetite > 0)) return;
    point(&t, "M", at_x(f, e->appetite), f->top);
    point(&t, "L", at_x(f, e->appetite), at_y(f, e->chance));
    point(&t, "L", f->right, at_y(f, e->chance));
    k->path(k, S("l-ink thin"), text_str(&t));
}

void chart_exceedance(canvas *k, const exceedance *e)
{
    plot f = {.left = 0, .right = k->width, .top = 16 + e->head, .bottom = k->height - 38};
    find_range(&f, e);
    draw_axes(k, &f, e);
    if (e->ncurves && e->curves[e->main].n) k->path(k, S("area"), trace(k, &f, &e->curves[e->main], true));
    if (e->ncurves) draw_over(k, &f, e);
    draw_appetite(k, &f, e);
    for (int i = 0; i < e->ncurves; i++)
        if (e->curves[i].n && i != e->main)
            k->path(k, str_of(e->curves[i].classes), trace(k, &f, &e->curves[i], false));
    if (e->ncurves && e->curves[e->main].n)
        k->path(k, str_of(e->curves[e->main].classes), trace(k, &f, &e->curves[e->main], false));
}

// ---- the tornado: what moves the figure most, widest first

enum { BAR = 26 };

void chart_tornado_size(int n, double *height)
{
    *height = n * BAR + 24;
}

void chart_tornado(canvas *k, const tornado_bar *bars, int n, double middle)
{
    double low = middle, high = middle, names = k->width * 0.36;
    for (int i = 0; i < n; i++) {
        low = fmin(low, fmin(bars[i].low, bars[i].high));
        high = fmax(high, fmax(bars[i].low, bars[i].high));
    }
    double range = high > low ? high - low : 1, wide = k->width - names - k->width * 0.02;
    double centre = names + (middle - low) / range * wide, bottom = n * BAR + 4;
    for (int i = 0; i < n; i++) {
        double from = names + (bars[i].low - low) / range * wide, to = names + (bars[i].high - low) / range * wide;
        double y = i * BAR + 5;
        k->words(k, S("t1"), 0, y + 13, bars[i].name);
        k->rect(k, S("f-good"), fmin(from, centre), y, fabs(centre - from), BAR - 10, 0);
        k->rect(k, S("f-bad"), fmin(to, centre), y, fabs(to - centre), BAR - 10, 0);
    }
    k->line(k, S("axis"), centre, 0, centre, bottom);
    k->words(k, S("mid"), centre, bottom + 15, amount_short(k->a, middle));
    if (centre - names > wide * 0.2) k->words(k, S("t2"), names, bottom + 15, amount_short(k->a, low));
    if (names + wide - centre > wide * 0.2) k->words(k, S("fin"), names + wide, bottom + 15, amount_short(k->a, high));
}
