// kernel_avx512.c: the inner loops for AVX-512.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/kernel.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512dq,avx512bw,avx512vl")
#endif

#define VW 8
#define KERNEL kernel_avx512
#define KERNEL_NAME "avx512"
#include "plan/loss/kernel_body.h"

#ifdef __clang__
#pragma clang attribute pop
#endif

#endif
