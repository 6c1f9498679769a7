// table.h: tables of text in columns, as wide as the terminal.
// SPDX-License-Identifier: Apache-2.0
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "platform/base/text.h"

typedef struct {
    str title;
    bool right; // numbers
} table_column;

// Writes a heading and n rows of `columns` cells each, two spaces between columns. Line breaks and control characters in
// cells become spaces. When width > 0 and the table is wider, the widest columns are cut, with "…" where text is missing;
// no column is made narrower than 8.
void table_put(text *t, const table_column *c, int columns, const str *cells, int n, int width);
int text_width(str s); // in columns of a terminal
// Paragraphs broken at words so that no line is wider than `width` (0: not broken); each line begins with `indent` spaces.
void put_wrapped(text *t, str s, int indent, int width);

#endif
