// context.h: what bears on the management system from inside and outside, who has a say in it, and what is told to whom (4.1, 4.2, 6.1.1, 7.4).
// SPDX-License-Identifier: Apache-2.0
//
// Issues and interested parties lead to needs (what a party asks, and whether the management system takes it on) and to opportunities: risks
// and opportunities of the management system itself, each with an action and how its effect is judged. They are not the risks to
// information that plan/risk keeps. The question whether climate change matters here is answered once, with a reason, and again
// when the answer changes; without an answer there is no context report.
#ifndef PLAN_CONTEXT_CONTEXT_H
#define PLAN_CONTEXT_CONTEXT_H

#include "platform/people/people.h"

typedef enum { ISSUE_INTERNAL, ISSUE_EXTERNAL } issue_kind;
typedef struct {
    record rec;
    str title;
    issue_kind kind;
    str effect;
    ref owner;
    date review_on;
} issue;

typedef enum { CLIMATE_OPEN, CLIMATE_YES, CLIMATE_NO } climate_answer;
typedef struct { // the newest answer counts
    record rec;
    climate_answer relevant;
    str reason;
    ref decided_by;
    date decided_on;
} climate;

typedef enum {
    PARTY_CUSTOMER,
    PARTY_STAFF,
    PARTY_OWNERS,
    PARTY_AUTHORITY,
    PARTY_PARTNER,
    PARTY_SUPPLIER,
    PARTY_INSURER,
    PARTY_PUBLIC
} party_kind;
typedef struct {
    record rec;
    str name;
    party_kind kind;
    str interest;
    ref owner; // who keeps in touch
} party;

typedef enum { NEED_LAW, NEED_CONTRACT, NEED_EXPECTATION } need_source;
typedef enum { TAKEN_OPEN, TAKEN_YES, TAKEN_NO } need_taken;
typedef struct {
    record rec;
    ref party;
    str title;
    need_source source;
    need_taken taken;
    str how; // it is met; or why it is not taken on
} need;

typedef enum { FEEDBACK_PRAISE, FEEDBACK_WISH, FEEDBACK_QUESTION, FEEDBACK_COMPLAINT } feedback_kind;
typedef struct {
    record rec;
    ref party;
    str title;
    feedback_kind kind;
    date day;
    str said, answer;
    ref noted_by;
} feedback;

typedef enum { OPPORTUNITY_RISK, OPPORTUNITY_CHANCE } opportunity_kind;
typedef enum { OPPORTUNITY_OPEN, OPPORTUNITY_WORKED, OPPORTUNITY_FAILED } opportunity_state;
typedef struct {
    record rec;
    str title;
    opportunity_kind kind;
    str effect, act, judging; // act: what is done about it; judging: how its effect is judged
    ref owner;
    date due;
    opportunity_state state;
    str result;
    date judged_on;
} opportunity;
typedef struct {
    record rec;
    ref opportunity, issue;
} opportunity_issue;
typedef struct {
    record rec;
    ref opportunity, party;
} opportunity_party;

typedef enum { AUDIENCE_INSIDE, AUDIENCE_OUTSIDE } communication_side;
typedef struct {
    record rec;
    str what;
    communication_side side;
    str audience, occasion, channel;
    ref owner;
    i64 every; // months; 0: on the occasion only
    date next_on;
} communication;
typedef struct {
    record rec;
    ref communication;
    str title;
    date sent_on;
    str audience, channel, content;
    ref sender;
} message;

typedef enum { CONTACT_AUTHORITY, CONTACT_POLICE, CONTACT_EMERGENCY, CONTACT_GROUP, CONTACT_ADVISER } contact_kind;
typedef struct {
    record rec;
    str name;
    contact_kind kind;
    str purpose, person, telephone, email, web;
    ref owner;
    date check_on;
} contact;

extern const entity issue_entity, climate_entity, party_entity, need_entity, feedback_entity, opportunity_entity,
    opportunity_issue_entity, opportunity_party_entity, communication_entity, message_entity, contact_entity;
extern const module context_module;

#endif
