// paper.c: isms report and isms export: papers and registers as files.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"

#include <string.h>

static int send_file(cli *x, const text *target, const char *to, str usual)
{
    reply r;
    if (!cli_fetch(x, &(call){.verb = S("GET"), .target = text_str(target)}, &r)) return EXIT_REFUSED;
    if (!to) to = x->terminal ? str_z(x->a, usual) : "-";
    if (!local_write(x, to, r.body)) return EXIT_REFUSED;
    if (strcmp(to, "-")) cli_say(x, "$1\n", v(to));
    return EXIT_DONE;
}

static bool take_query(cli *x, const arguments *g, int from, text *target)
{
    for (int i = from; i < g->argc; i++) {
        str name, value;
        if (!cli_pair(x, g->argv[i], &name, &value)) return false;
        cli_query(target, name, value);
    }
    return true;
}

static int list_reports(cli *x)
{
    for
        each_module(m) for (const report *r = (*m)->reports; r && r->name; r++)
            cli_say(x, "$1  $2\n", v(r->name), v(r->label));
    return EXIT_DONE;
}

int command_report(cli *x, int argc, const char *const *argv)
{
    arguments g;
    text target = {.a = x->a};
    if (!arguments_take(x, &g, argc - 1, argv + 1)) return EXIT_USAGE;
    const char *to = arguments_value(&g, "-o");
    if (!g.argc) return list_reports(x);
    put(&target, S("/api/v1/report/"));
    put_url(&target, str_of(g.argv[0]));
    put(&target, S(".pdf"));
    if (!take_query(x, &g, 1, &target)) return EXIT_USAGE;
    return send_file(x, &target, to, format(x->a, "$1.pdf", v(g.argv[0])));
}

int command_export(cli *x, int argc, const char *const *argv)
{
    static const char *const formats[] = {"csv", "xlsx", "json", NULL};
    arguments g;
    text target = {.a = x->a};
    if (!arguments_take(x, &g, argc - 1, argv + 1)) return EXIT_USAGE;
    const char *to = arguments_value(&g, "-o"), *as = arguments_value(&g, "--format");
    const entity *e = g.argc ? entity_find(str_of(g.argv[0])) : NULL;
    if (!g.argc || !as || !str_in(str_of(as), formats))
        return cli_usage(x, "isms export NOUN --format csv|xlsx|json [FIELD=VALUE …] [-o FILE]");
    if (!e) return cli_usage(x, "There is no noun \"$1\".", v(g.argv[0]));
    fill(&target, S("/api/v1/$1.$2"), VALS(v(e->name), v(as)), 2);
    if (!take_query(x, &g, 1, &target)) return EXIT_USAGE;
    return send_file(x, &target, to, format(x->a, "$1.$2", v(e->name), v(as)));
}
