// ledger_number.c: PostgreSQL: entries that committed without a number get theirs.
// SPDX-License-Identifier: Apache-2.0
//
// Numbering while changes commit would hold the head row through each commit's fsync and let one change pass at a time
// (measured: 1,300 instead of 8,400 a second). So an entry commits with its change and without a number, and any node numbers
// what waits: who cannot lock the head row leaves it to the node that has it. Entries are taken by "n IS NULL" and never by
// "after the last one", because transactions commit in another order than they took their seq.
#include "platform/ledger/ledger_part.h"

#include <assert.h>
#include <string.h>

enum { BATCH = 1000 };

typedef struct {
    text seq, n, link, node; // array literals
} batch;

static void put_item(text *t, bool first, str s)
{
    put(t, first ? S("{") : S(","));
    put(t, s);
}

static void put_hash(text *t, bool first, const hash *h)
{
    put(t, first ? S("{") : S(","));
    if (!h) {
        put(t, S("NULL"));
        return;
    }
    put(t, S("\"\\\\x"));
    put_hex(t, (bytes){h->b, 32});
    put_char(t, '"');
}

static i64 number_batch(ctx *c, head *h, i64 most)
{
    arena scratch = *c->a, rows_room;
    batch b = {{.a = &scratch}, {.a = &scratch}, {.a = &scratch}, {.a = &scratch}};
    put_room(&b.seq, 24 * most + 64), put_room(&b.n, 24 * most + 64);
    put_room(&b.link, 80 * most + 64), put_room(&b.node, 80 * most + 64);
    rows_room = scratch;
    char *base = rows_room.beg;
    i64 count = 0;
    rows r = db_query(c->db, &rows_room,
                      "SELECT seq, leaf_hash, at FROM ledger WHERE n IS NULL ORDER BY at, seq LIMIT $1", v(most));
    for (; db_next(&r); count++) {
        rows_room.beg = base;
        hash leaf_hash = {0}, node;
        bytes l = db_blob(&r, 1);
        if (l.n == 32) memcpy(leaf_hash.b, l.p, 32);
        hash link = head_add(h, leaf_hash, db_int(&r, 2), &node);
        put_item(&b.seq, count == 0, db_view(&r, 0));
        put(&b.n, count == 0 ? S("{") : S(","));
        put_int(&b.n, h->f.size);
        put_hash(&b.link, count == 0, &link);
        put_hash(&b.node, count == 0, node_is(h->f.size) ? &node : NULL);
    }
    if (count == 0) return 0;
    put_char(&b.seq, '}'), put_char(&b.n, '}'), put_char(&b.link, '}'), put_char(&b.node, '}');
    bool ok = db_exec(c->db,
                      "UPDATE ledger SET n = x.n, link = x.link, node = x.node FROM"
                      " unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[]) AS x(seq, n, link, node)"
                      " WHERE ledger.seq = x.seq",
                      v(text_str(&b.seq)), v(text_str(&b.n)), v(text_str(&b.link)), v(text_str(&b.node)));
    return ok ? count : 0;
}

// One transaction: the head row is locked, so that what it says stands until the commit.
static i64 number_some(database *d, arena *a, i64 most)
{
    head h = {0};
    db *w = db_write_begin(d);
    if (!w) return 0;
    ctx c = {.a = a, .database = d, .db = w};
    i64 count = 0;
    bool ok =
        db_own_locks(w) &&
        head_read(w, a, S("SELECT size, frontier, link, at FROM ledger_head WHERE one = 1 FOR UPDATE SKIP LOCKED"), &h);
    if (ok) count = number_batch(&c, &h, most);
    ok = ok && count > 0 && head_write(w, &h);
    if (db_write_end(w, ok) != DB_DONE || !ok) return 0;
    ledger_saw(ledger_of(d), h.at);
    return count;
}

i64 ledger_number(database *d, i64 most)
{
    if (database_kind(d) == DB_SQLITE) return 0;
    arena room = arena_make(16 << 20);
    char *base = room.beg;
    i64 all = 0;
    for (i64 n = BATCH; n == BATCH && all < most; all += n) {
        room.beg = base;
        n = number_some(d, &room, most - all < BATCH ? most - all : BATCH);
    }
    room.beg = base;
    arena_drop(room, base);
    return all;
}
