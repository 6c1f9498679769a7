// library_test.c: libraries that are loaded when they are first needed.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/library.h"
#include "test/check.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define FUNCTIONS(X) X(cos) X(floor)
#define MEMBER(name) __typeof__(name) *name;
#define NAME(name) #name,

typedef LIBRARY_TABLE(numbers, FUNCTIONS(MEMBER)) numbers;
static numbers bound, untouched;
static const char *const names[] = {FUNCTIONS(NAME) NULL};
static const char *const too_many[] = {"cos", "no_such_function", NULL};
static const library there = {"libm.so.6", "", names, &bound};
static const library not_there = {"libnosuch.so.9", "", names, &untouched};
static const library too_old = {"libm.so.6", "", too_many, &untouched};

TEST(a_library_is_bound_when_it_is_asked_for)
{
    check(library_load(&there) && library_load(&there));
    check_real(bound.floor(2.5), 2, 0);
    check_real(bound.cos(0), 1, 0);
}

TEST(a_library_that_is_missing_or_lacks_a_function_binds_nothing)
{
    check(!library_load(&not_there) && !library_load(&too_old));
    check(!untouched.cos && !untouched.floor);
}

TEST(nobody_writes_to_a_table_that_is_bound)
{
    int status = 0;
    if (sysconf(_SC_PAGESIZE) != LIBRARY_PAGE) check_skip("pages are larger here");
    check(library_load(&there));
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        signal(SIGSEGV, SIG_DFL);
        *(numbers *volatile)&bound = (numbers){0};
        _exit(0);
    }
    check(waitpid(child, &status, 0) == child);
    check(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

// Each of them once cost every command some milliseconds.
TEST(what_few_commands_need_is_not_loaded_when_the_program_starts)
{
    char line[4096];
    FILE *f = fopen("/proc/self/maps", "r");
    check(f);
    while (fgets(line, sizeof line, f)) {
        check_lacks(line, "libpq");
        check_lacks(line, "libmicrohttpd");
        check_lacks(line, "libcrypto");
    }
    fclose(f);
}
