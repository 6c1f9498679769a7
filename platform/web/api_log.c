// api_log.c: the ledger for programs: its entries, and whether they verify.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/web/api_log.h"

enum { PAGE = 50, MOST = 500 };

// What the query asks for; see api_log.h.
typedef struct {
    text where;
    val vals[12];
    int nvals;
    i64 limit;
} sieve;

static void when(sieve *s, const char *condition, val x)
{
    s->vals[++s->nvals] = x;
    fill(&s->where, S(" AND $1 $$$2"), VALS(v(condition), v(s->nvals)), 2);
}

static bool take_day(ctx *c, sieve *s, str name, str value)
{
    bool from = str_eq(name, S("from"));
    date d;
    if (!date_read(value, &d))
        return fail_as(c, NO_INPUT, from ? "from" : "until", "\"$1\" is no date; write 2027-03-01.", v(value));
    if (!from) d.day++;
    when(s, from ? "l.at >=" : "l.at <", v(date_moment(d, c->zone)));
    return true;
}

static bool take_record(ctx *c, sieve *s, str value)
{
    i64 id;
    const entity *e = entity_of_code(value, &id);
    if (!e) return fail_as(c, NO_INPUT, "record", "\"$1\" is no code of a record.", v(value));
    when(s, "l.entity =", v(e->name));
    when(s, "l.id =", v(id));
    return true;
}

static bool take(ctx *c, sieve *s, str name, str value)
{
    i64 n = 0;
    if (str_eq(name, S("from")) || str_eq(name, S("until"))) return take_day(c, s, name, value);
    if (str_eq(name, S("record"))) return take_record(c, s, value);
    if (str_eq(name, S("actor")))
        when(s, "l.actor =", v(value));
    else if (str_eq(name, S("verb")))
        when(s, "l.verb =", v(value));
    else if (str_eq(name, S("result")))
        when(s, "l.result =", v(value));
    else if (str_eq(name, S("limit")) && str_int(value, &n) && n > 0 && n <= MOST)
        s->limit = n;
    else if (str_eq(name, S("after")) && str_int(value, &n) && n > 0)
        when(s, "l.seq <", v(n));
    else
        return fail_as(c, NO_INPUT, str_z(c->a, name),
                       "The log takes actor, verb, record, result, from, until, limit (1 to 500) and after.");
    return true;
}

static bool read_sieve(request *q, sieve *s)
{
    *s = (sieve){.where = {.a = q->c->a}, .vals = {{.kind = VAL_NIL}}, .limit = PAGE};
    bool ok = true;
    if (q->nparameters > 8) return fail_as(q->c, NO_INPUT, NULL, "That is more than the log can be asked.");
    for (int i = 0; i < q->nparameters; i++) ok = take(q->c, s, q->parameters[i].name, q->parameters[i].value) && ok;
    return ok;
}

static void put_entry(json_writer *w, ctx *c, const rows *r)
{
    const entity *e = entity_find(db_view(r, 5));
    json_put_object(w);
    json_member(w, "n", v(db_int(r, 1)));
    json_member(w, "at", v((moment){db_int(r, 2)}));
    json_member(w, "actor", v(db_view(r, 3)));
    json_member(w, "verb", v(db_view(r, 4)));
    json_member(w, "record", v(e ? record_code(c->a, e, db_int(r, 6)) : S("")));
    json_member(w, "version", v(db_int(r, 7)));
    json_member(w, "result", v(db_view(r, 8)));
    json_member(w, "reason", v(db_view(r, 9)));
    json_member(w, "note", v(db_view(r, 10)));
    json_member(w, "channel", v(db_view(r, 11)));
    json_member(w, "request", v(db_view(r, 12)));
    json_end_object(w);
}

static i64 put_entries(ctx *c, json_writer *w, sieve *s, bool *more)
{
    text t = {.a = c->a};
    i64 n = 0, last = 0;
    s->vals[++s->nvals] = v(s->limit + 1);
    fill(&t,
         S("SELECT l.seq, coalesce(l.n, 0), l.at, l.actor, l.verb, l.entity, l.id, l.version, l.result, l.reason, "
           "l.note, l.channel, l.request FROM {ledger! l} WHERE l.seq > 0$1 ORDER BY l.seq DESC LIMIT $$$2"),
         VALS(v(text_str(&s->where)), v(s->nvals)), 2);
    rows r = query_built(c, text_str(&t), s->vals, s->nvals);
    while (db_next(&r)) {
        *more = n == s->limit;
        if (*more) break;
        last = db_int(&r, 0);
        put_entry(w, c, &r);
        n++;
    }
    db_stop(&r);
    return last;
}

static i64 count(ctx *c, sieve *s)
{
    text t = {.a = c->a};
    fill(&t, S("SELECT count(*) FROM {ledger! l} WHERE l.seq > 0$1"), VALS(v(text_str(&s->where))), 1);
    return db_one(query_built(c, text_str(&t), s->vals, s->nvals));
}

// The roles must be held for the whole organisation: entries know no unit.
static bool allowed(request *q)
{
    if (q->c->whole_roles & WHOLE_LOG) return true;
    fail_as(q->c, NO_RIGHT, NULL, "The whole log is for those whose role holds for the whole organisation.");
    api_refuse(q);
    return false;
}

static void show_log(request *q)
{
    ctx *c = q->c;
    sieve s;
    json_writer w = {.out = q->out};
    bool more = false;
    if (!allowed(q)) return;
    if (!read_sieve(q, &s)) {
        api_refuse(q);
        return;
    }
    i64 total = count(c, &s);
    json_put_object(&w);
    json_put_name(&w, S("items"));
    json_put_array(&w);
    i64 last = put_entries(c, &w, &s, &more);
    json_end_array(&w);
    json_member(&w, "total", v(total));
    json_put_name(&w, S("next"));
    if (more)
        json_put(&w, v(format(c->a, "$1", v(last))));
    else
        json_put(&w, (val){.null = true});
    json_end_object(&w);
    put_char(q->out, '\n');
    q->type = "application/json";
}

static void verify_log(request *q)
{
    if (!allowed(q)) return;
    verification found = ledger_verify(q->c);
    json_writer w = {.out = q->out};
    json_put_object(&w);
    json_put_name(&w, S("verified"));
    json_put_bool(&w, !found.bad);
    json_member(&w, "size", v(found.size));
    json_member(&w, "erased", v(found.erased));
    json_member(&w, "root", v(hash_hex(q->c->a, found.root)));
    json_put_name(&w, S("bad"));
    if (found.bad)
        json_put(&w, v(found.bad));
    else
        json_put(&w, (val){.null = true});
    json_member(&w, "what", v(found.what));
    json_end_object(&w);
    put_char(q->out, '\n');
    q->type = "application/json";
}

const route api_log_routes[] = {
    ROUTE(GET, "/api/v1/log", "log.list", WHOLE_LOG, show_log),
    ROUTE(GET, "/api/v1/log/verify", "log.verify", WHOLE_LOG, verify_log),
    {0},
};
