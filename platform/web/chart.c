// chart.c: heat map and bars.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/chart.h"

#include <math.h>

// ---- heat map

enum { CELL = 52, GAP = 3, STEP = CELL + GAP, TOP = 1, BELOW = 34, LETTER = 6, NAME_LEAST = 60 };

static ptrdiff_t characters(str s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

// As many characters as there is room for; the rest is in the label of the cell.
static str shortened(arena *a, str s, ptrdiff_t most)
{
    if (characters(s) <= most) return s;
    ptrdiff_t n = 0, i = 0;
    for (; i < s.n; i++) {
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
        if (n == most) break;
    }
    return str_join(a, str_trim(str_sub(s, 0, i)), S("…"));
}

static double left_of(const heatmap *h)
{
    ptrdiff_t longest = 0;
    for (int i = 0; i < h->rows; i++) {
        ptrdiff_t n = characters(h->row_names[i]);
        if (n > longest) longest = n;
    }
    double room = 8 + (double)(longest > 20 ? 20 : longest) * LETTER;
    return room < NAME_LEAST ? NAME_LEAST : room;
}

void chart_heatmap_size(const heatmap *h, double *width, double *height)
{
    *width = left_of(h) + h->columns * STEP - 1;
    *height = h->rows * STEP - GAP + TOP + BELOW - 1;
}

static double cell_x(const heatmap *h, int column)
{
    return left_of(h) + column * STEP;
}

static double cell_y(const heatmap *h, int row)
{
    return TOP + (h->rows - 1 - row) * STEP;
}

static const char *const level_class[] = {"low", "medium", "high", "critical"};

static int level_of(const heat_cell *c)
{
    return c->level < TONE_LOW || c->level > TONE_CRITICAL ? 0 : (int)c->level - TONE_LOW;
}

static void draw_cell(canvas *k, const heatmap *h, int column, int row)
{
    const heat_cell *c = &h->cells[row * h->columns + column];
    double x = cell_x(h, column), y = cell_y(h, row);
    int level = level_of(c);
    str class = str_of(level_class[level]);
    bool pressed = c->count > 0 && c->url.n;
    if (pressed) k->link(k, c->url, c->label, x, y, CELL, CELL);
    k->rect(k, class, x, y, CELL, CELL, 4);
    if (level == 3) k->rect(k, S("hatch-soft"), x, y, CELL, CELL, 4);
    if (c->count > 0)
        k->words(k, format(k->a, "v $1", v(class)), x + CELL / 2.0, y + CELL / 2.0 + 6,
                 format(k->a, "$1", v(c->count)));
    if (pressed) k->link_end(k);
    k->words(k, format(k->a, "k $1", v(class)), x + 5, y + 13, h->letters[level]);
}

// The appetite as a stair: from the top downwards, to the left of the first cell of each row that lies above it.
static str stair(canvas *k, const heatmap *h)
{
    text t = {.a = k->a};
    double right = cell_x(h, h->columns - 1) + CELL, bottom = cell_y(h, 0) + CELL, at = -1;
    for (int row = h->rows - 1; row >= 0; row--) {
        int column = 0;
        while (column < h->columns && !h->cells[row * h->columns + column].above) column++;
        double x = column == h->columns ? right : cell_x(h, column) - GAP / 2.0;
        double y = row == h->rows - 1 ? 0 : cell_y(h, row) - GAP / 2.0,
               below = row ? cell_y(h, row) + CELL + GAP / 2.0 : bottom;
        bool line = column < h->columns;
        if (!t.n && line) {
            // Above the first row with such cells the line comes in from the right.
            if (y > 0)
                fill(&t, S("M$1 $2L$3 $2"), VALS(v(right), v(y), v(x)), 3);
            else
                fill(&t, S("M$1 $2"), VALS(v(x), v(y)), 2);
        } else if (t.n && x != at)
            fill(&t, S("L$1 $2"), VALS(v(x), v(y)), 2);
        if (line)
            fill(&t, S("L$1 $2"), VALS(v(x), v(below)), 2);
        else if (t.n)
            break;
        at = x;
    }
    return text_str(&t);
}

static void draw_axes(canvas *k, const heatmap *h)
{
    double left = left_of(h), below = cell_y(h, 0) + CELL;
    for (int row = 0; row < h->rows; row++)
        k->words(k, S("fin"), left - 8, cell_y(h, row) + CELL / 2.0 + 4, shortened(k->a, h->row_names[row], 20));
    for (int column = 0; column < h->columns; column++)
        k->words(k, S("mid"), cell_x(h, column) + CELL / 2.0, below + 15, shortened(k->a, h->column_names[column], 9));
    k->words(k, S("mid t2"), left + (h->columns * STEP - GAP) / 2.0, below + 31, h->column_axis);
    k->words(k, S("t2"), 0, below + 31, h->row_axis);
}

static double rounded(double x)
{
    return nearbyint(x * 100) / 100;
}

// From mark to mark, clear of both.
static void draw_arrow(canvas *k, double x1, double y1, double x2, double y2, bool dashed)
{
    double dx = x2 - x1, dy = y2 - y1, far = sqrt(dx * dx + dy * dy);
    if (far < 30) return; // side by side in one cell
    double ux = dx / far, uy = dy / far;
    k->line(k, S("halo"), x1 + 13 * ux, y1 + 13 * uy, x2 - 16 * ux, y2 - 16 * uy);
    k->line(k, dashed ? S("mv dashed") : S("mv"), x1 + 13 * ux, y1 + 13 * uy, x2 - 19 * ux, y2 - 19 * uy);
    text t = {.a = k->a};
    double tip[] = {
        x2 - 15 * ux,           y2 - 15 * uy, x2 - 23 * ux + 4.5 * uy, y2 - 23 * uy - 4.5 * ux, x2 - 23 * ux - 4.5 * uy,
        y2 - 23 * uy + 4.5 * ux};
    for (int i = 0; i < 6; i++) tip[i] = rounded(tip[i]);
    fill(&t, S("M$1 $2L$3 $4L$5 $6Z"), VALS(v(tip[0]), v(tip[1]), v(tip[2]), v(tip[3]), v(tip[4]), v(tip[5])), 6);
    k->path(k, S("tip"), text_str(&t));
}

// Marks that share a cell stand side by side.
static double mark_x(const heatmap *h, int at)
{
    int same = 0, before = 0;
    for (int i = 0; i < h->nmarks; i++) {
        if (h->marks[i].column != h->marks[at].column || h->marks[i].row != h->marks[at].row) continue;
        same++;
        before += i < at;
    }
    return cell_x(h, h->marks[at].column) + CELL / 2.0 + (before - (same - 1) / 2.0) * 15;
}

static double mark_y(const heatmap *h, int at)
{
    return cell_y(h, h->marks[at].row) + CELL / 2.0;
}

static void draw_marks(canvas *k, const heatmap *h)
{
    for (int i = 1; i < h->nmarks; i++)
        draw_arrow(k, mark_x(h, i - 1), mark_y(h, i - 1), mark_x(h, i), mark_y(h, i), h->marks[i].look == 3);
    for (int i = 0; i < h->nmarks; i++) {
        double x = mark_x(h, i), y = mark_y(h, i);
        k->circle(k, format(k->a, "mk m$1", v(h->marks[i].look)), x, y, 11);
        k->words(k, format(k->a, "mt m$1", v(h->marks[i].look)), x, y + 4, (str){&h->marks[i].letter, 1});
    }
}

void chart_heatmap(canvas *k, const heatmap *h)
{
    for (int row = h->rows - 1; row >= 0; row--)
        for (int column = 0; column < h->columns; column++) draw_cell(k, h, column, row);
    str line = stair(k, h);
    if (line.n) {
        k->path(k, S("ap-halo"), line);
        k->path(k, S("ap"), line);
    }
    draw_axes(k, h);
    draw_marks(k, h);
}

// ---- bars

static void draw_part(canvas *k, const portion *p, double x, double y, double width, double height, double radius)
{
    k->rect(k, str_of(p->classes), x, y, width, height, radius);
    if (p->hatch) k->rect(k, str_of(p->hatch), x, y, width, height, radius);
}

void chart_split(canvas *k, const portion *parts, int n, double whole)
{
    double sum = 0, x = 0;
    for (int i = 0; i < n; i++) sum += parts[i].value;
    if (whole <= 0) whole = sum;
    for (int i = 0; i < n && whole > 0; i++) {
        double width = parts[i].value / whole * k->width;
        if (width > 0) draw_part(k, &parts[i], x, 0, width > 2 ? width - k->width * .0035 : width, k->height, 2);
        x += width;
    }
}

// A round number at or above x whose half is round too: 2, 4, 6, 8, 10, 12, 16, 20 …
static double round_above(double x)
{
    static const double rounds[] = {1, 1.2, 1.6, 2, 3, 4, 6, 8, 10};
    double step = 1;
    if (x <= 2) return 2;
    while (step * 10 < x) step *= 10;
    for (int i = 0; i < countof(rounds); i++)
        if (rounds[i] * step >= x && (step > 1 || rounds[i] == floor(rounds[i] / 2) * 2)) return rounds[i] * step;
    return 10 * step;
}

void chart_columns(canvas *k, const column *columns, int n, const portion *legend, int nparts, int now, str now_word)
{
    double most = 0, base = k->height - 42, right = k->width * .955, step = right / (n ? n : 1);
    for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < nparts; j++) sum += columns[i].values[j];
        if (sum > most) most = sum;
    }
    most = round_above(most);
    double unit = (base - 9) / most;
    k->line(k, S("axis"), 0, base, right, base);
    for (int i = 1; i <= 2; i++) {
        k->line(k, S("grid"), 0, base - most / 2 * i * unit, right, base - most / 2 * i * unit);
        k->words(k, S("fin"), k->width, base - most / 2 * i * unit + 4, format(k->a, "$1", v(most / 2 * i)));
    }
    for (int i = 0; i < n; i++) {
        double y = base;
        for (int j = 0; j < nparts; j++) {
            double height = columns[i].values[j] * unit;
            if (height <= 0) continue;
            y -= height;
            draw_part(k, &legend[j], step * (i + .17), y, step * .66, height > 1 ? height - 1 : height, 1.5);
        }
        k->words(k, i % 2 ? S("mid opt") : S("mid"), step * (i + .5), base + 17, columns[i].name);
    }
    if (now < 0) return;
    k->line(k, S("ref"), step * now, 0, step * now, base);
    k->words(k, S("t2 mid"), step * now, base + 34, now_word);
}
