// gate.h: the first thing a request meets: what two programs could read in two ways is refused.
// SPDX-License-Identifier: Apache-2.0
//
// A proxy before us and we must agree where a request ends and whom it is for. So whatever is ambiguous (RFC 9112 11.2) gets
// 400 and the connection is closed: two lengths, a length with chunks, no Host or two, a space before a colon, control
// characters. Only GET, HEAD, POST, PATCH and DELETE exist here.
#ifndef WEB_GATE_H
#define WEB_GATE_H

#include "platform/base/str.h"

enum {
    GATE_TARGET = 4096,    // bytes of path and query at most
    GATE_HEADERS = 64,     // fields at most
    GATE_BODY = 1 << 20,   // a body at most
    GATE_UPLOAD = 32 << 20 // of a form with files or an import, from somebody who is signed in
};

typedef struct {
    str name, value;
} header;

typedef struct {
    str verb, target, version; // "GET", "/risk?x=1", "HTTP/1.1"
    const header *headers;
    int nheaders;
} envelope;

typedef struct {
    int status; // 0: let it pass; else what to answer, and close
    const char *why;
    ptrdiff_t length; // of the body: 0 none, -1 in chunks
} verdict;

verdict gate(const envelope *e);

// The value of a header (names in any case), or empty.
str header_find(const header *headers, int nheaders, str name);
bool header_same(str a, str b); // equal but for the case of ASCII letters

#endif
