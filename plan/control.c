// control.c: the organisation's own controls.
// SPDX-License-Identifier: Apache-2.0
#include "plan/control.h"
#include "plan/control/answer.h"

static const choice kinds[] = {{"technical", "Technical", 0},
                               {"organisational", "Organisational", 0},
                               {"physical", "Physical", 0},
                               {"people", "People", 0},
                               {0}};
static const choice functions[] = {
    {"preventive", "Preventive", 0}, {"detective", "Detective", 0}, {"corrective", "Corrective", 0}, {0}};
static const choice statuses[] = {{"proposed", "Proposed", TONE_OFF},       {"planned", "Planned", TONE_NOW},
                                  {"partly", "Partly in place", TONE_WARN}, {"implemented", "In place", TONE_GOOD},
                                  {"retired", "Retired", TONE_OFF},         {0}};
static const choice factors[] = {{"", "Not in figures", 0}, {"rate", "How often", 0}, {"severity", "How much", 0}, {0}};
const choice effectiveness_choices[] = {{"no-test", "No test defined", TONE_OFF},
                                        {"never-run", "Never run", TONE_WARN},
                                        {"effective", "Effective", TONE_GOOD},
                                        {"partly", "Partly effective", TONE_WARN},
                                        {"ineffective", "Not effective", TONE_BAD},
                                        {"overdue", "Test overdue", TONE_WARN},
                                        {0}};

static const link_field control_links[] = {
    {"requirements", "Answers", "Requirements of any framework that this control helps to meet.",
     &control_requirement_entity, "control", "requirement", 0},
    {"risks", "Lowers", "Risks whose likelihood or consequence it lowers.", &control_risk_entity, "control", "risk", 0},
    {0}};

static const field control_fields[] = {
    FIELD(control, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | SORTED, .max = 200),
    FIELD(control, kind, "Kind", .flags = LISTED | CHIPS, .choices = kinds),
    FIELD(control, function, "Function", .flags = LISTED, .choices = functions),
    FIELD(control, description, "Description", .flags = LONG | SEARCHED, .help = "What it does, how, and where."),
    FIELD(control, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(control, unit, "Unit", .flags = REQUIRED, .to = &unit_entity),
    FIELD(control, status, "Status", .flags = LISTED | CHIPS | SORTED, .choices = statuses),
    FIELD(control, planned_on, "Planned for", .flags = LISTED | DUE, .help = "When it shall be in place."),
    FIELD(control, implemented_on, "In place since", .flags = READONLY),
    FIELD(control, effectiveness, "Effective", .flags = READONLY | LISTED, .choices = effectiveness_choices,
          .help = "From tests; beside the status, never mixed with it."),
    FIELD(control, cost, "Cost a year"),
    FIELD(control, test, "How to test it", .flags = LONG, .max = 4000),
    FIELD(control, factor_on, "Acts on", .choices = factors, .group = "Effect on loss",
          .help = "How often the risks happen, or how much each event costs."),
    FIELD(control, factor, "Leaves (factor)", .help = "0.4: of ten, four remain."),
    FIELD(control, factor_to, "Leaves up to", .help = "With it the factor is a range: somewhere from 0.3 to 0.5."),
    FIELD(control, failures, "Failures a year",
          .help = "How often it stops working: 0.5 is once in two years. Empty: it does not."),
    FIELD(control, days_down, "Days until it works again",
          .help = "From the failure on, the days on which nobody noticed included."),
};

static bool check_factor(ctx *c, control_factor on, number factor, number to)
{
    if (!on && !factor.is && !to.is) return true;
    if (!on) return fail(c, "factor_on", "Say what the factor lowers: how often, or how much.");
    if (!factor.is) return fail(c, "factor", "Say what it leaves: 0.4 leaves four of ten.");
    if (!(factor.x >= 0.0001 && factor.x <= 1000))
        return fail(c, "factor",
                    "A factor lies between 0.0001 and 1,000; what leaves nothing at all is an end of the "
                    "risk, no control.");
    if (to.is && !(to.x <= 1000)) return fail(c, "factor_to", "A factor lies between 0.0001 and 1,000.");
    if (to.is && to.x < factor.x) return fail(c, "factor_to", "The range ends below its beginning of $1.", v(factor));
    if (to.is && to.x == factor.x)
        return fail(c, "factor_to", "The range has no width: leave its end empty for a fixed factor.");
    return true;
}

// The bounds are the engine's (plan/loss/check.c).
static bool check_failures(ctx *c, const control *x)
{
    if (!x->failures.is && !x->days_down.is) return true;
    if (!x->failures.is) return fail(c, "failures", "Say how often a year it fails: 0.5 is once in two years.");
    if (!(x->failures.x > 0 && x->failures.x <= 1000))
        return fail(c, "failures",
                    "Failures a year are above 0 and at most 1,000; leave both empty for one that never fails.");
    if (!x->days_down.is) return fail(c, "days_down", "Say how many days it takes until it works again.");
    if (!(x->days_down.x > 0 && x->days_down.x <= 3650))
        return fail(c, "days_down", "The days until it works again are above 0 and at most 3,650.");
    return true;
}

static bool control_check(ctx *c, void *rec, const void *before)
{
    control *x = rec;
    const control *old = before;
    if (!check_failures(c, x)) return false;
    if (!check_factor(c, x->factor_on, x->factor, x->factor_to)) return false;
    if (x->cost.minor < 0) return fail(c, "cost", "A cost is not below zero.");
    bool in_place = x->status == CONTROL_IMPLEMENTED, was = old && old->status == CONTROL_IMPLEMENTED;
    if (in_place && !was) x->implemented_on = c->today;
    if (!in_place) x->implemented_on = (date){0};
    return true;
}

const entity control_entity = {
    ENTITY(control, "C", "Control", "Controls", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "shield-check",
    .scope = SCOPE_UNIT,
    .title = "name",
    .owner = "owner",
    .links = control_links,
    .sort = "name",
    .help = "What you do, or will do, about your risks: name each control once and say which requirements it answers.",
    .check = control_check};

static const field control_requirement_fields[] = {
    FIELD(control_requirement, control, "Control", .flags = REQUIRED | LISTED, .to = &control_entity),
    FIELD(control_requirement, requirement, "Requirement", .flags = REQUIRED | LISTED, .to = &requirement_entity),
};
const entity control_requirement_entity = {ENTITY(control_requirement, "CQ", "Answered requirement",
                                                  "Answered requirements", SEE_REGISTER, ADD_REGISTER, MANAGER | OWNER,
                                                  MANAGER | OWNER),
                                           .scope = SCOPE_WITHIN, .within = "control", .plain = true};

static const field control_risk_fields[] = {
    FIELD(control_risk, control, "Control", .flags = REQUIRED | LISTED, .to = &control_entity),
    FIELD(control_risk, risk, "Risk", .flags = REQUIRED | LISTED, .to = &risk_entity),
    FIELD(control_risk, factor_on, "Acts on", .flags = LISTED, .choices = factors,
          .help = "For this risk alone, in place of what the control says of all its risks."),
    FIELD(control_risk, factor, "Leaves (factor)", .flags = LISTED),
    FIELD(control_risk, factor_to, "Leaves up to", .flags = LISTED),
};
static bool control_risk_check(ctx *c, void *rec, const void *before)
{
    const control_risk *x = rec;
    (void)before;
    return check_factor(c, x->factor_on, x->factor, x->factor_to);
}

const entity control_risk_entity = {ENTITY(control_risk, "CK", "Lowered risk", "Lowered risks", SEE_REGISTER,
                                           ADD_REGISTER, MANAGER | OWNER, MANAGER | OWNER),
                                    .scope = SCOPE_WITHIN, .within = "control", .plain = true,
                                    .check = control_risk_check};

#define STATUS_TONE "CASE x.status WHEN 'implemented' THEN 2 WHEN 'partly' THEN 3 WHEN 'planned' THEN 1 ELSE 5 END"
static const panel control_panels[] = {
    {&risk_entity, "Controls",
     "SELECT 'control', x.id, x.name, x.status, " STATUS_TONE
     ", x.planned_on FROM {control_risk k} JOIN {control x} ON x.id = k.control WHERE k.risk = $1 ORDER BY x.name",
     "No control lowers this risk yet.", NULL},
    {&requirement_entity, "Controls that answer it",
     "SELECT 'control', x.id, x.name, x.status, " STATUS_TONE
     ", x.planned_on FROM {control_requirement k} JOIN {control x} ON x.id = k.control WHERE k.requirement = $1"
     " UNION SELECT 'control', x.id, x.name, x.status, " STATUS_TONE
     ", x.planned_on FROM {control_requirement k} JOIN {control x} ON x.id = k.control JOIN {mapping m} ON m.target = "
     "k.requirement WHERE m.source = $1"
     " UNION SELECT 'control', x.id, x.name, x.status, " STATUS_TONE
     ", x.planned_on FROM {control_requirement k} JOIN {control x} ON x.id = k.control JOIN {mapping m} ON m.source = "
     "k.requirement WHERE m.target = $1",
     "No control answers it yet.", NULL},
    {0}};

static const work control_works[] = {
    {"Put the control in place", "SELECT 'control', x.id, x.name, x.planned_on, 'edit' FROM {control x} WHERE x.owner "
                                 "= $1 AND x.status IN ('planned', 'partly') AND x.planned_on <= $2 + 30"},
    {0}};

const module control_module = {
    .name = "control",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&control_entity, &control_requirement_entity, &control_risk_entity, NULL},
    .panels = control_panels,
    .parts = answer_parts,
    .works = control_works,
};
