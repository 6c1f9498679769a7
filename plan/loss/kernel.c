// kernel.c: which of the kernels this processor can run.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/kernel.h"

bool kernel_has(loss_kernel choice)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (choice == LOSS_AVX512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    if (choice == LOSS_AVX2) return __builtin_cpu_supports("avx2");
    return true;
#else
    return choice == LOSS_BEST || choice == LOSS_PLAIN;
#endif
}

const kernel *kernel_for(loss_kernel choice)
{
#if defined(__x86_64__)
    if ((choice == LOSS_BEST || choice == LOSS_AVX512) && kernel_has(LOSS_AVX512)) return &kernel_avx512;
    if (choice != LOSS_PLAIN && kernel_has(LOSS_AVX2)) return &kernel_avx2;
#else
    (void)choice;
#endif
    return &kernel_plain;
}
