// log.c: lines on standard error, one per event.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/log.h"
#include "platform/base/time.h"

#include <unistd.h>

void log_line_(str template, const val *vals, int nvals)
{
    char room[8192];
    arena a = {.beg = room, .end = room + sizeof room};
    jmp_buf full;
    text t = {.a = &a};
    a.full = &full;
    if (setjmp(full)) return; // a line that does not fit is not worth a crash
    put_moment(&t, clock_now());
    put_char(&t, ' ');
    fill(&t, template, vals, nvals);
    for (ptrdiff_t i = 0; i < t.n; i++)
        if ((unsigned char)t.p[i] < 0x20 || t.p[i] == 0x7F) t.p[i] = '?';
    put_char(&t, '\n');
    ssize_t ignored = write(STDERR_FILENO, t.p, (size_t)t.n);
    (void)ignored;
}
