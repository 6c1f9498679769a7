// modules.c: THE list of modules, in dependency order: a module may include those above it in its room.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/people.h"
#include "platform/web/api.h"
#include "platform/web/job_page.h"
#include "platform/web/view.h"
#include "platform/web/password_page.h"
#include "platform/web/making.h"
#include "hub/file.h"
#include "hub/approval.h"
#include "hub/evidence.h"
#include "hub/task.h"
#include "hub/measure.h"
#include "hub/finding.h"
#include "hub/comment.h"
#include "hub/journey.h"
#include "plan/framework.h"
#include "plan/context/context.h"
#include "plan/leadership/leadership.h"
#include "plan/scope.h"
#include "plan/asset.h"
#include "plan/threat.h"
#include "plan/criteria.h"
#include "plan/risk.h"
#include "plan/heat.h"
#include "plan/control.h"
#include "plan/estimate.h"
#include "plan/assessment.h"
#include "plan/template.h"
#include "plan/objective/objective.h"
#include "plan/obligation.h"
#include "plan/treatment.h"
#include "plan/exception.h"
#include "plan/coverage.h"
#include "plan/soa/soa.h"
#include "plan/milestone.h"
#include "plan/overview.h"
#include "plan/proposal/proposal.h"
#include "exchange/register/register.h"
#include "exchange/oscal/oscal.h"

// clang-format off
const module *const modules[] = {
    &people_module,
    &api_module,
    &job_module,
    &view_module,
    &password_module,
    &making_module,
    &file_module,
    &approval_module,
    &evidence_module,
    &task_module,
    &measure_module,
    &finding_module,
    &comment_module,
    &journey_module,
    &framework_module,
    &context_module,
    &leadership_module,
    &scope_module,
    &asset_module,
    &threat_module,
    &criteria_module,
    &risk_module,
    &heat_module,
    &control_module,
    &estimate_module,
    &assessment_module,
    &template_module,
    &obligation_module,
    &objective_module,
    &treatment_module,
    &exception_module,
    &coverage_module,
    &soa_module,
    &proposal_module,
    &milestone_module,
    &overview_module,
    &register_module,
    &oscal_module,
    NULL,
};
