// context_part.h: what the files of plan/context share among themselves.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_CONTEXT_CONTEXT_PART_H
#define PLAN_CONTEXT_CONTEXT_PART_H

#include "plan/context/context.h"

struct request;

extern const action opportunity_actions[]; // opportunity.c
extern const choice issue_kinds[], party_kinds[], need_sources[], need_takens[], feedback_kinds[], opportunity_kinds[],
    opportunity_states[], contact_kinds[];
const climate *climate_answered(ctx *c); // NULL with a failure that says what to do while the question is open

bool context_report(ctx *c, struct paper *p, str scope);
bool communication_report(ctx *c, struct paper *p, str scope);
void context_page(struct request *q);

#endif
