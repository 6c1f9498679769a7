// pick.h: the records that a rule picks out, a rule being a filter written as text.
// SPDX-License-Identifier: Apache-2.0
//
// A rule is lines; a line is NAME=VALUE words as in the address of a list (list.h), a value with spaces in quotes. A record is
// picked when it passes all words of one line. The line "all" passes everything. A rule means the same whoever asks: it looks at the
// whole register, whatever the reach of c.
//
//     patients=yes
//     customers=yes region=APAC
#ifndef RECORD_PICK_H
#define RECORD_PICK_H

#include "platform/record/record.h"

enum { PICK_LINES = 20 };

// Can it be read? False with a failure at `field` that says what is wrong. An empty rule is read, and picks nothing.
bool pick_check(ctx *c, const entity *e, const char *field, str rule);
// The ids picked, in order, each once: at most `most`. A rule that cannot be read (any more) picks nothing.
int pick_ids(ctx *c, const entity *e, str rule, i64 **ids, int most);
bool pick_has(ctx *c, const entity *e, str rule, i64 id);
// The n-th line (from 0) as the address of a list: "/asset?customers=yes&region=APAC"; empty after the last.
str pick_address(ctx *c, const entity *e, str rule, int n);

#endif
