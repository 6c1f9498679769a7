// comment_page.h: the thread of comments on the page of each record.
// SPDX-License-Identifier: Apache-2.0
#ifndef HUB_COMMENT_PAGE_H
#define HUB_COMMENT_PAGE_H

#include "platform/web/detail_page.h"

extern const part comment_parts[];
extern const route comment_routes[];

#endif
