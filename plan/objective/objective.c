// objective.c: information security objectives (6.2).
// SPDX-License-Identifier: Apache-2.0
#include "plan/objective/objective_part.h"
#include "platform/base/time.h"

const choice objective_statuses[] = {{"no-reading", "No reading yet", TONE_OFF},
                                     {"ahead", "Milestone ahead", TONE_OFF},
                                     {"on-way", "On the way", TONE_NOW},
                                     {"behind", "Behind", TONE_WARN},
                                     {"reached", "Reached", TONE_GOOD},
                                     {"missed", "Missed", TONE_BAD},
                                     {0}};
static const link_field objective_links[] = {
    {"risks", "Risks", "Risks it makes smaller.", &objective_risk_entity, "objective", "risk", 0},
    {"obligations", "Obligations", "Obligations it serves.", &objective_obligation_entity, "objective", "obligation",
     0},
    {0}};
static const field objective_fields[] = {
    FIELD(objective, title, "Objective", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(objective, aim, "Strategic aim", .flags = REQUIRED | LONG | SEARCHED, .max = 2000,
          .help = "What of the organisation's own aims it serves."),
    FIELD(objective, status, "Status", .flags = READONLY | DERIVED | LISTED | CHIPS, .choices = objective_statuses),
    FIELD(objective, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(objective, due, "Due", .flags = REQUIRED | LISTED | SORTED | DUE),
    FIELD(objective, measure, "Measure", .to = &measure_entity, .group = "How it is known"),
    FIELD(objective, baseline, "Baseline", .flags = LISTED, .help = "Where it stands when the objective is set."),
    FIELD(objective, target, "Target", .flags = LISTED),
    FIELD(objective, latest, "Latest", .flags = READONLY | DERIVED | LISTED),
    FIELD(objective, latest_on, "Read on", .flags = READONLY | DERIVED),
    FIELD(objective, milestone, "Milestone", .flags = SEARCHED, .max = 300,
          .help = "Only where nothing can be measured: what will have happened."),
    FIELD(objective, unmeasured, "Why nothing is measured", .max = 1000),
    FIELD(objective, evaluation, "How it is evaluated", .flags = REQUIRED | LONG, .max = 2000,
          .help = "Who looks at the result, when, against what."),
    FIELD(objective, resources, "Resources", .flags = REQUIRED | LONG, .max = 2000, .group = "How it is reached",
          .help = "People, money and what else it takes."),
    FIELD(objective, told, "Told to", .max = 500, .help = "Who has been told."),
    FIELD(objective, told_on, "Told on"),
    FIELD(objective, set_on, "Set on", .flags = READONLY),
    FIELD(objective, reached_on, "Milestone reached on", .flags = READONLY),
    FIELD(objective, shown, "What shows it", .flags = READONLY | LONG, .max = 2000),
    FIELD(objective, judged_on, "Judged on", .flags = READONLY | DERIVED | HIDDEN),
};

static bool check_measured(ctx *c, const objective *x)
{
    bool milestone = str_trim(x->milestone).n > 0;
    if (!x->measure.id && !milestone)
        return fail(c, "measure",
                    "An objective has a measure; where nothing can be measured, a milestone with the reason.");
    if (x->measure.id && milestone)
        return fail(c, "milestone", "It has a measure: a milestone stands only where nothing can be measured.");
    if (x->measure.id && !x->target.is) return fail(c, "target", "Say which value of the measure is the target.");
    if (milestone && !str_trim(x->unmeasured).n) return fail(c, "unmeasured", "Say why nothing can be measured here.");
    if (milestone && (x->target.is || x->baseline.is))
        return fail(c, "target", "A milestone has no target value: it is reached or not.");
    return true;
}

static bool objective_check(ctx *c, void *rec, const void *before)
{
    objective *x = rec;
    const objective *old = before;
    if (!check_measured(c, x)) return false;
    if (!old) x->set_on = c->today;
    if (!old && x->due.day <= c->today.day) return fail(c, "due", "The date of an objective lies ahead.");
    if (old)
        x->status = old->status, x->latest = old->latest, x->latest_on = old->latest_on, x->judged_on = old->judged_on;
    return true;
}

static bool objective_saved(ctx *c, const void *rec, const void *before)
{
    (void)before;
    return !rec || objective_judge(c, ((const objective *)rec)->rec.id);
}

const entity objective_entity = {
    ENTITY(objective, "O", "Objective", "Objectives", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "target",
    .scope = SCOPE_EVERYONE,
    .title = "title",
    .owner = "owner",
    .links = objective_links,
    .sort = "code",
    .help = "What you want to reach in security, until when, and by which measure you will know.",
    .check = objective_check,
    .saved = objective_saved};

static const field objective_risk_fields[] = {
    FIELD(objective_risk, objective, "Objective", .flags = REQUIRED | LISTED, .to = &objective_entity),
    FIELD(objective_risk, risk, "Risk", .flags = REQUIRED | LISTED, .to = &risk_entity),
};
const entity objective_risk_entity = {ENTITY(objective_risk, "OR", "Risk it makes smaller", "Risks it makes smaller",
                                             SEE_REGISTER, ADD_REGISTER, MANAGER | OWNER, MANAGER | OWNER),
                                      .scope = SCOPE_WITHIN, .within = "objective", .plain = true};

static const field objective_obligation_fields[] = {
    FIELD(objective_obligation, objective, "Objective", .flags = REQUIRED | LISTED, .to = &objective_entity),
    FIELD(objective_obligation, obligation, "Obligation", .flags = REQUIRED | LISTED, .to = &obligation_entity),
};
const entity objective_obligation_entity = {ENTITY(objective_obligation, "OG", "Obligation it serves",
                                                   "Obligations it serves", SEE_REGISTER, ADD_REGISTER, MANAGER | OWNER,
                                                   MANAGER | OWNER),
                                            .scope = SCOPE_WITHIN, .within = "objective", .plain = true};

// ---- status

// Short of the straight way from baseline to target by more than a tenth of it.
static bool lags(const objective *x, date day)
{
    i64 all = x->due.day - x->set_on.day, gone = day.day - x->set_on.day;
    double way = x->target.x - x->baseline.x;
    if (!x->baseline.is || all <= 0 || gone <= 0 || way == 0) return false;
    double done = (x->latest.x - x->baseline.x) / way;
    return done < (double)gone / (double)all - .1;
}

objective_status objective_status_of(const objective *x, measure_direction direction, date day)
{
    bool over = x->due.day < day.day;
    if (!x->measure.id) {
        if (x->reached_on.day) return x->reached_on.day <= x->due.day ? OBJECTIVE_REACHED : OBJECTIVE_MISSED;
        return over ? OBJECTIVE_MISSED : OBJECTIVE_AHEAD;
    }
    if (!x->latest.is) return over ? OBJECTIVE_MISSED : OBJECTIVE_UNREAD;
    if (direction == MEASURE_UP ? x->latest.x >= x->target.x : x->latest.x <= x->target.x) return OBJECTIVE_REACHED;
    if (over) return OBJECTIVE_MISSED;
    return lags(x, day) ? OBJECTIVE_BEHIND : OBJECTIVE_ON_WAY;
}

measure_direction objective_read_latest(ctx *c, objective *x)
{
    measure_direction d = MEASURE_UP;
    x->latest = (number){0}, x->latest_on = (date){0};
    rows r = query(c, "SELECT x.direction, x.latest, x.latest_at FROM {measure! x} WHERE x.id = $1", v(x->measure));
    while (db_next(&r)) {
        d = str_eq(db_view(&r, 0), S("down")) ? MEASURE_DOWN : MEASURE_UP;
        if (db_null(&r, 1)) continue;
        x->latest = (number){true, db_real(&r, 1)}, x->latest_on = moment_date((moment){db_int(&r, 2)}, c->zone);
    }
    return d;
}

bool objective_judge(ctx *c, i64 id)
{
    objective *x = record_load(c, &objective_entity, id);
    if (!x) return false;
    measure_direction d = objective_read_latest(c, x);
    objective_status status = objective_status_of(x, d, c->today);
    return record_derive(c, &objective_entity, id, "latest", v(x->latest)) &&
           record_derive(c, &objective_entity, id, "latest_on", v(x->latest_on)) &&
           record_derive(c, &objective_entity, id, "status", v(objective_statuses[status].name)) &&
           record_derive(c, &objective_entity, id, "judged_on", v(c->today));
}

static i64 judge_listed(ctx *c, rows r)
{
    enum { MOST = 1000 };
    i64 *ids = news(c->a, i64, MOST), done = 0;
    int n = 0;
    while (db_next(&r))
        if (n < MOST) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++) done += objective_judge(c, ids[i]);
    return done;
}

i64 objective_judge_due(ctx *c)
{
    return judge_listed(
        c, query(c, "SELECT x.id FROM {objective x} WHERE x.judged_on IS NULL OR x.judged_on < $1", v(c->today)));
}

static bool judge_measured(ctx *c, i64 measure_id)
{
    judge_listed(c, query(c, "SELECT x.id FROM {objective x} WHERE x.measure = $1", v(measure_id)));
    return !db_error(c->db).n;
}

bool objective_follow_reading(ctx *c, const void *rec, const void *before)
{
    const reading *x = rec ? rec : before;
    return judge_measured(c, x->measure.id);
}

bool objective_follow_measure(ctx *c, const void *rec, const void *before)
{
    const measure *now = rec, *old = before;
    return !now || !old || now->direction == old->direction || judge_measured(c, now->rec.id);
}

// ---- the milestone

typedef struct {
    date day;
    str shown;
} arriving;
static const field arriving_fields[] = {
    FIELD(arriving, day, "Reached on", .flags = REQUIRED),
    FIELD(arriving, shown, "What shows it", .flags = REQUIRED | LONG, .max = 2000),
};
static const entity arriving_input = {INPUT(arriving)};

static bool reach_milestone(ctx *c, void *rec, const void *in)
{
    objective *x = rec;
    const arriving *w = in;
    if (x->measure.id)
        return fail(c, NULL, "The status of $1 follows from the readings of its measure: take a reading there.",
                    v(x->title));
    if (x->reached_on.day) return fail(c, NULL, "The milestone is reached already.");
    if (w->day.day > c->today.day) return fail(c, "day", "That day is yet to come.");
    x->reached_on = w->day, x->shown = w->shown;
    return record_save_as(c, &objective_entity, x, "reach");
}

static bool lies_ahead(ctx *c, const void *rec)
{
    const objective *x = rec;
    (void)c;
    return !x->measure.id && !x->reached_on.day;
}

const action objective_actions[] = {ACTION(objective_entity, "reach", "Reach the milestone", PROPOSE,
                                           .input = &arriving_input, .run = reach_milestone, .offered = lies_ahead,
                                           .help = "With what shows that it has happened."),
                                    {0}};
