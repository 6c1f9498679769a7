// cover.c: the head of the first page, and the contents.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/page.h"
#include "platform/paper/paper.h"

#define LABELS 108.0 // width of the column of labels
#define CHAPTERS 3   // from so many headings on there are contents

static void lay_line(layout *l, str words, face f, double after, const char *tag)
{
    if (!words.n) return;
    shaped *s = type_set(l->t, words, f, NO_COLOUR, PAPER_LEFT, l->width);
    layout_tag(l, tag);
    layout_words(l, s, l->left, l->y, 0, s->lines);
    layout_tag(l, NULL);
    l->y += type_height(s) + after;
}

static void lay_fact(layout *l, str label, str value)
{
    if (!value.n) return;
    shaped *name = type_set(l->t, label, FACE_LABEL, NO_COLOUR, PAPER_LEFT, LABELS - 8);
    shaped *s = type_set(l->t, value, FACE_FACT, NO_COLOUR, PAPER_LEFT, l->width - LABELS);
    double height = type_height(s) > type_height(name) ? type_height(s) : type_height(name);
    layout_tag(l, "P");
    layout_words(l, name, l->left, l->y + .5, 0, name->lines);
    layout_words(l, s, l->left + LABELS, l->y, 0, s->lines);
    layout_tag(l, NULL);
    l->y += height + 4.5;
}

static void lay_facts(layout *l)
{
    const document *d = l->d;
    layout_box(l, l->left, l->y, l->width, .75, 0, LINE);
    l->y += 13;
    lay_fact(l, d->word_version, d->version);
    lay_fact(l, d->word_date, d->date);
    lay_fact(l, d->word_classification, d->classification);
    for (const fact *f = d->facts; f; f = f->next) lay_fact(l, f->label, f->value);
    lay_fact(l, d->word_checkpoint, d->checkpoint);
    l->y += 9;
    layout_box(l, l->left, l->y, l->width, .75, 0, LINE);
}

static void lay_entry(layout *l, const entry *e)
{
    bool chapter = e->level == 1;
    double height = chapter ? 21 : 17, indent = chapter ? 0 : 14;
    if (layout_room(l) < height) layout_turn(l);
    face f = chapter ? FACE_CONTENTS_1 : FACE_CONTENTS_2;
    shaped *s = type_set(l->t, e->words, f, NO_COLOUR, PAPER_LEFT, -(l->width - indent - 40));
    double y = l->y + (height - type_height(s)) / 2;
    if (chapter && !l->fresh) layout_box(l, l->left, l->y, l->width, .5, 0, LINE);
    layout_tag(l, "TOCI");
    layout_words(l, s, l->left + indent, y, 0, s->lines);
    item *i = layout_add(l, ITEM_PAGE_OF);
    i->target = e->anchor, i->x = l->left, i->width = l->width, i->y = y, i->from = (int)f;
    layout_tag(l, NULL);
    layout_link(l, e->anchor, l->left, l->y, l->width, height);
    l->y += height;
    l->fresh = false;
}

static void lay_contents(layout *l)
{
    l->y += 30;
    if (layout_room(l) < 100) layout_turn(l);
    lay_line(l, l->d->word_contents, FACE_HEADING_2, 8, "P");
    l->fresh = true; // no rule above the first
    layout_tag(l, "TOC");
    for (int i = 0; i < l->nentries; i++)
        if (l->entries[i].level <= 2) lay_entry(l, &l->entries[i]);
    layout_tag(l, NULL);
    layout_turn(l);
}

// The facts of a brief paper in one line under its title; the checkpoint stands at the foot of each page.
static void lay_brief_facts(layout *l)
{
    const document *d = l->d;
    text t = {.a = l->a};
    const fact day = {.label = d->word_date, .value = d->date, .next = d->facts};
    const fact version = {.label = d->word_version, .value = d->version, .next = (fact *)&day};
    for (const fact *f = &version; f; f = f->next) {
        if (!f->value.n) continue;
        if (t.n) put(&t, S("   ·   "));
        fill(&t, S("$1: $2"), VALS(v(f->label), v(f->value)), 2);
    }
    lay_line(l, text_str(&t), FACE_FACT, 9, "P");
    layout_box(l, l->left, l->y, l->width, .75, 0, LINE);
    l->y += 10;
    l->fresh = true; // the first heading needs no more room above it
}

static void lay_brief(layout *l)
{
    const document *d = l->d;
    l->y = 54;
    lay_line(l, d->organisation, FACE_ORGANISATION, 6, "P");
    lay_line(l, d->subtitle.n ? format(l->a, "$1: $2", v(d->title), v(d->subtitle)) : d->title, FACE_SUBTITLE, 6, "H");
    lay_brief_facts(l);
}

void cover_layout(layout *l)
{
    const document *d = l->d;
    if (d->brief) {
        lay_brief(l);
        return;
    }
    l->y = 74;
    layout_box(l, l->left, l->y, 26, 3.5, 1.75, ACCENT_FILL);
    l->y += 22;
    lay_line(l, d->organisation, FACE_ORGANISATION, 12, "P");
    lay_line(l, d->title, FACE_TITLE, 7, "H");
    lay_line(l, d->subtitle, FACE_SUBTITLE, 6, "P");
    l->y += 16;
    lay_facts(l);
    l->fresh = false;
    if (l->nentries >= CHAPTERS)
        lay_contents(l);
    else
        l->y += 12;
}
