// generic.h: the pages that every entity has, from its description alone.
// SPDX-License-Identifier: Apache-2.0
//
//     GET  /work /search /search.json /log     across all records
//     GET  /risk /risk.csv /risk.xlsx /risk.json, POST /risk/bulk, GET /risk/suggest
//     GET, POST /risk/new                      parameters of the address fill the form
//     GET  /risk/R-12                          ?as_of=2026-11-01
//     GET, POST /risk/R-12/edit /risk/R-12/end /risk/R-12/ACTION
//
// A module's own route of the same path wins (router.h).
#ifndef WEB_GENERIC_H
#define WEB_GENERIC_H

#include "platform/web/html.h"

extern const route generic_routes[]; // ends with {0}

// The record of q->entity that :code names; NULL: the refusal is written.
void *generic_record(request *q);
// May the person do it at all, or with this record? Leaves no failure: for links and buttons.
bool generic_may(ctx *c, unsigned mask, const entity *e, const char *verb);
bool generic_may_with(ctx *c, unsigned mask, const entity *e, const void *rec, const char *verb);
// Forgets what was refused, after a try whose refusal is only shown.
void failures_forget(ctx *c);
// The address of a record: "/risk/R-12".
str record_address(arena *a, const entity *e, i64 id);

#endif
