// soa_rules.c: what must hold of every Statement of Applicability, for `isms check` (6.1.3 d).
// SPDX-License-Identifier: Apache-2.0
#include "plan/soa/soa_page.h"

static bool rule_kept(ctx *c, approval_breach *found, void *to)
{
    return approval_kept(c, &(approval_bond){&soa_entity, "approved", "approve", soa_frozen}, found, to) &&
           approval_kept(c, &(approval_bond){&soa_entity, "replaced", "approve", soa_frozen}, found, to);
}

const rule soa_rules[] = {
    {1, "soa-rows", "Each statement of applicability has all 93 rows of Annex A.",
     "SELECT 'soa', s.id, s.name, 'broken', 'Rows are missing.' FROM {soa! s} WHERE $1 > 0 AND (SELECT count(*) FROM "
     "{soa_row! r} WHERE r.soa = s.id AND r.requirement IS NOT NULL) < 93",
     NULL},
    {1, "soa-reasons", "Each included row has a reason, each excluded one a justification.",
     "SELECT 'soa_row', r.id, q.ident, CASE WHEN s.state = 'approved' THEN 'broken' ELSE 'early' END, 'No reason.' "
     "FROM {soa_row! r} JOIN {soa! s} ON s.id = r.soa JOIN {requirement! q} ON q.id = r.requirement"
     " WHERE $1 > 0 AND s.state <> 'replaced' AND ((r.applicable = 'yes' AND r.risk + r.law + r.contract + r.business "
     "+ r.practice = 0) OR (r.applicable = 'no' AND r.justification = '') OR r.applicable = '')",
     NULL},
    {2, "soa-treated", "Every row that a control used in a treatment answers is applicable.",
     "SELECT 'soa_row', r.id, q.ident, 'broken', 'A treated risk relies on it.' FROM {soa_row! r} JOIN {soa! s} ON "
     "s.id = r.soa JOIN {requirement! q} ON q.id = r.requirement"
     " WHERE $1 > 0 AND s.state <> 'replaced' AND r.applicable = 'no' AND EXISTS (SELECT 1 FROM {control_requirement! "
     "k} JOIN {treatment_control! t} ON t.control = k.control JOIN {treatment! p} ON p.id = t.treatment"
     " WHERE k.requirement = r.requirement AND p.state <> 'withdrawn')",
     NULL},
    {1, "soa-own", "Each necessary control that Annex A does not name has its row in the statement of its scope.",
     // A control of a plan that answers none of the 93, for a risk to an asset inside the scope.
     "SELECT DISTINCT 'control', k.id, k.name, CASE WHEN s.state = 'approved' THEN 'broken' ELSE 'early' END, s.name "
     "FROM {soa! s} JOIN {asset_scope! m} ON m.scope = s.scope JOIN {risk_asset! a} ON a.asset = m.asset JOIN "
     "{treatment! p} ON p.risk = a.risk JOIN {treatment_control! t} ON t.treatment = p.id JOIN {control! k} ON k.id = "
     "t.control WHERE $1 > 0 AND s.state <> 'replaced' AND p.state <> 'withdrawn' AND (p.option = 'treat' OR p.also = "
     "'treat') AND k.status <> 'retired' AND NOT "
     "EXISTS (SELECT 1 FROM {control_requirement! x} JOIN {soa_row! r} ON r.requirement = x.requirement WHERE "
     "x.control "
     "= k.id AND r.soa = s.id) AND NOT EXISTS (SELECT 1 FROM {soa_row! r} WHERE r.soa = s.id AND r.control = k.id) "
     "ORDER "
     "BY k.id",
     NULL},
    {5, "soa-kept", "An approved statement of applicability shows the rows that were approved.", NULL, rule_kept},
    {0}};
