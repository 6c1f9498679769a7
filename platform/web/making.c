// making.c: papers made beside the pages: asked for, watched while they grow, fetched when they are done.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/making.h"
#include "platform/base/time.h"
#include "platform/job/job.h"
#include "platform/web/html.h"
#include "platform/web/report.h"

#include <string.h>

enum { DAY = 86400, TELL_US = 250000, MOST = 20 }; // MOST: that one person waits for

static const table making_tables[] = {
    {"CREATE TABLE making (id {id}, person {int} NOT NULL, name {text} NOT NULL, scope {text} NOT NULL, state {text} "
     "NOT NULL, progress {int} NOT NULL, asked {int} NOT NULL, pages {int} NOT NULL, failure {text} NOT NULL, pdf "
     "{blob}){end};\nCREATE INDEX making_by_state ON making (state, id);\n"},
    {0},
};

typedef struct {
    i64 id, person;
    str name, scope, state; // waiting, running, done, failed
    i64 progress, pages;
    str failure;
} making;

static bool find(ctx *c, i64 id, making *m)
{
    *m = (making){0};
    rows r = query(c,
                   "SELECT x.id, x.person, x.name, x.scope, x.state, x.progress, x.pages, x.failure FROM {making! x} "
                   "WHERE x.id = $1",
                   v(id));
    while (db_next(&r))
        *m = (making){.id = db_int(&r, 0),
                      .person = db_int(&r, 1),
                      .name = db_text(&r, 2),
                      .scope = db_text(&r, 3),
                      .state = db_text(&r, 4),
                      .progress = db_int(&r, 5),
                      .pages = db_int(&r, 6),
                      .failure = db_text(&r, 7)};
    return m->id != 0;
}

// ---- the job

typedef struct {
    making m;
    bytes pdf;
    int pages;
    i64 told; // ticks
    ctx *c;   // of the job: a failing write of the progress is no failure of the paper
    job_progress *progress;
    void *to;
    bool cut;
} work_at;

static bool take_next(ctx *c, void *arg)
{
    work_at *w = arg;
    // One that a process left running when it ended is taken up again: only this job makes papers, and it runs once.
    i64 id = db_one(query(c, "SELECT min(x.id) FROM {making! x} WHERE x.state IN ('waiting', 'running')"));
    return id && find(c, id, &w->m) &&
           exec(c, "UPDATE {making!} SET state = 'running', progress = 0 WHERE id = $1", v(id));
}

static bool write_progress(ctx *c, void *arg)
{
    const work_at *w = arg;
    return exec(c, "UPDATE {making!} SET progress = $2 WHERE id = $1", v(w->m.id), v(w->m.progress));
}

static void tell(void *to, i64 percent)
{
    work_at *w = to;
    w->m.progress = percent;
    if (clock_ticks() - w->told < TELL_US) return;
    w->told = clock_ticks();
    operate_with(w->c, write_progress, w);
    w->cut = !w->progress(w->to, percent, 100, w->m.name) || w->cut;
}

static bool write_end(ctx *c, void *arg)
{
    const work_at *w = arg;
    return exec(c, "UPDATE {making!} SET state = $2, progress = 100, pages = $3, failure = $4, pdf = $5 WHERE id = $1",
                v(w->m.id), v(w->m.state), v((i64)w->pages), v(w->m.failure), v(w->pdf));
}

static void make_one(ctx *c, work_at *w)
{
    const report *r = report_find(w->m.name);
    db_release(c->db); // telling writes on the job's ctx, which would give back the reader that the report reads from
    c->db = NULL;
    ctx own = *c;
    own.db = db_reader(c->database);
    own.failures = NULL, own.failures_end = NULL;
    bool ok = r && ctx_become(&own, w->m.person) &&
              report_make_told(&own, r, w->m.scope, &(report_told){tell, w}, &w->pdf, &w->pages);
    c->db = own.db;
    w->m.state = ok ? S("done") : S("failed");
    if (!ok)
        w->m.failure =
            own.failures ? own.failures->sentence : S("The report or whoever asked for it is no longer here.");
}

static bool sweep(ctx *c, void *arg)
{
    (void)arg;
    return exec(c, "DELETE FROM {making!} WHERE asked < $1", v(c->now.us - (i64)DAY * 1000000));
}

static bool make_all(ctx *c, job_progress *progress, void *to)
{
    if (!operate_with(c, sweep, NULL)) return false;
    arena empty = *c->a;
    for (i64 done = 0;; done++) {
        work_at w = {.c = c, .progress = progress, .to = to};
        if (!progress(to, done, 0, format(c->a, "$1 papers.", v(done))) || !operate_with(c, take_next, &w))
            return !failed(c);
        make_one(c, &w);
        if (w.cut) return true; // it is taken up again, by who runs the job next
        if (!operate_with(c, write_end, &w)) return false;
        *c->a = empty;
    }
}

static const job making_jobs[] = {{"paper", "Make the papers that were asked for", DAY, make_all}, {0}};

// ---- the pages

typedef struct {
    const report *r;
    str scope;
    i64 id;
} order;

static bool write_order(ctx *c, void *arg)
{
    order *o = arg;
    i64 mine = db_one(query(c,
                            "SELECT count(*) FROM {making! x} WHERE x.person = $1 AND x.state IN ('waiting', "
                            "'running')",
                            v(c->person)));
    if (mine >= MOST) return fail(c, NULL, "$1 papers are being made for you already: wait for them.", v(mine));
    rows r = query(c,
                   "INSERT INTO {making!} (person, name, scope, state, progress, asked, pages, failure) VALUES ($1, "
                   "$2, $3, 'waiting', 0, $4, 0, '') RETURNING id",
                   v(c->person), v(o->r->name), v(o->scope), v(c->now));
    while (db_next(&r)) o->id = db_int(&r, 0);
    return true;
}

static void ask(request *q)
{
    str file = request_part(q, "file"), name = str_ends(file, S(".pdf")) ? str_sub(file, 0, file.n - 4) : file;
    order o = {report_find(name), request_get(q, "scope"), 0};
    if (!o.r) fail_as(q->c, NO_RECORD, NULL, "There is no report \"$1\".", v(name));
    if (!o.r || !permit(q->c, o.r->permit, "report", o.r->name) || !operate_with(q->c, write_order, &o) ||
        !job_ask(q->c, job_find(S("paper")))) {
        reply_refused(q);
        return;
    }
    reply_see(q, format(q->c->a, "/report/made/$1", v(o.id)));
}

// What another person asked for is as absent.
static bool own(request *q, making *m)
{
    i64 id = 0;
    if (str_int(request_part(q, "id"), &id) && find(q->c, id, m) && m->person == q->c->person) return true;
    fail_as(q->c, NO_RECORD, NULL, "There is no such paper. What was made is kept for a day: ask for it again.");
    reply_refused(q);
    return false;
}

static void show(request *q)
{
    making m;
    if (!own(q, &m)) return;
    const report *r = report_find(m.name);
    bool done = str_eq(m.state, S("done")), bad = str_eq(m.state, S("failed"));
    if (!done && !bad) reply_header(q, "Refresh", S("1"));
    page_open(q, words(q, r ? r->label : "Report"));
    html(q, "<div class='head'><div><h1>$1</h1><p class='under'>$2</p></div></div>",
         v(words(q, r ? r->label : "Report")), v(m.scope));
    if (bad)
        html(q, "<div class='note bad' role='alert'><p>$1</p></div>", v(m.failure));
    else if (done)
        html(q,
             "<p>{It is done: $1 page.|It is done: $1 pages.} {It is kept here for a day.}</p><p class='acts'><a "
             "class='btn main-act' href='/report/made/$2/file'>{Open the PDF}</a></p>",
             v(m.pages), v(m.id));
    else
        html(q,
             "<p role='status'>{$1 % is done.} {This page looks again each second.}</p><p><progress max='100' "
             "value='$1' aria-label='{Progress}'></progress></p>",
             v(m.progress));
    html(q, "<p><a href='/report'>{All reports}</a></p>");
    page_close(q);
}

static void fetch(request *q)
{
    making m;
    bytes pdf = {0};
    if (!own(q, &m)) return;
    rows r = query(q->c, "SELECT x.pdf FROM {making! x} WHERE x.id = $1 AND x.state = 'done'", v(m.id));
    while (db_next(&r)) pdf = db_blob(&r, 0);
    if (!pdf.p) {
        fail(q->c, NULL, "It is not done yet.");
        reply_refused(q);
        return;
    }
    reply_file(q, "application/pdf", report_file_name(q->c->a, m.name, m.scope), pdf);
}

static const route making_routes[] = {
    ROUTE(POST, "/report/:file/make", "report.make", SEE_REGISTER | EXTERNAL, ask),
    ROUTE(GET, "/report/made/:id", "report.made", SEE_REGISTER | EXTERNAL, show),
    ROUTE(GET, "/report/made/:id/file", "report.fetch", SEE_REGISTER | EXTERNAL, fetch),
    {0},
};

const module making_module = {
    .name = "making", .room = ROOM_NONE, .tables = making_tables, .jobs = making_jobs, .routes = making_routes};
