// modules.c: THE list of modules, in dependency order: a module may include those above it in its room.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/people.h"

const module *const modules[] = {
    &people_module,
    NULL,
};
