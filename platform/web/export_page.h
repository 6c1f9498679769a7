// export_page.h: what a list shows as a file: all rows that its filters match, the shown columns or all.
// SPDX-License-Identifier: Apache-2.0
//
// CSV and JSON hold what an import reads again: names of fields, codes, plain dates. XLSX holds what people read: labels, titles,
// typed cells. Each export leaves an entry in the ledger that says what went out and how many.
#ifndef WEB_EXPORT_PAGE_H
#define WEB_EXPORT_PAGE_H

#include "platform/web/route.h"

enum { EXPORT_MOST = 200000 };

void export_page_csv(request *q);  // GET /:noun.csv
void export_page_xlsx(request *q); // GET /:noun.xlsx
void export_page_json(request *q); // GET /:noun.json

#endif
