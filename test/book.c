// book.c: a small ledger to test with.
// SPDX-License-Identifier: Apache-2.0
#include "test/book.h"
#include "test/check.h"

#include <stdio.h>

void book_begin(book *b)
{
    b->c.db = db_write_begin(b->d);
    check(b->c.db != NULL);
    b->c.writing = true;
    b->c.now = ledger_now(b->d);
}

db_end book_end(book *b, bool keep)
{
    db_end e = db_write_end(b->c.db, keep);
    b->c.writing = false;
    b->c.db = NULL;
    return e;
}

book book_open_at(const char *where)
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

book book_make(void)
{
    str error = {0};
    book b = book_open_at(test_database());
    b.c.db = db_write_begin(b.d);
    bool made = ledger_create(b.c.db);
    if (!made) fprintf(stderr, "%.*s\n", STRF(db_error(b.c.db)));
    check(book_end(&b, made) == DB_DONE && made);
    check(ledger_open(b.d, &error));
    return b;
}

void book_write(book *b, i64 id, str image)
{
    book_begin(b);
    b->c.reason = id % 3 ? S("") : S("because \"of\" ä\n");
    bool ok = ledger_append(&b->c, &(entry){.verb = S("risk.set"),
                                            .entity = S("risk"),
                                            .id = id % 7,
                                            .version = id,
                                            .result = S("done"),
                                            .image = image});
    if (!ok) fprintf(stderr, "%.*s\n", STRF(db_error(b->c.db)));
    check_int(book_end(b, ok), DB_DONE);
    check(ok);
}

void book_fill(book *b, int n)
{
    for (int i = 1; i <= n; i++) book_write(b, i, i % 4 ? format(test_arena, "{\"title\":\"Risk $1\"}", v(i)) : S(""));
    ledger_number(b->d, n);
}

verification book_verify(book *b)
{
    b->c.db = db_reader(b->d);
    verification x = ledger_verify(&b->c);
    db_release(b->c.db);
    b->c.db = NULL;
    return x;
}

bool book_tamper(book *b, str sql)
{
    db *w = db_write_begin(b->d);
    bool ok = db_script(w, sql);
    if (!ok) fprintf(stderr, "%.*s\n", STRF(db_error(w)));
    return db_write_end(w, ok) == DB_DONE && ok;
}

void book_drop_guards(book *b)
{
    check(book_tamper(b, database_kind(b->d) == DB_SQLITE ? S("DROP TRIGGER ledger_unchanged; DROP TRIGGER ledger_kept")
                                                          : S("DROP TRIGGER ledger_unchanged ON ledger")));
}

// Straight from the definition in RFC 6962 section 2.1.
hash tree_root_slow(const hash *leaf, i64 n)
{
    if (n == 0) return hash_of((str){0});
    if (n == 1) return leaf[0];
    i64 k = 1;
    while (k * 2 < n) k *= 2;
    hash left = tree_root_slow(leaf, k);
    return tree_node(left, tree_root_slow(leaf + k, n - k));
}
