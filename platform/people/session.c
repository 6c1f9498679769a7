// session.c: sign-in: passwords, the two halves where a second factor is asked for, sessions.
// SPDX-License-Identifier: Apache-2.0
#include "platform/ledger/ledger.h"
#include "platform/people/factor.h"
#include "platform/people/guess.h"
#include "platform/people/people.h"
#include "platform/record/search.h"

#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum {
    IDLE_HOURS = 12,
    WHOLE_DAYS = 7,
    HALF_MINUTES = 10,
    PASSWORD_LEAST = 12,
    PASSWORD_MOST = 200,
    ARGON_PASSES = 2,
    ARGON_BYTES = 19 << 20
};
#define SECOND ((i64)1000000)

// At most as many Argon2id at once as there are cores: each takes 19 MiB and some 15 ms.
static sem_t argon_turns;

static void argon_prepare(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    sem_init(&argon_turns, 0, cores > 0 ? (unsigned)cores : 1);
}

static void argon_begin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, argon_prepare);
    while (sem_wait(&argon_turns)) {
    }
}

static str password_hash(ctx *c, str password)
{
    char *out = arena_take(c->a, crypto_pwhash_STRBYTES);
    argon_begin();
    int rc = crypto_pwhash_str(out, password.p, (unsigned long long)password.n, ARGON_PASSES, ARGON_BYTES);
    sem_post(&argon_turns);
    return rc ? (str){0} : str_of(out);
}

// An unknown account costs the same: its guess is held against a hash that nothing fits.
static bool password_fits(ctx *c, str stored, str password)
{
    static const char nobody[crypto_pwhash_STRBYTES] =
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$Ukl8yvJZKPyGXAAsSRHXpxUlSMrUJqUBzHsyvRJaKtk";
    if (password.n > PASSWORD_MOST) password.n = PASSWORD_MOST;
    argon_begin();
    int rc = crypto_pwhash_str_verify(stored.n ? str_z(c->a, stored) : nobody, password.p ? password.p : "",
                                      (unsigned long long)password.n);
    sem_post(&argon_turns);
    return rc == 0 && stored.n;
}

typedef struct {
    i64 person;
    str value;
} change_password;

static bool set_password(ctx *c, void *arg)
{
    change_password *in = arg;
    person *p = record_load(c, &person_entity, in->person);
    if (!p) return false;
    p->password.s = in->value;
    session_close_all(c, in->person);
    return record_save_as(c, &person_entity, p, "password");
}

static i64 characters(str s)
{
    i64 n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) n += (s.p[i] & 0xC0) != 0x80; // not those that continue one
    return n;
}

bool person_set_password(ctx *c, i64 id, str password)
{
    if (characters(password) < PASSWORD_LEAST)
        return fail(c, "password", "A password has at least $1 characters; three or four words make a good one.",
                    v(PASSWORD_LEAST));
    if (password.n > PASSWORD_MOST)
        return fail(c, "password", "A password has at most $1 characters.", v(PASSWORD_MOST));
    str hashed = password_hash(c, password);
    if (!hashed.n)
        return fail_as(c, NO_WORLD, NULL, "There is not enough memory to store a password now; try again in a moment.");
    return operate_with(c, set_password, &(change_password){id, hashed});
}

// ---- sign-in

// Whose account it is, as it is now.
typedef struct {
    i64 id;
    str account, password; // folded address, hash
    bool open, factor;
} holder;

static holder holder_read(ctx *c, rows r)
{
    holder h = {0};
    while (db_next(&r)) {
        h = (holder){.id = db_int(&r, 0), .account = db_text(&r, 1), .password = db_text(&r, 2)};
        h.open = db_null(&r, 3) || db_int(&r, 3) >= c->today.day;
        h.factor = db_int(&r, 4);
    }
    return h;
}

static holder holder_of_address(ctx *c, str account)
{
    return holder_read(c, query(c,
                                "SELECT x.id, x.email_key, x.password, x.ends, x.second_factor FROM {person! x} WHERE "
                                "x.email_key = $1 AND x.account = 1",
                                v(account)));
}

static holder holder_of_person(ctx *c, i64 id)
{
    return holder_read(c, query(c,
                                "SELECT x.id, x.email_key, x.password, x.ends, x.second_factor FROM {person! x} WHERE "
                                "x.id = $1 AND x.account = 1",
                                v(id)));
}

static bool note(ctx *c, i64 person, const char *verb, const char *result, str words)
{
    return ledger_append(c, &(entry){.verb = str_of(verb),
                                     .entity = person ? S("person") : S(""),
                                     .id = person,
                                     .result = str_of(result),
                                     .note = words});
}

static session session_new(ctx *c, i64 person)
{
    session s = {.person = person, .token = random_token(c->a), .began = c->now, .seen = c->now};
    s.id = hash_of(s.token);
    random_fill(s.csrf.b, 32);
    return s;
}

static void act_as(ctx *c, i64 person)
{
    c->person = person, c->actor = record_code(c->a, &person_entity, person);
}

static bool forget_old(ctx *c)
{
    return exec(c, "DELETE FROM {session!} WHERE began < $1 OR seen < $2", v(c->now.us - WHOLE_DAYS * 86400 * SECOND),
                v(c->now.us - IDLE_HOURS * 3600 * SECOND)) &&
           exec(c, "DELETE FROM {session_half!} WHERE began < $1", v(c->now.us - HALF_MINUTES * 60 * SECOND));
}

static bool store_session(ctx *c, const session *s, str address)
{
    return forget_old(c) &&
           exec(c, "INSERT INTO {session!} (hash, person, csrf, began, seen, address) VALUES ($1, $2, $3, $4, $4, $5)",
                v(hash_hex(c->a, s->id)), v(s->person), v(hash_hex(c->a, s->csrf)), v(c->now), v(address)) &&
           note(c, s->person, "session.add", "done", S(""));
}

typedef struct {
    str account, address;
    holder h;
    bool good, proof; // proof: only to show that the password is known
    session *out;
} attempt;

static bool write_attempt(ctx *c, void *arg)
{
    attempt *t = arg;
    if (!t->good)
        return guess_count(c, t->account, t->address) &&
               note(c, t->h.id, t->proof ? "person.prove" : "session.add", "denied", S("Sign-in refused."));
    if (t->proof) return guess_forget(c, t->account, t->address);
    if (!t->h.factor) return guess_forget(c, t->account, t->address) && store_session(c, t->out, t->address);
    t->out->half = true;
    return forget_old(c) &&
           exec(c, "INSERT INTO {session_half!} (hash, person, began) VALUES ($1, $2, $3)",
                v(hash_hex(c->a, t->out->id)), v(t->h.id), v(c->now)) &&
           note(c, t->h.id, "session.half", "done", S("The password was right; a code is asked for."));
}

bool session_open(ctx *c, str email, str password, str address, session *out)
{
    attempt t = {.account = text_fold(c->a, str_trim(email)), .address = address, .out = out};
    if (!guess_free(c, t.account, address)) return false;
    t.h = holder_of_address(c, t.account);
    t.good = password_fits(c, t.h.password, password) && t.h.id && t.h.open;
    if (t.good) {
        *out = session_new(c, t.h.id);
        act_as(c, t.h.id);
    }
    bool ok = operate_with(c, write_attempt, &t);
    if (!ok || out->half) c->person = 0, c->actor = (str){0};
    if (!ok) return false;
    if (!t.good) return fail_as(c, NO_SIGN_IN, NULL, "The e-mail address or the password is not right.");
    return out->half || ctx_become(c, t.h.id);
}

bool session_prove(ctx *c, i64 person, str password, str address)
{
    attempt t = {.address = address, .h = holder_of_person(c, person), .proof = true};
    t.account = t.h.account;
    if (!guess_free(c, t.account, address)) return false;
    t.good = password_fits(c, t.h.password, password) && t.h.id && t.h.open;
    if (!operate_with(c, write_attempt, &t)) return false;
    return t.good || fail_as(c, NO_RULE, "password", "The password is not right.");
}

static bool write_again(ctx *c, void *arg)
{
    const attempt *t = arg;
    return store_session(c, t->out, t->address);
}

bool session_again(ctx *c, i64 person, str address, session *out)
{
    *out = session_new(c, person);
    return operate_with(c, write_again, &(attempt){.address = address, .out = out});
}

// ---- the second half

static i64 half_person(ctx *c, str token)
{
    if (token.n != 43) return 0;
    return db_one(query(c, "SELECT person FROM {session_half!} WHERE hash = $1 AND began > $2",
                        v(hash_hex(c->a, hash_of(token))), v(c->now.us - HALF_MINUTES * 60 * SECOND)));
}

bool session_half(ctx *c, str token)
{
    return half_person(c, token) > 0;
}

typedef struct {
    str token, code, address;
    i64 person;
    bool good, recovery;
    session *out;
} second;

// All on the writer: of a hundred guesses that come at once, each finds the wait that the one before it left.
static bool write_second(ctx *c, void *arg)
{
    second *t = arg;
    holder h = holder_of_person(c, half_person(c, t->token));
    if (!h.id || !h.open) return fail_as(c, NO_SIGN_IN, NULL, "This took too long: sign in again.");
    if (!guess_free(c, h.account, t->address)) return false;
    t->person = h.id;
    act_as(c, h.id);
    t->good = factor_accept(c, h.id, t->code, &t->recovery);
    if (failed(c)) return false;
    if (!t->good)
        return guess_count(c, h.account, t->address) &&
               note(c, h.id, "session.add", "denied", S("Wrong code of the second factor."));
    *t->out = session_new(c, h.id);
    return exec(c, "DELETE FROM {session_half!} WHERE hash = $1", v(hash_hex(c->a, hash_of(t->token)))) &&
           guess_forget(c, h.account, t->address) &&
           (!t->recovery || note(c, h.id, "person.factor-used", "done", S("A recovery code was used up."))) &&
           store_session(c, t->out, t->address);
}

bool session_finish(ctx *c, str token, str code, str address, session *out, bool *recovery)
{
    second t = {.token = token, .code = code, .address = address, .out = out};
    *recovery = false;
    if (!operate_with(c, write_second, &t) || !t.good) {
        c->person = 0, c->actor = (str){0};
        return failed(c) ? false : fail_as(c, NO_SIGN_IN, "code", "This code is not right, or it was used before.");
    }
    *recovery = t.recovery;
    return ctx_become(c, t.person);
}

// ---- sessions

static bool touch_session(ctx *c, void *arg)
{
    const session *s = arg;
    return exec(c, "UPDATE {session!} SET seen = $2 WHERE hash = $1", v(hash_hex(c->a, s->id)), v(c->now));
}

bool session_find(ctx *c, str token, session *out)
{
    if (token.n != 43) return false;
    *out = (session){.id = hash_of(token)};
    rows r = query(c, "SELECT person, csrf, began, seen FROM {session!} WHERE hash = $1", v(hash_hex(c->a, out->id)));
    while (db_next(&r)) {
        out->person = db_int(&r, 0);
        hash_read(db_view(&r, 1), &out->csrf);
        out->began.us = db_int(&r, 2), out->seen.us = db_int(&r, 3);
    }
    if (!out->person || c->now.us - out->began.us > WHOLE_DAYS * 86400 * SECOND ||
        c->now.us - out->seen.us > IDLE_HOURS * 3600 * SECOND)
        return false;
    if (!ctx_become(c, out->person)) return false;
    if (c->now.us - out->seen.us > 300 * SECOND) operate_with(c, touch_session, out);
    return true;
}

static bool close_session(ctx *c, void *arg)
{
    const session *s = arg;
    exec(c, "DELETE FROM {session!} WHERE hash = $1", v(hash_hex(c->a, s->id)));
    return ledger_append(
        c, &(entry){.verb = S("session.end"), .entity = S("person"), .id = s->person, .result = S("done")});
}

void session_close(ctx *c, const session *s)
{
    session copy = *s;
    operate_with(c, close_session, &copy);
}

static bool close_all(ctx *c, void *arg)
{
    i64 *id = arg;
    exec(c, "DELETE FROM {session!} WHERE person = $1", v(*id));
    exec(c, "DELETE FROM {session_half!} WHERE person = $1", v(*id));
    return ledger_append(c, &(entry){.verb = S("session.end"),
                                     .entity = S("person"),
                                     .id = *id,
                                     .result = S("done"),
                                     .note = S("All sessions.")});
}

void session_close_all(ctx *c, i64 id)
{
    operate_with(c, close_all, &id);
}

static bool sweep(ctx *c, void *arg)
{
    i64 *n = arg, began = c->now.us - WHOLE_DAYS * 86400 * SECOND, seen = c->now.us - IDLE_HOURS * 3600 * SECOND;
    *n = db_one(query(c, "SELECT count(*) FROM {session!} WHERE began < $1 OR seen < $2", v(began), v(seen)));
    i64 guesses = db_one(query(c, "SELECT count(*) FROM {guess!} WHERE until < $1", v(c->now.us - 86400 * SECOND)));
    if (!*n && !guesses) return true;
    return forget_old(c) && guess_sweep(c) &&
           ledger_append(c, &(entry){.verb = S("session.sweep"),
                                     .result = S("done"),
                                     .note = format(c->a, "$1 sessions that were over, $2 counts of wrong guesses.",
                                                    v(*n), v(guesses))});
}

bool session_sweep(ctx *c, job_progress *progress, void *to)
{
    i64 n = 0;
    if (!operate_with(c, sweep, &n)) return false;
    progress(to, n, n, format(c->a, "$1 sessions that were over.", v(n)));
    return true;
}

int session_list(ctx *c, i64 person, open_session **out)
{
    enum { MOST = 50 };
    int n = 0;
    *out = news(c->a, open_session, MOST);
    rows r = query(c,
                   "SELECT hash, began, seen, address FROM {session!} WHERE person = $1 AND began > $2 AND seen > $3 "
                   "ORDER BY seen DESC, hash",
                   v(person), v(c->now.us - WHOLE_DAYS * 86400 * SECOND), v(c->now.us - IDLE_HOURS * 3600 * SECOND));
    while (n < MOST && db_next(&r)) {
        open_session *s = &(*out)[n++];
        hash_read(db_view(&r, 0), &s->id);
        *s = (open_session){.id = s->id, .began = {db_int(&r, 1)}, .seen = {db_int(&r, 2)}, .address = db_text(&r, 3)};
    }
    db_stop(&r);
    return n;
}
