// stage.c: a server to ask, a command to run, a figure to print.
// SPDX-License-Identifier: Apache-2.0
#include "test/bench/stage.h"
#include "platform/base/time.h"
#include "test/bench/load.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGUMENTS = 16 };

static pid_t server;

void stage_figure(const char *name, double value, const char *unit, const char *target)
{
    printf("%s %.3f %s %s\n", name, value, unit, target);
    fflush(stdout);
}

double stage_serve(arena *a, const char *file)
{
    char program[512], listen[64];
    snprintf(program, sizeof program, "%s/isms", getenv("ISMS_BUILD"));
    snprintf(listen, sizeof listen, "127.0.0.1:%d", STAGE_PORT);
    i64 began = clock_ticks();
    server = fork();
    if (server == 0) {
        if (!freopen("server.log", "a", stderr)) _exit(3);
        execl(program, program, "-d", file, "serve", "--listen", listen, (char *)NULL);
        _exit(3);
    }
    for (int i = 0; i < 4000; i++) {
        str body;
        arena room = *a;
        if (load_get(&room, STAGE_PORT, S(""), S("/sign-in"), &body) == 200)
            return (double)(clock_ticks() - began) / 1000;
        usleep(1000);
    }
    fprintf(stderr, "the server does not answer\n");
    exit(2);
}

int stage_server(void)
{
    return server;
}

void stage_stop(void)
{
    kill(server, SIGTERM);
    waitpid(server, NULL, 0);
}

double stage_run(const char *log, const char *const *argv)
{
    char program[512];
    const char *all[ARGUMENTS + 2] = {program};
    snprintf(program, sizeof program, "%s/isms", getenv("ISMS_BUILD"));
    for (int i = 0; i < ARGUMENTS && argv[i]; i++) all[i + 1] = argv[i];
    i64 began = clock_ticks();
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        if (!freopen(log, "w", stdout)) _exit(3);
        execv(program, (char *const *)all);
        _exit(3);
    }
    waitpid(child, &status, 0);
    double took = (double)(clock_ticks() - began) / 1000;
    if (status) fprintf(stderr, "isms %s failed: see %s\n", argv[0], log), exit(2);
    return took;
}
