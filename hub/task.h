// task.h: something to do, by somebody, until a day.
// SPDX-License-Identifier: Apache-2.0
#ifndef HUB_TASK_H
#define HUB_TASK_H

#include "hub/about.h"

typedef enum { TASK_OPEN, TASK_DOING, TASK_DONE, TASK_DROPPED } task_status;

typedef struct {
    record rec;
    str title;
    any about;    // what it is for; may be empty
    ref assignee; // who does it
    ref unit;     // empty when given: that of the record, else of the assignee
    date due;
    task_status status; // moved by the actions
    i64 percent;
    str description;
    bool evidence_needed; // done only with evidence about the task
    ref depends_on;       // begins when that is done
    str reason;           // why it was dropped
    date done;
} task;

extern const entity task_entity;
extern const module task_module;

// Inside an operation: a task that the program gives. 0 when refused.
i64 task_give(ctx *c, str title, str description, any about, ref assignee, date due, bool evidence_needed);
// Open and doing tasks about a record that the caller has loaded in its reach.
i64 task_open_count(ctx *c, any about);

#endif
