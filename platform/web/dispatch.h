// dispatch.h: from a request as it came to an answer, without a network: the server calls it, the command line too.
// SPDX-License-Identifier: Apache-2.0
//
// The order: address and route; a reader, the time, the person (cookie, bearer token, or the local operator); the token of a form
// and the origin; the body; the permission; the route. A failure of the world and exhausted memory come back here and become
// 503 and 413: the page about it needs neither database nor much memory.
#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "platform/web/gate.h"
#include "platform/web/router.h"

typedef struct site {
    database *database;
    const router *router;
    str url;      // "https://isms.example.org", without a slash at the end; empty: only this machine reaches us
    bool secure;  // the url is https: cookies are Secure and begin with __Host-
    bool proxied; // a proxy on this machine sets X-Forwarded-For
} site;

typedef struct incoming {
    str verb, target;
    const header *headers;
    int nheaders;
    str body;
    str address; // of the client, for the slowing of guesses
    bool local;  // over the Unix socket, or in process: the operator, or whom X-Isms-As names
} incoming;

typedef struct {
    int status;
    const char *type;
    str body;
    const parameter *headers; // all of them, but for Content-Length and Connection
    int nheaders;
    bool fixed;  // the body is part of the program: it need not be copied
    str request; // its id
    i64 person;
} outgoing;

// Everything of the answer lives in a. a->full is set while it runs.
outgoing dispatch(const site *s, arena *a, const incoming *in);
// Is the host the request names one of ours? With a url only its host and loopback names are.
bool site_host(const site *s, str host);
// May this request send a body of GATE_UPLOAD? Somebody who is signed in may.
bool dispatch_upload(const site *s, arena *a, const incoming *in);
// The value of a cookie, or empty.
str cookie_find(const incoming *in, str name);
str session_cookie(const site *s); // its name

#endif
