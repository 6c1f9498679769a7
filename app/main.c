// main.c: from the arguments to a command.
// SPDX-License-Identifier: Apache-2.0
#include "app/carry.h"
#include "app/commands.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 4096 };

// Address space, not memory: pages are used when touched.
static const ptrdiff_t address_room = (ptrdiff_t)8 << 30;

static int terminal_width(void)
{
    struct winsize w = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) || w.ws_col < 20) return 80;
    return w.ws_col;
}

static const char *value_of(int argc, char **argv, int *i)
{
    return *i + 1 < argc ? argv[++*i] : NULL;
}

// Takes the options that hold for every command out of argv. The number of arguments left, or -1.
static int take_options(cli *x, int argc, char **argv, const char **left)
{
    int n = 0;
    bool options = true;
    for (int i = 1; i < argc; i++) {
        const char *s = argv[i], *value = "";
        if (options && strcmp(s, "--") == 0)
            options = false;
        else if (options && strcmp(s, "--json") == 0)
            x->json = true;
        else if (options && strcmp(s, "-d") == 0)
            x->database = str_of(value = value_of(argc, argv, &i));
        else if (options && strcmp(s, "--as") == 0)
            x->as = str_of(value = value_of(argc, argv, &i));
        else
            left[n++] = s;
        if (!value) return cli_usage(x, "$1 needs a value.", v(s)), -1;
    }
    return n;
}

int main(int argc, char **argv)
{
    arena a = arena_make(address_room);
    carrier k = {0};
    cli x = {.a = &a, .out = {.a = &a}, .err = {.a = &a}, .commands = commands, .send = carry_send, .carrier = &k};
    const char *left[MOST_ARGUMENTS];
    x.database = str_of(getenv("ISMS_DB"));
    x.terminal = isatty(STDOUT_FILENO);
    if (x.terminal) x.width = terminal_width();
    int n = argc < MOST_ARGUMENTS ? take_options(&x, argc, argv, left) : -1;
    int status = n < 0 ? EXIT_USAGE : cli_run(&x, n, left);
    carry_close(&x);
    cli_flush(&x);
    return status;
}
