// door.c: takes connections in and shares them out evenly among the threads that answer.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/door.h"
#include "platform/web/peer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NAP = 20000 }; // µs, when there is no room for more: they queue in the system meanwhile

static seat *emptiest(door *d)
{
    seat *best = d->seats;
    for (seat *s = best + 1; s < d->seats + d->nseats; s++)
        if (atomic_load(&s->taken) < atomic_load(&best->taken)) best = s;
    return best;
}

void seat_leave(seat *s)
{
    atomic_fetch_sub(&s->taken, 1);
}

// As many as are waiting. False: there is no room for one more just now.
static bool let_in(door *d)
{
    while (peers_room()) {
        struct sockaddr_storage from;
        socklen_t n = sizeof from;
        int fd = accept4(d->fd, (struct sockaddr *)&from, &n, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0) return errno != EMFILE && errno != ENFILE && errno != ENOMEM && errno != ENOBUFS;
        peer_coming(true);
        seat *s = emptiest(d);
        atomic_fetch_add(&s->taken, 1);
        if (mhd.add_connection(s->daemon, fd, (struct sockaddr *)&from, n) == MHD_YES) continue;
        seat_leave(s); // it is closed
        peer_coming(false);
    }
    return false;
}

static void *keep_open(void *p)
{
    door *d = p;
    struct pollfd wait[] = {{.fd = d->fd, .events = POLLIN}, {.fd = d->stop, .events = POLLIN}};
    for (;;) {
        if (poll(wait, 2, -1) < 0 && errno != EINTR) return NULL;
        if (wait[1].revents) return NULL;
        if (wait[0].revents && !let_in(d)) usleep(NAP);
    }
}

bool door_open(door *d, int fd)
{
    d->fd = fd, d->stop = eventfd(0, EFD_CLOEXEC);
    int flags = fcntl(fd, F_GETFL);
    if (d->stop < 0 || flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) return false;
    return pthread_create(&d->thread, NULL, keep_open, d) == 0;
}

void door_close(door *d)
{
    const uint64_t one = 1;
    ssize_t wrote = write(d->stop, &one, sizeof one);
    if (wrote == sizeof one) pthread_join(d->thread, NULL);
    close(d->stop);
}
