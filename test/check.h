// check.h: what every test program is written with: named tests, comparisons, a folder and a database per test.
// SPDX-License-Identifier: Apache-2.0
//
// A test program is one *_test.c that includes this header and writes
//
//     TEST(an_empty_name_is_refused)
//     {
//         check(!name_ok(S("")));
//         check_str(name_clean(test_arena, S(" a ")), "a");
//     }
//
// and nothing else: a test enters itself in the program's list, main is in check.c. Names are sentences. `test-NAME
// WORD` runs only the tests whose name contains WORD. The first check that does not hold ends its test and names file,
// line and both values.
//
// Around each test stand a fresh arena (test_arena), an empty folder (test_dir) that is removed afterwards, and, when
// it asks, an empty database (test_database). The same program tests SQLite, or PostgreSQL when ISMS_TEST_PG names a
// server.
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include "platform/base/ctx.h"

typedef struct test_case {
    const char *name, *file;
    void (*run)(void);
    struct test_case *next;
} test_case;

void test_enter(test_case *t); // for TEST only

#define TEST(sentence)                                                                                                 \
    static void sentence(void);                                                                                        \
    __attribute__((constructor)) static void enter_##sentence(void)                                                    \
    {                                                                                                                  \
        static test_case t = {#sentence, __FILE__, sentence, NULL};                                                    \
        test_enter(&t);                                                                                                \
    }                                                                                                                  \
    static void sentence(void)

// Ends the test as failed unless it holds.
#define check(x) check_((x) ? true : false, #x, __FILE__, __LINE__)
// Two texts are the same; each is a str or a NUL-terminated string.
#define check_str(got, wanted) check_str_(check_view(got), check_view(wanted), #got, __FILE__, __LINE__)
// `needle` stands somewhere in `got`, or does not.
#define check_has(got, needle) check_has_(check_view(got), check_view(needle), true, #got, __FILE__, __LINE__)
#define check_lacks(got, needle) check_has_(check_view(got), check_view(needle), false, #got, __FILE__, __LINE__)
#define check_int(got, wanted) check_int_((i64)(got), (i64)(wanted), #got, __FILE__, __LINE__)
// |got - wanted| <= within
#define check_real(got, wanted, within) check_real_((got), (wanted), (within), #got, __FILE__, __LINE__)
// The operation was refused, and one of its sentences contains `needle`; the failures are cleared.
#define check_refused(c, ok, needle) check_refused_((c), (ok), check_view(needle), #ok, __FILE__, __LINE__)
// The operation succeeded; if not, its sentences are printed.
#define check_done(c, ok) check_done_((c), (ok), #ok, __FILE__, __LINE__)
// Ends the test as skipped, with the reason in the output.
#define check_skip(reason) check_skip_((reason), __FILE__, __LINE__)

extern arena *test_arena;        // 64 MB of address space, fresh for each test
extern const char *test_dir;     // absolute path of an empty folder
extern void (*test_after)(void); // what a fixture wants done after this test, even when it failed
bool test_postgres(void);        // is this run on PostgreSQL?
// Names a database that is empty at its first call in a test: a file in test_dir, or a new database of the server in
// ISMS_TEST_PG. The same name for the rest of the test. What isms takes after -d.
const char *test_database(void);
// Path of a file of the source tree (ISMS_SOURCE) or the build tree (ISMS_BUILD).
const char *test_source(const char *path);
const char *test_build(const char *path);
// Path below the folder of samples that may lie beside the project; when it is not there the test is skipped.
const char *test_shared(const char *path);
str test_read(const char *path);          // a whole file, in test_arena; fails the test when it cannot be read
void test_write(const char *path, str s); // writes a whole file
// Compares with test/golden/NAME, or writes that file when ISMS_BLESS is set.
void test_golden(const char *name, str got);
// Runs a program (argv[0] is a path or is looked up) and waits; its standard output and error come back in *out (may be
// NULL). Returns the exit status, or 128 + the signal that ended it.
int test_run(const char *const *argv, str *out);

str check_view_str(str s);
str check_view_z(const char *z);
#define check_view(x) _Generic((x), str : check_view_str, char * : check_view_z, const char * : check_view_z)(x)
void check_(bool ok, const char *what, const char *file, int line);
void check_str_(str got, str wanted, const char *what, const char *file, int line);
void check_has_(str got, str needle, bool has, const char *what, const char *file, int line);
void check_int_(i64 got, i64 wanted, const char *what, const char *file, int line);
void check_real_(double got, double wanted, double within, const char *what, const char *file, int line);
void check_refused_(ctx *c, bool ok, str needle, const char *what, const char *file, int line);
void check_done_(ctx *c, bool ok, const char *what, const char *file, int line);
_Noreturn void check_skip_(const char *reason, const char *file, int line);

#endif
