// ledger_test.c: tests of the tree, of entries and of their verification.
// SPDX-License-Identifier: Apache-2.0
#include "platform/ledger/ledger.h"
#include "platform/base/time.h"
#include "test/check.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The tree

static const char *const vector_leaves[] = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};

// Roots of the first 1 … 8 of them, from the reference implementation of RFC 6962 (certificate-transparency, merkle tree tests).
static const char *const vector_roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                           "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                           "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                           "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                           "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                           "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                           "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                           "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

TEST(roots_are_those_of_the_reference_implementation)
{
    frontier f = {0};
    check_str(hash_hex(test_arena, tree_root(&f)), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (int i = 0; i < countof(vector_leaves); i++) {
        bytes leaf = {0};
        check(hex_read(test_arena, str_of(vector_leaves[i]), &leaf));
        tree_add(&f, tree_leaf((str){leaf.p, leaf.n}));
        check_str(hash_hex(test_arena, tree_root(&f)), vector_roots[i]);
    }
}

// Straight from the definition in RFC 6962 section 2.1.
static hash slow_root(const hash *leaf, i64 n)
{
    if (n == 0) return hash_of((str){0});
    if (n == 1) return leaf[0];
    i64 k = 1;
    while (k * 2 < n) k *= 2;
    hash left = slow_root(leaf, k);
    return tree_node(left, slow_root(leaf + k, n - k));
}

TEST(the_frontier_gives_the_root_of_every_size)
{
    hash leaf[600];
    frontier f = {0};
    for (int n = 0; n < countof(leaf); n++) {
        check(hash_eq(tree_root(&f), slow_root(leaf, n)));
        leaf[n] = tree_leaf(format(test_arena, "leaf $1", v(n)));
        tree_add(&f, leaf[n]);
    }
}

// A ledger

typedef struct {
    database *d;
    ctx c;
} book;

static void begin(book *b)
{
    b->c.db = db_write_begin(b->d);
    check(b->c.db != NULL);
    b->c.writing = true;
    b->c.now = ledger_now(b->d);
}

static db_end end(book *b, bool keep)
{
    db_end e = db_write_end(b->c.db, keep);
    b->c.writing = false;
    b->c.db = NULL;
    return e;
}

static book book_open_at(const char *where)
{
    str error = {0};
    bool busy = false;
    book b = {.d = database_open(str_of(where), (database_options){.create = true, .no_sync = true}, &error, &busy)};
    if (!b.d) fprintf(stderr, "%.*s\n", STRF(error));
    check(b.d != NULL);
    b.c = (ctx){
        .a = test_arena, .database = b.d, .actor = S("P-3"), .person = 3, .request = S("r1"), .channel = S("web")};
    return b;
}

static book book_make(void)
{
    str error = {0};
    book b = book_open_at(test_database());
    b.c.db = db_write_begin(b.d);
    bool made = ledger_create(b.c.db);
    if (!made) fprintf(stderr, "%.*s\n", STRF(db_error(b.c.db)));
    check(end(&b, made) == DB_DONE && made);
    check(ledger_open(b.d, &error));
    return b;
}

static void write_entry(book *b, i64 id, str image)
{
    begin(b);
    b->c.reason = id % 3 ? S("") : S("because \"of\" ä\n");
    bool ok = ledger_append(&b->c, &(entry){.verb = S("risk.set"),
                                            .entity = S("risk"),
                                            .id = id % 7,
                                            .version = id,
                                            .result = S("done"),
                                            .image = image});
    if (!ok) fprintf(stderr, "%.*s\n", STRF(db_error(b->c.db)));
    check_int(end(b, ok), DB_DONE);
    check(ok);
}

static void fill_book(book *b, int n)
{
    for (int i = 1; i <= n; i++) write_entry(b, i, i % 4 ? format(test_arena, "{\"title\":\"Risk $1\"}", v(i)) : S(""));
    ledger_number(b->d, n);
}

static verification verify(book *b)
{
    b->c.db = db_reader(b->d);
    verification x = ledger_verify(&b->c);
    db_release(b->c.db);
    b->c.db = NULL;
    return x;
}

static bool tamper(book *b, str sql)
{
    db *w = db_write_begin(b->d);
    bool ok = db_script(w, sql);
    if (!ok) fprintf(stderr, "%.*s\n", STRF(db_error(w)));
    return db_write_end(w, ok) == DB_DONE && ok;
}

static void drop_guards(book *b)
{
    check(tamper(b, database_kind(b->d) == DB_SQLITE ? S("DROP TRIGGER ledger_unchanged; DROP TRIGGER ledger_kept")
                                                     : S("DROP TRIGGER ledger_unchanged ON ledger")));
}

TEST(what_was_written_verifies)
{
    book b = book_make();
    verification x = verify(&b);
    check(x.size == 0 && x.bad == 0 && x.what.n == 0);
    fill_book(&b, 100);
    x = verify(&b);
    check_str(x.what, "");
    check(x.size == 100 && x.bad == 0 && x.erased == 0);
    b.c.db = db_reader(b.d);
    checkpoint k = ledger_checkpoint(&b.c);
    check(k.size == 100 && hash_eq(k.root, x.root) && k.at.us == ledger_last(b.d).us);
    check_str(ledger_checkpoint_text(&b.c), format(test_arena, "100 $1", v(hash_hex(test_arena, k.root))));
    db_release(b.c.db);
    database_close(b.d);
}

TEST(a_leaf_is_one_line_that_an_outsider_can_hash)
{
    book b = book_make();
    begin(&b);
    b.c.now = (moment){1700000000000000};
    b.c.reason = S("it \"was\" agreed");
    check(ledger_append(&b.c, &(entry){.verb = S("risk.accept"),
                                       .entity = S("risk"),
                                       .id = 12,
                                       .version = 4,
                                       .result = S("done"),
                                       .note = S("n")}));
    check_int(end(&b, true), DB_DONE);
    ledger_number(b.d, 1);
    b.c.db = db_reader(b.d);
    checkpoint k = ledger_checkpoint(&b.c);
    str line = S("{\"at\":1700000000000000,\"actor\":\"P-3\",\"person\":3,\"request\":\"r1\",\"channel\":\"web\","
                 "\"verb\":\"risk.accept\",\"entity\":\"risk\",\"id\":12,\"version\":4,\"result\":\"done\","
                 "\"reason\":\"it \\\"was\\\" agreed\",\"note\":\"n\",\"ended\":0,\"image\":\"\"}");
    check(hash_eq(k.root, tree_leaf(line)));
    db_release(b.c.db);
    database_close(b.d);
}

TEST(a_refused_operation_takes_its_entry_with_it)
{
    book b = book_make();
    fill_book(&b, 3);
    begin(&b);
    check(ledger_append(&b.c, &(entry){.verb = S("risk.set"), .result = S("done"), .image = S("{}")}));
    check_int(end(&b, false), DB_DONE);
    fill_book(&b, 3);
    verification x = verify(&b);
    check_str(x.what, "");
    check_int(x.size, 6);
    database_close(b.d);
}

TEST(a_ledger_goes_on_where_it_was_when_opened_again)
{
    str error = {0};
    book b = book_make();
    fill_book(&b, 5);
    moment last = ledger_last(b.d);
    database_close(b.d);
    b = book_open_at(test_database());
    check(ledger_open(b.d, &error));
    check(ledger_last(b.d).us == last.us);
    fill_book(&b, 5);
    verification x = verify(&b);
    check_str(x.what, "");
    check_int(x.size, 10);
    database_close(b.d);
}

TEST(no_time_of_an_operation_is_before_the_last_entry)
{
    book b = book_make();
    begin(&b);
    b.c.now.us += 3600000000; // the clock is set back by an hour after this one
    i64 later = b.c.now.us;
    check(ledger_append(&b.c, &(entry){.verb = S("x"), .result = S("done")}));
    check_int(end(&b, true), DB_DONE);
    check_int(ledger_now(b.d).us, later);
    database_close(b.d);
}

TEST(entries_cannot_be_changed_or_removed_by_a_statement)
{
    book b = book_make();
    fill_book(&b, 2);
    static const str tries[] = {STR("UPDATE ledger SET actor = 'P-4'"), STR("DELETE FROM ledger WHERE n = 2")};
    for (int i = 0; i < countof(tries); i++) {
        db *w = db_write_begin(b.d);
        check(!db_exec_(w, tries[i], VALS(), 0) && db_constraint(w));
        db_write_end(w, false);
    }
    verification x = verify(&b);
    check_int(x.bad, 0);
    database_close(b.d);
}

TEST(erased_images_leave_a_tree_that_verifies)
{
    book b = book_make();
    fill_book(&b, 20);
    begin(&b);
    check(ledger_erase(&b.c, S("risk"), 3, S("kept long enough")));
    check_int(end(&b, true), DB_DONE);
    ledger_number(b.d, 10);
    verification x = verify(&b);
    check_str(x.what, "");
    check_int(x.size, 21);
    check_int(x.erased, 3);                  // versions 3, 10, 17
    write_entry(&b, 24, S("{\"again\":1}")); // record 3 once more
    ledger_number(b.d, 10);
    check_int(verify(&b).bad, 0);
    check(tamper(&b, S("DELETE FROM ledger_image WHERE seq = (SELECT seq FROM ledger WHERE n = 22)")));
    x = verify(&b);
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
    verification x = verify(b);
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
    end(b, false);
    check(ok);
    if (x.bad != n) fprintf(stderr, "%s, n = %ld: found %ld: %.*s\n", t->sql, (long)n, (long)x.bad, STRF(x.what));
    check_int(x.bad, n);
    check_has(x.what, t->what);
}

TEST(a_thousand_tamperings_are_found_and_named)
{
    enum { SIZE = 61 };
    book b = book_make();
    fill_book(&b, SIZE);
    drop_guards(&b);
    int tried = 0;
    for (i64 n = 1; n <= SIZE; n++)
        for (int i = 0; i < countof(changes); i++) {
            bool image = i >= 16;
            if (image && n % 4 == 0) continue; // has none
            try_change(&b, changes + i, n);
            tried++;
        }
    check(tried > 1000);
    check_int(verify(&b).bad, 0);
    database_close(b.d);
}

// Renumbers on both databases: by way of negative numbers, because n is unique.
static void move(book *b, i64 from, i64 to)
{
    check(tamper(b, format(test_arena, "UPDATE ledger SET n = $2 WHERE n = $1;", v(from), v(to))));
    if (database_kind(b->d) == DB_SQLITE)
        check(tamper(b, format(test_arena, "UPDATE ledger_image SET seq = $2 WHERE seq = $1;", v(from), v(to))));
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
    fill_book(&b, 40);
    drop_guards(&b);
    check_int(verify(&b).bad, 0);
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
    check_int(verify(&b).bad, 0);
    for (i64 n = 40; n >= 30; n--) move(&b, n, n + 1); // one put in at 30, a copy of 29
    check(tamper(&b,
                 format(test_arena,
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
    fill_book(&b, 20);
    drop_guards(&b);
    check(tamper(&b, S("DELETE FROM ledger_image WHERE seq IN (SELECT seq FROM ledger WHERE n > 15);"
                       "DELETE FROM ledger WHERE n > 15")));
    check_found(&b, 16, "entries 16 to 20 are missing");
    check(tamper(&b, S("UPDATE ledger_head SET size = 15")));
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
    fill_book(&b, 20);
    for (int i = 0; i < countof(heads); i++) {
        b.c.db = db_write_begin(b.d);
        check(db_exec_(b.c.db, str_of(heads[i]), VALS(), 0));
        verification x = ledger_verify(&b.c);
        end(&b, false);
        check_int(x.bad, 20);
        check_has(x.what, "head of the ledger");
    }
    b.c.db = db_write_begin(b.d);
    check(db_exec(b.c.db, "INSERT INTO ledger_image(seq, nonce, image) VALUES(777, $1, 'x')", v(((bytes){"n", 1}))));
    verification x = ledger_verify(&b.c);
    end(&b, false);
    check_has(x.what, "belong to no entry");
    database_close(b.d);
}

TEST(a_rewritten_entry_with_all_its_hashes_differs_from_the_head)
{
    book b = book_make();
    fill_book(&b, 7);
    drop_guards(&b);
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
    end(&b, false);
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
    fill_book(&b, SIZE);
    b.c.db = db_reader(b.d);
    rows r = db_query(b.c.db, test_arena, "SELECT n, leaf_hash FROM ledger ORDER BY n");
    while (db_next(&r)) memcpy(leaf[db_int(&r, 0)].b, db_blob(&r, 1).p, 32);
    for (int n = 0; n <= SIZE; n++) root[n] = slow_root(leaf + 1, n);
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

// Denials

static i64 entries(book *b, str note)
{
    ledger_number(b->d, 1000);
    db *r = db_reader(b->d);
    i64 n = db_one(db_query(r, test_arena,
                            "SELECT count(*) FROM ledger WHERE result = 'denied' AND (note = $1 OR $1 = '')", v(note)));
    db_release(r);
    return n;
}

TEST(the_same_denial_within_a_second_is_counted)
{
    book b = book_make();
    for (int i = 0; i < 5; i++) ledger_denied(&b.c, S("risk.set"), S("risk"), 4, S("You may not change this risk."));
    ledger_denied(&b.c, S("risk.set"), S("risk"), 5, S("You may not change this risk."));
    check_int(entries(&b, S("You may not change this risk.")), 2);
    ledger_flush(b.d);
    check_int(entries(&b, S("You may not change this risk. (4 more within a second)")), 1);
    check_int(entries(&b, S("")), 3);
    ledger_flush(b.d);
    check_int(entries(&b, S("")), 3);
    check_int(verify(&b).bad, 0);
    database_close(b.d);
}

TEST(more_kinds_of_denials_than_are_remembered_are_all_written)
{
    book b = book_make();
    for (int i = 0; i < 300; i++) ledger_denied(&b.c, S("risk.show"), S("risk"), i, S("No."));
    ledger_flush(b.d);
    check_int(entries(&b, S("")), 300);
    database_close(b.d);
}

TEST(a_change_whose_nth_statement_fails_leaves_no_entry)
{
    book b = book_make();
    fill_book(&b, 3);
    int n = 0;
    for (bool done = false; !done; n++) {
        check(n < 50);
        db_fail_at = n + 1;
        b.c.db = db_write_begin(b.d);
        b.c.writing = true;
        bool ok = ledger_append(&b.c, &(entry){.verb = S("a"), .result = S("done"), .image = S("{}")});
        done = end(&b, ok) == DB_DONE && ok;
        db_fail_at = 0;
        ledger_number(b.d, 10);
        verification x = verify(&b);
        check_str(x.what, "");
        check_int(x.size, done ? 4 : 3);
    }
    check(n > 4);
    database_close(b.d);
}

TEST(a_reason_too_long_for_a_leaf_is_refused)
{
    book b = book_make();
    begin(&b);
    char *much = arena_take(test_arena, 70000);
    memset(much, 'x', 70000);
    b.c.reason = (str){much, 70000};
    check_refused(&b.c, ledger_append(&b.c, &(entry){.verb = S("a"), .result = S("done")}), "too long");
    check_int(end(&b, false), DB_DONE);
    database_close(b.d);
}

// Several nodes

typedef struct {
    database *d;
    int first, each;
    i64 numbered;
    bool failed;
} node;

static void *node_run(void *p)
{
    node *n = p;
    arena room = arena_make(4 << 20);
    char *base = room.beg;
    for (int i = 0; i < n->each; i++) {
        room.beg = base;
        ctx c = {.a = &room,
                 .database = n->d,
                 .db = db_write_begin(n->d),
                 .writing = true,
                 .now = clock_now(),
                 .actor = S("P-1")};
        bool ok = ledger_append(
            &c,
            &(entry){.verb = S("x.set"), .entity = S("x"), .id = n->first + i, .result = S("done"), .image = S("{}")});
        n->failed |= db_write_end(c.db, ok && i % 5) != DB_DONE || !ok;
        if (i % 10 == 0) n->numbered += ledger_number(n->d, 50);
    }
    room.beg = base;
    arena_drop(room, base);
    return NULL;
}

TEST(entries_of_several_nodes_are_numbered_without_a_gap)
{
    enum { NODES = 3, EACH = 100 };
    book b = book_make(), other = test_postgres() ? book_open_at(test_database()) : b;
    str error = {0};
    if (test_postgres()) check(ledger_open(other.d, &error));
    node n[NODES];
    pthread_t t[NODES];
    for (int i = 0; i < NODES; i++) {
        n[i] = (node){.d = i % 2 ? other.d : b.d, .first = i * EACH, .each = EACH};
        pthread_create(t + i, NULL, node_run, n + i);
    }
    i64 numbered = 0;
    for (int i = 0; i < NODES; i++) {
        pthread_join(t[i], NULL);
        check(!n[i].failed);
        numbered += n[i].numbered;
    }
    numbered += ledger_number(b.d, 1000);
    i64 wanted = NODES * EACH * 4 / 5;
    check_int(numbered, test_postgres() ? wanted : 0);
    verification x = verify(&b);
    check_str(x.what, "");
    check_int(x.size, wanted);
    database_close(b.d);
    if (test_postgres()) database_close(other.d);
}
