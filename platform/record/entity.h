// entity.h: how records are described: field, entity, action, module.
// SPDX-License-Identifier: Apache-2.0
//
// A record is a plain struct whose first member is `record rec`, plus one constant table of fields. From the table come, with
// no further code: the tables in both databases and their additive migration, validation, form, list with filters, detail page,
// JSON API and OpenAPI, command line, import and export, search, history, ledger. A change that a person may ask for beyond
// plain editing is an action: a name, a permission, an input struct with fields of its own, a function.
//
// A descriptor is constant data: no SQL, HTML, conditions or callbacks in it, except one `check` function, which may fill
// READONLY members. What one entity alone needs is a function of that entity.
#ifndef RECORD_ENTITY_H
#define RECORD_ENTITY_H

#include "platform/base/ctx.h"
#include "platform/record/permission.h"

typedef struct entity entity;
typedef struct action action;
typedef struct module module;
struct route;
struct part;
struct paper;

// First member of every record, named rec.
typedef struct {
    i64 id, version; // version 0: not stored yet
    i64 unit;        // where it lies, for scoped entities; filled by the record layer
    moment since;    // when this version began
} record;

typedef enum {
    KIND_TEXT,    // str
    KIND_INTEGER, // i64, never empty
    KIND_NUMBER,  // number, may be empty
    KIND_FLAG,    // bool
    KIND_DATE,    // date
    KIND_MOMENT,  // moment
    KIND_MONEY,   // money: two columns, NAME and NAME_currency
    KIND_CHOICE,  // an enum; stored as the choice's name
    KIND_REF,     // ref to a record of .to
    KIND_ANY,     // any record: two columns, NAME_entity and NAME_id
    KIND_SECRET   // secret: never in an image, a page, an export
} kind;

enum {
    REQUIRED = 1,   // must not be empty
    LISTED = 2,     // a column of the list by default
    SEARCHED = 4,   // found by the full-text search
    READONLY = 8,   // filled by check() or an operation, never by a person
    LONG = 16,      // text of several lines; Markdown
    SORTED = 32,    // has an index, for lists of 100,000 rows
    CHIPS = 64,     // its choices are filter chips over the list
    HIDDEN = 128,   // in no form, list or page; still in JSON
    DERIVED = 1024, // kept by record_derive: never typed, not in the image of the ledger, recomputed by `isms check`
    UNIQUE = 256,   // no two present records share it (folded)
    DUE = 512 // a date by which something must have happened: shown as late once it has passed while the record is open
};

// How a choice or a level is shown; never by colour alone: each comes with an icon or a letter.
typedef enum {
    TONE_NONE,
    TONE_NOW,
    TONE_GOOD,
    TONE_WARN,
    TONE_BAD,
    TONE_OFF,
    TONE_LOW,
    TONE_MEDIUM,
    TONE_HIGH,
    TONE_CRITICAL
} tone;

typedef struct {
    const char *name;  // stored, in JSON and on the command line; choice 0 may be "" (not chosen)
    const char *label; // what people read
    tone tone;
} choice; // a list ends with {0}

typedef struct {
    const char *name, *label, *help;
    ptrdiff_t offset;
    kind kind;
    unsigned flags;
    i64 min, max;          // of the number; or max is the length of the text in bytes (0: 200, LONG: 20,000)
    const choice *choices; // KIND_CHOICE
    const entity *to;      // KIND_REF
    const char *with;      // a level pill shows this INTEGER field's value beside the word
    const char *group;     // heading in form and page; the fields after it belong to it too
    const char *was;       // its name in an earlier version
} field;

// clang-format off
#define KIND_OF(member)                                                                                                \
    _Generic((member), str: KIND_TEXT, i64: KIND_INTEGER, number: KIND_NUMBER, bool: KIND_FLAG, date: KIND_DATE,       \
        moment: KIND_MOMENT, money: KIND_MONEY, unsigned: KIND_CHOICE, ref: KIND_REF, any: KIND_ANY,                   \
        secret: KIND_SECRET)
// clang-format on
#define FIELD(type, member, text, ...)                                                                                 \
    {                                                                                                                  \
        .name = #member, .label = text, .offset = offsetof(type, member), .kind = KIND_OF(((type *)0)->member),        \
        __VA_ARGS__                                                                                                    \
    }

// Many-to-many, kept in an ordinary entity of two references: a multiple choice in the form, an array of codes in JSON, a list
// with ; in CSV and on the command line.
typedef struct {
    const char *name, *label, *help; // "assets", "Assets"
    const entity *through;           // &risk_asset_entity
    const char *from, *to;           // its members: "risk", "asset"
    unsigned flags;                  // LISTED: the count is a column; READONLY
} link_field;                        // a list ends with {0}

typedef enum {
    SCOPE_UNIT,    // has a member `ref unit`: seen by those who reach it
    SCOPE_WITHIN,  // follows the record that member `within` names; a hidden column `unit` is kept in step
    SCOPE_PERSON,  // belongs to the person that member `within` names: seen by them, and by SEEING roles of their unit
    SCOPE_EVERYONE // seen by all who are signed in (and hold `see`)
} scope_kind;

struct entity {
    const char *name, *label, *plural; // "risk", "Risk", "Risks": name is table, path, noun and JSON type
    const char *prefix;                // of its codes: "R"
    const char *icon;                  // lucide name; may be NULL
    ptrdiff_t size;
    const field *fields;
    int nfields;
    const link_field *links;
    unsigned see, add, set, end; // permissions
    scope_kind scope;
    const char *within;
    const char *title;  // the text member that names a record; NULL: the code alone
    const char *handle; // another text member that people name a record by, such as an e-mail address; may be NULL
    const char *key;    // members that together name it, where the title does not: "framework,ident"; for imports
    const char *owner;  // the ref-to-person member that OWN looks at; may be NULL
    const char *sort;   // default order of the list: "-level,review_on"; NULL: newest first
    const char *help;   // one sentence for the empty list: what it is for, what to do first
    bool plain;         // not in the navigation: a link or part of another record's page
    // Rules that span members; `before` is the stored record or NULL. May fill READONLY members. Reads through c.
    bool (*check)(ctx *c, void *rec, const void *before);
    // After a write: keeps what is derived from the record (a plain table, a READONLY column further down) in step. rec is NULL when the record ended,
    // before is NULL when it is new. Nothing that a person decides happens here.
    bool (*saved)(ctx *c, const void *rec, const void *before);
};

#define PERMIT(mask) ((unsigned)((mask) + 0 * sizeof(char[(mask) ? 1 : -1])))
// const entity risk_entity = {ENTITY(risk, "R", "Risk", "Risks", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER), .title = "title", …};
// Expects risk_fields.
#define ENTITY(type, code, one, many, may_see, may_add, may_set, may_end)                                              \
    .name = #type, .prefix = code, .label = one, .plural = many, .size = sizeof(type), .fields = type##_fields,        \
    .nfields = countof(type##_fields), .see = PERMIT(may_see), .add = PERMIT(may_add), .set = PERMIT(may_set),         \
    .end = PERMIT(may_end)
// The input of an action: fields without a table.
#define INPUT(type) .name = #type, .size = sizeof(type), .fields = type##_fields, .nfields = countof(type##_fields)

struct action {
    const char *name, *label; // "accept", "Accept the residual risk"
    unsigned permit;
    const entity *on;
    const entity *input;                            // what to ask; NULL: nothing but a press
    bool (*run)(ctx *c, void *rec, const void *in); // on the writer; rec is freshly loaded there
    bool (*offered)(ctx *c,
                    const void *rec); // is it the time for it? NULL: always. Decides the button only, never the rule
    const char *help;                 // a sentence above the form
    bool primary;                     // the next step: a filled button
    bool bulk;                        // may be given for many records in one sitting
};
#define ACTION(on_entity, verb, text, may, ...)                                                                        \
    {                                                                                                                  \
        .on = &on_entity, .name = verb, .label = text, .permit = PERMIT(may), __VA_ARGS__                              \
    }

// Contributions: constant tables of SQL literals with fixed columns. $1 is as stated; {table} is scoped as everywhere.
typedef struct {
    const entity *on; // on whose page
    const char *title;
    const char *sql;   // $1 the record's id. Columns: entity name, id, title, note, tone number, date (days or NULL)
    const char *empty; // what an empty panel says; NULL: the panel is left out
    const char *add;   // "evidence": a button to add one, with the record filled in; may be NULL
} panel;
typedef struct {
    const char *what; // "Accept the residual risk": what waits for the person
    const char
        *sql; // $1 the person, $2 today (days). Columns: entity name, id, title, due (days or NULL), action name or ''
} work;
typedef struct {
    int number;                  // of the invariant in PRODUCT
    const char *name, *sentence; // "risk-owner", "Every risk has an owner."
    const char
        *sql; // $1 today. Columns: entity name, id, title, state ('broken', 'late', 'early'), what; NULL when code
    bool (*run)(ctx *c, void (*found)(void *to, const char *entity, i64 id, const char *state, str what), void *to);
} rule;
typedef struct {
    const char *name, *label, *unit;
    const char *sql; // $1 today. One row, one number
} figure;
// What a step of the journey asks for. Sentences know $1 (have) and $2 (all) and have two forms with a | between them.
typedef struct {
    int step;         // of the journey (hub/journey.h), from 1
    const char *name; // within its step: "scope-approved"
    const char
        *sql; // $1 today. One row: how many are there, how many there ought to be. NULL or no row: does not apply
    const char *done;       // "One issue is known|$1 issues are known": by how many there are
    const char *missing;    // "No scope is approved|$1 of $2 scopes are approved": for none, for some
    const char *next, *url; // "Write the first scope", "/scope/new"
    const char *list;       // where one sees what is there: "/scope"
    const char *named;      // $1 today. What is missing, by name: entity name, id, title, what is wrong; NULL: not told
    bool late;              // what `named` finds is wrong, not merely still to do
    bool optional;          // shown, but the step is done without it
} milestone;                // a list ends with {0}
typedef struct {
    const char *name, *label; // "soa", "Statement of Applicability"
    unsigned permit;
    const char *help;
    bool (*write)(ctx *c, struct paper *p, str scope); // scope: what the report is asked for, "SC-1" or ""
    bool landscape, brief;                             // brief: a letter or a paper of two pages, without contents
} report;
// Work beside the pages, by the clock or on request (platform/job/job.h). It goes in short operations of its own and says how far it
// is after each: done of all (0: nobody knows) and, in words, what it did so far. When that answers false it returns at once:
// the rest is for another time. It may be run again after a crash in its middle. Returns false with a failure in c.
typedef bool job_progress(void *to, i64 done, i64 all, str note);
typedef struct {
    const char *name, *label; // "file-sweep", "Forget content that no file names"
    i64 every;                // seconds from one run to the next; 0: only on request
    bool (*run)(ctx *c, job_progress *progress, void *to);
} job;
typedef struct {
    const entity *on; // of an earlier module
    // As entity.saved, after it: keeps what this module derives from such a record in step. Decides nothing (doc/decisions/0003).
    bool (*saved)(ctx *c, const void *rec, const void *before);
} follow;
typedef struct {
    const char *ddl; // a table that is no entity; {id} {int} {real} {text} {blob} stand for the engine's types
} table;

typedef enum { ROOM_NONE, ROOM_PLAN, ROOM_DO, ROOM_CHECK, ROOM_ACT, ROOM_LIBRARY, ROOM_ADMIN } room;

struct module {
    const char *name;
    room room;
    const entity *const *entities; // each list ends with a zero
    const action *actions;
    const struct route *routes; // pages of its own: they win over the generic ones (platform/web/route.h)
    const table *tables;
    const panel *panels;
    const struct part *parts; // pieces it writes into the pages of records (platform/web/detail_page.h)
    const work *works;
    const rule *rules;
    const figure *figures;
    const milestone *milestones;
    const report *reports;
    const follow *follows;
    const job *jobs;
};

extern const module *const modules[]; // app/modules.c: THE list, in dependency order, ends with NULL

const entity *entity_find(str name);             // NULL when there is none
const entity *entity_of_code(str code, i64 *id); // "R-12" → &risk_entity, 12; NULL
const field *field_find(const entity *e, str name);
const field *entity_state(const entity *e); // the choice that says where the record stands; NULL
const link_field *link_find(const entity *e, str name);
const action *action_find(const entity *e, str name);
#define each_module(m) (const module *const *m = modules; *m; m++)

#endif
