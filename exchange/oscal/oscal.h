// oscal.h: catalogues and profiles of OSCAL (JSON, 1.x) become frameworks with their requirements.
// SPDX-License-Identifier: Apache-2.0
//
// A catalogue's groups, controls and nested controls become a tree of requirements, with params and parts kept as the
// JSON they are and the statement as text to read. A profile is resolved first (NIST's specification of profile resolution):
// controls are selected from what it imports, merged, and modified. Where an import leads is found in this order, never by
// the network: the sources given beside it, a framework imported before under that UUID, a source whose name the profile's links
// give, the one framework that holds all ids asked for. A document imported again is known by its UUID; requirements are
// compared one by one, and only what differs is written.
#ifndef EXCHANGE_OSCAL_OSCAL_H
#define EXCHANGE_OSCAL_OSCAL_H

#include "plan/framework.h"
#include "platform/paper/json.h"

typedef struct oscal_node {
    str id, class, title;
    requirement_kind kind;
    bool withdrawn, chosen;
    bool control;                     // an OSCAL control, whatever kind it becomes here
    str params, parts;                // JSON arrays as texts; empty: none
    const json *params_at, *parts_at; // the same, where they were read already
    struct oscal_node *parent, *first, *last, *next;
} oscal_node;

typedef struct {
    str uuid, title, version, publisher;
    str file, hash;   // where it was read from; SHA-256 of that file, 64 digits, or empty
    bool profile;     // it was one, and has been resolved
    oscal_node *root; // of groups and controls; itself nothing
    int controls, groups, withdrawn;
    i64 base; // of a profile: the framework it was selected from; 0: a file
} oscal_catalog;

typedef struct {
    str file, source;  // its name and its text
    const json *model; // what "catalog" or "profile" holds
    bool profile;
    bool given; // named outright, not found beside the profile
} oscal_document;

// False with a failure: no JSON, or another model of OSCAL.
bool oscal_open(ctx *c, str file, str source, oscal_document *out);
// A catalogue's tree. False with failures where it breaks the format: a control without id or title, an id given twice.
bool oscal_read(ctx *c, const oscal_document *d, oscal_catalog *out);
// A profile's tree; `sources` are further documents.
bool oscal_resolve(ctx *c, const oscal_document *profile, const oscal_document *sources, int nsources,
                   oscal_catalog *out);
// The tree of a framework that is here already.
bool oscal_load(ctx *c, i64 framework_id, oscal_catalog *out);

typedef struct {
    i64 framework;
    i64 import; // the step that it was, which can be undone; 0 where nothing changed
    int added, changed, same;
} oscal_outcome;
// Writes it, in one transaction and as one import (exchange/register/register.h); `dry`: only counts. False with failures.
bool oscal_store(ctx *c, const oscal_catalog *k, bool dry, oscal_outcome *out);

// Nodes in the order of the tree, groups included: the next after n, NULL behind the last.
oscal_node *oscal_next(const oscal_node *root, const oscal_node *n);
oscal_node *oscal_append(oscal_node *parent, oscal_node *n);
// The statement to read, with its parameters as "[Assignment: …]".
str oscal_statement(arena *a, const json *params, const json *parts);

extern const module oscal_module; // POST /api/v1/import/oscal

#endif
