// cli_body.h: arguments FIELD=VALUE as the JSON of a request.
// SPDX-License-Identifier: Apache-2.0
#ifndef CLI_CLI_BODY_H
#define CLI_CLI_BODY_H

#include "platform/cli/cli.h"

// Writes the arguments as a JSON object of e's members into *body; e NULL takes none. Values go as texts where the API
// reads texts (so "today+30" and an owner's name work), else as numbers and flags. `reason`, where e has no such field,
// goes into the query of *target. False with a message when a name is unknown, given twice, or not to be written.
bool cli_body(cli *x, const entity *e, int argc, const char *const *argv, text *target, str *body);
// Is it a name that a list of e takes (list.h)? False with a message, and the nearest one.
bool cli_known_filter(cli *x, const entity *e, str name);

#endif
