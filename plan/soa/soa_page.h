// soa_page.h: the statement on its page.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_SOA_SOA_PAGE_H
#define PLAN_SOA_SOA_PAGE_H

#include "plan/soa/soa.h"
#include "platform/web/detail_page.h"

extern const part soa_parts[];

#endif
