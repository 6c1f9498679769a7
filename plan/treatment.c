// treatment.c: what is done about a risk: the plan, its two acts, and when they are stale.
// SPDX-License-Identifier: Apache-2.0
#include "plan/treatment.h"
#include "plan/treatment/authority.h"
#include "plan/treatment/plan_lines.h"
#include "plan/treatment/treatment_part.h"
#include "platform/base/time.h"

static const choice options[] = {{"treat", "Treat", TONE_NOW},
                                 {"accept", "Accept", TONE_NONE},
                                 {"transfer", "Transfer", TONE_NOW},
                                 {"avoid", "Avoid", TONE_NOW},
                                 {0}};
static const choice alsos[] = {
    {"", "Nothing else", 0}, {"treat", "Treat as well", 0}, {"transfer", "Transfer as well", 0}, {0}};
static const choice states[] = {{"draft", "Draft", TONE_OFF},         {"proposed", "Waits for approval", TONE_NOW},
                                {"approved", "Approved", TONE_GOOD},  {"done", "Done", TONE_GOOD},
                                {"withdrawn", "Withdrawn", TONE_OFF}, {0}};

static const link_field treatment_links[] = {
    {"controls", "Controls",
     "What lowers the risk. A control that is used here cannot be excluded in the statement of applicability.",
     &treatment_control_entity, "treatment", "control", 0},
    {0}};

static const field treatment_fields[] = {
    FIELD(treatment, risk, "Risk", .flags = REQUIRED | LISTED, .to = &risk_entity),
    FIELD(treatment, option, "Option", .flags = LISTED | CHIPS, .choices = options),
    FIELD(treatment, also, "And", .choices = alsos),
    FIELD(treatment, note, "What is done", .flags = LONG | SEARCHED | LISTED, .max = 2000),
    FIELD(treatment, owner, "Responsible", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(treatment, begins, "Begins", .help = "Empty: today."),
    FIELD(treatment, due, "Due", .flags = LISTED | SORTED | DUE, .help = "Of an acceptance: until when it holds."),
    FIELD(treatment, cost, "Cost", .flags = LISTED),
    FIELD(treatment, target_likelihood, "Target likelihood", .min = 1, .max = 10, .group = "Residual risk, once done"),
    FIELD(treatment, target_consequence, "Target consequence", .min = 1, .max = 10),
    FIELD(treatment, party, "Contract or insurer", .max = 300, .group = "Transfer"),
    FIELD(treatment, cover, "Covers up to"),
    FIELD(treatment, remains, "What stays with us", .flags = LONG, .max = 2000),
    FIELD(treatment, ends_on, "Ends on", .group = "Avoid", .help = "When what causes the risk stops."),
    FIELD(treatment, state, "State", .flags = LISTED | READONLY | CHIPS, .choices = states),
    FIELD(treatment, risk_owner, "Risk owner", .flags = READONLY, .to = &person_entity),
    FIELD(treatment, author, "Written by", .flags = READONLY, .to = &person_entity),
};

static bool has_option(const treatment *t, option o)
{
    return t->option == o || (o == OPTION_TREAT && t->also == ALSO_TREAT) ||
           (o == OPTION_TRANSFER && t->also == ALSO_TRANSFER);
}

// What makes each option true.
static bool check_options(ctx *c, const treatment *t)
{
    bool ok = true;
    if (has_option(t, OPTION_TRANSFER) && !t->party.n)
        ok = fail(c, "party", "A transfer names the contract or insurer that bears the loss.");
    if (has_option(t, OPTION_TRANSFER) && !t->remains.n)
        ok = fail(c, "remains", "Say what stays with us: no transfer takes all of it.");
    if (t->option == OPTION_AVOID && !t->ends_on.day) ok = fail(c, "ends_on", "Say when what causes the risk ends.");
    if (t->option == OPTION_AVOID && !t->note.n) ok = fail(c, "note", "Say what ends.");
    if (t->option == OPTION_ACCEPT && !t->note.n) ok = fail(c, "note", "An acceptance gives its reason.");
    if (t->option != OPTION_ACCEPT && !t->due.day) ok = fail(c, "due", "A plan has a date by which it is done.");
    if (!t->target_likelihood != !t->target_consequence)
        ok = fail(c, "target_likelihood", "The residual risk has both a likelihood and a consequence.");
    if ((has_option(t, OPTION_TREAT) || has_option(t, OPTION_TRANSFER)) && !t->target_likelihood)
        ok = fail(c, "target_likelihood", "Say where the plan leads: the residual risk, once it is done.");
    return ok;
}

static bool treatment_check(ctx *c, void *rec, const void *before)
{
    treatment *t = rec;
    const treatment *old = before;
    const risk *r = record_load(c, &risk_entity, t->risk.id);
    if (!r || !check_options(c, t)) return false;
    if (old && old->risk.id != t->risk.id)
        return fail(c, "risk", "A plan stays with its risk; write a new one for another.");
    if (!old && db_one(query(
                    c, "SELECT count(*) FROM {treatment! x} WHERE x.risk = $1 AND x.state NOT IN ('done', 'withdrawn')",
                    v(t->risk))))
        return fail(c, "risk", "$1 has a plan already: change that one, or withdraw it.",
                    v(record_code(c->a, &risk_entity, t->risk.id)));
    if (!old && !t->begins.day) t->begins = c->today;
    if (t->due.day && t->begins.day > t->due.day) return fail(c, "begins", "It begins before it is due.");
    t->risk_owner = r->owner;
    if (!old && c->person) t->author.id = c->person;
    return true;
}

// ---- the values that the two acts rest on

str treatment_frozen(ctx *c, const void *rec)
{
    const treatment *t = rec;
    frozen f = {.a = c->a};
    text controls = {.a = c->a};
    rows q = query(c, "SELECT x.control FROM {treatment_control! x} WHERE x.treatment = $1 ORDER BY x.control",
                   v(t->rec.id));
    while (db_next(&q)) {
        if (controls.n) put_char(&controls, ' ');
        put(&controls, record_code(c->a, &control_entity, db_int(&q, 0)));
    }
    frozen_add(&f, "plan.also", v(alsos[t->also].name));
    frozen_add(&f, "plan.controls", v(text_str(&controls)));
    frozen_add(&f, "plan.cover", v(t->cover));
    frozen_add(&f, "plan.due", v(t->due));
    frozen_add(&f, "plan.ends_on", v(t->ends_on));
    frozen_add(&f, "plan.option", v(options[t->option].name));
    frozen_add(&f, "plan.target.consequence", v(t->target_consequence));
    frozen_add(&f, "plan.target.likelihood", v(t->target_likelihood));
    return frozen_text(&f);
}

static bool is_live(const treatment *t)
{
    return t->state != TREATMENT_WITHDRAWN && t->state != TREATMENT_DRAFT;
}

static const decision decided[] = {DECISION_TREAT, DECISION_ACCEPT, DECISION_TRANSFER, DECISION_AVOID};

// The risk follows its plan: what is decided, where it leads, and whether what was accepted still is the plan.
static bool tell_risk(ctx *c, const treatment *t)
{
    if (t->state == TREATMENT_DONE) return true;
    if (t->state == TREATMENT_WITHDRAWN) return risk_plan(c, t->risk.id, DECISION_NONE, 0, 0);
    return risk_plan(c, t->risk.id, decided[t->option], t->target_likelihood, t->target_consequence) &&
           (!is_live(t) || risk_note_plan_lines(c, t->risk.id, treatment_frozen(c, t)));
}

static bool treatment_saved(ctx *c, const void *rec, const void *before)
{
    const treatment *t = rec, *old = before;
    if (!t) return risk_plan(c, old->risk.id, DECISION_NONE, 0, 0);
    return tell_risk(c, t);
}

const entity treatment_entity = {
    ENTITY(treatment, "TP", "Treatment", "Treatment plan", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "shield",
    .scope = SCOPE_WITHIN,
    .within = "risk",
    .owner = "risk_owner",
    .links = treatment_links,
    .sort = "due",
    .help = "One item for each risk outside the acceptance criteria: treat, accept, transfer or avoid, by whom and "
            "until when.",
    .check = treatment_check,
    .saved = treatment_saved};

static const field treatment_control_fields[] = {
    FIELD(treatment_control, treatment, "Treatment", .flags = REQUIRED | LISTED, .to = &treatment_entity),
    FIELD(treatment_control, control, "Control", .flags = REQUIRED | LISTED, .to = &control_entity),
};

static bool treatment_control_saved(ctx *c, const void *rec, const void *before)
{
    const treatment_control *x = rec ? rec : before;
    const treatment *t = record_seek(c, &treatment_entity, x->treatment.id);
    return !t || tell_risk(c, t);
}

const entity treatment_control_entity = {ENTITY(treatment_control, "TC", "Control of a plan", "Controls of plans",
                                                SEE_REGISTER, ADD_REGISTER, MANAGER | OWNER, MANAGER | OWNER),
                                         .scope = SCOPE_WITHIN, .within = "treatment", .plain = true,
                                         .saved = treatment_control_saved};

str treatment_needs(ctx *c, i64 requirement)
{
    text t = {.a = c->a};
    rows q = query(c,
                   "SELECT DISTINCT p.risk FROM {treatment! p} JOIN {treatment_control! k} ON k.treatment = p.id JOIN "
                   "{control_requirement! q} ON q.control = k.control"
                   " WHERE q.requirement = $1 AND p.state <> 'withdrawn' ORDER BY p.risk",
                   v(requirement));
    while (db_next(&q)) {
        if (t.n) put(&t, S(", "));
        put(&t, record_code(c->a, &risk_entity, db_int(&q, 0)));
    }
    return text_str(&t);
}

// ---- acts

static bool is_open(ctx *c, const void *rec)
{
    const treatment *t = rec;
    (void)c;
    return t->state == TREATMENT_DRAFT;
}

static bool waits(ctx *c, const void *rec)
{
    const treatment *t = rec;
    return t->state == TREATMENT_PROPOSED && (c->person == t->risk_owner.id || c->nstands_for);
}

static bool is_running(ctx *c, const void *rec)
{
    (void)c;
    return ((const treatment *)rec)->state == TREATMENT_APPROVED;
}

static bool is_not_over(ctx *c, const void *rec)
{
    const treatment *t = rec;
    (void)c;
    return t->state != TREATMENT_DONE && t->state != TREATMENT_WITHDRAWN;
}

static bool propose(ctx *c, void *rec, const void *in)
{
    treatment *t = rec;
    (void)in;
    if (t->state != TREATMENT_DRAFT) return fail(c, NULL, "This plan is $1 already.", v(states[t->state].label));
    if (has_option(t, OPTION_TREAT) &&
        !db_one(query(c, "SELECT count(*) FROM {treatment_control! x} WHERE x.treatment = $1", v(t->rec.id))))
        return fail(c, "controls", "A risk is treated by controls: choose at least one.");
    t->state = TREATMENT_PROPOSED;
    return record_save_as(c, &treatment_entity, t, "propose");
}

// The risk owner approves the plan, also one they wrote: 6.1.3 f asks for exactly that person.
static bool approve(ctx *c, void *rec, const void *in)
{
    treatment *t = rec;
    (void)in;
    if (t->state != TREATMENT_PROPOSED)
        return fail(c, NULL, "Only a plan that was proposed is approved; this one is $1.", v(states[t->state].label));
    str lines =
        format(c->a, "$1\n$2", v(treatment_frozen(c, t)), v(risk_lines(c, record_load(c, &risk_entity, t->risk.id))));
    if (!approval_give(c, (any){S("treatment"), t->rec.id}, "approve", lines, t->author.id, true, OWNER, c->reason,
                       (date){0}))
        return false;
    t->state = TREATMENT_APPROVED;
    return record_save_as(c, &treatment_entity, t, "approve");
}

static bool withdraw(ctx *c, void *rec, const void *in)
{
    treatment *t = rec;
    (void)in;
    if (!is_not_over(c, t)) return fail(c, NULL, "This plan is over.");
    t->state = TREATMENT_WITHDRAWN;
    return record_save_as(c, &treatment_entity, t, "withdraw");
}

static bool finish(ctx *c, void *rec, const void *in)
{
    treatment *t = rec;
    const risk *r = record_load(c, &risk_entity, t->risk.id);
    (void)in;
    if (!r) return false;
    if (t->state != TREATMENT_APPROVED)
        return fail(c, NULL, "Only an approved plan is done; this one is $1.", v(states[t->state].label));
    if (t->target_likelihood && r->score > t->target_likelihood * t->target_consequence)
        return fail(c, NULL,
                    "$1 stands at $2, its target is $3. Judge it again first: if the plan did what it should, current "
                    "has reached target; if not, decide anew.",
                    v(record_code(c->a, &risk_entity, r->rec.id)), v(r->score),
                    v(t->target_likelihood * t->target_consequence));
    t->state = TREATMENT_DONE;
    return record_save_as(c, &treatment_entity, t, "finish");
}

// ---- acceptance of the residual risk

typedef struct {
    str reason;
    date until;
} accepting;

static const field accepting_fields[] = {
    FIELD(accepting, reason, "Reason", .flags = LONG, .max = 2000,
          .help = "Needed where the residual risk lies outside the acceptance criteria."),
    FIELD(accepting, until, "Until",
          .help = "When it is decided anew; needed where the residual risk lies outside the criteria."),
};
static const entity accepting_input = {INPUT(accepting)};

static treatment *live_plan(ctx *c, i64 risk_id)
{
    i64 id =
        db_one(query(c, "SELECT max(x.id) FROM {treatment x} WHERE x.risk = $1 AND x.state IN ('proposed', 'approved')",
                     v(risk_id)));
    return id ? record_seek(c, &treatment_entity, id) : NULL;
}

// What would be accepted: the target of the plan, or the risk as it stands where nothing lowers it.
static i64 residual(const risk *r, const treatment *t)
{
    if (t && t->option != OPTION_ACCEPT && t->target_likelihood) return t->target_likelihood * t->target_consequence;
    return r->score;
}

static bool accept(ctx *c, void *rec, const void *in)
{
    const risk *r = rec;
    const accepting *a = in;
    const criteria *k = criteria_in_force(c);
    if (!k) return false;
    if (!r->score)
        return fail(c, NULL, "$1 is not judged yet: nothing can be accepted.",
                    v(record_code(c->a, &risk_entity, r->rec.id)));
    const treatment *t = live_plan(c, r->rec.id);
    i64 score = residual(r, t);
    if (!t && r->score >= k->line)
        return fail(
            c, NULL,
            "$1 lies outside the acceptance criteria and has no plan: write and propose one first, be it to accept.",
            v(record_code(c->a, &risk_entity, r->rec.id)));
    if (t && t->state == TREATMENT_PROPOSED && t->option != OPTION_ACCEPT)
        return fail(c, NULL, "The plan waits for the risk owner's approval; what it leaves is accepted after that.");
    if (!authority_may(c, r, k, score)) return false;
    if (score >= k->line && !a->reason.n)
        return fail(c, "reason", "The residual risk lies outside the acceptance criteria: say why it is accepted.");
    if (score >= k->line && a->until.day <= c->today.day)
        return fail(c, "until",
                    "The residual risk lies outside the acceptance criteria: say until when it is accepted.");
    str lines = t ? format(c->a, "$1\n$2", v(treatment_frozen(c, t)), v(risk_lines(c, r))) : risk_lines(c, r);
    // An owner who stands in for top management accepts on its authority where their own ends.
    unsigned needed = score < k->owner_below ? OWNER | MANAGEMENT : MANAGEMENT;
    return approval_give(c, (any){S("risk"), r->rec.id}, "accept", lines, 0, true, needed, a->reason, a->until) &&
           risk_note_acceptance(c, r->rec.id, lines, (ref){c->person}, a->until);
}

static bool acceptor_is_gone(ctx *c, const risk *r)
{
    const person *p = r->accepted_by.id ? record_seek(c, &person_entity, r->accepted_by.id) : NULL;
    return p && p->ends.day && p->ends.day < c->today.day;
}

static bool to_accept(ctx *c, const void *rec)
{
    const risk *r = rec;
    return r->score && (r->acceptance != ACCEPTANCE_GIVEN || acceptor_is_gone(c, r)) && r->decision != DECISION_NONE &&
           r->decision != DECISION_RETAIN;
}

static const action treatment_actions[] = {
    ACTION(treatment_entity, "propose", "Send for approval", PROPOSE, .run = propose, .offered = is_open,
           .primary = true, .bulk = true, .help = "The risk owner is asked to approve it."),
    ACTION(treatment_entity, "approve", "Approve the plan", OWN, .run = approve, .offered = waits, .primary = true,
           .bulk = true, .help = "As the risk owner (6.1.3 f). The values you see are frozen with it."),
    ACTION(treatment_entity, "finish", "Confirm that it is done", OWN, .run = finish, .offered = is_running,
           .help = "Current has reached target."),
    ACTION(treatment_entity, "withdraw", "Withdraw", PROPOSE, .run = withdraw, .offered = is_not_over,
           .help = "The risk is undecided again."),
    ACTION(risk_entity, "accept", "Accept the residual risk", MANAGEMENT | OWN, .input = &accepting_input,
           .run = accept, .offered = to_accept, .primary = true, .bulk = true,
           .help = "As the risk owner, or for top management where the level asks for it (6.1.3 f)."),
    {0}};

static const panel treatment_panels[] = {
    {&risk_entity, "Treatment",
     "SELECT 'treatment', t.id, t.note, t.state, CASE t.state WHEN 'approved' THEN 2 WHEN 'done' THEN 2 WHEN "
     "'proposed' THEN 1 ELSE 5 END, t.due FROM {treatment t} WHERE t.risk = $1 ORDER BY t.id DESC",
     "Nothing is planned yet.", "treatment"},
    {&control_entity, "Used by plans",
     "SELECT 'risk', r.id, r.title, t.state, CASE t.state WHEN 'approved' THEN 2 WHEN 'done' THEN 2 WHEN 'proposed' "
     "THEN 1 ELSE 5 END, t.due"
     " FROM {treatment_control k} JOIN {treatment t} ON t.id = k.treatment JOIN {risk r} ON r.id = t.risk WHERE "
     "k.control = $1 ORDER BY r.score DESC",
     NULL, NULL},
    {0}};

static const work treatment_works[] = {
    {"Approve the treatment plan", "SELECT 'treatment', t.id, r.title, t.due, 'approve' FROM {treatment t} JOIN {risk "
                                   "r} ON r.id = t.risk WHERE t.risk_owner = $1 AND $2 > 0 AND t.state = 'proposed'"},
    {"Carry out the treatment", "SELECT 'treatment', t.id, r.title, t.due, '' FROM {treatment t} JOIN {risk r} ON r.id "
                                "= t.risk WHERE t.owner = $1 AND t.state = 'approved' AND t.due <= $2 + 60"},
    {"Accept the residual risk",
     "SELECT 'risk', r.id, r.title, NULL, 'accept' FROM {treatment t} JOIN {risk r} ON r.id = t.risk WHERE r.owner = "
     "$1 AND $2 > 0 AND t.state = 'approved' AND r.acceptance = ''"},
    {"Accept a risk above the line",
     "SELECT 'risk', r.id, r.title, NULL, 'accept' FROM {treatment t} JOIN {risk r} ON r.id = t.risk JOIN {criteria k} "
     "ON k.id = r.criteria JOIN {role g} ON g.person = $1 AND g.role = 'management'"
     " WHERE $2 > 0 AND t.option = 'accept' AND t.state IN ('proposed', 'approved') AND r.acceptance <> 'accepted' AND "
     "r.score >= k.owner_below"},
    {0}};

static const report treatment_reports[] = {{"risk-treatment", "Risk treatment plan", SEE_REGISTER | EXTERNAL,
                                            "Each plan with controls, dates, cost and what it leaves; approvals and "
                                            "acceptances; for one scope with scope=SC-1.",
                                            treatment_report, .landscape = true},
                                           {0}};

const module treatment_module = {
    .name = "treatment",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&treatment_entity, &treatment_control_entity, NULL},
    .actions = treatment_actions,
    .panels = treatment_panels,
    .works = treatment_works,
    .routes = treatment_routes,
    .rules = treatment_rules,
    .reports = treatment_reports,
};
