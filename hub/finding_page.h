// finding_page.h: the findings on the pages of what they are about and where they came from.
// SPDX-License-Identifier: Apache-2.0
#ifndef HUB_FINDING_PAGE_H
#define HUB_FINDING_PAGE_H

#include "platform/web/detail_page.h"

extern const part finding_parts[];

#endif
