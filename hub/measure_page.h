// measure_page.h: the page of a measure, with its readings.
// SPDX-License-Identifier: Apache-2.0
#ifndef HUB_MEASURE_PAGE_H
#define HUB_MEASURE_PAGE_H

#include "platform/web/detail_page.h"

extern const route measure_routes[];

#endif
