// hash_test.c: the keyed hash against the vectors of RFC 4231.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/hash.h"
#include "test/check.h"

#include <string.h>

static str keyed(char byte, int n, str s)
{
    char key[256];
    memset(key, byte, (size_t)n);
    return hash_hex(test_arena, hash_hmac((bytes){key, n}, s));
}

TEST(a_keyed_hash_is_that_of_the_standard)
{
    check_str(keyed(0x0b, 20, S("Hi There")), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    check_str(hash_hex(test_arena, hash_hmac((bytes){"Jefe", 4}, S("what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(a_key_longer_than_a_block_is_hashed_first)
{
    check_str(keyed((char)0xaa, 131, S("Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
