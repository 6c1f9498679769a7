// field_html.h: fields as people read them: words, pills, links, times.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_FIELD_HTML_H
#define WEB_FIELD_HTML_H

#include "platform/web/html.h"

// The value within a sentence or a fact: links, pills, times. Reads titles through c. An empty field reads "not set".
void field_html(request *q, const entity *e, const field *f, const void *rec);
// A field's words within a status: only choices with a tone and levels; false when there is nothing to show.
bool field_pill(request *q, const entity *e, const field *f, const void *rec);

// Is it shown to people at all?
bool field_shown(const field *f);
i64 field_score(const field *with, const void *rec); // the number beside a level; -1: none
bool field_level(const field *f);                    // a choice of levels
// The level that counts: the first the list is sorted by, else the first of all; others stand beside it, outlined. NULL: none.
const field *entity_level(const entity *e);
bool record_open(const entity *e, const void *rec); // its state is neither good nor off: dates can be late
bool field_late(const ctx *c, const field *f, const field *state, const void *rec);
const field *entity_title_field(const entity *e); // NULL: the code is all it has
str entity_record_title(ctx *c, const entity *e,
                        const void *rec);   // from the record itself; its code where it has no title
const entity *entity_for(const char *name); // of a name a program wrote; NULL
const module *entity_module(const entity *e);
// At most n bytes of it, cut between characters, with … where something is missing.
str words_cut(arena *a, str s, ptrdiff_t n);
str words_upper(arena *a, str s); // a stored name as a word of its own: "planned" → "Planned"
str words_lower(arena *a, str s); // a label within a sentence: "Risk owner" → "risk owner"

#endif
