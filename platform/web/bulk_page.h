// bulk_page.h: one change for many records: choose, preview, apply in one transaction.
// SPDX-License-Identifier: Apache-2.0
//
// POST /risk/bulk carries the list's state, the ticked records (pick=R-12@7: code and version seen) or all=1, what is to be
// done (what=FIELD, or what=action:NAME), its value or input, a reason, and step: nothing asks for the value, preview shows
// what would change and what is refused, apply does what the preview offered, all or nothing.
#ifndef WEB_BULK_PAGE_H
#define WEB_BULK_PAGE_H

#include "platform/web/route.h"

enum { BULK_MOST = 1000, BULK_SHOWN = 200 };

void bulk_page_run(request *q);

#endif
