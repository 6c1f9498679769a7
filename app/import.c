// import.c: isms import: registers and catalogues from files.
// SPDX-License-Identifier: Apache-2.0
#include "app/carry.h"
#include "app/commands.h"
#include "platform/paper/json.h"

#include <string.h>
#include <unistd.h>

static str base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_of(slash ? slash + 1 : path);
}

static i64 count_of(const json *all, const char *name)
{
    i64 n = 0;
    json_int(json_get(all, name), &n);
    return n;
}

static void say_change(cli *x, const json *row)
{
    bool add = str_eq(json_get_str(row, "act"), S("add"));
    const json *line = json_get(row, "row");
    str code = json_get_str(row, "code");
    cli_say(x, "row $1: $2$3$4 $5\n", v(line ? line->text : S("")), v(add ? "add" : "change"), v(code.n ? " " : ""),
            v(code), v(json_get_str(row, "title")));
    for (const json *i = add ? NULL : json_first(json_get(row, "changes")); i; i = json_next(i))
        cli_say(x, "    $1: $2 -> $3\n", v(json_get_str(i, "field")), v(json_get_str(i, "before")),
                v(json_get_str(i, "after")));
}

static void say_import(cli *x, const json *all, bool dry)
{
    str id = json_get_str(all, "import");
    for (const json *i = json_first(json_get(all, "left_out")); i; i = json_next(i))
        cli_say(x, "left out: column \"$1\"\n", v(json_str(i)));
    for (const json *i = dry ? json_first(json_get(all, "rows")) : NULL; i; i = json_next(i)) say_change(x, i);
    for (const json *i = json_first(json_get(all, "units")); i; i = json_next(i))
        cli_say(x, "unit that comes with them: $1\n", v(json_str(i)));
    i64 added = count_of(all, "added"), changed = count_of(all, "changed"), same = count_of(all, "unchanged");
    if (dry)
        cli_say(x, "$1 to add, $2 to change, $3 as they are\n", v(added), v(changed), v(same));
    else if (!id.n)
        cli_say(x, "Nothing changes: $1 are as they are.\n", v(same));
    else
        cli_say(x, "$1: $2 added, $3 changed, $4 as they were\n", v(id), v(added), v(changed), v(same));
    if (id.n) cli_say(x, "Undo it with: isms import undo $1\n", v(id));
}

// --map COLUMN=FIELD, as often as wished.
static bool take_mappings(cli *x, arguments *g, text *target)
{
    for (const char *map; (map = arguments_value(g, "--map"));) {
        if (str_find(str_of(map), '=') < 1) {
            cli_usage(x, "--map takes COLUMN=FIELD, not \"$1\".", v(map));
            return false;
        }
        cli_query(target, S("map"), str_of(map));
    }
    return true;
}

static int import_register(cli *x, const entity *e, arguments *g)
{
    text target = {.a = x->a};
    reply r;
    str content;
    bool dry = arguments_flag(g, "--dry-run");
    put(&target, S("/api/v1/import"));
    cli_query(&target, S("noun"), str_of(e->name));
    if (dry) cli_query(&target, S("dry_run"), S("1"));
    if (!take_mappings(x, g, &target)) return EXIT_USAGE;
    if (g->argc < 2) return cli_usage(x, "isms import $1 FILE [--dry-run] [--map COLUMN=FIELD …]", v(e->name));
    cli_query(&target, S("file"), base_name(g->argv[1]));
    for (int i = 2; i < g->argc; i++) {
        str name, value;
        if (!cli_pair(x, g->argv[i], &name, &value)) return EXIT_USAGE;
        cli_query(&target, name, value);
    }
    if (!local_read(x, g->argv[1], &content)) return EXIT_REFUSED;
    call q = {.verb = S("POST"), .target = text_str(&target), .body = content, .type = S("application/octet-stream")};
    if (!cli_ask(x, &q, &r)) return EXIT_REFUSED;
    if (!x->json) say_import(x, json_read(x->a, r.body, NULL), dry);
    return EXIT_DONE;
}

static bool is_profile(str s)
{
    return str_search(str_sub(s, 0, 4096), S("\"profile\"")) >= 0;
}

// A further document behind the first; the names of sources go into the query.
static void add_source(call *q, arena *a, text *target, str file, str content)
{
    cli_query(target, S("source"), file);
    q->body = str_join(a, q->body, str_join(a, S("\x1e"), content));
}

// Files beside the profile whose names its links give.
static void add_beside(cli *x, const char *path, call *q, text *target)
{
    str folder = str_sub(str_of(path), 0, base_name(path).p - path), seen = {0};
    for (str rest = q->body; rest.n;) {
        ptrdiff_t at = str_search(rest, S("\"href\""));
        if (at < 0) return;
        rest = str_from(rest, at + 6);
        str value = rest, quoted = str_from(value, str_find(value, '"') + 1),
            href = str_sub(quoted, 0, str_find(quoted, '"'));
        const char *name = str_z(x->a, href), *slash = strrchr(name, '/');
        if (slash) name = slash + 1;
        const char *file = str_z(x->a, str_join(x->a, folder, str_of(name)));
        str content;
        if (!str_ends(href, S(".json")) || str_eq(seen, str_of(file)) || strcmp(file, path) == 0 || access(file, R_OK))
            continue;
        seen = str_of(file);
        if (local_read(x, file, &content)) add_source(q, x->a, target, str_of(name), content);
    }
}

static bool take_sources(cli *x, arguments *g, const char *path, call *q, text *target)
{
    bool given = false;
    for (const char *file; (file = arguments_value(g, "--source")); given = true) {
        str content;
        if (!local_read(x, file, &content)) return false;
        add_source(q, x->a, target, base_name(file), content);
    }
    if (given)
        cli_query(target, S("given"), S("1"));
    else if (is_profile(q->body))
        add_beside(x, path, q, target);
    return true;
}

static void say_oscal(cli *x, const json *all, bool dry)
{
    str id = json_get_str(all, "framework"), import = json_get_str(all, "import");
    cli_say(x, "$1$2$3: $4 controls ($5 withdrawn) in $6 groups\n", v(id), v(id.n ? " " : ""),
            v(json_get_str(all, "name")), v(count_of(all, "controls")), v(count_of(all, "withdrawn")),
            v(count_of(all, "groups")));
    i64 added = count_of(all, "added"), changed = count_of(all, "changed"), same = count_of(all, "unchanged");
    if (dry)
        cli_say(x, "$1 to add, $2 to change, $3 as they are\n", v(added), v(changed), v(same));
    else
        cli_say(x, "$1 added, $2 changed, $3 as they were\n", v(added), v(changed), v(same));
    if (import.n) cli_say(x, "Undo it with: isms import undo $1\n", v(import));
}

static int import_oscal(cli *x, arguments *g)
{
    text target = {.a = x->a};
    call q = {.verb = S("POST"), .type = S("application/json")};
    reply r;
    bool dry = arguments_flag(g, "--dry-run");
    const char *path = NULL;
    for (int i = 1; i < g->argc && !path; i++) {
        bool option = str_starts(str_of(g->argv[i]), S("--"));
        if (!option)
            path = g->argv[i];
        else
            i++;
    }
    if (!path) return cli_usage(x, "isms import oscal FILE [--source FILE] [--dry-run]");
    put(&target, S("/api/v1/import/oscal"));
    cli_query(&target, S("file"), base_name(path));
    if (dry) cli_query(&target, S("dry_run"), S("1"));
    if (!local_read(x, path, &q.body) || !take_sources(x, g, path, &q, &target)) return EXIT_REFUSED;
    if (g->argc != 2) return cli_usage(x, "isms import oscal FILE [--source FILE] [--dry-run]");
    q.target = text_str(&target);
    if (!cli_ask(x, &q, &r)) return EXIT_REFUSED;
    if (!x->json) say_oscal(x, json_read(x->a, r.body, NULL), dry);
    return EXIT_DONE;
}

static int undo(cli *x, int argc, const char *const *argv)
{
    text target = {.a = x->a};
    reply r;
    if (argc < 1) return cli_usage(x, "isms import undo CODE");
    put(&target, S("/api/v1/import/"));
    put_url(&target, str_of(argv[0]));
    put(&target, S("/undo"));
    for (int i = 1; i < argc; i++) {
        str name, value;
        if (!cli_pair(x, argv[i], &name, &value)) return EXIT_USAGE;
        cli_query(&target, name, value);
    }
    if (!cli_ask(x, &(call){.verb = S("POST"), .target = text_str(&target)}, &r)) return EXIT_REFUSED;
    if (!x->json) cli_say(x, "$1 is undone.\n", v(argv[0]));
    return EXIT_DONE;
}

static void expect_much(cli *x)
{
    carrier *k = x->carrier;
    k->much = true;
    arena_spread(x->a);
}

int command_import(cli *x, int argc, const char *const *argv)
{
    static const char *const own[] = {"list", "show", "help", NULL}; // of the noun `import`
    arguments g;
    if (argc > 1 && str_in(str_of(argv[1]), own)) return -1;
    if (argc > 1 && strcmp(argv[1], "undo") == 0) return undo(x, argc - 2, argv + 2);
    if (!arguments_take(x, &g, argc - 1, argv + 1)) return EXIT_USAGE;
    if (!g.argc) return cli_usage(x, "isms import NOUN FILE [--dry-run] [--map COLUMN=FIELD …]");
    expect_much(x);
    if (strcmp(g.argv[0], "oscal") == 0) return import_oscal(x, &g);
    const entity *e = entity_find(str_of(g.argv[0]));
    if (!e) return cli_usage(x, "There is no register \"$1\"; isms help lists the nouns.", v(g.argv[0]));
    return import_register(x, e, &g);
}
