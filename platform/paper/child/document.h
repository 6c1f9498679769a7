// document.h: the frames of a document as blocks.
// SPDX-License-Identifier: Apache-2.0
#ifndef CHILD_DOCUMENT_H
#define CHILD_DOCUMENT_H

#include "platform/base/arena.h"
#include "platform/paper/child/type.h"

// Where a link leads: an anchor of this document or an address outside. Links are numbered from 1; 0 is no link.
typedef struct target {
    str name; // the anchor, or the address
    bool outside;
    bool exists; // an anchor that stands somewhere
    int number;
    struct target *next;
} target;

typedef struct {
    int tone; // paper_tone
    int link;
    str words;
} cell;

typedef struct row {
    bool group; // words across the table: cells[0]
    int anchor; // 0: none
    cell *cells;
    struct row *next;
} row;

typedef struct {
    str title;
    double weight, x, width; // x and width are made by the layout
    int align;
    bool numbers; // its cells are figures: of one width
    // Of what stands in it: the longest piece that should not be broken, and the longest text.
    str word, longest;
    bool pills; // a level stands in it
} column;

typedef struct {
    int ncolumns;
    column *columns;
    row *rows, **end;
} table;

typedef struct shape {
    char letter; // l p d r c t a: as paper_chart_… writes them
    str classes, words;
    double *numbers;
    int n;
    int link; // of an a
    struct shape *next;
} shape;

typedef struct {
    double width, height;
    str title;
    shape *shapes, **end;
} figure;

typedef enum { BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_BREAK, BLOCK_TABLE, BLOCK_CHART } block_kind;

typedef struct block {
    block_kind kind;
    int level;     // heading, list
    int anchor;    // of a heading; always there
    int paragraph; // paper_kind
    int number;    // of a numbered paragraph
    str words;
    span *spans;
    int nspans;
    table *table;
    figure *figure;
    struct block *next;
} block;

typedef struct fact {
    str label, value;
    struct fact *next;
} fact;

typedef struct {
    str organisation, title, subtitle, version, date, classification, checkpoint, created;
    bool landscape, brief;
    str word_contents, word_version, word_date, word_classification, word_checkpoint, word_page;
    fact *facts;
    block *blocks;
    target **targets; // [1 … ntargets]
    int ntargets;
} document;

// False with a sentence when the frames make no document.
bool document_read(arena *a, str in, document *d, str *error);

#endif
