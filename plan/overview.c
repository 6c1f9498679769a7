// overview.c: the overview: where the management system stands, in sentences that lead to the lists behind them.
// SPDX-License-Identifier: Apache-2.0
#include "plan/overview.h"
#include "hub/journey.h"
#include "plan/criteria.h"
#include "plan/heat.h"
#include "plan/objective/objective.h"
#include "platform/base/time.h"
#include "platform/web/generic.h"
#include "platform/web/html.h"

#include <string.h>

enum { COMING = 8 };

// ---- figures

typedef struct {
    i64 risks, above, undecided, stale, expired;
    i64 late_plans, plans, waiting;
} standing;

static standing read_standing(ctx *c)
{
    standing s = {0};
    rows r = query(
        c,
        "SELECT count(*), sum(CASE WHEN x.score >= k.line THEN 1 ELSE 0 END), sum(CASE WHEN x.score >= k.line AND "
        "x.decision = '' THEN 1 ELSE 0 END), sum(CASE WHEN x.acceptance = 'stale' THEN 1 ELSE 0 END), sum(CASE "
        "WHEN x.acceptance = 'accepted' AND x.accepted_until < $1 THEN 1 ELSE 0 END) FROM {risk x} LEFT JOIN "
        "{criteria k} ON k.id = x.criteria",
        v(c->today));
    while (db_next(&r))
        s.risks = db_int(&r, 0), s.above = db_int(&r, 1), s.undecided = db_int(&r, 2), s.stale = db_int(&r, 3),
        s.expired = db_int(&r, 4);
    r = query(
        c,
        "SELECT count(*), sum(CASE WHEN x.state = 'approved' AND x.due < $1 THEN 1 ELSE 0 END), sum(CASE WHEN x.state "
        "= 'proposed' THEN 1 ELSE 0 END) FROM {treatment x} WHERE x.state IN ('proposed', 'approved')",
        v(c->today));
    while (db_next(&r)) s.plans = db_int(&r, 0), s.late_plans = db_int(&r, 1), s.waiting = db_int(&r, 2);
    return s;
}

// width: of twelve columns, where it is no part of a column of its own.
static void widget(request *q, const char *width, const char *question)
{
    html(q, "<section class='w box $1'><header><h2>$2</h2>", v(width), v(words(q, question)));
}

static void more(request *q, const char *url, const char *label)
{
    html(q, "<a class='more' href='$1'>$2", v(url), v(words(q, label)));
    html_icon(q, "arrow-right");
    html(q, "</a></section>\n");
}

// ---- risks

static void levels(request *q)
{
    i64 n[5] = {0};
    rows r = query(q->c, "SELECT x.level, count(*) FROM {risk x} GROUP BY x.level");
    while (db_next(&r))
        for (int i = 1; i < countof(n); i++)
            if (str_eq(db_view(&r, 0), str_of(level_choices[i].name))) n[i] = db_int(&r, 1);
    html(q, "<ul class='rows'>");
    for (int i = countof(n) - 1; i > 0; i--) {
        html(q, "<li>");
        html_pill(q, level_choices[i].tone, words(q, level_choices[i].label));
        html(q, "<span class='grow'><a href='/risk?level=$2'>{$1 risk|$1 risks}</a></span></li>", v(n[i]),
             v(level_choices[i].name));
    }
    html(q, "</ul>");
}

static void risks_widget(request *q, const standing *s)
{
    int total, above;
    widget(q, "w5", "Are we inside the criteria?");
    html(q,
         "<p>{$1 risk lies at the line or above it|$1 risks lie at the line or above it} <span class='muted'>{of "
         "$2}</span></p></header>",
         v(s->above), v(s->risks));
    heat_write(q, &total, &above);
    levels(q);
    more(q, "/risk/matrix", "Heat map, with inherent and target");
}

// ---- treatment

static void count_row(request *q, const char *icon, const char *url, const char *label, i64 n)
{
    html(q, "<li>");
    html_icon(q, icon);
    html(q, "<span class='grow'><a href='$1'>$2</a></span><span class='num'>$3</span></li>", v(url), v(words(q, label)),
         v(n));
}

static void treatment_widget(request *q, const standing *s)
{
    widget(q, "", "Are decisions and plans in order?");
    html(q, "<p>");
    if (s->late_plans + s->stale + s->expired + s->undecided)
        html(q, "{$1 thing to put right|$1 things to put right}",
             v(s->late_plans + s->stale + s->expired + s->undecided));
    else
        html(q, "{Nothing is late, stale or undecided}");
    html(q, "</p></header><ul class='rows'>");
    count_row(q, "circle-dashed", "/risk?decision.empty=1&sort=-score", "Risks at the line or above without a decision",
              s->undecided);
    count_row(q, "clock", "/treatment?state=approved&sort=due", "Approved plans that are late", s->late_plans);
    count_row(q, "triangle-alert", "/risk?acceptance=stale", "Acceptances that are stale", s->stale);
    count_row(q, "calendar-days", "/risk?acceptance=accepted&sort=accepted_until", "Acceptances that have expired",
              s->expired);
    count_row(q, "pencil", "/treatment?state=proposed", "Plans that wait for approval", s->waiting);
    html(q, "</ul>");
    more(q, "/treatment", "Treatment plan");
}

// ---- statement of applicability

static void statement_row(request *q, i64 id, str scope, str state, i64 yes, i64 all, i64 done)
{
    html(q, "<li><span><a href='$1'>$2</a><small>", v(record_address(q->c->a, entity_find(S("soa")), id)), v(scope));
    if (str_eq(state, S("approved")))
        html(q, "{approved}");
    else if (str_eq(state, S("proposed")))
        html(q, "{waits for approval}");
    else
        html(q, "{draft}");
    html(q,
         " &#183; {$1 of $2 apply, $3 are implemented}</small></span><span class='num'>$4 %</span><progress max='$1' "
         "value='$3' aria-label='{Implemented in} $5'>$4 %</progress></li>",
         v(yes), v(all), v(done), v(yes ? 100 * done / yes : 0), v(scope));
}

static void statements_widget(request *q)
{
    int n = 0;
    widget(q, "", "Which controls apply, and do they stand?");
    rows r = query(
        q->c, "SELECT s.id, p.name, s.state, sum(CASE WHEN x.applicable = 'yes' THEN 1 ELSE 0 END), count(*), sum(CASE "
              "WHEN x.applicable = 'yes' AND x.implemented = 'yes' THEN 1 ELSE 0 END) FROM {soa s} JOIN {scope p} ON "
              "p.id = s.scope JOIN {soa_row x} ON x.soa = s.id WHERE s.state <> 'replaced' GROUP BY s.id, p.name, "
              "s.state ORDER BY p.name, s.id LIMIT 12");
    while (db_next(&r)) {
        if (!n++) html(q, "<p>{Statement of Applicability}</p></header><ul class='ready'>");
        statement_row(q, db_int(&r, 0), db_text(&r, 1), db_text(&r, 2), db_int(&r, 3), db_int(&r, 4), db_int(&r, 5));
    }
    if (n)
        html(q, "</ul>");
    else
        html(q, "<p>{No Statement of Applicability is begun}</p></header>");
    more(q, "/soa", "Statements of Applicability");
}

// ---- objectives

static void objectives_widget(request *q)
{
    i64 all = 0;
    widget(q, "", "Do we get where we want?");
    html(q, "<p><a class='quiet' href='/objective'>{$1 objective|$1 objectives}</a></p></header><ul class='rows'>",
         v(db_one(query(q->c, "SELECT count(*) FROM {objective x}"))));
    rows r = query(q->c, "SELECT x.status, count(*) FROM {objective x} GROUP BY x.status ORDER BY x.status");
    while (db_next(&r))
        for (const choice *k = objective_statuses; k->name; k++) {
            if (!str_eq(db_view(&r, 0), str_of(k->name))) continue;
            all += db_int(&r, 1);
            html(q, "<li>");
            html_pill(q, k->tone, words(q, k->label));
            html(q, "<span class='grow'></span><a class='num' href='/objective?status=$1'>$2</a></li>", v(k->name),
                 v(db_int(&r, 1)));
        }
    html(q, "</ul>");
    if (!all) html(q, "<p>{None is set yet.}</p>");
    more(q, "/objective", "Objectives");
}

// ---- dates

typedef struct {
    const entity *e;
    i64 id;
    str title, what;
    date day;
} coming;

// Each part is limited by itself, so that the database reads a few rows of each list.
static int read_dates(ctx *c, bool late, coming out[COMING])
{
    static const struct {
        const char *what, *late, *next; // $1 today
    } lists[] = {
#define DATES(entity, title, day, open)                                                                                \
    "SELECT '" entity "', x.id, " title ", x." day " FROM {" entity " x} WHERE " open " AND x." day                    \
    " < $1 ORDER BY x." day ", x.id LIMIT 8",                                                                          \
        "SELECT '" entity "', x.id, " title ", x." day " FROM {" entity " x} WHERE " open " AND x." day                \
        " >= $1 ORDER BY x." day ", x.id LIMIT 8"
        {"Task", DATES("task", "x.title", "due", "x.status IN ('open', 'doing')")},
        {"Review of a risk", DATES("risk", "x.title", "review_on", "x.id > 0")},
        {"Treatment plan due", DATES("treatment", "x.note", "due", "x.state = 'approved'")},
        {"Review of an obligation", DATES("obligation", "x.title", "review_on", "x.state <> 'ended'")},
        {"Objective due", DATES("objective", "x.title", "due", "x.status NOT IN ('reached', 'missed')")},
        {"Exception ends", DATES("exception", "x.title", "until", "x.state = 'granted'")},
        {"Meeting", DATES("meeting", "x.title", "day", "x.state = 'draft'")},
#undef DATES
    };
    int n = 0;
    for (int i = 0; i < countof(lists); i++) {
        rows r = query_(c, str_of(late ? lists[i].late : lists[i].next), VALS(v(c->today)), 1);
        while (db_next(&r)) {
            coming x = {
                entity_find(db_view(&r, 0)), db_int(&r, 1), db_text(&r, 2), str_of(lists[i].what), {db_int(&r, 3)}};
            int at = n < COMING ? n++ : COMING;
            while (at > 0 && out[at - 1].day.day > x.day.day) {
                if (at < COMING) out[at] = out[at - 1];
                at--;
            }
            if (at < COMING) out[at] = x;
        }
    }
    return n;
}

static str title_of(request *q, const coming *x)
{
    return x->title.n ? str_sub(x->title, 0, 120) : record_code(q->c->a, x->e, x->id);
}

static void next_widget(request *q)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    coming list[COMING];
    int n = read_dates(q->c, false, list);
    widget(q, "w7", "What comes next?");
    if (n)
        html(q, "<p>{The next $1 dates}</p></header><ol class='days'>", v(n));
    else
        html(q, "<p>{Nothing has a date ahead}</p></header><ol class='days'>");
    for (int i = 0; i < n; i++) {
        bool same = i && list[i - 1].day.day == list[i].day.day;
        if (!same) {
            if (i) html(q, "</ul></li>");
            html(q, "<li><time datetime='$1'", v(list[i].day));
            if (list[i].day.day == q->c->today.day) html(q, " class='today'");
            html(q, ">$1<b>$2</b></time><ul>", v(words(q, weekdays[date_weekday(list[i].day) - 1])), v(list[i].day));
        }
        html(q, "<li><a href='$1'>$2</a><small>$3 $4</small></li>", v(record_address(q->c->a, list[i].e, list[i].id)),
             v(title_of(q, &list[i])), v(words(q, str_z(q->c->a, list[i].what))),
             v(record_code(q->c->a, list[i].e, list[i].id)));
    }
    if (n) html(q, "</ul></li>");
    html(q, "</ol>");
    more(q, "/treatment/gantt", "Plan along time");
}

static void late_widget(request *q)
{
    coming list[COMING];
    int n = read_dates(q->c, true, list);
    widget(q, "", "What is late?");
    if (!n) {
        html(q, "<p>{Nothing is late}</p></header>");
        more(q, "/work", "My work");
        return;
    }
    html(q, "<p>{$1 thing, the oldest first|$1 things, the oldest first}</p></header><ul class='rows'>", v(n));
    for (int i = 0; i < n; i++)
        html(q,
             "<li><span class='grow'><a href='$2'>$3: $4</a></span><span class='far small num'>{$1 day|$1 "
             "days}</span></li>",
             v(q->c->today.day - list[i].day.day), v(record_address(q->c->a, list[i].e, list[i].id)),
             v(words(q, str_z(q->c->a, list[i].what))), v(title_of(q, &list[i])));
    html(q, "</ul>");
    more(q, "/work", "My work");
}

// ---- the page

static void lede(request *q, const standing *s, const journey *j)
{
    html(q,
         "<p class='lede'>{<b><a href='/risk?sort=-score'>$1 of $2 risks</a></b> lie at the line of acceptance or "
         "above it, "
         "<b><a href='/treatment?state=approved&sort=due'>$3 of $4 plans</a></b> are late, and <b><a "
         "href='/journey'>$5 of 12 steps</a></b> of the journey are done.}</p>\n",
         v(s->above), v(s->risks), v(s->late_plans), v(s->plans), v(j->done));
}

static void overview_page(request *q)
{
    standing s = read_standing(q->c);
    const journey *j = s.risks || q->c->reach != REACH_WHOLE ? journey_read(q->c) : NULL;
    if (!j) { // nothing to look over yet: the journey is the home of a new organisation
        reply_see(q, S("/journey"));
        return;
    }
    page_open(q, words(q, "Overview"));
    html(q, "<div class='head'><div><h1>{Overview}</h1></div></div>\n");
    lede(q, &s, j);
    html(q, "<div class='grid12'>");
    risks_widget(q, &s);
    html(q, "<div class='w7 stack'>");
    treatment_widget(q, &s);
    statements_widget(q);
    html(q, "</div><div class='w5 stack'>");
    objectives_widget(q);
    late_widget(q);
    html(q, "</div>");
    next_widget(q);
    html(q, "</div>\n");
    page_close(q);
}

static const route overview_routes[] = {ROUTE(GET, "/overview", "overview.show", SEEING, overview_page), {0}};

const module overview_module = {.name = "overview", .room = ROOM_NONE, .routes = overview_routes};
