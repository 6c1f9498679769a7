// job_page.h: the jobs of the server, for its administrator and for programs.
// SPDX-License-Identifier: Apache-2.0
//
// GET /job lists them; POST /job/NAME/run asks for a run now. GET /api/v1/job: {"items":[{"name","label","every","state","due",
// "began","ended","progress","note","node"}],"total":N,"next":null}; GET /api/v1/job/NAME one of them; POST /api/v1/job/NAME/run
// asks for a run and answers 202 with the job.
#ifndef WEB_JOB_PAGE_H
#define WEB_JOB_PAGE_H

#include "platform/web/route.h"

extern const module job_module; // its table too

#endif
