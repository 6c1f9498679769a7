// layout.c: blocks on pages.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/page.h"
#include "platform/paper/child/job.h"
#include "platform/paper/paper.h"

#include <assert.h>

#define SHORT 595.276 // A4
#define LONG 841.89
#define SIDE 54.0
#define HEAD 66.0
#define FOOT 60.0

item *layout_add(layout *l, item_kind kind)
{
    item *i = *l->page->end = new (l->a, item);
    l->page->end = &i->next;
    i->kind = kind;
    return i;
}

void layout_box(layout *l, double x, double y, double width, double height, double radius, int colour)
{
    item *i = layout_add(l, ITEM_BOX);
    i->x = x, i->y = y, i->width = width, i->height = height, i->radius = radius, i->colour = colour;
}

void layout_link(layout *l, int target, double x, double y, double width, double height)
{
    if (!target) return;
    item *i = layout_add(l, ITEM_LINK);
    i->target = target, i->x = x, i->y = y, i->width = width, i->height = height;
}

typedef struct {
    layout *l;
    int target;
} linking;

static void link_place(void *to, double x, double y, double width, double height)
{
    const linking *k = to;
    layout_link(k->l, k->target, x, y, width, height);
}

void layout_words(layout *l, shaped *s, double x, double y, int from, int to)
{
    item *i = layout_add(l, ITEM_WORDS);
    i->s = s, i->x = x, i->y = y, i->from = from, i->to = to;
    for (int k = 0; k < s->nspans; k++)
        if (s->spans[k].target)
            type_places(l->t, s, &s->spans[k], x, y, from, to, link_place, &(linking){l, s->spans[k].target});
}

void layout_anchor(layout *l, int target, double y)
{
    if (!target || l->target_page[target]) return; // the first place counts
    item *i = layout_add(l, ITEM_ANCHOR);
    i->target = target, i->x = l->left, i->y = y;
    l->target_page[target] = l->npages;
}

void layout_tag(layout *l, const char *tag)
{
    assert(tag ? l->ntags < countof(l->tags) : l->ntags > 0);
    if (tag)
        layout_add(l, ITEM_OPEN)->tag = l->tags[l->ntags++] = tag;
    else
        layout_add(l, ITEM_CLOSE)->tag = l->tags[--l->ntags];
}

void layout_turn(layout *l)
{
    for (int i = l->ntags; i-- > 0;) layout_add(l, ITEM_CLOSE)->tag = l->tags[i];
    page *p = new (l->a, page);
    p->end = &p->items;
    if (l->page)
        l->page->next = p;
    else
        l->pages = p;
    l->page = p;
    l->npages++;
    l->y = l->top;
    l->fresh = true;
    for (int i = 0; i < l->ntags; i++) layout_add(l, ITEM_OPEN)->tag = l->tags[i];
}

double layout_room(const layout *l)
{
    return l->bottom - l->y;
}

// What must follow a heading on its page.
static double follower(layout *l, const block *b)
{
    if (!b || b->kind == BLOCK_BREAK) return 0;
    if (b->kind == BLOCK_TABLE) return table_first(l, b->table);
    if (b->kind == BLOCK_CHART) return figure_height(l, b->figure);
    return b->kind == BLOCK_HEADING ? 60 : 34;
}

static void lay_heading(layout *l, const block *b)
{
    static const struct {
        face face;
        double before, after;
        const char *tag;
    } levels[] = {{FACE_HEADING_1, 26, 8, "H1"}, {FACE_HEADING_2, 18, 5, "H2"}, {FACE_HEADING_3, 12, 3, "H3"}};
    face f = levels[b->level - 1].face;
    shaped *s = type_set(l->t, b->words, f, NO_COLOUR, PAPER_LEFT, l->width);
    double before = l->fresh ? 0 : levels[b->level - 1].before;
    double need = before + type_height(s) + levels[b->level - 1].after + follower(l, b->next);
    if (need > layout_room(l) && !l->fresh) {
        layout_turn(l);
        before = 0;
    }
    l->y += before;
    layout_anchor(l, b->anchor, l->y);
    layout_tag(l, levels[b->level - 1].tag);
    layout_words(l, s, l->left, l->y, 0, s->lines);
    layout_tag(l, NULL);
    l->y += type_height(s) + levels[b->level - 1].after;
    l->fresh = false;
}

static void lay_figure(layout *l, const figure *f)
{
    double height = figure_height(l, f), scale = figure_scale(l, f);
    if (height > layout_room(l) && !l->fresh) layout_turn(l);
    l->y += l->fresh ? 0 : 8;
    layout_tag(l, "Figure");
    if (f->title.n) {
        shaped *s = type_set(l->t, f->title, FACE_HEADING_3, NO_COLOUR, PAPER_LEFT, l->width);
        layout_words(l, s, l->left, l->y, 0, s->lines);
        l->y += type_height(s) + 8;
    }
    item *i = layout_add(l, ITEM_FIGURE);
    i->figure = f, i->x = l->left, i->y = l->y, i->width = scale;
    layout_tag(l, NULL);
    figure_links(l, f, l->left, l->y, scale);
    l->y += f->height * scale + 14;
    l->fresh = false;
}

void layout_told(layout *l)
{
    job_tell(++l->told * LAID_PERCENT, l->parts * 100);
}

static void count_parts(layout *l)
{
    for (const block *b = l->d->blocks; b; b = b->next) {
        l->parts++;
        for (const row *w = b->table ? b->table->rows : NULL; w; w = w->next) l->parts++;
    }
}

static void list_entries(layout *l)
{
    int n = 0;
    for (const block *b = l->d->blocks; b; b = b->next) n += b->kind == BLOCK_HEADING;
    l->entries = news(l->a, entry, n);
    for (const block *b = l->d->blocks; b; b = b->next)
        if (b->kind == BLOCK_HEADING) l->entries[l->nentries++] = (entry){b->words, b->level, b->anchor};
}

static void lay_block(layout *l, const block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING: lay_heading(l, b); break;
    case BLOCK_PARAGRAPH: paragraph_layout(l, b); break;
    case BLOCK_TABLE: table_layout(l, b->table); break;
    case BLOCK_CHART: lay_figure(l, b->figure); break;
    case BLOCK_BREAK:
        if (!l->fresh) layout_turn(l);
        break;
    }
}

layout *layout_document(arena *a, type *t, const document *d)
{
    layout *l = new (a, layout);
    *l = (layout){.a = a, .t = t, .d = d, .left = SIDE, .top = HEAD};
    l->paper_width = d->landscape ? LONG : SHORT;
    l->paper_height = d->landscape ? SHORT : LONG;
    l->width = l->paper_width - 2 * SIDE;
    l->bottom = l->paper_height - FOOT;
    l->target_page = news(a, int, d->ntargets + 1);
    list_entries(l);
    count_parts(l);
    layout_turn(l);
    cover_layout(l);
    for (const block *b = d->blocks; b; b = b->next) lay_block(l, b), layout_told(l);
    return l;
}
