// job.c: one job: an input, an answer, behind the jail.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/job.h"
#include "platform/paper/child/jail.h"
#include "platform/paper/frame.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORK_BYTES ((ptrdiff_t)320 << 20)
#define WALL_SECONDS 150

static void write_all(int fd, str s)
{
    while (s.n) {
        ssize_t n = write(fd, s.p, (size_t)s.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) _exit(1); // nobody listens any more
        s = str_from(s, n);
    }
}

static void write_frame(int fd, char kind, str content)
{
    char head[5] = {kind};
    for (int i = 0; i < 4; i++) head[1 + i] = (char)(content.n >> (8 * i) & 0xFF);
    write_all(fd, (str){head, 5});
    write_all(fd, content);
}

// A process does one job; the functions that do it know nothing of its descriptors.
static struct {
    int out; // 0: nobody is told
    i64 percent;
} telling;

void job_tell(i64 done, i64 all)
{
    i64 percent = all > 0 ? done * 100 / all : 0;
    if (!telling.out || percent <= telling.percent) return;
    char digits[] = {(char)('0' + percent / 100), (char)('0' + percent / 10 % 10), (char)('0' + percent % 10)};
    telling.percent = percent;
    write_frame(telling.out, FRAME_TOLD, (str){digits, sizeof digits});
}

static str map_input(int fd)
{
    struct stat st;
    int seals = F_SEAL_SHRINK | F_SEAL_WRITE;
    if (fstat(fd, &st) || (fcntl(fd, F_GET_SEALS) & seals) != seals) _exit(1);
    if (st.st_size == 0) return S("");
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) _exit(1);
    return (str){p, st.st_size};
}

static job_run *find_job(char kind)
{
    return kind == JOB_PDF           ? page_write
           : kind == JOB_SHEET_READ  ? sheet_read
           : kind == JOB_SHEET_WRITE ? sheet_write
                                     : NULL;
}

// Runs the job; an exhausted arena comes back here.
static bool run_guarded(job_run *run, arena *work, str input, text *t, str *error)
{
    jmp_buf full;
    work->full = t->a->full = &full;
    if (setjmp(full)) {
        *error = S("It is too large to be worked on at once. Try it with less.");
        return false;
    }
    return run(work, input, t, error);
}

_Noreturn void job_do(char kind, int in, int out)
{
    job_run *run = find_job(kind);
    str input = map_input(in), error = S("isms-paper does not know this kind of job.");
    arena work = arena_make(WORK_BYTES), answer = arena_make(FRAME_OUTPUT_MAX);
    text t = {.a = &answer};
    alarm(WALL_SECONDS);
    jail_second(kind == JOB_SHEET_WRITE);
    write_frame(out, FRAME_STARTED, S(""));
    telling.out = out;
    bool ok = run && run_guarded(run, &work, input, &t, &error);
    if (ok) write_all(out, text_str(&t));
    write_frame(out, ok ? FRAME_END : FRAME_ERROR, ok ? S("") : error);
    _exit(0);
}
