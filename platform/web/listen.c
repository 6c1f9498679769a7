// listen.c: the sockets of the server.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/listen.h"

#include "platform/base/text.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static bool on_loopback(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, a, sizeof in);
        return ntohl(in.sin_addr.s_addr) >> 24 == 127;
    }
    struct sockaddr_in6 in;
    memcpy(&in, a, sizeof in);
    return IN6_IS_ADDR_LOOPBACK(&in.sin6_addr);
}

static int bound(const struct addrinfo *a)
{
    int one = 1, fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (a->ai_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

int listen_network(arena *a, str address, bool *loopback, str *error)
{
    ptrdiff_t colon = -1;
    for (ptrdiff_t i = 0; i < address.n; i++)
        if (address.p[i] == ':') colon = i;
    str host = str_sub(address, 0, colon < 0 ? 0 : colon), port = str_from(address, colon + 1);
    if (str_starts(host, S("[")) && str_ends(host, S("]"))) host = str_sub(host, 1, host.n - 2);
    struct addrinfo want = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV}, *found = NULL;
    i64 port_number;
    if (!str_int(port, &port_number) || port_number < 0 || port_number > 65535 ||
        getaddrinfo(host.n ? str_z(a, host) : "127.0.0.1", str_z(a, port), &want, &found)) {
        *error = format(a, "\"$1\" is no address to listen on: write 127.0.0.1:8080 or [::1]:8080.", v(address));
        return -1;
    }
    int fd = bound(found);
    *loopback = on_loopback(found->ai_addr);
    if (fd < 0) *error = format(a, "Nothing can listen on $1: $2.", v(address), v(strerror(errno)));
    freeaddrinfo(found);
    return fd;
}

str unix_path(arena *a, str database)
{
    if (str_starts(database, S("postgres"))) return (str){0};
    return str_join(a, database, S(".sock"));
}

static bool alive(const struct sockaddr_un *at)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool yes = connect(fd, (const struct sockaddr *)at, sizeof *at) == 0;
    close(fd);
    return yes;
}

int listen_unix(arena *a, str path, str *error)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    if (path.n >= (ptrdiff_t)sizeof at.sun_path) {
        *error = format(a, "The path $1 is too long for a socket.", v(path));
        return -1;
    }
    memcpy(at.sun_path, path.p, (size_t)path.n);
    if (alive(&at)) {
        *error = format(a, "Another server is at work on this database: $1 answers.", v(path));
        return -1;
    }
    unlink(at.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    mode_t mask = umask(0177);
    bool ok = bind(fd, (struct sockaddr *)&at, sizeof at) == 0;
    umask(mask);
    if (ok && listen(fd, BACKLOG) == 0) return fd;
    *error = format(a, "Nothing can listen on $1: $2.", v(path), v(strerror(errno)));
    close(fd);
    return -1;
}
