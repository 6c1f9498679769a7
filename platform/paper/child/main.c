// main.c: isms-paper: waits for jobs and forks for each.
// SPDX-License-Identifier: Apache-2.0
//
// Started by isms with a socket as descriptor 3. A message on it is one byte, the kind of the job, and two descriptors:
// the input and the pipe for the answer. The process itself never looks at the input. It ends when the socket closes,
// or after a minute without a job. `isms-paper --selftest` tries to get out of the jail instead.
#include "platform/paper/child/jail.h"
#include "platform/paper/child/job.h"

#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINE 3
#define IDLE_MS 60000

// The next job. False when there will be none.
static bool next_job(char *kind, int *in, int *out)
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control = {0};
    struct iovec part = {kind, 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control};
    struct pollfd line = {.fd = LINE, .events = POLLIN};
    int ready;
    do ready = poll(&line, 1, IDLE_MS);
    while (ready < 0 && errno == EINTR);
    if (ready <= 0 || recvmsg(LINE, &message, MSG_CMSG_CLOEXEC) != 1) return false;
    struct cmsghdr *c = CMSG_FIRSTHDR(&message);
    if (!c || c->cmsg_type != SCM_RIGHTS || c->cmsg_len != CMSG_LEN(2 * sizeof(int))) return false;
    int fds[2];
    memcpy(fds, CMSG_DATA(c), sizeof fds);
    *in = fds[0];
    *out = fds[1];
    return true;
}

static void prepare(void)
{
    FcInit(); // the fonts of the system, which every document needs
    jail_first();
}

static _Noreturn void serve(void)
{
    char kind;
    int in, out;
    signal(SIGCHLD, SIG_IGN); // jobs are not waited for
    prepare();
    while (next_job(&kind, &in, &out)) {
        if (fork() == 0) {
            close(LINE);
            job_do(kind, in, out);
        }
        close(in);
        close(out);
    }
    _exit(0); // nothing to tidy up
}

static int selftest(void)
{
    prepare();
    jail_second(false);
    bool held = jail_try();
    puts(held ? "held" : "NOT HELD");
    fflush(stdout);
    _exit(held ? 0 : 1);
}

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "--selftest")) return selftest();
    int type;
    socklen_t size = sizeof type;
    if (argc != 1 || getsockopt(LINE, SOL_SOCKET, SO_TYPE, &type, &size)) {
        fputs("isms-paper is started by isms. It has one option, --selftest.\n", stderr);
        return 2;
    }
    serve();
}
