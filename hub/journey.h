// journey.h: the way from the first decision to the certificate and round again, as twelve steps whose state is computed.
// SPDX-License-Identifier: Apache-2.0
//
// A step knows only its name and what it will hold. What it asks for are the milestones that modules contribute (entity.h): each one is a query over
// the registers, so nobody ticks anything off. A step, or one milestone of it, may be answered by a document elsewhere or put aside with a
// reason: a detour. Nothing is locked; steps can be done in any order.
#ifndef HUB_JOURNEY_H
#define HUB_JOURNEY_H

#include "platform/record/operate.h"

struct request;

enum { JOURNEY_STEPS = 12 };
typedef enum {
    STEP_NONE,
    STEP_OBJECTIVES,
    STEP_SUPPORT,
    STEP_SCOPE,
    STEP_ASSESSMENT,
    STEP_TREATMENT,
    STEP_POLICIES,
    STEP_CONTROLS,
    STEP_TRAINING,
    STEP_MONITORING,
    STEP_AUDIT,
    STEP_CERTIFICATION,
    STEP_IMPROVEMENT
} step_name;

typedef enum { DETOUR_ASIDE, DETOUR_ELSEWHERE } detour_way;
typedef struct {
    record rec;
    step_name step;
    str part; // name of a milestone of that step; empty: the whole step
    detour_way way;
    str reason, place; // place: where the answer lies, an address or a shelf
    date review_on;
} detour;
extern const entity detour_entity;
extern const module journey_module;

typedef struct {
    const entity *e;
    i64 id;
    str title, what;
} journey_item;
typedef struct {
    const milestone *m;
    i64 have, all;
    bool done;
    const detour *detour; // NULL: none
    journey_item *items;  // what is missing, by name: five at most
    int nitems;
} journey_mark;
typedef enum {
    STOP_LATER, // nothing of it can be registered with this version
    STOP_AHEAD,
    STOP_UNDERWAY,
    STOP_DONE,
    STOP_ELSEWHERE,
    STOP_ASIDE
} stop_state;
typedef struct {
    const char *name, *title, *holds; // holds: what the step is about, in a sentence
    stop_state state;
    int percent;
    journey_mark *marks;
    int nmarks;
    const detour *detour;
    const journey_mark *next; // the first that is neither done nor on a detour; NULL: none
} journey_stop;
typedef struct {
    journey_stop stops[JOURNEY_STEPS + 1]; // from 1
    int done;                              // steps that are done, answered elsewhere or put aside
} journey;

// As the registers stand in the reach of the person, at c->moment.
journey *journey_read(ctx *c);
// The sentence of a milestone, from its own text or a translation of it.
str journey_sentence(ctx *c, const journey_mark *k, str text);
extern const choice stop_states[];

void journey_page(struct request *q); // journey_page.c
void journey_api(struct request *q);

#endif
