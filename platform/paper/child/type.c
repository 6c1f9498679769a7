// type.c: words set in type.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/type.h"
#include "platform/paper/paper.h"

#include <string.h>

static PangoAttrList *face_attributes(const face_look *l)
{
    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE)); // a code must not gain a hyphen
    if (l->tracking != 0)
        pango_attr_list_insert(list, pango_attr_letter_spacing_new((int)(l->tracking * l->size * PANGO_SCALE / 1000)));
    if (l->tabular) pango_attr_list_insert(list, pango_attr_font_features_new("tnum=1"));
    return list;
}

type *type_begin(arena *a)
{
    type *t = new (a, type);
    t->a = a;
    // A map of its own: that of another process, from before the fork, would wait for a thread which is not here.
    PangoFontMap *map = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72); // so that a point is a unit of the page
    t->context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(t->context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(t->context, FALSE);
    for (int i = 0; i < FACES; i++) {
        PangoFontDescription *d = pango_font_description_new();
        pango_font_description_set_family_static(d, faces[i].family);
        pango_font_description_set_size(d, (int)(faces[i].size * PANGO_SCALE));
        pango_font_description_set_weight(d, (PangoWeight)faces[i].weight);
        t->fonts[i] = d;
        t->attributes[i] = face_attributes(&faces[i]);
    }
    return t;
}

static void insert(PangoAttrList *list, PangoAttribute *attribute, const span *s)
{
    attribute->start_index = (guint)s->from;
    attribute->end_index = (guint)s->to;
    pango_attr_list_insert(list, attribute);
}

static PangoAttribute *coloured(int colour)
{
    return pango_attr_foreground_new((guint16)((colour >> 16 & 255) * 257), (guint16)((colour >> 8 & 255) * 257),
                                     (guint16)((colour & 255) * 257));
}

static PangoAttrList *span_attributes(const type *t, const shaped *s)
{
    PangoAttrList *list = pango_attr_list_copy(t->attributes[s->face]);
    for (int i = 0; i < s->nspans; i++) {
        const span *p = &s->spans[i];
        if (p->style & PAPER_BOLD) insert(list, pango_attr_weight_new(PANGO_WEIGHT_SEMIBOLD), p);
        if (p->style & PAPER_ITALIC) insert(list, pango_attr_style_new(PANGO_STYLE_ITALIC), p);
        if (p->style & PAPER_MONO) {
            insert(list, pango_attr_family_new("DejaVu Sans Mono"), p);
            insert(list, pango_attr_scale_new(.9), p);
        }
        if (p->target) insert(list, coloured(ACCENT), p);
    }
    return list;
}

static PangoLayout *make_layout(const type *t, const shaped *s)
{
    PangoLayout *l = pango_layout_new(t->context);
    pango_layout_set_font_description(l, t->fonts[s->face]);
    pango_layout_set_text(l, s->words.n ? s->words.p : "", (int)s->words.n);
    pango_layout_set_line_spacing(l, (float)faces[s->face].leading);
    pango_layout_set_auto_dir(l, TRUE);
    if (s->nspans) {
        PangoAttrList *list = span_attributes(t, s);
        pango_layout_set_attributes(l, list);
        pango_attr_list_unref(list);
    } else {
        pango_layout_set_attributes(l, t->attributes[s->face]);
    }
    if (s->width < 0) {
        pango_layout_set_width(l, (int)(-s->width * PANGO_SCALE));
        pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
        pango_layout_set_single_paragraph_mode(l, TRUE);
    } else if (s->width > 0) {
        pango_layout_set_width(l, (int)(s->width * PANGO_SCALE));
        pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    }
    pango_layout_set_alignment(l, s->align == PAPER_RIGHT    ? PANGO_ALIGN_RIGHT
                                  : s->align == PAPER_CENTRE ? PANGO_ALIGN_CENTER
                                                             : PANGO_ALIGN_LEFT);
    return l;
}

static PangoLayout *layout_of(type *t, shaped *s)
{
    if (s->layout) return s->layout;
    t->kept++;
    return s->layout = make_layout(t, s);
}

static void let_go(type *t, shaped *s)
{
    if (t->kept <= TYPE_KEPT) return;
    g_object_unref(s->layout);
    s->layout = NULL;
    t->kept--;
}

static void measure(type *t, shaped *s)
{
    PangoLayout *l = layout_of(t, s);
    s->lines = pango_layout_get_line_count(l);
    s->bottoms = news(t->a, float, s->lines);
    PangoLayoutIter *iter = pango_layout_get_iter(l);
    for (int i = 0; i < s->lines; i++, pango_layout_iter_next_line(iter)) {
        int top, bottom;
        PangoRectangle extents;
        pango_layout_iter_get_line_yrange(iter, &top, &bottom);
        pango_layout_iter_get_line_extents(iter, NULL, &extents);
        s->bottoms[i] = (float)bottom / PANGO_SCALE;
        if ((double)extents.width / PANGO_SCALE > s->natural) s->natural = (double)extents.width / PANGO_SCALE;
    }
    pango_layout_iter_free(iter);
    let_go(t, s);
}

static bool alike(const shaped *s, str words, face f, int colour, int align, double width)
{
    return s->face == f && s->colour == colour && s->align == align && s->width == width && str_eq(s->words, words);
}

shaped *type_set(type *t, str words, face f, int colour, int align, double width)
{
    if (colour == NO_COLOUR) colour = faces[f].colour;
    shaped **at = &t->table[(str_hash(words) ^ (uint64_t)f * 31 ^ (uint64_t)(width * 8)) % countof(t->table)];
    for (; *at; at = &(*at)->next)
        if (alike(*at, words, f, colour, align, width)) return *at;
    shaped *s = *at = new (t->a, shaped);
    *s = (shaped){.words = words, .face = f, .colour = colour, .align = align, .width = width};
    measure(t, s);
    return s;
}

shaped *type_set_spans(type *t, str words, const span *spans, int nspans, face f, double width)
{
    shaped *s = new (t->a, shaped);
    *s = (shaped){
        .words = words, .spans = spans, .nspans = nspans, .face = f, .colour = faces[f].colour, .width = width};
    measure(t, s);
    return s;
}

double type_top(const shaped *s, int line)
{
    return line ? (double)s->bottoms[line - 1] : 0;
}

double type_height(const shaped *s)
{
    return type_top(s, s->lines);
}

int type_lines_in(const shaped *s, int from, double height)
{
    int n = 0;
    while (from + n < s->lines && type_top(s, from + n + 1) - type_top(s, from) <= height + .01) n++;
    return n;
}

void type_draw(type *t, cairo_t *cr, shaped *s, double x, double y, int from, int to)
{
    PangoLayoutIter *iter = pango_layout_get_iter(layout_of(t, s));
    cairo_set_source_rgb(cr, (s->colour >> 16 & 255) / 255.0, (s->colour >> 8 & 255) / 255.0,
                         (s->colour & 255) / 255.0);
    for (int i = 0; i < to; i++, pango_layout_iter_next_line(iter)) {
        if (i < from) continue;
        PangoRectangle extents;
        pango_layout_iter_get_line_extents(iter, NULL, &extents);
        cairo_move_to(cr, x + (double)extents.x / PANGO_SCALE,
                      y - type_top(s, from) + (double)pango_layout_iter_get_baseline(iter) / PANGO_SCALE);
        pango_cairo_show_layout_line(cr, pango_layout_iter_get_line_readonly(iter));
    }
    pango_layout_iter_free(iter);
    let_go(t, s);
}

void type_places(type *t, shaped *s, const span *which, double x, double y, int from, int to,
                 void (*found)(void *to, double x, double y, double width, double height), void *context)
{
    PangoLayoutIter *iter = pango_layout_get_iter(layout_of(t, s));
    for (int i = 0; i < to; i++, pango_layout_iter_next_line(iter)) {
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(iter);
        int begin = which->from > line->start_index ? which->from : line->start_index;
        int end = which->to < line->start_index + line->length ? which->to : line->start_index + line->length;
        if (i < from || begin >= end) continue;
        int *ranges, n;
        pango_layout_line_get_x_ranges(line, begin, end, &ranges, &n);
        double top = y + type_top(s, i) - type_top(s, from), height = type_top(s, i + 1) - type_top(s, i);
        for (int k = 0; k < n; k++)
            found(context, x + (double)ranges[2 * k] / PANGO_SCALE, top,
                  (double)(ranges[2 * k + 1] - ranges[2 * k]) / PANGO_SCALE, height);
        g_free(ranges);
    }
    pango_layout_iter_free(iter);
    let_go(t, s);
}

double type_base(type *t, shaped *s)
{
    double base = (double)pango_layout_get_baseline(layout_of(t, s)) / PANGO_SCALE;
    let_go(t, s);
    return base;
}

double type_word(type *t, str word, face f)
{
    return type_set(t, word, f, NO_COLOUR, PAPER_LEFT, 0)->natural;
}
