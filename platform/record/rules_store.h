// rules_store.h: the two rules of the store itself; for rules.c only.
// SPDX-License-Identifier: Apache-2.0
#ifndef RECORD_RULES_STORE_H
#define RECORD_RULES_STORE_H

#include "platform/record/record.h"

typedef void rule_found(void *to, const char *entity, i64 id, const char *state, str what);

bool rules_ledger(ctx *c, rule_found *found, void *to);
bool rules_derived(ctx *c, rule_found *found, void *to);
// The first member in which a record is not what its image in the ledger says, or NULL. A member that the image does not
// know is newer than the image: it must be empty. An image's member that the descriptor does not know is passed over.
const char *image_differs(ctx *c, const entity *e, const void *rec, str image);

#endif
