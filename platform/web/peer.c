// peer.c: who is connected, and until when each may take for what they are doing.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/peer.h"

#include "platform/base/time.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

#define SECOND ((i64)1000000)
enum {
    HEADERS_S = 60,
    SLACK_S = 30,
    SLOWEST = 32 << 10,
    CROWDED_S = 5,
    CROWDED = PEERS_MOST / 10 * 9,
    FEW = 32,
    FRESH_MS = 500
};

static peer room[PEERS_MOST];
static bool used[PEERS_MOST];
static int count, coming;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void address_read(peer *p)
{
    struct sockaddr_storage a;
    socklen_t n = sizeof a;
    p->address[0] = 0;
    if (getpeername(p->fd, (struct sockaddr *)&a, &n)) return;
    if (a.ss_family == AF_INET)
        inet_ntop(AF_INET, &((struct sockaddr_in *)&a)->sin_addr, p->address, sizeof p->address);
    if (a.ss_family == AF_INET6)
        inet_ntop(AF_INET6, &((struct sockaddr_in6 *)&a)->sin6_addr, p->address, sizeof p->address);
}

bool peers_room(void)
{
    pthread_mutex_lock(&turn);
    bool yes = count < PEERS_MOST - FEW;
    pthread_mutex_unlock(&turn);
    return yes;
}

void peer_coming(bool here)
{
    pthread_mutex_lock(&turn);
    coming += here ? 1 : -1;
    pthread_mutex_unlock(&turn);
}

peer *peer_add(int fd)
{
    static int next;
    peer *p = NULL;
    pthread_mutex_lock(&turn);
    coming--;
    for (int i = 0; i < PEERS_MOST && !p; i++) {
        int at = (next + i) % PEERS_MOST;
        if (used[at]) continue;
        used[at] = true;
        next = at + 1;
        count++;
        p = &room[at];
        *p = (peer){.fd = fd, .since = clock_ticks(), .idle = true, .fresh = true};
        p->deadline = p->since + HEADERS_S * SECOND;
    }
    pthread_mutex_unlock(&turn);
    if (p) address_read(p);
    return p;
}

void peer_drop(peer *p)
{
    pthread_mutex_lock(&turn);
    used[p - room] = false;
    count--;
    pthread_mutex_unlock(&turn);
}

static void state(peer *p, bool idle, bool answering, i64 seconds)
{
    pthread_mutex_lock(&turn);
    p->fresh = p->fresh && !idle;
    p->idle = idle, p->answering = answering;
    p->since = clock_ticks();
    p->deadline = seconds ? p->since + seconds * SECOND : INT64_MAX;
    pthread_mutex_unlock(&turn);
}

void peer_idle(peer *p)
{
    state(p, true, false, HEADERS_S);
}

void peer_receive(peer *p, ptrdiff_t n)
{
    state(p, false, false, SLACK_S + n / SLOWEST);
}

void peer_work(peer *p)
{
    state(p, false, true, 0);
}

void peer_send(peer *p, ptrdiff_t n)
{
    state(p, false, true, SLACK_S + n / SLOWEST);
}

// A peer is dropped before its descriptor is closed, so under the lock the descriptor is still its own.
void peers_reap(i64 ticks)
{
    pthread_mutex_lock(&turn);
    bool crowded = count > CROWDED;
    for (int i = 0; i < PEERS_MOST; i++) {
        const peer *p = &room[i];
        if (!used[i]) continue;
        if (ticks > p->deadline || (crowded && p->idle && ticks > p->since + CROWDED_S * SECOND))
            shutdown(p->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&turn);
}

bool peers_wait(i64 ticks)
{
    pthread_mutex_lock(&turn);
    bool wait = coming > 0;
    for (int i = 0; i < PEERS_MOST && !wait; i++) {
        const peer *p = &room[i];
        wait = used[i] && (p->answering || (p->fresh && ticks < p->since + FRESH_MS * (i64)1000));
    }
    pthread_mutex_unlock(&turn);
    return wait;
}
