// sign_in.h: coming in, going out, and one's own account.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_SIGN_IN_H
#define WEB_SIGN_IN_H

#include "platform/web/route.h"

extern const route sign_in_routes[]; // /, /sign-in, /sign-in/code, /sign-out
extern const route account_routes[]; // /account: password, sessions, deputy
extern const route factor_routes[];  // /account/factor: the second factor, its QR code and recovery codes

#endif
