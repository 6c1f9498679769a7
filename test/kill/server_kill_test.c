// server_kill_test.c: the whole server, killed again and again while programs write through it: nothing acknowledged is lost.
// SPDX-License-Identifier: Apache-2.0
//
// Clients add and change risks over HTTP and note what was acknowledged. Each round kills the process that works (its supervisor
// starts another one), or both (the test starts them again), 3 to 300 ms after the first answer since the last kill. ISMS_KILLS sets
// the number of rounds.
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "test/check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { CLIENTS = 6, MOST = 100000, ANSWER = 8192, PATIENCE_S = 30 };

typedef struct {
    i64 id, version; // as acknowledged
} known;

typedef struct {
    pthread_t thread;
    int number, fd;
    i64 tried;
    known *list; // of MOST
    int n;
    char wrong[300]; // an answer that no client should get
} client;

static const char *isms, *where;
static char token[64];
static int port;
static pid_t supervisor;
static client clients[CLIENTS];
static atomic_bool over;
static atomic_llong answers;

static const char *text_z(str s)
{
    return str_z(test_arena, s);
}

// ---- a client

static int reach_server(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval patience = {PATIENCE_S, 0};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0) return fd;
    close(fd);
    poll(NULL, 0, 2);
    return -1;
}

static bool send_request(int fd, const char *verb, const char *path, const char *match, const char *body)
{
    char head[1024];
    int n = snprintf(head, sizeof head,
                     "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: "
                     "application/json\r\n%sContent-Length: %zu\r\n\r\n%s",
                     verb, path, token, match, strlen(body), body);
    return n > 0 && n < (int)sizeof head && send(fd, head, (size_t)n, MSG_NOSIGNAL) == n;
}

// The whole answer in `room`; its status, or 0 when the connection ended before it was whole.
static int read_answer(int fd, char room[ANSWER])
{
    ptrdiff_t have = 0, blank = -1;
    i64 length = 0, status = 0;
    for (;;) {
        ssize_t got = recv(fd, room + have, (size_t)(ANSWER - 1 - have), 0);
        if (got <= 0) return 0;
        have += got;
        room[have] = 0;
        if (blank < 0) {
            blank = str_search((str){room, have}, S("\r\n\r\n"));
            const char *l = blank < 0 ? NULL : strcasestr(room, "content-length: ");
            if (blank < 0) continue;
            length = l ? strtol(l + 16, NULL, 10) : 0;
        }
        if (have >= blank + 4 + length) break;
        if (have == ANSWER - 1) return 0;
    }
    return str_int((str){room + 9, 3}, &status) ? (int)status : 0;
}

static i64 number_after(const char *answer, const char *mark)
{
    const char *at = strstr(answer, mark);
    return at ? strtol(at + strlen(mark), NULL, 10) : 0;
}

static int add(client *k, char room[ANSWER])
{
    char body[200];
    snprintf(body, sizeof body,
             "{\"title\":\"Written by %d, number %lld\",\"owner\":\"P-1\",\"unit\":\"U-1\",\"likelihood\":2,"
             "\"financial\":3}",
             k->number, (long long)k->tried++);
    if (!send_request(k->fd, "POST", "/api/v1/risk", "", body)) return 0;
    int status = read_answer(k->fd, room);
    if (status == 201 && k->n < MOST) k->list[k->n++] = (known){number_after(room, "\"code\":\"R-"), 1};
    return status;
}

static int change(client *k, char room[ANSWER])
{
    char path[60], match[60], body[60];
    known *x = &k->list[k->n - 1];
    snprintf(path, sizeof path, "/api/v1/risk/R-%lld", (long long)x->id);
    snprintf(match, sizeof match, "If-Match: \"%lld\"\r\n", (long long)x->version);
    snprintf(body, sizeof body, "{\"likelihood\":%lld}", (long long)(x->version % 5 + 1));
    if (!send_request(k->fd, "PATCH", path, match, body)) return 0;
    int status = read_answer(k->fd, room);
    if (status == 200) x->version = number_after(room, "\"version\":");
    return status;
}

static void *write_on(void *arg)
{
    client *k = arg;
    char room[ANSWER];
    bool may_change = false; // what was cut off may have been stored: the version held is not sure any more
    while (!atomic_load(&over)) {
        if (k->fd < 0 && (k->fd = reach_server()) < 0) continue;
        bool changes = may_change && k->tried % 3 == 0 && k->list[k->n - 1].version < 4;
        int status = changes ? change(k, room) : add(k, room);
        if (status == 0) close(k->fd), k->fd = -1;
        may_change = status == 200 || status == 201;
        if (may_change) atomic_fetch_add(&answers, 1);
        // 503: the database asks to try again later (PostgreSQL, among many who write at once)
        if (status && !may_change && status != 503 && !k->wrong[0])
            snprintf(k->wrong, sizeof k->wrong, "%s %.280s", changes ? "PATCH" : "POST", room);
    }
    if (k->fd >= 0) close(k->fd);
    return NULL;
}

// ---- the server

static int free_port(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t n = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && getsockname(fd, (struct sockaddr *)&at, &n) == 0);
    close(fd);
    return ntohs(at.sin_port);
}

static void start(void)
{
    arena keep = *test_arena;
    const char *log = text_z(format(test_arena, "$1/log", v(test_dir)));
    const char *at = text_z(format(test_arena, "127.0.0.1:$1", v(port)));
    const char *argv[] = {isms, "-d", where, "serve", "--listen", at, NULL};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    check(posix_spawn(&supervisor, isms, &files, NULL, (char **)(uintptr_t)argv, environ) == 0);
    posix_spawn_file_actions_destroy(&files);
    *test_arena = keep;
}

// The process that works: the only child of the supervisor; 0 when there is none now.
static pid_t worker(void)
{
    char path[64], all[64] = {0};
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", supervisor, supervisor);
    int fd = open(path, O_RDONLY);
    if (fd < 0) return 0;
    ssize_t n = read(fd, all, sizeof all - 1);
    close(fd);
    return n > 0 ? (pid_t)strtol(all, NULL, 10) : 0;
}

static void stop(void)
{
    atomic_store(&over, true);
    if (supervisor > 0) {
        kill(supervisor, SIGTERM);
        waitpid(supervisor, NULL, 0);
    }
    supervisor = 0;
    for (int i = 0; i < CLIENTS; i++)
        if (clients[i].thread) pthread_join(clients[i].thread, NULL), clients[i].thread = 0;
}

static str command(const char *const *argv)
{
    str out;
    const char *all[16] = {isms, "-d", where};
    for (int i = 0; argv[i]; i++) all[i + 3] = argv[i];
    if (test_run(all, &out)) check_str(out, "");
    return str_trim(out);
}
#define COMMAND(...) command((const char *const[]){__VA_ARGS__, NULL})

static void make_house(void)
{
    isms = text_z(str_of(test_build("isms")));
    where = test_database();
    COMMAND("init", where, "--name", "House");
    COMMAND("person", "add", "name=Max", "email=max@test.example", "unit=U-1", "account=yes");
    COMMAND("role", "add", "person=P-1", "role=manager");
    str t = COMMAND("token", "add", "person=P-1", "name=writer", "scope=risk.*", "until=today+30");
    check_int(t.n, 48);
    memcpy(token, t.p, 48);
    port = free_port();
    atomic_store(&over, false);
    atomic_store(&answers, 0);
    test_after = stop;
    start();
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (client){.number = i, .fd = -1, .list = news(test_arena, known, MOST)};
        check(pthread_create(&clients[i].thread, NULL, write_on, &clients[i]) == 0);
    }
}

// Waits for a process that works and is not `old`, and until something was answered after it began.
static void await_answer(pid_t old)
{
    i64 until = clock_ticks() + PATIENCE_S * (i64)1000000, before = -1;
    for (; before < 0 || atomic_load(&answers) == before; poll(NULL, 0, 1)) {
        pid_t now = before < 0 ? worker() : 0;
        if (now && now != old) before = atomic_load(&answers);
        if (waitpid(supervisor, NULL, WNOHANG) == supervisor) supervisor = 0;
        if (!supervisor || clock_ticks() > until)
            check_str(test_read(text_z(format(test_arena, "$1/log", v(test_dir)))), "a server that answers");
    }
}

static pid_t kill_worker(bool both)
{
    pid_t w = worker();
    check(w > 0);
    kill(w, SIGKILL);
    if (!both) return w;
    kill(supervisor, SIGKILL);
    check(waitpid(supervisor, NULL, 0) == supervisor);
    waitpid(w, NULL, 0); // ours now: gone, with its lock, before the next one begins
    start();
    return w;
}

// ---- what must be there

static i64 ask(db *r, str sql)
{
    return db_one(db_query_(r, test_arena, sql, VALS(), 0));
}

static i64 look_for_acknowledged(db *r)
{
    i64 all = 0;
    for (int i = 0; i < CLIENTS; i++) {
        check_str(clients[i].wrong, "");
        for (int k = 0; k < clients[i].n; k++) {
            arena keep = *test_arena;
            const known *x = &clients[i].list[k];
            i64 version = db_one(db_query(r, test_arena, "SELECT version FROM risk WHERE id = $1", v(x->id)));
            // One more, when the answer to the last change was cut off.
            if (version != x->version && version != x->version + 1)
                check_str(format(test_arena, "R-$1 is at version $2", v(x->id), v(version)),
                          format(test_arena, "acknowledged at version $1", v(x->version)));
            all += x->version;
            *test_arena = keep;
        }
    }
    return all;
}

// Returns how many writes were acknowledged.
static i64 look(void)
{
    str error = {0};
    bool busy = false;
    database *d = database_open(str_of(where), (database_options){0}, &error, &busy);
    if (!d || !ledger_open(d, &error)) check_str(error, "");
    while (ledger_number(d, 1000000) > 0) {
    }
    db *r = db_reader(d);
    i64 all = look_for_acknowledged(r);
    i64 versions = ask(r, S("SELECT (SELECT count(*) FROM risk) + (SELECT count(*) FROM risk_past)"));
    check_int(ask(r, S("SELECT count(*) FROM ledger WHERE entity = 'risk' AND result = 'done'")), versions);
    check_int(
        ask(r, S("SELECT count(*) FROM ledger l WHERE l.entity = 'risk' AND NOT EXISTS (SELECT 1 FROM risk x WHERE "
                 "x.id = l.id AND x.version >= l.version)")),
        0);
    check(versions >= all);
    if (!test_postgres()) {
        rows q = db_query(r, test_arena, "PRAGMA integrity_check");
        check(db_next(&q));
        check_str(db_text(&q, 0), "ok");
        db_stop(&q);
    }
    db_release(r);
    database_close(d);
    return all;
}

TEST(a_server_killed_under_writing_load_keeps_what_it_acknowledged)
{
    const char *wanted = getenv("ISMS_KILLS");
    int rounds = wanted ? (int)strtol(wanted, NULL, 10) : 10;
    i64 from = clock_ticks(), longest = 0;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    make_house();
    await_answer(0);
    for (int i = 0; i < rounds; i++) {
        unsigned char luck;
        random_fill(&luck, 1);
        poll(NULL, 0, i % 10 == 9 ? 300 : 3 + luck % 60);
        i64 before = clock_ticks();
        await_answer(
            kill_worker(i % 2)); // a supervisor waits longer with each death: it sees one, and dies with the next
        if (clock_ticks() - before > longest) longest = clock_ticks() - before;
    }
    stop();
    i64 all = look();
    check_has(COMMAND("log", "verify"), "entries verify");
    check_has(COMMAND("check"), "kept  Every write has its entry in the ledger, and the ledger verifies.");
    fprintf(stderr, "%d kills in %.1f s, %lld writes acknowledged, none lost; back after %.0f ms at most\n", rounds,
            (double)(clock_ticks() - from) / 1e6, (long long)all, (double)longest / 1e3);
    check(all > rounds);
}
