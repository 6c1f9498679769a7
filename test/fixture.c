// fixture.c: an organisation in a fresh database.
// SPDX-License-Identifier: Apache-2.0
#include "test/fixture.h"
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/record/schema.h"

#include <string.h>

static struct database *opened;
static const char *opened_at;
static i64 later;
static ctx *open_now[256];
static int nopen;

static bool source_pairs(void *from, const char *name, str *value)
{
    const char *const *pairs = from;
    for (; *pairs; pairs += 2)
        if (strcmp(pairs[0], name) == 0) {
            *value = str_of(pairs[1]);
            return true;
        }
    return false;
}

static void close_ctx(ctx *c)
{
    if (c->db) db_release(c->db);
    c->db = NULL;
}

static ctx *open_ctx(void)
{
    ctx *c = new (test_arena, ctx);
    *c = (ctx){.a = test_arena, .database = opened, .zone = S("UTC"), .request = S("test"), .channel = S("test")};
    c->now.us = clock_now().us + later;
    if (ledger_last(opened).us > c->now.us) c->now = ledger_last(opened);
    c->today = moment_date(c->now, c->zone);
    // A database lends few readers: of many persons in one test the last three hold one.
    if (nopen >= 3 && open_now[(nopen - 3) % 256]) close_ctx(open_now[(nopen - 3) % 256]);
    c->db = db_reader(opened);
    open_now[nopen++ % 256] = c;
    return c;
}

ctx *fixture_operator(void)
{
    ctx *c = open_ctx();
    ctx_operator(c);
    return c;
}

ctx *fixture_as(i64 person)
{
    ctx *c = open_ctx();
    check(ctx_become(c, person));
    return c;
}

void fixture_clock(i64 us)
{
    later += us;
}

ctx *fixture_later(i64 person)
{
    fixture_clock(1000);
    return fixture_as(person);
}

ctx *fixture_again(ctx *c)
{
    i64 person = c->person;
    close_ctx(c);
    return person ? fixture_as(person) : fixture_operator();
}

i64 fixture_add(ctx *c, const entity *e, const char *const *pairs)
{
    void *rec = record_new(c, e), *from = (void *)(uintptr_t)pairs;
    link_input links[8];
    if (!record_read(c, e, rec, source_pairs, from)) return 0;
    int n = record_read_links(c, e, source_pairs, from, links, countof(links));
    if (failed(c) || !operate_add(c, e, rec, links, n)) return 0;
    return ((record *)rec)->id;
}

i64 fixture_made(i64 person, const entity *e, const char *const *pairs)
{
    ctx *c = fixture_later(person);
    i64 id = fixture_add(c, e, pairs);
    check_done(c, id != 0);
    return id;
}

typedef struct {
    const entity *e;
    const char *const *pairs;
} pairs_of;

static bool change_pairs(ctx *c, void *rec, void *arg)
{
    pairs_of *p = arg;
    return record_read(c, p->e, rec, source_pairs, (void *)(uintptr_t)p->pairs);
}

bool fixture_set(ctx *c, const entity *e, i64 id, const char *const *pairs)
{
    pairs_of p = {e, pairs};
    link_input links[8];
    int n = record_read_links(c, e, source_pairs, (void *)(uintptr_t)pairs, links, countof(links));
    return !failed(c) && operate_set(c, e, id, 0, change_pairs, &p, links, n);
}

bool fixture_act(ctx *c, const action *a, i64 id, const char *const *pairs)
{
    void *in = a->input ? arena_take(c->a, a->input->size) : NULL;
    if (in && !record_read(c, a->input, in, source_pairs, (void *)(uintptr_t)pairs)) return false;
    return operate(c, a, id, 0, in);
}

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void settle(void)
{
    static const char *const names[] = {"Ada", "Max", "Greta", "August", "Olive", "Oscar", "Stan", "Edith"};
    static const char *const roles[] = {"administrator", "manager", "management", "auditor",
                                        "owner",         "owner",   "staff",      "external"};
    static const char *const units[] = {"U-1", "U-1", "U-1", "U-1", "U-2", "U-3", "U-2", "U-1"};
    ctx *c = fixture_operator();
    check_done(c, fixture_add(c, &organisation_entity, PAIRS("name", "Test house", "zone", "UTC", "currency", "EUR")) ==
                      1);
    check_done(c, fixture_add(c, &unit_entity, PAIRS("name", "Test house")) == 1);
    check_done(c, fixture_add(c, &unit_entity, PAIRS("name", "North", "parent", "U-1")) == 2);
    check_done(c, fixture_add(c, &unit_entity, PAIRS("name", "South", "parent", "U-1")) == 3);
    for (int i = 0; i < 8; i++) {
        str mail = format(c->a, "$1@test.example", v(names[i]));
        str code = format(c->a, "P-$1", v(i + 1));
        check_done(c, fixture_add(c, &person_entity,
                                  PAIRS("name", names[i], "email", str_z(c->a, mail), "unit", units[i], "account",
                                        "yes")) == i + 1);
        check_done(c, fixture_add(c, &role_entity,
                                  PAIRS("person", str_z(c->a, code), "role", roles[i], "unit",
                                        i == 4 || i == 5 ? units[i] : "U-1", "until", i == 7 ? "today+30" : "")));
    }
    close_ctx(c);
}

// A test that failed may have left readers lent, or the writer's turn taken.
static void close_all(void)
{
    for (int i = 0; i < nopen && i < countof(open_now); i++) close_ctx(open_now[i]);
    nopen = 0;
    if (opened) database_close(opened);
    opened = NULL;
}

ctx *fixture(void)
{
    str error = {0};
    bool busy = false;
    later = 0;
    test_after = close_all;
    opened_at = test_database();
    opened = database_open(str_of(opened_at), (database_options){.create = true, .no_sync = true}, &error, &busy);
    if (!opened) check_str(error, "");
    if (!schema_open(opened, true, &error)) check_str(error, "");
    settle();
    return fixture_operator();
}

bool fixture_reopen(str *error)
{
    bool busy = false;
    close_all();
    opened = database_open(str_of(opened_at), (database_options){.no_sync = true}, error, &busy);
    return opened && schema_open(opened, false, error);
}

void fixture_verify(void)
{
    ctx *c = fixture_operator();
    if (db_kind_of(c->db) == DB_POSTGRES) {
        while (ledger_number(opened, 10000) > 0) {
        }
        c = fixture_again(c);
    }
    verification seen = ledger_verify(c);
    check_str(seen.what, "");
    check_int(seen.bad, 0);
    close_ctx(c);
}
