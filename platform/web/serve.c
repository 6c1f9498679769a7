// serve.c: the process that works: database, routes, threads.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/serve.h"

#include "platform/base/log.h"
#include "platform/ledger/ledger.h"
#include "platform/web/server.h"

#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void files_raised(void)
{
    struct rlimit l;
    if (getrlimit(RLIMIT_NOFILE, &l)) return;
    l.rlim_cur = l.rlim_max < 8192 ? l.rlim_max : 8192;
    setrlimit(RLIMIT_NOFILE, &l);
}

// No memory of ours in core files: it holds passwords.
static void secrets_kept(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

static i64 owner_of(arena *a, str database)
{
    struct stat s;
    return stat(str_z(a, database), &s) ? (i64)geteuid() : (i64)s.st_uid;
}

static void until_told(server *s, const sigset_t *held)
{
    const struct timespec second = {1, 0};
    for (;;) {
        int n = sigtimedwait(held, NULL, &second);
        if (n == SIGTERM || n == SIGINT) return;
        server_tend(s);
    }
}

int serve(const serve_options *o, int network, int local)
{
    static arena a; // the site's: as long as the process
    sigset_t held;
    str error = {0};
    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGINT);
    sigprocmask(SIG_BLOCK, &held, NULL); // before threads are made: they inherit it
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    files_raised();
    secrets_kept();
    a = arena_make((ptrdiff_t)64 << 20);
    database *d = sodium_init() < 0 ? NULL : o->open(&a, o->database, &error);
    if (!d) {
        fprintf(stderr, "isms: %.*s\n", STRF(error));
        return SERVE_CANNOT_BEGIN;
    }
    site s = {.database = d, .url = o->url, .secure = str_starts(o->url, S("https://")), .proxied = o->proxied};
    s.router = router_make(&a, modules, routes_generic);
    const char *why;
    server *running = server_start(&s, network, local, owner_of(&a, o->database), &why);
    if (!running) {
        fprintf(stderr, "isms: %s\n", why);
        return SERVE_CANNOT_BEGIN;
    }
    if (o->begin) o->begin(d);
    log_line("serving $1 on $2", v(o->database), v(o->listen));
    until_told(running, &held);
    log_line("ending");
    server_stop(running);
    if (o->end) o->end(d);
    ledger_flush(d);
    database_close(d);
    return 0;
}
