// milestone.c: what the journey asks for in the steps of Plan: context, leadership, scope, assessment, treatment.
// SPDX-License-Identifier: Apache-2.0
#include "plan/milestone.h"
#include "hub/journey.h"

#define AT_LEAST_ONE(n) "CASE WHEN " n " = 0 THEN 1 ELSE " n " END"

static const milestone milestones[] = {
    // ISO/IEC 27001 4.1, 4.2, 6.2, A.5.31
    {STEP_OBJECTIVES, "issues", "SELECT count(*), 1 FROM {issue x} WHERE $1 > 0",
     "One issue of the context is known|$1 issues of the context are known", "No issue of the context is known",
     "Write down the first issue", "/issue/new", "/issue", NULL, false, false},
    {STEP_OBJECTIVES, "parties", "SELECT count(*), 1 FROM {party x} WHERE $1 > 0",
     "One interested party is known|$1 interested parties are known", "No interested party is known",
     "Name the first interested party", "/party/new", "/party", NULL, false, false},
    {STEP_OBJECTIVES, "climate", "SELECT count(*), 1 FROM {climate x} WHERE x.relevant <> '' AND $1 > 0",
     "The climate question is answered", "The climate question is not answered: the context report waits for it",
     "Answer the climate question", "/climate/new", "/climate", NULL, false, true},
    {STEP_OBJECTIVES, "obligations", "SELECT count(*), 1 FROM {obligation x} WHERE x.state = 'in-force' AND $1 > 0",
     "One obligation is in force|$1 obligations are in force", "No obligation is registered", "Enter what binds you",
     "/obligation/new", "/obligation?state=in-force", NULL, false, false},
    {STEP_OBJECTIVES, "objectives",
     "SELECT coalesce(sum(CASE WHEN x.measure IS NOT NULL OR (x.milestone <> '' AND x.unmeasured <> '') THEN 1 ELSE 0 "
     "END), 0), " AT_LEAST_ONE("count(*)") " FROM {objective x} WHERE $1 > 0",
     "One objective has a measure or a milestone|$1 objectives have a measure or a milestone",
     "No objective is set|$1 of $2 objectives have a measure, or a milestone with a reason", "Set the first objective",
     "/objective/new", "/objective",
     "SELECT 'objective', x.id, x.title, 'it has neither a measure nor a milestone' FROM {objective x} WHERE x.measure "
     "IS NULL AND (x.milestone = '' OR x.unmeasured = '') AND $1 > 0 ORDER BY x.id LIMIT 5",
     false, false},
    // 5.1, 5.3, 7.1, 7.4
    {STEP_SUPPORT, "business-case", "SELECT count(*), 1 FROM {proposal x} WHERE x.state = 'approved' AND $1 > 0",
     "The business case is approved|$1 business cases are approved", "No business case is approved",
     "Draft the business case", "/proposal/new", "/proposal",
     "SELECT 'proposal', x.id, x.title, 'it waits for top management' FROM {proposal x} WHERE x.state = 'proposed' AND "
     "$1 "
     "> 0 ORDER BY x.id LIMIT 5",
     false, false},
    {STEP_SUPPORT, "sponsor",
     "SELECT count(*), 1 FROM {sponsor x} WHERE (x.begins IS NULL OR x.begins <= $1) AND (x.until IS NULL OR x.until "
     ">= $1)",
     "A sponsor is named|$1 sponsors are named", "No sponsor is named", "Name the executive sponsor", "/sponsor/new",
     "/sponsor", NULL, false, false},
    {STEP_SUPPORT, "duties",
     "SELECT count(DISTINCT d.clause), 2 FROM {duty d} JOIN {person p} ON p.id = d.responsible WHERE d.clause <> '' "
     "AND "
     "d.state = 'given' AND (p.ends IS NULL OR p.ends >= $1)",
     "Both duties of 5.3 are given", "Neither duty of 5.3 is given|One of the two duties of 5.3 is given",
     "Give the two duties of 5.3", "/duty/new", "/duty", NULL, false, false},
    {STEP_SUPPORT, "committee", "SELECT count(*), 1 FROM {meeting x} WHERE x.state = 'approved' AND $1 > 0",
     "One meeting of the committee has approved minutes|$1 meetings of the committee have approved minutes",
     "No committee has met and approved its minutes", "Set up the committee", "/committee/new", "/meeting", NULL, false,
     false},
    {STEP_SUPPORT, "resources", "SELECT count(*), 1 FROM {resource x} WHERE $1 > 0",
     "One line of money or people is planned|$1 lines of money and people are planned",
     "No money and nobody is planned", "Plan money and people", "/resource/new", "/resource", NULL, false, false},
    {STEP_SUPPORT, "communication", "SELECT count(*), 1 FROM {communication x} WHERE $1 > 0",
     "It is planned what is told to whom", "It is not planned what is told to whom", "Plan what is told to whom",
     "/communication/new", "/communication", NULL, false, true},
    // 4.3
    {STEP_SCOPE, "assets", "SELECT count(*), 1 FROM {asset x} WHERE $1 > 0",
     "One asset has its owner|$1 assets have their owners", "No asset is registered", "Import the list of assets",
     "/import/new?noun=asset", "/asset", NULL, false, false},
    {STEP_SCOPE, "scopes",
     "SELECT coalesce(sum(CASE WHEN x.state = 'approved' THEN 1 ELSE 0 END), 0), " AT_LEAST_ONE(
         "count(*)") " FROM {scope x} WHERE $1 > 0",
     "The scope is approved|$1 scopes are approved", "No scope is approved|$1 of $2 scopes are approved",
     "Write the first scope", "/scope/new", "/scope",
     "SELECT 'scope', x.id, x.name, 'its statement waits for approval' FROM {scope x} WHERE x.state <> 'approved' AND "
     "$1 > "
     "0 ORDER BY x.id LIMIT 5",
     false, false},
    {STEP_SCOPE, "members",
     "SELECT CASE WHEN count(*) = 0 THEN NULL ELSE 0 END, count(*) FROM {scope x} WHERE x.state = 'approved' AND "
     "x.entered "
     "+ x.departed > 0 AND $1 > 0",
     "No member changed since the approval", "Members changed since the approval", "Look at the members that changed",
     "/scope", "/scope",
     "SELECT 'scope', x.id, x.name, 'assets have entered or left since its approval' FROM {scope x} WHERE x.state = "
     "'approved' AND x.entered + x.departed > 0 AND $1 > 0 ORDER BY x.id LIMIT 5",
     true, true},
    // 6.1.2, 8.2
    {STEP_ASSESSMENT, "criteria", "SELECT count(*), 1 FROM {criteria x} WHERE x.state = 'approved' AND $1 > 0",
     "The risk criteria are in force", "No risk criteria are in force", "Set the risk criteria", "/criteria",
     "/criteria", NULL, false, false},
    {STEP_ASSESSMENT, "risks",
     "SELECT coalesce(sum(CASE WHEN x.score > 0 THEN 1 ELSE 0 END), 0), " AT_LEAST_ONE(
         "count(*)") " FROM {risk x} WHERE $1 > 0",
     "One risk is judged|All $1 risks are judged", "No risk is judged|$1 of $2 risks are judged",
     "Enter the first risk", "/risk/new", "/risk",
     "SELECT 'risk', x.id, x.title, 'it is not judged' FROM {risk x} WHERE x.score = 0 AND $1 > 0 ORDER BY x.id LIMIT "
     "5",
     false, false},
    {STEP_ASSESSMENT, "assessments",
     "SELECT coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM {assessment_scope y} JOIN {assessment a} ON a.id = "
     "y.assessment WHERE "
     "y.scope = x.id AND a.state = 'approved') THEN 1 ELSE 0 END), 0), " AT_LEAST_ONE(
         "count(*)") " FROM {scope x} WHERE x.state = 'approved' AND $1 > 0",
     "One scope is assessed, closed and approved|$1 scopes are assessed, closed and approved",
     "No assessment of an approved scope is closed and approved|$1 of $2 approved scopes are assessed",
     "Begin a risk assessment", "/assessment/new", "/assessment",
     "SELECT 'assessment', a.id, a.name, 'it is not approved yet' FROM {assessment a} WHERE a.state <> 'approved' AND "
     "$1 > 0 "
     "ORDER BY a.id LIMIT 5",
     false, false},
    // 6.1.3
    {STEP_TREATMENT, "decided",
     "SELECT CASE WHEN count(*) = 0 THEN NULL ELSE sum(CASE WHEN x.decision <> '' THEN 1 ELSE 0 END) END, count(*) "
     "FROM "
     "{risk x} JOIN {criteria k} ON k.id = x.criteria WHERE x.score >= k.line AND $1 > 0",
     "The one risk at the line or above is decided|All $1 risks at the line or above are decided",
     "No risk at the line or above is decided|$1 of $2 risks at the line or above are decided",
     "Decide the risks above the line", "/risk?sort=-score", "/risk?sort=-score",
     "SELECT 'risk', x.id, x.title, 'it is not decided' FROM {risk x} JOIN {criteria k} ON k.id = x.criteria WHERE "
     "x.score "
     ">= k.line AND x.decision = '' AND $1 > 0 ORDER BY x.score DESC, x.id LIMIT 5",
     false, false},
    {STEP_TREATMENT, "plans",
     "SELECT CASE WHEN count(*) = 0 THEN NULL ELSE sum(CASE WHEN x.state IN ('approved', 'done') THEN 1 ELSE 0 END) "
     "END, "
     "count(*) FROM {treatment x} WHERE x.state <> 'withdrawn' AND $1 > 0",
     "The treatment plan is approved|$1 treatment plans are approved",
     "No treatment plan is approved|$1 of $2 treatment plans are approved", "Approve the treatment plans",
     "/treatment?state=proposed", "/treatment",
     "SELECT 'treatment', x.id, r.title, 'its plan is not approved' FROM {treatment x} JOIN {risk r} ON r.id = x.risk "
     "WHERE "
     "x.state IN ('draft', 'proposed') AND $1 > 0 ORDER BY x.id LIMIT 5",
     false, false},
    {STEP_TREATMENT, "acceptances",
     "SELECT CASE WHEN count(*) = 0 THEN NULL ELSE sum(CASE WHEN x.acceptance = 'accepted' AND (x.accepted_until IS "
     "NULL "
     "OR x.accepted_until >= $1) THEN 1 ELSE 0 END) END, count(*) FROM {risk x} WHERE x.acceptance <> ''",
     "One acceptance stands|$1 acceptances stand", "No acceptance stands|$1 of $2 acceptances stand",
     "Look again at acceptances that are stale", "/risk?acceptance=stale", "/risk?acceptance=accepted",
     "SELECT 'risk', x.id, x.title, CASE WHEN x.acceptance = 'stale' THEN 'the acceptance is stale' ELSE 'the "
     "acceptance "
     "has expired' END FROM {risk x} WHERE x.acceptance = 'stale' OR (x.acceptance = 'accepted' AND x.accepted_until < "
     "$1) "
     "ORDER BY x.id LIMIT 5",
     true, false},
    {STEP_TREATMENT, "late-plans",
     "SELECT CASE WHEN count(*) = 0 THEN NULL ELSE 0 END, count(*) FROM {treatment x} WHERE x.state = 'approved' AND "
     "x.due < $1",
     "No plan is late", "Approved plans are late", "Look at the plans that are late",
     "/treatment?state=approved&sort=due", "/treatment?state=approved&sort=due",
     "SELECT 'treatment', x.id, r.title, 'the plan is late' FROM {treatment x} JOIN {risk r} ON r.id = x.risk WHERE "
     "x.state "
     "= 'approved' AND x.due < $1 ORDER BY x.due, x.id LIMIT 5",
     true, true},
    {STEP_TREATMENT, "statements",
     "SELECT coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM {soa s} WHERE s.scope = x.id AND s.state = 'approved') THEN "
     "1 ELSE 0 "
     "END), 0), " AT_LEAST_ONE("count(*)") " FROM {scope x} WHERE $1 > 0",
     "The Statement of Applicability is approved|$1 Statements of Applicability are approved",
     "No Statement of Applicability is approved|$1 of $2 scopes have an approved Statement of Applicability",
     "Write the Statement of Applicability", "/soa", "/soa",
     "SELECT 'soa', s.id, s.name, 'it is not approved yet' FROM {soa s} WHERE s.state IN ('draft', 'proposed') AND $1 "
     "> 0 "
     "ORDER BY s.id LIMIT 5",
     false, false},
    {0}};

const module milestone_module = {.name = "milestone", .room = ROOM_PLAN, .milestones = milestones};
