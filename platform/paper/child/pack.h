// pack.h: ZIP packages, from anybody.
// SPDX-License-Identifier: Apache-2.0
#ifndef CHILD_PACK_H
#define CHILD_PACK_H

#include "platform/base/text.h"
#include "platform/paper/child/xml.h"

#define PACK_ENTRIES 5000
#define PACK_BYTES ((i64)600 << 20)       // unpacked, in all entries together
#define PACK_ENTRY_BYTES ((i64)400 << 20) // unpacked, in one
#define PACK_RATIO 400                    // unpacked to packed, where an entry has more than
#define PACK_RATIO_FROM ((i64)16 << 20)

typedef struct {
    arena *a;
    void *zip;
    i64 left; // bytes that may still be unpacked
} pack;

// Opens the package in memory. Refuses what is no ZIP, what is encrypted, too many or too large entries, and names that
// lead out of the package. Must be followed by pack_close when it returned true.
bool pack_open(arena *a, str in, pack *p, str *error);
void pack_close(pack *p);
bool pack_has(pack *p, const char *name);
// Parses one entry; x has its handlers set. The error names the entry.
bool pack_xml(pack *p, const char *name, xml *x, str *error);

#endif
