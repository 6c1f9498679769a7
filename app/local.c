// local.c: files that commands read and write.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool cannot(cli *x, const char *path, int fd)
{
    cli_refuse(x, "$1: $2.", v(path), v(strerror(errno)));
    if (fd > STDERR_FILENO) close(fd);
    return false;
}

bool local_read(cli *x, const char *path, str *out)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct stat s = {0};
    if (fd < 0) return cannot(x, path, fd);
    if (fstat(fd, &s) == 0 && S_ISDIR(s.st_mode)) {
        errno = EISDIR;
        return cannot(x, path, fd);
    }
    ptrdiff_t part = S_ISREG(s.st_mode) && s.st_size > 0 ? (ptrdiff_t)s.st_size + 1 : 65536;
    text t = {.a = x->a, .p = arena_bytes(x->a, part), .cap = part}; // a file fits, and leaves nothing unused
    for (;;) {
        ptrdiff_t room = t.cap > t.n ? t.cap - t.n : part;
        ssize_t n = read(fd, put_room(&t, room), (size_t)room);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return cannot(x, path, fd);
        if (n == 0) break;
        t.n += n;
    }
    if (!standard) close(fd);
    *out = text_str(&t);
    return true;
}

bool local_write(cli *x, const char *path, str content)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) return cannot(x, path, fd);
    while (content.n > 0) {
        ssize_t n = write(fd, content.p, (size_t)content.n);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return cannot(x, path, fd);
        content = str_from(content, n);
    }
    return standard || close(fd) == 0 || cannot(x, path, -1);
}
