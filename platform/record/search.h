// search.h: full-text search over every record in reach.
// SPDX-License-Identifier: Apache-2.0
#ifndef RECORD_SEARCH_H
#define RECORD_SEARCH_H

#include "platform/record/record.h"

typedef struct {
    const entity *e;
    i64 id;
    str title, excerpt;
} hit;

str text_fold(arena *a,
              str s); // case and accents folded (NFKD, utf8proc): "Größe" → "grosse"; for _key columns and queries
// Best first, at most `most`. Words are prefixes and all must be there; a code ("R-12") finds its record. e NULL: all
// entities the person may list.
int search(ctx *c, const entity *e, str words, hit **out, int most);
// The words of a text as the index keeps them: letters and digits, folded, one space between; words of at most 60 bytes.
str search_words(arena *a, str s);
bool search_put(ctx *c, const entity *e, const void *rec);   // by record_save; what is there already is exchanged
bool search_add(ctx *c, const entity *e, const void *rec);   // the same for a record that is new
bool search_move(ctx *c, const entity *e, i64 id, i64 unit); // the record lies in another unit now
bool search_drop(ctx *c, const entity *e, i64 id);           // by record_end
bool search_create(db *w);
bool search_migrate(db *w);    // adds what earlier databases do not have
void search_open(database *d); // once after database_open, before anything is put
// While nobody waits for the writer: a step of the work that writes left to be done on the index of words. True: there may be more.
bool search_tidy(database *d);

#endif
