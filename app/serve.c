// serve.c: isms serve: the pages and the API, until it is told to end.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "app/place.h"
#include "platform/base/log.h"
#include "platform/job/runner.h"
#include "platform/web/supervisor.h"

#include <stdlib.h>

static database *open_place(arena *a, str where, str *error)
{
    place p;
    place_answer answer = place_open(&p, a, where, (database_options){0}, error);
    if (answer == PLACE_BUSY) *error = format(a, "Another process is at work on $1.", v(where));
    return answer == PLACE_OPEN ? p.database : NULL;
}

static runner *beside; // of this process: it serves one database

static void begin(database *d)
{
    beside = runner_start(d);
    if (!beside) log_line("the jobs do not run: the system gives no threads");
}

static void end(database *d)
{
    (void)d;
    if (beside) runner_stop(beside);
}

// The value of an option, else of the environment, else what is usual.
static str setting(arguments *g, const char *option, const char *variable, const char *usual)
{
    const char *given = arguments_value(g, option), *set = getenv(variable);
    return str_of(given ? given : set && *set ? set : usual);
}

static str without_slash(str url)
{
    return str_ends(url, S("/")) ? str_sub(url, 0, url.n - 1) : url;
}

int command_serve(cli *x, int argc, const char *const *argv)
{
    arguments g;
    if (!arguments_take(x, &g, argc, argv)) return EXIT_USAGE;
    serve_options o = {.database = x->database, .open = open_place, .begin = begin, .end = end};
    o.listen = setting(&g, "--listen", "ISMS_LISTEN", "127.0.0.1:8080");
    o.url = without_slash(setting(&g, "--url", "ISMS_URL", ""));
    o.proxied = arguments_flag(&g, "--proxy");
    if (g.argc > 1) return cli_usage(x, "serve does not know \"$1\".", v(g.argv[1]));
    if (!o.database.n) return cli_usage(x, "Which database? Name it with -d DB or $$ISMS_DB.");
    if (o.url.n && !str_starts(o.url, S("https://")) && !str_starts(o.url, S("http://")))
        return cli_usage(x, "--url is the address people type: https://isms.example.org");
    // The child is this program again, with everything said outright.
    char *again[] = {"isms",
                     "-d",
                     (char *)(uintptr_t)str_z(x->a, o.database),
                     "serve",
                     "--listen",
                     (char *)(uintptr_t)str_z(x->a, o.listen),
                     "--url",
                     (char *)(uintptr_t)str_z(x->a, o.url),
                     o.proxied ? "--proxy" : NULL,
                     NULL};
    o.argv = again;
    cli_flush(x);
    return serve_command(&o);
}
