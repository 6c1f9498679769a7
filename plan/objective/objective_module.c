// objective_module.c: what objectives contribute: panels, work, rules, their paper.
// SPDX-License-Identifier: Apache-2.0
#include "plan/objective/objective_part.h"

#define STATUS                                                                                                         \
    "CASE o.status WHEN 'no-reading' THEN 'no reading yet' WHEN 'ahead' THEN 'milestone ahead' WHEN 'on-way' THEN "    \
    "'on the way' ELSE o.status END, CASE o.status WHEN 'on-way' THEN 1 WHEN 'reached' THEN 2 WHEN 'behind' THEN 3 "   \
    "WHEN 'missed' THEN 4 ELSE 5 END"
static const panel objective_panels[] = {
    {&risk_entity, "Objectives",
     "SELECT 'objective', o.id, o.title, " STATUS ", o.due FROM {objective_risk x} JOIN {objective o} ON o.id = "
     "x.objective WHERE x.risk = $1 ORDER BY o.id",
     NULL, NULL},
    {&obligation_entity, "Objectives",
     "SELECT 'objective', o.id, o.title, " STATUS ", o.due FROM {objective_obligation x} JOIN {objective o} ON o.id = "
     "x.objective WHERE x.obligation = $1 ORDER BY o.id",
     NULL, NULL},
    {&objective_entity, "Readings",
     "SELECT 'reading', x.id, CASE WHEN x.value = round(x.value) THEN CAST(CAST(x.value AS BIGINT) AS TEXT) ELSE "
     "CAST(x.value AS TEXT) END || ' ' || m.measured_in, x.note, 0, x.at / 86400000000 FROM {objective o} JOIN "
     "{measure m} ON m.id = o.measure JOIN {reading x} ON x.measure = m.id WHERE o.id = $1 ORDER BY x.at DESC, x.id "
     "DESC "
     "LIMIT 12",
     NULL, NULL},
    {0}};

static const work objective_works[] = {
    {"Reach the milestone",
     "SELECT 'objective', x.id, x.title, x.due, 'reach' FROM {objective x} WHERE x.owner = $1 AND "
     "x.status = 'ahead' AND x.due <= $2 + 60 ORDER BY x.due LIMIT 50"},
    {"Bring the objective back on its way",
     "SELECT 'objective', x.id, x.title, x.due, '' FROM {objective x} WHERE x.owner = $1 AND $2 > 0 AND x.status = "
     "'behind' ORDER BY x.due LIMIT 50"},
    {0}};

#define DAYS                                                                                                           \
    "CASE m.frequency WHEN 'daily' THEN 1 WHEN 'weekly' THEN 7 WHEN 'monthly' THEN 31 WHEN 'quarterly' THEN 92 ELSE "  \
    "366 "                                                                                                             \
    "END"

// `isms check` computes every derived column from scratch.
static bool hold_status(ctx *c, void (*found)(void *to, const char *entity, i64 id, const char *state, str what),
                        void *to)
{
    enum { MOST = 2000 };
    i64 *ids = news(c->a, i64, MOST);
    int n = 0;
    rows r = query(c, "SELECT x.id FROM {objective x} ORDER BY x.id LIMIT 2000");
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++) {
        objective *x = record_seek(c, &objective_entity, ids[i]);
        if (!x) continue;
        objective_status stored = x->status;
        measure_direction d = objective_read_latest(c, x);
        if (objective_status_of(x, d, x->judged_on) != stored)
            found(to, "objective", ids[i], "broken", S("Its status is not what its readings say."));
        else if (objective_status_of(x, d, c->today) != stored)
            found(to, "objective", ids[i], "late", S("Its status waits to be judged anew: a date has passed."));
    }
    return true;
}

static const rule objective_rules[] = {
    {10, "objective-measured",
     "Each objective has a measure with a reading younger than its frequency, or a milestone with a reason.",
     "SELECT 'objective', x.id, x.title, CASE WHEN x.measure IS NULL THEN 'broken' WHEN m.latest_at IS NULL AND "
     "x.set_on "
     "+ " DAYS " >= $1 THEN 'early' ELSE 'late' END, CASE WHEN x.measure IS NULL THEN 'It has neither a measure nor a "
     "milestone with a reason.' WHEN m.latest_at IS NULL THEN 'It has no reading yet.' ELSE 'Its newest reading is "
     "older "
     "than its frequency allows.' END FROM {objective x} LEFT JOIN {measure! m} ON m.id = x.measure WHERE x.status "
     "NOT IN "
     "('reached', 'missed') AND ((x.measure IS NULL AND (x.milestone = '' OR x.unmeasured = '')) OR (x.measure IS NOT "
     "NULL "
     "AND (m.latest_at IS NULL OR m.latest_at / 86400000000 + " DAYS " < $1)))",
     NULL},
    {10, "objective-status", "The status of each objective is what its readings say.", NULL, hold_status},
    {0}};

static const figure objective_figures[] = {{"objectives-reached", "Objectives reached", "%",
                                            "SELECT CASE WHEN count(*) = 0 THEN NULL ELSE 100.0 * sum(CASE x.status "
                                            "WHEN 'reached' THEN 1 ELSE 0 END) / count(*) "
                                            "END FROM {objective x} WHERE $1 > 0"},
                                           {0}};

static bool judge_some(ctx *c, void *arg)
{
    *(i64 *)arg = objective_judge_due(c);
    return true;
}

// Dates pass: what was ahead yesterday is missed today.
static bool judge_all(ctx *c, job_progress *progress, void *to)
{
    i64 all = 0;
    for (i64 some = 1; some; all += some) {
        if (!operate_with(c, judge_some, &some)) return false;
        if (!progress(to, all + some, 0, format(c->a, "$1 objectives judged.", v(all + some)))) return true;
    }
    return true;
}

static const job objective_jobs[] = {{"objective-judge", "Judge the objectives of the day", 3600, judge_all}, {0}};

static const report objective_reports[] = {
    {"objectives", "Objectives plan", SEE_REGISTER,
     "Each objective with aim, measure, target, date, means, and where it stands.", objective_report},
    {0}};

static const follow objective_follows[] = {
    {&reading_entity, objective_follow_reading}, {&measure_entity, objective_follow_measure}, {0}};

const module objective_module = {
    .name = "objective",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&objective_entity, &objective_risk_entity, &objective_obligation_entity, NULL},
    .actions = objective_actions,
    .panels = objective_panels,
    .parts = objective_parts,
    .works = objective_works,
    .rules = objective_rules,
    .figures = objective_figures,
    .reports = objective_reports,
    .follows = objective_follows,
    .jobs = objective_jobs,
};
