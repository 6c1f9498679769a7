// risk.c: the risk register: its records, their judgement, and when an acceptance is stale.
// SPDX-License-Identifier: Apache-2.0
#include "plan/risk/risk_part.h"
#include "plan/asset.h"
#include "plan/threat.h"
#include "platform/base/time.h"

static const choice kinds[] = {{"event", "Event", 0}, {"asset", "Asset", 0}, {0}};
static const choice decisions[] = {{"", "Undecided", TONE_WARN},
                                   {"treat", "Treat", TONE_NOW},
                                   {"accept", "Accept", TONE_NONE},
                                   {"transfer", "Transfer", TONE_NOW},
                                   {"avoid", "Avoid", TONE_NOW},
                                   {"retain", "Retained under the criteria", TONE_OFF},
                                   {0}};
static const choice acceptances[] = {
    {"", "None", TONE_NONE}, {"accepted", "Accepted", TONE_GOOD}, {"stale", "Acceptance is stale", TONE_BAD}, {0}};

static const link_field risk_links[] = {
    {"assets", "Assets", "What would be hit.", &risk_asset_entity, "risk", "asset", 0}, {0}};

static const field risk_fields[] = {
    FIELD(risk, title, "Risk", .flags = REQUIRED | LISTED | SEARCHED | SORTED, .max = 200),
    FIELD(risk, kind, "Kind", .choices = kinds,
          .help = "Event-based: what happens. Asset-based: a threat meets a vulnerability of an asset."),
    FIELD(risk, scenario, "Scenario", .flags = LONG | SEARCHED,
          .help = "Source, event, consequence: two or three sentences."),
    FIELD(risk, threat, "Threat", .to = &threat_entity),
    FIELD(risk, vulnerability, "Vulnerability", .to = &vulnerability_entity),
    FIELD(risk, confidentiality, "Confidentiality"),
    FIELD(risk, integrity, "Integrity"),
    FIELD(risk, availability, "Availability"),
    FIELD(risk, owner, "Risk owner", .flags = REQUIRED | LISTED, .to = &person_entity,
          .help = "Accountable, with the authority to manage it."),
    FIELD(risk, unit, "Unit", .flags = REQUIRED | LISTED, .to = &unit_entity),
    FIELD(risk, review_on, "Next review", .flags = LISTED | SORTED | DUE),
    FIELD(risk, inherent_likelihood, "Inherent likelihood", .max = 10, .min = 1,
          .group = "Inherent: before any control; may stay empty"),
    FIELD(risk, inherent_consequence, "Inherent consequence", .max = 10, .min = 1),
    FIELD(risk, inherent_score, "Inherent score", .flags = READONLY | HIDDEN),
    FIELD(risk, inherent_level, "Inherent", .flags = READONLY | LISTED, .choices = level_choices,
          .with = "inherent_score"),
    FIELD(risk, likelihood, "Likelihood", .min = 1, .max = 10, .group = "Current: with the controls in operation"),
    FIELD(risk, financial, "Financial", .min = 1, .max = 10),
    FIELD(risk, operational, "Operational", .min = 1, .max = 10),
    FIELD(risk, legal, "Legal", .min = 1, .max = 10),
    FIELD(risk, reputation, "Reputation", .min = 1, .max = 10),
    FIELD(risk, people, "People", .min = 1, .max = 10),
    FIELD(risk, consequence, "Consequence", .flags = READONLY | HIDDEN),
    FIELD(risk, score, "Score", .flags = READONLY | HIDDEN | SORTED),
    FIELD(risk, level, "Current", .flags = READONLY | LISTED | CHIPS | SORTED, .choices = level_choices,
          .with = "score"),
    FIELD(risk, why, "Why so", .flags = LONG, .max = 2000, .help = "What the judgement rests on."),
    FIELD(risk, judged_by, "Judged by", .flags = READONLY, .to = &person_entity),
    FIELD(risk, judged_on, "Judged on", .flags = READONLY),
    FIELD(risk, target_likelihood, "Target likelihood", .flags = READONLY | HIDDEN),
    FIELD(risk, target_consequence, "Target consequence", .flags = READONLY | HIDDEN),
    FIELD(risk, target_score, "Target score", .flags = READONLY | HIDDEN),
    FIELD(risk, target_level, "Target", .flags = READONLY | LISTED, .choices = level_choices, .with = "target_score",
          .group = "Decision"),
    FIELD(risk, decision, "Decision", .flags = READONLY | LISTED | CHIPS | SORTED, .choices = decisions),
    FIELD(risk, acceptance, "Acceptance", .flags = READONLY | CHIPS, .choices = acceptances),
    FIELD(risk, stale_own, "What changed since", .flags = READONLY | LONG),
    FIELD(risk, stale_plan, "What changed in the plan since", .flags = READONLY | LONG),
    FIELD(risk, accepted_lines, "Values accepted", .flags = READONLY | HIDDEN | LONG),
    FIELD(risk, accepted_by, "Accepted by", .flags = READONLY, .to = &person_entity),
    FIELD(risk, accepted_until, "Accepted until", .flags = READONLY | DUE),
    FIELD(risk, criteria, "Judged with", .flags = READONLY, .to = &criteria_entity),
    FIELD(risk, yearly_loss, "Expected loss a year", .flags = DERIVED),
};

// ---- what an acceptance rests on

str lines_with(arena *a, str lines, str prefix)
{
    text t = {.a = a};
    for (str rest = lines; rest.p;) {
        str line = str_cut(&rest, '\n');
        if (!str_starts(line, prefix)) continue;
        if (t.n) put_char(&t, '\n');
        put(&t, line);
    }
    return text_str(&t);
}

str risk_lines(ctx *c, const risk *r)
{
    frozen f = {.a = c->a};
    text assets = {.a = c->a};
    rows q = query(c, "SELECT x.asset FROM {risk_asset! x} WHERE x.risk = $1 ORDER BY x.asset", v(r->rec.id));
    while (db_next(&q)) {
        if (assets.n) put_char(&assets, ' ');
        put(&assets, record_code(c->a, &asset_entity, db_int(&q, 0)));
    }
    frozen_add(&f, "risk.assets", v(text_str(&assets)));
    frozen_add(&f, "risk.consequence", v(r->consequence));
    frozen_add(&f, "risk.criteria", v(record_code(c->a, &criteria_entity, r->criteria.id)));
    frozen_add(&f, "risk.level", v(level_choices[r->level].name));
    frozen_add(&f, "risk.likelihood", v(r->likelihood));
    frozen_add(&f, "risk.target.consequence", v(r->target_consequence));
    frozen_add(&f, "risk.target.likelihood", v(r->target_likelihood));
    return frozen_text(&f);
}

static void settle_acceptance(risk *r)
{
    if (!r->accepted_lines.n)
        r->acceptance = ACCEPTANCE_NONE;
    else
        r->acceptance = r->stale_own.n || r->stale_plan.n ? ACCEPTANCE_STALE : ACCEPTANCE_GIVEN;
}

static void look_for_change(ctx *c, risk *r)
{
    r->stale_own = (str){0};
    if (r->accepted_lines.n) {
        approval was = {.frozen = lines_with(c->a, r->accepted_lines, S("risk."))};
        r->stale_own = approval_stale(c, &was, risk_lines(c, r));
    }
    settle_acceptance(r);
}

// ---- judgement

static i64 greatest(const risk *r)
{
    i64 most = r->financial;
    const i64 others[] = {r->operational, r->legal, r->reputation, r->people};
    for (int i = 0; i < countof(others); i++)
        if (others[i] > most) most = others[i];
    return most;
}

static bool check_scale(ctx *c, const char *name, const char *label, i64 value, i64 steps)
{
    if (value <= steps) return true;
    return fail(c, name, "$1 is $2; the criteria in force have $3 steps.", v(label), v(value), v(steps));
}

static bool check_scales(ctx *c, const risk *r, const criteria *k)
{
    bool ok = check_scale(c, "likelihood", "Likelihood", r->likelihood, k->likelihood_steps);
    ok =
        check_scale(c, "inherent_likelihood", "Inherent likelihood", r->inherent_likelihood, k->likelihood_steps) && ok;
    ok =
        check_scale(c, "inherent_consequence", "Inherent consequence", r->inherent_consequence, k->consequence_steps) &&
        ok;
    ok = check_scale(c, "financial", "Consequence", greatest(r), k->consequence_steps) && ok;
    if (!r->likelihood != !greatest(r))
        return fail(c, r->likelihood ? "financial" : "likelihood",
                    "A judgement needs both a likelihood and a consequence of at least one kind.");
    if (!r->inherent_likelihood != !r->inherent_consequence)
        return fail(c, r->inherent_likelihood ? "inherent_consequence" : "inherent_likelihood",
                    "Judge both inherent likelihood and consequence, or neither.");
    return ok;
}

static bool judged_anew(const risk *r, const risk *old)
{
    return !old || r->likelihood != old->likelihood || r->financial != old->financial ||
           r->operational != old->operational || r->legal != old->legal || r->reputation != old->reputation ||
           r->people != old->people || r->inherent_likelihood != old->inherent_likelihood ||
           r->inherent_consequence != old->inherent_consequence;
}

static bool judge(ctx *c, risk *r, const risk *old)
{
    const criteria *k = criteria_in_force(c);
    if (!k || !check_scales(c, r, k)) return false;
    r->consequence = greatest(r);
    r->score = r->likelihood * r->consequence;
    r->level = criteria_level(k, r->score);
    r->inherent_score = r->inherent_likelihood * r->inherent_consequence;
    r->inherent_level = criteria_level(k, r->inherent_score);
    r->criteria.id = k->rec.id;
    if (r->likelihood) {
        r->judged_on = c->today;
        r->judged_by.id = c->person ? c->person : r->judged_by.id ? r->judged_by.id : r->owner.id;
        if (!r->review_on.day || (old && old->level != r->level && old->review_on.day == r->review_on.day))
            r->review_on = date_add_months(c->today, (int)criteria_review_months(k, r->level));
    }
    return true;
}

static void settle_target(ctx *c, risk *r)
{
    r->target_score = r->target_likelihood * r->target_consequence;
    if (!r->target_score) {
        r->target_level = LEVEL_NONE;
        return;
    }
    const criteria *k = r->criteria.id ? record_seek(c, &criteria_entity, r->criteria.id) : NULL;
    r->target_level = k ? criteria_level(k, r->target_score) : LEVEL_NONE;
}

// Below the line a risk is retained under the criteria without ceremony (6.1.2 a); from it on somebody decides.
static void settle_decision(ctx *c, risk *r)
{
    if (r->decision != DECISION_NONE && r->decision != DECISION_RETAIN) return;
    const criteria *k = r->criteria.id ? record_seek(c, &criteria_entity, r->criteria.id) : NULL;
    r->decision = k && r->score && r->score < k->line ? DECISION_RETAIN : DECISION_NONE;
}

static bool risk_check(ctx *c, void *rec, const void *before)
{
    risk *r = rec;
    const risk *old = before;
    if (r->kind == RISK_ASSET && !r->threat.id && !r->vulnerability.id && !r->scenario.n)
        return fail(c, "threat", "An asset-based risk names a threat and a vulnerability, or tells the scenario.");
    if (judged_anew(r, old) && !judge(c, r, old)) return false;
    settle_target(c, r);
    settle_decision(c, r);
    look_for_change(c, r);
    return true;
}

const entity risk_entity = {ENTITY(risk, "R", "Risk", "Risks", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
                            .icon = "triangle-alert",
                            .scope = SCOPE_UNIT,
                            .title = "title",
                            .owner = "owner",
                            .links = risk_links,
                            .sort = "-score",
                            .help = "Write down what could happen to the information you protect; start with the worst "
                                    "you can think of, or import a register.",
                            .check = risk_check};

// ---- assets

static const field risk_asset_fields[] = {
    FIELD(risk_asset, risk, "Risk", .flags = REQUIRED | LISTED, .to = &risk_entity),
    FIELD(risk_asset, asset, "Asset", .flags = REQUIRED | LISTED, .to = &asset_entity),
};

static bool risk_asset_saved(ctx *c, const void *rec, const void *before)
{
    const risk_asset *x = rec ? rec : before;
    risk *r = record_seek(c, &risk_entity, x->risk.id);
    if (!r || !r->accepted_lines.n) return true;
    acceptance was = r->acceptance;
    str differed = r->stale_own;
    look_for_change(c, r);
    return (was == r->acceptance && str_eq(differed, r->stale_own)) || record_save_as(c, &risk_entity, r, "compare");
}

const entity risk_asset_entity = {ENTITY(risk_asset, "RA", "Asset at risk", "Assets at risk", SEE_REGISTER,
                                         ADD_REGISTER, MANAGER | OWNER, MANAGER | OWNER),
                                  .scope = SCOPE_WITHIN, .within = "risk", .plain = true, .saved = risk_asset_saved};

// ---- what treatment calls

bool risk_plan(ctx *c, i64 id, decision d, i64 target_likelihood, i64 target_consequence)
{
    risk *r = record_load(c, &risk_entity, id);
    if (!r) return false;
    if (r->decision == d && r->target_likelihood == target_likelihood && r->target_consequence == target_consequence)
        return true;
    r->decision = d;
    r->target_likelihood = target_likelihood, r->target_consequence = target_consequence;
    return record_save_as(c, &risk_entity, r, "plan");
}

bool risk_note_acceptance(ctx *c, i64 id, str all_lines, ref by, date until)
{
    risk *r = record_load(c, &risk_entity, id);
    if (!r) return false;
    r->accepted_lines = all_lines;
    r->accepted_by = by;
    r->accepted_until = until;
    r->stale_own = r->stale_plan = (str){0};
    return record_save_as(c, &risk_entity, r, "accept");
}

bool risk_note_plan_lines(ctx *c, i64 id, str plan_lines_now)
{
    risk *r = record_load(c, &risk_entity, id);
    if (!r) return false;
    if (!r->accepted_lines.n) return true;
    approval was = {.frozen = lines_with(c->a, r->accepted_lines, S("plan."))};
    str differs = approval_stale(c, &was, plan_lines_now);
    if (str_eq(differs, r->stale_plan)) return true;
    r->stale_plan = differs;
    settle_acceptance(r);
    return record_save_as(c, &risk_entity, r, "compare");
}

// ---- contributions

static const panel risk_panels[] = {
    {&asset_entity, "Risks",
     "SELECT 'risk', r.id, r.title, r.level, CASE r.level WHEN 'low' THEN 6 WHEN 'medium' THEN 7 WHEN 'high' THEN 8 "
     "WHEN 'critical' THEN 9 ELSE 0 END, r.review_on"
     " FROM {risk_asset x} JOIN {risk r} ON r.id = x.risk WHERE x.asset = $1 ORDER BY r.score DESC, r.id",
     "No risk names this asset yet.", NULL},
    {0}};

static const work risk_works[] = {
    {"Review the risk",
     "SELECT 'risk', r.id, r.title, r.review_on, 'edit' FROM {risk r} WHERE r.owner = $1 AND r.review_on <= $2 + 30"},
    {"Decide what to do about the risk",
     "SELECT 'risk', r.id, r.title, r.judged_on + CASE r.level WHEN 'critical' THEN k.decide_critical WHEN 'high' THEN "
     "k.decide_high ELSE k.decide_medium END, ''"
     " FROM {risk r} JOIN {criteria k} ON k.id = r.criteria WHERE r.owner = $1 AND $2 > 0 AND r.score >= k.line AND "
     "r.decision = ''"},
    {"Look again: the acceptance is stale", "SELECT 'risk', r.id, r.title, NULL, 'accept' FROM {risk r} WHERE r.owner "
                                            "= $1 AND $2 > 0 AND r.acceptance = 'stale'"},
    {0}};

static const rule risk_rules[] = {
    {3, "risk-owner", "Every risk has an owner who is still here.",
     "SELECT 'risk', r.id, r.title, 'broken', 'Its owner is gone.' FROM {risk! r} LEFT JOIN {person! p} ON p.id = "
     "r.owner WHERE p.id IS NULL OR p.ends < $1",
     NULL},
    {3, "risk-decided", "A risk outside the acceptance criteria is decided within the days its level allows.",
     "SELECT 'risk', r.id, r.title, CASE WHEN r.judged_on + CASE r.level WHEN 'critical' THEN k.decide_critical WHEN "
     "'high' THEN k.decide_high ELSE k.decide_medium END < $1"
     " THEN 'broken' ELSE 'early' END, 'Undecided.' FROM {risk! r} JOIN {criteria! k} ON k.id = r.criteria WHERE "
     "r.score >= k.line AND r.decision = ''",
     NULL},
    {3, "acceptance-stands", "An acceptance is neither stale nor expired.",
     "SELECT 'risk', r.id, r.title, 'broken', CASE WHEN r.acceptance = 'stale' THEN 'Stale.' ELSE 'Expired.' END FROM "
     "{risk! r} WHERE r.acceptance = 'stale' OR (r.acceptance = 'accepted' AND r.accepted_until < $1)",
     NULL},
    {3, "risk-review", "Each risk is reviewed in time.",
     "SELECT 'risk', r.id, r.title, 'late', 'Its review date has passed.' FROM {risk! r} WHERE r.review_on < $1", NULL},
    {0}};

static const figure risk_figures[] = {
    {"risks-above-line", "Risks outside the acceptance criteria", "",
     "SELECT count(*) FROM {risk r} JOIN {criteria k} ON k.id = r.criteria WHERE r.score >= k.line AND $1 > 0"},
    {0}};

const module risk_module = {
    .name = "risk",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&risk_entity, &risk_asset_entity, NULL},
    .actions = risk_actions,
    .routes = risk_routes,
    .parts = risk_parts,
    .panels = risk_panels,
    .works = risk_works,
    .rules = risk_rules,
    .figures = risk_figures,
};
