// commands.c: the commands that are no nouns.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"

const command commands[] = {
    {"init", "init DB [--demo] [--name NAME] [--admin EMAIL]", "Makes a new organisation in a new database",
     command_init},
    {"serve", "serve [--listen ADDRESS:PORT] [--url https://NAME] [--proxy]", "Serves the pages and the API",
     command_serve},
    {0},
};
