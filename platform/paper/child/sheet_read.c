// sheet_read.c: XLSX (ECMA-376, part 1, SpreadsheetML) to rows of text.
// SPDX-License-Identifier: Apache-2.0
//
// Only what a register needs is read: the sheets in their order, shared and inline strings, number formats as far as
// they say date, time or currency, and the values of cells. Merged cells, formulas and looks are passed over.
#include "platform/paper/child/cell.h"
#include "platform/paper/child/job.h"
#include "platform/paper/child/pack.h"
#include "platform/paper/frame.h"
#include "platform/paper/paper.h"

#include <string.h>

#define SHEETS 200
#define STRINGS 4000000
#define STYLES 65536
#define CELL_BYTES 131072

typedef struct {
    str name, id, path;
    bool hidden;
} sheet_part;

typedef struct {
    i64 id;
    str code;
} own_format;

typedef struct {
    arena *a;
    text *out;
    // The workbook.
    sheet_part sheets[SHEETS];
    int nsheets;
    bool since_1904;
    str base, strings_path, styles_path; // folder of the workbook's part, with its slash
    // Number formats.
    own_format *formats;
    int nformats;
    cell_format *styles;
    int nstyles;
    bool in_cell_styles;
    // Shared strings; both grow in arenas of their own, so they stay in one piece.
    arena string_arena, list_arena;
    text string_bytes;
    str *strings;
    int nstrings;
    // The string or cell being read.
    bool in_value, in_phonetic;
    arena value_arena;
    text value;
    // The sheet being read.
    str sheet;
    int row, column; // of the cell; column 0: none in this row yet
    int cell_column; // of the last cell written in this row
    ptrdiff_t at;    // of the row's frame; 0: none open
    char type; // of the cell: its attribute t, first letter; 'n' a number, 'i' an inline string, 'f' a formula's text
    int style;
    i64 cells;
} book;

static void stop_at_cell(xml *x, const char *why)
{
    book *b = x->to;
    str place = b->column ? cell_name(b->a, b->row, b->column) : format(b->a, "row $1", v(b->row));
    xml_stop(x, format(b->a, "Sheet \"$1\", $2: $3.", v(b->sheet), v(place), v(why)));
}

// ---- relationships: which part is what

static bool is_kind(str type, const char *kind)
{
    str k = str_of(kind);
    return str_ends(type, k) && type.n > k.n && type.p[type.n - k.n - 1] == '/';
}

// A target is relative to the folder of the part that names it, or starts with a slash.
static str resolve(arena *a, str base, str target)
{
    if (str_starts(target, S("/"))) return str_from(target, 1);
    while (str_starts(target, S("../"))) {
        target = str_from(target, 3);
        base.n = base.n ? base.n - 1 : 0;
        while (base.n && base.p[base.n - 1] != '/') base.n--;
    }
    return str_join(a, base, target);
}

static void root_relation(xml *x, str name, const char *const *attributes)
{
    book *b = x->to;
    if (!str_eq(name, S("Relationship")) || !is_kind(xml_attribute(attributes, "Type"), "officeDocument")) return;
    b->base = str_dup(b->a, resolve(b->a, S(""), xml_attribute(attributes, "Target"))); // for now the part itself
}

static void workbook_relation(xml *x, str name, const char *const *attributes)
{
    book *b = x->to;
    if (!str_eq(name, S("Relationship"))) return;
    str type = xml_attribute(attributes, "Type"), id = xml_attribute(attributes, "Id");
    str target = str_dup(b->a, resolve(b->a, b->base, xml_attribute(attributes, "Target")));
    if (is_kind(type, "sharedStrings")) b->strings_path = target;
    if (is_kind(type, "styles")) b->styles_path = target;
    for (int i = 0; i < b->nsheets && is_kind(type, "worksheet"); i++)
        if (str_eq(b->sheets[i].id, id)) b->sheets[i].path = target;
}

static void workbook_start(xml *x, str name, const char *const *attributes)
{
    book *b = x->to;
    if (str_eq(name, S("workbookPr"))) {
        str since = xml_attribute(attributes, "date1904");
        b->since_1904 = str_eq(since, S("1")) || str_eq(since, S("true"));
    }
    if (!str_eq(name, S("sheet"))) return;
    if (b->nsheets == SHEETS) {
        xml_stop(x, S("The workbook has more sheets than it may."));
        return;
    }
    str state = xml_attribute(attributes, "state");
    b->sheets[b->nsheets++] = (sheet_part){.name = str_dup(b->a, xml_attribute(attributes, "name")),
                                           .id = str_dup(b->a, xml_attribute(attributes, "id")),
                                           .hidden = state.n && !str_eq(state, S("visible"))};
}

// ---- styles

static void style_start(xml *x, str name, const char *const *attributes)
{
    book *b = x->to;
    i64 id = 0;
    if (str_eq(name, S("numFmt")) && b->nformats < STYLES && str_int(xml_attribute(attributes, "numFmtId"), &id))
        b->formats[b->nformats++] = (own_format){id, str_dup(b->a, xml_attribute(attributes, "formatCode"))};
    if (str_eq(name, S("cellXfs"))) b->in_cell_styles = true;
    if (!str_eq(name, S("xf")) || !b->in_cell_styles || b->nstyles == STYLES) return;
    str code = {0};
    if (!str_int(xml_attribute(attributes, "numFmtId"), &id)) id = 0;
    for (int i = 0; i < b->nformats && !code.n; i++)
        if (b->formats[i].id == id) code = b->formats[i].code;
    b->styles[b->nstyles++] = cell_format_of(id, code);
}

static void style_end(xml *x, str name)
{
    book *b = x->to;
    if (str_eq(name, S("cellXfs"))) b->in_cell_styles = false;
}

// ---- strings

static void add_words(xml *x, str s)
{
    book *b = x->to;
    if (!b->in_value || b->in_phonetic) return;
    put(&b->value, s);
    if (b->value.n > CELL_BYTES) {
        if (b->row)
            stop_at_cell(x, "the text is too long");
        else
            xml_stop(x, S("The workbook holds a text that is too long."));
    }
}

static void string_start(xml *x, str name, const char *const *attributes)
{
    book *b = x->to;
    (void)attributes;
    if (str_eq(name, S("si")))
        b->value.n = 0;
    else if (str_eq(name, S("rPh")))
        b->in_phonetic = true;
    else if (str_eq(name, S("t")))
        b->in_value = true;
}

static void string_end(xml *x, str name)
{
    book *b = x->to;
    if (str_eq(name, S("t"))) b->in_value = false;
    if (str_eq(name, S("rPh"))) b->in_phonetic = false;
    if (!str_eq(name, S("si"))) return;
    if (b->nstrings == STRINGS) {
        xml_stop(x, S("The workbook holds more texts than it may."));
        return;
    }
    ptrdiff_t from = b->string_bytes.n;
    put_cell_text(&b->string_bytes, text_str(&b->value));
    // Growing in an arena of its own never moves the bytes.
    b->strings[b->nstrings++] = str_from(text_str(&b->string_bytes), from);
}

// ---- cells

static void open_row(xml *x, const char *const *attributes)
{
    book *b = x->to;
    str r = xml_attribute(attributes, "r");
    i64 number = b->row + 1;
    if (r.p && (!str_int(r, &number) || number <= b->row || number > 1048576)) {
        stop_at_cell(x, "its rows are not in order");
        return;
    }
    b->row = (int)number;
    b->column = b->cell_column = 0;
    b->at = 0;
}

static void open_cell(xml *x, const char *const *attributes)
{
    book *b = x->to;
    str r = xml_attribute(attributes, "r"), t = xml_attribute(attributes, "t"), s = xml_attribute(attributes, "s");
    int row = b->row, column = b->column + 1;
    i64 style = -1;
    if (r.p && (!cell_place(r, &row, &column) || row != b->row || column <= b->column)) {
        stop_at_cell(x, "its cells are not in order");
        return;
    }
    b->column = column;
    b->type = str_eq(t, S("inlineStr")) ? 'i' : str_eq(t, S("str")) ? 'f' : t.n ? t.p[0] : 'n';
    b->style = s.p && str_int(s, &style) && style >= 0 && style < b->nstyles ? (int)style : -1;
    b->value.n = 0;
}

static void sheet_start(xml *x, str name, const char *const *attributes)
{
    book *b = x->to;
    if (str_eq(name, S("c")))
        open_cell(x, attributes);
    else if (str_eq(name, S("row")))
        open_row(x, attributes);
    else if (str_eq(name, S("v")))
        b->in_value = b->type != 'i';
    else if (str_eq(name, S("t")))
        b->in_value = b->type == 'i';
    else if (str_eq(name, S("rPh")))
        b->in_phonetic = true;
}

// The frame of the row is begun by its first cell that holds anything, and filled up to the cell's column.
static void reach_column(xml *x)
{
    book *b = x->to;
    if (b->column > SHEET_COLUMNS) {
        stop_at_cell(x, "it lies beyond the columns that are read");
        return;
    }
    if (!b->at) {
        b->at = frame_begin(b->out, FRAME_ROW);
        put_int(b->out, b->row);
    }
    for (; b->cell_column < b->column; b->cell_column++) {
        put_char(b->out, FRAME_FIELD);
        b->cells++;
    }
    if (b->cells > SHEET_CELLS) stop_at_cell(x, "the workbook has more cells than it may");
}

static void close_cell(xml *x)
{
    book *b = x->to;
    str value = text_str(&b->value);
    i64 i;
    if (!value.n) return;
    reach_column(x);
    if (x->error.n) return;
    switch (b->type) {
    case 's':
        if (!str_int(str_trim(value), &i) || i < 0 || i >= b->nstrings)
            stop_at_cell(x, "its text is missing in the workbook");
        else
            put(b->out, b->strings[i]);
        break;
    case 'b': put(b->out, str_eq(str_trim(value), S("1")) ? S("true") : S("false")); break;
    case 'n':
        put_cell_number(b->out, str_trim(value), b->style >= 0 ? b->styles[b->style] : (cell_format){0}, b->since_1904);
        break;
    default: put_cell_text(b->out, value); break;
    }
}

static void sheet_end(xml *x, str name)
{
    book *b = x->to;
    if (str_eq(name, S("v")) || str_eq(name, S("t")))
        b->in_value = false;
    else if (str_eq(name, S("rPh")))
        b->in_phonetic = false;
    else if (str_eq(name, S("c")))
        close_cell(x);
    else if (str_eq(name, S("row")) && b->at)
        frame_end(b->out, b->at);
}

// ---- the whole

static bool read_structure(book *b, pack *p, str *error)
{
    xml roots = {.to = b, .start = root_relation}, sheets = {.to = b, .start = workbook_start};
    xml relations = {.to = b, .start = workbook_relation};
    if (!pack_has(p, "_rels/.rels")) {
        *error = S("The file is a ZIP archive, but no workbook: .xlsx was expected.");
        return false;
    }
    if (!pack_xml(p, "_rels/.rels", &roots, error)) return false;
    str workbook = b->base.n ? b->base : S("xl/workbook.xml"), folder = workbook;
    while (folder.n && folder.p[folder.n - 1] != '/') folder.n--;
    b->base = folder;
    if (!pack_xml(p, str_z(b->a, workbook), &sheets, error)) return false;
    str names = format(b->a, "$1_rels/$2.rels", v(folder), v(str_from(workbook, folder.n)));
    if (!pack_xml(p, str_z(b->a, names), &relations, error)) return false;
    if (!b->nsheets) *error = S("The workbook has no sheet.");
    return b->nsheets > 0;
}

static bool read_tables(book *b, pack *p, str *error)
{
    xml styles = {.to = b, .start = style_start, .end = style_end};
    xml strings = {.to = b, .start = string_start, .end = string_end, .words = add_words};
    if (b->styles_path.n && pack_has(p, b->styles_path.p) && !pack_xml(p, b->styles_path.p, &styles, error))
        return false;
    return !b->strings_path.n || !pack_has(p, b->strings_path.p) || pack_xml(p, b->strings_path.p, &strings, error);
}

static bool read_sheet(book *b, pack *p, const sheet_part *s, str *error)
{
    xml x = {.to = b, .start = sheet_start, .end = sheet_end, .words = add_words};
    ptrdiff_t at = frame_begin(b->out, FRAME_SHEET);
    frame_text(b->out, s->name);
    if (s->hidden) {
        put_char(b->out, FRAME_FIELD);
        put_char(b->out, '1');
    }
    frame_end(b->out, at);
    b->sheet = s->name;
    b->row = b->column = b->cell_column = 0;
    b->at = 0;
    b->in_value = b->in_phonetic = false;
    return !s->path.n || pack_xml(p, str_z(b->a, s->path), &x, error); // a sheet of charts has no part of cells
}

bool sheet_read(arena *a, str in, text *out, str *error)
{
    pack p;
    if (!pack_open(a, in, &p, error)) return false;
    book *b = new (a, book);
    b->a = a;
    b->out = out;
    b->formats = news(a, own_format, STYLES);
    b->styles = news(a, cell_format, STYLES);
    b->string_arena = arena_make((ptrdiff_t)128 << 20);
    b->list_arena = arena_make((ptrdiff_t)STRINGS * (ptrdiff_t)sizeof(str));
    b->value_arena = arena_make((ptrdiff_t)4 << 20);
    b->string_arena.full = b->value_arena.full = a->full;
    char *bases[] = {b->string_arena.beg, b->list_arena.beg, b->value_arena.beg};
    b->strings = (str *)(void *)b->list_arena.beg;
    b->string_bytes.a = &b->string_arena;
    b->value.a = &b->value_arena;
    bool ok = read_structure(b, &p, error) && read_tables(b, &p, error);
    for (int i = 0; ok && i < b->nsheets; i++) ok = read_sheet(b, &p, &b->sheets[i], error);
    pack_close(&p);
    arena_drop(b->string_arena, bases[0]);
    arena_drop(b->list_arena, bases[1]);
    arena_drop(b->value_arena, bases[2]);
    return ok;
}
