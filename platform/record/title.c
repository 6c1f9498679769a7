// title.c: titles of many records that everybody sees, kept by the reader until the database changes.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/title.h"

#include "platform/record/field.h"
#include "platform/record/scope.h"

#include <string.h>

enum { TITLES = 1024, TITLE_LONGEST = 200, BATCH = 50, ROOM_LEAST = 16 << 10 };

typedef struct {
    const entity *e;
    i64 id;
    str title;
} kept_title;

// Open addressing. What does not fit any more is read each time.
typedef struct {
    int n;
    kept_title slots[TITLES];
} titles;

static titles *kept_titles(ctx *c, arena **room)
{
    void **place = c->moment.us || c->writing ? NULL : db_kept(c->db, room);
    if (!place) return NULL;
    if (!*place) *place = new (*room, titles);
    return *place;
}

bool titles_kept(ctx *c, const entity *e)
{
    arena *room;
    const field *f = entity_title(e);
    return f && f->kind == KIND_TEXT && e->scope == SCOPE_EVERYONE && kept_titles(c, &room);
}

// Its slot, or the empty one where it belongs.
static kept_title *slot_of(titles *t, const entity *e, i64 id)
{
    uint64_t at = (uint64_t)id + ((uint64_t)(uintptr_t)e >> 4) * 0x9E3779B1u;
    for (;; at++) {
        kept_title *x = &t->slots[at % TITLES];
        if (!x->e || (x->e == e && x->id == id)) return x;
    }
}

static void keep(titles *t, arena *room, const entity *e, i64 id, str title)
{
    if (t->n >= TITLES / 4 * 3 || title.n > TITLE_LONGEST || room->end - room->beg < ROOM_LEAST) return;
    kept_title *x = slot_of(t, e, id);
    if (x->e) return;
    *x = (kept_title){e, id, str_dup(room, title)};
    t->n++;
}

// Of at most BATCH records that are not kept; each statement has the same text.
static void read_some(ctx *c, const entity *e, const i64 *ids, const int *missed, int n, str *out, titles *kept,
                      arena *room)
{
    val wanted[BATCH + 1] = {0};
    text t = {.a = c->a};
    fill(&t, S("SELECT x.id, x.$1 FROM {$2 x} WHERE x.id IN ("), VALS(v(entity_title(e)->name), v(e->name)), 2);
    query_places(&t, BATCH);
    put(&t, S(")"));
    for (int i = 0; i < BATCH; i++) wanted[i + 1] = v(i < n ? ids[missed[i]] : 0);
    rows r = query_built(c, text_str(&t), wanted, BATCH);
    while (db_next(&r)) {
        i64 id = db_int(&r, 0);
        str title = db_text(&r, 1);
        for (int i = 0; i < n; i++)
            if (ids[missed[i]] == id) out[missed[i]] = title;
        if (kept) keep(kept, room, e, id, title);
    }
}

void titles_find(ctx *c, const entity *e, const i64 *ids, int n, str *out)
{
    arena *room = NULL;
    titles *kept = kept_titles(c, &room); // stays while nothing else is kept
    int missed[BATCH], nmissed = 0;
    for (int i = 0; i < n; i++) {
        const kept_title *x = kept && ids[i] ? slot_of(kept, e, ids[i]) : NULL;
        out[i] = x && x->e ? str_dup(c->a, x->title) : (str){0};
        if (!ids[i] || (x && x->e)) continue;
        missed[nmissed++] = i;
        if (nmissed == BATCH) read_some(c, e, ids, missed, nmissed, out, kept, room), nmissed = 0;
    }
    if (nmissed) read_some(c, e, ids, missed, nmissed, out, kept, room);
}
