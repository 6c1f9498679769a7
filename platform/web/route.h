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
    const char *path; // "/risk/matrix", "/soa/:code/row/:row": a part after ':' is read by request_part
    const char *name; // in the golden file: "risk.matrix"
    unsigned permit;
    void (*run)(request *q);
    const char *label; // in the navigation of its module's room; NULL: not there
    const char *icon;  // lucide name, where the navigation shows one; may be NULL
} route;               // a list ends with {0}
// Generic routes: one whose path begins with /:noun (or /api/v1/:noun) stands for one route per entity, with q->entity set and its
// permission in place of OF_SEE, OF_ADD, OF_SET, OF_END; with /:act in it (OF_ACTION) for one per action of each entity, with
// q->action set. ":noun" and ":act" in the name are replaced too. A module's own route of the same path wins.
enum { OF_SEE = 1 << 20, OF_ADD = 1 << 21, OF_SET = 1 << 22, OF_END = 1 << 23, OF_ACTION = 1 << 24 };
// ROUTE(GET, "/readiness", "readiness.show", SEE_REGISTER, readiness_page, .label = "Readiness")
#define ROUTE(verb, at, named, may, ...)                                                                               \
    {                                                                                                                  \
        .method = verb, .path = at, .name = named, .permit = PERMIT(may), .run = __VA_ARGS__                           \
    }

typedef struct {
    str name, value;
    str file, type; // an uploaded file: its name and type as claimed; value is its content
} parameter;

struct request {
    ctx *c;
    method method;
    str path, query;       // as sent, decoded path, raw query
    parameter *parameters; // query first, then form
    int nparameters;
    str body, body_type;    // of a JSON request
    const session *session; // NULL when nobody is signed in or a token is used
    bool fragment;          // htmx asks for a part of the page
    bool api;               // under /api/: problems instead of pages
    const module *module;   // whose route it is, or whose entity; NULL for pages of the platform
    const entity *entity;   // of a generic route
    const action *action;   // of a generic route with /:act
    const route *route;
    const struct language *language; // of the words; NULL is English (words.h)
    const struct site *site;         // what is the same for all requests (dispatch.h)
    const struct incoming *in;       // as it came (dispatch.h)
    str parts[4];                    // what stood at the :parts of the route
    const char *const *part_names;
    // the answer
    int status; // 200 unless set
    text *out;
    str content;        // sent instead of out when p is set: a file
    bool in_tag;        // what html() wrote last ended inside a tag
    str nonce;          // of this page's scripts and htmx attributes: html() stamps it
    str token;          // of forms, made at first use
    int charts;         // so far on this page: they number their titles
    const char *type;   // "text/html; charset=utf-8" unless set
    parameter *headers; // further ones, set by reply_header
    int nheaders;
};

str request_part(const request *q, const char *name);
str request_get(const request *q, const char *name); // first value; empty when absent
bool request_has(const request *q, const char *name);
// A field_source over the parameters (platform/record/record.h); a name given several times is joined by "; ".
bool request_source(void *request, const char *name, str *value);
str request_header(const request *q, const char *name);
const parameter *request_file(const request *q, const char *name); // the first file sent under that name; NULL: none

void reply_see(request *q, str path); // 303 See Other
// 303, and the sentence stands at the top of the next page, once.
void reply_done(request *q, str path, str sentence);
void reply_header(request *q, const char *name, str value);
void reply_file(request *q, const char *type, str file_name, bytes content); // as attachment, nosniff, sandboxed
// The failures of c as an answer: a page in the shell with the sentence and what to do, or a problem document (RFC 9457) under
// /api/. 403, 404, 409/412, 422, 401 …
void reply_refused(request *q);

// The shell around a page: head, navigation, title; everything between goes into <main>.
void page_open(request *q, str title);
void page_open_wide(request *q, str title); // a list: over the whole width
void page_close(request *q);

#endif
