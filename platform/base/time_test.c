// time_test.c: dates.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "test/check.h"

TEST(each_day_of_ten_thousand_years_and_around_them_is_the_one_behind_the_day_before)
{
    i64 year, before_year = 0;
    int month, day, before_month = 0, before_day = 0;
    i64 first = date_make(-401, 1, 1).day, last = date_make(10401, 12, 31).day;
    for (i64 d = first; d <= last; d++) {
        date_parts((date){d}, &year, &month, &day);
        if (date_make(year, month, day).day != d) check_int(date_make(year, month, day).day, d);
        bool next = (year == before_year && month == before_month && day == before_day + 1) ||
                    (day == 1 && (year == before_year ? month == before_month + 1
                                                      : year == before_year + 1 && month == 1 && before_month == 12));
        if (!next && d > first) check_int(d, 0);
        before_year = year, before_month = month, before_day = day;
    }
    check_int(year, 10401);
}
