// supervisor.h: serving for years: a small process that holds the sockets and restarts the one that works.
// SPDX-License-Identifier: Apache-2.0
//
// The supervisor opens the sockets, starts the program again as a child with the same arguments, and waits. When the child dies
// it starts another one, later each time; connections queue in the sockets meanwhile. SIGTERM and SIGINT end both
// in good order; SIGHUP replaces the child (and so the program, after an upgrade). A child that cannot begin, because of
// its arguments or its database, ends the supervisor too.
#ifndef WEB_SUPERVISOR_H
#define WEB_SUPERVISOR_H

#include "platform/base/arena.h"
#include "platform/db/db.h"

typedef struct {
    char **argv;     // to start the child with
    str database;    // path or postgres://…
    str listen, url; // "127.0.0.1:8080"; "https://isms.example.org" or empty
    bool proxied;    // a proxy on this machine sets X-Forwarded-For
    // In the child. Opens the database with its schema brought up to date and its ledger read; NULL with a sentence.
    database *(*open)(arena *a, str where, str *error);
    // What runs beside the pages (jobs), between opening and closing the database. May be NULL.
    void (*begin)(database *d);
    void (*end)(database *d);
} serve_options;

// Returns the exit status of the process: it is called in the supervisor and again in the child.
int serve_command(const serve_options *o);

#endif
