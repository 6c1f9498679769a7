// step.h: an import as one step: its record, the reason that all its entries carry, and what it touched, for undo.
// SPDX-License-Identifier: Apache-2.0
//
//     within an operation:
//     if (!step_begin(c, &s, (import){.noun = …, .file = …, .added = …})) …
//     for each record saved: step_note(c, &s, e, id, before, after, S(""), S(""))
//     step_end(c, &s);
//
// Undo goes from the last one noted to the first: what others need comes first.
#ifndef EXCHANGE_REGISTER_STEP_H
#define EXCHANGE_REGISTER_STEP_H

#include "exchange/register/register.h"

typedef struct {
    i64 import;
    i64 done;            // records noted
    str channel, reason; // the caller's
} step;

// Saves the record of the import. Until step_end, what is saved has "import" for its channel, and for its reason the
// import's code, the file and the reason given.
bool step_begin(ctx *c, step *s, import m);
// A record: its version before (0: it is new) and now; its links then and now, "assets=1,2;controls=".
bool step_note(ctx *c, step *s, const entity *e, i64 id, i64 before, i64 after, str links_before, str links_after);
void step_end(ctx *c, const step *s);

#endif
