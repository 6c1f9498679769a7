// job_page.c: the jobs of the server, for its administrator and for programs.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/job_page.h"

#include "platform/base/time.h"
#include "platform/job/job.h"
#include "platform/web/api.h"
#include "platform/web/field_html.h"
#include "platform/web/form_html.h"

#include <string.h>

// ---- the page

// What lies ahead: the time alone when it is today.
static void ahead(request *q, moment m)
{
    date day = moment_date(m, q->c->zone);
    text clock = {.a = q->c->a};
    put_clock(&clock, m, q->c->zone);
    html(q, "<time datetime='$1'>", v(m));
    if (day.day != q->c->today.day) html(q, "$1 ", v(day));
    html(q, "$1</time>", v(text_str(&clock)));
}

static void state_pill(request *q, const job_status *s)
{
    if (strcmp(s->state, "running") == 0)
        html_pill(q, TONE_NOW, words(q, "Running"));
    else if (strcmp(s->state, "failed") == 0)
        html_pill(q, TONE_BAD, words(q, "Failed"));
    else if (strcmp(s->state, "done") == 0)
        html_pill(q, TONE_GOOD, words(q, "Done"));
    else
        html_pill(q, TONE_NONE, words(q, s->ended.us ? "Waiting" : "Never run"));
}

static void last_run(request *q, const job_status *s)
{
    if (strcmp(s->state, "running") == 0) {
        html_time(q, v(s->began));
        if (s->progress >= 0)
            html(q, " <progress max='100' value='$1' aria-label='{Progress}'></progress>", v(s->progress));
    } else if (s->ended.us) {
        html_time(q, v(s->ended));
    }
}

static void job_row(request *q, const job_status *s)
{
    html(q, "<tr><th scope='row'>$1<span class='sub'><span>$2</span></span></th><td>", v(words(q, s->job->label)),
         v(s->job->name));
    state_pill(q, s);
    html(q, "</td><td>");
    last_run(q, s);
    html(q, "</td><td class='o1'>");
    if (s->due.us && strcmp(s->state, "running")) {
        if (s->due.us <= q->c->now.us)
            html(q, "{now}");
        else
            ahead(q, s->due);
    } else if (!s->job->every) {
        html(q, "<span class='muted'>{on request}</span>");
    }
    html(q, "</td><td class='o2'>$1</td><td><form method='post' action='/job/$2/run'>", v(s->note), v(s->job->name));
    html_form_token(q);
    html(q, "<button class='btn' aria-label='{Run now}: $1'>{Run now}</button></form></td></tr>",
         v(words(q, s->job->label)));
}

static void show_page(request *q)
{
    const job *j;
    page_open_wide(q, words(q, "Jobs"));
    html(q,
         "<div class='head'><div><h1>{Jobs}</h1><p class='under'>{What the server does beside the pages, by the clock "
         "or on request, one after the other.}</p></div></div>");
    html(q, "<table class='t full'><caption class='vh'>{Jobs of the server}</caption><thead><tr><th "
            "scope='col'>{Job}</th><th scope='col'>{State}</th><th scope='col'>{Last run}</th><th scope='col' "
            "class='o1'>{Next}</th><th scope='col' class='o2'>{What it did}</th><th scope='col'><span "
            "class='vh'>{Run}</span></th></tr></thead><tbody>");
    for (int i = 0; (j = job_at(i)); i++) {
        job_status s = job_look(q->c, j);
        job_row(q, &s);
    }
    html(q, "</tbody></table>");
    page_close(q);
}

static const job *named(request *q)
{
    str name = request_part(q, "name");
    const job *j = job_find(name);
    if (!j) fail_as(q->c, NO_RECORD, NULL, "There is no job \"$1\".", v(name));
    return j;
}

static void run_page(request *q)
{
    const job *j = named(q);
    if (!j || !job_ask(q->c, j))
        reply_refused(q);
    else
        reply_done(q, S("/job"), words(q, "The job runs within a second, or after the one that is running now."));
}

// ---- for programs

static void put_moment_or_null(json_writer *w, const char *name, moment m)
{
    json_put_name(w, str_of(name));
    json_put(w, m.us ? v(m) : (val){.null = true});
}

static void put_job(ctx *c, json_writer *w, const job *j)
{
    job_status s = job_look(c, j);
    json_put_object(w);
    json_member(w, "name", v(j->name));
    json_member(w, "label", v(j->label));
    json_member(w, "every", v(j->every));
    json_member(w, "state", v(s.state));
    put_moment_or_null(w, "due", s.due);
    put_moment_or_null(w, "began", s.began);
    put_moment_or_null(w, "ended", s.ended);
    json_put_name(w, S("progress"));
    json_put(w, s.progress >= 0 ? v(s.progress) : (val){.null = true});
    json_member(w, "note", v(s.note));
    json_member(w, "node", v(s.node));
    json_end_object(w);
}

static void list_jobs(request *q)
{
    const job *j;
    int n = 0;
    json_writer w = {.out = q->out};
    json_put_object(&w);
    json_put_name(&w, S("items"));
    json_put_array(&w);
    for (; (j = job_at(n)); n++) put_job(q->c, &w, j);
    json_end_array(&w);
    json_member(&w, "total", v(n));
    json_put_name(&w, S("next"));
    json_put(&w, (val){.null = true});
    json_end_object(&w);
    put_char(q->out, '\n');
    q->type = "application/json";
}

static void answer_job(request *q, bool asked)
{
    const job *j = named(q);
    json_writer w = {.out = q->out};
    if (!j || (asked && !job_ask(q->c, j))) {
        api_refuse(q);
        return;
    }
    if (asked) q->status = 202;
    put_job(q->c, &w, j);
    put_char(q->out, '\n');
    q->type = "application/json";
}

static void show_job(request *q)
{
    answer_job(q, false);
}

static void run_job(request *q)
{
    answer_job(q, true);
}

static const route job_routes[] = {
    ROUTE(GET, "/job", "job.list", ADMINISTRATOR, show_page, .label = "Jobs"),
    ROUTE(POST, "/job/:name/run", "job.run", ADMINISTRATOR, run_page),
    ROUTE(GET, "/api/v1/job", "job.list", ADMINISTRATOR, list_jobs),
    ROUTE(GET, "/api/v1/job/:name", "job.show", ADMINISTRATOR, show_job),
    ROUTE(POST, "/api/v1/job/:name/run", "job.run", ADMINISTRATOR, run_job),
    {0},
};

const module job_module = {.name = "job", .room = ROOM_ADMIN, .routes = job_routes, .tables = job_tables};
