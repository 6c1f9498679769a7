// api.h: the JSON API under /api/v1, made from the descriptors.
// SPDX-License-Identifier: Apache-2.0
//
// Every entity answers to the same few requests:
//
//     GET    /api/v1/risk?level=high&sort=-level&limit=50&after=…   {"items":[…],"total":N,"next":"…"|null}
//     GET    /api/v1/risk/R-12                                      the record; ETag "7" is its version
//     POST   /api/v1/risk                                           201, Location, the record
//     PATCH  /api/v1/risk/R-12              If-Match: "7"           the record; 428 without If-Match, 412 when stale
//     DELETE /api/v1/risk/R-12              If-Match: "7"           204: the record moves to its past
//     POST   /api/v1/risk/R-12/accept                               an action with its input; the record
//
// `?as_of=` reads the past; `?titles=1` adds the titles of the records referred to; `?reason=` or a member `reason` says
// why and goes into the ledger. JSON is strict: an unknown or READONLY member, one given twice or of another kind is
// refused. Refusals are problem documents (RFC 9457) with a sentence per field. A POST with an Idempotency-Key is
// carried out once within 24 hours: its answer is stored in the write's transaction and given again; another request
// under the same key is 422. All answers come from one snapshot: a write's from inside its own transaction.
#ifndef WEB_API_H
#define WEB_API_H

#include "platform/paper/json.h"
#include "platform/web/route.h"

extern const route api_routes[]; // ends with {0}
extern const module api_module;  // the table of idempotency keys

// The record as the API shows it: record_json with an array of codes for each link.
void api_put_record(ctx *c, text *t, const entity *e, const void *rec);
void api_put_records(ctx *c, text *t, const entity *e, void *const *recs, int n); // separated by commas

// Answers q with the failures of its ctx as a problem document; what was written before is dropped. The status is made
// from the first failure; api_refuse_as gives another one.
void api_refuse(request *q);
void api_refuse_as(request *q, int status);
// The document alone, for those who have no request: kind, title and sentences from c's failures.
void api_put_problem(ctx *c, text *t, int status);
int api_status(const ctx *c, bool reads); // of the first failure; `reads`: a GET
const char *api_status_title(int status); // "Not found"

// Reads a JSON body; NULL with a failure when it is none. An empty body is NULL without a failure when `may_miss`.
const json *api_body(request *q, bool may_miss);

// What a body says about a record: members read into `rec`, which of them were given, and links.
typedef struct {
    const entity *e;
    void *rec;
    bool given[96];
    link_input links[16];
    int nlinks;
} api_input;
// False with a failure for each member that does not fit. body NULL gives an empty input. `reason` is taken into
// c->reason, whether or not e has such a field.
bool api_read_input(ctx *c, const entity *e, const json *body, api_input *out);
void api_apply(const api_input *in, void *rec); // the given members into another record

// Carries out `write` in the writer's turn, once per Idempotency-Key: fills q's status, headers and body. For routes of
// modules that write under /api/v1.
void api_write(request *q, bool (*write)(request *q, void *arg), void *arg, const entity *e, i64 id, const char *verb);

// OpenAPI 3.1 of everything above, for all entities and actions.
void api_put_openapi(arena *a, text *t);

#endif
