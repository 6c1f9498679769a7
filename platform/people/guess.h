// guess.h: wrong guesses at passwords and codes, slowed by account and by address.
// SPDX-License-Identifier: Apache-2.0
#ifndef PEOPLE_GUESS_H
#define PEOPLE_GUESS_H

#include "platform/base/ctx.h"

// May this account be tried from this address now? Four guesses are free, then each asks for a wait of 1, 2, 4 … up to 300 s,
// passwords and codes counted together. False with NO_SIGN_IN and the seconds that are left.
bool guess_free(ctx *c, str account, str address);
// All three on the writer.
bool guess_count(ctx *c, str account, str address);  // one more wrong guess
bool guess_forget(ctx *c, str account, str address); // the right one came
bool guess_sweep(ctx *c);                            // counts whose wait was over a day ago

#endif
