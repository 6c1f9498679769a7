// loss.c: isms loss: curves, what-ifs and controls of the database; and the engine over a CSV file, without one.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "platform/cli/table.h"
#include "platform/paper/json.h"
#include "platform/web/chart.h"
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

// ---- over a file

static int curve_of_file(cli *x, const char *from, const loss_options *o)
{
    str csv, error = {0};
    text out = {.a = x->a};
    if (!local_read(x, from, &csv)) return EXIT_REFUSED;
    if (!loss_curve_csv(x->a, csv, o, &out, &error)) return cli_refuse(x, "$1", v(error));
    cli_say(x, "$1\n", v(text_str(&out)));
    return EXIT_DONE;
}

// ---- over the database

// --scope SC-1 --unit North --risk R-1, and what else goes into the query as it is.
static void take_choice(arguments *g, text *target, const char *const *names)
{
    for (; *names; names++) {
        const char *option = str_z(target->a, format(target->a, "--$1", v(*names))), *value;
        while ((value = arguments_value(g, option))) cli_query(target, str_of(*names), str_of(value));
    }
}

static str amount(cli *x, const json *figure, str currency)
{
    double d = 0;
    if (!json_double(figure, &d)) return S("-");
    return format(x->a, "$1 $2", v(amount_short(x->a, d)), v(currency));
}

static str share(cli *x, const json *figure)
{
    double d = 0;
    if (!json_double(figure, &d)) return S("-");
    return format(x->a, "$1 %", v((double)(i64)(d * 10000 + 0.5) / 100));
}

// Rows of figures, a column per answer.
static void say_answers(cli *x, const json *all, const char *const *members, const char *const *titles, int n)
{
    static const char *const levels[] = {"50", "90", "95", "99", "99.9"};
    static const char *const names[] = {"One year in two", "One year in ten", "One year in twenty", "One in a hundred",
                                        "One in a thousand"};
    enum { ROWS = 9, COLUMNS = 4 };
    str currency = json_get_str(all, "currency"), *cells = news(x->a, str, (ptrdiff_t)ROWS * COLUMNS);
    table_column columns[COLUMNS] = {{S("A year costs"), false}};
    for (int c = 0; c < n; c++) columns[c + 1] = (table_column){str_of(titles[c]), true};
    for (int c = 0; c < n; c++) {
        const json *of = json_get(all, members[c]);
        str *to = cells + c + 1;
        int row = 0;
        to[(ptrdiff_t)(row++) * (n + 1)] = amount(x, json_get(of, "mean"), currency);
        for (int i = 0; i < countof(levels); i++)
            to[(ptrdiff_t)(row++) * (n + 1)] = amount(x, json_get(json_get(of, "percentiles"), levels[i]), currency);
        to[(ptrdiff_t)(row++) * (n + 1)] = amount(x, json_get(json_get(of, "tail_mean"), "99"), currency);
        to[(ptrdiff_t)(row++) * (n + 1)] = share(x, json_get(of, "none"));
        to[(ptrdiff_t)row * (n + 1)] = share(x, json_get(of, "passing"));
    }
    cells[0] = S("On average");
    for (int i = 0; i < countof(names); i++) cells[(ptrdiff_t)(i + 1) * (n + 1)] = str_of(names[i]);
    cells[(ptrdiff_t)6 * (n + 1)] = S("Worst of a hundred, on average");
    cells[(ptrdiff_t)7 * (n + 1)] = S("Chance of nothing at all");
    cells[(ptrdiff_t)8 * (n + 1)] = S("Chance of more than the appetite");
    table_put(&x->out, columns, n + 1, cells, ROWS, x->width);
}

static bool may_simulate(const json *all)
{
    bool may = false, one;
    for (const json *i = json_first(json_get(all, "left_out")); i; i = json_next(i))
        may = (json_bool(json_get(i, "simulated"), &one) && one) || may;
    return may;
}

static void say_rest(cli *x, const json *all, const json *of)
{
    i64 risks = 0;
    double error = 0;
    json_int(json_get(all, "risks"), &risks);
    json_double(json_get(of, "error"), &error);
    cli_say(x, "\n$1 risks; engine $2, error $3, inputs $4\n", v(risks), v(json_get_str(of, "engine")), v(error),
            v(str_sub(json_get_str(of, "inputs"), 0, 16)));
    for (const json *i = json_first(json_get(all, "left_out")); i; i = json_next(i))
        cli_say(x, "left out: $1: $2\n", v(json_get_str(i, "risk")), v(json_get_str(i, "reason")));
    if (may_simulate(all)) cli_say(x, "With --engine montecarlo they count.\n");
}

static int show_curve(cli *x, arguments *g)
{
    static const char *const choice[] = {"scope", "unit", "risk", "engine", "years", "seed", NULL};
    static const char *const members[] = {"inherent", "current", "target"};
    static const char *const titles[] = {"Without controls", "Today", "After the plan"};
    bool csv = arguments_flag(g, "--csv");
    text target = {.a = x->a};
    reply r;
    put(&target, csv ? S("/api/v1/loss/curve.csv") : S("/api/v1/loss/curve"));
    take_choice(g, &target, choice);
    if (g->argc != 1)
        return cli_usage(x, "isms loss curve [--scope SC-1] [--unit U-2] [--risk R-1 …] [--engine exact|montecarlo] "
                            "[--years N] [--seed S] [--csv] [--json]");
    call ask = {.verb = S("GET"), .target = text_str(&target)};
    if (csv) {
        if (!cli_fetch(x, &ask, &r)) return EXIT_REFUSED;
        put(&x->out, r.body);
        return EXIT_DONE;
    }
    if (!cli_ask(x, &ask, &r)) return EXIT_REFUSED;
    if (x->json) return EXIT_DONE;
    const json *all = json_read(x->a, r.body, NULL);
    say_answers(x, all, members, titles, 3);
    say_rest(x, all, json_get(all, "current"));
    return EXIT_DONE;
}

// R-1 rate=0.1 low=500, R-1:rate=0.1 R-2:rate=3, or both: each becomes a move of the address.
static bool take_moves(cli *x, arguments *g, text *target)
{
    str risk = {0}, name, value;
    int n = 0;
    for (int i = 1; i < g->argc; i++) {
        str given = str_of(g->argv[i]);
        ptrdiff_t colon = str_find(given, ':'), sign = str_find(given, '=');
        bool whole = colon > 0 && colon < sign;
        if (sign < 0) {
            risk = given;
            continue;
        }
        if (!whole && !risk.n) return false;
        if (!cli_pair(x, g->argv[i], &name, &value)) return false;
        cli_query(target, S("move"), whole ? given : format(x->a, "$1:$2", v(risk), v(given)));
        n++;
    }
    return n > 0;
}

static int what_if(cli *x, arguments *g)
{
    static const char *const choice[] = {"scope", "unit", "view", "engine", "years", "seed", NULL};
    static const char *const members[] = {"before", "after"};
    static const char *const titles[] = {"As estimated", "As tried"};
    text target = {.a = x->a};
    reply r;
    put(&target, S("/api/v1/loss/what-if"));
    take_choice(g, &target, choice);
    if (!take_moves(x, g, &target))
        return cli_usage(x, "isms loss what-if RISK FIELD=VALUE … or RISK:FIELD=VALUE …, such as isms loss what-if "
                            "R-1:rate=0.1 R-2:effect=50 [--engine exact|montecarlo] [--years N] [--seed S]");
    if (!cli_ask(x, &(call){.verb = S("GET"), .target = text_str(&target)}, &r)) return EXIT_REFUSED;
    if (x->json) return EXIT_DONE;
    const json *all = json_read(x->a, r.body, NULL);
    say_answers(x, all, members, titles, 2);
    say_rest(x, all, json_get(all, "after"));
    return EXIT_DONE;
}

static int controls(cli *x, arguments *g)
{
    static const char *const choice[] = {"scope", "unit", "risk", NULL};
    static const table_column columns[] = {{STR("Control"), false},     {STR("Name"), false},
                                           {STR("State"), false},       {STR("Saves a year"), true},
                                           {STR("Costs a year"), true}, {STR("Net"), true}};
    text target = {.a = x->a};
    reply r;
    put(&target, S("/api/v1/loss/controls"));
    take_choice(g, &target, choice);
    if (g->argc != 1) return cli_usage(x, "isms loss controls [--scope SC-1] [--unit U-2] [--risk R-1 …]");
    if (!cli_ask(x, &(call){.verb = S("GET"), .target = text_str(&target)}, &r)) return EXIT_REFUSED;
    if (x->json) return EXIT_DONE;
    const json *all = json_read(x->a, r.body, NULL), *items = json_get(all, "items");
    str currency = json_get_str(all, "currency"),
        *cells = news(x->a, str, (ptrdiff_t)json_size(items) * countof(columns) + 1);
    int n = 0;
    for (const json *i = json_first(items); i; i = json_next(i)) {
        cells[n++] = json_get_str(i, "control");
        cells[n++] = json_get_str(i, "name");
        cells[n++] = json_get_str(i, "state");
        cells[n++] = amount(x, json_get(i, "saves"), currency);
        cells[n++] = amount(x, json_get(i, "cost"), currency);
        cells[n++] = amount(x, json_get(i, "net"), currency);
    }
    if (n) table_put(&x->out, columns, countof(columns), cells, json_size(items), x->width);
    say_rest(x, all, all);
    return EXIT_DONE;
}

int command_loss(cli *x, int argc, const char *const *argv)
{
    arguments g;
    loss_options o = {0};
    if (!arguments_take(x, &g, argc - 1, argv + 1)) return EXIT_USAGE;
    const char *from = arguments_value(&g, "--from"), *what = g.argc ? g.argv[0] : "";
    if (from && strcmp(what, "curve") == 0) {
        if (!take_options(x, &g, &o)) return EXIT_USAGE;
        if (g.argc == 1 && *from) return curve_of_file(x, from, &o);
    }
    if (!from && strcmp(what, "curve") == 0) return show_curve(x, &g);
    if (!from && strcmp(what, "what-if") == 0) return what_if(x, &g);
    if (!from && strcmp(what, "controls") == 0) return controls(x, &g);
    return cli_usage(x, "isms loss curve|what-if|controls …, or isms loss curve --from FILE.csv [--engine "
                        "exact|montecarlo] [--years N] [--seed S] [--threads N] [--json]");
}
