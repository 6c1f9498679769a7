// server.h: the network side: libmicrohttpd in, dispatch out.
// SPDX-License-Identifier: Apache-2.0
//
// An epoll loop in each of max(8, 4 × cores) threads. A thread that works on a request works on nothing else, so everything slow is
// bounded or a job. Each thread has an arena of its own that is emptied after each answer.
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "platform/web/dispatch.h"

typedef struct server server;

// Serves the listening socket (and the Unix socket; -1: none). The site must live as long. NULL when it
// cannot start, with a sentence in *why.
server *server_start(const site *s, int listening, int unix_listening, i64 owner, const char **why);
// To be called about once a second: closes connections that are past their deadline.
void server_tend(server *s);
// Takes no more connections, finishes what is being answered (10 s at most), ends the threads.
void server_stop(server *s);

#endif
