// coverage_part.h: what the parts of the coverage module know of each other.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_COVERAGE_COVERAGE_PART_H
#define PLAN_COVERAGE_COVERAGE_PART_H

#include "plan/coverage.h"
#include "platform/web/detail_page.h"

extern const action coverage_actions[]; // coverage_act.c
extern const part coverage_parts[];     // coverage_page.c

bool coverage_count(ctx *c, i64 id); // writes the DERIVED columns
extern const job coverage_jobs[];    // coverage_act.c

#endif
