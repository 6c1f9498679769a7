// measure.c: what is measured, and the readings.
// SPDX-License-Identifier: Apache-2.0
#include "hub/measure.h"
#include "hub/measure_page.h"
#include "platform/base/time.h"

#include <math.h>

// ---- figures

const figure *figure_find(str name)
{
    for
        each_module(m) for (const figure *f = (*m)->figures; f && f->name;
                            f++) if (str_eq(name, str_of(f->name))) return f;
    return NULL;
}

number figure_value(ctx *c, const figure *f)
{
    number out = {0};
    rows r = query_(c, str_of(f->sql), VALS(v(c->today)), 1);
    while (db_next(&r))
        if (!db_null(&r, 0)) out = (number){true, db_real(&r, 0)};
    return out;
}

// ---- measure

static const choice sources[] = {{"typed", "Typed in", 0},
                                 {"computed", "Computed from the registers", 0},
                                 {"pushed", "Pushed by a program", 0},
                                 {0}};
static const choice directions[] = {{"up", "More is better", 0}, {"down", "Less is better", 0}, {0}};
static const choice frequencies[] = {{"daily", "Daily", 0},         {"weekly", "Weekly", 0}, {"monthly", "Monthly", 0},
                                     {"quarterly", "Quarterly", 0}, {"yearly", "Yearly", 0}, {0}};
static const field measure_fields[] = {
    FIELD(measure, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 160),
    FIELD(measure, latest, "Latest", .flags = DERIVED | LISTED),
    FIELD(measure, measured_in, "Measured in", .flags = LISTED, .max = 40, .help = "Such as %, days, incidents."),
    FIELD(measure, latest_at, "Measured", .flags = DERIVED | LISTED),
    FIELD(measure, what, "What is measured", .flags = LONG | SEARCHED),
    FIELD(measure, why, "Why", .flags = LONG, .help = "The objective, control or decision it serves."),
    FIELD(measure, formula, "How", .flags = LONG, .help = "The formula and where its numbers come from."),
    FIELD(measure, source, "Source", .flags = LISTED | CHIPS, .choices = sources),
    FIELD(measure, figure, "Figure", .max = 60, .help = "Of a computed measure: the name of the figure."),
    FIELD(measure, target, "Target", .flags = LISTED, .group = "Judging"),
    FIELD(measure, warn, "Early-warning mark",
          .help = "Beyond it the measure asks for attention before the target is missed."),
    FIELD(measure, direction, "Direction", .choices = directions),
    FIELD(measure, frequency, "Frequency", .flags = LISTED, .choices = frequencies, .group = "Who and when"),
    FIELD(measure, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(measure, measurer, "Measured by", .to = &person_entity, .help = "Empty: the owner."),
    FIELD(measure, judge, "Judged by", .to = &person_entity, .help = "Empty: the owner."),
    FIELD(measure, unit, "Unit", .to = &unit_entity, .help = "Empty: that of the owner."),
};

static bool measure_check(ctx *c, void *rec, const void *before)
{
    measure *m = rec;
    const measure *old = before;
    if (!m->unit.id) m->unit.id = about_place(c, (any){0}, m->owner.id);
    if (m->source == MEASURE_COMPUTED && !figure_find(m->figure))
        return fail(c, "figure", "There is no figure \"$1\" to compute it from.", v(m->figure));
    if (m->source != MEASURE_COMPUTED) m->figure = (str){0};
    if (m->target.is && m->warn.is && (m->direction == MEASURE_UP ? m->warn.x < m->target.x : m->warn.x > m->target.x))
        return fail(c, "warn", "The early-warning mark comes before the target is missed: it is not beyond it.");
    if ((!old || old->owner.id != m->owner.id || old->unit.id != m->unit.id) &&
        !person_reaches(c, m->owner.id, m->unit.id))
        return fail(c, "owner", "$1 does not see unit $2, or has left.",
                    v(record_title(c, &person_entity, m->owner.id)), v(record_title(c, &unit_entity, m->unit.id)));
    if (old) m->latest = old->latest, m->latest_at = old->latest_at;
    return true;
}

const entity measure_entity = {
    ENTITY(measure, "ME", "Measure", "Measures", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "trending-up",
    .scope = SCOPE_UNIT,
    .title = "name",
    .owner = "owner",
    .sort = "name",
    .help =
        "Say what is measured, why, how often and who judges it; then add readings, or let them be computed or pushed.",
    .check = measure_check};

// ---- reading

static const field reading_fields[] = {
    FIELD(reading, measure, "Measure", .flags = REQUIRED | LISTED, .to = &measure_entity),
    FIELD(reading, value, "Value", .flags = REQUIRED | LISTED),
    FIELD(reading, at, "Measured", .flags = LISTED | SORTED, .help = "When it was so. Empty: now."),
    FIELD(reading, note, "Note", .flags = LISTED, .max = 1000),
    FIELD(reading, recorded, "Recorded", .flags = READONLY | LISTED),
    FIELD(reading, person, "Recorded by", .flags = READONLY | LISTED, .to = &person_entity),
};

static bool is_one_of(const ctx *c, i64 id)
{
    bool is = id && id == c->person;
    for (int i = 0; i < c->nstands_for; i++) is = is || (id && c->stands_for[i] == id);
    return is;
}

bool measure_reader(ctx *c, const measure *m)
{
    if (m->source == MEASURE_COMPUTED) return str_eq(c->channel, S("job"));
    return is_one_of(c, m->measurer.id) || is_one_of(c, m->judge.id) ||
           record_permit(c, &measure_entity, m, MANAGER | OWN);
}

static bool check_reader(ctx *c, const measure *m)
{
    if (measure_reader(c, m)) return true;
    if (m->source == MEASURE_COMPUTED)
        return fail(c, "measure", "$1 computes itself: its readings come from the registers.", v(m->name));
    return fail_as(c, NO_RIGHT, "measure", "Readings of $1 come from who measures, judges or owns it.", v(m->name));
}

static bool reading_check(ctx *c, void *rec, const void *before)
{
    reading *r = rec;
    const measure *m = record_load(c, &measure_entity, r->measure.id);
    if (before)
        return fail(c, NULL, "A reading never changes: add the right one for the same moment, it counts instead.");
    if (!m || !check_reader(c, m)) return false;
    if (!r->at.us) r->at = c->now;
    if (r->at.us > c->now.us) return fail(c, "at", "That moment is yet to come.");
    if (!isfinite(r->value.x)) return fail(c, "value", "That is no number.");
    r->recorded = c->now, r->person.id = c->person;
    return true;
}

static bool reading_saved(ctx *c, const void *rec, const void *before)
{
    const reading *now = rec, *old = before;
    i64 id = (now ? now : old)->measure.id;
    moment at = {0};
    number value = {0};
    rows r = query(
        c, "SELECT x.at, x.value FROM {reading! x} WHERE x.measure = $1 ORDER BY x.at DESC, x.id DESC LIMIT 1", v(id));
    while (db_next(&r)) at.us = db_int(&r, 0), value = (number){true, db_real(&r, 1)};
    return record_derive(c, &measure_entity, id, "latest", v(value)) &&
           record_derive(c, &measure_entity, id, "latest_at", v(at));
}

const entity reading_entity = {
    ENTITY(reading, "RD", "Reading", "Readings", SEE_REGISTER, MANAGER | OWNER | AUDITOR | STAFF | OWN, NOBODY, NOBODY),
    .icon = "trending-up",
    .scope = SCOPE_WITHIN,
    .within = "measure",
    .owner = "person",
    .sort = "-at",
    .plain = true,
    .help = "Readings are added on the page of their measure.",
    .check = reading_check,
    .saved = reading_saved};

i64 measure_read(ctx *c, i64 id, double value, moment at, str note)
{
    reading r = {.measure = {id}, .value = {true, value}, .at = at, .note = note};
    return record_save(c, &reading_entity, &r) ? r.rec.id : 0;
}

i64 measure_compute_due(ctx *c, i64 *after)
{
    typedef struct {
        i64 id, owner;
        str figure;
    } due;
    enum { MOST = 20 };
    due *all = news(c->a, due, MOST);
    int n = 0, done = 0;
    rows r = query(
        c,
        "SELECT x.id, x.owner, x.figure FROM {measure! x} WHERE x.source = 'computed' AND (x.latest_at IS NULL OR "
        "x.latest_at < $1) AND x.id > $2 ORDER BY x.id LIMIT $3",
        v(date_moment(c->today, c->zone)), v(*after), v(MOST));
    while (db_next(&r)) all[n++] = (due){db_int(&r, 0), db_int(&r, 1), db_text(&r, 2)};
    for (int i = 0; i < n; i++) {
        const figure *f = figure_find(all[i].figure);
        ctx owner = *c;
        number x = f && ctx_become(&owner, all[i].owner) ? figure_value(&owner, f) : (number){0};
        if (x.is && measure_read(c, all[i].id, x.x, c->now, (str){0})) done++;
        *after = all[i].id;
    }
    return done;
}

typedef struct {
    i64 from, next, done;
} computing;

static bool compute_some(ctx *c, void *arg)
{
    computing *x = arg;
    x->next = x->from;
    x->done = measure_compute_due(c, &x->next);
    c->failures = NULL, c->failures_end = NULL; // a measure that cannot be read now does not keep the others from it
    return true;
}

static bool compute_all(ctx *c, job_progress *progress, void *to)
{
    computing x = {0};
    i64 all = 0;
    for (bool go_on = true; go_on;) {
        if (!operate_with(c, compute_some, &x)) return false;
        all += x.done;
        go_on = progress(to, all, 0, format(c->a, "$1 readings.", v(all))) && x.next != x.from;
        x.from = x.next;
    }
    return true;
}

static const job measure_jobs[] = {{"measure-compute", "Read the measures that compute themselves", 3600, compute_all},
                                   {0}};

i64 measure_days(measure_frequency f)
{
    static const i64 days[] = {1, 7, 31, 92, 366};
    return days[f];
}

static const work measure_works[] = {
    {"Take a reading",
     "SELECT 'measure', x.id, x.name, x.latest_at / 86400000000 + CASE x.frequency WHEN 'daily' THEN 1 WHEN 'weekly' "
     "THEN 7 WHEN "
     "'monthly' THEN 31 WHEN 'quarterly' THEN 92 ELSE 366 END, '' FROM {measure x} WHERE coalesce(x.measurer, x.owner) "
     "= $1 "
     "AND x.source = 'typed' AND (x.latest_at IS NULL OR x.latest_at / 86400000000 + CASE x.frequency WHEN 'daily' "
     "THEN 1 WHEN "
     "'weekly' "
     "THEN 7 WHEN 'monthly' THEN 31 WHEN 'quarterly' THEN 92 ELSE 366 END <= $2) ORDER BY 4 NULLS LAST, x.id LIMIT "
     "200"},
    {0},
};

static const rule measure_rules[] = {
    {13, "measure-owner", "Every measure has an owner who is still here.",
     "SELECT 'measure', x.id, x.name, 'broken', p.name FROM {measure x} JOIN {person p} ON p.id = x.owner WHERE p.ends "
     "< $1 ORDER BY x.id",
     NULL},
    {0},
};

const module measure_module = {
    .name = "measure",
    .room = ROOM_CHECK,
    .entities = (const entity *const[]){&measure_entity, &reading_entity, NULL},
    .routes = measure_routes,
    .works = measure_works,
    .rules = measure_rules,
    .jobs = measure_jobs,
};
