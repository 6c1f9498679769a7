// job.h: one job: an input, an answer, behind the jail.
// SPDX-License-Identifier: Apache-2.0
#ifndef CHILD_JOB_H
#define CHILD_JOB_H

#include "platform/base/text.h"

// A kind of job: makes frames in *out from the input, or returns false with a sentence for the person who asked.
typedef bool job_run(arena *a, str in, text *out, str *error);

job_run sheet_read;  // XLSX to FRAME_SHEET and FRAME_ROW (sheet_read.c)
job_run sheet_write; // frames of a paper_book to XLSX (sheet_write.c)
job_run page_write;  // frames of a paper to PDF (page.c)

// Says how far the job is, done of all, to whoever asked for it; not more often than each per cent. Nothing outside of job_do.
void job_tell(i64 done, i64 all);

// Does the job and writes its answer to the descriptor `out`; never returns. `in` is a sealed file in memory.
_Noreturn void job_do(char kind, int in, int out);

#endif
