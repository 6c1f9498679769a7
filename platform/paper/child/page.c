// page.c: documents to PDF.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/job.h"

bool page_write(arena *a, str in, text *out, str *error)
{
    (void)a, (void)in, (void)out;
    *error = S("This isms-paper makes no PDF.");
    return false;
}
