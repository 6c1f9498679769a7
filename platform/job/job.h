// job.h: what is done beside the pages: a queue and a clock in one table.
// SPDX-License-Identifier: Apache-2.0
//
// Modules contribute jobs (entity.h: job). Each has a row in the table `job`: when it is due, who works on it, how far it is, how its
// last run ended. A job is taken by one conditional UPDATE, so that of several servers on PostgreSQL one has it. Whoever has it
// renews a lease while it works; a job whose server died is due again when the lease is over, on SQLite at the next start, where
// there is one process only. A job that is interrupted three times in a row is left until its next time.
//
// A job acts as "job:NAME" and sees all. What it changes is written by operations of its own, each with its entry in the ledger:
// a run that finds nothing to do leaves none.
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "platform/people/people.h"

#include <stdatomic.h>

extern const table job_tables[]; // for the module that shows them

typedef struct {
    const job *job;
    const char *state;        // "waiting", "running", "done", "failed"
    moment due, began, ended; // 0: none
    i64 progress;             // in per cent while it runs; -1: nobody knows
    str note, node;           // what the last run did, or why it failed; who runs it or ran it
} job_status;

const job *job_at(int i); // in the order of the modules; NULL after the last
const job *job_find(str name);
job_status job_look(ctx *c, const job *j);
// Asks for a run now, or for another one right after the present; an entry says who asked. Permission is the caller's concern.
bool job_ask(ctx *c, const job *j);

// The name of this process among those that share a database.
str job_node(arena *a);
// Once, before the first job_work of a process: each job gets its row. On SQLite what a process that died left running
// waits again.
bool job_settle(ctx *c);
// Takes the job if it is due and nobody works on it, runs it in a ctx of its own, and writes how it ended. False when there was
// nothing to take. `stop` set from outside (may be NULL) ends the job at its next word of progress; it is then due at once, here or
// elsewhere. c is the operator's; its time decides what is due.
bool job_work(ctx *c, const job *j, str node, const atomic_bool *stop);
// The first job that is due and that nobody works on, or NULL. Reads only.
const job *job_due(ctx *c);

#endif
