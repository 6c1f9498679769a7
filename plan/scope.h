// scope.h: what the management system covers (4.3): one or several scopes, each with its own assessments and statement of applicability.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_SCOPE_H
#define PLAN_SCOPE_H

#include "hub/approval.h"

typedef enum { SCOPE_DRAFT, SCOPE_APPROVED } scope_state;

typedef struct {
    record rec;
    str name, statement, excluded, interfaces;
    ref author; // who wrote the present text
    scope_state state;
} scope;

extern const entity scope_entity;
extern const module scope_module;

#endif
