// ledger_proof.c: proofs that an entry is in the tree, and that a later tree goes on from an earlier one (RFC 6962 2.1.1, 2.1.2).
// SPDX-License-Identifier: Apache-2.0
#include "platform/ledger/ledger_part.h"

#include <string.h>

typedef struct {
    ctx *c;
    hash *path;
    int n;
    bool lost; // an entry that should be there is not
} proof;

static hash stored(proof *p, i64 n, bool node)
{
    hash h = {0};
    arena scratch = *p->c->a;
    rows r = db_query(p->c->db, &scratch, "SELECT leaf_hash, node FROM ledger WHERE n = $1", v(n));
    bytes b = db_next(&r) ? db_blob(&r, node ? 1 : 0) : (bytes){0};
    if (b.n == 32)
        memcpy(h.b, b.p, 32);
    else
        p->lost = true;
    db_stop(&r);
    return h;
}

// Hash of the full subtree of 2^level leaves that ends with entry `end`. An entry keeps the largest one it ends; a smaller one
// is made of its halves, of which the left is always kept.
static hash full(proof *p, int level, i64 end)
{
    if (level == 0) return stored(p, end, false);
    if (end >> level & 1) return stored(p, end, true);
    hash left = full(p, level - 1, end - ((i64)1 << (level - 1)));
    return tree_node(left, full(p, level - 1, end));
}

static i64 split(i64 n) // the largest power of two below n
{
    return (i64)1 << (63 - __builtin_clzll((unsigned long long)(n - 1)));
}

static hash range(proof *p, i64 from,
                  i64 n) // MTH(D[from : from + n]); `from` is a multiple of the power of two at or above n
{
    if ((n & (n - 1)) == 0) return full(p, __builtin_ctzll((unsigned long long)n), from + n);
    i64 k = split(n);
    hash left = range(p, from, k);
    return tree_node(left, range(p, from + k, n - k));
}

static void inclusion(proof *p, i64 index, i64 from, i64 n)
{
    if (n == 1) return;
    i64 k = split(n);
    if (index < k) {
        inclusion(p, index, from, k);
        p->path[p->n++] = range(p, from + k, n - k);
    } else {
        inclusion(p, index - k, from + k, n - k);
        p->path[p->n++] = range(p, from, k);
    }
}

static void consistency(proof *p, i64 first, i64 from, i64 n, bool whole)
{
    if (first == n) {
        if (!whole) p->path[p->n++] = range(p, from, n);
        return;
    }
    i64 k = split(n);
    if (first <= k) {
        consistency(p, first, from, k, whole);
        p->path[p->n++] = range(p, from + k, n - k);
    } else {
        consistency(p, first - k, from + k, n - k, false);
        p->path[p->n++] = range(p, from, k);
    }
}

int ledger_inclusion(ctx *c, i64 n, i64 size, hash *path)
{
    proof p = {.c = c, .path = path};
    if (n < 1 || n > size) return -1;
    stored(&p, size, false); // is there such a tree?
    inclusion(&p, n - 1, 0, size);
    return p.lost ? -1 : p.n;
}

int ledger_consistency(ctx *c, i64 first, i64 second, hash *path)
{
    proof p = {.c = c, .path = path};
    if (first < 0 || first > second) return -1;
    if (second) stored(&p, second, false);
    if (first == 0 || first == second) return p.lost ? -1 : 0;
    consistency(&p, first, 0, second, true);
    return p.lost ? -1 : p.n;
}
