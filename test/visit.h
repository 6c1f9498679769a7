// visit.h: requests to the pages without a network, for tests: fixture first, then visits.
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_VISIT_H
#define TEST_VISIT_H

#include "platform/web/dispatch.h"
#include "test/fixture.h"

typedef struct {
    int status;
    str body, location; // location: of a redirect
    outgoing whole;
} visit;

// First in a test: visit_open(fixture()). The site of that database with all modules and routes is http://localhost.
site *visit_open(ctx *c);
// From now on this person's browser sends the requests, signed in by password; 0: nobody.
void visit_as(i64 person);
const char *visit_password(void); // every person's, once visit_as gave it to them
visit visit_get(const char *target);
// A form, as the browser sends it: "title=x&owner=P-3". The token of the form is added.
visit visit_post(const char *target, const char *form);
// Any request. Headers are name, value, …, NULL; the host is added, the cookie too.
visit visit_send(const char *verb, const char *target, const char *const *headers, str body);
str visit_header(const visit *v, const char *name); // of the answer; empty when there is none
str visit_token(void);                              // a fresh masked token of the session

#endif
