// cli_answer.h: answers of the API for people to read.
// SPDX-License-Identifier: Apache-2.0
#ifndef CLI_CLI_ANSWER_H
#define CLI_CLI_ANSWER_H

#include "platform/cli/cli.h"

// A list as a table: the code, then `columns` (names with commas between; empty: the LISTED fields), and how many there
// are. body is the API's answer, with titles.
void cli_put_list(cli *x, const entity *e, str columns, str body);
// A record as labels and values.
void cli_put_record(cli *x, const entity *e, str body);

#endif
