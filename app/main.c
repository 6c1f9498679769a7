// main.c: from the arguments to a command.
// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

int main(void)
{
    puts("isms");
    return 0;
}
