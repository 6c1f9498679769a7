// plan_bench.c: values inherited along 3,000 dependencies, a statement over 2,000 controls, a report of 1,000 risks.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset.h"
#include "plan/assessment.h"
#include "plan/soa/soa.h"
#include "platform/base/time.h"
#include "platform/record/operate.h"
#include "platform/web/report.h"
#include "test/bench/load.h"
#include "test/bench/stage.h"
#include "test/bench/town.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 5, ASSETS = 1000, DEPENDENCIES = 3000, CONTROLS = 2000, RISKS = 1000 };

static const char file[] = "plan.db";
static arena *a;
static uint64_t state = 42;

static i64 draw(i64 n)
{
    state += 0x9E3779B97F4A7C15u;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (i64)((z ^ (z >> 31)) % (uint64_t)n);
}

// ---- the organisation

static bool make_people(ctx *c, void *arg)
{
    (void)arg;
    for (int i = 1; i <= 20; i++) {
        person p = {.name = format(c->a, "Person $1", v(i)),
                    .email = format(c->a, "p$1@town.example", v(i)),
                    .unit = {1},
                    .account = true};
        if (!record_save(c, &person_entity, &p)) return false;
    }
    role all = {.person = {1}, .role = ROLE_MANAGER, .unit = {1}};
    return record_save(c, &role_entity, &all);
}

static bool make_assets(ctx *c, void *arg)
{
    (void)arg;
    for (int i = 1; i <= ASSETS; i++) {
        asset x = {.name = format(c->a, "System $1", v(i)),
                   .owner = {1 + draw(20)},
                   .unit = {1},
                   .confidentiality = 1,
                   .integrity = 1,
                   .availability = 1};
        if (!record_save(c, &asset_entity, &x)) return false;
    }
    return true;
}

// Every asset is needed by one of the eight before it, so that the first reaches all over long ways; the rest lies across.
static bool make_dependencies(ctx *c, void *arg)
{
    (void)arg;
    int n = 0;
    for (i64 to = 2; to <= ASSETS; to++, n++) {
        i64 near = to - 1 < 8 ? to - 1 : 8;
        dependency d = {.asset = {to - 1 - draw(near)}, .needs = {to}};
        if (!record_save(c, &dependency_entity, &d)) return false;
    }
    while (n < DEPENDENCIES) {
        i64 from = 1 + draw(ASSETS - 1), to = from + 1 + draw(ASSETS - from);
        if (db_one(query(c, "SELECT count(*) FROM {dependency x} WHERE x.asset = $1 AND x.needs = $2", v(from), v(to))))
            continue;
        dependency d = {.asset = {from}, .needs = {to}};
        if (!record_save(c, &dependency_entity, &d)) return false;
        n++;
    }
    return true;
}

static bool make_controls(ctx *c, void *arg)
{
    i64 annex[93], n = 0;
    rows r = query(c, "SELECT x.id FROM {requirement x} JOIN {framework f} ON f.id = x.framework WHERE f.short_name = "
                      "'iso27001' AND x.kind = 'control' ORDER BY x.position LIMIT 93");
    (void)arg;
    while (db_next(&r)) annex[n++] = db_int(&r, 0);
    for (int i = 1; i <= CONTROLS; i++) {
        control k = {.name = format(c->a, "Control $1 of the town", v(i)),
                     .owner = {1 + draw(20)},
                     .unit = {1},
                     .status = (control_status)draw(3)};
        if (!record_save(c, &control_entity, &k)) return false;
        control_requirement q = {.control = {k.rec.id}, .requirement = {annex[draw(n)]}};
        if (!record_save(c, &control_requirement_entity, &q)) return false;
    }
    scope s = {.name = S("The town"), .statement = S("All of it.")};
    if (!record_save(c, &scope_entity, &s)) return false;
    soa x = {.scope = {s.rec.id}};
    return record_save(c, &soa_entity, &x);
}

static bool make_risks(ctx *c, void *arg)
{
    (void)arg;
    for (int i = 1; i <= RISKS; i++) {
        risk r = {.title = format(c->a, "What is kept in system $1 is read by strangers", v(draw(ASSETS))),
                  .scenario = S("A stolen account opens it from outside; nobody sees it for weeks, and what was copied "
                                "appears where it can be bought."),
                  .why = S("It happened to two of our neighbours last year; the second factor is not in place yet."),
                  .confidentiality = true,
                  .owner = {1 + draw(20)},
                  .unit = {1},
                  .likelihood = 1 + draw(5),
                  .financial = 1 + draw(5),
                  .review_on = {c->today.day + 30 + draw(300)}};
        if (!record_save(c, &risk_entity, &r)) return false;
    }
    criteria *k = record_load(c, &criteria_entity, 1);
    k->state = CRITERIA_APPROVED;
    if (!record_save(c, &criteria_entity, k)) return false;
    assessment x = {.name = S("Assessment of the town"), .lead = {1}, .started = c->today, .method = S("Workshops.")};
    return record_save(c, &assessment_entity, &x) &&
           do_action(c, action_find(&assessment_entity, S("close")), x.rec.id, 0, NULL);
}

static void make(struct database *d)
{
    bool (*const steps[])(ctx * c, void *arg) = {make_people, make_assets, make_dependencies, make_controls,
                                                 make_risks};
    for (int i = 0; i < countof(steps); i++) {
        arena room = arena_make((ptrdiff_t)1 << 31), whole = room;
        ctx c = town_ctx(d, &room);
        if (!operate_with(&c, steps[i], NULL)) town_stop(&c, "the organisation could not be made");
        db_release(c.db);
        arena_drop(whole, whole.beg);
    }
}

// ---- figures

typedef struct {
    double wall, cpu;
} took;

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static void say(const char *name, const took *runs, const char *target)
{
    double wall[RUNS], cpu[RUNS];
    for (int i = 0; i < RUNS; i++) wall[i] = runs[i].wall, cpu[i] = runs[i].cpu;
    stage_figure(name, load_median(wall, RUNS), "ms", target);
    printf("# %s: %.1f ms of processor time\n", name, load_median(cpu, RUNS));
}

static bool set_value(ctx *c, void *rec, void *arg)
{
    asset *x = rec;
    (void)c;
    x->confidentiality = *(const i64 *)arg;
    return true;
}

static took change_first(struct database *d, i64 value)
{
    arena room = *a;
    ctx c = town_ctx(d, &room);
    double cpu = cpu_ms();
    i64 began = clock_ticks();
    if (!operate_set(&c, &asset_entity, 1, 0, set_value, &value, NULL, 0)) town_stop(&c, "the value did not change");
    took t = {(double)(clock_ticks() - began) / 1000, cpu_ms() - cpu};
    db_release(c.db);
    c = town_ctx(d, &room);
    i64 reached = db_one(query(&c, "SELECT count(*) FROM {asset x} WHERE x.worth_c = $1", v(value)));
    db_release(c.db);
    if (reached != ASSETS) fprintf(stderr, "the value reached %lld assets\n", (long long)reached), exit(2);
    return t;
}

static void inheritance(struct database *d)
{
    took up[RUNS], down[RUNS];
    for (int i = 0; i < RUNS; i++) up[i] = change_first(d, 5), down[i] = change_first(d, 1);
    say("inherited_by_1000_assets_up", up, "<=50");
    say("inherited_by_1000_assets_down", down, "<=50");
}

static void report_of(struct database *d)
{
    took runs[RUNS];
    for (int i = 0; i < RUNS; i++) {
        arena room = *a;
        ctx c = town_ctx(d, &room);
        bytes pdf;
        int pages;
        double cpu = cpu_ms();
        i64 began = clock_ticks();
        if (!report_make(&c, report_find(S("risk-assessment")), S("A-1"), &pdf, &pages)) town_stop(&c, "no report");
        runs[i] = (took){(double)(clock_ticks() - began) / 1000, cpu_ms() - cpu};
        if (!i) printf("# %d pages, %lld KB\n", pages, (long long)(pdf.n >> 10));
        db_release(c.db);
    }
    say("report_of_1000_risks", runs, "<=2000");
}

static void statement(void)
{
    str manager = format(a, "Cookie: isms=$1\r\n", v(town_sign_in(file, a, 1)));
    static const str page = STR("/soa/SOA-1");
    double medians[RUNS], p99s[RUNS];
    stage_serve(a, file);
    for (int i = 0; i < RUNS; i++) {
        load_result r = load_run(
            a,
            &(load){.port = STAGE_PORT, .clients = 1, .seconds = 1, .headers = manager, .paths = &page, .npaths = 1});
        if (r.wrong || !r.answers) fprintf(stderr, "the statement was refused\n"), exit(2);
        medians[i] = r.median, p99s[i] = r.p99;
    }
    stage_figure("soa_2000_controls_median", load_median(medians, RUNS), "ms", "");
    stage_figure("soa_2000_controls_p99", load_median(p99s, RUNS), "ms", "<=5");
    stage_stop();
}

int main(void)
{
    arena room = arena_make((ptrdiff_t)1 << 32);
    a = &room;
    stage_run("init.log", (const char *const[]){"init", file, NULL});
    struct database *d = town_open(file, false, false);
    i64 began = clock_ticks();
    make(d);
    database_close(d);
    printf("# made in %.1f s\n", (double)(clock_ticks() - began) / 1e6);
    d = town_open(file, false, true);
    inheritance(d);
    report_of(d);
    database_close(d);
    statement();
    return 0;
}
