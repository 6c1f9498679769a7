// seal.h: secrets that the database holds, closed by a key that it does not hold.
// SPDX-License-Identifier: Apache-2.0
//
// The key is a file of mode 0600: the one that $ISMS_KEY_FILE names, else FILE-key beside an SQLite database. It is made when the
// first secret is sealed, and never part of a backup: who finds a copy of the database alone reads no secret. Several
// servers on one PostgreSQL database share a key file that $ISMS_KEY_FILE names.
#ifndef PEOPLE_SEAL_H
#define PEOPLE_SEAL_H

#include "platform/base/ctx.h"

// XChaCha20-Poly1305 with a fresh nonce, as base64url. `label` says what it is ("factor P-3") and must be the same to open it: a
// sealed text moved to another row does not open. False with a failure in c when there is no key and none can be made.
bool seal(ctx *c, str label, bytes secret, str *sealed);
// False with a failure in c when the key file is missing or another one, or the text was altered.
bool unseal(ctx *c, str label, str sealed, bytes *secret);

// The path of the key file; empty as long as nothing was sealed.
str seal_key_file(ctx *c);

#endif
