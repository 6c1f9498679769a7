// serve.h: the process that works: database, routes, threads.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_SERVE_H
#define WEB_SERVE_H

#include "platform/web/supervisor.h"

enum { SERVE_CANNOT_BEGIN = 2 };

// Serves the two listening sockets until SIGTERM or SIGINT; then finishes what is being answered, writes what waits, returns 0.
int serve(const serve_options *o, int network, int local);

#endif
