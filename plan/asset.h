// asset.h: what we protect: information, processes, systems, sites, people, services, and what each depends on.
// SPDX-License-Identifier: Apache-2.0
//
// Confidentiality, integrity and availability are judged from 1 to 5. What an asset depends on must be worth at least as much: values are
// inherited along dependencies (worth_c, worth_i, worth_a), unless an asset overrides them with a reason. Dependencies have no circles.
//
// The boundaries of scopes lie here too, for they are drawn round assets: a boundary is a rule over assets (platform/record/pick.h), one
// asset, or words (a unit, a site, a country, a process). The assets inside a scope, its members, are kept in step with its boundaries
// as link records: so they have a past, and a scope's members can be seen as they were when it was approved.
#ifndef PLAN_ASSET_H
#define PLAN_ASSET_H

#include "plan/scope.h"

typedef enum {
    ASSET_INFORMATION,
    ASSET_PROCESS,
    ASSET_SOFTWARE,
    ASSET_HARDWARE,
    ASSET_NETWORK,
    ASSET_SITE,
    ASSET_PEOPLE,
    ASSET_SERVICE
} asset_kind;
typedef enum { CLASS_NONE, CLASS_PUBLIC, CLASS_INTERNAL, CLASS_CONFIDENTIAL, CLASS_RESTRICTED } classification;

typedef struct {
    record rec;
    str name;
    asset_kind kind;
    str description;
    ref owner, custodian, unit;
    str site, country, region;
    classification classification;
    i64 confidentiality, integrity, availability; // judged: 1–5, 0 not judged
    bool fixed_c, fixed_i, fixed_a;               // that value is its own, whatever depends on it
    str fixed_reason;
    i64 worth_c, worth_i, worth_a, worth;      // DERIVED: with what is inherited; worth is the greatest
    bool patients, customers, personal, store; // handles data of patients; of customers; personal data at all; keeps it
    i64 number;                                // how many alike this row stands for
} asset;

typedef struct {
    record rec;
    ref asset, needs; // the asset depends on what it needs
} dependency;

typedef struct {
    record rec;
    ref asset, scope; // kept by the program: the asset is inside
} asset_scope;

typedef enum { SIDE_IN, SIDE_OUT, SIDE_ACROSS } boundary_side;
typedef enum {
    BOUNDARY_RULE,
    BOUNDARY_ASSET,
    BOUNDARY_UNIT,
    BOUNDARY_SITE,
    BOUNDARY_COUNTRY,
    BOUNDARY_PROCESS,
    BOUNDARY_SYSTEM,
    BOUNDARY_OTHER
} boundary_kind;

typedef struct {
    record rec;
    ref scope;
    boundary_side side;
    boundary_kind kind;
    str name;
    str rule;        // of BOUNDARY_RULE: which assets
    ref asset, unit; // of BOUNDARY_ASSET and BOUNDARY_UNIT
    str reason;      // of what is outside
} boundary;

extern const entity asset_entity, dependency_entity, asset_scope_entity, boundary_entity;
extern const module asset_module;

// The assets inside a scope at c->moment, in the reach of c, by name; their number.
int scope_members(ctx *c, i64 scope, const asset ***out);

#endif
