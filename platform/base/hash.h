// hash.h: SHA-256 and HMAC (OpenSSL), random bytes, UUIDs.
// SPDX-License-Identifier: Apache-2.0
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "platform/base/text.h"

typedef struct {
    unsigned char b[32];
} hash;

hash hash_of(str s);                                   // SHA-256 (FIPS 180-4)
hash hash_two(unsigned char prefix, bytes a, bytes b); // SHA-256 of prefix byte, a, b: the nodes of RFC 6962
hash hash_hmac(bytes key, str s);                      // HMAC-SHA-256 (RFC 2104)
bool hash_eq(hash a, hash b);                          // constant time
str hash_hex(arena *a, hash h);                        // 64 lower-case digits
bool hash_read(str hex, hash *out);
#define hash_bytes(h) ((bytes){(h).b, 32})

// A running hash, for what does not fit in memory.
typedef struct {
    uint64_t state[14];
} hashing;
hashing hash_begin(void);
void hash_add(hashing *h, str s);
hash hash_end(hashing *h);

void random_fill(void *p, ptrdiff_t n); // from the system's generator; ends the process when it fails
// The same bytes, fetched many at a time: some of what the next calls return lies in memory. For salts, which are stored in the
// open; secrets come from random_fill. A thread has its own stock, a process that forks leaves none to its child.
void salt_fill(void *p, ptrdiff_t n);
str random_token(arena *a);        // 32 random bytes as base64url: 43 characters
str uuid_random(arena *a);         // version 4 (RFC 9562)
str uuid_from(arena *a, str name); // version 8 made of SHA-256(name): the same name gives the same UUID

#endif
