// door.h: takes connections in and shares them out evenly among the threads of a daemon.
// SPDX-License-Identifier: Apache-2.0
//
// Threads that each accept for themselves may take two connections where another takes none; the second then waits while
// the first works or writes. Here one thread accepts and the library gives each to the thread whose turn its number says:
// descriptors that follow each other go to threads that follow each other.
#ifndef WEB_DOOR_H
#define WEB_DOOR_H

#include "platform/base/arena.h"

#include <microhttpd.h>
#include <pthread.h>

typedef struct {
    struct MHD_Daemon *daemon;
    int fd, stop; // listening; readable when the door closes
    pthread_t thread;
} door;

// Begins to accept from a listening socket. False when the system has no more threads or descriptors. The door stays where it is.
bool door_open(door *d, struct MHD_Daemon *daemon, int fd);
void door_close(door *d); // accepts no more; the socket stays open

#endif
