// tree.c: Merkle tree hashes and the checking of proofs (RFC 6962 section 2.1, RFC 9162 section 2.1).
// SPDX-License-Identifier: Apache-2.0
#include "platform/ledger/ledger.h"

hash tree_leaf(str leaf)
{
    return hash_two(0, (bytes){0}, (bytes){leaf.p, leaf.n});
}

hash tree_node(hash left, hash right)
{
    return hash_two(1, hash_bytes(left), hash_bytes(right));
}

// part[i] is the hash of a full subtree of 2^i leaves where bit i of size is set: adding a leaf is adding one in binary.
void tree_add(frontier *f, hash leaf)
{
    int i = 0;
    for (; f->size >> i & 1; i++) leaf = tree_node(f->part[i], leaf);
    f->part[i] = leaf;
    f->size++;
}

hash tree_root(const frontier *f)
{
    hash root;
    bool any = false;
    for (int i = 0; i < 63; i++) {
        if (!(f->size >> i & 1)) continue;
        root = any ? tree_node(f->part[i], root) : f->part[i];
        any = true;
    }
    return any ? root : hash_of((str){0});
}

// RFC 9162 section 2.1.3.2
bool tree_inclusion(i64 index, i64 size, hash leaf, const hash *path, int npath, hash root)
{
    if (index < 0 || index >= size) return false;
    i64 at = index, last = size - 1;
    for (int i = 0; i < npath; i++) {
        if (last == 0) return false;
        if (at & 1 || at == last) {
            leaf = tree_node(path[i], leaf);
            for (; !(at & 1) && at; at >>= 1) last >>= 1;
        } else {
            leaf = tree_node(leaf, path[i]);
        }
        at >>= 1, last >>= 1;
    }
    return last == 0 && hash_eq(leaf, root);
}

// RFC 9162 section 2.1.4.2
bool tree_consistency(i64 first, i64 second, hash first_root, hash second_root, const hash *path, int npath)
{
    if (first < 0 || first > second) return false;
    if (first == second) return npath == 0 && hash_eq(first_root, second_root);
    if (first == 0) return npath == 0 && hash_eq(first_root, hash_of((str){0}));
    i64 at = first - 1, last = second - 1;
    for (; at & 1; at >>= 1) last >>= 1;
    int i = 0;
    hash old = first_root, all = first_root;
    if (first & (first - 1)) { // else the old root is itself a node of the new tree
        if (npath == 0) return false;
        old = all = path[i++];
    }
    if (i == npath) return false;
    for (; i < npath; i++) {
        if (last == 0) return false;
        if (at & 1 || at == last) {
            old = tree_node(path[i], old);
            all = tree_node(path[i], all);
            for (; !(at & 1) && at; at >>= 1) last >>= 1;
        } else {
            all = tree_node(all, path[i]);
        }
        at >>= 1, last >>= 1;
    }
    return last == 0 && hash_eq(old, first_root) && hash_eq(all, second_root);
}
