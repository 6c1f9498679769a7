// totp_test.c: one-time codes: the vectors of RFC 6238 and RFC 4648, drift, and no code twice.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/totp.h"
#include "test/check.h"

static bytes key(void)
{
    return (bytes){"12345678901234567890", 20};
}

static moment at(i64 seconds)
{
    return (moment){seconds * 1000000};
}

TEST(the_codes_are_those_of_rfc_6238_appendix_b)
{
    static const struct {
        i64 seconds;
        const char *code;
    } vectors[] = {{59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
                   {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    for (int i = 0; i < countof(vectors); i++)
        check_str(totp_code(test_arena, key(), totp_step(at(vectors[i].seconds)), 8), str_of(vectors[i].code));
    check_str(totp_code(test_arena, key(), totp_step(at(59)), TOTP_DIGITS), S("287082"));
}

TEST(a_code_fits_one_step_early_or_late_and_no_more)
{
    str code = totp_code(test_arena, key(), 1000, TOTP_DIGITS);
    check_int(totp_match(test_arena, key(), code, at(998 * 30 + 29), 0), 0);
    check_int(totp_match(test_arena, key(), code, at(999 * 30), 0), 1000);
    check_int(totp_match(test_arena, key(), code, at(1000 * 30), 0), 1000);
    check_int(totp_match(test_arena, key(), code, at(1001 * 30 + 29), 0), 1000);
    check_int(totp_match(test_arena, key(), code, at(1002 * 30), 0), 0);
}

TEST(a_step_that_was_accepted_is_not_accepted_again_nor_one_before_it)
{
    str code = totp_code(test_arena, key(), 1000, TOTP_DIGITS);
    check_int(totp_match(test_arena, key(), code, at(1000 * 30), 999), 1000);
    check_int(totp_match(test_arena, key(), code, at(1000 * 30), 1000), 0);
    check_int(totp_match(test_arena, key(), code, at(1000 * 30), 1001), 0);
    check_int(totp_match(test_arena, key(), S(""), at(1000 * 30), 0), 0);
    check_int(totp_match(test_arena, key(), S("28708"), at(59), 0), 0);
}

TEST(secrets_read_as_rfc_4648_writes_them)
{
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "MY"},
                                           {"fo", "MZXQ"},
                                           {"foo", "MZXW6"},
                                           {"foob", "MZXW6YQ"},
                                           {"fooba", "MZXW6YTB"},
                                           {"foobar", "MZXW6YTBOI"}};
    for (int i = 0; i < countof(pairs); i++) {
        str s = str_of(pairs[i][0]);
        check_str(totp_base32(test_arena, (bytes){s.p, s.n}), str_of(pairs[i][1]));
    }
    check_str(totp_address(test_arena, (bytes){"foobar", 6}, S("Marlow Bay"), S("r@m.example")),
              S("otpauth://totp/Marlow%20Bay:r%40m.example?secret=MZXW6YTBOI&issuer=Marlow%20Bay"));
}
