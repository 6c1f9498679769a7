// register_bench.c: lists, pages, search and writes over 100,000 risks and 100,000 assets, through HTTP.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "test/bench/load.h"
#include "test/bench/stage.h"
#include "test/bench/town.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUNS = 5, PORT = STAGE_PORT };

static arena *a;
static double seconds = 1.0;

// Resident memory of the server alone: the child of its supervisor.
static double resident(void)
{
    char path[64], line[256];
    long most = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", stage_server(), stage_server());
    FILE *f = fopen(path, "r");
    int child = 0;
    while (f && fscanf(f, "%d", &child) == 1) {
        snprintf(path, sizeof path, "/proc/%d/status", child);
        FILE *s = fopen(path, "r");
        while (s && fgets(line, sizeof line, s)) {
            long kb = 0;
            if (sscanf(line, "VmRSS: %ld", &kb) == 1 && kb > most) most = kb;
        }
        if (s) fclose(s);
    }
    if (f) fclose(f);
    return (double)most / 1024;
}

static str cookie(const char *file, i64 person)
{
    return format(a, "Cookie: isms=$1\r\n", v(town_sign_in(file, a, person)));
}

typedef struct {
    double median, p99, rate;
} figures;

// The median of five runs, each figure by itself.
static figures measure(const load *l)
{
    double medians[RUNS], p99s[RUNS], rates[RUNS];
    for (int i = 0; i < RUNS; i++) {
        load_result r = load_run(a, l);
        medians[i] = r.median, p99s[i] = r.p99, rates[i] = r.per_second;
        if (r.wrong || !r.answers) {
            fprintf(stderr, "%lld of %lld answers of %.*s were refused\n", (long long)r.wrong, (long long)r.answers,
                    STRF(l->paths[0]));
            exit(2);
        }
    }
    return (figures){load_median(medians, RUNS), load_median(p99s, RUNS), load_median(rates, RUNS)};
}

static const str lists[] = {STR("/risk?level=high&sort=code"), STR("/risk?level=high&sort=-score"),
                            STR("/risk?level=high&sort=owner"), STR("/risk?level=high&sort=review_on")};
static const char *const list_names[] = {"code", "level", "owner", "date"};
static const str others[] = {STR("/risk?threat.empty=1&sort=-judged_on"), STR("/risk?legal=3&sort=title"),
                             STR("/risk?review_on.before=today&sort=-unit"), STR("/asset?integrity=4&sort=site,name"),
                             STR("/risk?inherent_level=high&sort=-financial,owner")};

static double lists_of(const char *who, str headers)
{
    double base = 0;
    for (int i = 0; i < countof(lists); i++) {
        char name[80];
        figures f = measure(&(load){
            .port = PORT, .clients = 4, .seconds = seconds, .headers = headers, .paths = &lists[i], .npaths = 1});
        snprintf(name, sizeof name, "list_%s_%s_median", who, list_names[i]);
        stage_figure(name, f.median, "ms", "<=1");
        snprintf(name, sizeof name, "list_%s_%s_p99", who, list_names[i]);
        stage_figure(name, f.p99, "ms", "<=5");
        snprintf(name, sizeof name, "list_%s_%s_rate", who, list_names[i]);
        stage_figure(name, f.rate, "req/s", ">=5000");
        if (i == 0) base = f.median;
    }
    return base;
}

static void others_of(const char *who, str headers)
{
    double worst = 0, worst_counts = 0;
    for (int i = 0; i < countof(others); i++) {
        double page = measure(&(load){.port = PORT,
                                      .clients = 1,
                                      .seconds = seconds / 2,
                                      .headers = headers,
                                      .paths = &others[i],
                                      .npaths = 1})
                          .median;
        str part = str_join(a, others[i], S("&part=counts"));
        double counts = measure(&(load){.port = PORT,
                                        .clients = 1,
                                        .seconds = seconds / 2,
                                        .headers = headers,
                                        .paths = &part,
                                        .npaths = 1})
                            .median;
        printf("# %s %.*s: page %.2f ms, counts %.2f ms\n", who, STRF(others[i]), page, counts);
        if (page > worst) worst = page;
        if (counts > worst_counts) worst_counts = counts;
    }
    char name[80];
    snprintf(name, sizeof name, "list_%s_any_median", who);
    stage_figure(name, worst, "ms", "<=50");
    snprintf(name, sizeof name, "list_%s_any_counts_median", who);
    stage_figure(name, worst_counts, "ms", "");
}

static void pages_of(const char *who, str headers, str first)
{
    char name[80];
    str details[50], searches[] = {STR("/search?q=laptop"), STR("/search?q=harbour+office+stolen"),
                                   STR("/search?q=arch"), STR("/search?q=R-77"), STR("/search?q=sensor+4")};
    arena room = *a;
    str body = {0};
    int n = 0;
    if (load_get(&room, PORT, headers, first, &body) != 200) exit(2);
    for (str rest = body; n < countof(details);) {
        ptrdiff_t at = str_search(rest, S("/risk/R-"));
        if (at < 0) break;
        rest = str_from(rest, at);
        ptrdiff_t end = 8;
        while (end < rest.n && rest.p[end] >= '0' && rest.p[end] <= '9') end++;
        details[n++] = str_dup(a, str_sub(rest, 0, end));
        rest = str_from(rest, end);
    }
    figures f = measure(
        &(load){.port = PORT, .clients = 4, .seconds = seconds, .headers = headers, .paths = details, .npaths = n});
    snprintf(name, sizeof name, "detail_%s_p99", who);
    stage_figure(name, f.p99, "ms", "<=3");
    f = measure(&(load){.port = PORT,
                        .clients = 4,
                        .seconds = seconds,
                        .headers = headers,
                        .paths = searches,
                        .npaths = countof(searches)});
    snprintf(name, sizeof name, "search_%s_p99", who);
    stage_figure(name, f.p99, "ms", "<=10");
}

// Adds assets from 8 clients, each answer durable.
static load asset_writing(str token)
{
    static const str to = STR("/api/v1/asset");
    return (load){.port = PORT,
                  .clients = 8,
                  .seconds = seconds,
                  .headers = format(a, "Authorization: Bearer $1\r\n", v(token)),
                  .paths = &to,
                  .npaths = 1,
                  .method = S("POST"),
                  .body =
                      S("{\"name\":\"Written under load\",\"owner\":\"P-1\",\"unit\":\"U-3\",\"confidentiality\":3}")};
}

static void writes(str token, str headers)
{
    load w = asset_writing(token);
    double rates[RUNS], p99s[RUNS];
    for (int i = 0; i < RUNS; i++) {
        load_result r = load_run(a, &w);
        rates[i] = r.per_second;
        if (r.wrong) fprintf(stderr, "%lld writes were refused\n", (long long)r.wrong), exit(2);
    }
    stage_figure("writes_8_clients", load_median(rates, RUNS), "writes/s", ">=3000");
    for (int i = 0; i < RUNS; i++) {
        pid_t child = fork();
        if (child == 0) {
            load_run(a, &w);
            _exit(0);
        }
        load_result r = load_run(
            a,
            &(load){
                .port = PORT, .clients = 4, .seconds = seconds, .headers = headers, .paths = &lists[1], .npaths = 1});
        p99s[i] = r.p99;
        waitpid(child, NULL, 0);
    }
    stage_figure("reads_beside_8_writers_p99", load_median(p99s, RUNS), "ms", "<=10");
}

// Lists as of forty days ago, when every risk was another than now: each has two versions.
static void past(const char *file, str headers)
{
    static const char *const asked[] = {"/risk?as_of=$1", "/risk?level=high&sort=-score&as_of=$1",
                                        "/risk?level=high&sort=owner&as_of=$1"};
    double worst = 0;
    date then = {moment_date(clock_now(), S("UTC")).day - 40};
    town_age(file);
    stage_serve(a, file);
    for (int i = 0; i < countof(asked); i++) {
        str path = format_(a, str_of(asked[i]), VALS(v(then)), 1);
        figures f = measure(&(load){
            .port = PORT, .clients = 1, .seconds = seconds / 2, .headers = headers, .paths = &path, .npaths = 1});
        printf("# %.*s: page %.2f ms\n", STRF(path), f.median);
        if (f.median > worst) worst = f.median;
    }
    stage_figure("list_as_of_200000_versions_median", worst, "ms", "<=50");
    stage_stop();
}

static void large(double *list_median)
{
    static const char file[] = "large.db";
    i64 began = clock_ticks();
    town_make(file, (town_size){.risks = 100000, .assets = 100000, .units = 200, .people = 1000});
    printf("# seeded in %.1f s\n", (double)(clock_ticks() - began) / 1e6);
    str manager = cookie(file, 1), wide = cookie(file, 2), narrow = cookie(file, 3), token = town_token(file, a, 1);
    double starts[RUNS];
    for (int i = 0; i < RUNS; i++) {
        starts[i] = stage_serve(a, file);
        if (i + 1 < RUNS) stage_stop();
    }
    stage_figure("start", load_median(starts, RUNS), "ms", "<=200");
    *list_median = lists_of("manager", manager);
    lists_of("25_units", wide);
    lists_of("1_unit", narrow);
    others_of("manager", manager);
    others_of("25_units", wide);
    others_of("1_unit", narrow);
    pages_of("manager", manager, S("/risk"));
    pages_of("25_units", wide, S("/risk"));
    pages_of("1_unit", narrow, S("/risk"));
    stage_figure("resident_100000", resident(), "MB", "<=90");
    writes(token, manager);
    stage_stop();
    past(file, manager);
}

static void small(double large_median)
{
    static const char file[] = "small.db";
    town_make(file, (town_size){.risks = 1000, .assets = 1000, .units = 200, .people = 1000});
    str manager = cookie(file, 1);
    stage_serve(a, file);
    double median =
        measure(
            &(load){
                .port = PORT, .clients = 4, .seconds = seconds, .headers = manager, .paths = &lists[0], .npaths = 1})
            .median;
    stage_figure("list_100000_over_1000", large_median / median, "x", "<=1.5");
    stage_stop();
}

static void demonstration(void)
{
    stage_run("demo.log", (const char *const[]){"init", "demo.db", "--demo", NULL});
    stage_serve(a, "demo.db");
    static const str pages[] = {STR("/sign-in")};
    load_run(a, &(load){.port = PORT, .clients = 4, .seconds = 1, .headers = S(""), .paths = pages, .npaths = 1});
    stage_figure("resident_demonstration", resident(), "MB", "<=20");
    stage_stop();
}

int main(int argc, char **argv)
{
    arena room = arena_make((ptrdiff_t)1 << 32);
    double list_median = 1;
    a = &room;
    if (argc > 1 && !str_double(str_of(argv[1]), &seconds)) return 2;
    large(&list_median);
    small(list_median);
    demonstration();
    return 0;
}
