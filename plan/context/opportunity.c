// opportunity.c: risks and opportunities of the management system itself (6.1.1): what is done, and whether it worked.
// SPDX-License-Identifier: Apache-2.0
#include "plan/context/context_part.h"

const choice opportunity_kinds[] = {{"risk", "Risk", TONE_WARN}, {"opportunity", "Opportunity", TONE_NOW}, {0}};
const choice opportunity_states[] = {
    {"open", "Open", TONE_NOW}, {"worked", "Worked", TONE_GOOD}, {"failed", "Did not work", TONE_BAD}, {0}};

static const link_field opportunity_links[] = {
    {"issues", "From issues", "Issues it comes from.", &opportunity_issue_entity, "opportunity", "issue", 0},
    {"parties", "From parties", "Interested parties it comes from.", &opportunity_party_entity, "opportunity", "party",
     0},
    {0}};
static const field opportunity_fields[] = {
    FIELD(opportunity, title, "Risk or opportunity", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(opportunity, kind, "Kind", .flags = LISTED | CHIPS, .choices = opportunity_kinds),
    FIELD(opportunity, state, "State", .flags = READONLY | LISTED | CHIPS, .choices = opportunity_states),
    FIELD(opportunity, effect, "Effect on the management system", .flags = LONG | SEARCHED, .max = 2000),
    FIELD(opportunity, act, "Action", .flags = REQUIRED | LONG | SEARCHED | LISTED, .max = 2000,
          .help = "What is done about it, and in which process."),
    FIELD(opportunity, judging, "How its effect is judged", .flags = REQUIRED | LONG, .max = 2000),
    FIELD(opportunity, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(opportunity, due, "Due", .flags = REQUIRED | LISTED | SORTED | DUE,
          .help = "When the action is done and its effect can be judged."),
    FIELD(opportunity, result, "Result", .flags = READONLY | LONG, .max = 2000),
    FIELD(opportunity, judged_on, "Judged on", .flags = READONLY),
};
const entity opportunity_entity = {
    ENTITY(opportunity, "OP", "ISMS risk or opportunity", "ISMS risks and opportunities", SEE_REGISTER, ADD_REGISTER,
           SET_REGISTER, MANAGER),
    .icon = "trending-up",
    .scope = SCOPE_EVERYONE,
    .title = "title",
    .owner = "owner",
    .links = opportunity_links,
    .sort = "due",
    .plain = true,
    .help = "What could make the management system itself fail or do better, taken from issues and parties."};

static const field opportunity_issue_fields[] = {
    FIELD(opportunity_issue, opportunity, "Risk or opportunity", .flags = REQUIRED | LISTED, .to = &opportunity_entity),
    FIELD(opportunity_issue, issue, "Issue", .flags = REQUIRED | LISTED, .to = &issue_entity),
};
const entity opportunity_issue_entity = {ENTITY(opportunity_issue, "OI", "Issue behind it", "Issues behind it",
                                                SEE_REGISTER, ADD_REGISTER, MANAGER | OWNER, MANAGER | OWNER),
                                         .scope = SCOPE_WITHIN, .within = "opportunity", .plain = true};

static const field opportunity_party_fields[] = {
    FIELD(opportunity_party, opportunity, "Risk or opportunity", .flags = REQUIRED | LISTED, .to = &opportunity_entity),
    FIELD(opportunity_party, party, "Interested party", .flags = REQUIRED | LISTED, .to = &party_entity),
};
const entity opportunity_party_entity = {ENTITY(opportunity_party, "OY", "Party behind it", "Parties behind it",
                                                SEE_REGISTER, ADD_REGISTER, MANAGER | OWNER, MANAGER | OWNER),
                                         .scope = SCOPE_WITHIN, .within = "opportunity", .plain = true};

// ---- acts

typedef struct {
    bool worked;
    str result;
} verdict;
static const field verdict_fields[] = {
    FIELD(verdict, worked, "It worked"),
    FIELD(verdict, result, "Result", .flags = REQUIRED | LONG, .max = 2000, .help = "What was seen, and where."),
};
static const entity verdict_input = {INPUT(verdict)};

static bool is_open(ctx *c, const void *rec)
{
    (void)c;
    return ((const opportunity *)rec)->state == OPPORTUNITY_OPEN;
}

static bool judge(ctx *c, void *rec, const void *in)
{
    opportunity *x = rec;
    const verdict *w = in;
    if (!is_open(c, x)) return fail(c, NULL, "Its effect is judged already; reopen it first.");
    x->state = w->worked ? OPPORTUNITY_WORKED : OPPORTUNITY_FAILED;
    x->result = w->result, x->judged_on = c->today;
    return record_save_as(c, &opportunity_entity, x, "judge");
}

static bool reopen(ctx *c, void *rec, const void *in)
{
    opportunity *x = rec;
    (void)in;
    if (is_open(c, x)) return fail(c, NULL, "It is open.");
    x->state = OPPORTUNITY_OPEN, x->result = (str){0}, x->judged_on = (date){0};
    return record_save_as(c, &opportunity_entity, x, "reopen");
}

static bool is_judged(ctx *c, const void *rec)
{
    return !is_open(c, rec);
}

const action opportunity_actions[] = {ACTION(opportunity_entity, "judge", "Judge the effect", PROPOSE,
                                             .input = &verdict_input, .run = judge, .offered = is_open, .primary = true,
                                             .help = "Did the action do what it should?"),
                                      ACTION(opportunity_entity, "reopen", "Reopen", PROPOSE, .run = reopen,
                                             .offered = is_judged, .help = "What was seen stays in the history."),
                                      {0}};
