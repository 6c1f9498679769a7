// assessment.c: runs of risk assessment: their records, rules and acts.
// SPDX-License-Identifier: Apache-2.0
#include "plan/assessment/assessment_part.h"
#include "platform/ledger/ledger.h"

static const choice states[] = {{"open", "Open", TONE_NOW},
                                {"closed", "Closed, waits for approval", TONE_WARN},
                                {"approved", "Approved", TONE_GOOD},
                                {0}};
static const choice occasions[] = {{"first", "First assessment", 0},
                                   {"interval", "Planned interval", 0},
                                   {"change", "Change", 0},
                                   {"incident", "Incident", 0},
                                   {"other", "Other", 0},
                                   {0}};

static const link_field assessment_links[] = {{"scopes", "Scopes", "What it covers; none: the whole organisation.",
                                               &assessment_scope_entity, "assessment", "scope", 0},
                                              {"participants", "Participants", "Who judged, and who was asked.",
                                               &assessment_person_entity, "assessment", "person", 0},
                                              {0}};

static const field assessment_fields[] = {
    FIELD(assessment, name, "Assessment", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(assessment, state, "State", .flags = LISTED | READONLY | CHIPS, .choices = states),
    FIELD(assessment, occasion, "Occasion", .flags = LISTED, .choices = occasions,
          .help = "At planned intervals, or when something significant changes (8.2)."),
    FIELD(assessment, occasion_note, "What gave occasion", .max = 400),
    FIELD(assessment, lead, "Led by", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(assessment, started, "Started", .flags = REQUIRED | LISTED),
    FIELD(assessment, method, "Method", .flags = LONG | REQUIRED | SEARCHED,
          .help = "How risks were found and judged: workshops, interviews, lists, what was looked at."),
    FIELD(assessment, criteria, "Criteria", .flags = READONLY, .to = &criteria_entity),
    FIELD(assessment, closed_at, "Closed", .flags = READONLY | LISTED),
    FIELD(assessment, checkpoint, "Ledger checkpoint", .flags = READONLY | HIDDEN, .max = 120),
    FIELD(assessment, risks, "Risks", .flags = READONLY | LISTED),
    FIELD(assessment, above, "Outside the criteria", .flags = READONLY | LISTED),
    FIELD(assessment, author, "Closed by", .flags = READONLY, .to = &person_entity),
};

static bool content_changed(const assessment *a, const assessment *old)
{
    for (int i = 0; i < countof(assessment_fields); i++)
        if (!(assessment_fields[i].flags & READONLY) && !field_equal(&assessment_fields[i], a, old)) return true;
    return false;
}

static bool assessment_check(ctx *c, void *rec, const void *before)
{
    const assessment *a = rec, *old = before;
    if (old && old->state != ASSESSMENT_OPEN && content_changed(a, old))
        return fail(c, NULL, "$1 is closed and shows what was found then. Begin a new assessment.", v(old->name));
    if (a->started.day > c->today.day) return fail(c, "started", "That day is yet to come.");
    if (a->occasion >= OCCASION_CHANGE && !a->occasion_note.n)
        return fail(c, "occasion_note", "Say which change, incident or other reason gave occasion.");
    return true;
}

const entity assessment_entity = {
    ENTITY(assessment, "A", "Assessment", "Risk assessments", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .icon = "clipboard-check",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .sort = "-code",
    .links = assessment_links,
    .help =
        "Begin an assessment of one or several scopes, judge the risks with their owners, then close it: the result "
        "is kept as it was and can be compared.",
    .check = assessment_check};

// ---- what it covers and who took part

static bool open_still(ctx *c, i64 id)
{
    const assessment *a = record_seek(c, &assessment_entity, id);
    return !a || a->state == ASSESSMENT_OPEN ||
           fail(c, NULL, "$1 is closed and shows what was found then. Begin a new assessment.", v(a->name));
}

static bool scope_saved(ctx *c, const void *rec, const void *before)
{
    return rec || open_still(c, ((const assessment_scope *)before)->assessment.id);
}

static bool scope_check(ctx *c, void *rec, const void *before)
{
    (void)before;
    return open_still(c, ((const assessment_scope *)rec)->assessment.id);
}

static const field assessment_scope_fields[] = {
    FIELD(assessment_scope, assessment, "Assessment", .flags = REQUIRED | LISTED, .to = &assessment_entity),
    FIELD(assessment_scope, scope, "Scope", .flags = REQUIRED | LISTED, .to = &scope_entity),
};
const entity assessment_scope_entity = {
    ENTITY(assessment_scope, "AC", "Assessed scope", "Assessed scopes", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .scope = SCOPE_WITHIN,
    .within = "assessment",
    .plain = true,
    .check = scope_check,
    .saved = scope_saved};

static bool person_check(ctx *c, void *rec, const void *before)
{
    (void)before;
    return open_still(c, ((const assessment_person *)rec)->assessment.id);
}

static bool person_saved(ctx *c, const void *rec, const void *before)
{
    return rec || open_still(c, ((const assessment_person *)before)->assessment.id);
}

static const field assessment_person_fields[] = {
    FIELD(assessment_person, assessment, "Assessment", .flags = REQUIRED | LISTED, .to = &assessment_entity),
    FIELD(assessment_person, person, "Person", .flags = REQUIRED | LISTED, .to = &person_entity),
};
const entity assessment_person_entity = {
    ENTITY(assessment_person, "AQ", "Participant", "Participants", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .scope = SCOPE_WITHIN,
    .within = "assessment",
    .plain = true,
    .check = person_check,
    .saved = person_saved};

// ---- acts

static bool is_open(ctx *c, const void *rec)
{
    (void)c;
    return ((const assessment *)rec)->state == ASSESSMENT_OPEN;
}

static bool is_closed(ctx *c, const void *rec)
{
    (void)c;
    return ((const assessment *)rec)->state == ASSESSMENT_CLOSED;
}

static i64 count_above(const criteria *k, const risk *const *all, int n)
{
    i64 above = 0;
    for (int i = 0; i < n; i++) above += all[i]->score >= k->line;
    return above;
}

static bool close_it(ctx *c, void *rec, const void *in)
{
    assessment *a = rec;
    const risk *const *all;
    const criteria *k = criteria_in_force(c);
    reach held = c->reach;
    str codes;
    (void)in;
    if (!k) return false;
    if (a->state != ASSESSMENT_OPEN) return fail(c, NULL, "$1 is closed already.", v(a->name));
    if (k->state != CRITERIA_APPROVED)
        return fail(c, NULL,
                    "The risk criteria are a draft: they are approved before an assessment by them is closed.");
    c->reach = REACH_WHOLE;
    i64 open = assessment_unjudged(c, a, &codes);
    int n = assessment_risks(c, a, &all);
    c->reach = held;
    if (open)
        return fail(c, NULL, "$1 risks are not judged yet: $2$3. Judge them, or end those that are none.", v(open),
                    v(codes), v(open > 5 ? " …" : ""));
    if (!n) return fail(c, NULL, "There is no judged risk in what $1 covers.", v(a->name));
    a->state = ASSESSMENT_CLOSED;
    a->closed_at = c->now;
    a->checkpoint = ledger_checkpoint_text(c);
    a->criteria.id = k->rec.id;
    a->risks = n, a->above = count_above(k, all, n);
    a->author.id = c->person;
    return record_save_as(c, &assessment_entity, a, "close");
}

static bool open_again(ctx *c, void *rec, const void *in)
{
    assessment *a = rec;
    (void)in;
    if (a->state != ASSESSMENT_CLOSED)
        return fail(c, NULL, "Only an assessment that waits for approval is opened again.");
    a->state = ASSESSMENT_OPEN;
    a->closed_at = (moment){0}, a->checkpoint = (str){0}, a->criteria.id = 0, a->risks = a->above = 0;
    return record_save_as(c, &assessment_entity, a, "reopen");
}

static bool approve(ctx *c, void *rec, const void *in)
{
    assessment *a = rec;
    (void)in;
    if (a->state == ASSESSMENT_OPEN)
        return fail(c, NULL, "Close $1 first: what is approved no longer moves.", v(a->name));
    if (a->state == ASSESSMENT_APPROVED) return fail(c, NULL, "$1 is approved already.", v(a->name));
    if (!approval_give(c, (any){S("assessment"), a->rec.id}, "approve", assessment_lines(c, a), a->author.id, false,
                       MANAGEMENT, c->reason, (date){0}))
        return false;
    a->state = ASSESSMENT_APPROVED;
    return record_save_as(c, &assessment_entity, a, "approve");
}

static const action assessment_actions[] = {
    ACTION(assessment_entity, "close", "Close", MANAGER, .run = close_it, .offered = is_open, .primary = true,
           .help = "The risks are kept as they stand now, with the ledger's checkpoint; the register moves on."),
    ACTION(assessment_entity, "reopen", "Open again", MANAGER, .run = open_again, .offered = is_closed,
           .help = "While it is not approved: to go on judging."),
    ACTION(assessment_entity, "approve", "Approve", MANAGEMENT, .run = approve, .offered = is_closed, .primary = true,
           .help = "For top management: the result as it stood when it was closed."),
    {0}};

static const work assessment_works[] = {
    {"Approve the risk assessment",
     "SELECT 'assessment', a.id, a.name, NULL, 'approve' FROM {assessment a} JOIN {role g} ON g.person = $1 AND g.role "
     "= 'management' WHERE $2 > 0 AND a.state = 'closed'"},
    {"Bring the risk assessment to its end",
     "SELECT 'assessment', a.id, a.name, NULL, 'close' FROM {assessment a} WHERE a.lead = $1 AND $2 > 0 AND a.state = "
     "'open'"},
    {"Assess the risks again",
     "SELECT 'scope', s.id, s.name, max(a.closed_at) / 86400000000 + 30 * (SELECT coalesce(max(CASE WHEN "
     "k.assess_every "
     "> 0 THEN k.assess_every ELSE 12 END), 12) FROM {criteria k} WHERE k.state = 'approved'), '' FROM {scope s} JOIN "
     "{assessment_scope x} ON x.scope = s.id JOIN {assessment a} ON a.id = x.assessment AND a.closed_at IS NOT NULL "
     "WHERE s.state = 'approved' AND NOT EXISTS (SELECT 1 FROM {assessment_scope o} JOIN {assessment l} ON l.id = "
     "o.assessment WHERE o.scope = s.id AND l.state = 'open') GROUP BY s.id, s.name HAVING max(a.closed_at) / "
     "86400000000 + 30 * (SELECT coalesce(max(CASE WHEN k.assess_every > 0 THEN k.assess_every ELSE 12 END), 12) FROM "
     "{criteria k} WHERE k.state = 'approved') <= $2 + 30 AND EXISTS (SELECT 1 FROM {role g} WHERE g.person = $1 AND "
     "g.role = 'manager' AND g.unit = 1)"},
    {0}};

static const rule assessment_rules[] = {
    {4, "assessment-kept", "An approved assessment shows what was approved: its risks, criteria and checkpoint.", NULL,
     assessment_rule_kept},
    {15, "assessment-interval", "Each approved scope is assessed at the planned interval (8.2).",
     "SELECT 'scope', s.id, s.name, CASE WHEN max(a.closed_at) IS NULL THEN 'early' ELSE 'late' END, CASE WHEN "
     "max(a.closed_at) IS NULL THEN 'It has no closed assessment yet.' ELSE 'Its last assessment is older than the "
     "interval.' END FROM {scope! s} LEFT JOIN {assessment_scope! x} ON x.scope = s.id LEFT JOIN {assessment! a} ON "
     "a.id "
     "= x.assessment AND a.closed_at IS NOT NULL WHERE s.state = 'approved' GROUP BY s.id, s.name HAVING "
     "max(a.closed_at) "
     "IS NULL OR max(a.closed_at) / 86400000000 + 31 * (SELECT coalesce(max(CASE WHEN k.assess_every > 0 THEN "
     "k.assess_every ELSE 12 END), 12) FROM {criteria! k} WHERE k.state = 'approved') < $1",
     NULL},
    {13, "assessment-lead", "Every open assessment is led by somebody who is still here.",
     "SELECT 'assessment', a.id, a.name, 'broken', p.name FROM {assessment! a} JOIN {person! p} ON p.id = a.lead WHERE "
     "a.state = 'open' AND p.ends < $1",
     NULL},
    {0}};

const module assessment_module = {
    .name = "assessment",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&assessment_entity, &assessment_scope_entity, &assessment_person_entity, NULL},
    .actions = assessment_actions,
    .routes = assessment_routes,
    .parts = assessment_parts,
    .works = assessment_works,
    .rules = assessment_rules,
    .reports = assessment_reports,
};
