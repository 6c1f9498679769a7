// help.h: what the command line can do, told from the descriptors.
// SPDX-License-Identifier: Apache-2.0
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "platform/cli/cli.h"

int help_all(cli *x);                   // isms help
int help_noun(cli *x, const entity *e); // isms NOUN help: fields, choices, actions

#endif
