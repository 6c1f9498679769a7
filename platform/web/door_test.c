// door_test.c: connections are shared out evenly.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/door.h"
#include "platform/web/listen.h"
#include "test/check.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { THREADS = 4 };

static pthread_t seen[THREADS * 2];
static atomic_int nseen;

static enum MHD_Result say_ok(void *to, struct MHD_Connection *c, const char *url, const char *verb,
                              const char *version, const char *data, size_t *n, void **place)
{
    (void)to, (void)url, (void)verb, (void)version, (void)data, (void)n;
    if (!*place) {
        *place = &nseen;
        return MHD_YES;
    }
    seen[atomic_fetch_add(&nseen, 1)] = pthread_self();
    struct MHD_Response *r = MHD_create_response_from_buffer(2, "ok", MHD_RESPMEM_PERSISTENT);
    enum MHD_Result done = MHD_queue_response(c, MHD_HTTP_OK, r);
    MHD_destroy_response(r);
    return done;
}

static int ask(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    char answer[16];
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    check(connect(fd, (struct sockaddr *)&at, sizeof at) == 0);
    static const char request[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    check(write(fd, request, sizeof request - 1) == sizeof request - 1);
    check(read(fd, answer, sizeof answer) > 0);
    return fd;
}

static int times(pthread_t who, int n)
{
    int count = 0;
    for (int i = 0; i < n; i++) count += pthread_equal(seen[i], who) != 0;
    return count;
}

TEST(each_thread_gets_its_share_of_connections)
{
    struct sockaddr_in at;
    socklen_t n = sizeof at;
    bool loopback;
    str error = {0};
    door d;
    int fds[THREADS * 2], clients[THREADS * 2], fd = listen_network(test_arena, S("127.0.0.1:0"), &loopback, &error);
    check(fd >= 0 && getsockname(fd, (struct sockaddr *)&at, &n) == 0);
    struct MHD_Daemon *m =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, say_ok,
                         NULL, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS, MHD_OPTION_END);
    check(m && door_open(&d, m, fd));
    // The clients' own descriptors first: the server's follow each other.
    for (int i = 0; i < THREADS * 2; i++) clients[i] = dup(fd);
    for (int i = 0; i < THREADS * 2; i++) {
        close(clients[i]);
        fds[i] = ask(ntohs(at.sin_port));
    }
    door_close(&d);
    check_int(nseen, THREADS * 2);
    for (int i = 0; i < THREADS * 2; i++) check_int(times(seen[i], THREADS * 2), 2);
    for (int i = 0; i < THREADS * 2; i++) close(fds[i]);
    MHD_stop_daemon(m);
    close(fd);
}
