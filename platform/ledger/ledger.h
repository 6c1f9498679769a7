// ledger.h: the tamper-evident log of all that happened.
// SPDX-License-Identifier: Apache-2.0
//
// Every write, sign-in, denial, export, import and job leaves an entry in the same transaction as its change: no entry, no
// change. An entry's leaf is one line of canonical JSON that names time, actor, request, channel, verb, reason, record and the
// nonced hash of the record's image after the change. The image lies beside it (ledger_image) with its nonce; erasing both
// leaves the leaf and the tree intact, and the erasure is an entry itself. Leaves form a Merkle tree hashed as in RFC 6962
// (leaf SHA-256(0x00 ‖ leaf), node SHA-256(0x01 ‖ left ‖ right)), so that outsiders verify with tools they have.
//
// Beside the tree each entry keeps `link`, SHA-256(0x02 ‖ link before ‖ leaf hash), so that verification names the first entry
// that was changed, exchanged, put in or taken out, and every entry that ends a full subtree of 2, 4, 8 … keeps its hash as
// `node`, so that a proof reads a few hundred rows and not all of them.
//
// Tables: ledger(n, seq, at, actor, person, request, channel, verb, entity, id, version, result, reason, note, ended, image_hash,
// leaf_hash, link, node) with an index on (entity, id); ledger_image(seq, nonce, image), where image_hash is
// SHA-256(nonce ‖ image); ledger_head(one row: size, frontier, link, root, at). `seq` joins an entry with its image; on SQLite
// it equals n, on PostgreSQL n is NULL until the entry is numbered. Both are read-only for everybody else: triggers refuse.
//
// SQLite: entries are numbered 1, 2, 3 … by the writer, whose frontier (at most 64 hashes) travels with its turn (db_carry)
// and is stored at each shared commit. PostgreSQL: entries commit unnumbered; ledger_number (any node, SKIP LOCKED on the head
// row) numbers them and extends the tree.
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "platform/base/hash.h"
#include "platform/db/db.h"

typedef struct {
    str verb;   // "risk.set", "session.add", "risk.accept"
    str entity; // "" when about no record
    i64 id, version;
    str result; // "done" or "denied"
    str note;   // what a denial said, or what an export held; words for people
    str image;  // the record after the change as JSON, or ""; erasable
    bool ended; // the change moved the record to its past
} entry;

bool ledger_create(db *w);                 // the tables of a new database
bool ledger_open(database *d, str *error); // reads the head, carries the frontier; call once after database_open
// Writes one entry as part of the operation that holds the writer (c->writing). Actor, person, request, channel and reason come from c.
// False when the database failed (the reason sticks in c->db) or the entry is too long (a sentence in c).
bool ledger_append(ctx *c, const entry *e);
// A refused operation's entry, in a turn of its own: the writer must not be held. The same denial (actor, verb, record) within
// a second of the first becomes one more entry with a count, written by the next denial after that second or by ledger_flush.
void ledger_denied(ctx *c, str verb, str entity, i64 id, str sentence);
void ledger_flush(database *d); // writes gathered denials now: before shutdown, and in tests
i64 ledger_number(database *d,
                  i64 most);     // PostgreSQL: numbers up to `most` waiting entries; how many it numbered. SQLite: 0
moment ledger_last(database *d); // time of the last entry: no operation's `now` may be before it
moment
ledger_now(database *d); // the later of clock and last entry: what ctx->now is set to, again when the turn is taken

typedef struct {
    i64 size;
    hash root;
    moment at;
} checkpoint;
// Of what is committed; while c->writing on SQLite, with the entries of this operation and of its neighbours in the commit.
checkpoint ledger_checkpoint(ctx *c);
str ledger_checkpoint_text(ctx *c); // "1204 3f9a…" for papers: size and the root's 64 digits

typedef struct {
    i64 size;   // entries looked at
    i64 erased; // whose image was removed by the rules
    i64 bad;    // number of the first entry that does not verify, or 0
    str what;   // in words: which entry, what is wrong with it
    hash root;
} verification;
// Recomputes every leaf, image hash and the tree, and compares with what is stored. About 3 s per million entries.
verification ledger_verify(ctx *c);
// Erases the images of a record (retention): nonce and image go, an entry says so. The tree still verifies.
bool ledger_erase(ctx *c, str entity, i64 id, str reason);

// Merkle tree of RFC 6962 section 2.1, on leaf hashes: for tests, proofs and outsiders.
typedef struct {
    i64 size;
    hash part[64];
} frontier;
hash tree_leaf(str leaf);
hash tree_node(hash left, hash right);
void tree_add(frontier *f, hash leaf);
hash tree_root(const frontier *f); // of an empty tree: SHA-256 of nothing
bool tree_inclusion(i64 index, i64 size, hash leaf, const hash *path, int npath, hash root); // verify (2.1.1)
bool tree_consistency(i64 first, i64 second, hash first_root, hash second_root, const hash *path,
                      int npath); // verify (2.1.2)
// The proof of entry n (1 is the first; index n - 1 above) in the tree of that size: how many hashes, at most 64; -1 when there
// are no such entries. `path` has room for 65.
int ledger_inclusion(ctx *c, i64 n, i64 size, hash *path);
int ledger_consistency(ctx *c, i64 first, i64 second, hash *path);

#endif
