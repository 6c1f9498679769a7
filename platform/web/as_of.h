// as_of.h: pages as they stood on an earlier day.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_AS_OF_H
#define WEB_AS_OF_H

#include "platform/web/html.h"

// Reads ?as_of=2026-11-01 (the end of that day) or ?as_of=2026-11-01T10:00:00Z into c->moment; a time that has not come yet,
// or none, is the present. False with a failure when it is neither.
bool as_of_read(request *q);
// In a page of the past: says so, with a link to the present. Nothing otherwise.
void as_of_note(request *q, str now);

#endif
