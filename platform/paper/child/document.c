// document.c: the frames of a document as blocks.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/document.h"
#include "platform/paper/frame.h"
#include "platform/paper/paper.h"

#include <math.h>

#define COLUMNS 30
#define BUCKETS 4096
#define CHART_SIDE 10000

typedef struct {
    arena *a;
    document *d;
    target *table[BUCKETS];
    fact **facts_end;
    block **blocks_end;
    block *block; // the newest
    text words;   // of the open paragraph
    int span_room;
    row *row;
    int cells; // of the open row
} reader;

// ---- targets

static bool is_address(str s)
{
    if (!str_starts(s, S("https://")) && !str_starts(s, S("http://")) && !str_starts(s, S("mailto:"))) return false;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F) return false;
    return true;
}

static target *find_target(reader *r, str name, bool outside)
{
    target **at = &r->table[(str_hash(name) + outside) % BUCKETS];
    for (; *at; at = &(*at)->next)
        if ((*at)->outside == outside && str_eq((*at)->name, name)) return *at;
    *at = new (r->a, target);
    **at = (target){.name = name, .outside = outside, .number = ++r->d->ntargets};
    return *at;
}

static int link_number(reader *r, str link)
{
    if (link.n > 1 && link.p[0] == '#') return find_target(r, str_from(link, 1), false)->number;
    return is_address(link) ? find_target(r, link, true)->number : 0;
}

static int anchor_number(reader *r, str anchor)
{
    if (!anchor.n) return 0;
    target *t = find_target(r, anchor, false);
    t->exists = true;
    return t->number;
}

// Links whose target stands nowhere become plain words.
static void drop_if_dead(const document *d, int *link)
{
    const target *t = d->targets[*link];
    if (*link && !t->outside && !t->exists) *link = 0;
}

static void drop_dead_links(const document *d)
{
    for (block *b = d->blocks; b; b = b->next) {
        for (int i = 0; i < b->nspans; i++) drop_if_dead(d, &b->spans[i].target);
        for (shape *h = b->figure ? b->figure->shapes : NULL; h; h = h->next) drop_if_dead(d, &h->link);
        for (row *w = b->table ? b->table->rows : NULL; w; w = w->next)
            for (int i = 0; i < b->table->ncolumns && !w->group; i++) drop_if_dead(d, &w->cells[i].link);
    }
}

static void list_targets(reader *r)
{
    r->d->targets = news(r->a, target *, r->d->ntargets + 1);
    for (int i = 0; i < BUCKETS; i++)
        for (target *t = r->table[i]; t; t = t->next) r->d->targets[t->number] = t;
}

// ---- fields

static int small_int(str s, int low, int high)
{
    i64 i = 0;
    str_int(s, &i);
    return i < low ? low : i > high ? high : (int)i;
}

static double real(str s)
{
    double x = 0;
    str_double(s, &x);
    return fabs(x) < 1e7 ? x : 0;
}

static block *add_block(reader *r, block_kind kind)
{
    block *b = *r->blocks_end = new (r->a, block);
    r->blocks_end = &b->next;
    b->kind = kind;
    return r->block = b;
}

static bool read_head(reader *r, str s)
{
    document *d = r->d;
    str *const fields[] = {&d->organisation, &d->title,          &d->subtitle,   &d->version,
                           &d->date,         &d->classification, &d->checkpoint, &d->created};
    for (int i = 0; i < countof(fields); i++) *fields[i] = frame_field(&s);
    d->landscape = frame_field(&s).n > 0;
    d->brief = frame_field(&s).n > 0;
    return true;
}

static bool read_words(reader *r, str s)
{
    document *d = r->d;
    str *const fields[] = {&d->word_contents,       &d->word_version,    &d->word_date,
                           &d->word_classification, &d->word_checkpoint, &d->word_page};
    for (int i = 0; i < countof(fields); i++) *fields[i] = frame_field(&s);
    return true;
}

static bool read_fact(reader *r, str s)
{
    fact *f = *r->facts_end = new (r->a, fact);
    r->facts_end = &f->next;
    f->label = frame_field(&s);
    f->value = frame_field(&s);
    return true;
}

static bool read_heading(reader *r, str s)
{
    block *b = add_block(r, BLOCK_HEADING);
    b->level = small_int(frame_field(&s), 1, 3);
    str anchor = frame_field(&s);
    // The contents and the outline lead to every heading, so one without a name gets one that nobody can ask for.
    if (!anchor.n) anchor = format(r->a, "\n$1", v(r->d->ntargets));
    b->anchor = anchor_number(r, anchor);
    b->words = frame_field(&s);
    return true;
}

static bool read_paragraph(reader *r, str s)
{
    block *b = add_block(r, BLOCK_PARAGRAPH);
    b->paragraph = small_int(frame_field(&s), 0, PAPER_SMALL);
    b->level = small_int(frame_field(&s), 0, 5);
    b->number = small_int(frame_field(&s), 0, 999999);
    r->words = (text){.a = r->a};
    r->span_room = 0;
    return true;
}

static bool read_span(reader *r, str s)
{
    block *b = r->block;
    if (!b || b->kind != BLOCK_PARAGRAPH) return false;
    if (b->nspans == r->span_room) {
        span *more = news(r->a, span, r->span_room = r->span_room * 2 + 4);
        if (b->nspans) memcpy(more, b->spans, (size_t)b->nspans * sizeof *more);
        b->spans = more;
    }
    span *p = &b->spans[b->nspans++];
    p->style = small_int(frame_field(&s), 0, 7);
    p->target = link_number(r, frame_field(&s));
    p->from = (int)b->words.n;
    put(&r->words, frame_field(&s));
    b->words = text_str(&r->words);
    p->to = (int)b->words.n;
    return true;
}

static bool read_table(reader *r, str s)
{
    table *t = add_block(r, BLOCK_TABLE)->table = new (r->a, table);
    t->end = &t->rows;
    t->columns = news(r->a, column, COLUMNS);
    for (; s.p && t->ncolumns < COLUMNS; t->ncolumns++) {
        column *c = &t->columns[t->ncolumns];
        double weight = real(frame_field(&s));
        c->weight = weight > 0.001 ? weight : 0.001;
        c->align = small_int(frame_field(&s), 0, 2);
        c->title = frame_field(&s);
        c->numbers = c->align == PAPER_RIGHT;
    }
    r->row = NULL;
    return t->ncolumns > 0;
}

static bool read_row(reader *r, str s, bool group)
{
    if (!r->block || r->block->kind != BLOCK_TABLE) return false;
    table *t = r->block->table;
    row *w = *t->end = new (r->a, row);
    t->end = &w->next;
    w->group = group;
    w->cells = news(r->a, cell, group ? 1 : t->ncolumns);
    if (group)
        w->cells[0].words = s;
    else
        w->anchor = anchor_number(r, s);
    r->row = group ? NULL : w;
    r->cells = 0;
    return true;
}

static void keep_longer(str *longest, str s)
{
    if (s.n > longest->n) *longest = s;
}

// Remembers what decides on the width of a column. A level and a short figure are one word; a hyphen parts words.
static void note_words(column *c, const cell *x)
{
    str s = x->words;
    c->pills |= x->tone >= PAPER_LOW;
    keep_longer(&c->longest, s);
    if ((x->tone >= PAPER_LOW && s.n <= 24) || (c->numbers && s.n <= 18)) {
        keep_longer(&c->word, s);
        return;
    }
    for (ptrdiff_t from = 0, i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != ' ' && s.p[i] != '\n' && (s.p[i] != '-' || i - from < 8)) continue;
        keep_longer(&c->word, str_sub(s, from, i - from));
        from = i + 1;
    }
}

static bool read_cell(reader *r, str s)
{
    if (!r->row || r->cells == r->block->table->ncolumns) return false;
    cell *c = &r->row->cells[r->cells];
    c->tone = small_int(frame_field(&s), 0, PAPER_CRITICAL);
    c->link = link_number(r, frame_field(&s));
    c->words = frame_field(&s);
    note_words(&r->block->table->columns[r->cells++], c);
    return true;
}

static bool read_chart(reader *r, str s)
{
    figure *f = add_block(r, BLOCK_CHART)->figure = new (r->a, figure);
    f->end = &f->shapes;
    f->width = real(frame_field(&s));
    f->height = real(frame_field(&s));
    f->title = frame_field(&s);
    return f->width >= 1 && f->height >= 1 && f->width <= CHART_SIDE && f->height <= CHART_SIDE;
}

// How many numbers a shape of that letter has; -1: any even number; the rest is words.
static int numbers_of(char letter)
{
    switch (letter) {
    case 'l':
    case 'a': return 4;
    case 'p': return -1;
    case 'd': return 0;
    case 'r': return 5;
    case 'c': return 3;
    case 't': return 2;
    default: return -2;
    }
}

static bool read_shape(reader *r, str s)
{
    if (!r->block || r->block->kind != BLOCK_CHART) return false;
    figure *f = r->block->figure;
    shape *h = *f->end = new (r->a, shape);
    f->end = &h->next;
    h->classes = frame_field(&s);
    str letter = frame_field(&s);
    int n = letter.n == 1 ? numbers_of(letter.p[0]) : -2, all = 0;
    if (n == -2) return false;
    h->letter = letter.p[0];
    if (n == -1) {
        for (ptrdiff_t i = 0; i < s.n; i++) all += s.p[i] == FRAME_FIELD;
        n = s.p ? (all + 1) / 2 * 2 : 0;
    }
    h->numbers = news(r->a, double, n);
    for (h->n = 0; h->n < n; h->n++) h->numbers[h->n] = real(frame_field(&s));
    h->words = s.p ? s : (str){0};
    if (h->letter == 'a') h->link = link_number(r, h->words);
    return true;
}

static bool read_frame(reader *r, char kind, str s)
{
    switch (kind) {
    case FRAME_HEAD: return read_head(r, s);
    case FRAME_WORDS: return read_words(r, s);
    case FRAME_FACT: return read_fact(r, s);
    case FRAME_HEADING: return read_heading(r, s);
    case FRAME_PARAGRAPH: return read_paragraph(r, s);
    case FRAME_SPAN: return read_span(r, s);
    case FRAME_BREAK: return add_block(r, BLOCK_BREAK) != NULL;
    case FRAME_TABLE: return read_table(r, s);
    case FRAME_GROUP: return read_row(r, s, true);
    case FRAME_RECORD: return read_row(r, s, false);
    case FRAME_CELL: return read_cell(r, s);
    case FRAME_CHART: return read_chart(r, s);
    case FRAME_SHAPE: return read_shape(r, s);
    case FRAME_CHART_END: return true;
    default: return false;
    }
}

bool document_read(arena *a, str in, document *d, str *error)
{
    *d = (document){0};
    reader *r = new (a, reader);
    r->a = a;
    r->d = d;
    r->facts_end = &d->facts;
    r->blocks_end = &d->blocks;
    char kind;
    str content;
    *error = S("The document could not be set: its parts are not in order.");
    while (frame_next(&in, &kind, &content))
        if (!str_utf8(content) || !read_frame(r, kind, content)) return false;
    if (in.n) return false;
    list_targets(r);
    drop_dead_links(d);
    *error = (str){0};
    return true;
}
