// jail.h: what isms-paper may still do.
// SPDX-License-Identifier: Apache-2.0
//
// Two walls. The first stands before the warm child takes any job: no new privileges, nobody's identity when it was
// started by root, and of the file system only the fonts, for reading (Landlock). The second closes behind each job's
// fork: limits of memory, time and files, and a list of the system calls that setting type and reading files need
// (seccomp); all others answer ENOSYS, so that a library which tries one goes on without it.
#ifndef CHILD_JAIL_H
#define CHILD_JAIL_H

#include <stdbool.h>

// The first wall; also makes the second ready, so that it costs a job nothing. Ends the process when the system has no
// seccomp; goes on, with a line on standard error, where the kernel has no Landlock.
void jail_first(void);
// The second wall. `writes`: the job may open files for writing, which after the first wall are only its own in memory.
void jail_second(bool writes);
// Tries to get out, says on standard output how each attempt ended. True when none succeeded. To be called behind both
// walls; the process is of no other use afterwards.
bool jail_try(void);

#endif
