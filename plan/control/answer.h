// answer.h: a framework held against the organisation's controls: which requirements they answer, and which are gaps.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_CONTROL_ANSWER_H
#define PLAN_CONTROL_ANSWER_H

#include "plan/control.h"
#include "platform/web/detail_page.h"

typedef struct {
    const requirement *r;
    str controls; // codes with ", " between them; empty: a gap
    str through; // idents of requirements of other frameworks by which those controls answer it; empty: named by them itself
} answer;

// The requirements of a framework that controls answer: its controls where it has any, else its clauses; by position. A
// control answers a requirement that it names and those that a mapping ties to one, in either direction. Retired ones answer nothing.
int answers_read(ctx *c, i64 framework, answer **out);
extern const part answer_parts[]; // on the framework's page

#endif
