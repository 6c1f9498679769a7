// draw.h: random numbers of the simulating engine, the same on every machine.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_DRAW_H
#define LOSS_DRAW_H

#include "plan/loss/kernel.h"

typedef struct {
    uint64_t s[4];
} draw; // xoshiro256++

// The generator of one purpose: of (seed, what, block), hashed together.
draw draw_for(uint64_t seed, uint64_t what, uint64_t block);
uint64_t draw_bits(draw *d);
carlo_stream draw_lanes(draw *d); // 16 generators seeded from this one
double draw_even(draw *d);        // in (0, 1)
double draw_normal(draw *d);
double draw_exponential(draw *d);                            // mean 1
double draw_gamma(draw *d, double shape);                    // scale 1
double draw_poisson(draw *d, double mean);                   // a whole number
double draw_poisson_from(draw *d, double mean, double none); // the same, with exp(-mean) known; mean < 10

#endif
