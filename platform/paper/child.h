// child.h: asking isms-paper for a job.
// SPDX-License-Identifier: Apache-2.0
#ifndef PAPER_CHILD_H
#define PAPER_CHILD_H

#include "platform/base/text.h"

// Told how far the job is, in per cent, while it is worked on.
typedef void child_told(void *to, i64 percent);

// Gives the child the input and waits for its whole answer: frames, with FRAME_STARTED and FRAME_END cut off. False
// with a sentence in *error when the child cannot be started, refuses, dies or takes more than `seconds`. `told` may be NULL. Callable from
// any thread.
bool child_ask(arena *a, char job, str input, int seconds, child_told *told, void *to, str *answer, str *error);

#endif
