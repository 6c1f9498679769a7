// look.c: colours and faces of a document.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/look.h"

#define SANS "Inter, DejaVu Sans"
#define DISPLAY "Inter Display, Inter, DejaVu Sans"
#define MONO "DejaVu Sans Mono"

const face_look faces[FACES] = {
    [FACE_TITLE] = {DISPLAY, 27, 600, 1.0, -16, false, INK},
    [FACE_SUBTITLE] = {SANS, 12.5, 400, 1.1, -6, false, INK_2},
    [FACE_ORGANISATION] = {SANS, 10.5, 600, 1.0, -4, false, INK},
    [FACE_LABEL] = {SANS, 8.5, 400, 1.1, 0, false, INK_3},
    [FACE_FACT] = {SANS, 9, 500, 1.1, 0, false, INK},
    [FACE_HEADING_1] = {DISPLAY, 17, 600, 1.05, -10, false, INK},
    [FACE_HEADING_2] = {SANS, 12, 600, 1.05, -8, false, INK},
    [FACE_HEADING_3] = {SANS, 9.5, 600, 1.05, -4, false, INK},
    [FACE_BODY] = {SANS, 9.5, 400, 1.22, -3, false, INK},
    [FACE_LEDE] = {SANS, 12, 400, 1.18, -6, false, INK_2},
    [FACE_SMALL] = {SANS, 8, 400, 1.18, 0, false, INK_3},
    [FACE_CODE] = {MONO, 8, 400, 1.15, 0, false, INK},
    [FACE_CELL] = {SANS, 8.25, 400, 1.12, 0, false, INK},
    [FACE_CELL_STRONG] = {SANS, 8.25, 600, 1.12, 0, false, INK},
    [FACE_CELL_NUMBER] = {SANS, 8.25, 400, 1.12, 0, true, INK},
    [FACE_COLUMN] = {SANS, 7.5, 500, 1.1, 0, false, INK_3},
    [FACE_FOOT] = {SANS, 7.5, 400, 1.0, 0, true, INK_3},
    [FACE_FOOT_CODE] = {MONO, 5.75, 400, 1.0, 0, false, INK_3},
    [FACE_CONTENTS_1] = {SANS, 9.5, 500, 1.0, -3, true, INK},
    [FACE_CONTENTS_2] = {SANS, 9, 400, 1.0, 0, true, INK_2},
    [FACE_CHART] = {SANS, 11, 500, 1.0, 0, true, INK_3},
    [FACE_CHART_2] = {SANS, 11, 550, 1.0, 0, true, INK_2},
    [FACE_CHART_1] = {SANS, 13, 600, 1.0, 0, true, INK},
    [FACE_CHART_KEY] = {SANS, 10, 650, 1.0, 0, false, INK},
    [FACE_CHART_VALUE] = {SANS, 16, 650, 1.0, -20, false, INK},
};

static const shape_look nothing = {.fill = NO_COLOUR,
                                   .stroke = NO_COLOUR,
                                   .fill_alpha = 1,
                                   .width = 1,
                                   .hatch = NO_COLOUR,
                                   .hatch_alpha = 1,
                                   .hatch_width = 1.6,
                                   .hatch_step = 5,
                                   .face = FACE_CHART,
                                   .words = NO_COLOUR};

static void fill_with(shape_look *l, int colour, double alpha)
{
    l->fill = colour;
    l->fill_alpha = alpha;
}

static void stroke_with(shape_look *l, int colour, double width, double dash, double gap)
{
    l->stroke = colour;
    l->width = width;
    l->dash = dash;
    l->gap = gap;
}

static void hatch_with(shape_look *l, int colour, double alpha, double width, double step)
{
    l->hatch = colour;
    l->hatch_alpha = alpha;
    l->hatch_width = width;
    l->hatch_step = step;
}

static bool apply_fill(shape_look *l, str c)
{
    static const struct {
        const char *name;
        int colour;
        double alpha;
    } fills[] = {
        {"f-acc", ACCENT_FILL, 1}, {"f-mid", ACCENT_MID, 1},  {"f-soft", ACCENT_SOFT, 1}, {"f-warn", WARN_MARK, 1},
        {"f-bad", BAD_MARK, 1},    {"f-good", GOOD_MARK, 1},  {"f-none", 0xE2E4EA, 1},    {"f-bg", PAGE, 1},
        {"f-ink", INK, 1},         {"area", ACCENT_FILL, .1}, {"band", GOOD_MARK, .14},   {"over-bed", BAD_MARK, .12},
        {"tip", INK, 1},
    };
    for (int i = 0; i < countof(fills); i++) {
        if (!str_eq(c, str_of(fills[i].name))) continue;
        fill_with(l, fills[i].colour, fills[i].alpha);
        return true;
    }
    return false;
}

static bool apply_stroke(shape_look *l, str c)
{
    static const struct {
        const char *name;
        int colour;
        double width, dash, gap;
    } strokes[] = {
        {"grid", LINE, 1, 0, 0},       {"axis", LINE_2, 1, 0, 0},       {"ref", INK_3, 1, 2, 3},
        {"f-plan", 0xAEB3C0, 1, 0, 0}, {"l-acc", ACCENT_FILL, 2, 0, 0}, {"l-mut", INK_3, 1.5, 5, 4},
        {"l-ink", INK, 2.5, 0, 0},     {"l-bad", BAD_MARK, 1.5, 0, 0},  {"l-two", ACCENT_FILL, 2, 1.5, 5},
        {"ap-halo", PAGE, 5.5, 0, 0},  {"ap", INK, 2.5, 0, 0},          {"halo", PAGE, 6, 0, 0},
        {"mv", INK, 2, 0, 0},
    };
    for (int i = 0; i < countof(strokes); i++) {
        if (!str_eq(c, str_of(strokes[i].name))) continue;
        stroke_with(l, strokes[i].colour, strokes[i].width, strokes[i].dash, strokes[i].gap);
        l->round = str_starts(c, S("l-"));
        return true;
    }
    return false;
}

// Levels by their name or their letter; the ground for shapes, the word for text.
static bool apply_level(shape_look *l, str c)
{
    static const struct {
        const char *name, *letter;
        int words, ground;
    } levels[] = {
        {"low", "l", LOW, LOW_BG},
        {"medium", "m", MEDIUM, MEDIUM_BG},
        {"high", "h", HIGH, HIGH_BG},
        {"critical", "c", CRITICAL, CRITICAL_BG},
    };
    for (int i = 0; i < countof(levels); i++) {
        if (!str_eq(c, str_of(levels[i].name)) && !str_eq(c, str_of(levels[i].letter))) continue;
        fill_with(l, levels[i].ground, 1);
        l->words = levels[i].words;
        return true;
    }
    return false;
}

static bool apply_words(shape_look *l, str c)
{
    static const struct {
        const char *name;
        face face;
        int words, anchor;
    } words[] = {
        {"t1", FACE_CHART_1, INK, -1}, {"t2", FACE_CHART_2, INK_2, -1}, {"mid", FACES, 0, 1},
        {"fin", FACES, 0, 2},          {"k", FACE_CHART_KEY, 0, -1},    {"v", FACE_CHART_VALUE, 0, 1},
        {"mt", FACE_CHART_2, INK, 1},
    };
    for (int i = 0; i < countof(words); i++) {
        if (!str_eq(c, str_of(words[i].name))) continue;
        if (words[i].face != FACES) l->face = words[i].face;
        if (words[i].words) l->words = words[i].words;
        if (words[i].anchor >= 0) l->anchor = words[i].anchor;
        return true;
    }
    return false;
}

static void apply_rest(shape_look *l, str c)
{
    if (str_eq(c, S("hatch")))
        hatch_with(l, PAGE, 1, 1.6, 5);
    else if (str_eq(c, S("hatch-soft")))
        hatch_with(l, PAGE, .15, 2, 6);
    else if (str_eq(c, S("hatch-bad")))
        hatch_with(l, BAD_MARK, 1, 1, 5);
    else if (str_eq(c, S("hatch-dark")))
        hatch_with(l, 0xAEB3C0, .55, 1.25, 5);
    else if (str_eq(c, S("thin")))
        l->width = 1.5;
    else if (str_eq(c, S("pt")))
        fill_with(l, ACCENT_FILL, 1), stroke_with(l, PAGE, 2, 0, 0);
    else if (str_eq(c, S("mk")))
        fill_with(l, INK, 1), stroke_with(l, PAGE, 2, 0, 0);
    else if (str_eq(c, S("open")) || str_eq(c, S("m1")))
        stroke_with(l, l->fill, 2, 0, 0), fill_with(l, PAGE, 1);
    else if (str_eq(c, S("m3")))
        stroke_with(l, INK, 2, 3, 2.5), fill_with(l, PAGE, 1);
}

shape_look look_of(str classes)
{
    shape_look l = nothing;
    for (str rest = classes; rest.p;) {
        str c = str_cut(&rest, ' ');
        if (c.n && !apply_fill(&l, c) && !apply_stroke(&l, c) && !apply_level(&l, c) && !apply_words(&l, c))
            apply_rest(&l, c);
    }
    // The figure on a critical ground is white, on the others ink (.hm .v).
    if (l.words == NO_COLOUR || (l.face == FACE_CHART_VALUE && l.words != CRITICAL)) l.words = faces[l.face].colour;
    return l;
}
