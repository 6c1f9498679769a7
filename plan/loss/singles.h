// singles.h: the figures of every part of a model on its own.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_SINGLES_H
#define LOSS_SINGLES_H

#include "plan/loss/kernel.h"
#include "plan/loss/model.h"

// out is indexed by risk; parts that cannot occur are left alone.
void singles_run(arena scratch, const model *m, const kernel *k, int threads, loss_single *out);

#endif
