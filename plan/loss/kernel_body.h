// kernel_body.h: one kernel; included by each kernel_*.c, which has set VW (doubles in a register), KERNEL and the target.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_KERNEL_BODY_H
#define LOSS_KERNEL_BODY_H

#include "plan/loss/kernel_draw.h"
#include "plan/loss/kernel_fourier.h"
#include "plan/loss/kernel_sum.h"

const kernel KERNEL = {.name = KERNEL_NAME,
                       .fft = fft,
                       .split = split,
                       .merge = merge,
                       .exp_complex = exp_complex,
                       .log_gamma = log_gamma,
                       .exp_all = exp_all,
                       .log_all = log_all,
                       .gauss = gauss,
                       .cubic = cubic,
                       .panjer = panjer,
                       .table_events = table_events,
                       .fixed_events = fixed_events,
                       .gather = gather};

#endif
