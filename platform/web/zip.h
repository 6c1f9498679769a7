// zip.h: answers in gzip, for those who ask.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_ZIP_H
#define WEB_ZIP_H

#include "platform/base/arena.h"

bool zip_accepted(str accept_encoding);       // does the client take gzip (RFC 9110 12.5.3)?
bool zip_fits(const char *type, ptrdiff_t n); // is it text, and large enough to gain?
str zip(arena *a, str s);                     // p is NULL when it does not get smaller

#endif
