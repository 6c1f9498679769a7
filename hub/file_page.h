// file_page.h: files on the pages of records: attaching, listing, downloading.
// SPDX-License-Identifier: Apache-2.0
#ifndef HUB_FILE_PAGE_H
#define HUB_FILE_PAGE_H

#include "platform/web/detail_page.h"

extern const part file_parts[];
extern const route file_routes[];

// "340 kB", "3.4 MB"
str file_size_words(arena *a, i64 bytes);
// The id of the file sent under that name, attached to what `about` names; 0 when none was sent or it was refused (a failure
// says why, at the field of that name).
i64 file_received(request *q, const char *name, any about);

#endif
