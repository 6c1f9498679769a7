// place.c: an organisation's database, opened to work in: schema, ledger, routes.
// SPDX-License-Identifier: Apache-2.0
#include "app/place.h"
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/record/schema.h"
#include "platform/record/search.h"

enum { LEAVES_MOST = 1000000 }; // entries numbered at the end of a command

static void begin(const place *p, arena *a, ctx *c, moment now)
{
    *c = (ctx){.a = a, .database = p->database, .channel = S("cli"), .request = S("cli"), .now = now, .zone = S("UTC")};
    c->db = db_reader(p->database);
    c->today = moment_date(c->now, c->zone);
}

void place_begin(const place *p, arena *a, ctx *c)
{
    begin(p, a, c, ledger_now(p->database));
    c->zone = organisation_get(c)->zone;
    c->today = moment_date(c->now, c->zone);
    ctx_operator(c);
}

void place_end(ctx *c)
{
    db_release(c->db);
    c->db = NULL;
}

static bool migrate(ctx *c, void *arg)
{
    (void)arg;
    return schema_migrate(c);
}

static str sentence(const ctx *c)
{
    return failed(c) ? c->failures->sentence : S("The database could not be made ready.");
}

static place_answer open_file(place *p, arena *a, str where, database_options o, str *error)
{
    bool busy = false;
    *p = (place){0};
    if (!where.n) {
        *error = S("Which database? Name it with -d DB or $ISMS_DB.");
        return PLACE_REFUSED;
    }
    p->database = database_open(where, o, error, &busy);
    if (!p->database) return busy ? PLACE_BUSY : PLACE_REFUSED;
    search_open(p->database);
    p->site = (site){.database = p->database, .router = router_make(a, modules, routes_generic)};
    return PLACE_OPEN;
}

static place_answer give_up(place *p, str *error, str why)
{
    *error = why;
    database_close(p->database);
    p->database = NULL;
    return PLACE_REFUSED;
}

// Is the stored schema ours? Not yet, with an empty *why: it is to be brought up to date.
static bool current(const place *p, arena *a, str *why)
{
    ctx c;
    *why = (str){0};
    begin(p, a, &c, clock_now());
    bool ok = schema_current(&c, why);
    db_clear(c.db);
    place_end(&c);
    return ok;
}

place_answer place_open(place *p, arena *a, str where, database_options o, str *error)
{
    ctx c;
    str why;
    place_answer answer = open_file(p, a, where, o, error);
    if (answer != PLACE_OPEN) return answer;
    bool ok = current(p, a, &why);
    if (why.n || !ledger_open(p->database, &why)) return give_up(p, error, why);
    if (ok) return PLACE_OPEN;
    place_begin(p, a, &c);
    ok = operate_with(&c, migrate, NULL);
    place_end(&c);
    return ok ? PLACE_OPEN : give_up(p, error, sentence(&c));
}

// The ledger is made here, so operate(), which asks it for the time, cannot be used yet.
static bool create(const place *p, arena *a)
{
    ctx c = {.a = a, .database = p->database, .now = clock_now(), .zone = S("UTC"), .writing = true};
    c.db = db_write_begin(p->database);
    if (!c.db) return false;
    bool ok = schema_create(&c) && !db_error(c.db).n;
    return db_write_end(c.db, ok) == DB_DONE && ok;
}

place_answer place_create(place *p, arena *a, str where, database_options o, str *error)
{
    str why;
    o.create = true;
    place_answer answer = open_file(p, a, where, o, error);
    if (answer != PLACE_OPEN) return answer;
    if (current(p, a, &why) || !why.n)
        return give_up(p, error, format(a, "$1 holds an organisation already: nothing was changed.", v(where)));
    if (!create(p, a)) return give_up(p, error, format(a, "The tables could not be made in $1.", v(where)));
    return ledger_open(p->database, &why) ? PLACE_OPEN : give_up(p, error, why);
}

void place_close(place *p)
{
    if (!p->database) return;
    ledger_flush(p->database);
    ledger_number(p->database, LEAVES_MOST);
    database_close(p->database);
    p->database = NULL;
}

str place_socket(arena *a, str where)
{
    return str_join(a, where, S(".sock"));
}
