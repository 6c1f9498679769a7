// val.h: values on their way into SQL, HTML, JSON or a message, and the types that carry meaning.
// SPDX-License-Identifier: Apache-2.0
//
// The rule of the house: TEXT IS A LITERAL, DATA IS A VALUE. SQL, HTML and messages are string literals that hold $1 $2 …;
// the data travels beside them as an array of val, made by v(x) from the few types that may travel.
#ifndef BASE_VAL_H
#define BASE_VAL_H

#include "platform/base/str.h"

// A type of its own lets the compiler tell a date from a number, and record/entity.h find a field's kind by itself.
typedef struct {
    i64 id;
} ref; // names a record of one entity; 0 is empty
typedef struct {
    str entity;
    i64 id;
} any; // names a record of any entity; id 0 is empty
typedef struct {
    i64 day;
} date; // days since 1970-01-01; 0 is empty
typedef struct {
    i64 us;
} moment; // microseconds since 1970-01-01 UTC; 0 is empty
typedef struct {
    bool is;
    double x;
} number; // a number that may be empty
typedef struct {
    i64 minor;
    char currency[4];
} money; // in minor units (cents); currency "" is empty; ISO 4217
typedef struct {
    str s;
} secret; // text that never enters an image, an export or a page
typedef struct {
    const void *p;
    ptrdiff_t n;
} bytes;

typedef enum { VAL_NIL, VAL_INT, VAL_REAL, VAL_TEXT, VAL_BYTES, VAL_DATE, VAL_MOMENT, VAL_MONEY } valkind;

// `null` keeps the kind, because PostgreSQL wants the type of a NULL too. VAL_NIL is an untyped NULL, sent as text.
typedef struct {
    valkind kind : 8; // with what stands beside it in eight bytes: pages make thousands of these
    bool null;
    char currency[4]; // VAL_MONEY
    union {
        i64 i;    // VAL_INT, VAL_DATE (days), VAL_MOMENT (µs), VAL_MONEY (minor units)
        double r; // VAL_REAL
        str s;    // VAL_TEXT, VAL_BYTES
    };
} val;

val val_int(i64 i);
val val_uint(unsigned i);
val val_bool(bool b); // 0 or 1
val val_real(double r);
val val_str(str s); // the empty view is empty text, not NULL
val val_cstr(const char *z);
val val_bytes(bytes b);   // p == NULL is NULL
val val_ref(ref r);       // id 0 is NULL
val val_date(date d);     // day 0 is NULL
val val_moment(moment m); // us 0 is NULL
val val_number(number n);
val val_money(money m); // for pages and messages; SQL takes .minor and .currency apart
val val_val(val x);

#define v(x)                                                                                                           \
    _Generic((x), val: val_val, str: val_str, char *: val_cstr, const char *: val_cstr, bool: val_bool,            \
        int: val_int, unsigned: val_uint, long: val_int, long long: val_int, double: val_real, ref: val_ref,       \
        date: val_date, moment: val_moment, number: val_number, money: val_money, bytes: val_bytes)(x)

// The values of a literal: vals[1] is $1. At most nine; more does not compile.
#define VALS(...) ((const val[]){{.kind = VAL_NIL}, __VA_ARGS__})
#define NVALS(...)                                                                                                     \
    ((int)(sizeof VALS(__VA_ARGS__) / sizeof(val)) - 1 +                                                               \
     0 * (int)sizeof(char[sizeof VALS(__VA_ARGS__) / sizeof(val) <= 10 ? 1 : -1]))

#endif
