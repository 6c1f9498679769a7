// approval_rules.h: what must hold of every approval, for `isms check`; for approval.c only.
// SPDX-License-Identifier: Apache-2.0
#ifndef HUB_APPROVAL_RULES_H
#define HUB_APPROVAL_RULES_H

#include "platform/record/entity.h"

extern const rule approval_rules[];

#endif
