// risk_page.h: where risks stand: the heat map of the register, and the way of one risk on its own page.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_RISK_PAGE_H
#define PLAN_RISK_PAGE_H

#include "platform/web/detail_page.h"

extern const part risk_parts[];
extern const route risk_routes[]; // GET /risk/matrix?as=inherent|current|target

#endif
