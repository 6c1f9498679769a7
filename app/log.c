// log.c: isms log and isms check: what happened, and whether the rules are kept.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "platform/cli/table.h"
#include "platform/paper/json.h"

#include <string.h>

static void put_entries(cli *x, const json *items)
{
    static const table_column columns[] = {{STR("Entry"), true},  {STR("When"), false},   {STR("Who"), false},
                                           {STR("What"), false},  {STR("Record"), false}, {STR("Result"), false},
                                           {STR("Reason"), false}};
    static const char *const names[] = {"at", "actor", "verb", "record", "result"};
    str *cells = news(x->a, str, (ptrdiff_t)json_size(items) * countof(columns) + 1);
    int n = 0;
    for (const json *i = json_first(items); i; i = json_next(i)) {
        str reason = json_get_str(i, "reason"), note = json_get_str(i, "note");
        const json *line = json_get(i, "n");
        cells[n++] = line ? line->text : (str){0};
        for (int k = 0; k < countof(names); k++) cells[n++] = json_get_str(i, names[k]);
        cells[n++] = reason.n ? reason : note;
    }
    table_put(&x->out, columns, countof(columns), cells, json_size(items), x->width);
}

static int list_entries(cli *x, int argc, const char *const *argv)
{
    text target = {.a = x->a};
    reply r;
    i64 total = 0;
    put(&target, S("/api/v1/log"));
    for (int i = 0; i < argc; i++) {
        str name, value;
        if (!cli_pair(x, argv[i], &name, &value)) return EXIT_USAGE;
        cli_query(&target, name, value);
    }
    if (!cli_ask(x, &(call){.verb = S("GET"), .target = text_str(&target)}, &r)) return EXIT_REFUSED;
    if (x->json) return EXIT_DONE;
    const json *all = json_read(x->a, r.body, NULL), *items = json_get(all, "items");
    put_entries(x, items);
    json_int(json_get(all, "total"), &total);
    str next = json_get_str(all, "next");
    if (next.n)
        cli_say(x, "\n$1 of $2 entries; the next page: after=$3\n", v(json_size(items)), v(total), v(next));
    else
        cli_say(x, "\n$1 entries\n", v(total));
    return EXIT_DONE;
}

static int verify_entries(cli *x)
{
    reply r;
    bool verified = false;
    i64 size = 0, erased = 0;
    if (!cli_ask(x, &(call){.verb = S("GET"), .target = S("/api/v1/log/verify")}, &r)) return EXIT_REFUSED;
    const json *all = json_read(x->a, r.body, NULL);
    json_bool(json_get(all, "verified"), &verified);
    json_int(json_get(all, "size"), &size);
    json_int(json_get(all, "erased"), &erased);
    if (!verified) return cli_refuse(x, "$1", v(json_get_str(all, "what")));
    if (x->json) return EXIT_DONE;
    cli_say(x, "$1 entries verify, root $2\n", v(size), v(json_get_str(all, "root")));
    if (erased) cli_say(x, "$1 images were erased by the rules of retention.\n", v(erased));
    return EXIT_DONE;
}

int command_log(cli *x, int argc, const char *const *argv)
{
    if (argc > 1 && strcmp(argv[1], "verify") == 0 && argc == 2) return verify_entries(x);
    if (argc > 1 && strcmp(argv[1], "list") == 0) return list_entries(x, argc - 2, argv + 2);
    return cli_usage(x, "isms log list [FIELD=VALUE …], or isms log verify");
}

// --- rules ----------------------------------------------------------------------------------------------------------

static void put_rule(cli *x, const json *rule)
{
    str state = json_get_str(rule, "state");
    cli_say(x, "$1  $2\n", v(state), v(json_get_str(rule, "sentence")));
    if (str_eq(state, S("kept"))) return;
    for (const json *i = json_first(json_get(rule, "items")); i; i = json_next(i)) {
        str record = json_get_str(i, "record"), title = json_get_str(i, "title");
        cli_say(x, "    $1: $2$3$4$5$6\n", v(json_get_str(i, "state")), v(record), v(record.n ? " " : ""),
                v(str_eq(record, title) ? S("") : title), v(title.n && !str_eq(record, title) ? ": " : ""),
                v(json_get_str(i, "what")));
    }
}

int command_check(cli *x, int argc, const char *const *argv)
{
    arguments g;
    reply r;
    i64 broken = 0, late = 0, early = 0;
    if (!arguments_take(x, &g, argc - 1, argv + 1)) return EXIT_USAGE;
    bool strict = arguments_flag(&g, "--late");
    if (g.argc) return cli_usage(x, "isms check [--late]");
    if (!cli_ask(x, &(call){.verb = S("GET"), .target = S("/api/v1/check")}, &r)) return EXIT_REFUSED;
    const json *all = json_read(x->a, r.body, NULL);
    json_int(json_get(all, "broken"), &broken);
    json_int(json_get(all, "late"), &late);
    json_int(json_get(all, "early"), &early);
    if (!x->json) {
        for (const json *i = json_first(json_get(all, "rules")); i; i = json_next(i)) put_rule(x, i);
        cli_say(x, "\n$1 broken, $2 late, $3 not yet due\n", v(broken), v(late), v(early));
    }
    return broken || (strict && late) ? EXIT_REFUSED : EXIT_DONE;
}
