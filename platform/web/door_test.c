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
    struct MHD_Response *r = mhd.create_response_from_buffer(2, "ok", MHD_RESPMEM_PERSISTENT);
    enum MHD_Result done = mhd.queue_response(c, MHD_HTTP_OK, r);
    mhd.destroy_response(r);
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

static void on_connection(void *to, struct MHD_Connection *c, void **place, enum MHD_ConnectionNotificationCode code)
{
    (void)c, (void)place;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) seat_leave(to);
}

static void seats_make(door *d)
{
    check(library_load(&mhd_library));
    for (d->nseats = 0; d->nseats < THREADS; d->nseats++) {
        seat *s = &d->seats[d->nseats];
        s->daemon =
            mhd.start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL,
                             say_ok, NULL, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
        check(s->daemon);
    }
}

static void each_has(int n)
{
    check_int(nseen, THREADS * n);
    for (int i = 0; i < nseen; i++) check_int(times(seen[i], nseen), n);
}

static int taken(door *d)
{
    int n = 0;
    for (int i = 0; i < THREADS; i++) n += atomic_load(&d->seats[i].taken);
    return n;
}

TEST(each_thread_gets_its_share_of_connections)
{
    struct sockaddr_in at;
    socklen_t n = sizeof at;
    bool loopback;
    str error = {0};
    static door d;
    int fds[THREADS * 2], others[THREADS * 2], fd = listen_network(test_arena, S("127.0.0.1:0"), &loopback, &error);
    check(fd >= 0 && getsockname(fd, (struct sockaddr *)&at, &n) == 0);
    seats_make(&d);
    check(door_open(&d, fd));
    for (int i = 0; i < THREADS * 2; i++) {
        others[i] = i % 3 ? dup(fd) : -1; // whatever numbers descriptors have
        fds[i] = ask(ntohs(at.sin_port));
    }
    each_has(2);
    // Whose connections end is given the next ones.
    for (int i = 0; i < THREADS * 2; i++) {
        int before = taken(&d);
        if (i % 2 == 0) continue;
        close(fds[i]);
        for (int k = 0; k < 1000 && taken(&d) > before - 1; k++) usleep(1000);
    }
    nseen = 0;
    for (int i = 0; i < THREADS * 2; i++)
        if (i % 2) fds[i] = ask(ntohs(at.sin_port));
    check_int(nseen, THREADS);
    for (int i = 0; i < THREADS; i++) check_int(atomic_load(&d.seats[i].taken), 2);
    door_close(&d);
    for (int i = 0; i < THREADS * 2; i++) close(fds[i]), close(others[i]);
    for (int i = 0; i < THREADS; i++) mhd.stop_daemon(d.seats[i].daemon);
    close(fd);
}
