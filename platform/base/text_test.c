// text_test.c: growing text.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/text.h"
#include "test/check.h"

#include <string.h>

TEST(a_number_of_any_length_is_written_with_all_its_digits)
{
    static const struct {
        i64 i;
        const char *z;
    } all[] = {{0, "0"},
               {9, "9"},
               {10, "10"},
               {-1, "-1"},
               {-10, "-10"},
               {99, "99"},
               {100, "100"},
               {-999, "-999"},
               {999999999999999999, "999999999999999999"},
               {1000000000000000000, "1000000000000000000"},
               {INT64_MAX, "9223372036854775807"},
               {INT64_MIN, "-9223372036854775808"}};
    text t = {.a = test_arena};
    for (int i = 0; i < countof(all); i++) {
        t.n = 0;
        put_int(&t, all[i].i);
        check_str(text_str(&t), all[i].z);
    }
    for (ptrdiff_t room = 1; room <= 64; room++) // in room of any size, and nothing beyond it is touched
        for (int i = 0; i < countof(all); i++) {
            char bytes[80];
            str z = str_of(all[i].z);
            if (z.n > room) continue;
            memset(bytes, '#', sizeof bytes);
            arena none = {.beg = bytes + sizeof bytes, .end = bytes + sizeof bytes};
            text exact = {.a = &none, .p = bytes, .cap = room};
            put_int(&exact, all[i].i);
            check_str(text_str(&exact), all[i].z);
            check(bytes[room] == '#');
        }
}
