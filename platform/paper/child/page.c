// page.c: documents to PDF.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/page.h"
#include "platform/paper/child/job.h"

bool page_write(arena *a, str in, text *out, str *error)
{
    document *d = new (a, document);
    if (!document_read(a, in, d, error)) return false;
    return draw_document(layout_document(a, type_begin(a), d), out, error);
}
