// arguments.c: the options of a command.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"

#include <string.h>

bool arguments_take(cli *x, arguments *out, int argc, const char *const *argv)
{
    *out = (arguments){0};
    if (argc >= countof(out->argv)) {
        cli_usage(x, "More than $1 arguments.", v(countof(out->argv)));
        return false;
    }
    for (int i = 0; i < argc; i++) out->argv[out->argc++] = argv[i];
    return true;
}

static void remove_at(arguments *g, int i, int n)
{
    memmove(&g->argv[i], &g->argv[i + n], sizeof *g->argv * (size_t)(g->argc - i - n + 1));
    g->argc -= n;
}

const char *arguments_value(arguments *g, const char *name)
{
    size_t n = strlen(name);
    for (int i = 0; i < g->argc; i++) {
        const char *s = g->argv[i];
        if (strncmp(s, name, n) == 0 && s[n] == '=') {
            remove_at(g, i, 1);
            return s + n + 1;
        }
        if (strcmp(s, name)) continue;
        const char *value = i + 1 < g->argc ? g->argv[i + 1] : "";
        remove_at(g, i, i + 1 < g->argc ? 2 : 1);
        return value;
    }
    return NULL;
}

bool arguments_flag(arguments *g, const char *name)
{
    for (int i = 0; i < g->argc; i++) {
        if (strcmp(g->argv[i], name)) continue;
        remove_at(g, i, 1);
        return true;
    }
    return false;
}
