// server.c: the network side: libmicrohttpd in, dispatch out.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/server.h"

#include "platform/base/log.h"
#include "platform/base/time.h"
#include "platform/web/door.h"
#include "platform/web/peer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    HEADER_BYTES = 32 << 10, // of one request's head
    QUIET_S = 60,            // a connection on which nothing happens
    THREADS_LEAST = 16,      // who shares a thread with one that writes waits for its commit
    LOCAL_THREADS = 4,       // for the Unix socket
    BODY_SMALL = 8 << 10,    // a body up to this lies in its exchange
    ARENA_KEPT = 256 << 10,
    ARENA_BEHIND = 64 << 10, // kept back from dispatch for the headers and the log line
};
#define ARENA_SIZE ((ptrdiff_t)1 << 30)
#define BODIES_MOST ((ptrdiff_t)512 << 20) // of all requests together

// One request while it arrives and is answered.
typedef struct exchange {
    char target[GATE_TARGET + 2]; // as sent; one more than the gate lets pass
    header headers[GATE_HEADERS + 1];
    int nheaders;
    bool begun;
    char small[BODY_SMALL];
    char *body; // small, or pages of its own
    ptrdiff_t got, room;
    i64 began; // ticks
    peer *peer;
    struct exchange *next;
} exchange;

struct server {
    const site *site;
    door network, local;
    i64 owner; // uid that may use the Unix socket, beside root
    arena a;
    exchange *free;
    pthread_mutex_t turn;
    _Atomic ptrdiff_t bodies;
};

// ---- exchanges

static exchange *exchange_new(server *s)
{
    pthread_mutex_lock(&s->turn);
    exchange *x = s->free;
    if (x)
        s->free = x->next;
    else
        x = new (&s->a, exchange);
    pthread_mutex_unlock(&s->turn);
    x->nheaders = 0;
    x->begun = false;
    x->body = NULL;
    x->got = x->room = 0;
    x->began = clock_ticks();
    x->peer = NULL;
    return x;
}

static void body_drop(server *s, exchange *x)
{
    if (x->body && x->body != x->small) {
        munmap(x->body, (size_t)x->room);
        atomic_fetch_sub(&s->bodies, x->room);
    }
    x->body = NULL;
}

static void exchange_drop(server *s, exchange *x)
{
    body_drop(s, x);
    pthread_mutex_lock(&s->turn);
    x->next = s->free;
    s->free = x;
    pthread_mutex_unlock(&s->turn);
}

// Pages of it are used when they are written to.
static bool body_make(server *s, exchange *x, ptrdiff_t n)
{
    if (n <= BODY_SMALL) {
        x->body = x->small;
        x->room = n;
        return true;
    }
    if (atomic_fetch_add(&s->bodies, n) + n > BODIES_MOST) {
        atomic_fetch_sub(&s->bodies, n);
        return false;
    }
    void *p = mmap(NULL, (size_t)n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) {
        atomic_fetch_sub(&s->bodies, n);
        return false;
    }
    x->body = p;
    x->room = n;
    return true;
}

// ---- the arena of a thread

static _Thread_local arena thread_arena, thread_whole;

static arena *arena_ready(void)
{
    if (!thread_whole.beg) thread_arena = thread_whole = arena_make(ARENA_SIZE);
    return &thread_arena;
}

// A request may have taken from the end too (a file beside its rows): the whole arena is there for the next one.
static void arena_empty(void)
{
    bool large = thread_arena.beg - thread_whole.beg > ARENA_KEPT || thread_arena.end != thread_whole.end;
    thread_arena = thread_whole;
    if (large) arena_trim(thread_arena, thread_whole.beg, ARENA_KEPT);
}

// ---- answers

static void header_put(struct MHD_Response *r, const char *name, str value)
{
    arena *a = arena_ready();
    mhd.add_response_header(r, name, str_z(a, value));
}

static enum MHD_Result queue(struct MHD_Connection *c, exchange *x, int status, struct MHD_Response *r, ptrdiff_t n)
{
    if (x->peer) peer_send(x->peer, n);
    enum MHD_Result done = mhd.queue_response(c, (unsigned)status, r);
    mhd.destroy_response(r);
    return done;
}

static void access_log(const exchange *x, str verb, int status, ptrdiff_t n, i64 person, str request)
{
    str target = str_of(x->target), path = str_cut(&target, '?');
    i64 took = clock_ticks() - x->began;
    text who = {.a = arena_ready()};
    if (person)
        fill(&who, S("P-$1"), VALS(v(person)), 1);
    else
        put_z(&who, "-");
    text ms = {.a = arena_ready()};
    put_int(&ms, took / 1000);
    put_char(&ms, '.');
    put_char(&ms, (char)('0' + took / 100 % 10));
    log_line("$1 $2 $3 $4ms $5 $6 $7", v(status), v(str_sub(verb, 0, 10)), v(str_sub(path, 0, 200)), v(text_str(&ms)),
             v(n), v(text_str(&who)), v(request.n ? request : S("-")));
}

// What never came as far as a page: plain text, and the connection ends.
static enum MHD_Result refuse(struct MHD_Connection *c, exchange *x, str verb, int status, const char *why)
{
    str body = format(arena_ready(), "$1: $2\n", v(status), v(why));
    struct MHD_Response *r =
        mhd.create_response_from_buffer((size_t)body.n, (void *)(uintptr_t)body.p, MHD_RESPMEM_MUST_COPY);
    mhd.add_response_header(r, "Connection", "close");
    mhd.add_response_header(r, "Content-Type", "text/plain; charset=utf-8");
    mhd.add_response_header(r, "Cache-Control", "no-store");
    if (status == 405) mhd.add_response_header(r, "Allow", "GET, HEAD, POST, PATCH, DELETE");
    access_log(x, verb, status, body.n, 0, S(""));
    enum MHD_Result done = queue(c, x, status, r, body.n);
    arena_empty();
    return done;
}

// The client a proxy of ours names: the last entry is the proxy's own.
static str client_address(const server *s, const exchange *x)
{
    str through = header_find(x->headers, x->nheaders, S("x-forwarded-for")), last = through;
    if (!s->site->proxied || through.n == 0) return x->peer ? str_of(x->peer->address) : S("");
    for (str rest = through; rest.p;) last = str_trim(str_cut(&rest, ','));
    return str_sub(last, 0, 45);
}

static incoming incoming_of(const server *s, const exchange *x, str verb)
{
    return (incoming){.verb = verb,
                      .target = str_of(x->target),
                      .headers = x->headers,
                      .nheaders = x->nheaders,
                      .body = {x->body, x->got},
                      .address = client_address(s, x),
                      .local = x->peer && x->peer->local};
}

static enum MHD_Result answer(server *s, struct MHD_Connection *c, exchange *x, str verb)
{
    if (x->peer) peer_work(x->peer);
    incoming in = incoming_of(s, x, verb);
    arena *a = arena_ready();
    a->end -= ARENA_BEHIND;
    outgoing o = dispatch(s->site, a, &in);
    a->end += ARENA_BEHIND;
    enum MHD_ResponseMemoryMode mode = o.fixed ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY;
    struct MHD_Response *r = mhd.create_response_from_buffer((size_t)o.body.n, (void *)(uintptr_t)o.body.p, mode);
    header_put(r, "Content-Type", str_of(o.type));
    for (int i = 0; i < o.nheaders; i++) header_put(r, str_z(arena_ready(), o.headers[i].name), o.headers[i].value);
    access_log(x, verb, o.status, o.body.n, o.person, o.request);
    enum MHD_Result done = queue(c, x, o.status, r, o.body.n);
    body_drop(s, x);
    arena_empty();
    return done;
}

// ---- arrival

static enum MHD_Result header_take(void *to, enum MHD_ValueKind kind, const char *name, size_t name_n,
                                   const char *value, size_t value_n)
{
    exchange *x = to;
    (void)kind;
    if (x->nheaders > GATE_HEADERS) return MHD_NO;
    x->headers[x->nheaders++] =
        (header){{name, (ptrdiff_t)name_n}, {value ? value : "", value ? (ptrdiff_t)value_n : 0}};
    return MHD_YES;
}

static enum MHD_Result begin(server *s, struct MHD_Connection *c, exchange *x, str verb, const char *version)
{
    x->begun = true;
    mhd.get_connection_values_n(c, MHD_HEADER_KIND, header_take, x);
    envelope e = {.verb = verb,
                  .target = str_of(x->target),
                  .version = str_of(version),
                  .headers = x->headers,
                  .nheaders = x->nheaders};
    verdict judged = gate(&e);
    if (judged.status) return refuse(c, x, verb, judged.status, judged.why);
    // An answer at this call would end the connection: the library calls once more when the request is complete.
    if (judged.length == 0) return MHD_YES;
    ptrdiff_t most = judged.length < 0 ? GATE_UPLOAD : judged.length;
    if (most > GATE_BODY) {
        incoming in = incoming_of(s, x, verb);
        bool may = dispatch_upload(s->site, arena_ready(), &in);
        arena_empty();
        if (!may && judged.length > 0) return refuse(c, x, verb, 413, "a body that is too large");
        if (!may) most = GATE_BODY;
    }
    if (!body_make(s, x, most)) return refuse(c, x, verb, 503, "too many bodies at once");
    if (x->peer) peer_receive(x->peer, most);
    return MHD_YES;
}

static enum MHD_Result on_request(void *to, struct MHD_Connection *c, const char *url, const char *verb,
                                  const char *version, const char *data, size_t *n, void **place)
{
    server *s = to;
    exchange *x = *place;
    (void)url;
    if (!x) return MHD_NO;
    if (!x->begun) return begin(s, c, x, str_of(verb), version);
    if (*n == 0) return answer(s, c, x, str_of(verb));
    // Only chunks can be more than was announced: there is no good answer in the middle of them.
    if ((ptrdiff_t)*n > x->room - x->got) return MHD_NO;
    memcpy(x->body + x->got, data, *n);
    x->got += (ptrdiff_t)*n;
    *n = 0;
    return MHD_YES;
}

// The first that is heard of a request: its address as it was sent. What is returned is *place above.
static void *on_target(void *to, const char *target, struct MHD_Connection *c)
{
    server *s = to;
    exchange *x = exchange_new(s);
    const union MHD_ConnectionInfo *info = mhd.get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    size_t n = strnlen(target, sizeof x->target - 1);
    memcpy(x->target, target, n);
    x->target[n] = 0;
    x->peer = info ? info->socket_context : NULL;
    return x;
}

static void on_completed(void *to, struct MHD_Connection *c, void **place, enum MHD_RequestTerminationCode code)
{
    exchange *x = *place;
    (void)c;
    (void)code;
    if (!x) return;
    if (x->peer) peer_idle(x->peer);
    exchange_drop(to, x);
    *place = NULL;
}

// Over the Unix socket root and the owner of the database are the operator; anybody else needs a token, as over the network.
static bool peer_trusted(const server *s, int fd)
{
    struct ucred who;
    socklen_t n = sizeof who;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n)) return false;
    return who.uid == 0 || (i64)who.uid == s->owner;
}

static void connection_open(const server *s, struct MHD_Connection *c, void **place, bool local)
{
    const union MHD_ConnectionInfo *info = mhd.get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (!info) {
        peer_coming(false);
        return;
    }
    peer *p = peer_add(info->connect_fd);
    if (p)
        p->local = local && peer_trusted(s, info->connect_fd);
    else
        shutdown(info->connect_fd, SHUT_RDWR);
    *place = p;
}

static void connection_close(seat *at, peer *p)
{
    seat_leave(at);
    if (p) peer_drop(p);
}

static void on_network(void *to, struct MHD_Connection *c, void **place, enum MHD_ConnectionNotificationCode code)
{
    seat *at = to;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        connection_open(at->of, c, place, false);
    else
        connection_close(at, *place);
}

static void on_local(void *to, struct MHD_Connection *c, void **place, enum MHD_ConnectionNotificationCode code)
{
    seat *at = to;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        connection_open(at->of, c, place, true);
    else
        connection_close(at, *place);
}

// Addresses are decoded by dispatch, strictly.
static size_t as_it_is(void *to, struct MHD_Connection *c, char *s)
{
    (void)to;
    (void)c;
    return strlen(s);
}

// So many threads that answer who comes through the door.
static bool seats_make(server *s, door *d, int threads, MHD_NotifyConnectionCallback on_connection)
{
    for (int i = 0; i < threads; i++) {
        seat *at = &d->seats[d->nseats++];
        at->of = s;
        at->daemon =
            mhd.start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL,
                             on_request, s, MHD_OPTION_CONNECTION_LIMIT, (unsigned)PEERS_MOST,
                             MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)QUIET_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                             (size_t)HEADER_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_UNESCAPE_CALLBACK,
                             as_it_is, NULL, MHD_OPTION_URI_LOG_CALLBACK, on_target, s, MHD_OPTION_NOTIFY_COMPLETED,
                             on_completed, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, at, MHD_OPTION_END);
        if (!at->daemon) return false;
    }
    return true;
}

server *server_start(const site *site, int listening, int unix_listening, i64 owner, const char **why)
{
    *why = mhd_library.missing;
    if (!library_load(&mhd_library)) return NULL;
    *why = "The server does not start on these sockets.";
    arena a = arena_make((ptrdiff_t)64 << 20);
    server *s = new (&a, server);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int threads = cores * 4 > THREADS_LEAST ? (int)cores * 4 : THREADS_LEAST;
    if (threads > SEATS_MOST) threads = SEATS_MOST;
    s->site = site, s->owner = owner, s->a = a;
    pthread_mutex_init(&s->turn, NULL);
    if (!seats_make(s, &s->network, threads, on_network) || !door_open(&s->network, listening)) return NULL;
    if (unix_listening < 0) return s;
    return seats_make(s, &s->local, LOCAL_THREADS, on_local) && door_open(&s->local, unix_listening) ? s : NULL;
}

void server_tend(server *s)
{
    (void)s;
    peers_reap(clock_ticks());
}

void server_stop(server *s)
{
    i64 until = clock_ticks() + 10 * (i64)1000000;
    door_close(&s->network);
    if (s->local.nseats) door_close(&s->local);
    for (i64 now; now = clock_ticks(), now < until && peers_wait(now);) usleep(5000);
    for (int i = 0; i < s->network.nseats; i++) mhd.stop_daemon(s->network.seats[i].daemon);
    for (int i = 0; i < s->local.nseats; i++) mhd.stop_daemon(s->local.seats[i].daemon);
}
