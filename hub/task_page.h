// task_page.h: the tasks on the page of the record they are about.
// SPDX-License-Identifier: Apache-2.0
#ifndef HUB_TASK_PAGE_H
#define HUB_TASK_PAGE_H

#include "platform/web/detail_page.h"

extern const part task_parts[];

#endif
