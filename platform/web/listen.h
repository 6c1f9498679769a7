// listen.h: the sockets of the server.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

#include "platform/base/arena.h"

// "127.0.0.1:8080", "[::1]:8080", ":8080" (loopback) or "8080". -1 with a sentence in *error. *loopback: only this machine reaches it.
int listen_network(arena *a, str address, bool *loopback, str *error);
// A Unix socket that only its owner and root may connect to. A stale one is replaced; a live one is another server: -1.
int listen_unix(arena *a, str path, str *error);
str unix_path(arena *a, str database); // "/var/lib/isms/isms.db" → "/var/lib/isms/isms.db.sock"; empty for PostgreSQL

#endif
