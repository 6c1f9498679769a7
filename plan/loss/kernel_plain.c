// kernel_plain.c: the inner loops for any processor (SSE2 on x86-64).
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/kernel.h"

#include <math.h>
#include <string.h>

#define VW 2
#define KERNEL kernel_plain
#define KERNEL_NAME "sse2"
#include "plan/loss/kernel_body.h"
