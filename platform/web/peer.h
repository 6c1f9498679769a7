// peer.h: who is connected, and until when each may take for what they are doing.
// SPDX-License-Identifier: Apache-2.0
//
// A client that sends a byte now and then keeps a connection busy for ever. So each state of a connection has a deadline as a
// whole: headers 60 s after the last answer, a body and an answer 30 s and what 32 KB/s would take. peers_reap shuts
// down what is past its deadline; when nearly all connections are taken, idle ones go after 5 s.
#ifndef WEB_PEER_H
#define WEB_PEER_H

#include "platform/base/arena.h"

enum { PEERS_MOST = 2048 };

typedef struct peer {
    int fd;
    bool local;          // over the Unix socket, from root or the owner of the database
    char address[48];    // of the client, as text
    i64 since, deadline; // ticks (µs)
    bool idle;           // between two requests
    bool fresh;          // nothing was answered yet
    bool answering;
} peer;

bool peers_room(void);       // for a few more
void peer_coming(bool here); // one is on its way to peer_add; false: it will not come there
peer *peer_add(int fd);      // NULL when there are PEERS_MOST
void peer_drop(peer *p);
void peer_idle(peer *p);                 // waits for the next request
void peer_receive(peer *p, ptrdiff_t n); // a body of at most n bytes is on its way
void peer_work(peer *p);                 // the request is being answered: no deadline
void peer_send(peer *p, ptrdiff_t n);    // n bytes go to it
void peers_reap(i64 ticks);
// Whom the server owes an answer before it may end: whose request is being answered, and who came a moment ago and has a request on
// its way.
bool peers_wait(i64 ticks);

#endif
