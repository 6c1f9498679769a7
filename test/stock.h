// stock.h: a register of crates of all kinds, for tests of lists.
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_STOCK_H
#define TEST_STOCK_H

#include "test/crate.h"

enum { STOCK = 150 };
extern crate stock[STOCK]; // as they were saved, by their ids from 1

// The fixture with the stock in it, the same each time; its operator reads.
ctx *stock_make(void);
int stock_draw(int n); // the next number below n, the same each time

#endif
