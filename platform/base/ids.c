// ids.c: a growing list of record ids in an arena.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/ids.h"

#include <string.h>

void ids_add(ids *l, i64 id)
{
    if (l->n == l->room) {
        i64 *more = news(l->a, i64, l->room = l->room ? l->room * 2 : 16);
        if (l->n) memcpy(more, l->p, sizeof(i64) * (size_t)l->n);
        l->p = more;
    }
    l->p[l->n++] = id;
}

bool ids_have(const ids *l, i64 id)
{
    for (int i = 0; i < l->n; i++)
        if (l->p[i] == id) return true;
    return false;
}
