// book.h: a small ledger to test with.
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_BOOK_H
#define TEST_BOOK_H

#include "platform/ledger/ledger.h"

typedef struct {
    database *d;
    ctx c;
} book;

book book_make(void);                 // in test_database(), with its tables
book book_open_at(const char *where); // the database alone: ledger_open is the test's
void book_begin(book *b);             // takes the turn; b->c writes
db_end book_end(book *b, bool keep);
void book_write(book *b, i64 id, str image); // one entry: record id % 7, version id
void book_fill(book *b, int n);              // entries 1 to n, three of four with an image; numbered
verification book_verify(book *b);
bool book_tamper(book *b, str sql);
void book_drop_guards(book *b);               // the triggers
hash tree_root_slow(const hash *leaf, i64 n); // straight from the definition in RFC 6962 section 2.1

#endif
