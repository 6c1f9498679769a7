// heat.h: where risks stand: the heat map of the register, and the way of one risk on its own page.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_HEAT_H
#define PLAN_HEAT_H

#include "platform/web/detail_page.h"

extern const module heat_module; // GET /risk/matrix?as=inherent|current|target, and a part of each risk's page

// The map of the register as it stands, where criteria are in force; false, and nothing is written, where none are. How many
// judged risks there are, and how many of them lie at the line of acceptance or above it.
bool heat_write(request *q, int *total, int *above);

#endif
