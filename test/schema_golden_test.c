// schema_golden_test.c: the tables of both databases, so that no change of theirs goes unseen.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/schema.h"
#include "test/check.h"

TEST(the_tables_of_sqlite_are_those_of_the_golden_file)
{
    test_golden("schema_sqlite.sql", schema_text(test_arena, DB_SQLITE));
}

TEST(the_tables_of_postgres_are_those_of_the_golden_file)
{
    test_golden("schema_postgres.sql", schema_text(test_arena, DB_POSTGRES));
}
