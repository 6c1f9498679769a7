// ledger_test.c: tests of the tree, of entries and of their verification.
// SPDX-License-Identifier: Apache-2.0
#include "platform/ledger/ledger.h"
#include "platform/base/time.h"
#include "platform/ledger/ledger_part.h"
#include "test/book.h"
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

TEST(the_frontier_gives_the_root_of_every_size)
{
    hash leaf[600];
    frontier f = {0};
    for (int n = 0; n < countof(leaf); n++) {
        check(hash_eq(tree_root(&f), tree_root_slow(leaf, n)));
        leaf[n] = tree_leaf(format(test_arena, "leaf $1", v(n)));
        tree_add(&f, leaf[n]);
    }
}

// Every command asks it before anything else.
TEST(the_time_of_the_newest_entries_is_found_without_reading_all)
{
    if (test_postgres()) check_skip("SQLite's plan");
    book b = book_make();
    text plan = {.a = test_arena};
    b.c.db = db_reader(b.d);
    rows r = db_query_(b.c.db, test_arena, str_join(test_arena, S("EXPLAIN QUERY PLAN "), ledger_last_sql(DB_SQLITE)),
                       VALS(), 0);
    while (db_next(&r)) put(&plan, db_view(&r, 3)), put_char(&plan, '\n');
    db_release(b.c.db);
    check_has(text_str(&plan), "ledger");
    check_lacks(text_str(&plan), "B-TREE");
    database_close(b.d);
}

TEST(what_was_written_verifies)
{
    book b = book_make();
    verification x = book_verify(&b);
    check(x.size == 0 && x.bad == 0 && x.what.n == 0);
    book_fill(&b, 100);
    x = book_verify(&b);
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
    book_begin(&b);
    b.c.now = (moment){1700000000000000};
    b.c.reason = S("it \"was\" agreed");
    check(ledger_append(&b.c, &(entry){.verb = S("risk.accept"),
                                       .entity = S("risk"),
                                       .id = 12,
                                       .version = 4,
                                       .result = S("done"),
                                       .note = S("n")}));
    check_int(book_end(&b, true), DB_DONE);
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
    book_fill(&b, 3);
    book_begin(&b);
    check(ledger_append(&b.c, &(entry){.verb = S("risk.set"), .result = S("done"), .image = S("{}")}));
    check_int(book_end(&b, false), DB_DONE);
    book_fill(&b, 3);
    verification x = book_verify(&b);
    check_str(x.what, "");
    check_int(x.size, 6);
    database_close(b.d);
}

TEST(a_ledger_goes_on_where_it_was_when_opened_again)
{
    str error = {0};
    book b = book_make();
    book_fill(&b, 5);
    moment last = ledger_last(b.d);
    database_close(b.d);
    b = book_open_at(test_database());
    check(ledger_open(b.d, &error));
    check(ledger_last(b.d).us == last.us);
    book_fill(&b, 5);
    verification x = book_verify(&b);
    check_str(x.what, "");
    check_int(x.size, 10);
    database_close(b.d);
}

TEST(no_time_of_an_operation_is_before_the_last_entry)
{
    book b = book_make();
    book_begin(&b);
    b.c.now.us += 3600000000; // the clock is set back by an hour after this one
    i64 later = b.c.now.us;
    check(ledger_append(&b.c, &(entry){.verb = S("x"), .result = S("done")}));
    check_int(book_end(&b, true), DB_DONE);
    check_int(ledger_now(b.d).us, later);
    database_close(b.d);
}

TEST(entries_cannot_be_changed_or_removed_by_a_statement)
{
    book b = book_make();
    book_fill(&b, 2);
    static const str tries[] = {STR("UPDATE ledger SET actor = 'P-4'"), STR("DELETE FROM ledger WHERE n = 2")};
    for (int i = 0; i < countof(tries); i++) {
        db *w = db_write_begin(b.d);
        check(!db_exec_(w, tries[i], VALS(), 0) && db_constraint(w));
        db_write_end(w, false);
    }
    verification x = book_verify(&b);
    check_int(x.bad, 0);
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
    check_int(book_verify(&b).bad, 0);
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
    book_fill(&b, 3);
    int n = 0;
    for (bool done = false; !done; n++) {
        check(n < 50);
        db_fail_at = n + 1;
        b.c.db = db_write_begin(b.d);
        b.c.writing = true;
        bool ok = ledger_append(&b.c, &(entry){.verb = S("a"), .result = S("done"), .image = S("{}")});
        done = book_end(&b, ok) == DB_DONE && ok;
        db_fail_at = 0;
        ledger_number(b.d, 10);
        verification x = book_verify(&b);
        check_str(x.what, "");
        check_int(x.size, done ? 4 : 3);
    }
    check(n > 4);
    database_close(b.d);
}

TEST(a_reason_too_long_for_a_leaf_is_refused)
{
    book b = book_make();
    book_begin(&b);
    char *much = arena_take(test_arena, 70000);
    memset(much, 'x', 70000);
    b.c.reason = (str){much, 70000};
    check_refused(&b.c, ledger_append(&b.c, &(entry){.verb = S("a"), .result = S("done")}), "too long");
    check_int(book_end(&b, false), DB_DONE);
    database_close(b.d);
}

// Several nodes

typedef struct {
    database *d;
    int first, each;
    i64 numbered;
    bool failed;
} node;

// A refused neighbour of the same commit may have undone it: then once more.
static bool node_write(node *n, arena room, int i)
{
    db_end end = DB_RETRY;
    bool ok = true;
    for (int try = 0; try < 3 && end == DB_RETRY; try++) {
        ctx c = {.a = &room,
                 .database = n->d,
                 .db = db_write_begin(n->d),
                 .writing = true,
                 .now = clock_now(),
                 .actor = S("P-1")};
        ok = ledger_append(
            &c,
            &(entry){.verb = S("x.set"), .entity = S("x"), .id = n->first + i, .result = S("done"), .image = S("{}")});
        end = db_write_end(c.db, ok && i % 5);
    }
    return ok && end == DB_DONE;
}

static void *node_run(void *p)
{
    node *n = p;
    arena room = arena_make(4 << 20);
    char *base = room.beg;
    for (int i = 0; i < n->each; i++) {
        n->failed |= !node_write(n, room, i);
        if (i % 10 == 0) n->numbered += ledger_number(n->d, 50);
    }
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
    verification x = book_verify(&b);
    check_str(x.what, "");
    check_int(x.size, wanted);
    database_close(b.d);
    if (test_postgres()) database_close(other.d);
}
