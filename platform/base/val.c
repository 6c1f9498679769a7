// val.c: values on their way into SQL, HTML, JSON or a message.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/val.h"

#include <string.h>

val val_int(i64 i)
{
    return (val){.kind = VAL_INT, .i = i};
}

val val_uint(unsigned i)
{
    return (val){.kind = VAL_INT, .i = i};
}

val val_bool(bool b)
{
    return (val){.kind = VAL_INT, .i = b};
}

val val_real(double r)
{
    return (val){.kind = VAL_REAL, .r = r};
}

val val_str(str s)
{
    return (val){.kind = VAL_TEXT, .s = s};
}

val val_cstr(const char *z)
{
    return val_str(str_of(z));
}

val val_bytes(bytes b)
{
    return (val){.kind = VAL_BYTES, .null = b.p == NULL, .s = {b.p, b.n}};
}

val val_ref(ref r)
{
    return (val){.kind = VAL_INT, .null = r.id == 0, .i = r.id};
}

val val_date(date d)
{
    return (val){.kind = VAL_DATE, .null = d.day == 0, .i = d.day};
}

val val_moment(moment m)
{
    return (val){.kind = VAL_MOMENT, .null = m.us == 0, .i = m.us};
}

val val_number(number n)
{
    return (val){.kind = VAL_REAL, .null = !n.is, .r = n.x};
}

val val_money(money m)
{
    val x = {.kind = VAL_MONEY, .null = m.currency[0] == 0, .i = m.minor};
    memcpy(x.currency, m.currency, sizeof x.currency);
    return x;
}

val val_val(val x)
{
    return x;
}
