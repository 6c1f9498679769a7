// db_pg.c: PostgreSQL: an operation is a transaction of its own on a connection of its own.
// SPDX-License-Identifier: Apache-2.0
#include "platform/db/db_engine.h"

static bool pg_open(database *d, str *error, bool *busy)
{
    (void)busy;
    *error = db_sentence("\"$1\": this program cannot speak to PostgreSQL.", v(d->where));
    return false;
}

static void pg_close(database *d)
{
    (void)d;
}

const engine engine_pg = {.open = pg_open, .close = pg_close};
