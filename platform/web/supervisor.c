// supervisor.c: serving for years: a small process that holds the sockets and restarts the one that works.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/supervisor.h"

#include "platform/base/log.h"
#include "platform/base/time.h"
#include "platform/web/listen.h"
#include "platform/web/serve.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GOOD_RUN_S = 60, LONGEST_WAIT_MS = 10000, FIRST_WAIT_MS = 100 };
#define SOCKETS "ISMS_SOCKETS" // in the child's environment: the descriptors of both sockets

static int complain(str sentence)
{
    fprintf(stderr, "isms: %.*s\n", STRF(sentence));
    return 2;
}

static void signals_held(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
    sigaddset(set, SIGCHLD);
    sigprocmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

// Only in the child: from here on nothing of the supervisor is left but the sockets.
static _Noreturn void become_child(const serve_options *o, int network, int local, const sigset_t *held)
{
    char sockets[40];
    snprintf(sockets, sizeof sockets, "%d %d", network, local);
    setenv(SOCKETS, sockets, 1);
    if (prctl(PR_SET_PDEATHSIG, SIGTERM)) _exit(2);
    sigprocmask(SIG_UNBLOCK, held, NULL);
    int one = dup(network), two = local < 0 ? -1 : dup(local); // without close-on-exec
    dup2(one, network);
    close(one);
    if (two >= 0) {
        dup2(two, local);
        close(two);
    }
    execv("/proc/self/exe", o->argv);
    _exit(2);
}

static pid_t child_start(const serve_options *o, int network, int local, const sigset_t *held)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) become_child(o, network, local, held);
    return child;
}

// Waits for the child's end or a signal; what it was in *signal_no (0: the child ended, *status says how).
static void wait_event(pid_t child, const sigset_t *held, int *signal_no, int *status)
{
    for (;;) {
        if (waitpid(child, status, WNOHANG) == child) {
            *signal_no = 0;
            return;
        }
        *signal_no = sigwaitinfo(held, NULL);
        if (*signal_no > 0 && *signal_no != SIGCHLD) return;
    }
}

static int child_end(pid_t child, int with)
{
    int status = 0;
    kill(child, with);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void pause_before_next(int *ms, i64 ran)
{
    if (ran > GOOD_RUN_S * (i64)1000000) *ms = FIRST_WAIT_MS;
    struct timespec t = {*ms / 1000, (long)(*ms % 1000) * 1000000};
    nanosleep(&t, NULL);
    *ms = *ms * 2 > LONGEST_WAIT_MS ? LONGEST_WAIT_MS : *ms * 2;
}

static int supervise(const serve_options *o, int network, int local)
{
    sigset_t held;
    int wait_ms = FIRST_WAIT_MS;
    signals_held(&held);
    for (;;) {
        i64 began = clock_ticks();
        pid_t child = child_start(o, network, local, &held);
        if (child < 0) return complain(S("The system starts no more processes."));
        int signal_no, status;
        wait_event(child, &held, &signal_no, &status);
        if (signal_no == SIGHUP) {
            child_end(child, SIGTERM);
            continue;
        }
        if (signal_no) return child_end(child, SIGTERM);
        if (WIFEXITED(status) && WEXITSTATUS(status) == SERVE_CANNOT_BEGIN) return SERVE_CANNOT_BEGIN;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return 0;
        log_line("the server ended by itself ($1 $2) and is started again",
                 v(WIFSIGNALED(status) ? "signal" : "status"),
                 v(WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status)));
        pause_before_next(&wait_ms, clock_ticks() - began);
    }
}

int serve_command(const serve_options *o)
{
    const char *given = getenv(SOCKETS);
    int network, local = -1;
    if (given) {
        if (sscanf(given, "%d %d", &network, &local) != 2) return complain(S("The sockets given are none."));
        unsetenv(SOCKETS);
        return serve(o, network, local);
    }
    arena a = arena_make(1 << 20);
    str error;
    bool loopback;
    network = listen_network(&a, o->listen, &loopback, &error);
    if (network < 0) return complain(error);
    if (!loopback && !str_starts(o->url, S("https://")))
        return complain(S("Listening beyond this machine needs --url https://…: put a proxy with TLS before it."));
    str path = unix_path(&a, o->database);
    if (path.n) local = listen_unix(&a, path, &error);
    if (path.n && local < 0) return complain(error);
    int status = supervise(o, network, local);
    if (path.n) unlink(str_z(&a, path));
    return status;
}
