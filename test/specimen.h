// specimen.h: a valid record of any entity, made from its description: for tests that loop over all of them.
// SPDX-License-Identifier: Apache-2.0
//
// What a check() wants beyond the description (an address with an @, a plan with a date) is a line in the table of
// specimen.c: a new entity whose check asks for more than its fields say needs one, and the test says so.
#ifndef TEST_SPECIMEN_H
#define TEST_SPECIMEN_H

#include "test/fixture.h"

enum { SPECIMENS = 200 };
// Where specimens lie and whom they name. `made` remembers one record of each entity, for references.
typedef struct {
    i64 unit, person;
    const char *word; // stands in every text; NULL: none
    i64 made[SPECIMENS];
} specimens;

// Entities by number, in the order of the modules; NULL after the last.
const entity *entity_at(int i);
int entity_number(const entity *e);
const entity *entity_next(const entity *e); // after NULL the first

// Another valid record, not saved; what it refers to is saved when it is not there yet. Every member that a person may fill is
// filled; where a check does not like that, only those that must be.
void *specimen_new(ctx *c, specimens *s, const entity *e);
// Changes one member so that its checks still like it; false when nothing of such a record changes once it is stored.
bool specimen_change(ctx *c, const entity *e, void *rec);
i64 specimen_add(ctx *c, specimens *s,
                 const entity *e); // saved: its id; the test fails with the reason when it cannot be
i64 specimen_of(ctx *c, specimens *s, const entity *e); // the one that others refer to; made when first asked for
bool specimen_only(const entity *e);                    // there is only one record of it, made by the fixture
// On the writer, with no permission asked.
bool specimen_save(ctx *c, const entity *e, void *rec);
bool specimen_end(ctx *c, const entity *e, i64 id);

#endif
