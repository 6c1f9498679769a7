// town.c: a large organisation drawn by a seed, for benches.
// SPDX-License-Identifier: Apache-2.0
#include "test/bench/town.h"
#include "plan/asset.h"
#include "plan/control.h"
#include "plan/risk.h"
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/record/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 500 };

static uint64_t state = 42;

static i64 draw(i64 n)
{
    state += 0x9E3779B97F4A7C15u;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (i64)((z ^ (z >> 31)) % (uint64_t)n);
}

static const char *const things[] = {"Ledger",  "Archive", "Portal",   "Server",   "Laptop",  "Backup",
                                     "Mailbox", "Gateway", "Register", "Database", "Printer", "Contract",
                                     "Camera",  "Sensor",  "Model",    "Key"};
static const char *const harms[] = {"is lost",           "is read by strangers",  "is encrypted by an intruder",
                                    "stops for a day",   "is changed unseen",     "is sent to the wrong person",
                                    "fails in an audit", "is stolen on a journey"};
static const char *const places[] = {"in the north ward", "at the harbour office", "of the laboratory",
                                     "in accounting",     "at the front desk",     "of the night shift",
                                     "in the cloud",      "of a supplier"};

void town_stop(const ctx *c, const char *what)
{
    fprintf(stderr, "%s", what);
    if (c && c->failures) fprintf(stderr, ": %.*s", STRF(c->failures->sentence));
    fputc('\n', stderr);
    exit(2);
}

database *town_open(const char *file, bool create, bool sync)
{
    str error = {0};
    bool busy = false;
    database *d = database_open(str_of(file), (database_options){.create = create, .no_sync = !sync}, &error, &busy);
    if (!d || !schema_open(d, create, &error)) {
        fprintf(stderr, "%s: %.*s\n", file, STRF(error));
        exit(2);
    }
    return d;
}

ctx town_ctx(database *d, arena *a)
{
    ctx c = {.a = a, .database = d, .zone = S("UTC"), .request = S("seed"), .channel = S("seed"), .now = ledger_now(d)};
    c.db = db_reader(d);
    ctx_operator(&c);
    return c;
}

typedef struct {
    town_size s;
    i64 from, to;
} part_of;

static bool make_people(ctx *c, void *arg)
{
    const part_of *p = arg;
    organisation o = {.name = S("Large town"), .zone = S("UTC"), .currency = S("EUR")};
    unit root = {.name = S("Large town")};
    if (!record_save(c, &organisation_entity, &o) || !record_save(c, &unit_entity, &root) || !criteria_load(c))
        return false;
    for (int i = 0; i < p->s.units; i++) {
        unit u = {.name = format(c->a, "Unit $1", v(i + 1)), .parent = {1}};
        if (!record_save(c, &unit_entity, &u)) return false;
    }
    for (int i = 0; i < p->s.people; i++) {
        person x = {.name = format(c->a, "Person $1 $2", v(things[draw(countof(things))]), v(i + 1)),
                    .email = format(c->a, "p$1@town.example", v(i + 1)),
                    .unit = {2 + draw(p->s.units)},
                    .account = true};
        if (!record_save(c, &person_entity, &x)) return false;
    }
    role all = {.person = {1}, .role = ROLE_MANAGER, .unit = {1}};
    if (!record_save(c, &role_entity, &all)) return false;
    for (int i = 0; i < 25; i++) {
        role r = {.person = {2}, .role = ROLE_OWNER, .unit = {2 + i * p->s.units / 25}};
        if (!record_save(c, &role_entity, &r)) return false;
    }
    role one = {.person = {3}, .role = ROLE_OWNER, .unit = {7}};
    return record_save(c, &role_entity, &one);
}

static bool make_assets(ctx *c, void *arg)
{
    const part_of *p = arg;
    for (i64 i = p->from; i < p->to; i++) {
        asset x = {
            .name = format(c->a, "$1 $2 $3", v(things[draw(countof(things))]), v(i), v(places[draw(countof(places))])),
            .kind = (asset_kind)draw(8),
            .owner = {1 + draw(p->s.people)},
            .unit = {2 + draw(p->s.units)},
            .classification = (classification)(1 + draw(4)),
            .confidentiality = 1 + draw(5),
            .integrity = 1 + draw(5),
            .availability = 1 + draw(5),
            .number = 1};
        if (!record_save(c, &asset_entity, &x)) return false;
    }
    return true;
}

static bool make_risks(ctx *c, void *arg)
{
    const part_of *p = arg;
    for (i64 i = p->from; i < p->to; i++) {
        risk x = {.title = format(c->a, "$1 $2 $3 $4", v(things[draw(countof(things))]), v(i),
                                  v(harms[draw(countof(harms))]), v(places[draw(countof(places))])),
                  .scenario = format(c->a, "Case $1: somebody is careless, and it is noticed late.", v(i)),
                  .owner = {1 + draw(p->s.people)},
                  .unit = {2 + draw(p->s.units)},
                  .likelihood = 1 + draw(5),
                  .financial = 1 + draw(5),
                  .legal = draw(6),
                  .review_on = {c->today.day - 30 + draw(700)}};
        if (draw(2)) x.inherent_likelihood = 1 + draw(5), x.inherent_consequence = 1 + draw(5);
        if (!record_save(c, &risk_entity, &x)) return false;
    }
    return true;
}

static void in_batches(database *d, arena room, town_size s, i64 n, bool (*fn)(ctx *c, void *arg))
{
    for (i64 from = 0; from < n; from += BATCH) {
        arena a = room;
        ctx c = town_ctx(d, &a);
        part_of p = {s, from, from + BATCH < n ? from + BATCH : n};
        if (!operate_with(&c, fn, &p)) town_stop(&c, "the town could not be made");
        db_release(c.db);
    }
}

void town_make(const char *file, town_size s)
{
    arena room = arena_make((ptrdiff_t)1 << 30);
    database *d = town_open(file, true, false);
    in_batches(d, room, s, 1, make_people);
    in_batches(d, room, s, s.assets, make_assets);
    in_batches(d, room, s, s.risks, make_risks);
    database_close(d);
    arena_drop(room, room.beg);
}

static void run_sql(ctx *c, str sql)
{
    rows r = db_query_(c->db, c->a, sql, VALS(v(c->now.us - 10 * (i64)86400000000)), 1);
    while (db_next(&r)) {
    }
}

// A past version of each risk, as operations leave them, without an entry: the bench reads them only. People and units are as old.
static bool age_risks(ctx *c, void *arg)
{
    text into = {.a = c->a}, from = {.a = c->a};
    rows r = db_query(c->db, c->a, "SELECT name FROM pragma_table_info('risk_past') ORDER BY cid");
    (void)arg;
    while (db_next(&r)) {
        str name = db_text(&r, 0);
        if (into.n) put(&into, S(", ")), put(&from, S(", "));
        put(&into, name);
        if (str_eq(name, S("since")))
            put(&from, S("$1 - 4320000000000"));
        else if (str_eq(name, S("past_until")))
            put(&from, S("$1"));
        else
            put(&from, str_eq(name, S("unit_now")) ? S("unit") : name);
    }
    run_sql(c, format(c->a, "INSERT INTO risk_past ($1) SELECT $2 FROM risk", v(text_str(&into)), v(text_str(&from))));
    run_sql(c, S("UPDATE risk SET version = version + 1, since = $1"));
    run_sql(c, S("UPDATE person SET since = $1 - 4320000000000"));
    run_sql(c, S("UPDATE unit SET since = $1 - 4320000000000"));
    return !db_error(c->db).n;
}

void town_age(const char *file)
{
    arena room = arena_make((ptrdiff_t)1 << 30);
    database *d = town_open(file, false, false);
    ctx c = town_ctx(d, &room);
    if (!operate_with(&c, age_risks, NULL)) town_stop(&c, "the town did not age");
    db_release(c.db);
    database_close(d);
}

str town_sign_in(const char *file, arena *a, i64 id)
{
    database *d = town_open(file, false, true);
    ctx c = town_ctx(d, a);
    session s = {0};
    str mail = format(a, "p$1@town.example", v(id));
    if (!person_set_password(&c, id, S("a long password 1"))) town_stop(&c, "no password");
    if (!session_open(&c, mail, S("a long password 1"), S("127.0.0.1"), &s)) town_stop(&c, "no session");
    db_release(c.db);
    database_close(d);
    return s.token;
}

str town_token(const char *file, arena *a, i64 id)
{
    database *d = town_open(file, false, true);
    ctx c = town_ctx(d, a);
    str token = {0};
    if (!token_make(&c, id, S("bench"), S("*.*"), (date){c.today.day + 30}, &token)) town_stop(&c, "no token");
    db_release(c.db);
    database_close(d);
    return token;
}
