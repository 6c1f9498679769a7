// severity.h: severities for tests of the loss engine, in the words of estimates.
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_SEVERITY_H
#define TEST_SEVERITY_H

#define AMOUNT(x)                                                                                                      \
    {                                                                                                                  \
        .kind = LOSS_CONSTANT, .a = (x)                                                                                \
    }
#define BETWEEN(x, y)                                                                                                  \
    {                                                                                                                  \
        .kind = LOSS_LOGNORMAL, .a = (x), .b = (y)                                                                     \
    }
#define LIKELY(x, y, z)                                                                                                \
    {                                                                                                                  \
        .kind = LOSS_PERT, .a = (x), .b = (y), .c = (z)                                                                \
    }

#endif
