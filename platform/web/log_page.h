// log_page.h: the log: the entries of the ledger, filtered, newest first.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_LOG_PAGE_H
#define WEB_LOG_PAGE_H

#include "platform/web/route.h"

// GET /log: person=P-3 record=R-12 verb=accept result=denied from=2026-11-01 until=2026-11-30 before=ENTRY.
// Who does not see the whole organisation sees entries about records in reach, and their own.
void log_page_show(request *q);

#endif
