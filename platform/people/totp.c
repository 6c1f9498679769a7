// totp.c: one-time codes of an authenticator app: RFC 6238 over HMAC-SHA-1, by liboath.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/totp.h"

#include <assert.h>
#include <liboath/oath.h>
#include <pthread.h>

static void oath_prepare(void)
{
    int rc = oath_init();
    assert(rc == OATH_OK && "SHA-1 is always there");
    (void)rc;
}

i64 totp_step(moment now)
{
    return now.us / ((i64)TOTP_SECONDS * 1000000);
}

str totp_code(arena *a, bytes secret, i64 step, int digits)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, oath_prepare);
    char *out = arena_take(a, digits + 1);
    int rc = oath_hotp_generate((const char *)secret.p, (size_t)secret.n, (uint64_t)step, (unsigned)digits, false,
                                OATH_HOTP_DYNAMIC_TRUNCATION, out);
    assert(rc == OATH_OK);
    (void)rc;
    return (str){out, digits};
}

i64 totp_match(arena *a, bytes secret, str code, moment now, i64 last)
{
    i64 found = 0, here = totp_step(now);
    for (i64 step = here - 1; step <= here + 1; step++)
        if (str_same(totp_code(a, secret, step, TOTP_DIGITS), code) && step > last) found = step;
    return found;
}

str totp_base32(arena *a, bytes secret)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const unsigned char *p = (const unsigned char *)secret.p;
    text t = {.a = a};
    unsigned held = 0, bits = 0;
    for (ptrdiff_t i = 0; i < secret.n; i++) {
        held = (held << 8 | p[i]) & 0xFFFF, bits += 8;
        for (; bits >= 5; bits -= 5) put_char(&t, digits[held >> (bits - 5) & 31]);
    }
    if (bits) put_char(&t, digits[held << (5 - bits) & 31]);
    return text_str(&t);
}

str totp_address(arena *a, bytes secret, str issuer, str account)
{
    text t = {.a = a};
    put(&t, S("otpauth://totp/"));
    put_url(&t, issuer);
    put_char(&t, ':');
    put_url(&t, account);
    put(&t, S("?secret="));
    put(&t, totp_base32(a, secret));
    put(&t, S("&issuer="));
    put_url(&t, issuer);
    return text_str(&t);
}
