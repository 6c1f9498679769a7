// route.h: requests, routes, answers.
// SPDX-License-Identifier: Apache-2.0
//
// A request goes through phases: gate (ambiguous HTTP is refused), parse, prepare (slow things, no transaction), run (the
// writer's turn, inside operate()), render (a reader). A route's function sees the last three: it is called with a reader in
// c->db, may do slow things, calls operate…() for changes, and writes the page. Actions never write HTML.
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "platform/people/people.h"

typedef enum { GET, POST, PATCH, DELETE } method;

typedef struct request request;

typedef struct route {
    method method;
    const char *path;              // "/risk/matrix", "/soa/:code/row/:row": a part after ':' is read by request_part
    const char *name;              // in the golden file: "risk.matrix"
    unsigned permit;
    void (*run)(request *q);
} route;                           // a list ends with {0}
#define ROUTE(verb, at, named, may, fn) {.method = verb, .path = at, .name = named, .permit = PERMIT(may), .run = fn}

typedef struct {
    str name, value;
    str file, type;                // an uploaded file: its name and type as claimed; value is its content
} parameter;

struct request {
    ctx *c;
    method method;
    str path, query;               // as sent, decoded path, raw query
    parameter *parameters;         // query first, then form
    int nparameters;
    str body, body_type;           // of a JSON request
    const session *session;        // NULL when nobody is signed in or a token is used
    bool fragment;                 // htmx asks for a part of the page
    bool api;                      // under /api/: problems instead of pages
    struct module const *module;
    str parts[4];                  // what stood at the :parts of the route
    const char *const *part_names;
    // the answer
    int status;                    // 200 unless set
    text *out;
    const char *type;              // "text/html; charset=utf-8" unless set
    parameter *headers;            // further ones, set by reply_header
    int nheaders;
};

str request_part(const request *q, const char *name);
str request_get(const request *q, const char *name);        // first value; empty when absent
bool request_has(const request *q, const char *name);
bool request_source(void *request, const char *name, str *value); // a field_source over the parameters (platform/record/record.h)
str request_header(const request *q, const char *name);

void reply_see(request *q, str path);                        // 303 See Other
void reply_header(request *q, const char *name, str value);
void reply_file(request *q, const char *type, str file_name, bytes content); // as attachment, nosniff, sandboxed
// The failures of c as an answer: a page in the shell with the sentence and what to do, or a problem document (RFC 9457) under
// /api/. 403, 404, 409/412, 422, 401 …
void reply_refused(request *q);

// The shell around a page: head, navigation, title; everything between goes into <main>.
void page_open(request *q, str title);
void page_close(request *q);

#endif
