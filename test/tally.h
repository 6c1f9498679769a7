// tally.h: the line by which script/test counts a test program.
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_TALLY_H
#define TEST_TALLY_H

// Appends "PROGRAM passed failed skipped" to the file that ISMS_TALLY names, if it does; returns `failed`.
int test_tally(int ran, int failed, int skipped);

#endif
