// threat.h: the catalogue of threats and vulnerabilities that risks are built from.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_THREAT_H
#define PLAN_THREAT_H

#include "platform/people/people.h"

typedef struct {
    record rec;
    str name, description;
    str source; // human, technical, environmental, …
    bool confidentiality, integrity, availability;
} threat;

typedef struct {
    record rec;
    str name, description;
    str kind; // technical, organisational, physical, people
} vulnerability;

extern const entity threat_entity, vulnerability_entity;
extern const module threat_module;

bool threat_load(ctx *c); // what ships; inside an operation, in an empty catalogue

#endif
