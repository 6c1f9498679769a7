// api_key.c: writes of the API, carried out once per Idempotency-Key.
// SPDX-License-Identifier: Apache-2.0
//
// The answer is stored in the write's own transaction, so that a client whose connection broke may ask again with the
// same key and learn what became of it. A refused write leaves nothing, and may be tried again under the same key.
#include "platform/ledger/ledger.h"
#include "platform/web/api.h"

static const i64 kept_for = 24 * 3600 * INT64_C(1000000);

static const table api_tables[] = {
    {"CREATE TABLE api_key (actor {text} NOT NULL, name {text} NOT NULL, request {text} NOT NULL, at {int} NOT NULL, "
     "status {int} NOT NULL, location {text} NOT NULL, etag {text} NOT NULL, answer {text} NOT NULL, "
     "PRIMARY KEY (actor, name)){end};\nCREATE INDEX api_key_by_at ON api_key (at);\n"},
    {0},
};

static bool sweep(ctx *c, void *arg)
{
    i64 *n = arg;
    *n = db_one(query(c, "SELECT count(*) FROM {api_key!} WHERE at <= $1", v((moment){c->now.us - kept_for})));
    return !*n || (exec(c, "DELETE FROM {api_key!} WHERE at <= $1", v((moment){c->now.us - kept_for})) &&
                   ledger_append(c, &(entry){.verb = S("key.sweep"),
                                             .result = S("done"),
                                             .note = format(c->a, "$1 answers kept for a day.", v(*n))}));
}

static bool sweep_all(ctx *c, job_progress *progress, void *to)
{
    i64 n = 0;
    if (!operate_with(c, sweep, &n)) return false;
    progress(to, n, n, format(c->a, "$1 answers kept for a day.", v(n)));
    return true;
}

static const job api_jobs[] = {{"key-sweep", "Forget answers to idempotency keys after a day", 86400, sweep_all}, {0}};
const module api_module = {.name = "api", .tables = api_tables, .jobs = api_jobs};

typedef struct {
    request *q;
    bool (*write)(request *q, void *arg);
    void *arg;
    str key, request; // the request's hash
    int nheaders;     // what the server had set before
} keyed_write;

static str answered(const request *q, const char *name)
{
    for (int i = 0; i < q->nheaders; i++)
        if (str_eq(q->headers[i].name, str_of(name))) return q->headers[i].value;
    return S("");
}

// The stored answer of that key. *found is false when there is none.
static bool answer_again(keyed_write *j, bool *found)
{
    bool other = false;
    request *q = j->q;
    ctx *c = q->c;
    str location = {0}, etag = {0};
    *found = false;
    rows r = query(c,
                   "SELECT k.request, k.status, k.location, k.etag, k.answer FROM {api_key! k} WHERE k.actor = $1 AND "
                   "k.name = $2 AND k.at > $3",
                   v(c->actor), v(j->key), v((moment){c->now.us - kept_for}));
    while (db_next(&r)) {
        *found = true;
        other = !str_eq(db_view(&r, 0), j->request);
        q->status = (int)db_int(&r, 1);
        location = db_text(&r, 2), etag = db_text(&r, 3);
        put(q->out, db_view(&r, 4));
    }
    if (!*found) return true;
    if (other) return fail_as(c, NO_INPUT, "Idempotency-Key", "That key was used for another request within 24 hours.");
    if (location.n) reply_header(q, "Location", location);
    if (etag.n) reply_header(q, "ETag", etag);
    reply_header(q, "Idempotency-Replayed", S("true"));
    return true;
}

static bool store_answer(keyed_write *j)
{
    request *q = j->q;
    ctx *c = q->c;
    return exec(c, "DELETE FROM {api_key!} WHERE at <= $1", v((moment){c->now.us - kept_for})) &&
           exec(c,
                "INSERT INTO {api_key!} (actor, name, request, at, status, location, etag, answer) VALUES ($1, $2, $3, "
                "$4, $5, $6, $7, $8)",
                v(c->actor), v(j->key), v(j->request), v(c->now), v(q->status), v(answered(q, "Location")),
                v(answered(q, "ETag")), v(text_str(q->out)));
}

static bool run(ctx *c, void *arg)
{
    keyed_write *j = arg;
    bool found = false;
    (void)c;
    j->q->out->n = 0; // a retry starts anew
    j->q->nheaders = j->nheaders;
    if (j->key.n && !answer_again(j, &found)) return false;
    if (found) return true;
    return j->write(j->q, j->arg) && (!j->key.n || store_answer(j));
}

void api_write(request *q, bool (*write)(request *q, void *arg), void *arg, const entity *e, i64 id, const char *verb)
{
    ctx *c = q->c;
    keyed_write j = {.q = q, .write = write, .arg = arg, .nheaders = q->nheaders};
    if (q->method == POST) j.key = request_header(q, "Idempotency-Key");
    if (j.key.n > 255) {
        fail_as(c, NO_INPUT, "Idempotency-Key", "The key is longer than 255 characters.");
        api_refuse(q);
        return;
    }
    if (j.key.n) j.request = hash_hex(c->a, hash_of(format(c->a, "$1\n$2\n$3", v(q->path), v(q->query), v(q->body))));
    q->type = "application/json";
    if (!operate_denied(c, operate_with(c, run, &j), e, id, verb)) api_refuse(q);
}
