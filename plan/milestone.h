// milestone.h: what the journey asks for in the steps of Plan.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_MILESTONE_H
#define PLAN_MILESTONE_H

#include "platform/record/entity.h"

extern const module milestone_module; // contributes to hub/journey

#endif
