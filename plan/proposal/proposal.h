// proposal.h: the business case (5.1): what top management is asked to decide, with figures from the registers, dated and frozen.
// SPDX-License-Identifier: Apache-2.0
//
// While it is a draft the figures are read live: obligations in force, risks and those above the line, exposure by level, what the treatment
// plan costs. When it is sent for approval they are dated: from then on the page and the paper read the registers as they stood
// at that moment, so that every figure can be traced, and the approval binds them.
#ifndef PLAN_PROPOSAL_PROPOSAL_H
#define PLAN_PROPOSAL_PROPOSAL_H

#include "plan/leadership/leadership.h"
#include "plan/objective/objective.h"
#include "plan/treatment.h"

typedef enum { PROPOSAL_DRAFT, PROPOSAL_PROPOSED, PROPOSAL_APPROVED, PROPOSAL_DECLINED } proposal_state;

typedef struct {
    record rec;
    str title;
    proposal_state state;
    str ask, why, benefits, options;
    money cost;
    i64 months;
    money gain; // a year, where it can be said
    ref owner, author;
    moment drawn_at;
    str checkpoint; // of the ledger when the figures were drawn
    str decline;
} proposal;

extern const entity proposal_entity;
extern const module proposal_module;

#endif
