// objective_part.h: what the files of plan/objective share among themselves.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_OBJECTIVE_OBJECTIVE_PART_H
#define PLAN_OBJECTIVE_OBJECTIVE_PART_H

#include "plan/objective/objective.h"
#include "platform/web/detail_page.h"

extern const action objective_actions[];
extern const part objective_parts[];

// Fills latest and latest_on from the measure, whoever asks; returns its direction.
measure_direction objective_read_latest(ctx *c, objective *x);
bool objective_follow_reading(ctx *c, const void *rec, const void *before);
bool objective_follow_measure(ctx *c, const void *rec, const void *before);
str objective_sentence(ctx *c, const objective *x); // "Stands at 21 %, from 0; target 100 by 2027-03-01."

bool objective_report(ctx *c, struct paper *p, str scope);

#endif
