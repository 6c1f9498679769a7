// carlo.h: the simulating engine.
// SPDX-License-Identifier: Apache-2.0
//
// Years are drawn in blocks of 4,096. For a plain risk the number of events of a whole block is drawn once, and each event
// falls into an even year of it: exact, and the cost follows events, not years. Every (seed, risk, block) has a generator of
// its own, and sums are taken in an order that does not depend on the threads.
#ifndef LOSS_CARLO_H
#define LOSS_CARLO_H

#include "plan/loss/draw.h"
#include "plan/loss/model.h"

enum { CARLO_YEARS = 100000, CARLO_BINS = 1 << 15 };
#define CARLO_EDGE (8.0 / 4096) // share of severities on each side that is drawn exactly, not from the table

// What many risks share in a year: of sectors the factor, of controls where in its range it is and how long it works, and
// the common factor of linked counts. Rows of `years` floats; NULL where nobody needs it.
typedef struct {
    i64 years; // padded to whole blocks
    float **sector, **range, **up;
    float *common;
} carlo_shared;

// Quantiles of one severity.
typedef struct {
    const severity *s;
    float cell[4097 + 15]; // body, padded
    pert_table pert;
} carlo_table;

// Scratch of one thread, and what it works on.
typedef struct {
    const kernel *k;
    const model *m;
    const carlo_shared *shared;
    const double *normal; // 4097 quantiles of the body
    uint64_t seed;
    carlo_table *first, *second;
    float buf[CARLO_BLOCK];
} carlo_worker;

void carlo_tables(carlo_worker *w, const part *x);
// The years of one block of one part into w->buf.
void carlo_block(carlo_worker *w, const part *x, i64 block);
void carlo_share(arena *a, const model *m, uint64_t seed, i64 years, carlo_shared *s);

// Checked inputs. singles, when not NULL, receives the figures of every risk by its index. The answer's arrays are there.
bool carlo_run(arena *a, const loss_portfolio *p, const loss_options *o, loss_answer *out, loss_single *singles,
               loss_refusal **bad);

#endif
