// money.h: amounts in minor units, by the digits that ISO 4217 gives each currency.
// SPDX-License-Identifier: Apache-2.0
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "platform/base/text.h"

int money_digits(const char *currency);  // decimals of its amounts: JPY 0, EUR 2, KWD 3; 2 for a code we do not know
bool money_code(str s);                  // three capital letters
money money_of(i64 minor, str currency); // the empty currency, or one of other than three letters: none
void put_money_amount(text *t, money m); // "180000.00", without currency or grouping
// Strict: an optional minus, digits, and at most as many decimals after a point as the currency has. False on all else,
// or when it does not fit.
bool money_read(str amount, str currency, money *out);

#endif
