// framework.h: what is asked of us: frameworks, their requirements, and how they map onto each other.
// SPDX-License-Identifier: Apache-2.0
//
// A framework is any catalogue: ISO/IEC 27001 (clauses and Annex A), HIPAA, GDPR, NIST CSF, SP 800-53. Its requirements form a tree.
// Identifiers (`ident`) are written as the framework writes them ("A.5.1", "5.2", "164.312(d)", "ac-2.12"); comparing folds their case.
#ifndef PLAN_FRAMEWORK_H
#define PLAN_FRAMEWORK_H

#include "platform/people/people.h"

typedef enum { FRAMEWORK_IN_USE, FRAMEWORK_LIBRARY } framework_use;

typedef struct {
    record rec;
    str short_name; // "iso27001": unique, what mappings and imports name
    str name, publisher, edition;
    str uuid; // of the OSCAL document it came from
    framework_use use;
    str source; // file it was read from, or "shipped"
    ref base;   // of a baseline: the catalogue it is a selection of
} framework;

typedef enum { REQUIREMENT_GROUP, REQUIREMENT_CLAUSE, REQUIREMENT_CONTROL, REQUIREMENT_ENHANCEMENT } requirement_kind;

typedef struct {
    record rec;
    ref framework;
    str ident, title, summary; // summary: in our own words, or what an open catalogue says
    ref parent;
    requirement_kind kind;
    bool withdrawn;
    str theme;         // Organizational, People, …; of other frameworks the category
    str designation;   // required, addressable; empty for most
    str text;          // the licensed wording a customer owns; never shipped
    str params, parts; // of OSCAL: JSON
    i64 position;      // order within the framework
} requirement;

typedef enum { MAPPING_EQUAL, MAPPING_SUBSET, MAPPING_SUPERSET, MAPPING_INTERSECT } mapping_relation;

typedef struct {
    record rec;
    ref source, target; // requirements
    mapping_relation relation;
} mapping;

extern const entity framework_entity, requirement_entity, mapping_entity;
extern const module framework_module;

i64 framework_named(ctx *c, str short_name);             // its id, 0 when there is none
i64 requirement_named(ctx *c, i64 framework, str ident); // its id, 0 when there is none; case folded
// Reads what ships (content/*.csv): ISO/IEC 27001, HIPAA, GDPR, CSF 2.0 and their mappings. Inside an operation. Adds what is missing.
bool framework_load(ctx *c);

#endif
