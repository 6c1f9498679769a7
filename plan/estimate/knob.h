// knob.h: the figures of an estimate as sliders and numbers.
// SPDX-License-Identifier: Apache-2.0
//
// Each figure is a number NAME and a slider NAME_at from 0 to 200: 100 is what was estimated, the ends a twentieth and twenty times
// of it. With scripts the one that was moved says what holds (htmx names it) and the other follows; without, NAME_was tells which of
// the two was changed.
#ifndef PLAN_ESTIMATE_KNOB_H
#define PLAN_ESTIMATE_KNOB_H

#include "plan/estimate/moves.h"

typedef struct {
    request *q;
    const exposure *x;
    const moves *moves; // what holds where the request turns no knob
    i64 risk;
    const estimate *was; // filled by knobs_begin
} knobs_source;

bool knobs_begin(knobs_source *k); // false with a failure: the risk has no estimate that counts
bool knobs_read(void *knobs, const char *name, str *value); // a field_source
// The controls of a form. Live: moved, they ask for the picture at once.
void knobs_write(request *q, const exposure *x, const moved *m, bool live);
// Only what follows the one that was moved, as pieces that take their places on the page.
void knobs_follow(request *q, const exposure *x, const moved *m);

#endif
