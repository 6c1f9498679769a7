// ids.h: a growing list of record ids in an arena.
// SPDX-License-Identifier: Apache-2.0
#ifndef BASE_IDS_H
#define BASE_IDS_H

#include "platform/base/arena.h"

// Starts empty: ids found = {.a = a}. Grows by doubling.
typedef struct {
    arena *a;
    i64 *p;
    int n, room;
} ids;

void ids_add(ids *l, i64 id);
bool ids_have(const ids *l, i64 id);

#endif
