// objective_report.c: the objectives plan as a paper.
// SPDX-License-Identifier: Apache-2.0
#include "plan/objective/objective_part.h"
#include "platform/base/time.h"
#include "platform/paper/paper.h"

static paper_tone tone_of(objective_status s)
{
    static const paper_tone tones[] = {
        [OBJECTIVE_UNREAD] = PAPER_MUTED, [OBJECTIVE_AHEAD] = PAPER_MUTED,  [OBJECTIVE_ON_WAY] = PAPER_NORMAL,
        [OBJECTIVE_BEHIND] = PAPER_WARN,  [OBJECTIVE_REACHED] = PAPER_GOOD, [OBJECTIVE_MISSED] = PAPER_BAD};
    return tones[s];
}

static str short_date(ctx *c, date d)
{
    text t = {.a = c->a};
    put_date_short(&t, d, c->today);
    return text_str(&t);
}

str objective_sentence(ctx *c, const objective *x)
{
    if (!x->measure.id)
        return x->reached_on.day
                   ? format(c->a, "Milestone reached on $1: $2", v(short_date(c, x->reached_on)), v(x->milestone))
                   : format(c->a, "Milestone until $1: $2", v(short_date(c, x->due)), v(x->milestone));
    const measure *m = record_seek(c, &measure_entity, x->measure.id);
    str in = m && m->measured_in.n ? format(c->a, " $1", v(m->measured_in)) : S("");
    str from = x->baseline.is ? format(c->a, ", from $1$2", v(x->baseline), v(in)) : S("");
    str due = short_date(c, x->due);
    if (!x->latest.is)
        return format(c->a, "No reading yet$1; target $2$3 by $4.", v(from), v(x->target), v(in), v(due));
    return format(c->a, "Stands at $1$2 on $3$4; target $5$2 by $6.", v(x->latest), v(in),
                  v(short_date(c, x->latest_on)), v(from), v(x->target), v(due));
}

// ---- the paper

static void put_overview(ctx *c, paper *p, const objective *const *list, int n)
{
    static const paper_column columns[] = {{STR("Code"), .5, PAPER_LEFT},      {STR("Objective"), 2.4, PAPER_LEFT},
                                           {STR("Baseline"), .8, PAPER_RIGHT}, {STR("Target"), .7, PAPER_RIGHT},
                                           {STR("Latest"), .7, PAPER_RIGHT},   {STR("Due"), .95, PAPER_LEFT},
                                           {STR("Owner"), 1.2, PAPER_LEFT},    {STR("Status"), 1.2, PAPER_LEFT}};
    paper_table(p, columns, countof(columns));
    for (int i = 0; i < n; i++) {
        const objective *x = list[i];
        str code = record_code(c->a, &objective_entity, x->rec.id);
        paper_row(p, (str){0});
        paper_cell_as(p, v(code), PAPER_STRONG, format(c->a, "#$1", v(code)));
        paper_cell(p, v(x->title));
        paper_cell(p, v(x->baseline));
        paper_cell(p, x->measure.id ? v(x->target) : v("milestone"));
        paper_cell(p, v(x->latest));
        paper_cell(p, v(x->due));
        paper_cell(p, v(record_title(c, &person_entity, x->owner.id)));
        paper_cell_as(p, v(objective_statuses[x->status].label), tone_of(x->status), (str){0});
    }
}

// "R-1 Patient records opened …; R-3 …"
static str served(ctx *c, const entity *to, rows r)
{
    text t = {.a = c->a};
    while (db_next(&r)) {
        if (t.n) put(&t, S("; "));
        fill(&t, S("$1 $2"), VALS(v(record_code(c->a, to, db_int(&r, 0))), v(db_view(&r, 1))), 2);
    }
    return text_str(&t);
}

static void put_line(paper *p, str label, str words)
{
    if (words.n) paper_paragraph(p, "<b>$1:</b> $2", v(label), v(words));
}

static void put_measure(ctx *c, paper *p, const objective *x)
{
    static const char *const often[] = {"every day", "every week", "every month", "every quarter", "every year"};
    const measure *m = x->measure.id ? record_seek(c, &measure_entity, x->measure.id) : NULL;
    put_line(p, S("Where it stands"), objective_sentence(c, x));
    if (m)
        put_line(p, S("Measure"),
                 format(c->a, "$1, read $2$3", v(m->name), v(often[m->frequency]),
                        v(m->formula.n ? format(c->a, " ($1)", v(m->formula)) : S(""))));
    else if (x->measure.id)
        put_line(p, S("Measure"), record_code(c->a, &measure_entity, x->measure.id));
    else
        put_line(p, S("Why nothing is measured"), x->unmeasured);
    put_line(p, S("What shows it"), x->shown);
}

static void put_objective(ctx *c, paper *p, const objective *x)
{
    str code = record_code(c->a, &objective_entity, x->rec.id);
    paper_heading(p, 2, format(c->a, "$1  $2", v(code), v(x->title)), code);
    put_line(p, S("Strategic aim"), x->aim);
    put_line(p, S("Risks it makes smaller"),
             served(c, &risk_entity,
                    query(c,
                          "SELECT y.id, y.title FROM {objective_risk x} JOIN {risk y} ON y.id = x.risk WHERE "
                          "x.objective = $1 ORDER BY y.id",
                          v(x->rec.id))));
    put_line(p, S("Obligations it serves"),
             served(c, &obligation_entity,
                    query(c,
                          "SELECT y.id, y.title FROM {objective_obligation x} JOIN {obligation y} ON y.id = "
                          "x.obligation WHERE x.objective = $1 ORDER BY y.id",
                          v(x->rec.id))));
    put_measure(c, p, x);
    put_line(p, S("What it takes"), x->resources);
    put_line(p, S("Who answers for it"), record_title(c, &person_entity, x->owner.id));
    put_line(p, S("How it is evaluated"), x->evaluation);
    put_line(p, S("Told to"), x->told_on.day ? format(c->a, "$1, on $2", v(x->told), v(x->told_on)) : x->told);
}

bool objective_report(ctx *c, paper *p, str scope)
{
    enum { MOST = 200 };
    const objective *list[MOST];
    i64 ids[MOST];
    int n = 0, reached = 0, unread = 0, bad = 0;
    (void)scope;
    rows r = query(c, "SELECT x.id FROM {objective x} ORDER BY x.id LIMIT 200");
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    if (!n) return fail(c, NULL, "No objective is set yet: add the first under Plan, Objectives.");
    for (int i = 0; i < n; i++) {
        objective *x = record_load(c, &objective_entity, ids[i]);
        if (!x) return false;
        x->status = objective_status_of(x, objective_read_latest(c, x), c->today);
        reached += x->status == OBJECTIVE_REACHED, unread += x->status == OBJECTIVE_UNREAD;
        bad += x->status == OBJECTIVE_BEHIND || x->status == OBJECTIVE_MISSED;
        list[i] = x;
    }
    paper_heading(p, 1, S("Summary"), S("summary"));
    paper_paragraph_as(p, PAPER_LEDE, "$1: $2 reached, $3 behind or missed, $4 without a reading yet.",
                       v(paper_count(p, n, "objective is set", "objectives are set")), v(reached), v(bad), v(unread));
    put_overview(c, p, list, n);
    paper_paragraph_as(p, PAPER_SMALL,
                       "The status of each is computed from the readings of its measure, or from the day its "
                       "milestone was reached; nobody types it.");
    paper_heading(p, 1, S("The objectives one by one"), S("objectives"));
    for (int i = 0; i < n; i++) put_objective(c, p, list[i]);
    return true;
}
