// serve_test.c: serving for years: the supervisor restarts what dies, ends in good order, and refuses what is unsafe.
// SPDX-License-Identifier: Apache-2.0
#include "test/check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *isms, *db;
static pid_t supervisor;
static int port;

static const char *text_z(str s)
{
    return str_z(test_arena, s);
}

static void make_database(void)
{
    isms = text_z(str_of(test_build("isms")));
    db = test_database();
    const char *argv[] = {isms, "init", db, "--name", "House", NULL};
    str out;
    if (test_run(argv, &out)) check_str(out, "");
}

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

static void stop(void)
{
    if (supervisor > 0) {
        kill(supervisor, SIGTERM);
        waitpid(supervisor, NULL, 0);
    }
    supervisor = 0;
}

// The log goes to a file; requests queue in the socket until the server answers.
static void start(void)
{
    make_database();
    port = free_port();
    const char *log = text_z(format(test_arena, "$1/log", v(test_dir)));
    const char *at = text_z(format(test_arena, "127.0.0.1:$1", v(port)));
    const char *argv[] = {isms, "-d", db, "serve", "--listen", at, NULL};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    check(posix_spawn(&supervisor, isms, &files, NULL, (char **)(uintptr_t)argv, environ) == 0);
    posix_spawn_file_actions_destroy(&files);
    test_after = stop;
}

// The status of GET /sign-in, waiting up to ten seconds for the server; 0 when there is none.
static int ask(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    char got[16] = {0};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int tries = 0; tries < 500; tries++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(fd, (struct sockaddr *)&at, sizeof at)) {
            close(fd);
            poll(NULL, 0, 20);
            continue;
        }
        const char *request = "GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n";
        check(send(fd, request, strlen(request), MSG_NOSIGNAL) > 0);
        struct pollfd p = {fd, POLLIN, 0};
        ssize_t n = poll(&p, 1, 10000) == 1 ? recv(fd, got, 12, 0) : 0;
        close(fd);
        i64 status = 0;
        if (n == 12) str_int((str){got + 9, 3}, &status);
        return (int)status;
    }
    return 0;
}

// The process that works: the only child of the supervisor.
static pid_t worker(void)
{
    const char *path = text_z(format(test_arena, "/proc/$1/task/$1/children", v((i64)supervisor)));
    i64 pid = 0;
    str all = test_read(path);
    check(str_int(str_trim(all), &pid));
    return (pid_t)pid;
}

TEST(a_server_that_is_killed_is_started_again_and_no_request_is_lost)
{
    if (test_postgres()) check_skip("one engine is enough for signals");
    start();
    check_int(ask(), 200);
    pid_t first = worker();
    kill(first, SIGKILL);
    check_int(ask(), 200);
    check(worker() != first);
    check_has(test_read(text_z(format(test_arena, "$1/log", v(test_dir)))), "is started again");
}

TEST(a_hangup_replaces_the_server_without_closing_the_door)
{
    if (test_postgres()) check_skip("one engine is enough for signals");
    start();
    check_int(ask(), 200);
    pid_t first = worker();
    kill(supervisor, SIGHUP);
    for (int i = 0; i < 300 && kill(first, 0) == 0; i++) {
        check_int(ask(), 200);
        poll(NULL, 0, 10);
    }
    check_int(ask(), 200);
    check(worker() != first);
}

TEST(a_server_ends_in_good_order_and_takes_its_socket_away)
{
    if (test_postgres()) check_skip("one engine is enough for signals");
    start();
    check_int(ask(), 200);
    const char *path = text_z(format(test_arena, "$1.sock", v(db)));
    check(access(path, F_OK) == 0);
    const char *second[] = {isms, "-d", db, "serve", "--listen", "127.0.0.1:0", NULL};
    str out;
    check_int(test_run(second, &out), 2);
    check_has(out, "Another server is at work");
    int status = -1;
    kill(supervisor, SIGTERM);
    check(waitpid(supervisor, &status, 0) == supervisor);
    supervisor = 0;
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    check(access(path, F_OK) != 0);
}

TEST(what_would_be_unsafe_or_impossible_is_refused_at_once)
{
    if (test_postgres()) check_skip("one engine is enough for arguments");
    make_database();
    static const struct {
        const char *listen, *url, *says;
    } cases[] = {{"0.0.0.0:8443", "", "needs --url https"},
                 {"[::]:8443", "http://isms.example.org", "needs --url https"},
                 {"localhost:80", "", "no address to listen on"},
                 {"127.0.0.1:99999", "", "no address to listen on"},
                 {"127.0.0.1:0", "isms.example.org", "--url is the address"}};
    for (int i = 0; i < countof(cases); i++) {
        const char *argv[] = {isms, "-d", db, "serve", "--listen", cases[i].listen, "--url", cases[i].url, NULL};
        str out;
        check_int(test_run(argv, &out), 2);
        check_has(out, cases[i].says);
    }
    const char *none[] = {
        isms, "-d", text_z(format(test_arena, "$1/none.db", v(test_dir))), "serve", "--listen", "127.0.0.1:0", NULL};
    str out;
    check_int(test_run(none, &out), 2);
}
