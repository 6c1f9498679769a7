// api_backup.h: what only the operator on this machine may ask: a copy of the database, a password, a token.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_API_BACKUP_H
#define WEB_API_BACKUP_H

#include "platform/web/route.h"

extern const route api_backup_routes[]; // ends with {0}

#endif
