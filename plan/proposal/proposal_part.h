// proposal_part.h: what the files of plan/proposal share among themselves.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_PROPOSAL_PROPOSAL_PART_H
#define PLAN_PROPOSAL_PROPOSAL_PART_H

#include "plan/estimate/loss_paper.h"
#include "plan/proposal/proposal.h"
#include "platform/web/detail_page.h"

enum { PROPOSAL_CURRENCIES = 4 };

typedef struct {
    i64 obligations, countries;
    i64 risks, above, line; // line: the score from which a risk lies outside the acceptance criteria
    i64 level[5];           // by LEVEL_*; 0: not judged
    i64 plans;
    money plan_cost[PROPOSAL_CURRENCIES]; // of the treatment plans that are not over, by currency
    int ncosts;
    i64 objectives;
    loss_summary loss; // in money, where somebody estimated
    moment at;         // when they were so
} proposal_figures;

// A ctx that reads the registers as they stood when the figures were drawn; now, while it is a draft.
ctx proposal_then(const ctx *c, const proposal *x);
proposal_figures proposal_count(ctx *then);            // what the writer's reach shows
str proposal_costs(ctx *c, const proposal_figures *f); // "145,000.00 EUR and 2,000.00 USD"; "nothing yet"
extern const choice proposal_states[];
extern const part proposal_parts[];

bool proposal_report(ctx *c, struct paper *p, str code);

#endif
