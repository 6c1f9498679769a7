// proposal.c: the business case: its record, its figures, and how it is approved.
// SPDX-License-Identifier: Apache-2.0
#include "plan/proposal/proposal_part.h"
#include "platform/base/money.h"
#include "platform/ledger/ledger.h"

const choice proposal_states[] = {{"draft", "Draft", TONE_NOW},
                                  {"proposed", "Waits for approval", TONE_NOW},
                                  {"approved", "Approved", TONE_GOOD},
                                  {"declined", "Declined", TONE_BAD},
                                  {0}};
static const field proposal_fields[] = {
    FIELD(proposal, title, "Business case", .flags = REQUIRED | LISTED | SEARCHED, .max = 160),
    FIELD(proposal, state, "State", .flags = READONLY | LISTED | CHIPS, .choices = proposal_states),
    FIELD(proposal, ask, "What is asked", .flags = REQUIRED | LONG | SEARCHED, .max = 1200,
          .help = "The decision top management shall take, in two or three sentences."),
    FIELD(proposal, why, "Why now", .flags = REQUIRED | LONG | SEARCHED, .max = 2000,
          .help = "Duties and risks in words; the figures stand beside them by themselves."),
    FIELD(proposal, benefits, "Benefits", .flags = REQUIRED | LONG | SEARCHED, .max = 2000,
          .help = "A line per benefit."),
    FIELD(proposal, options, "Alternatives", .flags = LONG, .max = 2000,
          .help = "What else was considered, and what happens if nothing is done."),
    FIELD(proposal, cost, "Cost", .flags = REQUIRED | LISTED, .group = "Cost and return"),
    FIELD(proposal, months, "Over … months", .flags = REQUIRED | LISTED, .min = 1, .max = 120),
    FIELD(proposal, gain, "Brings a year", .help = "Where it can be said; the loss figures of the risks help."),
    FIELD(proposal, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity, .group = "Who and when"),
    FIELD(proposal, author, "Written by", .flags = READONLY, .to = &person_entity),
    FIELD(proposal, drawn_at, "Figures of", .flags = READONLY),
    FIELD(proposal, checkpoint, "Ledger checkpoint", .flags = READONLY, .max = 120),
    FIELD(proposal, decline, "Why it was declined", .flags = READONLY | LONG, .max = 2000),
};

static bool same_words(const proposal *x, const proposal *y)
{
    return str_eq(x->title, y->title) && str_eq(x->ask, y->ask) && str_eq(x->why, y->why) &&
           str_eq(x->benefits, y->benefits) && str_eq(x->options, y->options) && x->cost.minor == y->cost.minor &&
           str_eq(str_of(x->cost.currency), str_of(y->cost.currency)) && x->months == y->months &&
           x->gain.minor == y->gain.minor && str_eq(str_of(x->gain.currency), str_of(y->gain.currency));
}

static bool proposal_check(ctx *c, void *rec, const void *before)
{
    proposal *x = rec;
    const proposal *old = before;
    bool same = old && same_words(x, old);
    if (x->gain.currency[0] && str_cmp(str_of(x->gain.currency), str_of(x->cost.currency)))
        return fail(c, "gain", "Cost and return are in one currency.");
    if (old && old->state == PROPOSAL_APPROVED && !same)
        return fail(c, NULL, "$1 is approved and no longer changes: write a new business case.", v(old->title));
    if (old && old->state == PROPOSAL_PROPOSED && x->state == PROPOSAL_PROPOSED && !same)
        return fail(c, NULL, "$1 waits for approval: take it back first.", v(old->title));
    if (!same && c->person) x->author.id = c->person;
    return true;
}

const entity proposal_entity = {
    ENTITY(proposal, "BC", "Business case", "Business case", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .icon = "briefcase",
    .scope = SCOPE_EVERYONE,
    .title = "title",
    .owner = "owner",
    .sort = "-code",
    .help = "What top management is asked for: the figures come from the registers, the words from you.",
    .check = proposal_check};

// ---- figures

ctx proposal_then(const ctx *c, const proposal *x)
{
    ctx then = *c;
    if (x->drawn_at.us) then.moment = x->drawn_at;
    return then;
}

static void count_levels(ctx *c, proposal_figures *f)
{
    rows r = query(c, "SELECT x.level, count(*) FROM {risk x} GROUP BY x.level");
    while (db_next(&r)) {
        f->risks += db_int(&r, 1);
        for (int i = 0; level_choices[i].name; i++)
            if (str_eq(db_view(&r, 0), str_of(level_choices[i].name))) f->level[i] += db_int(&r, 1);
    }
}

proposal_figures proposal_count(ctx *c)
{
    proposal_figures f = {.at = c->moment.us ? c->moment : c->now};
    f.obligations = db_one(query(c, "SELECT count(*) FROM {obligation x} WHERE x.state = 'in-force'"));
    f.countries = db_one(query(c, "SELECT count(DISTINCT x.country) FROM {obligation x} WHERE x.state = 'in-force'"));
    count_levels(c, &f);
    f.above = db_one(
        query(c, "SELECT count(*) FROM {risk x} JOIN {criteria k} ON k.id = x.criteria WHERE x.score >= k.line"));
    f.line =
        db_one(query(c, "SELECT k.line FROM {criteria k} ORDER BY CASE k.state WHEN 'approved' THEN 0 WHEN 'draft' "
                        "THEN 1 ELSE 2 END, k.id DESC LIMIT 1"));
    f.objectives = db_one(query(c, "SELECT count(*) FROM {objective x}"));
    rows r = query(c, "SELECT x.cost_currency, sum(x.cost), count(*) FROM {treatment x} WHERE x.state NOT IN ('done', "
                      "'withdrawn') GROUP BY x.cost_currency ORDER BY 2 DESC");
    while (db_next(&r)) {
        str currency = db_view(&r, 0);
        f.plans += db_int(&r, 2);
        if (currency.n != 3 || f.ncosts == PROPOSAL_CURRENCIES) continue;
        f.plan_cost[f.ncosts++] = money_of(db_int(&r, 1), currency);
    }
    f.loss = loss_summarise(c, &(loss_choice){0});
    return f;
}

str proposal_costs(ctx *c, const proposal_figures *f)
{
    text t = {.a = c->a};
    for (int i = 0; i < f->ncosts; i++) {
        if (i) put(&t, S(" and "));
        put_plain(&t, v(f->plan_cost[i]));
    }
    return t.n ? text_str(&t) : S("nothing yet");
}

static str proposal_frozen(ctx *c, const void *rec)
{
    const proposal *x = rec;
    ctx then = proposal_then(c, x);
    then.reach = REACH_WHOLE; // the same whoever approves it, and whoever looks later
    proposal_figures n = proposal_count(&then);
    frozen f = {.a = c->a};
    frozen_add(&f, "ask", v(x->ask));
    frozen_add(&f, "benefits", v(x->benefits));
    frozen_add(&f, "cost", v(x->cost));
    frozen_add(&f, "exposure.critical", v(n.level[LEVEL_CRITICAL]));
    frozen_add(&f, "exposure.high", v(n.level[LEVEL_HIGH]));
    frozen_add(&f, "exposure.low", v(n.level[LEVEL_LOW]));
    frozen_add(&f, "exposure.medium", v(n.level[LEVEL_MEDIUM]));
    frozen_add(&f, "figures.of", v(x->drawn_at));
    frozen_add(&f, "gain", v(x->gain));
    if (n.loss.is) frozen_add(&f, "loss.inputs", v(hash_hex(c->a, n.loss.answers[LOSS_CURRENT].inputs)));
    frozen_add(&f, "months", v(x->months));
    frozen_add(&f, "obligations", v(n.obligations));
    frozen_add(&f, "options", v(x->options));
    frozen_add(&f, "plan.cost", v(proposal_costs(c, &n)));
    frozen_add(&f, "risks", v(n.risks));
    frozen_add(&f, "risks.above", v(n.above));
    frozen_add(&f, "title", v(x->title));
    frozen_add(&f, "why", v(x->why));
    return frozen_text(&f);
}

// ---- acts

static bool is_draft(ctx *c, const void *rec)
{
    (void)c;
    return ((const proposal *)rec)->state == PROPOSAL_DRAFT;
}

static bool waits(ctx *c, const void *rec)
{
    (void)c;
    return ((const proposal *)rec)->state == PROPOSAL_PROPOSED;
}

static bool may_be_taken_back(ctx *c, const void *rec)
{
    const proposal *x = rec;
    return waits(c, x) || x->state == PROPOSAL_DECLINED;
}

static bool propose(ctx *c, void *rec, const void *in)
{
    proposal *x = rec;
    (void)in;
    if (x->state != PROPOSAL_DRAFT)
        return fail(c, NULL, "Only a draft is sent for approval; this one is: $1.", v(proposal_states[x->state].label));
    proposal_figures f = proposal_count(c);
    if (!f.obligations && !f.risks)
        return fail(c, NULL,
                    "The registers say nothing for it yet: enter the obligations that bind you, and a first "
                    "estimate of the worst risks.");
    x->state = PROPOSAL_PROPOSED;
    x->drawn_at = c->now;
    x->checkpoint = ledger_checkpoint_text(c);
    return record_save_as(c, &proposal_entity, x, "propose");
}

static bool approve(ctx *c, void *rec, const void *in)
{
    proposal *x = rec;
    (void)in;
    if (x->state != PROPOSAL_PROPOSED)
        return fail(c, NULL, "Only a business case that was sent for approval is approved; this one is: $1.",
                    v(proposal_states[x->state].label));
    if (!approval_give(c, (any){S("proposal"), x->rec.id}, "approve", proposal_frozen(c, x), x->author.id, false,
                       MANAGEMENT, c->reason, (date){0}))
        return false;
    x->state = PROPOSAL_APPROVED;
    return record_save_as(c, &proposal_entity, x, "approve");
}

typedef struct {
    str reason;
} declining;
static const field declining_fields[] = {FIELD(declining, reason, "Reason", .flags = REQUIRED | LONG, .max = 2000)};
static const entity declining_input = {INPUT(declining)};

static bool decline(ctx *c, void *rec, const void *in)
{
    proposal *x = rec;
    if (x->state != PROPOSAL_PROPOSED) return fail(c, NULL, "Only what was sent for approval is declined.");
    x->state = PROPOSAL_DECLINED;
    x->decline = ((const declining *)in)->reason;
    return record_save_as(c, &proposal_entity, x, "decline");
}

static bool take_back(ctx *c, void *rec, const void *in)
{
    proposal *x = rec;
    (void)in;
    if (!may_be_taken_back(c, x))
        return fail(c, NULL, "It is $1: there is nothing to take back.", v(proposal_states[x->state].label));
    x->state = PROPOSAL_DRAFT;
    x->drawn_at = (moment){0}, x->checkpoint = x->decline = (str){0};
    return record_save_as(c, &proposal_entity, x, "revise");
}

static const action proposal_actions[] = {
    ACTION(proposal_entity, "propose", "Send for approval", MANAGER, .run = propose, .offered = is_draft,
           .primary = true, .help = "The figures are dated: the registers as they stand now."),
    ACTION(proposal_entity, "approve", "Approve", MANAGEMENT, .run = approve, .offered = waits, .primary = true,
           .help = "For top management. Words and figures are frozen with the approval."),
    ACTION(proposal_entity, "decline", "Decline", MANAGEMENT, .input = &declining_input, .run = decline,
           .offered = waits),
    ACTION(proposal_entity, "revise", "Take it back", MANAGER, .run = take_back, .offered = may_be_taken_back,
           .help = "It is a draft again, with figures as they stand."),
    {0}};

static const work proposal_works[] = {
    {"Approve the business case",
     "SELECT 'proposal', x.id, x.title, NULL, 'approve' FROM {proposal x} JOIN {role g} ON g.person = $1 AND g.role = "
     "'management' WHERE $2 > 0 AND x.state = 'proposed'"},
    {"Rewrite the business case",
     "SELECT 'proposal', x.id, x.title, NULL, 'revise' FROM {proposal x} WHERE x.author = $1 "
     "AND $2 > 0 AND x.state = 'declined'"},
    {0}};

static const panel proposal_panels[] = {
    {&proposal_entity, "Budget lines",
     "SELECT 'resource', x.id, x.title, x.period, 0, NULL FROM {resource x} WHERE x.about_entity = 'proposal' AND "
     "x.about_id = $1 ORDER BY x.kind, x.id",
     "No budget line is planned yet.", "resource"},
    {&objective_entity, "Planned money and time",
     "SELECT 'resource', x.id, x.title, x.period, 0, NULL FROM {resource x} WHERE x.about_entity = 'objective' AND "
     "x.about_id = $1 ORDER BY x.kind, x.id",
     "No money or time is planned for it yet.", "resource"},
    {0}};

static bool rule_kept(ctx *c, approval_breach *found, void *to)
{
    return approval_kept(c, &(approval_bond){&proposal_entity, "approved", "approve", proposal_frozen}, found, to);
}

static const rule proposal_rules[] = {
    {5, "business-case-kept", "An approved business case is what was approved, with its figures.", NULL, rule_kept},
    {0}};

static const report proposal_reports[] = {
    {"business-case", "Business case", SEE_REGISTER,
     "Two pages for the board: duties, exposure, cost and benefit, from the registers.", proposal_report,
     .brief = true},
    {0}};

const module proposal_module = {
    .name = "proposal",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&proposal_entity, NULL},
    .actions = proposal_actions,
    .panels = proposal_panels,
    .parts = proposal_parts,
    .works = proposal_works,
    .rules = proposal_rules,
    .reports = proposal_reports,
};
