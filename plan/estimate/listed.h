// listed.h: a list of losses as a person writes it.
// SPDX-License-Identifier: Apache-2.0
//
// Amounts one per line, or parted by blanks or semicolons: "1200; 3400.50 EUR\n800". The currency may stand after an amount;
// grouping is not taken, for 1,200 is one amount to some and two to others.
#ifndef PLAN_ESTIMATE_LISTED_H
#define PLAN_ESTIMATE_LISTED_H

#include "platform/base/ctx.h"

enum { LISTED_MOST = 1000 };

typedef struct {
    double *at; // in the order they stand
    int n;
    double least, most;
} listed;

// The amounts of a list that listed_check has passed; what is no amount is skipped. In a.
listed listed_read(arena *a, str text);
// Refuses, under the name of the field, what is no amount above zero in this currency: names the amount, and where it stands.
bool listed_check(ctx *c, const char *field, str text, str currency);

#endif
