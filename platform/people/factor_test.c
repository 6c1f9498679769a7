// factor_test.c: the second factor: set up, asked for, used once, slowed, recovered, reset, and kept out of sight.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/factor.h"
#include "platform/people/seal.h"
#include "platform/people/totp.h"
#include "test/fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define SECOND ((i64)1000000)

static const char good[] = "three or four words";
static str recovery[FACTOR_RECOVERY];

static ctx *nobody(void)
{
    ctx *c = fixture_operator();
    c->person = 0, c->roles = c->whole_roles = 0, c->reach = REACH_NONE, c->actor = (str){0};
    return c;
}

static const char *key_file(void)
{
    return str_z(test_arena, test_postgres() ? format(test_arena, "$1/key", v(test_dir))
                                             : format(test_arena, "$1-key", v(test_database())));
}

static void open_all(void)
{
    ctx *c = fixture();
    if (test_postgres())
        setenv("ISMS_KEY_FILE", key_file(), 1);
    else
        unsetenv("ISMS_KEY_FILE");
    check_done(c, person_set_password(c, OLIVE, str_of(good)));
}

static bytes secret_of(i64 person)
{
    bytes secret = {0};
    str sealed = {0};
    ctx *c = fixture_operator();
    rows r = db_query(c->db, c->a, "SELECT sealed FROM factor WHERE person = $1", v(person));
    while (db_next(&r)) sealed = db_text(&r, 0);
    check_done(c, unseal(c, format(c->a, "second factor of P-$1", v(person)), sealed, &secret));
    return secret;
}

static str code_now(i64 steps)
{
    ctx *c = fixture_operator();
    return totp_code(test_arena, secret_of(OLIVE), totp_step(c->now) + steps, TOTP_DIGITS);
}

// Olive has a factor in force; a minute later its code of now is new again.
static void with_factor(void)
{
    open_all();
    ctx *c = fixture_as(OLIVE);
    check_done(c, factor_begin(c));
    str code = code_now(0);
    c = fixture_as(OLIVE);
    check_done(c, factor_confirm(c, code, S("192.0.2.7"), recovery));
    fixture_clock(60 * SECOND);
}

static session half(void)
{
    session s = {0};
    ctx *c = nobody();
    check_done(c, session_open(c, S("olive@test.example"), str_of(good), S("192.0.2.7"), &s));
    check(s.half);
    check_int(c->person, 0);
    return s;
}

static bool finish(ctx *c, const session *s, str code)
{
    session out;
    bool by_recovery;
    return session_finish(c, s->token, code, S("192.0.2.7"), &out, &by_recovery);
}

static i64 count(const char *what)
{
    ctx *c = fixture_operator();
    return db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger WHERE verb = $1", v(what)));
}

TEST(a_factor_is_in_force_once_its_first_code_was_shown)
{
    open_all();
    ctx *c = fixture_as(OLIVE);
    factor_secret shown;
    check(!factor_waiting(c, &shown));
    check_done(c, factor_begin(c));
    c = fixture_as(OLIVE);
    check(factor_waiting(c, &shown));
    check_int(shown.text.n, 39); // 32 letters in groups of four
    check_has(shown.address, "otpauth://totp/");
    session s;
    c = nobody();
    check_done(c, session_open(c, S("olive@test.example"), str_of(good), S("192.0.2.7"), &s));
    check(!s.half); // not yet
    c = fixture_as(OLIVE);
    check_refused(c, factor_confirm(c, S("000000"), S("192.0.2.7"), recovery), "does not fit");
    str code = code_now(0);
    c = fixture_as(OLIVE);
    check_done(c, factor_confirm(c, code, S("192.0.2.7"), recovery));
    c = fixture_as(OLIVE);
    check(!factor_waiting(c, &shown)); // never shown again
    check_int(factor_left(c), FACTOR_RECOVERY);
    check_refused(c, factor_begin(c), "already");
    half();
    check_int(count("person.factor-on"), 1);
    fixture_verify();
}

TEST(half_a_sign_in_opens_nothing_until_the_code_is_right)
{
    with_factor();
    session s = half(), found;
    check(!session_find(nobody(), s.token, &found));
    check(session_half(nobody(), s.token));
    ctx *c = nobody();
    check_refused(c, finish(c, &s, S("")), "not right");
    check_int(c->person, 0);
    str code = code_now(0);
    session out;
    bool by_recovery;
    c = nobody();
    check_done(c, session_finish(c, s.token, code, S("192.0.2.7"), &out, &by_recovery));
    check_int(c->person, OLIVE);
    check(!by_recovery && !str_eq(out.token, s.token));
    check(session_find(nobody(), out.token, &found));
    check(!session_half(nobody(), s.token) && !session_find(nobody(), s.token, &found));
    fixture_verify();
}

TEST(a_code_signs_in_once)
{
    with_factor();
    str code = code_now(0);
    session s = half(), again = half();
    ctx *c = nobody();
    check_done(c, finish(c, &s, code));
    c = nobody();
    check_refused(c, finish(c, &again, code), "used before");
    str next = code_now(1);
    c = nobody();
    check_done(c, finish(c, &again, next));
    s = half();
    c = nobody();
    check_refused(c, finish(c, &s, code), "used before"); // nor one before the last
}

TEST(half_a_sign_in_waits_ten_minutes)
{
    with_factor();
    session s = half();
    fixture_clock(11 * 60 * SECOND);
    check(!session_half(nobody(), s.token));
    str code = code_now(0);
    ctx *c = nobody();
    check_refused(c, finish(c, &s, code), "sign in again");
}

TEST(wrong_codes_are_slowed_and_a_right_password_does_not_forgive_them)
{
    with_factor();
    session s = half();
    for (int i = 0; i < 4; i++) {
        ctx *c = nobody();
        check_refused(c, finish(c, &s, S("12345")), "not right");
        s = half(); // the password is right each time
    }
    ctx *c = nobody();
    check_refused(c, finish(c, &s, S("12345")), "not right");
    str code = code_now(0);
    c = nobody();
    check_refused(c, finish(c, &s, code), "Too many wrong tries");
    c = nobody();
    check_refused(c, session_open(c, S("olive@test.example"), str_of(good), S("198.51.100.9"), &s), "Too many wrong");
    fixture_clock(2 * SECOND);
    s = half();
    code = code_now(0);
    c = nobody();
    check_done(c, finish(c, &s, code));
    check_int(
        db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger WHERE verb = 'session.add' AND result = 'denied'")),
        5);
    fixture_verify();
}

TEST(the_first_code_is_slowed_as_well)
{
    open_all();
    ctx *c = fixture_as(OLIVE);
    check_done(c, factor_begin(c));
    for (int i = 0; i < 5; i++) {
        c = fixture_as(OLIVE);
        check_refused(c, factor_confirm(c, S("12345"), S("192.0.2.7"), recovery), "does not fit");
    }
    str code = code_now(0);
    c = fixture_as(OLIVE);
    check_refused(c, factor_confirm(c, code, S("192.0.2.7"), recovery), "Too many wrong tries");
}

TEST(each_recovery_code_is_good_once_however_it_is_typed)
{
    with_factor();
    session s = half(), out;
    bool by_recovery;
    text typed = {.a = test_arena};
    for (ptrdiff_t i = 0; i < recovery[3].n; i++) {
        char x = recovery[3].p[i];
        put_char(&typed, x == '-' ? ' ' : x >= 'a' && x <= 'z' ? (char)(x - 32) : x);
    }
    ctx *c = nobody();
    check_done(c, session_finish(c, s.token, text_str(&typed), S("192.0.2.7"), &out, &by_recovery));
    check(by_recovery);
    check_int(c->person, OLIVE);
    check_int(factor_left(fixture_as(OLIVE)), FACTOR_RECOVERY - 1);
    s = half();
    c = nobody();
    check_refused(c, finish(c, &s, recovery[3]), "not right");
    c = nobody();
    check_done(c, finish(c, &s, recovery[4]));
    check_int(count("person.factor-used"), 2);
    str former = recovery[0];
    c = fixture_as(OLIVE);
    check_refused(c, factor_renew(c, S("not the password"), S("192.0.2.7"), recovery), "not right");
    c = fixture_as(OLIVE);
    check_done(c, factor_renew(c, str_of(good), S("192.0.2.7"), recovery));
    s = half();
    c = nobody();
    check_refused(c, finish(c, &s, former), "not right");
    fixture_verify();
}

TEST(turning_it_off_asks_for_the_password)
{
    with_factor();
    ctx *c = fixture_as(OLIVE);
    check_refused(c, factor_stop(c, S("wrong"), S("192.0.2.7")), "password is not right");
    half();
    c = fixture_as(OLIVE);
    check_done(c, factor_stop(c, str_of(good), S("192.0.2.7")));
    session s;
    c = nobody();
    check_done(c, session_open(c, S("olive@test.example"), str_of(good), S("192.0.2.7"), &s));
    check(!s.half);
    check_int(count("person.factor-off"), 1);
    check_int(count("person.prove"), 1);
    fixture_verify();
}

TEST(an_administrator_resets_the_factor_of_another_and_it_is_written_down)
{
    with_factor();
    const action *reset = action_find(&person_entity, S("reset-factor"));
    ctx *c = fixture_as(MAX);
    check_refused(c, fixture_act(c, reset, OLIVE, NULL), "roles do not allow");
    c = fixture_as(ADA);
    check(fixture_act(c, reset, OLIVE, NULL));
    check_int(count("person.reset-factor"), 2); // refused, then done
    session s;
    c = nobody();
    check_done(c, session_open(c, S("olive@test.example"), str_of(good), S("192.0.2.7"), &s));
    check(!s.half);
    c = fixture_as(ADA);
    check_refused(c, fixture_act(c, reset, OLIVE, NULL), "has no second factor");
    c = fixture_as(ADA);
    check_refused(c, fixture_act(c, reset, ADA, NULL), "asks for your password");
    c = fixture_operator();
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM factor")), 0);
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM factor_recovery")), 0);
    fixture_verify();
}

TEST(roles_that_need_a_factor_are_told_so)
{
    open_all();
    check(!factor_due(fixture_as(OLIVE)));
    check(fixture_set(fixture_as(ADA), &organisation_entity, 1, PAIRS("factor_owner", "yes")));
    check(factor_due(fixture_as(OLIVE)));
    check(!factor_due(fixture_as(MAX)));
    check(!factor_due(fixture_operator()));
    ctx *c = fixture_as(OLIVE);
    check_done(c, factor_begin(c));
    check(factor_due(fixture_as(OLIVE))); // begun is not enough
    str code = code_now(0);
    c = fixture_as(OLIVE);
    check_done(c, factor_confirm(c, code, S("192.0.2.7"), recovery));
    check(!factor_due(fixture_as(OLIVE)));
}

TEST(neither_secret_nor_codes_stand_in_the_database_or_the_log)
{
    with_factor();
    bytes secret = secret_of(OLIVE);
    str text_secret = totp_base32(test_arena, secret);
    static const char *const places[] = {"SELECT image FROM ledger_image", "SELECT note FROM ledger",
                                         "SELECT sealed FROM factor", "SELECT hash FROM factor_recovery"};
    for (int i = 0; i < countof(places); i++) {
        ctx *c = fixture_operator();
        int n = 0;
        rows r = db_query_(c->db, c->a, str_of(places[i]), NULL, 0);
        while (db_next(&r)) {
            str x = db_text(&r, 0);
            check_lacks(x, str_z(test_arena, text_secret));
            check_lacks(x, str_z(test_arena, recovery[0]));
            check(str_search(x, (str){secret.p, secret.n}) < 0);
            n++;
        }
        check(n > 0);
    }
    struct stat s;
    check(!stat(key_file(), &s));
    check_int(s.st_mode & 0777, 0600);
}

TEST(a_sealed_secret_opens_with_its_key_and_its_label_only)
{
    open_all();
    ctx *c = fixture_operator();
    str sealed, again;
    bytes out;
    check_done(c, seal(c, S("a"), (bytes){"twenty bytes secret!", 20}, &sealed));
    check_done(c, seal(c, S("a"), (bytes){"twenty bytes secret!", 20}, &again));
    check(!str_eq(sealed, again));
    check_done(c, unseal(c, S("a"), sealed, &out));
    check_str(((str){out.p, out.n}), "twenty bytes secret!");
    check_refused(c, unseal(c, S("b"), sealed, &out), "does not open");
    check_refused(c, unseal(c, S("a"), str_sub(sealed, 1, sealed.n), &out), "does not open");
    check_refused(c, unseal(c, S("a"), S(""), &out), "does not open");
    check(!rename(key_file(), str_z(test_arena, format(test_arena, "$1/away", v(test_dir)))));
    check_refused(c, unseal(c, S("a"), sealed, &out), "key file");
    check_done(c, seal(c, S("a"), (bytes){"x", 1}, &again)); // makes another key
    check_refused(c, unseal(c, S("a"), sealed, &out), "does not open");
}

TEST(without_the_key_file_a_recovery_code_still_works)
{
    with_factor();
    str code = code_now(0);
    session s = half();
    check(!unlink(key_file()));
    ctx *c = nobody();
    check_refused(c, finish(c, &s, code), "key file");
    c = nobody();
    check_done(c, finish(c, &s, recovery[9]));
}
