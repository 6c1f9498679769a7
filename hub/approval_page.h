// approval_page.h: the approvals of a record on its page.
// SPDX-License-Identifier: Apache-2.0
#ifndef HUB_APPROVAL_PAGE_H
#define HUB_APPROVAL_PAGE_H

#include "platform/web/detail_page.h"

extern const part approval_parts[];

#endif
