// carry.h: how a command's request reaches the database.
// SPDX-License-Identifier: Apache-2.0
//
// The first request opens the database: this process then holds the lock on the file and answers by itself. When a server
// holds the lock, requests go as HTTP to its Unix socket, which knows the caller by the socket's peer credentials. The
// route, the checks and the answer are the same (platform/web/dispatch.h).
#ifndef APP_CARRY_H
#define APP_CARRY_H

#include "app/place.h"
#include "platform/cli/cli.h"

typedef struct {
    place place;
    bool tried, remote; // remote: through the socket
    bool much;          // much will be written: said before the first request
} carrier;

bool carry_send(cli *x, const call *q, reply *out); // cli.send
// Opens the database without sending anything: false with a message.
bool carry_open(cli *x);
void carry_close(cli *x);
// HTTP over the socket: one request, one connection. False with a message.
bool carry_http(cli *x, str socket, const call *q, reply *out);

#endif
