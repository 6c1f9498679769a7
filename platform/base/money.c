// money.c: amounts in minor units.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/money.h"

#include <string.h>

#define CODE(a, b, c) ((a) << 16 | (b) << 8 | (c))

int money_digits(const char *currency)
{
    if (!currency[0] || !currency[1] || !currency[2] || currency[3]) return 2;
    switch (CODE(currency[0], currency[1], currency[2])) {
    case CODE('B', 'I', 'F'):
    case CODE('C', 'L', 'P'):
    case CODE('D', 'J', 'F'):
    case CODE('G', 'N', 'F'):
    case CODE('I', 'S', 'K'):
    case CODE('J', 'P', 'Y'):
    case CODE('K', 'M', 'F'):
    case CODE('K', 'R', 'W'):
    case CODE('P', 'Y', 'G'):
    case CODE('R', 'W', 'F'):
    case CODE('U', 'G', 'X'):
    case CODE('U', 'Y', 'I'):
    case CODE('V', 'N', 'D'):
    case CODE('V', 'U', 'V'):
    case CODE('X', 'A', 'F'):
    case CODE('X', 'O', 'F'):
    case CODE('X', 'P', 'F'): return 0;
    case CODE('B', 'H', 'D'):
    case CODE('I', 'Q', 'D'):
    case CODE('J', 'O', 'D'):
    case CODE('K', 'W', 'D'):
    case CODE('L', 'Y', 'D'):
    case CODE('O', 'M', 'R'):
    case CODE('T', 'N', 'D'): return 3;
    case CODE('C', 'L', 'F'):
    case CODE('U', 'Y', 'W'): return 4;
    }
    return 2;
}

money money_of(i64 minor, str currency)
{
    money m = {.minor = minor};
    if (currency.n == 3) memcpy(m.currency, currency.p, 3);
    return m;
}

bool money_code(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z') return false;
    return s.n == 3;
}

void put_money_amount(text *t, money m)
{
    int decimals = money_digits(m.currency);
    uint64_t u = m.minor < 0 ? 0 - (uint64_t)m.minor : (uint64_t)m.minor;
    char buf[32], *end = buf + sizeof buf, *p = end;
    for (int i = 0; u || i <= decimals; i++) {
        if (i == decimals && decimals) *--p = '.';
        *--p = (char)('0' + u % 10);
        u /= 10;
    }
    if (m.minor < 0) *--p = '-';
    put(t, (str){p, end - p});
}

bool money_read(str amount, str currency, money *out)
{
    if (!money_code(currency)) return false;
    money m = {0};
    memcpy(m.currency, currency.p, 3);
    bool minus = amount.n && amount.p[0] == '-';
    if (minus) amount = str_from(amount, 1);
    ptrdiff_t point = str_find(amount, '.');
    str whole = point < 0 ? amount : str_sub(amount, 0, point),
        part = point < 0 ? (str){0} : str_from(amount, point + 1);
    int decimals = money_digits(m.currency);
    if (!whole.n || part.n > decimals || (point >= 0 && !part.n)) return false;
    for (ptrdiff_t i = 0; i < whole.n + decimals; i++) {
        ptrdiff_t at = i - whole.n;
        char c = i < whole.n ? whole.p[i] : at < part.n ? part.p[at] : '0';
        if (c < '0' || c > '9' || __builtin_mul_overflow(m.minor, 10, &m.minor) ||
            __builtin_add_overflow(m.minor, c - '0', &m.minor))
            return false;
    }
    if (minus) m.minor = -m.minor;
    *out = m;
    return true;
}
