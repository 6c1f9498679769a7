// factor.c: the second factor of a sign-in: secrets sealed, codes accepted once, recovery codes hashed.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/factor.h"
#include "platform/ledger/ledger.h"
#include "platform/people/guess.h"
#include "platform/people/seal.h"
#include "platform/people/totp.h"

enum { RECOVERY_BYTES = 10, RECOVERY_LETTERS = 16 }; // 80 bits: too many to try, so a plain hash keeps them

static str label_of(ctx *c, i64 person)
{
    return format(c->a, "second factor of $1", v(record_code(c->a, &person_entity, person)));
}

// The secret of a person: waiting (0) or in force (1), and the last step that was accepted.
static bool secret_read(ctx *c, i64 person, bool in_force, bytes *secret, i64 *step)
{
    str sealed = {0};
    rows r =
        query(c, "SELECT sealed, step FROM {factor!} WHERE person = $1 AND in_force = $2", v(person), v((i64)in_force));
    while (db_next(&r)) sealed = db_text(&r, 0), *step = db_int(&r, 1);
    return sealed.n && unseal(c, label_of(c, person), sealed, secret);
}

static bool in_force(ctx *c, i64 person)
{
    return db_one(query(c, "SELECT count(*) FROM {factor!} WHERE person = $1 AND in_force = 1", v(person))) > 0;
}

bool factor_drop(ctx *c, i64 person)
{
    return exec(c, "DELETE FROM {factor!} WHERE person = $1", v(person)) &&
           exec(c, "DELETE FROM {factor_recovery!} WHERE person = $1", v(person));
}

// ---- setting up

static bool store_waiting(ctx *c, void *arg)
{
    const str *sealed = arg;
    if (in_force(c, c->person))
        return fail(c, NULL, "You have a second factor already: turn it off before you set up another.");
    return exec(c,
                "INSERT INTO {factor!} (person, sealed, step, in_force) VALUES ($1, $2, 0, 0) ON CONFLICT (person) DO "
                "UPDATE SET sealed = excluded.sealed",
                v(c->person), v(*sealed)) &&
           ledger_append(
               c,
               &(entry){.verb = S("person.factor-begin"), .entity = S("person"), .id = c->person, .result = S("done")});
}

bool factor_begin(ctx *c)
{
    unsigned char secret[TOTP_SECRET];
    str sealed;
    if (!c->person) return fail(c, NULL, "A second factor belongs to a person.");
    random_fill(secret, sizeof secret);
    return seal(c, label_of(c, c->person), (bytes){secret, sizeof secret}, &sealed) &&
           operate_with(c, store_waiting, &sealed);
}

static str in_fours(arena *a, str s)
{
    text t = {.a = a};
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (i && i % 4 == 0) put_char(&t, ' ');
        put_char(&t, s.p[i]);
    }
    return text_str(&t);
}

bool factor_waiting(ctx *c, factor_secret *out)
{
    bytes secret;
    i64 step;
    if (!secret_read(c, c->person, false, &secret, &step)) return false;
    person *p = record_seek(c, &person_entity, c->person);
    if (!p) return false;
    *out = (factor_secret){.text = in_fours(c->a, totp_base32(c->a, secret)),
                           .address = totp_address(c->a, secret, organisation_get(c)->name, p->email)};
    return true;
}

// ---- recovery codes

// "ABCD EFGH-…" as it was typed → "abcdefgh…".
static hash recovery_hash(ctx *c, i64 person, str code)
{
    text t = {.a = c->a};
    put(&t, record_code(c->a, &person_entity, person));
    put_char(&t, ' ');
    for (ptrdiff_t i = 0; i < code.n; i++) {
        char x = code.p[i];
        if (x == ' ' || x == '-') continue;
        put_char(&t, x >= 'A' && x <= 'Z' ? (char)(x + 32) : x);
    }
    return hash_of(text_str(&t));
}

static str recovery_new(arena *a)
{
    unsigned char b[RECOVERY_BYTES];
    text t = {.a = a};
    random_fill(b, sizeof b);
    str letters = totp_base32(a, (bytes){b, sizeof b});
    for (ptrdiff_t i = 0; i < letters.n; i++) {
        char x = letters.p[i];
        if (i && i % 4 == 0) put_char(&t, '-');
        put_char(&t, x >= 'A' ? (char)(x + 32) : x);
    }
    return text_str(&t);
}

static bool store_recovery(ctx *c, str codes[FACTOR_RECOVERY])
{
    exec(c, "DELETE FROM {factor_recovery!} WHERE person = $1", v(c->person));
    for (int i = 0; i < FACTOR_RECOVERY; i++) {
        codes[i] = recovery_new(c->a);
        if (!exec(c, "INSERT INTO {factor_recovery!} (hash, person) VALUES ($1, $2)",
                  v(hash_hex(c->a, recovery_hash(c, c->person, codes[i]))), v(c->person)))
            return false;
    }
    return true;
}

static bool recovery_take(ctx *c, i64 person, str code)
{
    str h = hash_hex(c->a, recovery_hash(c, person, code));
    if (!db_one(query(c, "SELECT count(*) FROM {factor_recovery!} WHERE hash = $1 AND person = $2", v(h), v(person))))
        return false;
    return exec(c, "DELETE FROM {factor_recovery!} WHERE hash = $1", v(h));
}

i64 factor_left(ctx *c)
{
    return db_one(query(c, "SELECT count(*) FROM {factor_recovery!} WHERE person = $1", v(c->person)));
}

// ---- codes

static str digits_of(arena *a, str typed)
{
    text t = {.a = a};
    for (ptrdiff_t i = 0; i < typed.n && t.n < RECOVERY_LETTERS; i++)
        if (typed.p[i] != ' ') put_char(&t, typed.p[i]);
    return text_str(&t);
}

// A code of the app that fits, and none that was accepted before.
static bool code_take(ctx *c, i64 person, bool now_in_force, str typed)
{
    bytes secret;
    i64 last = 0, step = 0;
    str code = digits_of(c->a, typed);
    if (code.n != TOTP_DIGITS || !secret_read(c, person, now_in_force, &secret, &last)) return false;
    step = totp_match(c->a, secret, code, c->now, last);
    return step && exec(c, "UPDATE {factor!} SET step = $2, in_force = 1 WHERE person = $1", v(person), v(step));
}

bool factor_accept(ctx *c, i64 person, str typed, bool *recovery)
{
    *recovery = false;
    if (code_take(c, person, true, typed)) return true;
    if (failed(c)) return false;
    return *recovery = recovery_take(c, person, typed);
}

// ---- on and off

static bool mark_person(ctx *c, i64 id, bool on, const char *verb)
{
    person *p = record_load(c, &person_entity, id);
    if (!p) return false;
    p->second_factor = on;
    return record_save_as(c, &person_entity, p, verb);
}

typedef struct {
    str code, address, account;
    str *codes;
    bool good;
} confirming;

static bool write_confirm(ctx *c, void *arg)
{
    confirming *x = arg;
    if (!guess_free(c, x->account, x->address)) return false;
    x->good = code_take(c, c->person, false, x->code);
    if (failed(c)) return false;
    if (!x->good) return guess_count(c, x->account, x->address);
    return store_recovery(c, x->codes) && mark_person(c, c->person, true, "factor-on");
}

static str account_of(ctx *c)
{
    str key = {0};
    rows r = query(c, "SELECT x.email_key FROM {person! x} WHERE x.id = $1", v(c->person));
    while (db_next(&r)) key = db_text(&r, 0);
    return key;
}

bool factor_confirm(ctx *c, str code, str address, str codes[FACTOR_RECOVERY])
{
    confirming x = {.code = code, .address = address, .account = account_of(c), .codes = codes};
    if (!operate_with(c, write_confirm, &x)) return false;
    if (x.good) return true;
    return fail(c, "code",
                "This code does not fit. Take the newest one of the app, and look whether the clock of the telephone "
                "is right.");
}

static bool write_renew(ctx *c, void *arg)
{
    if (!in_force(c, c->person)) return fail(c, NULL, "You have no second factor.");
    return store_recovery(c, arg) && ledger_append(c, &(entry){.verb = S("person.factor-recovery"),
                                                               .entity = S("person"),
                                                               .id = c->person,
                                                               .result = S("done")});
}

bool factor_renew(ctx *c, str password, str address, str codes[FACTOR_RECOVERY])
{
    return session_prove(c, c->person, password, address) && operate_with(c, write_renew, codes);
}

static bool write_stop(ctx *c, void *arg)
{
    (void)arg;
    return factor_drop(c, c->person) && mark_person(c, c->person, false, "factor-off");
}

bool factor_stop(ctx *c, str password, str address)
{
    return session_prove(c, c->person, password, address) && operate_with(c, write_stop, NULL);
}

bool factor_due(ctx *c)
{
    const organisation *o = organisation_get(c);
    unsigned asked = (o->factor_administrator ? ADMINISTRATOR : 0u) | (o->factor_manager ? MANAGER : 0u) |
                     (o->factor_management ? MANAGEMENT : 0u) | (o->factor_owner ? OWNER : 0u) |
                     (o->factor_auditor ? AUDITOR : 0u) | (o->factor_external ? EXTERNAL : 0u) |
                     (o->factor_staff ? STAFF : 0u);
    return c->person && c->roles & asked &&
           !db_one(query(c, "SELECT x.second_factor FROM {person! x} WHERE x.id = $1", v(c->person)));
}

static bool reset_factor(ctx *c, void *rec, const void *in)
{
    person *p = rec;
    (void)in;
    if (p->rec.id == c->person)
        return fail(c, NULL, "Your own second factor you turn off under Your account: it asks for your password.");
    if (!p->second_factor) return fail(c, NULL, "$1 has no second factor.", v(p->name));
    p->second_factor = false;
    if (!factor_drop(c, p->rec.id)) return false;
    session_close_all(c, p->rec.id);
    return record_save_as(c, &person_entity, p, "reset-factor");
}

static bool has_factor(ctx *c, const void *rec)
{
    const person *p = rec;
    return p->second_factor && p->rec.id != c->person;
}

const action person_actions[] = {
    ACTION(person_entity, "reset-factor", "Reset the second factor", ADMINISTRATOR, .run = reset_factor,
           .offered = has_factor,
           .help = "For who has lost their telephone and their recovery codes. Make sure that it is them: from then on "
                   "the password is enough to sign in. All sessions of theirs end."),
    {0}};
