// draw.c: the pages as PDF.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/page.h"
#include "platform/paper/child/job.h"
#include "platform/paper/frame.h"
#include "platform/paper/paper.h"

#include <cairo-pdf.h>
#include <math.h>

typedef struct {
    const layout *l;
    type *t;
    arena *a;
    cairo_surface_t *surface;
    cairo_t *cr;
} pen;

static cairo_status_t write_piece(void *to, const unsigned char *p, unsigned n)
{
    put(to, (str){(const char *)p, n});
    return CAIRO_STATUS_SUCCESS;
}

static void colour(cairo_t *cr, int c)
{
    cairo_set_source_rgb(cr, (c >> 16 & 255) / 255.0, (c >> 8 & 255) / 255.0, (c & 255) / 255.0);
}

static void draw_box(pen *p, const item *i)
{
    double r = i->radius, x = i->x, y = i->y, w = i->width, h = i->height;
    if (r > h / 2) r = h / 2;
    if (r > 0) {
        cairo_new_sub_path(p->cr);
        cairo_arc(p->cr, x + w - r, y + r, r, -M_PI / 2, 0);
        cairo_arc(p->cr, x + w - r, y + h - r, r, 0, M_PI / 2);
        cairo_arc(p->cr, x + r, y + h - r, r, M_PI / 2, M_PI);
        cairo_arc(p->cr, x + r, y + r, r, M_PI, M_PI * 1.5);
        cairo_close_path(p->cr);
    } else {
        cairo_rectangle(p->cr, x, y, w, h);
    }
    colour(p->cr, i->colour);
    cairo_fill(p->cr);
}

// An address between apostrophes: what is not ASCII or could end it is percent-encoded.
static str quoted_address(arena *a, str s)
{
    static const char hex[] = "0123456789ABCDEF";
    text t = {.a = a};
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c > ' ' && c < 0x7F && c != '\'' && c != '\\' && c != '"' && c != '<' && c != '>') {
            put_char(&t, (char)c);
        } else {
            put_char(&t, '%');
            put_char(&t, hex[c >> 4]);
            put_char(&t, hex[c & 15]);
        }
    }
    return text_str(&t);
}

static void draw_link(pen *p, const item *i)
{
    arena scratch = *p->a;
    const target *to = p->l->d->targets[i->target];
    text t = {.a = &scratch};
    put(&t, S("rect=["));
    const double rect[] = {i->x, i->y, i->width, i->height};
    for (int k = 0; k < 4; k++) {
        put_double(&t, round(rect[k] * 100) / 100);
        put_char(&t, ' ');
    }
    if (to->outside)
        fill(&t, S("] uri='$1'"), VALS(v(quoted_address(&scratch, to->name))), 1);
    else
        fill(&t, S("] dest='d$1'"), VALS(v(to->number)), 1);
    put_char(&t, 0);
    cairo_tag_begin(p->cr, CAIRO_TAG_LINK, t.p);
    cairo_tag_end(p->cr, CAIRO_TAG_LINK);
}

static void draw_anchor(pen *p, const item *i)
{
    arena scratch = *p->a;
    double y = i->y > 12 ? i->y - 12 : 0;
    str s = format(&scratch, "name='d$1' x=$2 y=$3", v(i->target), v(floor(i->x)), v(floor(y)));
    cairo_tag_begin(p->cr, CAIRO_TAG_DEST, str_z(&scratch, s));
    cairo_tag_end(p->cr, CAIRO_TAG_DEST);
}

static void draw_end(pen *p, str words, face f, double right, double y)
{
    shaped *s = type_set(p->t, words, f, NO_COLOUR, PAPER_LEFT, 0);
    type_draw(p->t, p->cr, s, right - s->natural, y, 0, s->lines);
}

static void draw_item(pen *p, const item *i)
{
    switch (i->kind) {
    case ITEM_WORDS: type_draw(p->t, p->cr, i->s, i->x, i->y, i->from, i->to); break;
    case ITEM_BOX: draw_box(p, i); break;
    case ITEM_LINK: draw_link(p, i); break;
    case ITEM_ANCHOR: draw_anchor(p, i); break;
    case ITEM_FIGURE:
        cairo_save(p->cr);
        cairo_translate(p->cr, i->x, i->y);
        figure_draw(p->t, p->cr, i->figure, i->width);
        cairo_restore(p->cr);
        break;
    case ITEM_PAGE_OF:
        draw_end(p, format(p->a, "$1", v(p->l->target_page[i->target])), (face)i->from, i->x + i->width, i->y);
        break;
    case ITEM_OPEN: cairo_tag_begin(p->cr, i->tag, NULL); break;
    case ITEM_CLOSE: cairo_tag_end(p->cr, i->tag); break;
    }
}

// Head and foot: who and what, how secret; which state of the ledger, which page.
static void draw_margins(pen *p, int at)
{
    const layout *l = p->l;
    const document *d = l->d;
    double half = l->width * .6, right = l->left + l->width, head = 34, foot = l->paper_height - 38;
    str name = d->organisation.n ? format(p->a, "$1 \xC2\xB7 $2", v(d->organisation), v(d->title)) : d->title;
    if (at > 1) {
        shaped *s = type_set(p->t, name, FACE_FOOT, NO_COLOUR, PAPER_LEFT, -half);
        type_draw(p->t, p->cr, s, l->left, head, 0, 1);
    }
    if (d->classification.n) draw_end(p, d->classification, FACE_FOOT, right, head);
    if (d->checkpoint.n) {
        str line = format(p->a, "$1 $2", v(d->word_checkpoint), v(d->checkpoint));
        shaped *s = type_set(p->t, line, FACE_FOOT_CODE, NO_COLOUR, PAPER_LEFT, -(l->width - 90));
        type_draw(p->t, p->cr, s, l->left, foot + 1.5, 0, 1);
    }
    draw_end(p, format_(p->a, d->word_page, VALS(v(at), v(l->npages)), 2), FACE_FOOT, right, foot);
}

static void draw_outline(pen *p)
{
    int parents[4] = {CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT};
    for (int i = 0; i < p->l->nentries; i++) {
        const entry *e = &p->l->entries[i];
        str to = format(p->a, "dest='d$1'", v(e->anchor));
        int id = cairo_pdf_surface_add_outline(p->surface, parents[e->level - 1], str_z(p->a, e->words),
                                               str_z(p->a, to), e->level == 1 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
        for (int k = e->level; k < 4; k++) parents[k] = id;
    }
}

static void set_metadata(pen *p)
{
    const document *d = p->l->d;
    // Without a time of its own a document has a fixed one, so that its bytes are the same each time.
    str created = d->created.n ? d->created : S("2000-01-01T00:00:00Z");
    if (str_find(created, '.') > 0) created = format(p->a, "$1Z", v(str_sub(created, 0, str_find(created, '.'))));
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, str_z(p->a, d->title));
    if (d->organisation.n)
        cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR, str_z(p->a, d->organisation));
    if (d->subtitle.n) cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_SUBJECT, str_z(p->a, d->subtitle));
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "isms");
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, str_z(p->a, created));
}

static void draw_page(pen *p, const page *g, int at)
{
    cairo_tag_begin(p->cr, "Part", NULL);
    for (const item *i = g->items; i; i = i->next) draw_item(p, i);
    cairo_tag_end(p->cr, "Part");
    draw_margins(p, at);
    cairo_surface_show_page(p->surface);
}

bool draw_document(const layout *l, text *out, str *error)
{
    ptrdiff_t at = frame_begin(out, FRAME_FILE);
    pen p = {.l = l, .t = l->t, .a = l->a};
    p.surface = cairo_pdf_surface_create_for_stream(write_piece, out, l->paper_width, l->paper_height);
    cairo_pdf_surface_restrict_to_version(p.surface, CAIRO_PDF_VERSION_1_5);
    p.cr = cairo_create(p.surface);
    set_metadata(&p);
    int at_page = 0;
    for (const page *g = l->pages; g; g = g->next) {
        draw_page(&p, g, ++at_page);
        job_tell(LAID_PERCENT + (i64)(100 - LAID_PERCENT) * at_page / l->npages, 100);
    }
    draw_outline(&p);
    cairo_status_t drawn = cairo_status(p.cr);
    cairo_destroy(p.cr);
    cairo_surface_finish(p.surface);
    cairo_status_t finished = cairo_surface_status(p.surface);
    cairo_surface_destroy(p.surface);
    frame_end(out, at);
    frame_put(out, FRAME_PAGES, format(l->a, "$1", v(l->npages)));
    if (drawn == CAIRO_STATUS_SUCCESS && finished == CAIRO_STATUS_SUCCESS) return true;
    *error = format(l->a, "The document could not be drawn: $1.", v(cairo_status_to_string(drawn ? drawn : finished)));
    return false;
}
