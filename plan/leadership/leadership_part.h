// leadership_part.h: what the files of plan/leadership share among themselves.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_LEADERSHIP_LEADERSHIP_PART_H
#define PLAN_LEADERSHIP_LEADERSHIP_PART_H

#include "plan/leadership/leadership.h"

struct request;

extern const choice meeting_states[], duty_clauses[];

// Acts of meeting.c and duty.c; leadership.c lists them.
bool meeting_is_draft(ctx *c, const void *rec), meeting_waits(ctx *c, const void *rec),
    meeting_is_fixed(ctx *c, const void *rec), duty_is_open(ctx *c, const void *rec);
bool meeting_propose(ctx *c, void *rec, const void *in);
bool meeting_approve(ctx *c, void *rec, const void *in);
bool meeting_revise(ctx *c, void *rec, const void *in);
bool duty_appoint(ctx *c, void *rec, const void *in);

str meeting_frozen(ctx *c, const void *rec); // what an approval of the minutes binds
str duty_frozen(ctx *c, const void *rec);    // what an appointment binds

void leadership_page(struct request *q);
bool minutes_report(ctx *c, struct paper *p, str code);
bool letter_report(ctx *c, struct paper *p, str code);

#endif
