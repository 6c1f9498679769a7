// risk.h: the risk register: what could happen, how likely, how bad, and what was decided.
// SPDX-License-Identifier: Apache-2.0
//
// A risk is judged three times: inherent (optional, before any control), current (with the controls in operation), target (the residual risk,
// once the plan is done; set by its treatment). The consequence is the greatest of the kinds judged; the score is likelihood × consequence;
// the level follows from the criteria in force when it was judged, which the risk keeps naming.
//
// An acceptance freezes the values it rests on as lines NAME=VALUE (risk.… here, plan.… by plan/treatment). When one of them
// changes the acceptance is stale, and says which; words may change. People judge: nothing else changes a judgement.
#ifndef PLAN_RISK_H
#define PLAN_RISK_H

#include "plan/criteria.h"

typedef enum { RISK_EVENT, RISK_ASSET } risk_kind;
typedef enum {
    DECISION_NONE,
    DECISION_TREAT,
    DECISION_ACCEPT,
    DECISION_TRANSFER,
    DECISION_AVOID,
    DECISION_RETAIN
} decision;
typedef enum { ACCEPTANCE_NONE, ACCEPTANCE_GIVEN, ACCEPTANCE_STALE } acceptance;

typedef struct {
    record rec;
    str title;
    risk_kind kind;
    str scenario;
    ref threat, vulnerability;
    bool confidentiality, integrity, availability;
    ref owner, unit;
    i64 inherent_likelihood, inherent_consequence, inherent_score;
    level inherent_level;
    i64 likelihood, financial, operational, legal, reputation, people;
    i64 consequence, score;
    level level;
    str why;
    ref judged_by;
    date judged_on;
    i64 target_likelihood, target_consequence, target_score;
    level target_level;
    decision decision;
    acceptance acceptance;
    str stale_own, stale_plan; // what differs from what was accepted
    str accepted_lines;
    ref accepted_by;
    date accepted_until;
    date review_on;
    ref criteria;
    number yearly_loss; // DERIVED from its current estimate: the mean of a year, in the organisation's currency
} risk;

typedef struct {
    record rec;
    ref risk, asset;
} risk_asset;

extern const entity risk_entity, risk_asset_entity;
extern const module risk_module;

str risk_lines(ctx *c, const risk *r); // the frozen lines risk.… as they are now, sorted, without the plan's
// The owner of the plan says what is decided and where it leads. Inside an operation; the risk keeps its judgement.
bool risk_plan(ctx *c, i64 id, decision d, i64 target_likelihood, i64 target_consequence);
bool risk_note_acceptance(ctx *c, i64 id, str all_lines, ref by, date until);
bool risk_note_plan_lines(ctx *c, i64 id, str plan_lines_now); // is what was accepted of the plan still so?
str lines_with(arena *a, str lines, str prefix);               // those that begin with the prefix

#endif
