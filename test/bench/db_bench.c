// db_bench.c: how fast changes with their entries are kept, and how fast is read.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { RUNS = 5, MOST_THREADS = 16, SPAN = 10000000 };

static database *d;
static arena *a;
static i64 next_id;

typedef struct {
    i64 first, until; // clock_ticks
    i64 done, worst;
} writer;

static bool operation(arena room, i64 id)
{
    ctx c = {
        .a = &room, .database = d, .db = db_write_begin(d), .writing = true, .actor = S("P-1"), .channel = S("web")};
    c.now = ledger_now(d);
    bool ok = db_exec(c.db, "INSERT INTO thing(id, name) VALUES($1, $2)", v(id), v("Laptops are lost or stolen")) &&
              ledger_append(&c, &(entry){.verb = S("thing.add"),
                                         .entity = S("thing"),
                                         .id = id,
                                         .result = S("done"),
                                         .image = S("{\"name\":\"Laptops are lost or stolen\",\"owner\":\"P-3\"}")});
    return db_write_end(c.db, ok) == DB_DONE && ok;
}

static void *write_on(void *p)
{
    writer *w = p;
    arena room = arena_make(1 << 20);
    for (i64 id = w->first, now = clock_ticks(); now < w->until; id++) {
        if (!operation(room, id)) exit(1);
        i64 then = clock_ticks();
        if (then - now > w->worst) w->worst = then - now;
        w->done++;
        now = then;
    }
    arena_drop(room, room.beg);
    return NULL;
}

static double write_with(int threads, double *worst_ms)
{
    writer w[MOST_THREADS];
    pthread_t t[MOST_THREADS];
    i64 from = clock_ticks(), done = 0, worst = 0;
    for (int i = 0; i < threads; i++) {
        w[i] = (writer){.first = next_id += SPAN, .until = from + 1000000};
        pthread_create(t + i, NULL, write_on, w + i);
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(t[i], NULL);
        done += w[i].done;
        if (w[i].worst > worst) worst = w[i].worst;
    }
    *worst_ms = (double)worst / 1000;
    return (double)done * 1e6 / (double)(clock_ticks() - from);
}

static int by_size(const void *x, const void *y)
{
    double p = *(const double *)x, q = *(const double *)y;
    return p < q ? -1 : p > q;
}

static double median(double *x)
{
    qsort(x, RUNS, sizeof *x, by_size);
    return x[RUNS / 2];
}

static void bench_writing(int threads, const char *target)
{
    double rate[RUNS], worst[RUNS];
    for (int i = 0; i < RUNS; i++) rate[i] = write_with(threads, worst + i);
    printf("db_kept_with_%d_writers %.0f /s %s\n", threads, median(rate), target);
    printf("db_slowest_with_%d_writers %.1f ms\n", threads, median(worst));
}

static void bench_append(void)
{
    enum { N = 20000 };
    double us[RUNS];
    for (int run = 0; run < RUNS; run++) {
        ctx c = {
            .a = a, .database = d, .db = db_write_begin(d), .writing = true, .actor = S("P-1"), .channel = S("web")};
        c.now = ledger_now(d);
        i64 from = clock_ticks();
        for (int i = 0; i < N; i++)
            if (!ledger_append(&c, &(entry){.verb = S("risk.set"),
                                            .entity = S("risk"),
                                            .id = i,
                                            .version = 2,
                                            .result = S("done"),
                                            .image = S("{\"name\":\"Laptops are lost or stolen\",\"owner\":\"P-3\"}")}))
                exit(1);
        us[run] = (double)(clock_ticks() - from) / N;
        db_write_end(c.db, true);
    }
    printf("ledger_append %.1f us <=15\n", median(us));
}

static void bench_verify(void)
{
    double s[RUNS];
    i64 size = 0;
    for (int run = 0; run < RUNS; run++) {
        db *r = db_reader(d);
        i64 from = clock_ticks();
        arena room = *a;
        verification x = ledger_verify(&(ctx){.a = &room, .db = r});
        if (x.bad) exit(1);
        size = x.size;
        s[run] = (double)(clock_ticks() - from) / (double)x.size;
        db_release(r);
    }
    printf("ledger_verify_million %.2f s\n", median(s));
    printf("%ld entries verified\n", (long)size);
}

static void bench_reading(void)
{
    enum { N = 100000 };
    double lend[RUNS], many[RUNS];
    for (int run = 0; run < RUNS; run++) {
        i64 from = clock_ticks();
        for (int i = 0; i < N; i++) {
            db *r = db_reader(d);
            db_one(db_query(r, a, "SELECT n FROM ledger WHERE n = $1", v(i % 50000 + 1)));
            db_release(r);
        }
        lend[run] = (double)(clock_ticks() - from) / N;
        db *r = db_reader(d);
        from = clock_ticks();
        for (int i = 0; i < N; i++) db_one(db_query(r, a, "SELECT n FROM ledger WHERE n = $1", v(i % 50000 + 1)));
        many[run] = (double)(clock_ticks() - from) / N;
        db_release(r);
    }
    printf("db_lend_read_release %.2f us\n", median(lend));
    printf("db_read_one_row %.2f us\n", median(many));
}

int main(void)
{
    arena room = arena_make((ptrdiff_t)1 << 30);
    str error = {0};
    bool busy = false;
    a = &room;
    const char *where = getenv("ISMS_BENCH_DB");
    d = database_open(str_of(where ? where : "bench.db"), (database_options){.create = true}, &error, &busy);
    if (!d) return fprintf(stderr, "%.*s\n", STRF(error)), 1;
    db *w = db_write_begin(d);
    bool ok = db_script(w, db_kind_of(w) == DB_SQLITE
                               ? S("CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
                               : S("CREATE TABLE thing(id bigint PRIMARY KEY, name text NOT NULL)")) &&
              ledger_create(w);
    if (db_write_end(w, ok) != DB_DONE || !ledger_open(d, &error)) return 1;
    bench_writing(1, "");
    bench_writing(8, ">=3000");
    bench_writing(16, "");
    bench_append();
    ledger_number(d, 10000000);
    bench_reading();
    bench_verify();
    database_close(d);
    return 0;
}
