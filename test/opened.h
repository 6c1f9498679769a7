// opened.h: the database of a test, opened.
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_OPENED_H
#define TEST_OPENED_H

#include "platform/db/db.h"

// test_database(). The test fails, with the reason, when it cannot be opened.
database *opened(database_options o);
// Made, with what the script says.
database *opened_with(database_options o, str script);

#endif
