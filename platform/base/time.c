// time.c: dates, moments and the zone of the organisation.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAY_S = 86400 };
#define DAY_US ((i64)DAY_S * 1000000)

moment clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (moment){(i64)t.tv_sec * 1000000 + t.tv_nsec / 1000};
}

i64 clock_ticks(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (i64)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

// Days from civil and back: the shift to a year that starts in March makes the leap day the last one.
date date_make(i64 year, int month, int day)
{
    year -= month <= 2;
    i64 era = (year >= 0 ? year : year - 399) / 400;
    i64 yoe = year - era * 400;
    i64 doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (date){era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468};
}

// Days from 0000-03-01; any day.
static void parts_of_any(i64 z, i64 *year, int *month, int *day)
{
    i64 era = (z >= 0 ? z : z - 146096) / 146097;
    i64 doe = z - era * 146097;
    i64 yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    i64 doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    i64 mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = yoe + era * 400 + (*month <= 2);
}

// The years 0 to 9999 by multiplications in place of most divisions, after Neri and Schneider, "Euclidean affine functions and
// their application to calendar algorithms" (2023): a page holds hundreds of dates.
void date_parts(date d, i64 *year, int *month, int *day)
{
    i64 z = d.day + 719468;
    if (z < 0 || z > 3652364) {
        parts_of_any(z, year, month, day);
        return;
    }
    uint32_t in_centuries = 4 * (uint32_t)z + 3, century = in_centuries / 146097;
    uint64_t in_years = (uint64_t)2939745 * (in_centuries % 146097 | 3);
    uint32_t day_of_year = (uint32_t)in_years / 2939745 / 4;
    uint32_t in_months = 2141 * day_of_year + 197913, late = day_of_year >= 306;
    *year = (i64)(100 * century + (uint32_t)(in_years >> 32) + late);
    *month = (int)((in_months >> 16) - 12 * late);
    *day = (int)((in_months & 0xFFFF) / 2141 + 1);
}

static bool digits(str s, ptrdiff_t at, int n, int *out)
{
    if (at + n > s.n) return false;
    *out = 0;
    for (int i = 0; i < n; i++) {
        char c = s.p[at + i];
        if (c < '0' || c > '9') return false;
        *out = *out * 10 + c - '0';
    }
    return true;
}

static bool at(str s, ptrdiff_t i, char c)
{
    return i < s.n && s.p[i] == c;
}

bool date_read(str s, date *out)
{
    int year, month, day, month_back, day_back;
    i64 year_back;
    if (s.n != 10 || !digits(s, 0, 4, &year) || !at(s, 4, '-') || !digits(s, 5, 2, &month) || !at(s, 7, '-') ||
        !digits(s, 8, 2, &day))
        return false;
    if (year < 1000 || month < 1 || month > 12 || day < 1) return false;
    date d = date_make(year, month, day);
    date_parts(d, &year_back, &month_back, &day_back);
    if (day_back != day || month_back != month) return false;
    *out = d;
    return true;
}

bool moment_read(str s, moment *out)
{
    date d;
    int h, m, sec, zh = 0, zm = 0;
    if (s.n < 20 || !date_read(str_sub(s, 0, 10), &d) || !(at(s, 10, 'T') || at(s, 10, ' '))) return false;
    if (!digits(s, 11, 2, &h) || !at(s, 13, ':') || !digits(s, 14, 2, &m) || !at(s, 16, ':') || !digits(s, 17, 2, &sec))
        return false;
    if (h > 23 || m > 59 || sec > 60) return false;
    i64 us = 0;
    ptrdiff_t i = 19;
    if (at(s, i, '.')) {
        i64 scale = 100000;
        ptrdiff_t first = ++i;
        for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, scale /= 10) us += (s.p[i] - '0') * scale;
        if (i == first) return false;
    }
    bool zulu = at(s, i, 'Z') || at(s, i, 'z');
    if (zulu) {
        if (i + 1 != s.n) return false;
    } else {
        if (!(at(s, i, '+') || at(s, i, '-')) || i + 6 != s.n || !digits(s, i + 1, 2, &zh) || !at(s, i + 3, ':') ||
            !digits(s, i + 4, 2, &zm) || zh > 23 || zm > 59)
            return false;
    }
    i64 shift = (i64)(zh * 60 + zm) * 60;
    if (!zulu && s.p[i] == '-') shift = -shift;
    out->us = ((d.day * DAY_S) + h * 3600 + m * 60 + sec - shift) * 1000000 + us;
    return true;
}

static i64 floor_div(i64 a, i64 b)
{
    return a / b - (a % b < 0);
}

// The transitions of a zone, from its TZif file (RFC 8536, version 2 or later, 64-bit block). Read once, kept for ever.
typedef struct {
    char name[64];
    int count;
    i64 when[512];
    i64 offset[513]; // offset[i] holds before when[i]; the last one after all
} zone_table;

static bool zone_load(zone_table *z, str name);

static const zone_table *zone_find(str name)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static zone_table tables[8];
    static int count;
    if (name.n == 0 || name.n >= 64 || str_eq(name, S("UTC"))) return NULL;
    pthread_mutex_lock(&lock);
    const zone_table *found = NULL;
    for (int i = 0; i < count && !found; i++)
        if (str_eq(str_of(tables[i].name), name)) found = &tables[i];
    if (!found && count < countof(tables) && zone_load(&tables[count], name)) found = &tables[count++];
    pthread_mutex_unlock(&lock);
    return found && found->count >= 0 ? found : NULL;
}

static i64 be(const unsigned char *p, int n)
{
    uint64_t x = n == 8 ? 0 : (p[0] & 0x80 ? ~(uint64_t)0 : 0);
    for (int i = 0; i < n; i++) x = x << 8 | p[i];
    return (i64)x;
}

// "CET-1CEST,M3.5.0,M10.5.0/3": only the standard offset is taken from the footer; years beyond the table use the last rule
// written out by the zone compiler (Debian's files are "fat" until 2037).
static bool zone_load(zone_table *z, str name)
{
    char path[128];
    static unsigned char data[65536];
    for (ptrdiff_t i = 0; i < name.n; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/", name.p[i])) return false;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%.*s", (int)name.n, name.p);
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    size_t n = fread(data, 1, sizeof data, f);
    fclose(f);
    if (n < 88 || memcmp(data, "TZif", 4) != 0 || data[4] < '2') return false;
    const unsigned char *h = data;
    size_t skip = 44 + (size_t)(be(h + 32, 4) * 5 + be(h + 36, 4) * 6 + be(h + 40, 4) + be(h + 28, 4) * 8 +
                                be(h + 24, 4) + be(h + 20, 4));
    if (skip + 44 > n) return false;
    h = data + skip;
    i64 times = be(h + 32, 4), types = be(h + 36, 4);
    if (times > countof(z->when) || types < 1 || skip + 44 + (size_t)(times * 9 + types * 6) > n) return false;
    const unsigned char *when = h + 44, *which = when + times * 8, *type = which + times;
    z->count = (int)times;
    z->offset[0] = be(type, 4);
    for (i64 i = 0; i < times; i++) {
        if (which[i] >= types) return false;
        z->when[i] = be(when + i * 8, 8);
        z->offset[i + 1] = be(type + which[i] * 6, 4);
    }
    memcpy(z->name, name.p, (size_t)name.n);
    z->name[name.n] = 0;
    return true;
}

static i64 zone_offset(const zone_table *z, i64 second)
{
    if (!z) return 0;
    int low = 0, high = z->count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (z->when[middle] <= second)
            low = middle + 1;
        else
            high = middle;
    }
    return z->offset[low];
}

bool zone_known(str zone)
{
    return str_eq(zone, S("UTC")) || zone_find(zone);
}

date moment_date(moment m, str zone)
{
    i64 second = floor_div(m.us, 1000000);
    return (date){floor_div(second + zone_offset(zone_find(zone), second), DAY_S)};
}

moment date_moment(date d, str zone)
{
    const zone_table *z = zone_find(zone);
    i64 second = d.day * DAY_S;
    i64 there = second - zone_offset(z, second);
    there = second - zone_offset(z, there);
    return (moment){there * 1000000};
}

date date_add_months(date d, int months)
{
    i64 year;
    int month, day;
    date_parts(d, &year, &month, &day);
    i64 n = year * 12 + month - 1 + months;
    year = floor_div(n, 12);
    month = (int)(n - year * 12) + 1;
    date next = month == 12 ? date_make(year + 1, 1, 1) : date_make(year, month + 1, 1);
    date made = date_make(year, month, day);
    return made.day < next.day ? made : (date){next.day - 1};
}

int date_weekday(date d)
{
    i64 w = (d.day + 3) % 7;
    return (int)(w < 0 ? w + 7 : w) + 1;
}

void put_date(text *t, date d)
{
    i64 year;
    int month, day;
    char buf[32];
    if (d.day == 0) return;
    date_parts(d, &year, &month, &day);
    if (year >= 0 && year <= 9999) { // lists hold hundreds of dates: this is ten times as fast as snprintf
        int parts[] = {(int)year / 100, (int)year % 100, month, day};
        char *to = put_room(t, 10);
        memcpy(to, "0000-00-00", 10);
        static const int places[] = {0, 2, 5, 8};
        for (int i = 0; i < 4; i++) {
            to[places[i]] = (char)('0' + parts[i] / 10);
            to[places[i] + 1] = (char)('0' + parts[i] % 10);
        }
        t->n += 10;
        return;
    }
    snprintf(buf, sizeof buf, "%04lld-%02d-%02d", (long long)year, month, day);
    put_z(t, buf);
}

void put_moment(text *t, moment m)
{
    char buf[40];
    if (m.us == 0) return;
    i64 day = floor_div(m.us, DAY_US), in_day = m.us - day * DAY_US;
    int s = (int)(in_day / 1000000), us = (int)(in_day % 1000000);
    put_date(t, (date){day ? day : 0});
    if (day == 0) put(t, S("1970-01-01"));
    snprintf(buf, sizeof buf, "T%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    put_z(t, buf);
    if (us) {
        snprintf(buf, sizeof buf, ".%06d", us);
        put_z(t, buf);
    }
    put_char(t, 'Z');
}

void put_date_short(text *t, date d, date today)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    i64 year, this_year;
    int month, day, ignored;
    if (d.day == 0) return;
    date_parts(d, &year, &month, &day);
    date_parts(today, &this_year, &ignored, &ignored);
    put_int(t, day);
    put_char(t, ' ');
    put(t, (str){months + (ptrdiff_t)(month - 1) * 3, 3});
    if (year != this_year) {
        put_char(t, ' ');
        put_int(t, year);
    }
}

void put_clock(text *t, moment m, str zone)
{
    char buf[16];
    i64 second = floor_div(m.us, 1000000);
    second += zone_offset(zone_find(zone), second);
    i64 in_day = second - floor_div(second, DAY_S) * DAY_S;
    snprintf(buf, sizeof buf, "%02d:%02d", (int)(in_day / 3600), (int)(in_day / 60 % 60));
    put_z(t, buf);
}
