// treatment_rules.c: what must hold of plans and acceptances, for `isms check`.
// SPDX-License-Identifier: Apache-2.0
#include "plan/treatment/authority.h"
#include "plan/treatment/treatment_part.h"

// Of the plan's own lines: what changed of the risk since is for the acceptance to show.
static str own_lines(ctx *c, const void *rec)
{
    const treatment *t = rec;
    const approval *given = approval_of(c, &treatment_entity, t->rec.id, "approve");
    str rest = given ? lines_with(c->a, given->frozen, S("risk.")) : (str){0}, plan = treatment_frozen(c, t);
    return rest.n ? format(c->a, "$1\n$2", v(plan), v(rest)) : plan;
}

static bool rule_kept(ctx *c, approval_breach *found, void *to)
{
    return approval_kept(c, &(approval_bond){&treatment_entity, "approved", "approve", own_lines}, found, to);
}

#define DAYS_TO_DECIDE                                                                                                 \
    "CASE r.level WHEN 'critical' THEN k.decide_critical WHEN 'high' THEN k.decide_high ELSE k.decide_medium END"

const rule treatment_rules[] = {
    {3, "plan-approved",
     "A risk outside the acceptance criteria has an approved plan that is on time, or an acceptance that stands.",
     "SELECT 'risk', r.id, r.title, CASE WHEN t.state = 'approved' THEN 'late' WHEN r.judged_on + " DAYS_TO_DECIDE
     " < $1 THEN 'broken' ELSE 'early' END, CASE t.state WHEN 'approved' THEN 'Its plan is late.' WHEN 'proposed' THEN "
     "'Its plan waits for approval.' WHEN 'done' THEN 'Its plan is done, and what remains is not accepted.' ELSE 'Its "
     "plan is a draft.' END FROM {risk! r} JOIN {criteria! k} ON k.id = r.criteria JOIN {treatment! t} ON t.risk = "
     "r.id "
     "WHERE r.score >= k.line AND r.acceptance = '' AND t.state <> 'withdrawn' AND (t.state <> 'approved' OR t.due < "
     "$1) "
     "AND NOT EXISTS (SELECT 1 FROM {treatment! o} WHERE o.risk = r.id AND o.id > t.id AND o.state <> 'withdrawn')",
     NULL},
    {3, "acceptance-authority", "Each acceptance was given by somebody with authority for its level.", NULL,
     authority_rule},
    {5, "plan-kept", "An approved treatment plan is what its risk owner approved.", NULL, rule_kept},
    {13, "acceptor-here", "Whoever accepted a risk is still here.",
     "SELECT 'risk', r.id, r.title, 'broken', p.name FROM {risk! r} JOIN {person! p} ON p.id = r.accepted_by WHERE "
     "r.acceptance <> '' AND p.ends < $1",
     NULL},
    {0}};
