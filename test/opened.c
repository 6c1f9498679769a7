// opened.c: the database of a test, opened.
// SPDX-License-Identifier: Apache-2.0
#include "test/opened.h"
#include "test/check.h"

#include <stdio.h>

database *opened(database_options o)
{
    str error = {0};
    bool busy = false;
    database *d = database_open(str_of(test_database()), o, &error, &busy);
    if (!d) fprintf(stderr, "%.*s\n", STRF(error));
    check(d != NULL);
    return d;
}

database *opened_with(database_options o, str script)
{
    o.create = true;
    database *d = opened(o);
    db *w = db_write_begin(d);
    check(db_script(w, script));
    check_int(db_write_end(w, true), DB_DONE);
    return d;
}
