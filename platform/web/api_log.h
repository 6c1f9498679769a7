// api_log.h: the ledger for programs: its entries, and whether they verify.
// SPDX-License-Identifier: Apache-2.0
//
// GET /api/v1/log?actor=P-3&verb=risk.accept&record=R-12&result=denied&from=2027-01-01&until=2027-01-31&limit=50&after=…
// newest first, as {"items":[…],"total":N,"next":…}; GET /api/v1/log/verify reads all of it again.
#ifndef WEB_API_LOG_H
#define WEB_API_LOG_H

#include "platform/web/api.h"

enum { WHOLE_LOG = ADMINISTRATOR | MANAGER | AUDITOR }; // held for the whole organisation: entries know no unit

extern const route api_log_routes[]; // ends with {0}

#endif
