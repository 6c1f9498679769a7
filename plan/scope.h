// scope.h: what the management system covers (4.3): one or several scopes, each with its own assessments and statement of applicability.
// SPDX-License-Identifier: Apache-2.0
//
// Its boundaries and members are kept by plan/asset: a boundary may be a rule over assets, and the assets that a rule picks out are the
// members. Approval binds the text, the boundaries and the members; what enters or leaves later is counted here, and the approved
// text no longer changes: a new version is made, which is approved in its turn.
#ifndef PLAN_SCOPE_H
#define PLAN_SCOPE_H

#include "hub/approval.h"

typedef enum { SCOPE_DRAFT, SCOPE_APPROVED } scope_state;

typedef struct {
    record rec;
    str name, statement, excluded, interfaces;
    ref author; // who wrote the present text
    scope_state state;
    i64 number;                     // of the version, from 1
    moment approved_at;             // of the newest approved version, also while the next is a draft
    moment noted_at;                // when the members were last looked at since
    str checkpoint;                 // of the ledger when it was approved
    i64 members, entered, departed; // DERIVED by plan/asset: assets inside; and since noted_at
} scope;

extern const entity scope_entity;
extern const module scope_module;

void scope_lines(frozen *f, const scope *s); // the text that an approval binds
// The scope of that code (SC-1), or the only one there is when code is empty; NULL with a failure that says what to name.
const scope *scope_find(ctx *c, str code);

#endif
