// job.c: isms job list and isms job run.
// SPDX-License-Identifier: Apache-2.0
#include "app/carry.h"
#include "app/commands.h"
#include "platform/cli/table.h"
#include "platform/job/job.h"
#include "platform/paper/json.h"

#include <string.h>
#include <unistd.h>

enum { LOOK_AGAIN_US = 100000 };

static int list_jobs(cli *x)
{
    static const table_column columns[] = {{STR("Job"), false},
                                           {STR("State"), false},
                                           {STR("Ended"), false},
                                           {STR("Next"), false},
                                           {STR("What it did"), false}};
    static const char *const names[] = {"name", "state", "ended", "due", "note"};
    reply r;
    int n = 0;
    if (!cli_ask(x, &(call){.verb = S("GET"), .target = S("/api/v1/job")}, &r)) return EXIT_REFUSED;
    if (x->json) return EXIT_DONE;
    const json *items = json_get(json_read(x->a, r.body, NULL), "items");
    str *cells = news(x->a, str, (ptrdiff_t)json_size(items) * countof(columns) + 1);
    for (const json *i = json_first(items); i; i = json_next(i))
        for (int k = 0; k < countof(names); k++) cells[n++] = json_get_str(i, names[k]);
    table_put(&x->out, columns, countof(columns), cells, json_size(items), x->width);
    return EXIT_DONE;
}

// With the database in our hands there may be no server to run it.
static void work_here(cli *x, const job *j)
{
    carrier *k = x->carrier;
    ctx c;
    if (k->remote || !j) return;
    place_begin(&k->place, x->a, &c);
    job_work(&c, j, job_node(x->a), NULL);
    place_end(&c);
}

static bool ended(const json *job)
{
    str state = json_get_str(job, "state");
    return str_eq(state, S("done")) || str_eq(state, S("failed"));
}

static int run_job(cli *x, str name)
{
    bool as_json = x->json;
    text target = {.a = x->a};
    reply r;
    put(&target, S("/api/v1/job/"));
    put_url(&target, name);
    str look = str_dup(x->a, text_str(&target));
    put(&target, S("/run"));
    x->json = false; // the last answer is the one to print
    if (!cli_ask(x, &(call){.verb = S("POST"), .target = text_str(&target)}, &r)) return EXIT_REFUSED;
    const json *job;
    arena before = *x->a;
    for (;;) {
        *x->a = before;
        work_here(x, job_find(name));
        if (!cli_ask(x, &(call){.verb = S("GET"), .target = look}, &r)) return EXIT_REFUSED;
        job = json_read(x->a, r.body, NULL);
        if (ended(job)) break;
        usleep(LOOK_AGAIN_US);
    }
    str note = json_get_str(job, "note"), state = json_get_str(job, "state");
    if (as_json)
        put(&x->out, r.body);
    else
        cli_say(x, "$1: $2$3$4\n", v(name), v(state), v(note.n ? ": " : ""), v(note));
    return str_eq(state, S("done")) ? EXIT_DONE : EXIT_REFUSED;
}

int command_job(cli *x, int argc, const char *const *argv)
{
    if (argc == 2 && strcmp(argv[1], "list") == 0) return list_jobs(x);
    if (argc == 3 && strcmp(argv[1], "run") == 0) return run_job(x, str_of(argv[2]));
    return cli_usage(x, "isms job list, or isms job run NAME");
}
