// matrix.h: the matrix of the criteria as a heat map, without risks in it.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_CRITERIA_MATRIX_H
#define PLAN_CRITERIA_MATRIX_H

#include "plan/criteria.h"
#include "platform/web/chart.h"

// Levels, words and the line of acceptance; *cells are its cells, for counts and addresses to be added.
heatmap matrix_of(ctx *c, const criteria *k, heat_cell **cells);
tone level_tone(level l);

bool method_report(ctx *c, struct paper *p, str scope); // method_report.c: the risk method as a paper

#endif
