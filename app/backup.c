// backup.c: isms backup and isms restore.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "platform/db/db.h"
#include "platform/paper/json.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

// The server makes the copy, in its own folder: a path of ours must be whole.
static bool whole_path(cli *x, const char *path, str *out)
{
    char here[4096];
    *out = str_of(path);
    if (path[0] == '/') return true;
    if (!getcwd(here, sizeof here)) {
        cli_refuse(x, "$1: $2.", v(path), v(strerror(errno)));
        return false;
    }
    *out = format(x->a, "$1/$2", v(here), v(path));
    return true;
}

int command_backup(cli *x, int argc, const char *const *argv)
{
    text target = {.a = x->a};
    str path;
    reply r;
    if (argc != 2) return cli_usage(x, "isms backup FILE");
    if (!whole_path(x, argv[1], &path)) return EXIT_REFUSED;
    put(&target, S("/api/v1/backup"));
    cli_query(&target, S("to"), path);
    if (!cli_ask(x, &(call){.verb = S("POST"), .target = text_str(&target)}, &r)) return EXIT_REFUSED;
    if (x->json) return EXIT_DONE;
    cli_say(x, "$1\n", v(path));
    str key = json_get_str(json_read(x->a, r.body, NULL), "key");
    if (key.n)
        fill(&x->err, S("Second factors open only with $1, which is not part of the copy: keep one of it elsewhere.\n"),
             VALS(v(key)), 1);
    return EXIT_DONE;
}

int command_restore(cli *x, int argc, const char *const *argv)
{
    arguments g;
    str error = {0};
    bool busy = false;
    if (!arguments_take(x, &g, argc - 1, argv + 1)) return EXIT_USAGE;
    bool overwrite = arguments_flag(&g, "--overwrite");
    if (g.argc != 1) return cli_usage(x, "isms restore FILE [--overwrite]");
    if (!x->database.n) return cli_usage(x, "Which database? Name it with -d DB or $$ISMS_DB.");
    if (database_restore(str_of(g.argv[0]), x->database, overwrite, &error, &busy)) {
        if (!x->json) cli_say(x, "$1\n", v(x->database));
        return EXIT_DONE;
    }
    if (busy) return cli_refuse(x, "Another process holds $1: end it first.", v(x->database));
    return cli_refuse(x, "$1", v(error));
}
