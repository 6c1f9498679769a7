// password_page.h: an administrator gives somebody a password.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_PASSWORD_PAGE_H
#define WEB_PASSWORD_PAGE_H

#include "platform/web/route.h"

extern const module password_module; // /person/:code/password, and the way there on a person's page

#endif
