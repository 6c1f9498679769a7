// soa_page.h: the statement on its page.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_SOA_SOA_PAGE_H
#define PLAN_SOA_SOA_PAGE_H

#include "plan/soa/soa.h"
#include "platform/web/detail_page.h"

extern const part soa_parts[];
extern const rule soa_rules[];           // soa_rules.c
str soa_frozen(ctx *c, const void *rec); // what its approval binds

#endif
