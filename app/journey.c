// journey.c: isms journey: the twelve steps, and what is missing on them.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "platform/cli/table.h"
#include "platform/paper/json.h"

static void say_missing(cli *x, const json *step)
{
    for (const json *m = json_first(json_get(step, "milestones")); m; m = json_next(m)) {
        if (!str_eq(json_get_str(m, "state"), S("missing"))) continue;
        cli_say(x, "      $1\n", v(json_get_str(m, "sentence")));
        for (const json *i = json_first(json_get(m, "items")); i; i = json_next(i))
            cli_say(x, "        $1 $2: $3\n", v(json_get_str(i, "record")), v(json_get_str(i, "title")),
                    v(json_get_str(i, "what")));
    }
}

static str state_of(cli *x, const json *step)
{
    i64 percent = 0;
    str state = json_get_str(step, "state");
    json_int(json_get(step, "percent"), &percent);
    return str_eq(state, S("underway")) ? format(x->a, "$1 %", v(percent)) : state;
}

int command_journey(cli *x, int argc, const char *const *argv)
{
    reply r;
    i64 done = 0, steps = 0;
    (void)argv;
    if (argc != 1) return cli_usage(x, "isms journey");
    if (!cli_ask(x, &(call){.verb = S("GET"), .target = S("/api/v1/journey")}, &r)) return EXIT_REFUSED;
    if (x->json) return EXIT_DONE;
    const json *all = json_read(x->a, r.body, NULL);
    json_int(json_get(all, "done"), &done);
    json_int(json_get(all, "steps"), &steps);
    cli_say(x, "$1 of $2 steps done\n", v(done), v(steps));
    for (const json *i = json_first(json_get(all, "items")); i; i = json_next(i)) {
        i64 nth = 0;
        str reason = json_get_str(i, "reason");
        json_int(json_get(i, "number"), &nth);
        cli_say(x, "  $1 $2: $3\n", v(nth), v(json_get_str(i, "title")), v(state_of(x, i)));
        if (reason.n) cli_say(x, "      $1\n", v(reason));
        say_missing(x, i);
    }
    return EXIT_DONE;
}
