// door.h: takes connections in and shares them out evenly among the threads that answer.
// SPDX-License-Identifier: Apache-2.0
//
// Threads that each accept for themselves may take two connections where another takes none; the second then waits while
// the first works or writes. Here one thread accepts and gives each connection to the seat that has the fewest.
#ifndef WEB_DOOR_H
#define WEB_DOOR_H

#include "platform/base/arena.h"
#include "platform/web/mhd.h"

#include <pthread.h>
#include <stdatomic.h>

enum { SEATS_MOST = 256 };

// A thread that answers, and how many connections it has.
typedef struct {
    struct MHD_Daemon *daemon;
    const void *of; // the caller's
    atomic_int taken;
} seat;

typedef struct {
    seat seats[SEATS_MOST];
    int nseats;
    int fd, stop; // listening; readable when the door closes
    pthread_t thread;
} door;

// Begins to accept from a listening socket, for the seats that are there. False when the system has no more threads or descriptors. The
// door stays where it is.
bool door_open(door *d, int fd);
void seat_leave(seat *s); // one of its connections has ended
void door_close(door *d); // accepts no more; the socket stays open

#endif
