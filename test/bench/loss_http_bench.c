// loss_http_bench.c: what a person waits for who moves a slider: the reference portfolio through HTTP, with the picture.
// SPDX-License-Identifier: Apache-2.0
//
// The 1,000 risks of loss_bench.c with a control each; every request edits another risk by another amount.
#include "plan/estimate.h"
#include "test/bench/load.h"
#include "test/bench/stage.h"
#include "test/bench/town.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { RUNS = 5, RISKS = 1000, EDITS = 100 };

static const char file[] = "loss.db";
static arena *a;
static uint64_t seed = 42;

static double even(void) // splitmix64, as the yardstick draws
{
    uint64_t z = (seed += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
}

static money euros(double x)
{
    return (money){(i64)llround(x * 100), "EUR"};
}

static bool make_people(ctx *c, void *arg)
{
    (void)arg;
    person p = {.name = S("Nina"), .email = S("p1@town.example"), .unit = {1}, .account = true};
    if (!record_save(c, &person_entity, &p)) return false;
    role all = {.person = {p.rec.id}, .role = ROLE_MANAGER, .unit = {1}};
    return record_save(c, &role_entity, &all);
}

static bool make_risks(ctx *c, void *arg)
{
    i64 *owner = arg;
    for (int i = 1; i <= RISKS; i++) {
        double rate = 0.01 * exp(even() * log(500)), low = 1e3 * exp(even() * log(100)),
               ratio = 5 * exp(even() * log(40));
        risk r = {.title = format(c->a, "Risk $1 of the town", v(i)), .owner = {*owner}, .unit = {1}};
        if (!record_save(c, &risk_entity, &r)) return false;
        estimate e = {.risk = {r.rec.id}, .rate = {true, rate}, .low = euros(low), .high = euros(low * ratio)};
        if (!record_save(c, &estimate_entity, &e)) return false;
        control k = {.name = format(c->a, "Control $1", v(i)),
                     .owner = {*owner},
                     .unit = {1},
                     .status = CONTROL_IMPLEMENTED,
                     .cost = euros(1000),
                     .factor_on = FACTOR_RATE,
                     .factor = {true, 0.5}};
        if (!record_save(c, &control_entity, &k)) return false;
        control_risk lowers = {.control = {k.rec.id}, .risk = {r.rec.id}};
        if (!record_save(c, &control_risk_entity, &lowers)) return false;
    }
    return true;
}

static i64 make(void)
{
    bool (*const steps[])(ctx * c, void *arg) = {make_people, make_risks};
    struct database *d = town_open(file, false, false);
    i64 owner = 0;
    for (int i = 0; i < countof(steps); i++) {
        arena room = arena_make((ptrdiff_t)1 << 31), whole = room;
        ctx c = town_ctx(d, &room);
        if (!operate_with(&c, steps[i], &owner)) town_stop(&c, "the organisation could not be made");
        owner = db_one(query(&c, "SELECT max(x.id) FROM {person x}"));
        db_release(c.db);
        arena_drop(whole, whole.beg);
    }
    database_close(d);
    return owner;
}

static void ask(const char *name, const load *l, const char *target)
{
    double medians[RUNS], p99s[RUNS];
    char full[80];
    for (int i = 0; i < RUNS; i++) {
        load_result r = load_run(a, l);
        if (r.wrong || !r.answers) fprintf(stderr, "%s was refused\n", name), exit(2);
        medians[i] = r.median, p99s[i] = r.p99;
    }
    snprintf(full, sizeof full, "%s_median", name);
    stage_figure(full, load_median(medians, RUNS), "ms", "");
    snprintf(full, sizeof full, "%s_p99", name);
    stage_figure(full, load_median(p99s, RUNS), "ms", target);
}

int main(void)
{
    arena room = arena_make((ptrdiff_t)1 << 32);
    static str edits[EDITS], answers[EDITS];
    a = &room;
    stage_run("init.log", (const char *const[]){"init", file, NULL});
    i64 owner = make();
    str cookie = format(a, "Cookie: isms=$1\r\n", v(town_sign_in(file, a, owner)));
    str moving = format(a, "$1HX-Request: true\r\nHX-Source: input#k-rate_at\r\n", v(cookie));
    for (int i = 0; i < EDITS; i++) {
        edits[i] = format(a, "/loss/picture?edit=R-$1&rate=1&rate_at=$2&low_at=100&high_at=100&effect=0",
                          v(1 + i * 7 % RISKS), v(60 + i * 3 % 80));
        answers[i] = format(a, "/api/v1/loss/what-if?what=R-$1&rate=$2", v(1 + i * 7 % RISKS), v(0.1 + 0.01 * i));
    }
    stage_serve(a, file);
    load l = {.port = STAGE_PORT, .clients = 1, .seconds = 1, .headers = moving, .paths = edits, .npaths = EDITS};
    ask("loss_edit_http", &l, "<=5");
    l.clients = 4;
    ask("loss_edit_http_4_people", &l, "");
    l = (load){.port = STAGE_PORT, .clients = 1, .seconds = 1, .headers = cookie, .paths = answers, .npaths = EDITS};
    ask("loss_what_if_api", &l, "");
    static const str page = STR("/loss");
    l.paths = &page, l.npaths = 1;
    ask("loss_page_http", &l, "");
    stage_stop();
    return 0;
}
