// soa.h: the Statement of Applicability (6.1.3 d): one per scope, a row for each of the 93 controls of Annex A and for each necessary control from elsewhere.
// SPDX-License-Identifier: Apache-2.0
//
// A row is applicable or not; why it is included (risk, law, contract, business, good practice) or what justifies its exclusion. Beside
// it stand, never mixed, *implemented* from the status of the controls that answer it and whom they reach, and *effective* from their tests. Both are read live
// while the statement is a draft and are frozen into its rows when it is approved; an approved statement no longer changes.
#ifndef PLAN_SOA_SOA_H
#define PLAN_SOA_SOA_H

#include "plan/scope.h"
#include "plan/coverage.h"

typedef enum { SOA_DRAFT, SOA_PROPOSED, SOA_APPROVED, SOA_REPLACED } soa_state;
typedef enum { APPLICABLE_UNDECIDED, APPLICABLE_YES, APPLICABLE_NO } applicable;
typedef enum { IMPLEMENTED_NO, IMPLEMENTED_PLANNED, IMPLEMENTED_PARTLY, IMPLEMENTED_YES } implemented;

typedef struct {
    record rec;
    ref scope;
    str name;   // "Patient records, version 1"; made from the scope
    i64 number; // version, from 1
    soa_state state;
    ref author;
    moment approved_at;
    str checkpoint; // of the ledger when it was approved
} soa;

typedef struct {
    record rec;
    ref soa, requirement, control; // one of the two: a row of Annex A, or a control from elsewhere
    applicable applicable;
    bool risk, law, contract, business, practice;
    str justification;
    ref owner;
    implemented implemented; // READONLY: frozen at approval
    date planned_on;
    effectiveness effectiveness;
    i64 position;
} soa_row;

extern const entity soa_entity, soa_row_entity;
extern const module soa_module;
extern const choice implemented_choices[];

// One line of the statement as pages and papers show it.
typedef struct {
    i64 id;
    const soa_row *row;
    str ident, title, theme;
    implemented implemented;
    date planned_on;
    effectiveness effectiveness;
    str controls;   // codes, live
    str risks;      // codes of treated risks in the reader's reach that rely on it
    str exceptions; // codes of those that stand, to controls that answer it
    bool needed;    // some treated risk relies on it, seen or not
    str owner;
    str problem; // what an auditor would find; empty: nothing
} soa_line;
int soa_lines(ctx *c, const soa *s, soa_line **out);
str soa_reasons(ctx *c, const soa_row *r); // "risk, law"

bool soa_report(ctx *c, struct paper *p, str scope);
// The statement of a scope that counts: the newest approved one, else the newest; NULL when there is none. `code`: SC-1, SOA-2, or empty when there is but one.
const soa *soa_find(ctx *c, str code);

#endif
