// ledger_verify_test.c: tests of verification, erasure and proofs: what was tampered with is found and named.
// SPDX-License-Identifier: Apache-2.0
#include "platform/ledger/ledger.h"
#include "test/book.h"
#include "test/check.h"

#include <stdio.h>
#include <string.h>

TEST(erased_images_leave_a_tree_that_verifies)
{
    book b = book_make();
    book_fill(&b, 20);
    book_begin(&b);
    check(ledger_erase(&b.c, S("risk"), 3, S("kept long enough")));
    check_int(book_end(&b, true), DB_DONE);
    ledger_number(b.d, 10);
    verification x = book_verify(&b);
    check_str(x.what, "");
    check_int(x.size, 21);
    check_int(x.erased, 3);                 // versions 3, 10, 17
    book_write(&b, 24, S("{\"again\":1}")); // record 3 once more
    ledger_number(b.d, 10);
    check_int(book_verify(&b).bad, 0);
    check(book_tamper(&b, S("DELETE FROM ledger_image WHERE seq = (SELECT seq FROM ledger WHERE n = 22)")));
    x = book_verify(&b);
    check_int(x.bad, 22); // the earlier erasure does not account for it
    check_has(x.what, "image of entry 22 is missing");
    database_close(b.d);
}

// Tamperings: what is done, to which entry, and how the verification calls it

typedef struct {
    const char *sql, *what;
} tampering;

static const tampering changes[] = {
    {"UPDATE ledger SET actor = 'P-9' WHERE n = $1", "was changed"},
    {"UPDATE ledger SET at = at + 1 WHERE n = $1", "was changed"},
    {"UPDATE ledger SET person = person + 1 WHERE n = $1", "was changed"},
    {"UPDATE ledger SET request = 'r2' WHERE n = $1", "was changed"},
    {"UPDATE ledger SET channel = 'api' WHERE n = $1", "was changed"},
    {"UPDATE ledger SET verb = 'risk.add' WHERE n = $1", "was changed"},
    {"UPDATE ledger SET entity = 'asset' WHERE n = $1", "was changed"},
    {"UPDATE ledger SET id = id + 1 WHERE n = $1", "was changed"},
    {"UPDATE ledger SET version = 0 WHERE n = $1", "was changed"},
    {"UPDATE ledger SET result = 'denied' WHERE n = $1", "was changed"},
    {"UPDATE ledger SET reason = 'x' WHERE n = $1", "was changed"},
    {"UPDATE ledger SET note = 'x' WHERE n = $1", "was changed"},
    {"UPDATE ledger SET ended = 1 WHERE n = $1", "was changed"},
    {"UPDATE ledger SET leaf_hash = link WHERE n = $1", "was changed"},
    {"UPDATE ledger SET link = leaf_hash WHERE n = $1", "does not follow"},
    {"UPDATE ledger SET node = link WHERE n = $1", "tree's hash at entry"},
    {"UPDATE ledger_image SET image = '{}' WHERE seq = (SELECT seq FROM ledger WHERE n = $1)", "image of entry"},
    {"UPDATE ledger_image SET nonce = (SELECT link FROM ledger WHERE n = $1) WHERE seq = (SELECT seq FROM ledger WHERE "
     "n = $1)",
     "image of entry"},
    {"DELETE FROM ledger_image WHERE seq = (SELECT seq FROM ledger WHERE n = $1)", "is missing, and no entry"},
};

static void check_found(book *b, i64 n, const char *words)
{
    verification x = book_verify(b);
    if (x.bad != n) fprintf(stderr, "tampering with entry %ld: found %ld: %.*s\n", (long)n, (long)x.bad, STRF(x.what));
    check_int(x.bad, n);
    check_has(x.what, words);
}

// Every change is undone again by rolling the operation back: verification reads on the writer, before the end.
static void try_change(book *b, const tampering *t, i64 n)
{
    b->c.db = db_write_begin(b->d);
    bool ok = db_exec_(b->c.db, str_of(t->sql), VALS(v(n)), 1);
    if (!ok) fprintf(stderr, "%.*s\n", STRF(db_error(b->c.db)));
    verification x = ledger_verify(&b->c);
    book_end(b, false);
    check(ok);
    if (x.bad != n) fprintf(stderr, "%s, n = %ld: found %ld: %.*s\n", t->sql, (long)n, (long)x.bad, STRF(x.what));
    check_int(x.bad, n);
    check_has(x.what, t->what);
}

TEST(a_thousand_tamperings_are_found_and_named)
{
    enum { SIZE = 61 };
    book b = book_make();
    book_fill(&b, SIZE);
    book_drop_guards(&b);
    int tried = 0;
    for (i64 n = 1; n <= SIZE; n++)
        for (int i = 0; i < countof(changes); i++) {
            bool image = i >= 16;
            if (image && n % 4 == 0) continue; // has none
            try_change(&b, changes + i, n);
            tried++;
        }
    check(tried > 1000);
    check_int(book_verify(&b).bad, 0);
    database_close(b.d);
}

// Renumbers on both databases: by way of negative numbers, because n is unique.
static void move(book *b, i64 from, i64 to)
{
    check(book_tamper(b, format(test_arena, "UPDATE ledger SET n = $2 WHERE n = $1;", v(from), v(to))));
    if (database_kind(b->d) == DB_SQLITE)
        check(book_tamper(b, format(test_arena, "UPDATE ledger_image SET seq = $2 WHERE seq = $1;", v(from), v(to))));
}

static void exchange(book *b, i64 x, i64 y)
{
    move(b, x, 1000000);
    move(b, y, x);
    move(b, 1000000, y);
}

TEST(entries_exchanged_taken_out_or_put_in_are_found_and_named)
{
    book b = book_make();
    book_fill(&b, 40);
    book_drop_guards(&b);
    check_int(book_verify(&b).bad, 0);
    for (i64 x = 1; x < 38; x += 5) {
        exchange(&b, x, x + 3);
        check_found(&b, x, "does not follow");
        exchange(&b, x, x + 3);
    }
    move(&b, 17, -17); // taken out, with its number
    check_found(&b, 1, "put in before the first");
    move(&b, -17, 999);
    check_found(&b, 17, "Entry 17 is missing");
    for (i64 n = 18; n <= 40; n++) move(&b, n, n - 1); // taken out, and the numbers closed up
    check_found(&b, 17, "does not follow");
    for (i64 n = 39; n >= 17; n--) move(&b, n, n + 1);
    move(&b, 999, 17);
    check_int(book_verify(&b).bad, 0);
    for (i64 n = 40; n >= 30; n--) move(&b, n, n + 1); // one put in at 30, a copy of 29
    check(book_tamper(
        &b, format(test_arena,
                   "INSERT INTO ledger(n, at, actor, person, request, channel, verb, entity, id, version, result,"
                   " reason, note, ended, leaf_hash, link, node) SELECT 30, at, actor, person, request, channel,"
                   " verb, entity, id, version, result, reason, note, ended, leaf_hash, link, node FROM ledger"
                   " WHERE n = 28")));
    check_found(&b, 30, "does not follow");
    database_close(b.d);
}

TEST(a_ledger_cut_off_at_its_end_is_found)
{
    str error = {0};
    book b = book_make();
    book_fill(&b, 20);
    book_drop_guards(&b);
    check(book_tamper(&b, S("DELETE FROM ledger_image WHERE seq IN (SELECT seq FROM ledger WHERE n > 15);"
                            "DELETE FROM ledger WHERE n > 15")));
    check_found(&b, 16, "entries 16 to 20 are missing");
    check(book_tamper(&b, S("UPDATE ledger_head SET size = 15")));
    check_found(&b, 15, "head of the ledger");
    database_close(b.d);
    b = book_open_at(test_database());
    check(!ledger_open(b.d, &error));
    check(error.n > 0);
    database_close(b.d);
}

TEST(a_changed_head_is_found)
{
    static const char *const heads[] = {"UPDATE ledger_head SET root = link", "UPDATE ledger_head SET link = root",
                                        "UPDATE ledger_head SET at = at + 1", "DELETE FROM ledger_head",
                                        "UPDATE ledger_head SET frontier = link"};
    book b = book_make();
    book_fill(&b, 20);
    for (int i = 0; i < countof(heads); i++) {
        b.c.db = db_write_begin(b.d);
        check(db_exec_(b.c.db, str_of(heads[i]), VALS(), 0));
        verification x = ledger_verify(&b.c);
        book_end(&b, false);
        check_int(x.bad, 20);
        check_has(x.what, "head of the ledger");
    }
    b.c.db = db_write_begin(b.d);
    check(db_exec(b.c.db, "INSERT INTO ledger_image(seq, nonce, image) VALUES(777, $1, 'x')", v(((bytes){"n", 1}))));
    verification x = ledger_verify(&b.c);
    book_end(&b, false);
    check_has(x.what, "belong to no entry");
    database_close(b.d);
}

TEST(a_rewritten_entry_with_all_its_hashes_differs_from_the_head)
{
    book b = book_make();
    book_fill(&b, 7);
    book_drop_guards(&b);
    // What a forger with the source code would write: the last entry and all that is stored beside it.
    b.c.db = db_write_begin(b.d);
    check(db_exec(b.c.db, "DELETE FROM ledger_image WHERE seq = (SELECT seq FROM ledger WHERE n = 7)"));
    check(db_exec(b.c.db, "UPDATE ledger SET image_hash = NULL, actor = 'P-1', at = $1 WHERE n = 7", v(1)));
    str line =
        S("{\"at\":1,\"actor\":\"P-1\",\"person\":3,\"request\":\"r1\",\"channel\":\"web\",\"verb\":\"risk.set\","
          "\"entity\":\"risk\",\"id\":0,\"version\":7,\"result\":\"done\",\"reason\":\"\",\"note\":\"\",\"ended\":0,"
          "\"image\":\"\"}");
    hash leaf = tree_leaf(line);
    rows r = db_query(b.c.db, test_arena, "SELECT link FROM ledger WHERE n = 6");
    check(db_next(&r));
    hash link = hash_two(2, db_blob(&r, 0), hash_bytes(leaf));
    db_stop(&r);
    check(db_exec(b.c.db, "UPDATE ledger SET leaf_hash = $1, link = $2 WHERE n = 7", v(hash_bytes(leaf)),
                  v(hash_bytes(link))));
    verification x = ledger_verify(&b.c);
    book_end(&b, false);
    check_int(x.bad, 7);
    check_has(x.what, "entries 7 to 7 is not what the head");
    database_close(b.d);
}

// Proofs

TEST(every_proof_of_every_size_holds_and_no_other_does)
{
    enum { SIZE = 33 };
    book b = book_make();
    hash leaf[SIZE + 1], root[SIZE + 1], path[65];
    book_fill(&b, SIZE);
    b.c.db = db_reader(b.d);
    rows r = db_query(b.c.db, test_arena, "SELECT n, leaf_hash FROM ledger ORDER BY n");
    while (db_next(&r)) memcpy(leaf[db_int(&r, 0)].b, db_blob(&r, 1).p, 32);
    for (int n = 0; n <= SIZE; n++) root[n] = tree_root_slow(leaf + 1, n);
    for (i64 size = 1; size <= SIZE; size++)
        for (i64 n = 1; n <= size; n++) {
            int k = ledger_inclusion(&b.c, n, size, path);
            check(k >= 0 && tree_inclusion(n - 1, size, leaf[n], path, k, root[size]));
            check(!tree_inclusion(n - 1, size, leaf[n % SIZE + 1], path, k, root[size]));
            check(!tree_inclusion(n - 1, size, leaf[n], path, k, root[size - 1]));
            if (k) path[k - 1].b[5] ^= 1;
            check(k == 0 || !tree_inclusion(n - 1, size, leaf[n], path, k - 1, root[size]));
            check(k == 0 || !tree_inclusion(n - 1, size, leaf[n], path, k, root[size]));
        }
    for (i64 second = 0; second <= SIZE; second++)
        for (i64 first = 0; first <= second; first++) {
            int k = ledger_consistency(&b.c, first, second, path);
            check(k >= 0 && tree_consistency(first, second, root[first], root[second], path, k));
            if (first == 0) continue;
            check(!tree_consistency(first, second, root[first - 1], root[second], path, k));
            check(!tree_consistency(first, second, root[first], root[second - 1], path, k));
            if (k) path[k - 1].b[31] ^= 0x80;
            check(k == 0 || !tree_consistency(first, second, root[first], root[second], path, k));
        }
    check_int(ledger_inclusion(&b.c, SIZE + 1, SIZE + 1, path), -1);
    check_int(ledger_inclusion(&b.c, 0, SIZE, path), -1);
    check_int(ledger_consistency(&b.c, 3, SIZE + 5, path), -1);
    db_release(b.c.db);
    database_close(b.d);
}
