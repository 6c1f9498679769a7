// authority.h: who may accept what: by whom an acceptance was given, held against the criteria it was given under.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_TREATMENT_AUTHORITY_H
#define PLAN_TREATMENT_AUTHORITY_H

#include "plan/treatment.h"

// May c->person, or somebody absent whose deputy they are, accept that residual score at the risk's unit? The permission of the action
// saw to it that they are the risk's owner or top management. False with the sentence that says who may.
bool authority_may(ctx *c, const risk *r, const criteria *k, i64 score);
// A rule's function: finds each acceptance that stands and that its giver had no authority to give, on the day and for the values it was given.
bool authority_rule(ctx *c, void (*found)(void *to, const char *entity, i64 id, const char *state, str what), void *to);

#endif
