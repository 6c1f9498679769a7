// register_match.h: which record a row means, and which row or record a cell names.
// SPDX-License-Identifier: Apache-2.0
#ifndef EXCHANGE_REGISTER_REGISTER_MATCH_H
#define EXCHANGE_REGISTER_REGISTER_MATCH_H

#include "exchange/register/register_part.h"

typedef struct matcher matcher;

matcher *matcher_make(ctx *c, register_plan *p, const table_row *rows);
// The record that row i means: fills id and version and before, or leaves them for a new one. False: a fault was noted.
bool matcher_find(matcher *m, int i, const table_row *cells);
// What a cell names: a record of f->to (*id), or a row of the same file (*row, + 1). False with *why.
bool matcher_name(matcher *m, const field *f, str cell, i64 *id, int *row, str *why);
// The words of c's first failure, without the label it begins with; forgets them all.
str failure_words(ctx *c, const char *label);

#endif
