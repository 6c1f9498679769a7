// access.c: isms token add and isms person password.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "platform/cli/cli_body.h"
#include "platform/paper/json.h"
#include "platform/people/people.h"

#include <string.h>

int command_token(cli *x, int argc, const char *const *argv)
{
    text target = {.a = x->a};
    call q = {.verb = S("POST"), .target = S("/api/v1/token"), .type = S("application/json")};
    reply r;
    if (argc < 2 || strcmp(argv[1], "add")) return -1;
    if (!cli_body(x, &token_entity, argc - 2, argv + 2, &target, &q.body)) return EXIT_USAGE;
    if (!cli_ask(x, &q, &r)) return EXIT_REFUSED;
    if (!x->json) cli_say(x, "$1\n", v(json_get_str(json_read(x->a, r.body, NULL), "token")));
    return EXIT_DONE;
}

static bool read_password(cli *x, bool piped, str *out)
{
    if (piped) {
        if (!local_read(x, "-", out)) return false;
        *out = str_cut(out, '\n');
        return true;
    }
    if (cli_secret(x, "New password: ", out)) return true;
    cli_usage(x, "There is no terminal to ask for the password; give it with --stdin.");
    return false;
}

int command_person(cli *x, int argc, const char *const *argv)
{
    arguments g;
    str password = {0};
    text target = {.a = x->a}, body = {.a = x->a};
    json_writer w = {.out = &body};
    reply r;
    if (argc < 2 || strcmp(argv[1], "password")) return -1;
    if (!arguments_take(x, &g, argc - 2, argv + 2)) return EXIT_USAGE;
    bool piped = arguments_flag(&g, "--stdin");
    if (g.argc != 1) return cli_usage(x, "isms person password CODE [--stdin]");
    if (!read_password(x, piped, &password)) return EXIT_USAGE;
    put(&target, S("/api/v1/person/"));
    put_url(&target, str_of(g.argv[0]));
    put(&target, S("/password"));
    json_put_object(&w);
    json_member(&w, "password", v(password));
    json_end_object(&w);
    call q = {.verb = S("POST"), .target = text_str(&target), .type = S("application/json"), .body = text_str(&body)};
    if (!cli_ask(x, &q, &r)) return EXIT_REFUSED;
    if (!x->json) cli_say(x, "The password of $1 is set; all sessions of theirs have ended.\n", v(g.argv[0]));
    return EXIT_DONE;
}
