// commands.h: the commands that are no nouns.
// SPDX-License-Identifier: Apache-2.0
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "platform/cli/cli.h"

extern const command commands[]; // ends with {0}

int command_init(cli *x, int argc, const char *const *argv);
int command_serve(cli *x, int argc, const char *const *argv);
int command_log(cli *x, int argc, const char *const *argv);
int command_check(cli *x, int argc, const char *const *argv);
int command_backup(cli *x, int argc, const char *const *argv);
int command_restore(cli *x, int argc, const char *const *argv);
int command_report(cli *x, int argc, const char *const *argv);
int command_export(cli *x, int argc, const char *const *argv);
int command_import(cli *x, int argc, const char *const *argv); // -1 for the noun's own: list, show
int command_journey(cli *x, int argc, const char *const *argv);
int command_compare(cli *x, int argc, const char *const *argv);
int command_loss(cli *x, int argc, const char *const *argv);
int command_job(cli *x, int argc, const char *const *argv);
int command_token(cli *x, int argc, const char *const *argv);  // -1 but for `add`: the rest are the noun's own
int command_person(cli *x, int argc, const char *const *argv); // -1 but for `password`

// Options of a command: "--name VALUE". The value, or NULL when it is absent; it is taken out of argv.
typedef struct {
    int argc;
    const char *argv[256];
} arguments;
// False with a message when there are more than fit.
bool arguments_take(cli *x, arguments *out, int argc, const char *const *argv);
const char *arguments_value(arguments *g, const char *name); // "--name"; "" when nothing follows it
bool arguments_flag(arguments *g, const char *name);
// A whole file in x's arena; "-" is standard input. False with a message.
bool local_read(cli *x, const char *path, str *out);
// Writes a whole new file, or standard output for "-". False with a message.
bool local_write(cli *x, const char *path, str content);

#endif
