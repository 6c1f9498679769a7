// loss.c: isms loss curve: the loss engine over a CSV file, without a database.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "plan/loss/loss.h"

#include <string.h>

static bool number_option(cli *x, arguments *g, const char *name, i64 least, i64 most, i64 *out)
{
    const char *value = arguments_value(g, name);
    if (!value || (str_int(str_of(value), out) && *out >= least && *out <= most)) return true;
    cli_usage(x, "$1 takes a whole number from $2 to $3.", v(name), v(least), v(most));
    return false;
}

static bool take_options(cli *x, arguments *g, loss_options *o)
{
    const char *engine = arguments_value(g, "--engine");
    i64 seed = 1, threads = 2;
    if (engine && strcmp(engine, "exact") && strcmp(engine, "montecarlo")) {
        cli_usage(x, "--engine is exact or montecarlo.");
        return false;
    }
    if (engine && strcmp(engine, "montecarlo") == 0) o->engine = LOSS_MONTECARLO;
    if (!number_option(x, g, "--years", 1, 1000000000, &o->years) ||
        !number_option(x, g, "--seed", 0, INT64_MAX, &seed) || !number_option(x, g, "--threads", 1, 64, &threads))
        return false;
    o->seed = (uint64_t)seed, o->threads = (int)threads;
    return true;
}

int command_loss(cli *x, int argc, const char *const *argv)
{
    arguments g;
    loss_options o = {0};
    str csv, error = {0};
    text out = {.a = x->a};
    if (!arguments_take(x, &g, argc - 1, argv + 1) || !take_options(x, &g, &o)) return EXIT_USAGE;
    const char *from = arguments_value(&g, "--from");
    if (g.argc != 1 || strcmp(g.argv[0], "curve") || !from || !*from)
        return cli_usage(x, "isms loss curve --from FILE.csv [--engine exact|montecarlo] [--years N] [--seed S] "
                            "[--threads N] [--json]");
    if (!local_read(x, from, &csv)) return EXIT_REFUSED;
    if (!loss_curve_csv(x->a, csv, &o, &out, &error)) return cli_refuse(x, "$1", v(error));
    cli_say(x, "$1\n", v(text_str(&out)));
    return EXIT_DONE;
}
