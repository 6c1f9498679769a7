// mhd.c: libmicrohttpd, loaded when the server begins.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/mhd.h"

#include <stddef.h>

#define MHD_NAME(name) "MHD_" #name,

static const char *const mhd_names[] = {MHD_FUNCTIONS(MHD_NAME) NULL};
union mhd_functions mhd;
const library mhd_library = {
    .file = MHD_FILE,
    .missing =
        "The library " MHD_FILE ", which answers the network, is not here (Debian: apt install " MHD_PACKAGE ").",
    .names = mhd_names,
    .table = &mhd,
};
