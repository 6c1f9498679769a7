// asset.h: what we protect: information, processes, systems, sites, people, services, and what each depends on.
// SPDX-License-Identifier: Apache-2.0
//
// Confidentiality, integrity and availability are judged from 1 to 5. What an asset depends on must be worth at least as much: values are
// inherited along dependencies (worth_c, worth_i, worth_a), unless an asset overrides them with a reason. Dependencies have no circles.
#ifndef PLAN_ASSET_H
#define PLAN_ASSET_H

#include "platform/people/people.h"

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

extern const entity asset_entity, dependency_entity;
extern const module asset_module;

#endif
