// heat.h: risks as a heat map: likelihood upwards, consequence to the right, a count in each cell.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_RISK_HEAT_H
#define PLAN_RISK_HEAT_H

#include "plan/criteria/matrix.h"
#include "plan/risk.h"

// Counts the judged ones of those risks on the matrix of the criteria. A cell that is not empty leads to `url` with
// "likelihood=4&consequence=3" behind it; empty: nowhere.
heatmap heat_of(ctx *c, const criteria *k, const risk *const *risks, int n, str url);

#endif
