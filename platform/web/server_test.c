// server_test.c: the server on a real socket: smuggling, limits, many connections.
// SPDX-License-Identifier: Apache-2.0
#include "test/visit.h"

#include "platform/base/time.h"
#include "platform/web/identify.h"
#include "platform/web/listen.h"
#include "platform/web/peer.h"
#include "platform/web/server.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static server *running;
static int port;
static void (*fixture_after)(void);
static const char *socket_path;

// Before the fixture closes the database.
static void stop(void)
{
    if (running) server_stop(running);
    running = NULL;
    fixture_after();
}

static void start(void)
{
    struct sockaddr_in at;
    socklen_t n = sizeof at;
    bool loopback;
    str error = {0};
    site *s = visit_open(fixture());
    int fd = listen_network(test_arena, S("127.0.0.1:0"), &loopback, &error);
    check(fd >= 0 && loopback);
    check(getsockname(fd, (struct sockaddr *)&at, &n) == 0);
    port = ntohs(at.sin_port);
    str path = format(test_arena, "$1/test.db.sock", v(test_dir));
    int local = listen_unix(test_arena, path, &error);
    check(local >= 0);
    socket_path = str_z(test_arena, path);
    const char *why;
    running = server_start(s, fd, local, (i64)geteuid(), &why);
    check(running);
    fixture_after = test_after;
    test_after = stop;
}

static int connected(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    check(connect(fd, (struct sockaddr *)&at, sizeof at) == 0);
    return fd;
}

static int connected_local(void)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    memcpy(at.sun_path, socket_path, strlen(socket_path));
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    check(connect(fd, (struct sockaddr *)&at, sizeof at) == 0);
    return fd;
}

// What comes until the other side closes or is quiet for a while.
static str hear(int fd, int quiet_ms)
{
    text t = {.a = test_arena};
    for (;;) {
        struct pollfd p = {fd, POLLIN, 0};
        if (poll(&p, 1, quiet_ms) <= 0) break;
        ssize_t n = read(fd, put_room(&t, 65536), 65536);
        if (n <= 0) break;
        t.n += n;
    }
    return text_str(&t);
}

static void say(int fd, str s)
{
    while (s.n > 0) {
        ssize_t n = send(fd, s.p, (size_t)s.n, MSG_NOSIGNAL);
        if (n <= 0) return;
        s = str_from(s, n);
    }
}

static str ask(str request)
{
    int fd = connected();
    say(fd, request);
    str got = hear(fd, 300);
    close(fd);
    return got;
}

static int answers(str s)
{
    int n = 0;
    for (ptrdiff_t i; (i = str_search(s, S("HTTP/1.1 "))) >= 0; n++) s = str_from(s, i + 9);
    return n;
}

#define BEHIND "GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define POST_HEAD "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"

TEST(what_could_be_two_requests_is_refused_and_the_connection_ends)
{
    static const str ambiguous[] = {
        STR("GET /sign-in HTTP/1.1\r\n\r\n"),
        STR("GET /sign-in HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"),
        STR(POST_HEAD "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" BEHIND),
        STR(POST_HEAD "Content-Length: 3\r\nContent-Length: 30\r\n\r\na=b" BEHIND),
        STR(POST_HEAD "Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b" BEHIND),
        STR(POST_HEAD "Content-Length: +3\r\n\r\na=b" BEHIND),
        STR(POST_HEAD "Content-Length: 3,3\r\n\r\na=b" BEHIND),
        STR(POST_HEAD "Transfer-Encoding: xchunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n" BEHIND),
        STR(POST_HEAD "Transfer-Encoding: chunked, identity\r\n\r\n3\r\na=b\r\n0\r\n\r\n" BEHIND),
        STR(POST_HEAD "Transfer-Encoding : chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n" BEHIND),
        STR("POST /sign-in HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: "
            "chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n" BEHIND),
        STR("GET /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello" BEHIND),
        STR("GET /sign-in HTTP/1.1\r\nHost : localhost\r\n\r\n" BEHIND),
        STR("GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n" BEHIND),
        STR("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n" BEHIND),
        STR("GET /sign-in HTTP/2.0\r\nHost: localhost\r\n\r\n" BEHIND),
        STR("TRACE /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n" BEHIND),
    };
    start();
    for (int i = 0; i < countof(ambiguous); i++) {
        str got = ask(ambiguous[i]);
        // The library writes the head of its own refusals twice; what counts is that no page is among the answers.
        bool passed = str_search(got, S("HTTP/1.1 2")) >= 0 || str_search(got, S("HTTP/1.1 3")) >= 0;
        if (passed) printf("# case %d: %.*s\n", i, STRF(str_sub(got, 0, 300)));
        check(!passed);
        check(got.n == 0 || str_starts(got, S("HTTP/1.1 4")) || str_starts(got, S("HTTP/1.1 50")));
    }
}

TEST(plain_requests_share_a_connection_in_order)
{
    start();
    str got = ask(S(BEHIND "HEAD /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n" POST_HEAD
                           "Content-Length: 18\r\n\r\nemail=a&password=b" POST_HEAD
                           "Transfer-Encoding: chunked\r\n\r\n8\r\nemail=a&\r\na\r\npassword=b\r\n0\r\n\r\n" BEHIND));
    check_int(answers(got), 5);
    check_has(got, "HTTP/1.1 401");
    check_lacks(got, "HTTP/1.1 400");
}

TEST(a_head_or_a_body_that_is_too_large_is_refused)
{
    start();
    text t = {.a = test_arena};
    put_z(&t, "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX: ");
    for (int i = 0; i < 100000; i++) put_char(&t, 'x');
    put_z(&t, "\r\n\r\n");
    str got = ask(text_str(&t));
    check(got.n == 0 || str_starts(got, S("HTTP/1.1 431")));
    t.n = 0;
    put_z(&t, "GET /sign-in?");
    for (int i = 0; i < 6000; i++) put_char(&t, 'x');
    put_z(&t, " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    check_has(ask(text_str(&t)), "HTTP/1.1 414");
    check_has(ask(S(POST_HEAD "Content-Length: 2000000\r\n\r\na")), "HTTP/1.1 413");
    check_has(ask(S(POST_HEAD "Content-Length: 99999999\r\n\r\na")), "HTTP/1.1 413");
    // Chunks say nothing beforehand: a megabyte of them passes, more ends the connection.
    t.n = 0;
    put_z(&t, POST_HEAD "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 20; i++) {
        put_z(&t, "10000\r\n");
        memset(put_room(&t, 65536), 'x', 65536);
        t.n += 65536;
        put_z(&t, "\r\n");
    }
    put_z(&t, "0\r\n\r\n");
    check_lacks(ask(text_str(&t)), "HTTP/1.1 2");
    check_has(ask(S(BEHIND)), "HTTP/1.1 200");
}

TEST(an_upload_of_many_megabytes_arrives_from_who_is_signed_in)
{
    start();
    visit_as(MAX);
    int fd = connected_local();
    ptrdiff_t n = 5 << 20;
    text t = {.a = test_arena};
    fill(&t,
         S("POST /account HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: "
           "$1\r\n\r\n"),
         VALS(v(n)), 1);
    memset(put_room(&t, n), 'x', (size_t)n);
    t.n += n;
    say(fd, text_str(&t));
    check_has(hear(fd, 500), "HTTP/1.1 405"); // it came as far as the routes
    close(fd);
}

TEST(the_unix_socket_is_the_operators_and_names_whom_it_acts_as)
{
    start();
    int fd = connected_local();
    say(fd, S("GET /account HTTP/1.1\r\nHost: localhost\r\nX-Isms-As: max@test.example\r\n\r\n"));
    str got = hear(fd, 300);
    check_has(got, "HTTP/1.1 200");
    check_has(got, "Max@test.example");
    close(fd);
    check_has(ask(S("GET /account HTTP/1.1\r\nHost: localhost\r\nX-Isms-As: max@test.example\r\n\r\n")),
              "HTTP/1.1 303");
}

TEST(one_connection_may_ask_for_any_number_of_files)
{
    start();
    int fd = connected_local();
    for (int i = 0; i < 40; i++)
        say(fd, S("GET /unit.csv HTTP/1.1\r\nHost: localhost\r\nX-Isms-As: max@test.example\r\n\r\n"));
    str got = hear(fd, 1000);
    close(fd);
    check_int(answers(got), 40);
    check_lacks(got, "HTTP/1.1 413"); // each has all of the memory
}

TEST(a_peer_past_its_deadline_is_closed)
{
    start();
    int slow = connected(), idle = connected();
    say(slow, S("GET /sign-in HTTP/1.1\r\nHost: local"));
    check_int(hear(slow, 100).n, 0);
    peers_reap(clock_ticks() + (i64)59 * 1000000);
    char byte;
    check(recv(slow, &byte, 1, MSG_DONTWAIT) < 0);
    peers_reap(clock_ticks() + (i64)61 * 1000000);
    struct pollfd p = {slow, POLLIN, 0};
    check(poll(&p, 1, 2000) == 1);
    check(recv(slow, &byte, 1, 0) <= 0);
    close(slow);
    close(idle);
    check_has(ask(S(BEHIND)), "HTTP/1.1 200");
}

TEST(many_connections_leave_room_for_one_more)
{
    enum { MANY = 700 };
    static int fds[MANY];
    start();
    for (int i = 0; i < MANY; i++) {
        fds[i] = connected();
        say(fds[i], S("GET /sign-in HTTP/1.1\r\n"));
    }
    check_has(ask(S(BEHIND)), "HTTP/1.1 200");
    for (int i = 0; i < MANY; i++) close(fds[i]);
}

// Asks a moment after the server was told to end.
static void *ask_late(void *arg)
{
    int *fd = arg;
    char got[16] = {0};
    const struct timeval most = {2, 0};
    setsockopt(*fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    poll(NULL, 0, 200);
    say(*fd, S(BEHIND));
    bool answered = recv(*fd, got, 12, MSG_WAITALL) == 12 && memcmp(got, "HTTP/1.1 200", 12) == 0;
    close(*fd);
    *fd = answered ? 200 : 0;
    return NULL;
}

TEST(who_came_before_the_end_is_answered)
{
    pthread_t asking;
    start();
    int fd = connected();
    pthread_create(&asking, NULL, ask_late, &fd);
    poll(NULL, 0, 100); // it is let in
    server_stop(running);
    running = NULL;
    pthread_join(asking, NULL);
    check_int(fd, 200);
}
