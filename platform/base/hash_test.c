// hash_test.c: the keyed hash against the vectors of RFC 4231, and salts.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/hash.h"
#include "test/check.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

static hash salts_of_a_child(void)
{
    int ends[2];
    hash got = {0};
    check(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        salt_fill(got.b, sizeof got.b);
        _exit(write(ends[1], got.b, sizeof got.b) != sizeof got.b);
    }
    check(read(ends[0], got.b, sizeof got.b) == sizeof got.b);
    check(waitpid(child, NULL, 0) == child);
    close(ends[0]), close(ends[1]);
    return got;
}

TEST(processes_that_fork_do_not_share_their_salts)
{
    hash mine[3], zero = {0};
    salt_fill(mine[0].b, sizeof mine[0].b); // now there is a stock to share
    hash first = salts_of_a_child(), second = salts_of_a_child();
    salt_fill(mine[1].b, sizeof mine[1].b);
    salt_fill(mine[2].b, sizeof mine[2].b);
    check(!hash_eq(first, second) && !hash_eq(first, zero));
    for (int i = 0; i < 3; i++) check(!hash_eq(mine[i], first) && !hash_eq(mine[i], second));
    check(!hash_eq(mine[0], mine[1]) && !hash_eq(mine[1], mine[2]));
}

TEST(no_salt_comes_twice_from_a_stock)
{
    enum { SALTS = 200 };
    hash all[SALTS];
    char large[5000] = {0};
    for (int i = 0; i < SALTS; i++) salt_fill(all[i].b, 1 + i % 32 > 16 ? 32 : 17);
    for (int i = 0; i < SALTS; i++)
        for (int k = 0; k < i; k++) check(memcmp(all[i].b, all[k].b, 17) != 0);
    salt_fill(large, sizeof large);
    check(memcmp(large, large + 2500, 2500) != 0);
}
