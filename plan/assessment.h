// assessment.h: runs of risk assessment (6.1.2, 8.2): what was looked at, by whom and how, frozen, and compared with another run.
// SPDX-License-Identifier: Apache-2.0
//
// An assessment covers scopes. While it is open the register moves; closing it keeps the moment and the ledger's checkpoint, and its risks
// are from then on those of the register as it stood at that moment: nothing is copied, nothing can change. A risk belongs to it when
// one of its assets is inside one of its scopes, or when none of its assets is inside any scope (it then concerns the whole organisation).
// Approval binds the snapshot by its hash, which `isms check` computes anew.
#ifndef PLAN_ASSESSMENT_H
#define PLAN_ASSESSMENT_H

#include "plan/asset.h"
#include "plan/risk.h"

typedef enum { ASSESSMENT_OPEN, ASSESSMENT_CLOSED, ASSESSMENT_APPROVED } assessment_state;
typedef enum { OCCASION_FIRST, OCCASION_INTERVAL, OCCASION_CHANGE, OCCASION_INCIDENT, OCCASION_OTHER } occasion;

typedef struct {
    record rec;
    str name;
    assessment_state state;
    occasion occasion;
    str occasion_note;
    ref lead;
    date started;
    str method;
    ref criteria; // READONLY: in force when it was closed
    moment closed_at;
    str checkpoint;
    i64 risks, above; // READONLY: in the snapshot; those outside the acceptance criteria
    ref author;       // who closed it
} assessment;

typedef struct {
    record rec;
    ref assessment, scope;
} assessment_scope;

typedef struct {
    record rec;
    ref assessment, person;
} assessment_person;

extern const entity assessment_entity, assessment_scope_entity, assessment_person_entity;
extern const module assessment_module;

// Its risks in the reach of c, highest score first: as they stood when it was closed, else as they stand.
int assessment_risks(ctx *c, const assessment *a, const risk *const **out);
// The newest closed one of that scope (0: of any); NULL when there is none.
const assessment *assessment_last(ctx *c, i64 scope);

typedef enum { MOVED_UP, MOVED_NEW, MOVED_DOWN, MOVED_GONE, MOVED_NOT } movement;
typedef struct {
    movement movement;
    const risk *before, *after; // NULL where it was not there
} risk_change;
// What `later` finds other than `earlier`: first up, new, down, gone, then what stayed. Never fails.
int assessment_compare(ctx *c, const assessment *earlier, const assessment *later, risk_change **out);

#endif
