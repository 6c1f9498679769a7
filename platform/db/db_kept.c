// db_kept.c: what was read once, kept with the connection as long as the database stays as it is.
// SPDX-License-Identifier: Apache-2.0
//
// Who somebody is and what they may see is asked anew by each request, and changes a few times a day. A reader keeps such
// answers in memory of its own and forgets all of them when its snapshot is another one than before, whatever was changed:
// nobody has to say what they touched, so nobody can forget to.
#include "platform/db/db_engine.h"

#include <assert.h>
#include <string.h>

// A question or an answer that fits stays well within the least room: texts stop at half of it, 256 cells are 6 KB, a question is 16 KB at most.
enum {
    KEPT_BYTES = 256 << 10,
    KEPT_ROOM_LEAST = 96 << 10,
    KEPT_SLOTS = 64,
    KEPT_CELLS = 256,
    KEPT_TEXT = 2 << 10,
    KEPT_VALUES = 8
};

// One answer: its rows, one after the other.
struct kept_rows {
    str sql;
    const val *vals; // of the question, 1 to nvals
    int nvals, nrows, ncolumns;
    const val *cells;
};

struct kept {
    arena room;
    char *base;
    uint64_t state;
    const kept_rows **slots; // KEPT_SLOTS, by the hash of the question; at most half of them are full
    int nslots;
    void *place; // db_kept's
};

static void forget(kept *k, uint64_t state)
{
    k->room.beg = k->base;
    k->state = state;
    k->place = NULL;
    k->nslots = 0;
    k->slots = news(&k->room, const kept_rows *, KEPT_SLOTS);
}

static kept *kept_make(void)
{
    arena room = arena_make(KEPT_BYTES);
    kept *k = new (&room, kept);
    k->room = room;
    k->base = room.beg;
    return k;
}

void kept_drop(db *d)
{
    if (d->kept) arena_drop(d->kept->room, (char *)d->kept);
    d->kept = NULL;
}

// What is kept of the snapshot this reader has; NULL when it has none yet, or nobody can say whether it is still the same.
static kept *kept_of(db *d)
{
    assert(!d->open && "an answer is read while it may be forgotten");
    if (!d->state && d->of->engine->state) d->state = d->of->engine->state(d);
    if (!d->state || d->fault) return NULL;
    if (!d->kept) d->kept = kept_make();
    kept *k = d->kept;
    bool full = k->room.end - k->room.beg < KEPT_ROOM_LEAST || k->nslots == KEPT_SLOTS / 2;
    if (k->state != d->state || full) forget(k, d->state);
    return k;
}

void **db_kept(db *d, arena **room)
{
    kept *k = kept_of(d);
    if (!k) return NULL;
    *room = &k->room;
    return &k->place;
}

static bool is_text(const val *x)
{
    return x->kind == VAL_TEXT || x->kind == VAL_BYTES;
}

static bool same(const val *x, const val *y)
{
    if (x->kind != y->kind || x->null != y->null) return false;
    return x->null || (is_text(x) ? str_eq(x->s, y->s) : x->i == y->i); // of a double, its bits
}

static const kept_rows **slot_of(const kept *k, str sql, const val *vals, int nvals)
{
    uint64_t hash = (uint64_t)(uintptr_t)sql.p;
    for (int i = 1; i <= nvals; i++) hash = hash * 31 + (is_text(&vals[i]) ? str_hash(vals[i].s) : (uint64_t)vals[i].i);
    hash *= 0x9E3779B97F4A7C15u;
    for (size_t i = hash >> 40;; i++) {
        const kept_rows **slot = &k->slots[i % KEPT_SLOTS], *x = *slot;
        bool hit = x && x->sql.p == sql.p && x->sql.n == sql.n && x->nvals == nvals;
        for (int n = 1; n <= nvals && hit; n++) hit = same(&x->vals[n], &vals[n]);
        if (!x || hit) return slot;
    }
}

// One cell into the arena of the rows, if it is of a size that is kept.
static bool take(const rows *r, int col, val *out)
{
    valkind kind = r->d->of->engine->kind(r, col);
    if (kind == VAL_BYTES || (kind == VAL_TEXT && db_view(r, col).n > KEPT_TEXT)) return false;
    if (r->a->end - r->a->beg < KEPT_ROOM_LEAST / 2) return false;
    *out = db_val(r, col);
    return true;
}

// Reads them to their end, into the room; NULL when they are more than is kept, or cannot be read.
static kept_rows *read_all(arena *a, rows r)
{
    val cells[KEPT_CELLS];
    int n = 0, ncolumns = r.s ? r.d->of->engine->columns(&r) : 0;
    arena before = *a;
    bool fits = true;
    r.a = a;
    while (fits && db_next(&r)) {
        fits = n + ncolumns <= KEPT_CELLS;
        for (int i = 0; i < ncolumns && fits; i++) fits = take(&r, i, &cells[n++]);
    }
    db_stop(&r);
    if (!fits || r.d->fault) return *a = before, NULL;
    kept_rows *x = new (a, kept_rows);
    val *all = news(a, val, n);
    if (n) memcpy(all, cells, sizeof *all * (size_t)n);
    *x = (kept_rows){.nrows = ncolumns ? n / ncolumns : 0, .ncolumns = ncolumns, .cells = all};
    return x;
}

// With a copy of what was asked; the text of the statement stays where it is.
static void keep(kept *k, const kept_rows **slot, kept_rows *x, str sql, const val *vals, int nvals)
{
    val *asked = news(&k->room, val, nvals + 1);
    for (int i = 1; i <= nvals; i++) {
        asked[i] = vals[i];
        if (is_text(&vals[i])) asked[i].s = str_dup(&k->room, vals[i].s);
    }
    x->sql = sql, x->vals = asked, x->nvals = nvals;
    *slot = x;
    k->nslots++;
}

static bool askable(const val *vals, int nvals)
{
    for (int i = 1; i <= nvals; i++)
        if (is_text(&vals[i]) && vals[i].s.n > KEPT_TEXT) return false;
    return nvals <= KEPT_VALUES;
}

rows db_query_kept_(db *d, arena *a, str sql, const val *vals, int nvals)
{
    kept *k = askable(vals, nvals) ? kept_of(d) : NULL;
    const kept_rows **slot = k ? slot_of(k, sql, vals, nvals) : NULL;
    if (k && !*slot) {
        kept_rows *x = read_all(&k->room, db_query_(d, a, sql, vals, nvals));
        if (x) keep(k, slot, x, sql, vals, nvals);
    }
    if (!k || !*slot) return db_query_(d, a, sql, vals, nvals);
    d->open = k;
    return (rows){.d = d, .a = a, .kept = *slot, .at = -1};
}

bool kept_next(rows *r)
{
    return ++r->at < r->kept->nrows;
}

const val *kept_cell(const rows *r, int col)
{
    assert(r->at >= 0 && col < r->kept->ncolumns);
    return &r->kept->cells[r->at * r->kept->ncolumns + col];
}
