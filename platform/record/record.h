// record.h: loading, checking, saving and ending records of any entity.
// SPDX-License-Identifier: Apache-2.0
//
// Reads go through the person's reach and the moment of c (scope.h); what lies outside is as absent: the same failure,
// the same words. Writes happen inside an operation (operate.h): they assert c->writing, check every field and
// reference, move the old image to NAME_past with its `since` and `until`, keep the search in step and leave an entry
// in the ledger.
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "platform/record/entity.h"
#include "platform/record/scope.h"

void *record_new(ctx *c, const entity *e);          // zeroed, version 0
void *record_load(ctx *c, const entity *e, i64 id); // NULL and NO_RECORD when absent or out of reach
void *record_load_code(ctx *c, const entity *e, str code);
void *record_seek(ctx *c, const entity *e, i64 id); // the same without a failure
bool record_visible(ctx *c, const entity *e, i64 id);
str record_title(ctx *c, const entity *e, i64 id);  // its title, or the code alone when out of reach
str record_code(arena *a, const entity *e, i64 id); // "R-12"; empty for 0
str any_code(arena *a, any x);                      // "R-12"; empty for none

// A new record when version is 0 (its id is then filled), else the next version: refused with NO_VERSION when the
// stored version is another. False with failures; nothing is written then. c->reason goes into the entry.
bool record_save(ctx *c, const entity *e, void *rec);
// The same, named by another verb in the ledger: "risk.accept".
bool record_save_as(ctx *c, const entity *e, void *rec, const char *verb);
// Was the record just added by this operation, and nothing written since? Then it is stored as it was saved, who saved it sees it,
// and nothing links from it or to it.
bool record_fresh(const ctx *c, const entity *e, i64 id);
// Moves it to its past; refused while something points to it, naming what. Links that start at it end with it.
bool record_end(ctx *c, const entity *e, void *rec);
// Sets one DERIVED column of a present record: no version, no entry. For its owner module's `saved` and the modules it lets call down.
bool record_derive(ctx *c, const entity *e, i64 id, const char *name, val x);
// What a save would say: limits, REQUIRED, references, uniqueness, e->check. Needs no writer.
bool record_check(ctx *c, const entity *e, void *rec);
// The same member by member, without e->check; `before` is the stored record or NULL.
bool record_check_members(ctx *c, const entity *e, void *rec, const void *before);
// Makes the links of `l` from record `from` exactly `to` (n ids): adds and ends link records as needed.
bool record_link(ctx *c, const link_field *l, i64 from, const i64 *to, int n);
int record_links(ctx *c, const link_field *l, i64 from, i64 **to); // ids in order; in c->a

// Fills rec->unit, where a scoped record lies or would lie, and returns it: its own member `unit`, or the unit of what it
// follows. 0: it follows a record that everyone sees.
i64 record_place(ctx *c, const entity *e, void *rec);
bool record_reaches(ctx *c, i64 unit); // is the unit in the person's reach (narrow or wide)?

// Owner permissions: does this person hold one of the roles of `mask` at the record's unit, or OWN on it?
bool record_permit(ctx *c, const entity *e, const void *rec, unsigned mask);

// Fields. Text forms are the same in forms, CSV, command line and JSON strings: reference "P-3" (or the unique title,
// or for a person the e-mail address; "me"), date "2027-03-01" (or "today", "today+30"), money "180000.00 EUR", flag
// yes/no/true/false/1/0, choice by name or label, empty "".
val field_get(const field *f, const void *rec); // as a value for SQL; money and any give their first column
bool field_empty(const field *f, const void *rec);
bool field_equal(const field *f, const void *x, const void *y);
bool field_parse(ctx *c, const field *f, void *rec, str input);
void field_text(ctx *c, text *t, const field *f, const void *rec); // the text form again: what field_parse reads
str field_words(ctx *c, const field *f,
                const void *rec); // for people: choice labels, titles, 24 Nov 2026, 180,000.00 EUR
#define field_at(f, rec) ((void *)((char *)(rec) + (f)->offset))

void field_copy(const field *f, void *to, const void *from);       // the member of one record into another's
void field_json(ctx *c, text *t, const field *f, const void *rec); // its value as record_json writes it

// Reads members from a source of names and texts (a form, a row, arguments): those present and not READONLY. All
// failures gather.
typedef bool field_source(void *from, const char *name, str *value); // false: not given
bool record_read(ctx *c, const entity *e, void *rec, field_source *source, void *from);
// The same for the links of e: reads "AS-1; AS-2" into ids, to be passed to record_link after the save.
typedef struct {
    const link_field *link;
    i64 *to;
    int n;
} link_input;
int record_read_links(ctx *c, const entity *e, field_source *source, void *from, link_input *out, int most);

// The record as JSON, without secrets: what the API answers. The ledger's image is the same without DERIVED members.
void record_json(ctx *c, text *t, const entity *e, const void *rec);
void record_image(ctx *c, text *t, const entity *e, const void *rec);

// History: versions newest first, the present one included. Rows: since, until (0: present), entry number, actor, verb,
// reason.
typedef struct {
    void *rec;
    moment since, until;
    i64 entry;
    str actor, actor_name, verb, reason;
} version;
int record_history(ctx *c, const entity *e, i64 id, version **out, int most);

// Reading rows of hand-written queries into records: SELECT record_columns(…) FROM {risk r} …
void *record_row(ctx *c, const entity *e, rows *r, int first_column);
str record_columns(ctx *c, const entity *e,
                   str alias); // "r.id, r.version, …" in the order record_row reads; for lists and rules
int record_ncolumns(const entity *e);

#endif
