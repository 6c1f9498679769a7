// paragraph.c: running text on pages.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/page.h"
#include "platform/paper/paper.h"

#define STEP 14.0     // a level of a list
#define MEASURE 450.0 // lines longer than this are hard to read

typedef struct {
    face face;
    double before, after, indent;
} manner;

static manner manner_of(const block *b)
{
    double list = STEP * (b->level + 1);
    switch ((paper_kind)b->paragraph) {
    case PAPER_BULLET:
    case PAPER_NUMBER: return (manner){FACE_BODY, 0, 3, list};
    case PAPER_QUOTE: return (manner){FACE_BODY, 2, 8, STEP};
    case PAPER_CODE: return (manner){FACE_CODE, 4, 12, 8};
    case PAPER_LEDE: return (manner){FACE_LEDE, 0, 10, 0};
    case PAPER_SMALL: return (manner){FACE_SMALL, 0, 5, 0};
    case PAPER_PLAIN: break;
    }
    return (manner){FACE_BODY, 0, 7, 0};
}

// How many lines of the rest go on this page: never one alone of a longer paragraph, here or there.
static int lines_here(const layout *l, const shaped *s, int from)
{
    int left = s->lines - from, n = type_lines_in(s, from, layout_room(l));
    if (n >= left) return left;
    if (left - n == 1 && n > 2) n--;
    if (n < 2 && left > 1) n = 0;
    return n || !l->fresh ? n : 1;
}

// What stands beside or behind a part of a paragraph.
static void mark(layout *l, const block *b, double height, bool first)
{
    if (b->paragraph == PAPER_QUOTE) layout_box(l, l->left, l->y, 2, height, 0, LINE_2);
    if (b->paragraph == PAPER_CODE)
        layout_box(l, l->left, l->y - 5, l->width < MEASURE ? l->width : MEASURE, height + 10, 3, SUNK);
    if (!first || (b->paragraph != PAPER_BULLET && b->paragraph != PAPER_NUMBER)) return;
    bool bullet = b->paragraph == PAPER_BULLET;
    str sign = bullet ? S("\xE2\x80\xA2") : format(l->a, "$1.", v(b->number));
    shaped *s = type_set(l->t, sign, FACE_BODY, bullet ? INK_3 : INK_2, PAPER_LEFT, 0);
    layout_words(l, s, l->left + STEP * b->level + (bullet ? 3 : 0), l->y, 0, s->lines);
}

void paragraph_layout(layout *l, const block *b)
{
    manner m = manner_of(b);
    double width = l->width < MEASURE ? l->width : MEASURE;
    shaped *s = type_set_spans(l->t, b->words, b->spans, b->nspans, m.face,
                               width - m.indent - (b->paragraph == PAPER_CODE ? 8 : 0));
    bool list = b->paragraph == PAPER_BULLET || b->paragraph == PAPER_NUMBER;
    l->y += l->fresh ? 0 : m.before;
    for (int from = 0; from < s->lines;) {
        int n = lines_here(l, s, from);
        if (!n) {
            layout_turn(l);
            continue;
        }
        double height = type_top(s, from + n) - type_top(s, from);
        layout_tag(l, b->paragraph == PAPER_CODE ? "Code" : list ? "LBody" : "P");
        mark(l, b, height, from == 0);
        layout_words(l, s, l->left + m.indent, l->y, from, from + n);
        layout_tag(l, NULL);
        l->y += height;
        l->fresh = false;
        from += n;
    }
    bool goes_on = list && b->next && b->next->kind == BLOCK_PARAGRAPH && b->next->paragraph == b->paragraph;
    l->y += goes_on || !list ? m.after : 8;
}
