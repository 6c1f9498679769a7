// child.c: starting isms-paper and asking it for jobs.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child.h"
#include "platform/base/time.h"
#include "platform/paper/frame.h"
#include "platform/paper/paper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// The one warm child of this process. A process has one, whatever number of databases it serves.
static struct {
    pthread_mutex_t lock;
    pid_t pid;
    int line; // our end of the socket; meaningful while pid
} warm = {.lock = PTHREAD_MUTEX_INITIALIZER};

// Where isms-paper lies: $ISMS_PAPER, else beside the running program.
static bool find_program(char *path, size_t size)
{
    const char *told = getenv("ISMS_PAPER");
    if (told && *told) return strlen(told) < size && memcpy(path, told, strlen(told) + 1);
    ssize_t n = readlink("/proc/self/exe", path, size - 1);
    if (n <= 0) return false;
    path[n] = 0;
    char *slash = strrchr(path, '/');
    static const char name[] = "isms-paper";
    if (!slash || (size_t)(slash + 1 - path) + sizeof name > size) return false;
    memcpy(slash + 1, name, sizeof name);
    return true;
}

// Spawns with nothing but standard error and the socket as descriptor 3.
static int spawn(const char *path, int theirs, pid_t *pid)
{
    static char *const environment[] = {"LANG=C.UTF-8", "HOME=/nonexistent", NULL};
    char *const arguments[] = {"isms-paper", NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, theirs, 3);
    posix_spawn_file_actions_addclosefrom_np(&files, 4);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    int failed = posix_spawn(pid, path, &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static void forget(void)
{
    if (!warm.pid) return;
    close(warm.line);
    // It ends when its line closes; the wait is for a process that is ending or has ended.
    while (waitpid(warm.pid, NULL, 0) < 0 && errno == EINTR) continue;
    warm.pid = 0;
}

static bool start(arena *a, str *error)
{
    char path[PATH_MAX];
    int ends[2];
    if (!find_program(path, sizeof path)) {
        *error = S("The program isms-paper was not found. Set ISMS_PAPER to its path.");
        return false;
    }
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends)) {
        *error = S("The system has no room for another process. Try again in a moment.");
        return false;
    }
    // A descriptor of 3 would keep its close-on-exec flag when it is moved to where it is already.
    int theirs = fcntl(ends[1], F_DUPFD_CLOEXEC, 4);
    close(ends[1]);
    int failed = theirs < 0 ? errno : spawn(path, theirs, &warm.pid);
    if (theirs >= 0) close(theirs);
    if (failed) {
        warm.pid = 0;
        close(ends[0]);
        *error = format(a, "The program $1 could not be started: $2.", v(path), v(strerror(failed)));
        return false;
    }
    warm.line = ends[0];
    return true;
}

static bool send_job(char job, int input, int output)
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control = {0};
    struct iovec part = {&job, 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control};
    struct cmsghdr *c = CMSG_FIRSTHDR(&message);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(2 * sizeof(int));
    memcpy(CMSG_DATA(c), (const int[]){input, output}, 2 * sizeof(int));
    ssize_t n;
    do n = sendmsg(warm.line, &message, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == 1;
}

// Hands the job to the warm child; to a new one when it has ended meanwhile.
static bool hand_over(arena *a, char job, int input, int output, str *error)
{
    bool sent = false;
    pthread_mutex_lock(&warm.lock);
    for (int attempt = 0; attempt < 2 && !sent; attempt++) {
        if (!warm.pid && !start(a, error)) break;
        sent = send_job(job, input, output);
        if (!sent) {
            forget();
            *error = S("The program isms-paper ended at once. Look into the log of the server.");
        }
    }
    pthread_mutex_unlock(&warm.lock);
    return sent;
}

// A file in memory that nobody can change any more, so that the child may read it as it stands.
static int sealed(str input)
{
    int fd = memfd_create("isms-paper", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -1;
    for (ptrdiff_t at = 0; at < input.n;) {
        ssize_t n = write(fd, input.p + at, (size_t)(input.n - at));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            close(fd);
            return -1;
        }
        at += n;
    }
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)) {
        close(fd);
        return -1;
    }
    return fd;
}

typedef struct {
    child_told *told; // may be NULL
    void *to;
    ptrdiff_t read; // of the answer: whole frames
} listening;

// Passes on what new frames say of the progress.
static void listen_to(listening *l, const text *t)
{
    char kind;
    str content, rest = str_from(text_str(t), l->read);
    while (l->told && frame_next(&rest, &kind, &content)) {
        i64 percent;
        l->read = t->n - rest.n;
        if (kind == FRAME_TOLD && str_int(content, &percent)) l->told(l->to, percent);
    }
}

// All that comes from the pipe until its end. False when it takes too long or is too much.
static bool receive(int pipe, int seconds, listening *l, text *t, str *error)
{
    i64 until = clock_ticks() + (i64)seconds * 1000000;
    for (;;) {
        i64 left = (until - clock_ticks()) / 1000;
        struct pollfd one = {.fd = pipe, .events = POLLIN};
        int ready = left > 0 ? poll(&one, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) {
            *error = S("It took too long and was stopped. Try it with less.");
            return false;
        }
        ssize_t n = read(pipe, put_room(t, 1 << 16), 1 << 16);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return true;
        t->n += n;
        listen_to(l, t);
        if (t->n > FRAME_OUTPUT_MAX) {
            *error = S("The result is too large. Try it with less.");
            return false;
        }
    }
}

// Takes the first and the last frame off an answer that is whole.
static bool unwrap(str got, str *answer, str *error)
{
    char kind;
    str content, rest = got;
    *error = S("The file could not be worked on: isms-paper gave up in the middle of it.");
    if (!frame_next(&rest, &kind, &content) || kind != FRAME_STARTED) return false;
    str body = rest;
    while (frame_next(&rest, &kind, &content)) {
        if (kind == FRAME_ERROR && str_utf8(content) && content.n < 4096) {
            *error = content;
            return false;
        }
        if (kind == FRAME_END && !rest.n) {
            *answer = (str){body.p, content.p - 5 - body.p};
            *error = (str){0};
            return true;
        }
    }
    return false;
}

// One attempt. *nothing: the child ended before it took the job.
static bool ask_once(arena *a, char job, int input, int seconds, listening l, str *answer, str *error, bool *nothing)
{
    int ends[2];
    *nothing = false;
    if (pipe2(ends, O_CLOEXEC)) {
        *error = S("The system has no room for another process. Try again in a moment.");
        return false;
    }
    bool sent = hand_over(a, job, input, ends[1], error);
    close(ends[1]);
    text t = {.a = a};
    bool ok = sent && receive(ends[0], seconds, &l, &t, error);
    close(ends[0]); // a job that is still at work ends when it writes
    *nothing = ok && t.n == 0;
    return ok && unwrap(text_str(&t), answer, error);
}

bool child_ask(arena *a, char job, str input, int seconds, child_told *told, void *to, str *answer, str *error)
{
    listening l = {told, to, 0};
    int fd = sealed(input);
    if (fd < 0) {
        *error = S("The system has no memory left for it. Try again in a moment.");
        return false;
    }
    bool nothing, ok = ask_once(a, job, fd, seconds, l, answer, error, &nothing);
    // Its minute without work may have been over just when we asked.
    if (!ok && nothing) ok = ask_once(a, job, fd, seconds, l, answer, error, &nothing);
    close(fd);
    return ok;
}

void paper_stop(void)
{
    pthread_mutex_lock(&warm.lock);
    forget();
    pthread_mutex_unlock(&warm.lock);
}
