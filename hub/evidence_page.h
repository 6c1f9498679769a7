// evidence_page.h: evidence on the pages of records, and the form that collects it.
// SPDX-License-Identifier: Apache-2.0
#ifndef HUB_EVIDENCE_PAGE_H
#define HUB_EVIDENCE_PAGE_H

#include "platform/web/detail_page.h"

extern const part evidence_parts[];
extern const route evidence_routes[];

#endif
