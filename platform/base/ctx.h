// ctx.h: all that an operation works with, and how it says no.
// SPDX-License-Identifier: Apache-2.0
//
// A ctx is passed first, everywhere; there are no globals. One ctx lives as long as its request, command or job, and its
// arena with it.
//
// Errors are of three kinds. A bug is an assert. The world failing (disk, database, memory) sticks in its object and is
// looked at once, at the boundary. What a person may not or cannot do returns false through fail(): the sentence is written
// for that person and says what to do instead.
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "platform/base/text.h"

struct db;
struct database;

// What kind of no it is: the boundary makes it a status (HTTP), a problem type (RFC 9457) or an exit code of 1.
typedef enum {
    NO_RULE,    // 422: a rule or a check refuses it
    NO_RIGHT,   // 403: this person may not do it
    NO_RECORD,  // 404: there is no such record, or it is out of this person's reach: the same words for both
    NO_VERSION, // 409/412: somebody else changed it meanwhile
    NO_INPUT,   // 400/422: malformed input; never an entry in the ledger
    NO_ROOM,    // 413/507: too large, or the disk is full
    NO_WORLD,   // 503: the database or another part of the world failed
    NO_SIGN_IN  // 401: nobody is signed in, or the token is no good
} refusal;

typedef struct failure {
    const char *field; // name of the member it belongs to, or NULL
    str sentence;
    refusal kind;
    struct failure *next; // the first failure is the head
} failure;

// How far a person sees; set by people when the person is known (platform/people), used by record to expand {table}.
typedef enum { REACH_NONE, REACH_OWN, REACH_NARROW, REACH_WIDE, REACH_WHOLE } reach;

typedef struct ctx {
    arena *a; // everything this operation makes
    struct database *database;
    struct db *db; // a reader; the writer while `writing`
    moment now;    // fixed for the whole operation; never before the last entry of the ledger
    date today;    // the day of `now` in the organisation's zone
    str zone;
    str currency;         // the organisation's: of amounts that name none; may be empty
    moment moment;        // as of: 0 is the present
    i64 person;           // who acts; 0 is the program itself (operator, job) or nobody
    str actor;            // "P-3", "operator", "job:reminders": how the ledger names who acts
    unsigned roles;       // ROLE_* bits held now (platform/record/permission.h)
    unsigned whole_roles; // those of them held for the whole organisation
    reach reach;
    const i64 *stands_for; // persons whose deputy this one is now
    int nstands_for;
    str request;             // short id, in log lines, error pages and ledger entries
    str channel;             // web, api, cli, job, import
    str reason;              // why, as the person gave it; goes into the ledger entry of the next save
    str token_scope;         // of a bearer token: "risk.list asset.*"; empty: all that the person may
    bool writing;            // the writer's turn is ours
    struct changed *changed; // entities whose records this operation wrote (platform/record/list.h)
    const void *made;        // entity of the record that was added last
    i64 made_id, made_at;    // and what db_changes said then
    failure *failures, **failures_end;
    jmp_buf *boundary; // where the world's failure jumps to
} ctx;

// Adds a failure and returns false. `field` may be NULL. Several may gather before the boundary shows them all.
#define fail(c, field, lit, ...) fail_((c), NO_RULE, (field), S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
#define fail_as(c, kind, field, lit, ...) fail_((c), (kind), (field), S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
bool fail_(ctx *c, refusal kind, const char *field, str template, const val *vals, int nvals);
bool failed(const ctx *c);

#endif
