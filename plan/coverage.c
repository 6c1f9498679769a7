// coverage.c: how far a control reaches: its population, who of it is covered, and the counts.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset.h"
#include "plan/coverage/coverage_part.h"
#include "platform/record/pick.h"

#include <math.h>

enum { MEMBERS = 100000 };

static const field coverage_fields[] = {
    FIELD(coverage, name, "Must reach", .flags = REQUIRED | LISTED | SEARCHED, .max = 200,
          .help = "In words: \"Every account\", \"Every store of personal data\"."),
    FIELD(coverage, control, "Control", .flags = REQUIRED | LISTED, .to = &control_entity),
    FIELD(coverage, noun, "Register", .flags = REQUIRED | LISTED, .max = 40,
          .help = "Whose records are its members: person, asset, unit, …"),
    FIELD(coverage, rule, "Rule", .flags = REQUIRED | LONG, .max = 2000,
          .help = "Which of them, as in the address of their list: account=yes, or store=yes personal=yes; \"all\" for "
                  "every one."),
    FIELD(coverage, owner, "Owner", .flags = READONLY, .to = &person_entity),
    FIELD(coverage, measure, "Measure", .flags = READONLY, .to = &measure_entity),
    FIELD(coverage, members, "Members", .flags = DERIVED | LISTED),
    FIELD(coverage, covered, "Covered", .flags = DERIVED | LISTED),
    FIELD(coverage, excepted, "Excepted", .flags = DERIVED | LISTED),
    FIELD(coverage, missing, "Not yet", .flags = DERIVED | LISTED),
    FIELD(coverage, percent, "Per cent", .flags = DERIVED | LISTED, .help = "Covered, of those not excepted."),
};

static bool coverage_check(ctx *c, void *rec, const void *before)
{
    coverage *x = rec;
    const coverage *old = before;
    const entity *e = entity_find(x->noun);
    if (!e || e->plain || e == &coverage_entity)
        return fail(c, "noun", "There is no register \"$1\" to take members from: write person, asset or unit.",
                    v(x->noun));
    if (old && (!str_eq(old->noun, x->noun) || old->control.id != x->control.id))
        return fail(c, "noun", "A coverage stays with its control and register; change its rule, or add another.");
    const control *of = record_load(c, &control_entity, x->control.id);
    if (!of || !pick_check(c, e, "rule", x->rule)) return false;
    x->owner = of->owner;
    if (old)
        x->members = old->members, x->covered = old->covered, x->excepted = old->excepted, x->missing = old->missing,
        x->percent = old->percent;
    return true;
}

static bool coverage_saved(ctx *c, const void *rec, const void *before)
{
    const coverage *x = rec;
    (void)before;
    return !x || coverage_count(c, x->rec.id);
}

const entity coverage_entity = {
    ENTITY(coverage, "CV", "Coverage", "Coverage", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "users-round",
    .scope = SCOPE_WITHIN,
    .within = "control",
    .title = "name",
    .owner = "owner",
    .sort = "percent",
    .help = "Say whom or what a control must reach; then who is covered, and who is not yet, is seen by name.",
    .check = coverage_check,
    .saved = coverage_saved};

static const choice member_states[] = {{"covered", "Covered", TONE_GOOD}, {"excepted", "Excepted", TONE_WARN}, {0}};
static const field coverage_member_fields[] = {
    FIELD(coverage_member, coverage, "Coverage", .flags = REQUIRED | LISTED, .to = &coverage_entity),
    FIELD(coverage_member, member, "Member", .flags = REQUIRED | LISTED),
    FIELD(coverage_member, state, "State", .flags = LISTED, .choices = member_states),
    FIELD(coverage_member, exception, "Exception", .flags = LISTED, .to = &exception_entity),
    FIELD(coverage_member, note, "Note", .max = 400),
};

static bool member_check(ctx *c, void *rec, const void *before)
{
    coverage_member *m = rec;
    (void)before;
    if (m->state == MEMBER_COVERED) m->exception.id = 0;
    if (m->state == MEMBER_COVERED) return true;
    if (!m->exception.id)
        return fail(c, "exception", "A member is excepted by an exception: ask for one first, and name it.");
    const exception *x = record_load(c, &exception_entity, m->exception.id);
    if (!x) return false;
    return exception_stands(c, x) || fail(c, "exception", "$1 is not granted, or has expired.",
                                          v(record_code(c->a, &exception_entity, m->exception.id)));
}

static bool member_saved(ctx *c, const void *rec, const void *before)
{
    const coverage_member *m = rec ? rec : before;
    return coverage_count(c, m->coverage.id);
}

const entity coverage_member_entity = {
    ENTITY(coverage_member, "CB", "Covered member", "Covered members", SEE_REGISTER, NOBODY, NOBODY, NOBODY),
    .scope = SCOPE_WITHIN,
    .within = "coverage",
    .plain = true,
    .check = member_check,
    .saved = member_saved};

// ---- who is where

static coverage_line *line_of(coverage_line *lines, int n, i64 id)
{
    int low = 0, high = n;
    while (low < high) {
        int middle = (low + high) / 2;
        if (lines[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && lines[low].id == id ? &lines[low] : NULL;
}

int coverage_lines(ctx *c, const coverage *x, coverage_line **out)
{
    const entity *e = entity_find(x->noun);
    i64 *ids,
        most = e ? db_one(query_built(c, format(c->a, "SELECT count(*) FROM {$1! x}", v(e->name)), VALS(), 0)) : 0;
    if (most > MEMBERS) most = MEMBERS;
    int n = e ? pick_ids(c, e, x->rule, &ids, (int)most) : 0;
    coverage_line *lines = news(c->a, coverage_line, n + 1);
    for (int i = 0; i < n; i++) lines[i].id = ids[i];
    rows r =
        query(c,
              "SELECT m.member_id, m.state, m.note, coalesce(x.id, 0), CASE WHEN x.state = 'granted' AND x.until >= "
              "$2 THEN 1 ELSE 0 END FROM {coverage_member! m} LEFT JOIN {exception! x} ON x.id = m.exception WHERE "
              "m.coverage = $1 AND m.member_entity = $3 ORDER BY m.member_id",
              v(x->rec.id), v(c->today), v(x->noun));
    while (db_next(&r)) {
        coverage_line *l = line_of(lines, n, db_int(&r, 0));
        if (!l) continue; // it has left the population
        bool covered = str_eq(db_view(&r, 1), S("covered"));
        l->reached = covered ? REACH_COVERED : db_int(&r, 4) ? REACH_EXCEPTED : REACH_NOT_YET;
        l->note = db_text(&r, 2);
        l->exception = db_int(&r, 3);
    }
    *out = lines;
    return n;
}

bool coverage_count(ctx *c, i64 id)
{
    reach held = c->reach;
    c->reach = REACH_WHOLE;
    const coverage *x = record_seek(c, &coverage_entity, id);
    coverage_line *lines;
    i64 counts[3] = {0};
    int n = x ? coverage_lines(c, x, &lines) : 0;
    c->reach = held;
    if (!x) return true;
    for (int i = 0; i < n; i++) counts[lines[i].reached]++;
    i64 of = n - counts[REACH_EXCEPTED];
    number percent = {of > 0, of > 0 ? round(1000.0 * (double)counts[REACH_COVERED] / (double)of) / 10 : 0};
    return record_derive(c, &coverage_entity, id, "members", v(n)) &&
           record_derive(c, &coverage_entity, id, "covered", v(counts[REACH_COVERED])) &&
           record_derive(c, &coverage_entity, id, "excepted", v(counts[REACH_EXCEPTED])) &&
           record_derive(c, &coverage_entity, id, "missing", v(counts[REACH_NOT_YET])) &&
           record_derive(c, &coverage_entity, id, "percent", v(percent));
}

// ---- a new member, one that left, an exception that was granted or ended

static bool count_noun(ctx *c, const char *noun)
{
    i64 ids[256];
    int n = 0;
    bool ok = true;
    rows r = query(c, "SELECT x.id FROM {coverage! x} WHERE x.noun = $1 ORDER BY x.id LIMIT 256", v(noun));
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n && ok; i++) ok = coverage_count(c, ids[i]);
    return ok;
}

static bool asset_moved(ctx *c, const void *rec, const void *before)
{
    (void)rec, (void)before;
    return count_noun(c, "asset");
}

static bool person_moved(ctx *c, const void *rec, const void *before)
{
    (void)rec, (void)before;
    return count_noun(c, "person");
}

static bool unit_moved(ctx *c, const void *rec, const void *before)
{
    (void)rec, (void)before;
    return count_noun(c, "unit");
}

static bool exception_moved(ctx *c, const void *rec, const void *before)
{
    const exception *x = rec ? rec : before;
    i64 ids[256];
    int n = 0;
    bool ok = true;
    rows r =
        query(c, "SELECT DISTINCT m.coverage FROM {coverage_member! m} WHERE m.exception = $1 LIMIT 256", v(x->rec.id));
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n && ok; i++) ok = coverage_count(c, ids[i]);
    return ok;
}

static const follow coverage_follows[] = {{&asset_entity, asset_moved},
                                          {&person_entity, person_moved},
                                          {&unit_entity, unit_moved},
                                          {&exception_entity, exception_moved},
                                          {0}};

static const panel coverage_panels[] = {
    {&control_entity, "Whom it must reach",
     "SELECT 'coverage', x.id, x.name, x.covered || ' of ' || (x.members - x.excepted), CASE WHEN x.missing = 0 THEN 2 "
     "ELSE "
     "3 END, NULL FROM {coverage x} WHERE x.control = $1 ORDER BY x.name",
     "It names no population: where it must reach every account, device or store, add whom.", "coverage"},
    {&exception_entity, "Members it is for",
     "SELECT m.member_entity, m.member_id, v.name, 'excepted', 3, NULL FROM {coverage_member m} JOIN {coverage v} ON "
     "v.id "
     "= m.coverage WHERE m.exception = $1 ORDER BY m.member_id LIMIT 200",
     NULL, NULL},
    {0}};

static const work coverage_works[] = {
    {"Reach those whom the control does not reach yet",
     "SELECT 'coverage', x.id, x.name, k.planned_on, 'load' FROM {coverage x} JOIN {control k} ON k.id = x.control "
     "WHERE "
     "x.owner = $1 AND x.missing > 0 AND k.status <> 'retired' AND (k.planned_on IS NULL OR k.planned_on <= $2 + 60)"},
    {0}};

static const rule coverage_rules[] = {
    {14, "control-evidence", "A control in place has valid evidence.",
     "SELECT 'control', x.id, x.name, CASE WHEN x.implemented_on >= $1 - 90 THEN 'early' ELSE 'broken' END, 'No valid "
     "evidence shows it.' FROM {control! x} WHERE x.status = 'implemented' AND NOT EXISTS (SELECT 1 FROM {evidence! e} "
     "WHERE e.about_entity = 'control' AND e.about_id = x.id AND (e.valid_until IS NULL OR e.valid_until >= $1))",
     NULL},
    {14, "coverage-complete", "A control in place reaches each member of its population, or it is excepted.",
     "SELECT 'coverage', x.id, x.name, 'broken', 'Members are not covered yet.' FROM {coverage! x} JOIN {control! k} "
     "ON "
     "k.id = x.control WHERE $1 > 0 AND k.status = 'implemented' AND x.missing > 0",
     NULL},
    {0}};

const module coverage_module = {
    .name = "coverage",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&coverage_entity, &coverage_member_entity, NULL},
    .actions = coverage_actions,
    .parts = coverage_parts,
    .panels = coverage_panels,
    .works = coverage_works,
    .rules = coverage_rules,
    .jobs = coverage_jobs,
    .follows = coverage_follows,
};
