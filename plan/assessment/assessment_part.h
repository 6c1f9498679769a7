// assessment_part.h: what the parts of the assessment module know of each other.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_ASSESSMENT_ASSESSMENT_PART_H
#define PLAN_ASSESSMENT_ASSESSMENT_PART_H

#include "plan/assessment.h"
#include "platform/web/detail_page.h"

typedef void found_rule(void *to, const char *entity, i64 id, const char *state, str what);

// snapshot.c. What an approval binds; whatever the reach of c.
str assessment_lines(ctx *c, const assessment *a);
i64 assessment_unjudged(ctx *c, const assessment *a, str *codes); // how many; the codes of the first of them
bool assessment_rule_kept(ctx *c, found_rule *found, void *to);

extern const route assessment_routes[]; // assessment_page.c
extern const part assessment_parts[];
extern const report assessment_reports[]; // assessment_report.c

// The assessment of that code, or the newest closed one of that scope, or the newest closed one: for reports. Fails.
const assessment *assessment_named(ctx *c, str code);
const assessment *assessment_before(ctx *c, const assessment *a); // the closed one before it that shares a scope; NULL
str movement_word(movement m);
str risk_place(ctx *c, const risk *r); // "4 × 3 = 12 high"; empty for NULL

#endif
