// people_test.c: sign-in, sessions, tokens, roles and how far they reach.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/people.h"
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/people/reach.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define SECOND ((i64)1000000)
#define HOUR (3600 * SECOND)
#define DAY (24 * HOUR)

static const char good[] = "three or four words";

static ctx *nobody(void)
{
    ctx *c = fixture_operator();
    c->person = 0, c->roles = c->whole_roles = 0, c->reach = REACH_NONE, c->actor = (str){0};
    return c;
}

static void later(i64 us)
{
    fixture_clock(us);
}

static ctx *with_password(void)
{
    ctx *c = fixture();
    check_done(c, person_set_password(c, OLIVE, str_of(good)));
    return nobody();
}

static bool sign_in(ctx *c, const char *email, const char *password, session *s)
{
    return session_open(c, str_of(email), str_of(password), S("192.0.2.7"), s);
}

// ---- sign-in

TEST(who_knows_the_password_signs_in)
{
    ctx *c = with_password();
    session s;
    check_done(c, sign_in(c, " Olive@TEST.example ", good, &s));
    check_int(c->person, OLIVE);
    check_int(s.token.n, 43);
    c = nobody();
    session again;
    check(session_find(c, s.token, &again));
    check_int(c->person, OLIVE);
    check(c->reach == REACH_NARROW || c->reach == REACH_WIDE);
    fixture_verify();
}

TEST(every_refused_sign_in_says_the_same)
{
    ctx *c = fixture();
    check_done(c, person_set_password(c, OLIVE, str_of(good)));
    check_done(c, person_set_password(c, STAN, str_of(good)));
    check_done(c, person_set_password(c, GRETA, str_of(good)));
    check_done(c, fixture_set(c, &person_entity, STAN, PAIRS("account", "no")));
    check_done(c, fixture_set(c, &person_entity, GRETA, PAIRS("ends", "today-1")));
    static const char *const tries[][2] = {{"olive@test.example", "not the password"},
                                           {"nobody@test.example", good},
                                           {"stan@test.example", good},
                                           {"greta@test.example", good},
                                           {"max@test.example", ""}, // has none
                                           {"", ""},
                                           {"olive@test.example' OR '1'='1", good}};
    str said = {0};
    for (int i = 0; i < countof(tries); i++) {
        c = nobody();
        session s = {0};
        check(!session_open(c, str_of(tries[i][0]), str_of(tries[i][1]), format(c->a, "198.51.100.$1", v(i)), &s));
        check(c->failures && !c->failures->next && c->failures->kind == NO_SIGN_IN && !s.token.n);
        check_int(c->person, 0);
        if (said.n) check_str(c->failures->sentence, said);
        said = c->failures->sentence;
    }
    c = fixture_operator();
    check_int(
        db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger WHERE verb = 'session.add' AND result = 'denied'")),
        countof(tries));
    fixture_verify();
}

TEST(an_unknown_address_takes_as_long_as_a_wrong_password)
{
    with_password();
    i64 took[2] = {0};
    static const char *const who[] = {"olive@test.example", "nobody@test.example"};
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 2; i++) {
            ctx *c = nobody();
            session s;
            i64 from = clock_ticks();
            session_open(c, str_of(who[i]), S("wrong password"), format(c->a, "203.0.113.$1", v(round * 2 + i)), &s);
            i64 one = clock_ticks() - from;
            if (!took[i] || one < took[i]) took[i] = one; // the quickest: others work on this machine, too
        }
    check(took[1] * 3 > took[0] && took[0] * 3 > took[1]);
}

TEST(guesses_are_slowed_by_account_and_by_address)
{
    ctx *c = with_password();
    session s;
    for (int i = 0; i < 4; i++) {
        c = nobody();
        check(!session_open(c, S("olive@test.example"), S("wrong"), format(c->a, "192.0.2.$1", v(i)), &s));
        check_has(c->failures->sentence, "not right");
    }
    c = nobody();
    check(!session_open(c, S("olive@test.example"), S("wrong"), S("192.0.2.9"), &s)); // the fifth: one second from here
    c = nobody();
    check_refused(c, session_open(c, S("OLIVE@test.example "), str_of(good), S("192.0.2.77"), &s),
                  "Too many wrong tries");
    later(2 * SECOND);
    c = nobody();
    check_done(c, session_open(c, S("olive@test.example"), str_of(good), S("192.0.2.77"), &s));
    i64 last = 0;
    for (int i = 0; i < 16; i++) { // 1, 2, 4 … 300 s, by address whoever is asked for
        c = nobody();
        session_open(c, format(c->a, "guess$1@test.example", v(i)), S("wrong"), S("198.51.100.1"), &s);
        c = fixture_operator();
        i64 until = db_one(db_query(c->db, c->a, "SELECT until FROM guess WHERE who = '198.51.100.1'"));
        check(until - c->now.us <= 300 * SECOND);
        last = until;
        later(until > c->now.us ? until - c->now.us + SECOND : 0);
    }
    check(last > 0);
    c = nobody();
    check_done(c, session_open(c, S("olive@test.example"), str_of(good), S("192.0.2.50"), &s));
}

TEST(a_password_has_twelve_characters_and_is_stored_hashed)
{
    ctx *c = fixture();
    check_refused(c, person_set_password(c, OLIVE, S("elevenchars")), "at least 12");
    check_refused(c, person_set_password(c, OLIVE, S("\xF0\x9F\x94\x90\xF0\x9F\x94\x90\xF0\x9F\x94\x90")),
                  "at least 12");
    text t = {.a = c->a};
    for (int i = 0; i < 201; i++) put_char(&t, 'x');
    check_refused(c, person_set_password(c, OLIVE, text_str(&t)), "at most 200");
    check_done(c, person_set_password(c, OLIVE, str_of(good)));
    c = fixture_again(c);
    str stored = {0};
    rows r = db_query(c->db, c->a, "SELECT password FROM person WHERE id = $1", v(OLIVE));
    while (db_next(&r)) stored = db_text(&r, 0);
    check(str_starts(stored, S("$argon2id$")));
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger_image WHERE image LIKE '%argon2%'")), 0);
    check_done(c, person_set_password(c, OLIVE, S("another set of words")));
    c = fixture_again(c);
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM person_past WHERE password <> ''")), 0);
    fixture_verify();
}

// ---- sessions

TEST(a_session_ends_after_twelve_idle_hours_or_seven_days)
{
    ctx *c = with_password();
    session s, found;
    check_done(c, sign_in(c, "olive@test.example", good, &s));
    later(11 * HOUR);
    check(session_find(nobody(), s.token, &found));
    later(11 * HOUR);
    check(session_find(nobody(), s.token, &found));
    later(13 * HOUR);
    c = nobody();
    check(!session_find(c, s.token, &found));
    check_int(c->person, 0);
    c = nobody();
    check_done(c, sign_in(c, "olive@test.example", good, &s));
    for (int i = 0; i < 15; i++) {
        later(11 * HOUR);
        check(session_find(nobody(), s.token, &found));
    }
    later(4 * HOUR);
    check(!session_find(nobody(), s.token, &found)); // in use all the time, but a week old
}

static session open_one(const char *email)
{
    session s;
    ctx *c = nobody();
    check_done(c, sign_in(c, email, good, &s));
    return s;
}

static bool alive(const session *s)
{
    session found;
    return session_find(nobody(), s->token, &found);
}

TEST(a_closed_session_is_closed_and_others_are_not)
{
    with_password();
    session one = open_one("olive@test.example"), two = open_one("olive@test.example");
    check(!str_eq(one.token, two.token));
    ctx *c = nobody();
    open_session *list;
    check_int(session_list(c, OLIVE, &list), 2);
    session_close(c, &one);
    check(!alive(&one) && alive(&two));
    check(!session_find(nobody(), S(""), &one));
    check(!session_find(nobody(), S("0123456789012345678901234567890123456789012"), &one));
}

TEST(password_account_and_last_day_close_every_session)
{
    ctx *c = with_password();
    session s = open_one("olive@test.example");
    c = fixture_operator();
    check_done(c, person_set_password(c, OLIVE, str_of(good)));
    check(!alive(&s));
    s = open_one("olive@test.example");
    c = fixture_operator();
    check_done(c, fixture_set(c, &person_entity, OLIVE, PAIRS("account", "no")));
    check(!alive(&s));
    c = fixture_operator();
    check_done(c, fixture_set(c, &person_entity, OLIVE, PAIRS("account", "yes")));
    check(!alive(&s)); // does not come back
    s = open_one("olive@test.example");
    c = fixture_operator();
    check_done(c, fixture_set(c, &person_entity, OLIVE, PAIRS("ends", "today-1")));
    check(!alive(&s));
    fixture_verify();
}

TEST(a_last_day_that_passes_ends_a_session_by_itself)
{
    ctx *c = with_password();
    check_done(c, fixture_set(fixture_operator(), &person_entity, OLIVE, PAIRS("ends", "today")));
    session s = open_one("olive@test.example"), found;
    check(alive(&s));
    i64 day = fixture_operator()->today.day;
    for (c = nobody(); c->today.day == day; c = nobody()) {
        check(session_find(c, s.token, &found)); // in use until midnight
        later(HOUR);
    }
    check(!session_find(c, s.token, &found));
    check_int(c->roles, 0);
}

TEST(what_is_stored_of_a_session_opens_none)
{
    with_password();
    session s = open_one("olive@test.example");
    ctx *c = nobody();
    str stored = {0};
    rows r = db_query(c->db, c->a, "SELECT hash FROM session");
    while (db_next(&r)) stored = db_text(&r, 0);
    check(!str_eq(stored, s.token) && stored.n == 64);
    check(!session_find(nobody(), str_sub(stored, 0, 43), &s));
}

TEST(a_role_that_changes_counts_at_the_next_request)
{
    ctx *c = with_password();
    session s = open_one("olive@test.example"), found;
    c = fixture_operator();
    i64 id = db_one(db_query(c->db, c->a, "SELECT id FROM role WHERE person = $1", v(OLIVE)));
    check_done(c, operate_end(c, &role_entity, id, 0));
    c = nobody();
    check(session_find(c, s.token, &found));
    check(c->reach == REACH_OWN && c->roles == STAFF);
}

// ---- tokens

static str make_token(i64 person, const char *scope, i64 days)
{
    ctx *c = fixture_as(person);
    str token;
    check_done(c, token_make(c, person, S("script"), str_of(scope), (date){c->today.day + days}, &token));
    check(token.n == 48 && str_starts(token, S("isms_")));
    return token;
}

TEST(a_token_is_its_person_cut_down_to_its_scope)
{
    fixture();
    str token = make_token(MAX, "unit.list person.*", 30);
    ctx *c = nobody();
    check(token_find(c, token));
    check_int(c->person, MAX);
    check(permit(c, SIGNED_IN, "unit", "list") && permit(c, SIGNED_IN, "person", "set"));
    check_refused(c, permit(c, SIGNED_IN, "unit", "set"), "made for");
    check_refused(c, permit(c, SIGNED_IN, "role", "list"), "made for");
    check_refused(c, permit(c, SIGNED_IN, "units", "list"), "made for");
    str another;
    check(!token_make(c, MAX, S("more"), S("*.*"), (date){c->today.day + 3}, &another)); // no more rights from a token
    ctx *stan = fixture_as(STAN);
    check_refused(stan, token_make(stan, MAX, S("theirs"), S("*.*"), (date){stan->today.day + 3}, &another),
                  "only they make one");
    ctx *ada = fixture_as(ADA); // not even an administrator acts as somebody else
    check_refused(ada, token_make(ada, GRETA, S("theirs"), S("*.*"), (date){ada->today.day + 3}, &another),
                  "only they make one");
}

TEST(a_token_lives_until_its_day_and_dies_with_its_record)
{
    fixture();
    str token = make_token(MAX, "*.*", 3);
    later(2 * DAY);
    check(token_find(nobody(), token));
    later(2 * DAY);
    ctx *c = nobody();
    check(!token_find(c, token));
    check_int(c->person, 0);
    check(!c->token_scope.p);
    c = fixture_as(MAX);
    check_refused(c, token_make(c, MAX, S("x"), S("*.*"), (date){c->today.day - 1}, &token), "over");
    check_refused(c, token_make(c, MAX, S("x"), S("*.*"), (date){c->today.day + 500}, &token), "400 days");
    check_refused(c, token_make(c, MAX, S("x"), S("everything"), (date){c->today.day + 5}, &token), "no noun and verb");
    token = make_token(MAX, "*.*", 30);
    check(token_find(nobody(), token));
    c = fixture_as(MAX);
    i64 id = db_one(db_query(c->db, c->a, "SELECT max(id) FROM token"));
    check_refused(c, fixture_set(c, &token_entity, id, PAIRS("scope", "*.* person.set")), "stays as it is");
    check_done(c, operate_end(c, &token_entity, id, 0));
    check(!token_find(nobody(), token));
    fixture_verify();
}

TEST(a_token_dies_with_the_account_and_is_stored_hashed)
{
    fixture();
    str token = make_token(MAX, "*.*", 30);
    ctx *c = fixture_operator();
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM token_hash WHERE hash = $1", v(token))), 0);
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM token_hash")), 1);
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger_image WHERE image LIKE '%isms_%'")), 0);
    static const char *const wrong[] = {"", "isms_", "isms_0123456789012345678901234567890123456789012", "x"};
    for (int i = 0; i < countof(wrong); i++) check(!token_find(nobody(), str_of(wrong[i])));
    c = fixture_operator();
    check_done(c, fixture_set(c, &person_entity, MAX, PAIRS("account", "no")));
    check(!token_find(nobody(), token));
}

// ---- roles and reach

static bool reaches(i64 person, i64 unit)
{
    ctx *c = fixture_as(person);
    return c->reach == REACH_WHOLE || ((c->reach == REACH_NARROW || c->reach == REACH_WIDE) && record_reaches(c, unit));
}

TEST(a_role_reaches_its_unit_and_all_below_it)
{
    ctx *c = fixture();
    i64 lab = fixture_add(c, &unit_entity, PAIRS("name", "Lab", "parent", "North"));
    i64 bench = fixture_add(c, &unit_entity, PAIRS("name", "Bench", "parent", "Lab"));
    check_done(c, lab && bench);
    check(reaches(OLIVE, 2) && reaches(OLIVE, lab) && reaches(OLIVE, bench) && !reaches(OLIVE, 3) &&
          !reaches(OLIVE, 1));
    check(!reaches(OSCAR, lab) && !reaches(OSCAR, bench));
    check(!reaches(STAN, 2) && !reaches(EDITH, 2) && reaches(AUGUST, 2) && reaches(AUGUST, bench));
    c = fixture_operator();
    check_done(c, fixture_set(c, &unit_entity, lab, PAIRS("parent", "South"))); // with all below it
    check(!reaches(OLIVE, lab) && !reaches(OLIVE, bench) && reaches(OSCAR, lab) && reaches(OSCAR, bench));
    c = fixture_operator();
    check_refused(c, fixture_set(c, &unit_entity, 3, PAIRS("parent", "Bench")), "part of itself");
    check_done(c, operate_end(c, &unit_entity, bench, 0));
    c = fixture_operator();
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM reach WHERE unit = $1", v(bench))), 0);
}

static void rebuild_and_compare(ctx *c)
{
    text before = {.a = c->a}, after = {.a = c->a};
    for (int i = 0; i < 2; i++) {
        rows r = db_query(c->db, c->a, "SELECT person, unit, role, until FROM reach ORDER BY person, unit, role");
        while (db_next(&r))
            for (int k = 0; k < 4; k++)
                put_int(i ? &after : &before, db_int(&r, k)), put_char(i ? &after : &before, ' ');
        if (i == 0) reach_rebuild(c);
    }
    check(before.n > 0);
    check_str(text_str(&after), text_str(&before));
}

static bool rebuild(ctx *c, void *arg)
{
    (void)arg;
    rebuild_and_compare(c);
    return false;
}

TEST(reach_kept_in_step_is_what_it_would_be_from_scratch)
{
    ctx *c = fixture();
    check_done(c, fixture_add(c, &unit_entity, PAIRS("name", "Lab", "parent", "North")) == 4);
    check_done(c, fixture_add(c, &role_entity,
                              PAIRS("person", "P-7", "role", "auditor", "unit", "North", "until", "today+9")));
    check_done(c, fixture_add(c, &role_entity, PAIRS("person", "P-5", "role", "manager", "unit", "Lab")));
    check_done(c, fixture_set(c, &unit_entity, 4, PAIRS("parent", "South")));
    i64 id = db_one(db_query(c->db, c->a, "SELECT max(id) FROM role"));
    check_done(c, fixture_set(c, &role_entity, id, PAIRS("person", "P-6")));
    c = fixture_operator();
    operate_with(c, rebuild, NULL);
}

TEST(an_expired_role_gives_nothing)
{
    ctx *c = fixture();
    check_done(c, fixture_add(c, &role_entity,
                              PAIRS("person", "P-7", "role", "auditor", "unit", "North", "until", "today+2")));
    check(reaches(STAN, 2));
    later(3 * DAY);
    check(!reaches(STAN, 2));
    c = fixture_as(STAN);
    check_int(c->roles, STAFF);
    check_done(fixture_operator(), fixture_add(fixture_operator(), &role_entity,
                                               PAIRS("person", "P-7", "role", "auditor", "until", "today+2")));
    check(reaches(STAN, 3));
    later(3 * DAY);
    check(!reaches(STAN, 3));
    later(30 * DAY); // an outside auditor whose time is over is nobody here
    c = nobody();
    check(!ctx_become(c, EDITH));
    check(c->person == 0 && c->roles == 0 && c->reach == REACH_NONE);
}

TEST(a_role_is_given_once_and_an_external_one_ends)
{
    ctx *c = fixture();
    check_refused(c, fixture_add(c, &role_entity, PAIRS("person", "P-5", "role", "owner", "unit", "North")) > 0,
                  "already");
    check_done(c, fixture_add(c, &role_entity, PAIRS("person", "P-5", "role", "owner", "unit", "South")) > 0);
    check_refused(c, fixture_add(c, &role_entity, PAIRS("person", "P-5", "role", "external")) > 0, "ends on a date");
    check_refused(c, fixture_add(c, &role_entity, PAIRS("person", "P-5", "role", "administrator", "unit", "North")) > 0,
                  "whole organisation");
    check_done(c, fixture_add(c, &role_entity, PAIRS("person", "P-5", "role", "administrator")) > 0);
    check(reaches(OLIVE, 2) && reaches(OLIVE, 3));
}

TEST(only_an_administrator_gives_roles)
{
    static const i64 who[] = {MAX, GRETA, AUGUST, OLIVE, STAN, EDITH};
    fixture();
    for (int i = 0; i < countof(who); i++) {
        ctx *c = fixture_as(who[i]);
        check(!fixture_add(c, &role_entity, PAIRS("person", "me", "role", "administrator")));
        check(c->failures && c->failures->kind == NO_RIGHT);
        c->failures = NULL, c->failures_end = NULL;
        check(!fixture_set(c, &person_entity, who[i], PAIRS("post", "Boss")));
        check(c->failures && c->failures->kind == NO_RIGHT);
    }
    ctx *c = fixture_as(ADA);
    check_done(c, fixture_add(c, &role_entity, PAIRS("person", "P-7", "role", "auditor")) > 0);
}

// ---- deputies

TEST(a_deputy_stands_in_between_the_dates_only)
{
    ctx *c = fixture();
    check_refused(c, fixture_set(c, &person_entity, OLIVE, PAIRS("deputy", "P-7")), "from when until when");
    check_refused(
        c,
        fixture_set(c, &person_entity, OLIVE, PAIRS("deputy", "P-5", "deputy_from", "today", "deputy_until", "today")),
        "somebody else");
    check_done(c, fixture_set(c, &person_entity, OLIVE,
                              PAIRS("deputy", "P-7", "deputy_from", "today+2", "deputy_until", "today+4")));
    ctx *stan = fixture_as(STAN);
    check(stan->nstands_for == 0 && stan->reach == REACH_OWN);
    later(3 * DAY);
    stan = fixture_as(STAN);
    check_int(stan->nstands_for, 1);
    check_int(stan->stands_for[0], OLIVE);
    check(reaches(STAN, 2) && !reaches(STAN, 3)); // sees what she sees
    check_int(stan->roles, STAFF);                // but holds no role of hers
    later(2 * DAY);
    stan = fixture_as(STAN);
    check(stan->nstands_for == 0 && stan->reach == REACH_OWN);
    check(!reaches(STAN, 2));
}

TEST(the_operator_edits_registers_and_is_no_person)
{
    ctx *c = fixture();
    check(c->person == 0 && c->reach == REACH_WHOLE);
    check_str(c->actor, "operator");
    check(!(c->roles & (MANAGEMENT | OWNER | AUDITOR)));
    check_refused(c, permit(c, MANAGEMENT, "risk", "accept"), "roles do not allow");
}
