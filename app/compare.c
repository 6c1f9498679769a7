// compare.c: isms compare: which risks moved between two assessments.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "platform/cli/table.h"
#include "platform/paper/json.h"

static str place_of(arena *a, const json *x)
{
    i64 likelihood = 0, consequence = 0, score = 0;
    if (!json_is(x, JSON_OBJECT)) return S("-");
    json_int(json_get(x, "likelihood"), &likelihood);
    json_int(json_get(x, "consequence"), &consequence);
    json_int(json_get(x, "score"), &score);
    return format(a, "$1 × $2 = $3 $4", v(likelihood), v(consequence), v(score), v(json_get_str(x, "level")));
}

static void say_items(cli *x, const json *items, str earlier, str later)
{
    enum { COLUMNS = 5 };
    const table_column columns[COLUMNS] = {
        {S("Movement"), false}, {S("Code"), false}, {S("Risk"), false}, {earlier, false}, {later, false}};
    int n = json_size(items), row = 0;
    str *cells = news(x->a, str, n * COLUMNS + 1);
    for (const json *i = json_first(items); i; i = json_next(i), row++) {
        str *to = cells + (ptrdiff_t)row * COLUMNS;
        to[0] = json_get_str(i, "movement"), to[1] = json_get_str(i, "risk"), to[2] = json_get_str(i, "title");
        to[3] = place_of(x->a, json_get(i, "from")), to[4] = place_of(x->a, json_get(i, "to"));
    }
    if (n) table_put(&x->out, columns, COLUMNS, cells, n, x->width);
}

int command_compare(cli *x, int argc, const char *const *argv)
{
    static const char *const names[] = {"up", "new", "down", "gone", "same"};
    i64 counts[countof(names)] = {0};
    reply r;
    text target = {.a = x->a};
    if (argc != 3) return cli_usage(x, "isms compare EARLIER LATER, such as isms compare A-1 A-2");
    put(&target, S("/api/v1/assessment/"));
    put_url(&target, str_of(argv[2]));
    put(&target, S("/compare?with="));
    put_url(&target, str_of(argv[1]));
    if (!cli_ask(x, &(call){.verb = S("GET"), .target = text_str(&target)}, &r)) return EXIT_REFUSED;
    if (x->json) return EXIT_DONE;
    const json *all = json_read(x->a, r.body, NULL);
    for (int i = 0; i < countof(names); i++) json_int(json_get(all, names[i]), &counts[i]);
    say_items(x, json_get(all, "items"), json_get_str(all, "earlier"), json_get_str(all, "later"));
    cli_say(x, "\n$1 up, $2 new, $3 down, $4 gone, $5 as before\n", v(counts[0]), v(counts[1]), v(counts[2]),
            v(counts[3]), v(counts[4]));
    return EXIT_DONE;
}
