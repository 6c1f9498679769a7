// evidence.h: what shows that something was done or is so.
// SPDX-License-Identifier: Apache-2.0
//
// A piece of evidence is a file, a link or an observation about a record, collected by somebody on a day, with the hash of what it was
// then. It may hold until a day; after that it is stale, and is shown and counted as such.
#ifndef HUB_EVIDENCE_H
#define HUB_EVIDENCE_H

#include "hub/file.h"

enum { EVIDENCE_COLLECTS = MANAGER | OWNER | AUDITOR | STAFF }; // who may add it

typedef enum { EVIDENCE_FILE, EVIDENCE_LINK, EVIDENCE_OBSERVATION } evidence_kind;

typedef struct {
    record rec;
    any about;
    str title;
    evidence_kind kind;
    ref file;
    str url;
    str observation;
    date collected;
    ref collector;
    date valid_until; // the last day; empty: for good
    str hash;         // SHA-256 of the file, the address or the observation
} evidence;

extern const entity evidence_entity;
extern const module evidence_module;

bool evidence_stale(const ctx *c, const evidence *e);
// How many pieces stand about a record that the caller has loaded in its reach; `valid`: only those not stale.
i64 evidence_count(ctx *c, any about, bool valid);

#endif
