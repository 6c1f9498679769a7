// kernel_avx2.c: the inner loops for AVX2.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/kernel.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC target("avx2")
#endif

#define VW 4
#define KERNEL kernel_avx2
#define KERNEL_NAME "avx2"
#include "plan/loss/kernel_body.h"

#ifdef __clang__
#pragma clang attribute pop
#endif

#endif
