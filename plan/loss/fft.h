// fft.h: tables for the transform of real lattices, built once per size and kept for the life of the process.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_FFT_H
#define LOSS_FFT_H

#include "plan/loss/kernel.h"

enum { FFT_LEAST = 1 << 10, FFT_MOST = 1 << 17 };

const fft_plan *fft_plan_for(int n); // a power of two in FFT_LEAST..FFT_MOST; safe from any thread
// log(j) and 1/j for 1 <= j < n, n <= FFT_MOST (entry 0 is 0).
void lattice_tables(int n, const double **logs, const double **inverses);

#endif
