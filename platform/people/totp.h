// totp.h: one-time codes of an authenticator app: RFC 6238 over HMAC-SHA-1, steps of 30 seconds.
// SPDX-License-Identifier: Apache-2.0
#ifndef PEOPLE_TOTP_H
#define PEOPLE_TOTP_H

#include "platform/base/text.h"

enum { TOTP_SECRET = 20, TOTP_DIGITS = 6, TOTP_SECONDS = 30 };

i64 totp_step(moment now); // how many whole steps since 1970
// The code of a step, with leading zeros: 6 to 8 digits.
str totp_code(arena *a, bytes secret, i64 step, int digits);
// Which step's code is this? The step of `now`, the one before or the one after, but none up to `last`, which was accepted before:
// so no code is good twice. 0: none. `code` are six digits; the comparison takes the same time whatever they are.
i64 totp_match(arena *a, bytes secret, str code, moment now, i64 last);
str totp_base32(arena *a, bytes secret); // RFC 4648 section 6, capitals, no padding: as apps read it
// otpauth://totp/ISSUER:ACCOUNT?…, which apps read from the QR code.
str totp_address(arena *a, bytes secret, str issuer, str account);

#endif
