// check.h: the rules of the modules held against the data (platform/record/rules.h), for programs: what `isms check` prints.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_CHECK_H
#define WEB_CHECK_H

#include "platform/web/route.h"

// GET /api/v1/check: {"rules":[{"rule","number","sentence","state","broken","late","early","items":[…]}],"broken":N,…}.
extern const route check_routes[]; // ends with {0}

#endif
