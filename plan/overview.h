// overview.h: the overview: where the management system stands, in sentences that lead to the lists behind them.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_OVERVIEW_H
#define PLAN_OVERVIEW_H

#include "platform/record/entity.h"

extern const module overview_module; // GET /overview

#endif
