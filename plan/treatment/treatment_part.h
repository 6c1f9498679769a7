// treatment_part.h: what the files of plan/treatment share among themselves.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_TREATMENT_TREATMENT_PART_H
#define PLAN_TREATMENT_TREATMENT_PART_H

#include "plan/treatment.h"

str treatment_frozen(ctx *c, const void *rec); // the lines plan.… that the two acts rest on, as they are now

extern const rule treatment_rules[]; // treatment_rules.c

#endif
