// people.h: who works here: organisation, units, persons, roles and how far each sees; sessions and tokens.
// SPDX-License-Identifier: Apache-2.0
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

#include "platform/base/hash.h"
#include "platform/record/operate.h"

typedef enum { SEPARATION_STRICT, SEPARATION_SMALL } separation;

typedef struct { // one row, id 1
    record rec;
    str name, zone, currency;
    separation separation; // of duties (A.5.3)
    str url;               // where people reach it; for links in papers
    // Who holds one of these roles signs in with a second factor (factor.h).
    bool factor_administrator, factor_manager, factor_management, factor_owner, factor_auditor, factor_external,
        factor_staff;
} organisation;

typedef struct {
    record rec;
    str name;
    ref parent; // empty: the root, which is the organisation itself; unit 1
    str country, region, site;
} unit;

typedef struct {
    record rec;
    str name, email, post;
    ref unit, manager;
    date start, ends; // ends: the last day; then no sign-in and no role
    bool account;     // may sign in
    ref deputy;       // who stands in
    date deputy_from, deputy_until;
    secret password;    // Argon2id
    i64 sign_in_count;  // READONLY
    bool second_factor; // READONLY: signs in with a code besides the password (factor.h)
} person;

typedef enum {
    ROLE_ADMINISTRATOR,
    ROLE_MANAGER,
    ROLE_MANAGEMENT,
    ROLE_OWNER,
    ROLE_AUDITOR,
    ROLE_EXTERNAL,
    ROLE_STAFF
} role_name;
typedef struct { // noun `role`: a role given to a person
    record rec;
    ref person;
    role_name role;
    ref unit;   // there and below; the root: whole organisation
    date until; // last day; empty: for good
} role;

extern const entity organisation_entity, unit_entity, person_entity, role_entity, token_entity;
extern const module people_module;

const organisation *organisation_get(ctx *c); // kept in memory, reread after a change

// Fills c->person, actor, roles, whole_roles, reach, stands_for from the tables: as they are now. False: unknown or
// gone.
bool ctx_become(ctx *c, i64 person);
void ctx_operator(ctx *c);  // the command line and jobs: edits registers, sees all; never approves or accepts
void reach_rebuild(ctx *c); // on the writer: after units, roles or persons change
// Can a record of that unit be given to this person? Not to one who has left; nor to one who sees registers, but not there. Whoever
// sees no register (staff, or no account) sees what names them.
bool person_reaches(ctx *c, i64 person, i64 unit);
unsigned roles_at(ctx *c, i64 unit); // ROLE bits the person holds at that unit

bool person_set_password(ctx *c, i64 person,
                         str password); // at least 12 characters; ends all sessions. Slow: prepare phase

typedef struct {
    i64 person;
    hash id;   // SHA-256 of the cookie's token: what is stored
    str token; // given to the browser; only after session_open
    hash csrf; // key of the form tokens
    moment began, seen;
    bool half; // the password was right, the second factor is still asked for: nobody is signed in
} session;
// Sign-in. Wrong guesses are slowed per account and per address (4 free, then 1, 2, 4 … up to 300 s); the sentence is
// the same for an unknown address, a wrong password and a closed account. Leaves an entry either way. Slow by design:
// call outside the writer's turn. Of whom has a second factor, *out is half a session: its token is good for session_finish alone,
// for ten minutes, and the guesses counted so far still count.
bool session_open(ctx *c, str email, str password, str address, session *out);
// The other half: a code of the authenticator app or a recovery code, slowed together with the passwords of that account. *recovery
// tells which it was. False: wrong (401), or there is no such half any more (session_half tells).
bool session_finish(ctx *c, str token, str code, str address, session *out, bool *recovery);
bool session_half(ctx *c, str token); // does this token wait for a code?
// Does the person know their password? Slowed and noted as a sign-in is; no session comes of it.
bool session_prove(ctx *c, i64 person, str password, str address);
// A further session for who is signed in already, after session_prove.
bool session_again(ctx *c, i64 person, str address, session *out);
bool session_find(ctx *c, str token, session *out); // 12 h idle, 7 days at most; calls ctx_become
void session_close(ctx *c, const session *s);
typedef struct {
    moment began, seen;
    str address; // of the client that signed in
    hash id;
} open_session;
int session_list(ctx *c, i64 person, open_session **out); // of this person, last seen first
void session_close_all(ctx *c, i64 person);
// A job: forgets sessions that are over and guesses of more than a day ago.
bool session_sweep(ctx *c, job_progress *progress, void *to);

// Bearer tokens "isms_" + 43 characters, stored hashed; a token is its person's rights cut down to nouns.verbs, until a
// date.
bool token_make(ctx *c, i64 person, str name, str scope, date until, str *token);
bool token_find(ctx *c, str token); // calls ctx_become and sets c->token_scope

#endif
