// dispatch.c: from a request as it came to an answer.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/dispatch.h"

#include "platform/base/log.h"
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/people/factor.h"
#include "platform/web/assets.h"
#include "platform/web/form.h"
#include "platform/web/identify.h"
#include "platform/web/reply.h"
#include "platform/web/words.h"
#include "platform/web/zip.h"

#include <stdatomic.h>

enum { PAGE_USUAL = 80 << 10 }; // a list of fifty

// Ten characters, unlike any other of this process and unlikely in another.
static str request_id(arena *a)
{
    static atomic_uint_fast64_t next;
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    uint64_t n = atomic_fetch_add(&next, 1);
    if (n == 0) {
        random_fill(&n, sizeof n);
        n >>= 14;
        atomic_store(&next, n + 1);
    }
    n *= 0x9E3779B97F4A7C15u; // odd: a permutation, so neighbours look apart
    char *p = arena_take(a, 10);
    for (int i = 0; i < 10; i++) p[i] = digits[n >> (64 - 5 * (i + 1)) & 31];
    return (str){p, 10};
}

static bool loopback_name(str host)
{
    return str_eq(host, S("localhost")) || str_eq(host, S("127.0.0.1")) || str_eq(host, S("[::1]"));
}

// "example.org:443" → "example.org"; an address in brackets keeps them.
static str without_port(str host)
{
    ptrdiff_t from = str_starts(host, S("[")) ? str_find(host, ']') : 0;
    if (from < 0) return host;
    ptrdiff_t colon = str_find(str_from(host, from), ':');
    return colon < 0 ? host : str_sub(host, 0, from + colon);
}

bool site_host(const site *s, str host)
{
    if (loopback_name(without_port(host))) return true;
    ptrdiff_t at = str_search(s->url, S("://"));
    return s->url.n && header_same(host, str_from(s->url, at + 3));
}

static bool method_of(str verb, method *m)
{
    static const struct {
        const char *verb;
        method method;
    } known[] = {{"GET", GET}, {"HEAD", GET}, {"POST", POST}, {"PATCH", PATCH}, {"DELETE", DELETE}};
    for (int i = 0; i < countof(known); i++) {
        if (!str_eq(verb, str_of(known[i].verb))) continue;
        *m = known[i].method;
        return true;
    }
    return false;
}

static void clock_set(ctx *c)
{
    moment last = ledger_last(c->database);
    c->now = clock_now();
    if (last.us > c->now.us) c->now = last;
    const organisation *o = organisation_get(c);
    c->zone = o->zone, c->currency = o->currency;
    c->today = moment_date(c->now, c->zone);
}

// Query and form as parameters, a JSON or other body as it is.
static bool body_read(request *q)
{
    parameters p = {0};
    str type = header_find(q->in->headers, q->in->nheaders, S("content-type"));
    str plain = type;
    plain = str_trim(str_cut(&plain, ';'));
    bool ok = form_read(q->c->a, q->query, &p);
    if (ok && q->in->body.n && header_same(plain, S("application/x-www-form-urlencoded")))
        ok = form_read(q->c->a, q->in->body, &p);
    else if (ok && header_same(plain, S("multipart/form-data")))
        ok = multipart_read(q->c->a, q->in->body, type, &p);
    else {
        q->body = q->in->body;
        q->body_type = plain;
    }
    q->parameters = p.p;
    q->nparameters = p.n;
    return ok || fail_as(q->c, NO_INPUT, NULL, "The request cannot be read: its form is broken or not UTF-8.");
}

static bool route_permitted(request *q)
{
    str verb = str_of(q->route->name), noun = str_cut(&verb, '.');
    if (permit(q->c, q->route->permit, str_z(q->c->a, noun), str_z(q->c->a, verb))) return true;
    if (q->c->person && q->c->failures->kind == NO_RIGHT)
        ledger_denied(q->c, str_of(q->route->name), q->entity ? noun : S(""), 0, q->c->failures->sentence);
    return false;
}

// Cross-site refusals of a known person are denials too, but carry no record.
static bool admitted(request *q, session *room)
{
    return identify(q, room) && body_read(q) && request_meant(q) && route_permitted(q);
}

static void route_set(request *q, const routed *found)
{
    q->route = &found->r;
    q->module = found->module;
    q->entity = found->entity;
    q->action = found->action;
    q->part_names = found->names;
}

static void reply_no_route(request *q, unsigned allowed)
{
    if (!allowed) {
        fail_as(q->c, NO_RECORD, NULL, "There is nothing at this address.");
        reply_refused(q);
        return;
    }
    text allow = {.a = q->c->a};
    for (int m = GET; m <= DELETE; m++) {
        if (!(allowed & 1u << m)) continue;
        if (allow.n) put_z(&allow, ", ");
        put_z(&allow, m == GET ? "GET, HEAD" : method_name((method)m));
    }
    reply_header(q, "Allow", text_str(&allow));
    fail_as(q->c, NO_INPUT, NULL, "This address does not answer to $1.", v(q->in->verb));
    reply_refused(q);
    q->status = 405;
}

// Whose role asks for a second factor sees nothing but the page that sets one up.
static bool factor_first(request *q)
{
    str name = str_of(q->route->name);
    if (!q->session || str_starts(name, S("factor.")) || str_starts(name, S("session."))) return false;
    if (!factor_due(q->c)) return false;
    if (q->method == GET && !q->api)
        reply_see(q, S("/account/factor"));
    else {
        fail_as(q->c, NO_RIGHT, NULL, "Your role asks for a second factor: set it up first, under Your account.");
        reply_refused(q);
    }
    return true;
}

// Everything that needs the database.
static void serve(request *q, session *room)
{
    unsigned allowed;
    const routed *found = router_find(q->site->router, q->method, q->path, q->parts, &allowed);
    if (found) route_set(q, found);
    clock_set(q->c);
    if (!found) {
        if (identify(q, room))
            reply_no_route(q, allowed);
        else
            reply_refused(q);
    } else if (!admitted(q, room))
        reply_refused(q);
    else if (!factor_first(q))
        found->r.run(q);
    // A statement that failed in the middle of a page leaves half a page: say so instead.
    if (!db_error(q->c->db).n) return;
    log_line("the database failed: $1 (request $2)", v(db_error(q->c->db)), v(q->c->request));
    reply_failed(q, NO_WORLD);
}

static outgoing answer(request *q)
{
    str body = q->content.p ? q->content : text_str(q->out);
    if (!q->status) q->status = 200;
    if (!q->type) q->type = "text/html; charset=utf-8";
    answer_headers(q);
    if (zip_fits(q->type, body.n) && zip_accepted(request_header(q, "accept-encoding"))) {
        str packed = zip(q->c->a, body);
        if (packed.p) {
            body = packed;
            reply_header(q, "Content-Encoding", S("gzip"));
        }
    }
    return (outgoing){.status = q->status,
                      .type = q->type,
                      .body = body,
                      .headers = q->headers,
                      .nheaders = q->nheaders,
                      .request = q->c->request,
                      .person = q->c->person};
}

static outgoing asset(request *q)
{
    str rest = str_from(q->path, 3), hash = str_cut(&rest, '/');
    const asset_file *f = asset_find(rest);
    if (!f || !str_eq(hash, f->hash) || q->method != GET) {
        fail_as(q->c, NO_RECORD, NULL, "There is nothing at this address.");
        reply_failed(q, NO_RECORD);
        return answer(q);
    }
    bytes b = f->plain;
    answer_headers_asset(q);
    reply_header(q, "ETag", f->etag);
    if (f->gzip.p && zip_accepted(request_header(q, "accept-encoding"))) {
        b = f->gzip;
        reply_header(q, "Content-Encoding", S("gzip"));
    }
    bool known = str_eq(request_header(q, "if-none-match"), f->etag);
    return (outgoing){.status = known ? 304 : 200,
                      .type = str_z(q->c->a, f->type),
                      .body = known ? (str){0} : (str){b.p, b.n},
                      .headers = q->headers,
                      .nheaders = q->nheaders,
                      .fixed = true,
                      .request = q->c->request};
}

static request *request_make(const site *s, arena *a, const incoming *in)
{
    request *q = new (a, request);
    ctx *c = new (a, ctx);
    *c = (ctx){.a = a, .database = s->database, .request = request_id(a), .actor = S("nobody"), .channel = S("web")};
    text *out = new (a, text);
    *out = (text){.a = a};
    if (a->end - a->beg > PAGE_USUAL * 8) put_room(out, PAGE_USUAL); // grows seldom: each time it does, it moves
    *q = (request){.c = c, .out = out, .site = s, .in = in};
    str target = in->target, path = str_cut(&target, '?');
    q->query = target;
    if (!method_of(in->verb, &q->method))
        fail_as(c, NO_INPUT, NULL, "There is no such method.");
    else if (!path_read(a, path, &q->path))
        fail_as(c, NO_INPUT, NULL, "There is no such address.");
    else if (!in->local && !site_host(s, header_find(in->headers, in->nheaders, S("host"))))
        fail_as(c, NO_INPUT, NULL, "This is not the address of this program.");
    q->api = str_starts(q->path, S("/api/"));
    q->fragment = request_header(q, "hx-request").n > 0;
    q->language = language_wanted(request_header(q, "accept-language"));
    return q;
}

// Exhausted memory and a failed world jump back to here: *kind says which.
static bool serve_bounded(request *q, refusal *kind, outgoing *out)
{
    jmp_buf full, boundary;
    session *room = new (q->c->a, session);
    if (setjmp(full)) {
        *kind = NO_ROOM;
        return false;
    }
    if (setjmp(boundary)) {
        *kind = NO_WORLD;
        return false;
    }
    q->c->a->full = &full;
    q->c->boundary = &boundary;
    serve(q, room);
    *out = answer(q);
    return true;
}

outgoing dispatch(const site *s, arena *a, const incoming *in)
{
    jmp_buf *outer = a->full;
    request *q = request_make(s, a, in);
    char *mark = a->beg;
    refusal kind = NO_INPUT;
    outgoing out;
    if (failed(q->c)) {
        reply_failed(q, kind);
        return answer(q);
    }
    if (str_starts(q->path, S("/-/"))) return asset(q);
    q->c->db = db_reader(q->c->database);
    bool done = serve_bounded(q, &kind, &out);
    a->full = outer;
    db_release(q->c->db);
    if (done) return out;
    a->beg = mark; // what filled the arena is forgotten; the request lies below
    q->headers = NULL;
    q->nheaders = 0;
    reply_failed(q, kind);
    return answer(q);
}

bool dispatch_upload(const site *s, arena *a, const incoming *in)
{
    request *q = request_make(s, a, in);
    if (in->local) return true;
    if (failed(q->c)) return false;
    session room;
    q->c->db = db_reader(q->c->database);
    clock_set(q->c);
    bool known = identify(q, &room) && q->c->person;
    db_release(q->c->db);
    return known;
}
