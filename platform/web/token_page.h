// token_page.h: a person makes a token for a program of theirs.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_TOKEN_PAGE_H
#define WEB_TOKEN_PAGE_H

#include "platform/web/route.h"

extern const route token_routes[]; // /token/new

#endif
