// finding.c: what an audit, a test, an incident or anybody found.
// SPDX-License-Identifier: Apache-2.0
#include "hub/finding.h"
#include "hub/finding_page.h"

static const choice kinds[] = {{"", "Not set", 0},
                               {"nonconformity-major", "Major nonconformity", TONE_BAD},
                               {"nonconformity-minor", "Minor nonconformity", TONE_WARN},
                               {"observation", "Observation", 0},
                               {"opportunity", "Opportunity for improvement", 0},
                               {"good-practice", "Good practice", 0},
                               {0}};
static const choice states[] = {{"open", "Open", TONE_WARN},
                                {"acting", "Being corrected", TONE_NOW},
                                {"verifying", "Being verified", TONE_NOW},
                                {"closed", "Closed", TONE_GOOD},
                                {0}};
static const field finding_fields[] = {
    FIELD(finding, title, "Title", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(finding, kind, "Kind", .flags = REQUIRED | LISTED | CHIPS, .choices = kinds),
    FIELD(finding, status, "Status", .flags = READONLY | LISTED | CHIPS, .choices = states),
    FIELD(finding, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity, .help = "Who sees to it."),
    FIELD(finding, due, "Due", .flags = LISTED | SORTED | DUE, .help = "By when it is answered."),
    FIELD(finding, about, "About", .flags = LISTED),
    FIELD(finding, description, "What was found", .flags = LONG | SEARCHED,
          .help = "The facts, and what they fall short of."),
    FIELD(finding, source, "Source", .help = "The audit, test, incident or review it came from."),
    FIELD(finding, origin, "Source in words", .max = 200,
          .help = "When it is no record here: \"letter of a customer\"."),
    FIELD(finding, unit, "Unit", .to = &unit_entity, .help = "Empty: that of what it is about, or of the owner."),
    FIELD(finding, person, "Raised by", .flags = READONLY, .to = &person_entity),
    FIELD(finding, raised, "Raised on", .flags = READONLY | LISTED | SORTED),
};

static bool finding_check(ctx *c, void *rec, const void *before)
{
    finding *f = rec;
    const finding *old = before;
    if (!old) f->person.id = c->person, f->raised = c->today, f->status = FINDING_OPEN;
    if (old && old->status == FINDING_CLOSED && f->status == FINDING_CLOSED)
        return fail(c, NULL, "It is closed: open a new finding.");
    if (!f->unit.id) f->unit.id = about_place(c, f->about, f->owner.id);
    bool moved = !old || old->owner.id != f->owner.id || old->unit.id != f->unit.id;
    if (moved && !person_reaches(c, f->owner.id, f->unit.id))
        return fail(c, "owner", "$1 does not see unit $2, or has left: give it to somebody who does.",
                    v(record_title(c, &person_entity, f->owner.id)), v(record_title(c, &unit_entity, f->unit.id)));
    return true;
}

const entity finding_entity = {
    ENTITY(finding, "FN", "Finding", "Findings", SEE_REGISTER, MANAGER | OWNER | AUDITOR, MANAGER | AUDITOR | OWN,
           MANAGER),
    .icon = "flag",
    .scope = SCOPE_UNIT,
    .title = "title",
    .owner = "owner",
    .sort = "-code",
    .help = "Audits, tests, incidents and reviews raise findings; anybody who works with the registers may, too.",
    .check = finding_check};

i64 finding_open(ctx *c, finding f)
{
    f.rec = (record){0};
    return record_save_as(c, &finding_entity, &f, "finding.open") ? f.rec.id : 0;
}

i64 finding_open_count(ctx *c, any about, bool nonconformity)
{
    return db_one(query(c,
                        "SELECT count(*) FROM {finding! x} WHERE x.about_entity = $1 AND x.about_id = $2 AND x.status "
                        "<> 'closed' AND ($3 = "
                        "0 OR x.kind IN ('nonconformity-major', 'nonconformity-minor'))",
                        v(about.entity), v(about.id), v(nonconformity)));
}

static const work finding_works[] = {
    {"Answer this finding",
     "SELECT 'finding', x.id, x.title, x.due, '' FROM {finding x} WHERE x.owner = $1 AND x.status <> 'closed' AND $2 "
     "> 0 ORDER BY x.due NULLS LAST, x.id LIMIT 200"},
    {0},
};
static const rule finding_rules[] = {
    {13, "finding-owner", "Every open finding has an owner who is still here.",
     "SELECT 'finding', x.id, x.title, 'broken', p.name FROM {finding x} JOIN {person p} ON p.id = x.owner WHERE "
     "x.status <> 'closed' AND "
     "p.ends < $1 ORDER BY x.id",
     NULL},
    {7, "finding-late", "Every nonconformity is answered by its date.",
     "SELECT 'finding', x.id, x.title, 'late', '' FROM {finding x} WHERE x.status <> 'closed' AND x.kind IN "
     "('nonconformity-major', "
     "'nonconformity-minor') AND x.due < $1 ORDER BY x.id",
     NULL},
    {0},
};
static const figure finding_figures[] = {
    {"findings-open", "Open findings", "findings",
     "SELECT count(*) FROM {finding x} WHERE x.status <> 'closed' AND $1 > 0"},
    {"nonconformities-late", "Nonconformities past their date", "findings",
     "SELECT count(*) FROM {finding x} WHERE x.status <> 'closed' AND x.kind IN ('nonconformity-major', "
     "'nonconformity-minor') AND x.due < $1"},
    {0},
};

const module finding_module = {
    .name = "finding",
    .room = ROOM_ACT,
    .entities = (const entity *const[]){&finding_entity, NULL},
    .parts = finding_parts,
    .works = finding_works,
    .rules = finding_rules,
    .figures = finding_figures,
};
