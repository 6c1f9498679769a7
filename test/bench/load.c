// load.c: HTTP clients on keep-alive connections.
// SPDX-License-Identifier: Apache-2.0
#include "test/bench/load.h"
#include "platform/base/time.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SAMPLES = 400000, ROOM = 4 << 20 };

static int dial(int port)
{
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(s, (struct sockaddr *)&to, sizeof to) == 0) return s;
    close(s);
    return -1;
}

static bool send_all(int s, str what)
{
    while (what.n) {
        ssize_t n = send(s, what.p, (size_t)what.n, MSG_NOSIGNAL);
        if (n <= 0) return false;
        what = str_from(what, n);
    }
    return true;
}

// Reads one answer with a Content-Length into buf; its status, 0 at an error.
static int read_answer(int s, char *buf, str *body)
{
    ptrdiff_t n = 0, head = -1;
    i64 length = 0;
    while (n < ROOM) {
        ssize_t got = recv(s, buf + n, (size_t)(ROOM - n), 0);
        if (got <= 0) return 0;
        n += got;
        str all = {buf, n};
        if (head < 0 && (head = str_search(all, S("\r\n\r\n"))) >= 0) {
            ptrdiff_t at = str_search(str_sub(all, 0, head), S("Content-Length: "));
            str rest = at < 0 ? S("0") : str_from(all, at + 16);
            str_int(str_sub(rest, 0, str_find(rest, '\r')), &length);
            head += 4;
        }
        if (head >= 0 && n >= head + length) {
            *body = str_sub(str_from(all, head), 0, length);
            i64 status = 0;
            str_int(str_sub((str){buf, n}, 9, 3), &status);
            return (int)status;
        }
    }
    return 0;
}

static str request_of(arena *a, const load *l, str path)
{
    text t = {.a = a};
    fill(&t, S("$1 $2 HTTP/1.1\r\nHost: 127.0.0.1\r\n$3"),
         VALS(v(l->method.n ? l->method : S("GET")), v(path), v(l->headers)), 3);
    if (l->body.n) fill(&t, S("Content-Type: application/json\r\nContent-Length: $1\r\n"), VALS(v((i64)l->body.n)), 1);
    put(&t, S("\r\n"));
    put(&t, l->body);
    return text_str(&t);
}

int load_get(arena *a, int port, str headers, str path, str *body)
{
    load l = {.headers = headers};
    int s = dial(port), status = 0;
    char *buf = arena_take(a, ROOM);
    if (s >= 0 && send_all(s, request_of(a, &l, path))) status = read_answer(s, buf, body);
    if (s >= 0) close(s);
    return status;
}

typedef struct {
    const load *l;
    arena a;
    int first;
    i64 until, wrong;
    float *ms;
    int n;
} client;

static void *client_run(void *p)
{
    client *k = p;
    const load *l = k->l;
    str *requests = news(&k->a, str, l->npaths), body;
    for (int i = 0; i < l->npaths; i++) requests[i] = request_of(&k->a, l, l->paths[i]);
    char *buf = arena_take(&k->a, ROOM);
    int s = dial(l->port);
    for (int i = k->first; s >= 0 && k->n < SAMPLES; i++) {
        i64 began = clock_ticks();
        if (began >= k->until) break;
        int status = send_all(s, requests[i % l->npaths]) ? read_answer(s, buf, &body) : 0;
        k->ms[k->n++] = (float)((double)(clock_ticks() - began) / 1000);
        if (status / 100 != 2) k->wrong++;
        if (!status) break;
    }
    if (s >= 0) close(s);
    return NULL;
}

static int by_size(const void *x, const void *y)
{
    float a = *(const float *)x, b = *(const float *)y;
    return (a > b) - (a < b);
}

load_result load_run(arena *a, const load *l)
{
    pthread_t threads[64];
    client clients[64] = {0};
    arena room = *a; // forgotten at the end
    i64 began = clock_ticks();
    for (int i = 0; i < l->clients; i++) {
        clients[i] = (client){.l = l,
                              .a = arena_make(16 << 20),
                              .first = i * 7,
                              .until = began + (i64)(l->seconds * 1e6),
                              .ms = news(&room, float, SAMPLES)};
        pthread_create(&threads[i], NULL, client_run, &clients[i]);
    }
    load_result r = {0};
    for (int i = 0; i < l->clients; i++)
        pthread_join(threads[i], NULL), r.answers += clients[i].n, r.wrong += clients[i].wrong;
    double took = (double)(clock_ticks() - began) / 1e6;
    float *all = news(&room, float, r.answers + 1);
    i64 n = 0;
    for (int i = 0; i < l->clients; i++)
        memcpy(all + n, clients[i].ms, sizeof(float) * (size_t)clients[i].n), n += clients[i].n;
    qsort(all, (size_t)n, sizeof *all, by_size);
    if (n) r.median = all[n / 2], r.p99 = all[n * 99 / 100];
    r.per_second = (double)n / took;
    return r;
}

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

double load_median(double *x, int n)
{
    qsort(x, (size_t)n, sizeof *x, by_value);
    return n ? x[n / 2] : 0;
}
