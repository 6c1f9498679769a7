// child.h: asking isms-paper for a job.
// SPDX-License-Identifier: Apache-2.0
#ifndef PAPER_CHILD_H
#define PAPER_CHILD_H

#include "platform/base/text.h"

// Gives the child the input and waits for its whole answer: frames, with FRAME_STARTED and FRAME_END cut off. False
// with a sentence in *error when the child cannot be started, refuses, dies or takes more than `seconds`. Callable from
// any thread.
bool child_ask(arena *a, char job, str input, int seconds, str *answer, str *error);

#endif
