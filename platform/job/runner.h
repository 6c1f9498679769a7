// runner.h: the clock of a server: each second the ledger is kept up, and what is due is run.
// SPDX-License-Identifier: Apache-2.0
//
// Two threads: one gathers denials into the ledger and, on PostgreSQL, numbers its entries; one runs jobs, one after the other.
#ifndef JOB_RUNNER_H
#define JOB_RUNNER_H

#include "platform/job/job.h"

typedef struct runner runner;

runner *runner_start(struct database *d); // NULL when there are no threads to be had
// Tells the running job to stop at its next word of progress, waits for it, ends both threads.
void runner_stop(runner *r);

#endif
