// child_test.c: isms-paper as a process: its jail, its life, several jobs at once.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child.h"
#include "platform/paper/paper.h"
#include "test/check.h"

#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORKBOOK "test/fixture/xlsx/prefixed.xlsx"

static bool read_one(arena *a, str file, str *error)
{
    const sheet *sheets;
    int n;
    return paper_sheet_read(a, (bytes){file.p, file.n}, &sheets, &n, error) && n == 1 && sheets[0].count == 1;
}

// The process id of a child of ours whose name is isms-paper, or 0.
static int find_child(void)
{
    DIR *proc = opendir("/proc");
    int found = 0;
    for (struct dirent *e; proc && (e = readdir(proc));) {
        char path[300], line[400] = "", name[64];
        int pid, parent;
        if (sscanf(e->d_name, "%d", &pid) != 1) continue;
        snprintf(path, sizeof path, "/proc/%d/stat", pid);
        FILE *f = fopen(path, "r");
        if (!f) continue;
        if (fgets(line, sizeof line, f) && sscanf(line, "%*d (%63[^)]) %*c %d", name, &parent) == 2 &&
            parent == getpid() && !strcmp(name, "isms-paper"))
            found = pid;
        fclose(f);
    }
    if (proc) closedir(proc);
    return found;
}

TEST(a_job_can_reach_neither_files_nor_network_nor_other_programs)
{
    str out;
    int status = test_run((const char *const[]){test_build("isms-paper"), "--selftest", NULL}, &out);
    check_lacks(out, "ALLOWED");
    check_has(out, "read /etc/passwd: ");
    check_has(out, "run a program: ");
    check_has(out, "open an internet socket: ");
    check_has(out, "make a process with clone: ");
    check_has(out, "held\n");
    check_int(status, 0);
}

TEST(a_child_that_was_killed_is_started_again)
{
    str file = test_read(test_source(WORKBOOK)), error = {0};
    check(read_one(test_arena, file, &error));
    int first = find_child();
    check(first > 0);
    kill(first, SIGKILL);
    check(read_one(test_arena, file, &error));
    check(find_child() != first);
}

TEST(stopping_leaves_no_process_behind)
{
    str file = test_read(test_source(WORKBOOK)), error = {0};
    check(read_one(test_arena, file, &error));
    paper_stop();
    check_int(find_child(), 0);
    check(read_one(test_arena, file, &error));
}

TEST(a_missing_program_is_an_error_with_a_way_out)
{
    str error = {0}, file = test_read(test_source(WORKBOOK));
    paper_stop();
    setenv("ISMS_PAPER", "/nonexistent/isms-paper", 1);
    bool ok = read_one(test_arena, file, &error);
    setenv("ISMS_PAPER", "/bin/false", 1);
    str other = {0};
    bool ok_false = read_one(test_arena, file, &other);
    unsetenv("ISMS_PAPER");
    paper_stop();
    check(!ok && !ok_false);
    check_has(error, "/nonexistent/isms-paper could not be started: No such file or directory");
    check(other.n > 0);
}

TEST(an_unknown_job_is_refused)
{
    str answer, error = {0};
    check(!child_ask(test_arena, '?', S("x"), 10, NULL, NULL, &answer, &error));
    check_has(error, "does not know this kind");
}

static str shared_file;

static void *work(void *to)
{
    arena a = arena_make(16 << 20);
    bool *ok = to;
    str error;
    *ok = true;
    for (int i = 0; i < 20; i++) {
        arena scratch = a;
        *ok = read_one(&scratch, shared_file, &error) && *ok;
    }
    return NULL;
}

TEST(eight_threads_ask_at_once)
{
    pthread_t threads[8];
    bool ok[8];
    shared_file = test_read(test_source(WORKBOOK));
    paper_stop();
    for (int i = 0; i < 8; i++) pthread_create(&threads[i], NULL, work, &ok[i]);
    for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < 8; i++) check(ok[i]);
}
