// pq.c: libpq, loaded when the first database of PostgreSQL is opened.
// SPDX-License-Identifier: Apache-2.0
#include "platform/db/pq.h"

#include <stddef.h>

#define PQ_NAME(name) "PQ" #name,

static const char *const pq_names[] = {PQ_FUNCTIONS(PQ_NAME) NULL};
union pq_functions pq;
const library pq_library = {
    .file = PQ_FILE,
    .missing = "The library " PQ_FILE
               ", with which PostgreSQL is spoken to, is not here (Debian: apt install " PQ_PACKAGE ").",
    .names = pq_names,
    .table = &pq,
};
