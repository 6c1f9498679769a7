// hash.c: SHA-256 and HMAC (OpenSSL), random bytes, UUIDs.
// SPDX-License-Identifier: Apache-2.0
// From OpenSSL's archive, of which the program takes these functions alone (doc/decisions/0011).
// The one-shot SHA256() of OpenSSL 3 looks its algorithm up at each call: 0.54 µs for 65 bytes instead of 0.12. The ledger hashes
// five times an entry, so the plain functions are used, which OpenSSL calls deprecated in favour of the lookup.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "platform/base/hash.h"

#include <assert.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static hash hash_three(bytes a, bytes b, bytes c)
{
    hash h;
    SHA256_CTX k;
    SHA256_Init(&k);
    if (a.n) SHA256_Update(&k, a.p, (size_t)a.n);
    if (b.n) SHA256_Update(&k, b.p, (size_t)b.n);
    if (c.n) SHA256_Update(&k, c.p, (size_t)c.n);
    SHA256_Final(h.b, &k);
    return h;
}

hash hash_of(str s)
{
    return hash_three((bytes){s.p, s.n}, (bytes){0}, (bytes){0});
}

hash hash_two(unsigned char prefix, bytes a, bytes b)
{
    return hash_three((bytes){&prefix, 1}, a, b);
}

// RFC 2104.
hash hash_hmac(bytes key, str s)
{
    unsigned char pad[SHA256_CBLOCK] = {0};
    hash short_key, inner;
    bytes block = {pad, sizeof pad};
    if (key.n > SHA256_CBLOCK) {
        short_key = hash_of((str){(const char *)key.p, key.n});
        key = hash_bytes(short_key);
    }
    if (key.n) memcpy(pad, key.p, (size_t)key.n);
    for (int i = 0; i < SHA256_CBLOCK; i++) pad[i] ^= 0x36;
    inner = hash_three(block, (bytes){s.p, s.n}, (bytes){0});
    for (int i = 0; i < SHA256_CBLOCK; i++) pad[i] ^= 0x36 ^ 0x5C;
    return hash_three(block, hash_bytes(inner), (bytes){0});
}

bool hash_eq(hash a, hash b)
{
    return str_same((str){(const char *)a.b, 32}, (str){(const char *)b.b, 32});
}

str hash_hex(arena *a, hash h)
{
    text t = {.a = a};
    put_hex(&t, hash_bytes(h));
    return text_str(&t);
}

bool hash_read(str hex, hash *out)
{
    char room[256];
    arena a = {.beg = room, .end = room + sizeof room};
    bytes b;
    if (hex.n != 64 || !hex_read(&a, hex, &b)) return false;
    memcpy(out->b, b.p, 32);
    return true;
}

// The header need not know OpenSSL.
static_assert(sizeof(SHA256_CTX) == sizeof(hashing) && _Alignof(SHA256_CTX) <= _Alignof(hashing),
              "a hashing is a SHA256_CTX");

static SHA256_CTX *state(hashing *h)
{
    return (SHA256_CTX *)(void *)h->state;
}

hashing hash_begin(void)
{
    hashing h;
    SHA256_Init(state(&h));
    return h;
}

void hash_add(hashing *h, str s)
{
    SHA256_Update(state(h), s.p, (size_t)s.n);
}

hash hash_end(hashing *h)
{
    hash out;
    SHA256_Final(out.b, state(h));
    return out;
}

void random_fill(void *p, ptrdiff_t n)
{
    for (char *at = p; n > 0;) {
        ssize_t got = getrandom(at, (size_t)n, 0);
        if (got <= 0) abort();
        at += got, n -= got;
    }
}

static _Thread_local struct {
    unsigned char b[1024];
    ptrdiff_t left; // at the end of b
} stock;

// The child has one thread: the one that forked.
static void stock_forget(void)
{
    stock.left = 0;
}

static void stock_watch(void)
{
    if (pthread_atfork(NULL, NULL, stock_forget)) abort();
}

void salt_fill(void *p, ptrdiff_t n)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    ptrdiff_t size = sizeof stock.b;
    if (n > size) {
        random_fill(p, n);
        return;
    }
    pthread_once(&once, stock_watch);
    if (n > stock.left) random_fill(stock.b, stock.left = size);
    memcpy(p, stock.b + size - stock.left, (size_t)n);
    stock.left -= n;
}

str random_token(arena *a)
{
    unsigned char b[32];
    text t = {.a = a};
    random_fill(b, sizeof b);
    put_base64url(&t, (bytes){b, sizeof b});
    return text_str(&t);
}

static str uuid_text(arena *a, unsigned char b[16], unsigned version)
{
    text t = {.a = a};
    b[6] = (unsigned char)((b[6] & 0x0F) | version << 4);
    b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) put_char(&t, '-');
        put_hex(&t, (bytes){b + i, 1});
    }
    return text_str(&t);
}

str uuid_random(arena *a)
{
    unsigned char b[16];
    random_fill(b, sizeof b);
    return uuid_text(a, b, 4);
}

str uuid_from(arena *a, str name)
{
    hash h = hash_of(name);
    return uuid_text(a, h.b, 8);
}
