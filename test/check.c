// check.c: runs the tests of one program under cmocka, and counts them.
// SPDX-License-Identifier: Apache-2.0
#include "test/check.h"
#include "test/tally.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

enum { MOST_TESTS = 1000 };

extern char **environ;

arena *test_arena;
void (*test_after)(void);
const char *test_dir;

static test_case *first, **last = &first;
static int ran, skipped;
static arena room; // where test_arena begins, and test_arena itself
static char dir[200], database[400], postgres_name[64];

void test_enter(test_case *t)
{
    *last = t;
    last = &t->next;
}

// --- checks ---------------------------------------------------------------------------------------------------------

str check_view_str(str s)
{
    return s;
}

str check_view_z(const char *z)
{
    return str_of(z);
}

void check_(bool ok, const char *what, const char *file, int line)
{
    if (ok) return;
    print_error("it does not hold that %s\n", what);
    _fail(file, line);
}

void check_str_(str got, str wanted, const char *what, const char *file, int line)
{
    if (str_eq(got, wanted)) return;
    print_error("%s\n     is \"%.*s\"\n not \"%.*s\"\n", what, STRF(got), STRF(wanted));
    _fail(file, line);
}

void check_has_(str got, str needle, bool has, const char *what, const char *file, int line)
{
    if ((str_search(got, needle) >= 0) == has) return;
    print_error("%s\n  %s \"%.*s\":\n%.*s\n", what, has ? "lacks" : "has", STRF(needle), STRF(got));
    _fail(file, line);
}

void check_int_(i64 got, i64 wanted, const char *what, const char *file, int line)
{
    if (got == wanted) return;
    print_error("%s is %lld, not %lld\n", what, (long long)got, (long long)wanted);
    _fail(file, line);
}

void check_real_(double got, double wanted, double within, const char *what, const char *file, int line)
{
    double off = got > wanted ? got - wanted : wanted - got;
    if (off <= within) return; // false for NaN too
    print_error("%s is %.17g, not %.17g (within %g)\n", what, got, wanted, within);
    _fail(file, line);
}

static void print_failures(const ctx *c)
{
    for (const failure *f = c->failures; f; f = f->next)
        print_error("  refused (%d) %s: %.*s\n", (int)f->kind, f->field ? f->field : "-", STRF(f->sentence));
}

void check_refused_(ctx *c, bool ok, str needle, const char *what, const char *file, int line)
{
    bool found = false;
    for (const failure *f = c->failures; f; f = f->next) found = found || str_search(f->sentence, needle) >= 0;
    if (ok || !found) {
        print_error("%s %s, not refused with \"%.*s\"\n", what, ok ? "succeeded" : "was refused", STRF(needle));
        print_failures(c);
        _fail(file, line);
    }
    c->failures = NULL;
    c->failures_end = NULL;
}

void check_done_(ctx *c, bool ok, const char *what, const char *file, int line)
{
    if (ok) return;
    print_error("%s was refused\n", what);
    print_failures(c);
    _fail(file, line);
}

void check_skip_(const char *reason, const char *file, int line)
{
    print_message("skipped: %s\n", reason);
    skipped++;
    _skip(file, line);
    abort(); // _skip jumps out of the test
}

// --- files ----------------------------------------------------------------------------------------------------------

static const char *path_below(const char *variable, const char *fallback, const char *path)
{
    const char *base = getenv(variable);
    return str_z(test_arena, format(test_arena, "$1/$2", v(base ? base : fallback), v(path)));
}

const char *test_source(const char *path)
{
    return path_below("ISMS_SOURCE", ".", path);
}

const char *test_build(const char *path)
{
    return path_below("ISMS_BUILD", "build", path);
}

const char *test_shared(const char *path)
{
    const char *p = path_below("ISMS_SHARED", test_source("../shared"), path);
    if (access(p, R_OK)) check_skip(str_z(test_arena, format(test_arena, "there is no ../shared/$1", v(path))));
    return p;
}

static str read_all(int fd)
{
    text t = {.a = test_arena};
    for (;;) {
        char part[65536];
        ssize_t n = read(fd, part, sizeof part);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        put(&t, (str){part, n});
    }
    close(fd);
    return text_str(&t);
}

str test_read(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) print_error("%s: %s\n", path, strerror(errno));
    check(fd >= 0);
    return read_all(fd);
}

void test_write(const char *path, str s)
{
    FILE *f = fopen(path, "we");
    if (!f) print_error("%s: %s\n", path, strerror(errno));
    check(f != NULL);
    check(fwrite(s.p, 1, (size_t)s.n, f) == (size_t)s.n);
    check(fclose(f) == 0);
}

void test_golden(const char *name, str got)
{
    const char *path = test_source(str_z(test_arena, format(test_arena, "test/golden/$1", v(name))));
    if (getenv("ISMS_BLESS")) {
        test_write(path, got);
        return;
    }
    if (access(path, R_OK)) print_error("ISMS_BLESS=1 before the test's name writes test/golden/%s.\n", name);
    str wanted = test_read(path);
    for (str g = got, w = wanted; g.p || w.p;) {
        str one = str_cut(&g, '\n'), other = str_cut(&w, '\n');
        if (!str_eq(one, other)) {
            print_error("test/golden/%s has\n  %.*s\nbut now it is\n  %.*s\nISMS_BLESS=1 before the test's name takes "
                        "it as it is now.\n",
                        name, STRF(other), STRF(one));
            check(str_eq(got, wanted));
        }
    }
}

int test_run(const char *const *argv, str *out)
{
    int ends[2];
    pid_t pid;
    posix_spawn_file_actions_t actions;
    check(pipe2(ends, O_CLOEXEC) == 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    int error = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (error) print_error("%s: %s\n", argv[0], strerror(error));
    check(!error);
    str all = read_all(ends[0]);
    if (out) *out = all;
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// --- databases ------------------------------------------------------------------------------------------------------

bool test_postgres(void)
{
    const char *url = getenv("ISMS_TEST_PG");
    return url && *url;
}

static void postgres_say(str sql)
{
    str out = {0};
    const char *argv[] = {
        "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", getenv("ISMS_TEST_PG"), "-c", str_z(test_arena, sql), NULL};
    if (test_run(argv, &out)) print_error("%.*s\n", STRF(out));
}

// ISMS_TEST_PG is postgres://USER@/postgres?host=DIR: the new database takes the place of the one named there.
static void postgres_create(void)
{
    static int serial;
    str url = str_of(getenv("ISMS_TEST_PG"));
    ptrdiff_t query = str_find(url, '?');
    ptrdiff_t name = query;
    check(query > 0);
    while (name > 0 && url.p[name - 1] != '/') name--;
    snprintf(postgres_name, sizeof postgres_name, "isms_%d_%d", (int)getpid(), ++serial);
    postgres_say(format(test_arena, "CREATE DATABASE $1 TEMPLATE template0 STRATEGY file_copy ENCODING 'UTF8'",
                        v(postgres_name)));
    snprintf(database, sizeof database, "%.*s%s%.*s", (int)name, url.p, postgres_name, STRF(str_from(url, query)));
}

const char *test_database(void)
{
    if (*database) return database;
    if (test_postgres())
        postgres_create();
    else
        snprintf(database, sizeof database, "%s/test.db", dir);
    return database;
}

// --- one test -------------------------------------------------------------------------------------------------------

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *walk)
{
    (void)s, (void)kind, (void)walk;
    return remove(path);
}

static int before(void **state)
{
    (void)state;
    ran++;
    room = arena_make(64 << 20);
    test_arena = new (&room, arena);
    *test_arena = room;
    const char *temp = getenv("TMPDIR");
    snprintf(dir, sizeof dir, "%s/isms-test-XXXXXX", temp ? temp : "/tmp");
    test_dir = dir;
    *database = 0;
    *postgres_name = 0;
    return mkdtemp(dir) ? 0 : -1;
}

static int after(void **state)
{
    (void)state;
    arena_fail_at = 0;
    if (test_after) test_after();
    test_after = NULL;
    if (*postgres_name) postgres_say(format(test_arena, "DROP DATABASE $1 WITH (FORCE)", v(postgres_name)));
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    arena_drop(room, room.beg);
    test_arena = NULL;
    return 0;
}

static void run(void **state)
{
    ((test_case *)*state)->run();
}

int main(int argc, char **argv)
{
    static struct CMUnitTest tests[MOST_TESTS];
    size_t n = 0;
    for (test_case *t = first; t; t = t->next) {
        if (argc > 1 && !strstr(t->name, argv[1])) continue;
        if (n == MOST_TESTS) return fputs("check: too many tests in one program\n", stderr), 1;
        tests[n++] = (struct CMUnitTest){t->name, run, before, after, t};
    }
    const char *slash = strrchr(argv[0], '/');
    const char *program = slash ? slash + 1 : argv[0];
    int failures = n ? _cmocka_run_group_tests(program, tests, n, NULL, NULL) : 0;
    test_tally(ran, failures, skipped);
    return failures != 0;
}
