// identify.h: who asks, and whether the request is meant.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_IDENTIFY_H
#define WEB_IDENTIFY_H

#include "platform/web/dispatch.h"

// Fills q->c with the person: by a bearer token, the session's cookie, or as the operator when the request is local. False with
// a failure when a token or a name was given and is no good; nobody at all is no failure.
bool identify(request *q, session *room);
// Cross-site requests are refused: Sec-Fetch-Site and Origin must be ours, and who comes by cookie shows the masked token of
// their session, as the parameter `token` or the header X-Isms-Token. Nothing to show for GET, bearer tokens and local requests.
bool request_meant(request *q);
// The masked token of this session: 16 random bytes and their HMAC, another one each time, so that a compressed page does not give it away.
str token_mask(arena *a, hash key);
bool token_good(arena *a, hash key, str token);
// Set-Cookie for a session that was opened, or for one that ended.
void session_give(request *q, const session *s);
void session_take(request *q);

#endif
