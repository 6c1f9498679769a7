// stage.h: what benches of the whole program share: a server to ask, a command to run, a figure to print.
// SPDX-License-Identifier: Apache-2.0
#ifndef BENCH_STAGE_H
#define BENCH_STAGE_H

#include "platform/base/text.h"

enum { STAGE_PORT = 18471 };

void stage_figure(const char *name, double value, const char *unit, const char *target);
// Starts isms serve on that database, on STAGE_PORT; how many ms until it answered. Its log is server.log. Stops the bench when it does not answer.
double stage_serve(arena *a, const char *file);
int stage_server(void); // the process that was started
void stage_stop(void);
// Runs isms with these arguments (NULL at the end), its output in the file `log`; how many ms that took. Stops the bench when it fails.
double stage_run(const char *log, const char *const *argv);

#endif
