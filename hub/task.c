// task.c: something to do, by somebody, until a day.
// SPDX-License-Identifier: Apache-2.0
#include "hub/task.h"
#include "hub/evidence.h"
#include "hub/task_page.h"

static const choice states[] = {{"open", "Open", TONE_NONE},
                                {"doing", "Doing", TONE_NOW},
                                {"done", "Done", TONE_GOOD},
                                {"dropped", "Dropped", TONE_OFF},
                                {0}};
static const field task_fields[] = {
    FIELD(task, title, "Title", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(task, status, "Status", .flags = READONLY | LISTED | CHIPS, .choices = states),
    FIELD(task, assignee, "Assigned to", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(task, due, "Due", .flags = LISTED | SORTED | DUE),
    FIELD(task, percent, "Percent done", .flags = LISTED, .max = 100),
    FIELD(task, about, "About", .flags = LISTED),
    FIELD(task, description, "What is to be done", .flags = LONG | SEARCHED),
    FIELD(task, evidence_needed, "Needs evidence", .help = "It is done only when there is evidence about it."),
    FIELD(task, depends_on, "Waits for", .to = &task_entity, .help = "It begins when that one is done."),
    FIELD(task, unit, "Unit", .to = &unit_entity,
          .help = "Empty: that of the record it is about, or of the person it is assigned to."),
    FIELD(task, reason, "Why it was dropped", .flags = READONLY, .max = 1000),
    FIELD(task, done, "Done on", .flags = READONLY),
};

static bool closed(const task *t)
{
    return t->status == TASK_DONE || t->status == TASK_DROPPED;
}

static bool check_order(ctx *c, const task *t)
{
    if (!t->rec.id) return true;
    i64 at = t->depends_on.id;
    for (int steps = 0; at; steps++) {
        if (at == t->rec.id || steps > 100)
            return fail(c, "depends_on", "$1 would wait for itself.", v(record_code(c->a, &task_entity, t->rec.id)));
        at = db_one(query(c, "SELECT x.depends_on FROM {task! x} WHERE x.id = $1", v(at)));
    }
    return true;
}

static bool task_check(ctx *c, void *rec, const void *before)
{
    task *t = rec;
    const task *old = before;
    if (!t->unit.id) t->unit.id = about_place(c, t->about, t->assignee.id);
    if (c->reach == REACH_OWN && !old && t->assignee.id != c->person)
        return fail(c, "assignee", "You may give tasks to yourself; ask the manager of the system for others.");
    bool moved = !old || old->assignee.id != t->assignee.id || old->unit.id != t->unit.id;
    if (moved && !person_reaches(c, t->assignee.id, t->unit.id))
        return fail(c, "assignee", "$1 does not see unit $2, or has left: assign it to somebody who does.",
                    v(record_title(c, &person_entity, t->assignee.id)), v(record_title(c, &unit_entity, t->unit.id)));
    if (old && closed(old) && closed(t) && old->percent != t->percent) return fail(c, "percent", "Reopen it first.");
    return (old && old->depends_on.id == t->depends_on.id) || check_order(c, t);
}

const entity task_entity = {ENTITY(task, "TK", "Task", "Tasks", SEE_REGISTER | STAFF, MANAGER | OWNER | AUDITOR | STAFF,
                                   MANAGER | OWN, MANAGER),
                            .icon = "list-checks",
                            .scope = SCOPE_UNIT,
                            .title = "title",
                            .owner = "assignee",
                            .sort = "due",
                            .help = "Tasks are given on the page of the record they are about, or here.",
                            .check = task_check};

// ---- actions

typedef struct {
    str reason;
} task_why;
static const field task_why_fields[] = {FIELD(task_why, reason, "Reason", .flags = REQUIRED, .max = 1000)};
static const entity task_why_input = {INPUT(task_why)};

// What it waits for, when that is not done or dropped; 0 when nothing holds it up.
static i64 waits_for(ctx *c, const task *t)
{
    return db_one(
        query(c, "SELECT x.id FROM {task! x} WHERE x.id = $1 AND x.status IN ('open', 'doing')", v(t->depends_on)));
}

static bool may_begin(ctx *c, const task *t)
{
    i64 other = waits_for(c, t);
    return !other || fail(c, NULL, "It waits for $1: finish that first.", v(record_code(c->a, &task_entity, other)));
}

static bool run_start(ctx *c, void *rec, const void *in)
{
    task *t = rec;
    (void)in;
    if (t->status != TASK_OPEN)
        return fail(c, NULL, "Only an open task is started; this one is $1.", v(states[t->status].name));
    if (!may_begin(c, t)) return false;
    t->status = TASK_DOING;
    return record_save_as(c, &task_entity, t, "task.start");
}

static bool run_done(ctx *c, void *rec, const void *in)
{
    task *t = rec;
    (void)in;
    if (closed(t)) return fail(c, NULL, "It is $1 already.", v(states[t->status].name));
    if (!may_begin(c, t)) return false;
    if (t->evidence_needed && !evidence_count(c, about_of(&task_entity, t->rec.id), true))
        return fail(c, NULL,
                    "This task needs evidence: attach a file, a link or an observation to it, then it can be done.");
    t->status = TASK_DONE, t->percent = 100, t->done = c->today;
    return record_save_as(c, &task_entity, t, "task.done");
}

static bool run_drop(ctx *c, void *rec, const void *in)
{
    task *t = rec;
    const task_why *why = in;
    if (closed(t)) return fail(c, NULL, "It is $1 already.", v(states[t->status].name));
    t->status = TASK_DROPPED, t->reason = why->reason;
    if (!c->reason.n) c->reason = why->reason;
    return record_save_as(c, &task_entity, t, "task.drop");
}

static bool run_reopen(ctx *c, void *rec, const void *in)
{
    task *t = rec;
    (void)in;
    if (!closed(t)) return fail(c, NULL, "It is $1: there is nothing to reopen.", v(states[t->status].name));
    if (t->percent == 100) t->percent = 0;
    t->status = TASK_OPEN, t->reason = (str){0}, t->done = (date){0};
    return record_save_as(c, &task_entity, t, "task.reopen");
}

static bool start_offered(ctx *c, const void *rec)
{
    const task *t = rec;
    return t->status == TASK_OPEN && !waits_for(c, t);
}

static bool done_offered(ctx *c, const void *rec)
{
    const task *t = rec;
    return t->status == TASK_DOING || start_offered(c, rec);
}

static bool drop_offered(ctx *c, const void *rec)
{
    (void)c;
    return !closed(rec);
}

static bool reopen_offered(ctx *c, const void *rec)
{
    (void)c;
    return closed(rec);
}

static const action task_actions[] = {
    ACTION(task_entity, "done", "Done", MANAGER | OWN, .run = run_done, .offered = done_offered, .primary = true,
           .bulk = true),
    ACTION(task_entity, "start", "Start", MANAGER | OWN, .run = run_start, .offered = start_offered, .bulk = true),
    ACTION(task_entity, "drop", "Drop", MANAGER | OWN, .run = run_drop, .offered = drop_offered,
           .input = &task_why_input, .help = "It will not be done. The reason stays with it."),
    ACTION(task_entity, "reopen", "Reopen", MANAGER | OWN, .run = run_reopen, .offered = reopen_offered),
    {0},
};

i64 task_give(ctx *c, str title, str description, any about, ref assignee, date due, bool evidence_needed)
{
    task t = {.title = title,
              .description = description,
              .about = about,
              .assignee = assignee,
              .due = due,
              .evidence_needed = evidence_needed};
    return record_save(c, &task_entity, &t) ? t.rec.id : 0;
}

i64 task_open_count(ctx *c, any about)
{
    return db_one(query(c,
                        "SELECT count(*) FROM {task! x} WHERE x.about_entity = $1 AND x.about_id = $2 AND x.status IN "
                        "('open', 'doing')",
                        v(about.entity), v(about.id)));
}

static const work task_works[] = {
    {"Do",
     "SELECT 'task', x.id, x.title, x.due, CASE WHEN x.status = 'open' AND x.evidence_needed = 0 THEN 'start' WHEN "
     "x.evidence_needed = 0 THEN 'done' ELSE '' END FROM {task x} WHERE x.assignee = $1 AND x.status IN ('open', "
     "'doing') AND $2 > 0 "
     "ORDER BY x.due NULLS LAST, x.id LIMIT 500"},
    {0},
};

static const rule task_rules[] = {
    {13, "task-assignee", "Every open task is assigned to somebody who is still here.",
     "SELECT 'task', x.id, x.title, 'broken', p.name FROM {task x} JOIN {person p} ON p.id = x.assignee WHERE x.status "
     "IN ('open', "
     "'doing') AND p.ends < $1 ORDER BY x.id",
     NULL},
    {0},
};

const module task_module = {
    .name = "task",
    .room = ROOM_DO,
    .entities = (const entity *const[]){&task_entity, NULL},
    .actions = task_actions,
    .parts = task_parts,
    .works = task_works,
    .rules = task_rules,
};
