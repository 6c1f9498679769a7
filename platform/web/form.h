// form.h: what a request says: path, query, forms, files.
// SPDX-License-Identifier: Apache-2.0
//
// Strict and bounded: a value is UTF-8 without NUL or the request is refused; line ends of a form become \n; names and values
// point into the input wherever they can.
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "platform/web/route.h"

enum { FORM_MOST = 2000 }; // values in one request

typedef struct {
    parameter *p;
    int n, cap;
} parameters;

// Decoded; false for a bad escape, a NUL or control character, an encoded slash, "." and ".." as parts, or text that is not UTF-8.
bool path_read(arena *a, str path, str *out);
// Appends name=value pairs (application/x-www-form-urlencoded, and the query). False: malformed, or too many.
bool form_read(arena *a, str s, parameters *out);
// Appends the parts of a multipart/form-data body (RFC 7578); content_type is the header with its boundary.
bool multipart_read(arena *a, str body, str content_type, parameters *out);
// Is this a path of ours that a sign-in may lead back to? "/risk?level=high" is, "//evil", "/\evil", "https:" are not.
bool path_ours(str s);

#endif
