// about.h: what a comment, a file, a task … is about: any record, in the reach of whoever writes it.
// SPDX-License-Identifier: Apache-2.0
//
// Things of the hub hang on a record of any entity by a member `any about`. They follow it: who sees the record sees them.
#ifndef HUB_ABOUT_H
#define HUB_ABOUT_H

#include "platform/people/people.h"

// Does the person see that record: its kind by their roles, itself by their reach? Leaves no failure.
bool about_seen(ctx *c, any about);
// The same for another person.
bool about_seen_by(ctx *c, any about, i64 person);
// The unit the record lies in; 0: in none (everyone sees it), or there is no such record in reach.
i64 about_unit(ctx *c, any about);
// Where a thing lies that names no unit: with the record it is about, else with the person who does it, else in the root.
i64 about_place(ctx *c, any about, i64 person);
any about_of(const entity *e, i64 id);
bool about_same(any x, any y);

#endif
