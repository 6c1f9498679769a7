// modules.c: THE list of modules, in dependency order: a module may include those above it in its room.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/people.h"
#include "platform/web/api.h"
#include "plan/framework.h"
#include "plan/asset.h"
#include "plan/threat.h"

// clang-format off
const module *const modules[] = {
    &people_module,
    &api_module,
    &framework_module,
    &asset_module,
    &threat_module,
    NULL,
};
