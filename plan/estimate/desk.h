// desk.h: portfolios made ready for questions, kept in the process between requests.
// SPDX-License-Identifier: Apache-2.0
//
// A desk is what one person sees of one choice, read once and prepared once: the curves of the three standpoints at once, the
// rankings when first asked for. It is read anew after any change to the database (by the newest entry of the ledger; by another
// node of the same database within two seconds), and prepared anew when that changed its inputs. A thread holds one desk at a time,
// from desk_take to the next desk_take or desk_give; desks that nobody holds go when room is needed.
#ifndef PLAN_ESTIMATE_DESK_H
#define PLAN_ESTIMATE_DESK_H

#include "plan/estimate/exposure.h"

typedef struct desk desk;

// NULL with a failure. Nothing of it may be kept after the next desk_take of this thread.
const desk *desk_take(ctx *c, const loss_choice *choice);
void desk_give(void);

const exposure *desk_exposure(const desk *d);
const loss_answer *desk_answer(const desk *d, loss_view v);
const loss_base *desk_base(const desk *d, loss_view v);
// Made at the first call: the controls of a view by what they are worth, what each risk adds, the tornado (± half; of a large
// portfolio that of the risks that contribute most, so that it takes no longer than theirs).
const loss_value *desk_controls(const desk *d, loss_view v, int *n);
const loss_value *desk_adds(const desk *d, loss_view v, int *n);
const loss_bar *desk_tornado(const desk *d, loss_view v, int *n);
#define DESK_SWING 0.5
// Risks: above how many a tornado is that of the largest, and of how many.
enum { DESK_LARGE = 1000, DESK_LARGEST = 250 };
int desk_moved(const desk *d); // how many risks the tornado moves, at most

i64 desk_prepared(void); // how many were prepared since the program began: for tests

#endif
