// session.c: sign-in: passwords, the slowing of guesses, sessions.
// SPDX-License-Identifier: Apache-2.0
#include "platform/ledger/ledger.h"
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
    FREE_GUESSES = 4,
    LONGEST_WAIT_S = 300,
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

// ---- guesses

static i64 waiting_until(ctx *c, str who)
{
    return db_one(query(c, "SELECT until FROM {guess!} WHERE who = $1", v(who)));
}

static void count_guess(ctx *c, str who)
{
    i64 times = db_one(query(c, "SELECT times FROM {guess!} WHERE who = $1", v(who))) + 1, wait = 0;
    if (times > FREE_GUESSES) {
        i64 step = times - FREE_GUESSES - 1;
        wait = step > 8 ? LONGEST_WAIT_S : (i64)1 << step;
        if (wait > LONGEST_WAIT_S) wait = LONGEST_WAIT_S;
    }
    exec(c,
         "INSERT INTO {guess!} (who, times, until) VALUES ($1, $2, $3) ON CONFLICT (who) DO UPDATE SET times = "
         "excluded.times, until = excluded.until",
         v(who), v(times), v(c->now.us + wait * SECOND));
}

typedef struct {
    str account, address;
    bool good;
    i64 person;
    session *out;
} attempt;

static bool write_attempt(ctx *c, void *arg)
{
    attempt *t = arg;
    if (!t->good) {
        count_guess(c, t->account);
        count_guess(c, t->address);
        exec(c, "DELETE FROM {guess!} WHERE until < $1", v(c->now.us - 86400 * SECOND));
        return ledger_append(c, &(entry){.verb = S("session.add"),
                                         .entity = t->person ? S("person") : S(""),
                                         .id = t->person,
                                         .result = S("denied"),
                                         .note = S("Sign-in refused.")});
    }
    session *s = t->out;
    exec(c, "DELETE FROM {guess!} WHERE who = $1 OR who = $2", v(t->account), v(t->address));
    exec(c, "DELETE FROM {session!} WHERE began < $1 OR seen < $2", v(c->now.us - WHOLE_DAYS * 86400 * SECOND),
         v(c->now.us - IDLE_HOURS * 3600 * SECOND));
    exec(c, "INSERT INTO {session!} (hash, person, csrf, began, seen, address) VALUES ($1, $2, $3, $4, $4, $5)",
         v(hash_hex(c->a, s->id)), v(s->person), v(hash_hex(c->a, s->csrf)), v(c->now), v(t->address));
    return ledger_append(
        c, &(entry){.verb = S("session.add"), .entity = S("person"), .id = s->person, .result = S("done")});
}

bool session_open(ctx *c, str email, str password, str address, session *out)
{
    str account = text_fold(c->a, str_trim(email)), stored = {0};
    i64 id = 0, ends = 0;
    i64 wait = waiting_until(c, account), wait_here = waiting_until(c, address);
    if (wait_here > wait) wait = wait_here;
    if (wait > c->now.us)
        return fail_as(c, NO_SIGN_IN, NULL, "Too many wrong tries. Wait $1 seconds and try again.",
                       v((wait - c->now.us) / SECOND + 1));
    rows r = query(c, "SELECT x.id, x.password, x.ends FROM {person! x} WHERE x.email_key = $1 AND x.account = 1",
                   v(account));
    while (db_next(&r)) id = db_int(&r, 0), stored = db_text(&r, 1), ends = db_int(&r, 2);
    bool fits = password_fits(c, stored, password);
    attempt t = {.account = account, .address = address, .person = id, .out = out};
    t.good = fits && id && (!ends || ends >= c->today.day);
    if (t.good) {
        *out = (session){.person = id, .token = random_token(c->a), .began = c->now, .seen = c->now};
        out->id = hash_of(out->token);
        random_fill(out->csrf.b, 32);
        c->person = id, c->actor = record_code(c->a, &person_entity, id);
    }
    if (!operate_with(c, write_attempt, &t)) {
        c->person = 0, c->actor = (str){0};
        return false;
    }
    if (!t.good) return fail_as(c, NO_SIGN_IN, NULL, "The e-mail address or the password is not right.");
    return ctx_become(c, id);
}

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
    return exec(c, "DELETE FROM {session!} WHERE began < $1 OR seen < $2", v(began), v(seen)) &&
           exec(c, "DELETE FROM {guess!} WHERE until < $1", v(c->now.us - 86400 * SECOND)) &&
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
