// table.c: tables on pages: heads repeated, rows kept together, long cells broken by lines.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/page.h"
#include "platform/paper/paper.h"

#define GAP 10.0 // between columns
#define PAD 4.25 // above and below the words of a row
#define PILL 4.5 // beside the words in a level
#define COLUMNS 30

typedef struct {
    face face;
    int colour, ground;
} tone_look;

static tone_look look_of_tone(int tone, bool numbers)
{
    face plain = numbers ? FACE_CELL_NUMBER : FACE_CELL;
    switch (tone) {
    case PAPER_MUTED: return (tone_look){plain, INK_3, NO_COLOUR};
    case PAPER_STRONG: return (tone_look){FACE_CELL_STRONG, INK, NO_COLOUR};
    case PAPER_GOOD: return (tone_look){plain, GOOD, NO_COLOUR};
    case PAPER_WARN: return (tone_look){plain, WARN, NO_COLOUR};
    case PAPER_BAD: return (tone_look){plain, BAD, NO_COLOUR};
    case PAPER_LOW: return (tone_look){FACE_CELL_STRONG, LOW, LOW_BG};
    case PAPER_MEDIUM: return (tone_look){FACE_CELL_STRONG, MEDIUM, MEDIUM_BG};
    case PAPER_HIGH: return (tone_look){FACE_CELL_STRONG, HIGH, HIGH_BG};
    case PAPER_CRITICAL: return (tone_look){FACE_CELL_STRONG, CRITICAL, CRITICAL_BG};
    default: return (tone_look){plain, INK, NO_COLOUR};
    }
}

// ---- columns

typedef struct {
    double least, most; // for its longest word; for its longest text on one line
    bool settled;
} need;

// Digits differ in width: of two dates of the same length the one that was measured may be the narrower.
static str widest_digits(arena *a, str s)
{
    str out = str_dup(a, s);
    for (ptrdiff_t i = 0; i < out.n; i++)
        if (out.p[i] >= '1' && out.p[i] <= '9') ((char *)(uintptr_t)out.p)[i] = '0';
    return out;
}

// The widest of the short words that stand on grounds: the longest by letters may be narrower ("Critical", "Medium").
static double widest_pill(layout *l, const table *t, int at)
{
    str seen[16];
    int n = 0;
    double most = 0;
    for (const row *w = t->rows; w && n < countof(seen); w = w->next) {
        bool known = w->group || w->cells[at].tone < PAPER_LOW || w->cells[at].words.n > 24;
        for (int i = 0; i < n && !known; i++) known = str_eq(seen[i], w->cells[at].words);
        if (known) continue;
        seen[n++] = w->cells[at].words;
        double width = type_word(l->t, w->cells[at].words, FACE_CELL_STRONG);
        if (width > most) most = width;
    }
    return most;
}

static need need_of(layout *l, const table *t, int at)
{
    const column *c = &t->columns[at];
    double third = l->width / 3, title = 0, pill = c->pills ? 2 * PILL + 1 : 1;
    for (str rest = c->title; rest.p;) {
        double w = type_word(l->t, str_cut(&rest, ' '), FACE_COLUMN) + 1;
        if (w > title) title = w;
    }
    face f = c->pills ? FACE_CELL_STRONG : c->numbers ? FACE_CELL_NUMBER : FACE_CELL;
    need n = {.least = type_word(l->t, widest_digits(l->a, c->word), f) + pill,
              .most = type_word(l->t, widest_digits(l->a, c->longest), f) + pill};
    double ground = c->pills ? widest_pill(l, t, at) + pill : 0;
    if (n.least < ground) n.least = ground;
    if (n.most < ground) n.most = ground;
    double whole_title = type_word(l->t, c->title, FACE_COLUMN) + 1;
    if (n.least < title) n.least = title;
    if (n.least > third) n.least = third;
    if (n.most < whole_title) n.most = whole_title;
    return n;
}

// The width that is left for columns not settled, per weight; 0 when there are none.
static double share_left(const table *t, const need *n, double room)
{
    double weights = 0;
    for (int i = 0; i < t->ncolumns; i++) {
        if (n[i].settled)
            room -= t->columns[i].width;
        else
            weights += t->columns[i].weight;
    }
    return weights > 0 ? room / weights : 0;
}

// Settles the columns whose share is less than they need, or else those whose share is more than they can use.
static bool settle(const table *t, need *n, double share, bool small)
{
    bool any = false;
    for (int i = 0; i < t->ncolumns; i++) {
        double mine = share * t->columns[i].weight, bound = small ? n[i].least : n[i].most;
        if (n[i].settled || (small ? mine >= bound - .01 : mine <= bound + .01)) continue;
        t->columns[i].width = bound;
        any = n[i].settled = true;
    }
    return any;
}

// Each column gets its share of the width by weight, but at least what its longest word needs; what a column cannot use
// goes to the others, and to all when none can.
static void share_width(layout *l, const table *t)
{
    double room = l->width - GAP * (t->ncolumns - 1), least = 0, used = 0, weights = 0, x = l->left;
    need n[COLUMNS];
    for (int i = 0; i < t->ncolumns; i++) n[i] = need_of(l, t, i), least += n[i].least;
    for (int i = 0; i < t->ncolumns && least > room; i++) n[i].least *= room / least;
    while (settle(t, n, share_left(t, n, room), true) || settle(t, n, share_left(t, n, room), false)) continue;
    double share = share_left(t, n, room);
    for (int i = 0; i < t->ncolumns; i++) {
        if (!n[i].settled) t->columns[i].width = share * t->columns[i].weight;
        used += t->columns[i].width;
        weights += t->columns[i].weight;
    }
    for (int i = 0; i < t->ncolumns; i++) {
        column *c = &t->columns[i];
        if (used < room) c->width += (room - used) * c->weight / weights;
        c->x = x;
        x += c->width + GAP;
    }
}

// ---- head

static double head_height(layout *l, const table *t)
{
    double most = 0;
    for (int i = 0; i < t->ncolumns; i++) {
        double h = type_height(
            type_set(l->t, t->columns[i].title, FACE_COLUMN, NO_COLOUR, t->columns[i].align, t->columns[i].width));
        if (h > most) most = h;
    }
    return most + 8;
}

static void lay_head(layout *l, const table *t)
{
    double height = head_height(l, t);
    layout_tag(l, "TR");
    for (int i = 0; i < t->ncolumns; i++) {
        const column *c = &t->columns[i];
        shaped *s = type_set(l->t, c->title, FACE_COLUMN, NO_COLOUR, c->align, c->width);
        layout_tag(l, "TH");
        layout_words(l, s, c->x, l->y + height - 5 - type_height(s), 0, s->lines);
        layout_tag(l, NULL);
    }
    layout_tag(l, NULL);
    l->y += height;
    layout_box(l, l->left, l->y - .75, l->width, .75, 0, LINE_2);
    l->fresh = false;
}

// ---- rows

typedef struct {
    shaped *cells[COLUMNS];
    bool pill[COLUMNS];
    double height;
} set_row;

static set_row set_cells(layout *l, const table *t, const row *w)
{
    set_row r = {0};
    for (int i = 0; i < t->ncolumns; i++) {
        const column *c = &t->columns[i];
        const cell *x = &w->cells[i];
        tone_look k = look_of_tone(x->tone, c->numbers);
        if (x->link && k.colour == INK) k.colour = ACCENT;
        if (k.ground != NO_COLOUR && x->words.n) {
            r.cells[i] = type_set(l->t, x->words, k.face, k.colour, PAPER_LEFT, 0);
            r.pill[i] = r.cells[i]->lines == 1 && r.cells[i]->natural + 2 * PILL <= c->width + .5;
        }
        if (!r.pill[i])
            r.cells[i] = type_set(l->t, x->words, k.face, k.ground == NO_COLOUR ? k.colour : INK, c->align, c->width);
        if (type_height(r.cells[i]) > r.height) r.height = type_height(r.cells[i]);
    }
    return r;
}

static void lay_pill(layout *l, const column *c, const shaped *s, int ground)
{
    double width = s->natural + 2 * PILL, x = c->x;
    if (c->align == PAPER_RIGHT) x += c->width - width;
    if (c->align == PAPER_CENTRE) x += (c->width - width) / 2;
    layout_box(l, x, l->y + PAD - 1.5, width, type_height(s) + 3, 3, ground);
    layout_words(l, (shaped *)s, x + PILL, l->y + PAD, 0, 1);
}

// The part of a row from its lines `from` on that fits into `height`; from[i] moves on. Returns the height it took.
static double lay_part(layout *l, const table *t, const row *w, const set_row *r, int *from, double height)
{
    double took = 0;
    layout_tag(l, "TR");
    for (int i = 0; i < t->ncolumns; i++) {
        const column *c = &t->columns[i];
        shaped *s = r->cells[i];
        int n = type_lines_in(s, from[i], height);
        layout_tag(l, "TD");
        if (n && r->pill[i])
            lay_pill(l, c, s, look_of_tone(w->cells[i].tone, false).ground);
        else if (n && s->words.n)
            layout_words(l, s, c->x, l->y + PAD, from[i], from[i] + n);
        double h = type_top(s, from[i] + n) - type_top(s, from[i]);
        if (n && w->cells[i].link) layout_link(l, w->cells[i].link, c->x, l->y + PAD, c->width, h);
        layout_tag(l, NULL);
        from[i] += n;
        if (h > took) took = h;
    }
    layout_tag(l, NULL);
    return took;
}

static bool all_laid(const table *t, const set_row *r, const int *from)
{
    for (int i = 0; i < t->ncolumns; i++)
        if (from[i] < r->cells[i]->lines) return false;
    return true;
}

static void next_page(layout *l, const table *t)
{
    layout_turn(l);
    lay_head(l, t);
}

// A row stays together where a page can hold it; one that is taller than half a page is broken between lines.
static void lay_row(layout *l, const table *t, const row *w)
{
    set_row r = set_cells(l, t, w);
    double body = l->bottom - l->top - head_height(l, t);
    int from[COLUMNS] = {0};
    if (r.height + 2 * PAD > layout_room(l) && (r.height < body / 2 || layout_room(l) < 60)) next_page(l, t);
    layout_anchor(l, w->anchor, l->y);
    for (;;) {
        double took = lay_part(l, t, w, &r, from, layout_room(l) - 2 * PAD);
        l->y += took + 2 * PAD;
        if (all_laid(t, &r, from)) break;
        if (took <= 0 && l->y > l->top + body) return; // a line taller than a page: what cannot be shown is left out
        next_page(l, t);
    }
    layout_box(l, l->left, l->y - .5, l->width, .5, 0, LINE);
}

static double first_row(layout *l, const table *t, const row *w)
{
    double height = set_cells(l, t, w).height + 2 * PAD;
    return height < 120 ? height : 120;
}

static void lay_group(layout *l, const table *t, const row *w)
{
    shaped *s = type_set(l->t, w->cells[0].words, FACE_CELL_STRONG, NO_COLOUR, PAPER_LEFT, l->width);
    double height = type_height(s) + 2 * PAD + 8;
    double after = w->next && !w->next->group ? first_row(l, t, w->next) : 0;
    if (height + after > layout_room(l)) next_page(l, t);
    layout_tag(l, "TR");
    layout_tag(l, "TH");
    layout_words(l, s, l->left, l->y + PAD + 8, 0, s->lines);
    layout_tag(l, NULL);
    layout_tag(l, NULL);
    l->y += height;
    layout_box(l, l->left, l->y - .5, l->width, .5, 0, LINE);
}

double table_first(layout *l, const table *t)
{
    share_width(l, t);
    double height = head_height(l, t) + 4;
    for (const row *w = t->rows; w; w = w->next) {
        if (!w->group) return height + first_row(l, t, w);
        height += 28;
    }
    return height;
}

void table_layout(layout *l, const table *t)
{
    double first = table_first(l, t);
    if (first > layout_room(l) && !l->fresh) layout_turn(l);
    l->y += l->fresh ? 0 : 4;
    layout_tag(l, "Table");
    lay_head(l, t);
    for (const row *w = t->rows; w; w = w->next) {
        if (w->group)
            lay_group(l, t, w);
        else
            lay_row(l, t, w);
        layout_told(l);
    }
    layout_tag(l, NULL);
    l->y += 14;
}
