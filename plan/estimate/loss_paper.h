// loss_paper.h: what a year may cost, for papers of other modules.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_ESTIMATE_LOSS_PAPER_H
#define PLAN_ESTIMATE_LOSS_PAPER_H

#include "plan/estimate/exposure.h"
#include "platform/paper/paper.h"

typedef struct {
    bool is; // false: nothing asked about is estimated in money
    exposure x;
    loss_answer answers[3]; // by loss_view
    money planned_cost;     // a year, of the controls that are planned
} loss_summary;

// As the registers stand for c. Counts nothing, without failure, where there is nothing to count.
loss_summary loss_summarise(ctx *c, const loss_choice *choice);
// The curve with its sentence and, unless `brief`, the table of figures; ends with how to repeat it.
void loss_paper(ctx *c, paper *p, const loss_summary *s, bool brief);
str loss_summary_return(
    ctx *c, const loss_summary *s); // what the planned controls save and cost a year; empty: nothing planned

#endif
