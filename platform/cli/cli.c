// cli.c: commands of nouns become requests.
// SPDX-License-Identifier: Apache-2.0
#include "platform/cli/cli.h"
#include "platform/cli/cli_answer.h"
#include "platform/cli/cli_body.h"
#include "platform/cli/help.h"
#include "platform/paper/json.h"

#include <stdio.h>
#include <string.h>

int cli_error_(cli *x, str template, const val *vals, int nvals, int status)
{
    put(&x->err, S("isms: "));
    fill(&x->err, template, vals, nvals);
    put_char(&x->err, '\n');
    return status;
}

void cli_flush(cli *x)
{
    if (x->out.n) fwrite(x->out.p, 1, (size_t)x->out.n, stdout);
    fflush(stdout);
    if (x->err.n) fwrite(x->err.p, 1, (size_t)x->err.n, stderr);
    x->out.n = x->err.n = 0;
}

void cli_query(text *target, str name, str value)
{
    put_char(target, str_find(text_str(target), '?') < 0 ? '?' : '&');
    put_url(target, name);
    put_char(target, '=');
    put_url(target, value);
}

bool cli_pair(cli *x, const char *argument, str *name, str *value)
{
    str s = str_of(argument);
    ptrdiff_t at = str_find(s, '=');
    if (at < 1) {
        cli_usage(x, "\"$1\" is no FIELD=VALUE.", v(argument));
        return false;
    }
    *name = str_sub(s, 0, at);
    *value = str_from(s, at + 1);
    return true;
}

// A problem document as lines: "isms: owner: Risk owner is missing."
static void say_problem(cli *x, const reply *r)
{
    const json *problem = json_read(x->a, r->body, NULL), *errors = json_get(problem, "errors");
    if (!json_size(errors)) {
        str detail = json_get_str(problem, "detail");
        if (detail.n)
            cli_refuse(x, "$1", v(detail));
        else
            cli_refuse(x, "It was refused with status $1.", v(r->status));
        return;
    }
    for (const json *i = json_first(errors); i; i = json_next(i)) {
        str field = json_get_str(i, "field"), detail = json_get_str(i, "detail");
        if (field.n)
            cli_refuse(x, "$1: $2", v(field), v(detail));
        else
            cli_refuse(x, "$1", v(detail));
    }
}

bool cli_fetch(cli *x, const call *q, reply *out)
{
    *out = (reply){0};
    if (!x->send(x, q, out)) return false;
    if (out->status < 400) return true;
    say_problem(x, out);
    if (x->json) put(&x->out, out->body);
    return false;
}

bool cli_ask(cli *x, const call *q, reply *out)
{
    bool ok = cli_fetch(x, q, out);
    if (ok && x->json) put(&x->out, out->body);
    return ok;
}

// --- nouns ----------------------------------------------------------------------------------------------------------

static text target_of(cli *x, const entity *e, const char *code, const char *act)
{
    text t = {.a = x->a};
    fill(&t, S("/api/v1/$1"), VALS(v(e->name)), 1);
    if (code) put_char(&t, '/'), put_url(&t, str_of(code));
    if (act) put_char(&t, '/'), put_z(&t, act);
    return t;
}

static int run_list(cli *x, const entity *e, int argc, const char *const *argv)
{
    text target = target_of(x, e, NULL, NULL);
    str columns = {0};
    reply r;
    for (int i = 0; i < argc; i++) {
        str name, value;
        if (!cli_pair(x, argv[i], &name, &value) || !cli_known_filter(x, e, name)) return EXIT_USAGE;
        if (str_eq(name, S("columns"))) columns = value;
        cli_query(&target, name, value);
    }
    if (!x->json) cli_query(&target, S("titles"), S("1"));
    if (!cli_ask(x, &(call){.verb = S("GET"), .target = text_str(&target)}, &r)) return EXIT_REFUSED;
    if (!x->json) cli_put_list(x, e, columns, r.body);
    return EXIT_DONE;
}

static int run_show(cli *x, const entity *e, const char *code, int argc, const char *const *argv)
{
    text target = target_of(x, e, code, NULL);
    reply r;
    for (int i = 0; i < argc; i++) {
        str name, value;
        if (!cli_pair(x, argv[i], &name, &value)) return EXIT_USAGE;
        if (!str_eq(name, S("as_of"))) return cli_usage(x, "show takes a code and as_of=, not \"$1\".", v(name));
        cli_query(&target, name, value);
    }
    if (!x->json) cli_query(&target, S("titles"), S("1"));
    if (!cli_ask(x, &(call){.verb = S("GET"), .target = text_str(&target)}, &r)) return EXIT_REFUSED;
    if (!x->json) cli_put_record(x, e, r.body);
    return EXIT_DONE;
}

// What was done to which record, in one line.
static void say_done(cli *x, const entity *e, const char *code, const reply *r, const char *what)
{
    if (x->json) return;
    const json *rec = json_read(x->a, r->body, NULL);
    str title = e->title ? json_get_str(rec, e->title) : (str){0}, given = json_get_str(rec, "code");
    cli_say(x, "$1 $2$3$4\n", v(given.n ? given : str_of(code)), v(what), v(title.n ? ": " : "."), v(title));
}

static int run_write(cli *x, const entity *e, const action *act, const char *verb, const char *code, int argc,
                     const char *const *argv)
{
    const entity *input = act ? act->input : e;
    bool add = !act && !code;
    text target = target_of(x, e, code, act ? act->name : NULL);
    call q = {.verb = add || act ? S("POST") : S("PATCH"), .type = S("application/json")};
    reply r;
    if (!cli_body(x, input, argc, argv, &target, &q.body)) return EXIT_USAGE;
    if (!add && !act) q.if_match = S("*");
    q.target = text_str(&target);
    if (!cli_ask(x, &q, &r)) return EXIT_REFUSED;
    say_done(x, e, code, &r, verb);
    return EXIT_DONE;
}

static int run_end(cli *x, const entity *e, const char *code, int argc, const char *const *argv)
{
    text target = target_of(x, e, code, NULL);
    reply r;
    for (int i = 0; i < argc; i++) {
        str name, value;
        if (!cli_pair(x, argv[i], &name, &value)) return EXIT_USAGE;
        if (!str_eq(name, S("reason"))) return cli_usage(x, "end takes a code and reason=, not \"$1\".", v(name));
        cli_query(&target, name, value);
    }
    if (!cli_ask(x, &(call){.verb = S("DELETE"), .target = text_str(&target), .if_match = S("*")}, &r))
        return EXIT_REFUSED;
    if (!x->json) cli_say(x, "$1 ended.\n", v(code));
    return EXIT_DONE;
}

static int run_action(cli *x, const entity *e, const action *act, int argc, const char *const *argv)
{
    if (argc < 1) return cli_usage(x, "Which $1? isms $2 $3 CODE", v(e->label), v(e->name), v(act->name));
    return run_write(x, e, act, str_z(x->a, format(x->a, "$1: done", v(act->label))), argv[0], argc - 1, argv + 1);
}

static int unknown_verb(cli *x, const entity *e, str verb)
{
    const char *names[64] = {"list", "show", "add", "set", "end", "help"};
    int n = 6;
    for
        each_module(m) for (const action *act = (*m)->actions; act && act->name && n < 63; act++) if (act->on == e)
            names[n++] = act->name;
    const char *near = cli_nearest(verb, names);
    if (near)
        return cli_usage(x, "\"$1\" cannot be done with $2; did you mean \"$3\"?", v(verb), v(e->plural), v(near));
    return cli_usage(x, "\"$1\" cannot be done with $2; isms $3 help says what can.", v(verb), v(e->plural),
                     v(e->name));
}

static int run_noun(cli *x, const entity *e, int argc, const char *const *argv)
{
    str verb = argc ? str_of(argv[0]) : S("help");
    const action *act = action_find(e, verb);
    bool coded = str_eq(verb, S("show")) || str_eq(verb, S("set")) || str_eq(verb, S("end"));
    if (coded && argc < 2) return cli_usage(x, "Which $1? isms $2 $3 CODE", v(e->label), v(e->name), v(verb));
    if (str_eq(verb, S("help"))) return help_noun(x, e);
    if (str_eq(verb, S("list"))) return run_list(x, e, argc - 1, argv + 1);
    if (str_eq(verb, S("show"))) return run_show(x, e, argv[1], argc - 2, argv + 2);
    if (str_eq(verb, S("add"))) return run_write(x, e, NULL, "added", NULL, argc - 1, argv + 1);
    if (str_eq(verb, S("set"))) return run_write(x, e, NULL, "changed", argv[1], argc - 2, argv + 2);
    if (str_eq(verb, S("end"))) return run_end(x, e, argv[1], argc - 2, argv + 2);
    if (act) return run_action(x, e, act, argc - 1, argv + 1);
    return unknown_verb(x, e, verb);
}

static int unknown_noun(cli *x, str word)
{
    const char *names[256] = {0};
    int n = 0;
    for (const command *k = x->commands; k && k->name && n < 255; k++) names[n++] = k->name;
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e && n < 255; e++) names[n++] = (*e)->name;
    const char *near = cli_nearest(word, names);
    if (near) return cli_usage(x, "There is no command \"$1\"; did you mean \"$2\"?", v(word), v(near));
    return cli_usage(x, "There is no command \"$1\"; isms help lists them.", v(word));
}

int cli_run(cli *x, int argc, const char *const *argv)
{
    str first = argc ? str_of(argv[0]) : S("help");
    if (str_eq(first, S("help")) || str_eq(first, S("--help")) || str_eq(first, S("-h"))) {
        const entity *e = argc > 1 ? entity_find(str_of(argv[1])) : NULL;
        return e ? help_noun(x, e) : help_all(x);
    }
    const entity *e = entity_find(first);
    for (const command *k = x->commands; k && k->name; k++) {
        // A command that has a noun's name takes only some of its verbs (token add).
        if (!str_eq(first, str_of(k->name))) continue;
        int status = k->run(x, argc, argv);
        if (status >= 0) return status;
    }
    return e ? run_noun(x, e, argc - 1, argv + 1) : unknown_noun(x, first);
}
