// parts.h: what hangs on a record: moves with it, ends with it, or holds it. For record.c.
// SPDX-License-Identifier: Apache-2.0
#ifndef RECORD_PARTS_H
#define RECORD_PARTS_H

#include "platform/record/record.h"

// A record that moved to another unit takes along its past, all that follows it, and what the search knows of it.
void parts_move(ctx *c, const entity *e, i64 id, i64 unit);
// Does something that is no part of it point to a record? Then with a failure that names at most five.
bool parts_hold(ctx *c, const entity *e, i64 id);
// Ends its parts (plain entities WITHIN it), seen or not: whoever may end a record ends them. On the writer.
bool parts_end(ctx *c, const entity *e, i64 id);

#endif
