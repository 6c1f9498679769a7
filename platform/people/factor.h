// factor.h: the second factor of a sign-in: codes of an authenticator app, and recovery codes for the day the telephone is lost.
// SPDX-License-Identifier: Apache-2.0
//
// The secret lies sealed (seal.h) in a plain table, recovery codes as their SHA-256: neither is a member of a record, so no image, API, export or
// history can hold them. The record says only whether there is a factor: person.second_factor.
#ifndef PEOPLE_FACTOR_H
#define PEOPLE_FACTOR_H

#include "platform/people/people.h"

enum { FACTOR_RECOVERY = 10 };

// Of the person who acts. A new secret, in force only when a code of it was shown; refused while a factor is in force.
bool factor_begin(ctx *c);
typedef struct {
    str text;    // base32 in groups of four, to type
    str address; // otpauth://…, for a QR code
} factor_secret;
bool factor_waiting(ctx *c, factor_secret *out); // the secret that waits for its first code; false: none
// The first code puts it in force. Wrong codes are slowed. `codes` are the recovery codes, readable this once.
bool factor_confirm(ctx *c, str code, str address, str codes[FACTOR_RECOVERY]);
// Both ask for the password (session_prove). Ten new recovery codes: the former are void. Without a factor from now on.
bool factor_renew(ctx *c, str password, str address, str codes[FACTOR_RECOVERY]);
bool factor_stop(ctx *c, str password, str address);
i64 factor_left(ctx *c); // recovery codes not yet used
// Do the roles of the person who acts ask for a second factor that they have not?
bool factor_due(ctx *c);

// On the writer, for session_finish: is it a code of this person, now and for the first time? Then it is used up. False with a
// failure in c when that cannot be told.
bool factor_accept(ctx *c, i64 person, str code, bool *recovery);
bool factor_drop(ctx *c, i64 person); // on the writer: forgets secret and recovery codes

extern const action person_actions[]; // reset-factor: by an administrator, for who lost telephone and codes

#endif
