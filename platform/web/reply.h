// reply.h: answers that are no page of a route: refusals, redirects, files, and the headers of every answer.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "platform/web/route.h"

// Forgets what was written and says that it did not work, in a page that needs no database. The first failure's sentence
// stands on it when its kind is this one.
void reply_failed(request *q, refusal kind);
// Policy, frames, sniffing, referrer, caching: nothing of ours is kept, framed, guessed or told.
void answer_headers(request *q);
void answer_headers_asset(request *q);
// The sentence of reply_done that the last page left, once; empty when there is none.
str reply_left(request *q);

#endif
