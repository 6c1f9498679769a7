// leadership.h: who stands behind the management system, who decides, who does what, and with what (5.1, 5.3, 7.1).
// SPDX-License-Identifier: Apache-2.0
//
// A sponsor is a named person of top management. A committee has a charter, members and meetings; a meeting has an agenda, who was there,
// minutes, resolutions (its decisions) and actions: tasks of the hub about the meeting or one of its resolutions, carried forward to
// the next meeting until they are closed. Approved minutes no longer change and are printed as they stood at their approval.
//
// A duty says who is responsible, accountable, consulted and informed for something; top management appoints who is responsible. Two of
// them are asked for by 5.3: seeing to it that the management system conforms, and reporting on it to top management.
#ifndef PLAN_LEADERSHIP_LEADERSHIP_H
#define PLAN_LEADERSHIP_LEADERSHIP_H

#include "hub/approval.h"

typedef struct {
    record rec;
    str name; // of the person, with the post
    ref person;
    str mandate;
    date begins, until;
} sponsor;

typedef struct {
    record rec;
    str name, charter;
    ref chair, secretary;
    i64 every;  // months between meetings
    i64 quorum; // members who must be there to decide; 0: no such rule
} committee;
typedef struct {
    record rec;
    ref committee, person;
    str part; // what they speak for
    date begins, until;
} member;

typedef enum { MEETING_DRAFT, MEETING_PROPOSED, MEETING_APPROVED } meeting_state;
typedef struct {
    record rec;
    str title;
    ref committee;
    i64 number; // of the committee's meetings, from 1
    date day;
    str place, agenda, apologies, minutes;
    meeting_state state;
    ref chair, author;
    moment approved_at;
} meeting;
typedef struct {
    record rec;
    ref meeting, person;
} attendee;
typedef struct {
    record rec;
    ref meeting;
    str title, detail;
    str idle; // why no action follows from it
} resolution;

typedef enum { DUTY_OTHER, DUTY_CONFORMITY, DUTY_REPORTING } duty_clause;
typedef enum { DUTY_OPEN, DUTY_GIVEN } duty_state;
typedef struct {
    record rec;
    str title;
    duty_clause clause;
    str tasks, authority;
    ref responsible, accountable;
    any about;
    duty_state state;
    date given_on;
    ref given_by, author;
} duty;
typedef struct {
    record rec;
    ref duty, person;
} duty_consulted, duty_informed;

typedef enum { TEAM_SECURITY, TEAM_RESPONSE, TEAM_OTHER } team_kind;
typedef struct {
    record rec;
    str name;
    team_kind kind;
    str purpose, telephone, hours;
    ref lead;
} team;
typedef struct {
    record rec;
    ref team, person;
    str part, telephone;
} crew;

typedef enum { RESOURCE_MONEY, RESOURCE_PEOPLE } resource_kind;
typedef struct {
    record rec;
    str title;
    resource_kind kind;
    any about;
    str period;
    money planned, actual;
    number planned_days, actual_days;
    ref owner;
    str note;
} resource;

extern const entity sponsor_entity, committee_entity, member_entity, meeting_entity, attendee_entity, resolution_entity,
    duty_entity, duty_consulted_entity, duty_informed_entity, team_entity, crew_entity, resource_entity;
extern const module leadership_module;

const sponsor *sponsor_now(ctx *c); // NULL when nobody is named

#endif
