// crate.h: a made-up module with every kind of field, links, actions and contributions, for tests of what a description brings forth.
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_CRATE_H
#define TEST_CRATE_H

#include "platform/people/people.h"

typedef enum { CRATE_LOW, CRATE_MEDIUM, CRATE_HIGH, CRATE_CRITICAL } crate_level;
typedef enum { CRATE_DRAFT, CRATE_PACKED, CRATE_SENT, CRATE_LOST } crate_state;
typedef enum { CRATE_NONE, CRATE_ROAD, CRATE_RAIL, CRATE_SEA, CRATE_AIR, CRATE_RIVER, CRATE_FOOT } crate_way;

typedef struct {
    record rec;
    str title, code_word, notes, inside;
    ref owner, unit;
    crate_level level;
    i64 score; // READONLY: filled by check
    crate_state state;
    crate_way way;
    date due;
    moment sealed;
    money worth;
    number weight;
    i64 pieces;
    bool fragile;
    any about;
    secret lock;
} crate;

typedef struct {
    record rec;
    ref crate, person;
} crate_keeper;

typedef struct {
    record rec;
    str name;
    ref crate;
    date until;
} crate_label;

extern const entity crate_entity, crate_keeper_entity, crate_label_entity;
extern const module crate_module;

#endif
