// fault.h: an SQLite file system that fails when a test wants it to: disk full, bad sectors, fsync errors.
// SPDX-License-Identifier: Apache-2.0
//
//     fault_install();
//     database_open(where, (database_options){.vfs = FAULT_VFS, .survive = true}, …);
//     fault_arm(FAULT_SYNC, 3, FAULT_ERROR, false); // the third fsync from now fails, those after it do not
//
// Writes that fail leave half of their bytes behind, as real ones may. Works across threads.
#ifndef TEST_FAULT_H
#define TEST_FAULT_H

#include "platform/base/str.h"

#define FAULT_VFS "fault"

typedef enum { FAULT_WRITE, FAULT_SYNC, FAULT_OPEN, FAULT_READ, FAULT_TRUNCATE } fault_call;
typedef enum { FAULT_ERROR, FAULT_NO_SPACE } fault_kind;

void fault_install(void); // registers the file system; once is enough
// The n-th such call from now fails; `stays`: and all after it, until fault_disarm.
void fault_arm(fault_call call, i64 n, fault_kind kind, bool stays);
void fault_disarm(void);
i64 fault_hits(void); // how many calls failed since fault_arm

#endif
