// place.h: an organisation's database, opened to work in: schema, ledger, routes.
// SPDX-License-Identifier: Apache-2.0
#ifndef APP_PLACE_H
#define APP_PLACE_H

#include "platform/web/dispatch.h"

typedef struct {
    database *database;
    site site; // for dispatch()
} place;

typedef enum { PLACE_OPEN, PLACE_BUSY, PLACE_REFUSED } place_answer;

// Opens the database of that name, brings its schema up to date, reads the head of the ledger. PLACE_BUSY: another
// process holds it (a server: ask it through place_socket). PLACE_REFUSED leaves a sentence in *error.
place_answer place_open(place *p, arena *a, str where, database_options o, str *error);
void place_close(place *p); // writes gathered denials first, and numbers what waits for it
// A new one: refused when there is an organisation in it already. Its tables are made, nothing is in them.
place_answer place_create(place *p, arena *a, str where, database_options o, str *error);
// A ctx of the operator, outside any request. c->db is a reader until place_end.
void place_begin(const place *p, arena *a, ctx *c);
void place_end(ctx *c);
// The server's Unix socket beside the file: "isms.db.sock".
str place_socket(arena *a, str where);

#endif
