// carry_http.c: a request through the server's Unix socket.
// SPDX-License-Identifier: Apache-2.0
#include "app/carry.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static bool give_up(cli *x, int fd, const char *why)
{
    cli_refuse(x, "The server that holds the database does not answer: $1.", v(why));
    if (fd >= 0) close(fd);
    return false;
}

static int connect_to(str path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    if (path.n >= (ptrdiff_t)sizeof at.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(at.sun_path, path.p, (size_t)path.n);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&at, sizeof at) == 0) return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static bool send_all(int fd, str s)
{
    while (s.n > 0) {
        ssize_t n = send(fd, s.p, (size_t)s.n, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        s = str_from(s, n);
    }
    return true;
}

static bool read_all(int fd, text *t)
{
    for (;;) {
        ssize_t n = recv(fd, put_room(t, 65536), 65536, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n == 0;
        t->n += n;
    }
}

static void put_header(text *t, const char *name, str value)
{
    put_z(t, name);
    put(t, S(": "));
    put(t, value);
    put(t, S("\r\n"));
}

static str request_text(cli *x, const call *q)
{
    text t = {.a = x->a};
    fill(&t, S("$1 $2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"), VALS(v(q->verb), v(q->target)), 2);
    if (q->type.n) put_header(&t, "Content-Type", q->type);
    if (q->if_match.n) put_header(&t, "If-Match", q->if_match);
    if (x->as.n) put_header(&t, "X-Isms-As", x->as);
    if (!str_eq(q->verb, S("GET"))) put_header(&t, "Content-Length", format(x->a, "$1", v((i64)q->body.n)));
    put(&t, S("\r\n"));
    put(&t, q->body);
    return text_str(&t);
}

// "HTTP/1.1 200 OK", headers, a blank line, the body. The connection's end is the body's end.
static bool read_reply(str s, reply *out)
{
    ptrdiff_t blank = str_search(s, S("\r\n\r\n"));
    str head = str_sub(s, 0, blank), line = str_cut(&head, '\n');
    i64 status;
    if (blank < 0 || !str_starts(line, S("HTTP/1.1 ")) || !str_int(str_sub(line, 9, 3), &status)) return false;
    *out = (reply){.status = (int)status, .body = str_from(s, blank + 4)};
    while (head.p) {
        str value = str_cut(&head, '\n'), name = str_cut(&value, ':');
        if (header_same(name, S("content-type"))) out->type = str_trim(value);
        if (header_same(name, S("transfer-encoding"))) return false;
    }
    return true;
}

bool carry_http(cli *x, str socket, const call *q, reply *out)
{
    text t = {.a = x->a};
    int fd = connect_to(socket);
    if (fd < 0) return give_up(x, fd, strerror(errno));
    if (!send_all(fd, request_text(x, q)) || !read_all(fd, &t)) return give_up(x, fd, strerror(errno));
    close(fd);
    return read_reply(text_str(&t), out) || give_up(x, -1, "its answer cannot be read");
}
