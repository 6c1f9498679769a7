// criteria.h: risk criteria (6.1.2 a): scales, levels, the line of acceptance, who may accept what, and when to decide and review.
// SPDX-License-Identifier: Apache-2.0
//
// The matrix is likelihood × consequence, each from 1 to its number of steps (3 to 10); the score is their product. A level begins at a
// score; at `line` and above a risk lies outside the acceptance criteria. Approved criteria never change: a new version is made, and what
// was judged by an older one keeps naming it.
#ifndef PLAN_CRITERIA_H
#define PLAN_CRITERIA_H

#include "hub/approval.h"

typedef enum { CRITERIA_DRAFT, CRITERIA_APPROVED, CRITERIA_REPLACED } criteria_state;
typedef enum { LEVEL_NONE, LEVEL_LOW, LEVEL_MEDIUM, LEVEL_HIGH, LEVEL_CRITICAL } level;

typedef struct {
    record rec;
    str name;
    i64 number; // of the version, from 1
    criteria_state state;
    i64 likelihood_steps, consequence_steps;                // 3–10
    str likelihood_words, consequence_words;                // a line per step, from 1
    bool financial, operational, legal, reputation, people; // kinds of consequence that are judged
    i64 medium_from, high_from, critical_from;              // scores
    i64 line;                                               // at it and above: outside the acceptance criteria
    i64 owner_below; // the risk owner may accept below this score; management from it on
    i64 decide_medium, decide_high, decide_critical;             // days until a risk of that level is decided
    i64 review_low, review_medium, review_high, review_critical; // months until it is judged again
    i64 assess_every;                                            // months from one assessment to the next (8.2); 0: 12
    money appetite;                                              // loss of a year that is borne, …
    i64 appetite_percent; // … if it is passed in at most so many of a hundred years; 0: not said
    ref author;
} criteria;

extern const entity criteria_entity;
extern const module criteria_module;
extern const choice level_choices[]; // for LEVEL_* members of other entities

// The newest approved ones, else the newest draft; NULL with a failure that says what to do when there are none.
const criteria *criteria_in_force(ctx *c);
level criteria_level(const criteria *k, i64 score); // LEVEL_NONE for score 0
str criteria_word(ctx *c, str words, i64 step);     // "Likely"; the number itself when no word is given
i64 criteria_review_months(const criteria *k, level l);
i64 criteria_decide_days(const criteria *k, level l); // low: never asked, 0
bool criteria_load(ctx *c);                           // a 5×5 draft for a new organisation
bool criteria_load_small(ctx *c);                     // the same for some eight people: 3 × 3, one kind of consequence

#endif
