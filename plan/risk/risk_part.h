// risk_part.h: what the parts of the risk module know of each other.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_RISK_RISK_PART_H
#define PLAN_RISK_RISK_PART_H

#include "plan/risk.h"
#include "platform/web/detail_page.h"

extern const route risk_routes[];   // rate.c
extern const action risk_actions[]; // rate.c
extern const part risk_parts[];     // rate.c

#endif
