// time.h: dates, moments and the zone of the organisation.
// SPDX-License-Identifier: Apache-2.0
//
// A moment is UTC microseconds; a date is a day of the proleptic Gregorian calendar. A zone is an IANA name read from the
// system's zone files; an unknown one behaves as UTC.
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "platform/base/text.h"

moment clock_now(void);                       // the only place that reads the clock of the world
i64 clock_ticks(void);                        // monotonic, in µs: for durations and log lines only
date date_make(i64 year, int month, int day); // no check; month 1–12
void date_parts(date d, i64 *year, int *month, int *day);
bool date_read(str s, date *out);         // "2027-03-01" exactly, years 1000–9999, day must exist
bool moment_read(str s, moment *out);     // RFC 3339 with zone: "2027-03-01T10:00:00Z", "…T10:00:00.5+01:00"
date moment_date(moment m, str zone);     // the day it is there at that moment
moment date_moment(date d, str zone);     // when that day begins there
date date_add_months(date d, int months); // the 31st becomes the last day of a shorter month
int date_weekday(date d);                 // 1 Monday … 7 Sunday (ISO 8601)
bool zone_known(str zone);

void put_date(text *t, date d);                   // 2027-03-01
void put_moment(text *t, moment m);               // 2027-03-01T10:00:00Z, with .ffffff when not a whole second
void put_date_short(text *t, date d, date today); // 24 Nov, with the year if another than today's
void put_clock(text *t, moment m, str zone);      // 09:41 there

#endif
