// lease.h: whoever runs a job says so again and again, so that others know it is alive; for job.c only.
// SPDX-License-Identifier: Apache-2.0
//
// On PostgreSQL a thread of its own renews it, however long a step of the job takes. On SQLite one process has the database, and
// there is nobody to tell.
#ifndef JOB_LEASE_H
#define JOB_LEASE_H

#include "platform/record/operate.h"

#include <pthread.h>
#include <stdatomic.h>

enum { LEASE_S = 60, LEASE_RENEW_S = 10 };

typedef struct {
    struct database *database;
    const char *job;
    str node;
    atomic_bool lost; // another one has taken the job: this one was away for too long
    bool beating, over;
    pthread_t beat;
    pthread_mutex_t lock;
    pthread_cond_t ended;
} lease;

void lease_begin(lease *l, struct database *d, const char *job, str node);
void lease_end(lease *l);
bool lease_lost(lease *l);
// Renews it and writes how far the job is. Outside the writer's turn. Failures of c stay as they are.
void lease_tell(lease *l, ctx *c, i64 progress, str note);

#endif
