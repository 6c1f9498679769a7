// routes.c: the pages of the platform, in the order in which one wins over another.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/router.h"

#include "platform/web/api.h"
#include "platform/web/api_backup.h"
#include "platform/web/api_log.h"
#include "platform/web/check.h"
#include "platform/web/generic.h"
#include "platform/web/report.h"
#include "platform/web/sign_in.h"
#include "platform/web/token_page.h"

const route *const routes_generic[] = {sign_in_routes, account_routes, factor_routes, token_routes,
                                       report_routes,  api_log_routes, check_routes,  api_backup_routes,
                                       api_routes,     generic_routes, NULL};
