// reach.h: what a person's roles let them see and do, unit by unit.
// SPDX-License-Identifier: Apache-2.0
#ifndef PEOPLE_REACH_H
#define PEOPLE_REACH_H

#include "platform/people/people.h"

unsigned role_bit(role_name r);
void reach_rebuild_person(ctx *c, i64 person); // on the writer: after that person's roles change

#endif
