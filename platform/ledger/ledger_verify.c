// ledger_verify.c: reads the whole ledger again and says whether it is what was written.
// SPDX-License-Identifier: Apache-2.0
#include "platform/ledger/ledger_part.h"

#include <string.h>

enum { AT_ONCE = 2000 };

// Images of one record that are not there. A later entry of erasure accounts for all before it.
typedef struct missing {
    struct missing *child[4];
    str entity;
    i64 id, first, count;
} missing;

typedef struct {
    ctx *c;
    arena *a;
    verification *out;
    head head;  // made anew, entry by entry
    i64 images; // seen beside their entries
    missing *gone;
} check;

static void bad(check *k, i64 n, str what)
{
    if (k->out->bad) return;
    k->out->bad = n > 0 ? n : 1;
    k->out->what = what;
}

static missing *missing_of(check *k, str entity, i64 id, bool make)
{
    missing **at = &k->gone;
    uint64_t h = str_hash(entity) ^ ((uint64_t)id * 0x9E3779B97F4A7C15u);
    for (; *at; h <<= 2) {
        if ((*at)->id == id && str_eq((*at)->entity, entity)) return *at;
        at = &(*at)->child[h >> 62];
    }
    if (!make) return NULL;
    *at = new (k->a, missing);
    **at = (missing){.entity = str_dup(k->a, entity), .id = id};
    return *at;
}

static void image_missing(check *k, const leaf *l, i64 n)
{
    missing *m = missing_of(k, l->entity, l->id, true);
    if (!m->count++) m->first = n;
}

static bool is_erasure(const leaf *l)
{
    return str_ends(l->verb, S(".erase")) && str_starts(l->verb, l->entity) && l->verb.n == l->entity.n + 6 &&
           str_eq(l->result, S("done"));
}

static void erased(check *k, const leaf *l)
{
    missing *m = missing_of(k, l->entity, l->id, false);
    if (!m) return;
    k->out->erased += m->count;
    m->count = m->first = 0;
}

static bool same(hash h, bytes b)
{
    return b.n == 32 && memcmp(h.b, b.p, 32) == 0;
}

static void look_at_image(check *k, const rows *r, const leaf *l, i64 n)
{
    bytes nonce = db_blob(r, 18);
    str image = db_view(r, 19);
    if (nonce.p) k->images++;
    if (!l->image_hash.p) {
        if (nonce.p) bad(k, n, format(k->a, "Entry $1 has an image that was put there later.", v(n)));
    } else if (!nonce.p) {
        image_missing(k, l, n);
    } else {
        arena scratch = *r->a;
        str both = str_join(&scratch, (str){nonce.p, nonce.n}, image);
        if (!same(hash_of(both), l->image_hash))
            bad(k, n, format(k->a, "The image of entry $1 was changed after it was written.", v(n)));
    }
}

static leaf leaf_of(const rows *r)
{
    return (leaf){.at = db_int(r, 1),
                  .actor = db_view(r, 2),
                  .person = db_int(r, 3),
                  .request = db_view(r, 4),
                  .channel = db_view(r, 5),
                  .verb = db_view(r, 6),
                  .entity = db_view(r, 7),
                  .id = db_int(r, 8),
                  .version = db_int(r, 9),
                  .result = db_view(r, 10),
                  .reason = db_view(r, 11),
                  .note = db_view(r, 12),
                  .ended = db_int(r, 13),
                  .image_hash = db_blob(r, 14)};
}

static void look_at(check *k, const rows *r)
{
    i64 n = db_int(r, 0), expected = k->head.f.size + 1;
    leaf l = leaf_of(r);
    if (is_erasure(&l)) erased(k, &l);
    if (k->out->bad) return; // what follows only tells which images were erased
    if (n > expected) {
        bad(k, expected, format(k->a, "Entry $1 is missing.", v(expected)));
        return;
    }
    if (n < expected) {
        bad(k, n, format(k->a, "Entry $1 was put in before the first one.", v(n)));
        return;
    }
    arena scratch = *r->a;
    text line = {.a = &scratch};
    leaf_put(&line, &l);
    hash made = tree_leaf(text_str(&line)), node;
    if (!same(made, db_blob(r, 15))) bad(k, n, format(k->a, "Entry $1 was changed after it was written.", v(n)));
    hash link = head_add(&k->head, made, l.at, &node);
    if (!same(link, db_blob(r, 16)))
        bad(k, n,
            format(k->a,
                   "Entry $1 does not follow the one before it: entries were put in, taken out or exchanged here.",
                   v(n)));
    if (node_is(n) ? !same(node, db_blob(r, 17)) : !db_null(r, 17))
        bad(k, n, format(k->a, "The tree's hash at entry $1 is not the hash of the entries up to it.", v(n)));
    look_at_image(k, r, &l, n);
    k->out->size = n;
}

static void look_at_entries(check *k)
{
    for (i64 from = INT64_MIN, seen = AT_ONCE; seen == AT_ONCE && !db_error(k->c->db).n;) {
        arena page = arena_make(64 << 20);
        char *base = page.beg;
        rows r =
            db_query(k->c->db, &page,
                     "SELECT l.n, l.at, l.actor, l.person, l.request, l.channel, l.verb, l.entity, l.id, l.version,"
                     " l.result, l.reason, l.note, l.ended, l.image_hash, l.leaf_hash, l.link, l.node, i.nonce, i.image"
                     " FROM ledger l LEFT JOIN ledger_image i ON i.seq = l.seq WHERE l.n > $1 ORDER BY l.n LIMIT $2",
                     v(from), v(AT_ONCE));
        for (seen = 0; db_next(&r); seen++) {
            page.beg = base;
            from = db_int(&r, 0);
            look_at(k, &r);
        }
        page.beg = base;
        arena_drop(page, base);
    }
}

static void look_for_missing(check *k, const missing *m)
{
    if (!m) return;
    // The first of them all counts, wherever another fault was found.
    if (m->count && (!k->out->bad || m->first < k->out->bad)) {
        k->out->bad = m->first;
        k->out->what =
            format(k->a, "The image of entry $1 is missing, and no entry says that it was erased.", v(m->first));
    }
    for (int i = 0; i < 4; i++) look_for_missing(k, m->child[i]);
}

// A head that names other hashes than the entries give: the first part of the frontier that differs tells where.
static void compare_parts(check *k, const head *is)
{
    i64 from = 1;
    for (int i = 62; i >= 0; i--) {
        if (!(is->f.size >> i & 1)) continue;
        i64 to = from + ((i64)1 << i) - 1;
        if (!hash_eq(is->f.part[i], k->head.f.part[i]))
            bad(k, from,
                format(k->a, "One of the entries $1 to $2 is not what the head of the ledger vouches for.", v(from),
                       v(to)));
        from = to + 1;
    }
}

static void look_at_head(check *k)
{
    head is = {0};
    arena scratch = *k->a;
    i64 size = k->head.f.size;
    if (k->out->bad) return;
    if (!head_read(k->c->db, &scratch, S("SELECT size, frontier, link, at FROM ledger_head WHERE one = 1"), &is)) {
        bad(k, size, S("The head of the ledger is missing or cannot be read."));
        return;
    }
    if (is.f.size > size)
        bad(k, size + 1, format(k->a, "The entries $1 to $2 are missing at the end.", v(size + 1), v(is.f.size)));
    else if (is.f.size < size)
        bad(k, is.f.size + 1, format(k->a, "Entry $1 stands behind the head of the ledger.", v(is.f.size + 1)));
    else
        compare_parts(k, &is);
    checkpoint c = ledger_checkpoint(&(ctx){.a = k->a, .db = k->c->db});
    if (!hash_eq(c.root, k->out->root) || !hash_eq(is.link, k->head.link) || is.at != k->head.at)
        bad(k, size, S("The head of the ledger was changed: it is not what the entries give."));
}

// Images that belong to no entry.
static void look_at_images(check *k)
{
    arena scratch = *k->a;
    i64 all = db_one(db_query(k->c->db, &scratch, "SELECT count(*) FROM ledger_image"));
    i64 waiting = db_one(db_query(
        k->c->db, &scratch, "SELECT count(*) FROM ledger l JOIN ledger_image i ON i.seq = l.seq WHERE l.n IS NULL"));
    if (all != k->images + waiting && !k->out->bad)
        bad(k, k->head.f.size, S("There are images that belong to no entry of the ledger."));
}

verification ledger_verify(ctx *c)
{
    verification out = {0};
    check k = {.c = c, .a = c->a, .out = &out};
    look_at_entries(&k);
    look_for_missing(&k, k.gone);
    out.root = tree_root(&k.head.f);
    look_at_head(&k);
    look_at_images(&k);
    if (db_error(c->db).n) {
        out.bad = out.size + 1;
        out.what = format(c->a, "The ledger could not be read to its end: $1.", v(db_error(c->db)));
    }
    return out;
}
