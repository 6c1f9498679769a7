// report.h: the papers the modules contribute: a page that lists them, and each as PDF.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_REPORT_H
#define WEB_REPORT_H

#include "platform/web/route.h"

extern const route report_routes[]; // GET /report, /report/NAME.pdf?scope=…, /api/v1/report/NAME.pdf; ends with {0}

const report *report_find(str name);
// Makes the paper with cover, version, classification and the checkpoint of the ledger it was made at; leaves an entry ("report.soa").
// `scope`: what it is asked for ("SC-1"), may be empty. False with failures: no permission, nothing to report, or the child failed.
bool report_make(ctx *c, const report *r, str scope, bytes *pdf, int *pages);
// The same; `told` hears how far it is, in per cent.
typedef struct {
    void (*fn)(void *to, i64 percent);
    void *to;
} report_told;
bool report_make_told(ctx *c, const report *r, str scope, const report_told *told, bytes *pdf, int *pages);
str report_file_name(arena *a, str name, str scope); // "soa-SC-1.pdf"

#endif
