// half_test.c: an operation is done or it is not: its n-th statement fails, then its n-th piece of memory, until it succeeds.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/record/field.h"
#include "platform/record/rules.h"
#include "test/specimen.h"

#include <setjmp.h>
#include <string.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static const entity *asset, *dependency, *task;
static i64 one, two, ending, todo, newcomer, serial;
static bool north; // is `one` there?

// ---- operations that between them use every path

static bool add_with_links(ctx *c)
{
    const char *name = str_z(c->a, format(c->a, "Added $1", v(++serial)));
    const char *on =
        str_z(c->a, format(c->a, "$1;$2", v(record_code(c->a, asset, one)), v(record_code(c->a, asset, two))));
    return fixture_add(c, asset, PAIRS("name", name, "owner", "P-5", "unit", "North", "depends_on", on)) != 0;
}

static bool move_with_parts(ctx *c)
{
    const char *on = str_z(c->a, north ? record_code(c->a, asset, two) : S(""));
    return fixture_set(c, asset, one,
                       PAIRS("unit", north ? "South" : "North", "owner", north ? "P-6" : "P-5", "depends_on", on));
}

static bool end_with_parts(ctx *c)
{
    return operate_end(c, asset, ending, 0);
}

static bool do_task(ctx *c)
{
    return fixture_act(c, action_find(task, S("done")), todo, PAIRS(NULL));
}

static bool give_role(ctx *c)
{
    const char *who = str_z(c->a, record_code(c->a, &person_entity, newcomer));
    return fixture_add(c, &role_entity, PAIRS("person", who, "role", "auditor", "unit", "North")) != 0;
}

static bool many(ctx *c, void *arg)
{
    (void)arg;
    for (int i = 0; i < 12; i++) {
        void *rec = record_new(c, asset);
        *(str *)field_at(field_find(asset, S("name")), rec) = format(c->a, "Many $1 $2", v(serial), v(i));
        ((ref *)field_at(field_find(asset, S("owner")), rec))->id = OLIVE;
        ((ref *)field_at(field_find(asset, S("unit")), rec))->id = 2;
        if (!do_add(c, asset, rec, NULL, 0)) return false;
    }
    return true;
}

static bool bring_in(ctx *c)
{
    serial++;
    return operate_with(c, many, NULL);
}

// A task that is done, or an asset that has ended, is made again for the next round.
static void prepare(ctx *c)
{
    north = db_one(db_query(c->db, c->a, "SELECT unit FROM asset WHERE id = $1", v(one))) == 2;
    specimens s = {.unit = 2, .person = OLIVE};
    ending = specimen_add(c, &s, asset);
    void *part = record_new(c, dependency);
    ((ref *)field_at(field_find(dependency, S("asset")), part))->id = ending;
    ((ref *)field_at(field_find(dependency, S("needs")), part))->id = two;
    check_done(c, specimen_save(c, dependency, part));
    todo = specimen_add(c, &s, task);
    newcomer = specimen_add(c, &s, &person_entity);
}

static const struct {
    const char *name;
    bool (*run)(ctx *c);
} operations[] = {{"add", add_with_links}, {"move", move_with_parts}, {"end", end_with_parts},
                  {"act", do_task},        {"role", give_role},       {"import", bring_in}};

static ctx *begin(void)
{
    asset = entity_find(S("asset")), dependency = entity_find(S("dependency")), task = entity_find(S("task"));
    ctx *c = fixture();
    specimens s = {.unit = 2, .person = OLIVE};
    one = specimen_add(c, &s, asset), two = specimen_add(c, &s, asset);
    prepare(c);
    for (int i = 0; i < countof(operations); i++) { // literals and statements are kept from now on
        check_done(c, operations[i].run(c));
        c = fixture_again(c);
    }
    return c;
}

// ---- what is there, in numbers

static str inventory(arena *a)
{
    ctx *c = fixture_operator();
    text t = {.a = a};
    c->a = a;
    for (const entity *e = NULL; (e = entity_next(e));) {
        rows r = db_query_(
            c->db, c->a,
            format(c->a,
                   "SELECT count(*), coalesce(CAST(sum(x.version) AS BIGINT), 0), (SELECT count(*) FROM $1_past) "
                   "FROM $1 AS x",
                   v(e->name)),
            VALS(), 0);
        while (db_next(&r))
            fill(&t, S("$1 $2 $3 $4\n"), VALS(v(e->name), v(db_int(&r, 0)), v(db_int(&r, 1)), v(db_int(&r, 2))), 4);
    }
    static const char *const others[] = {"ledger", "ledger_image", "search_doc", "reach", "session", "guess"};
    for (int i = 0; i < countof(others); i++)
        fill(&t, S("$1 $2\n"),
             VALS(v(others[i]),
                  v(db_one(db_query_(c->db, c->a, format(c->a, "SELECT count(*) FROM $1", v(others[i])), VALS(), 0)))),
             2);
    fill(&t, S("units $1 $2\n"),
         VALS(v(db_one(db_query(c->db, c->a, "SELECT CAST(sum(unit) AS BIGINT) FROM dependency"))),
              v(db_one(db_query(c->db, c->a, "SELECT CAST(sum(unit) AS BIGINT) FROM search_doc")))),
         2);
    c->a = test_arena;
    return text_str(&t);
}

static void nothing_left(str before, int operation, i64 n)
{
    arena whole = arena_make(1 << 20), room = whole;
    str after = inventory(&room);
    for (str x = before, y = after; x.p || y.p;) {
        str was = str_cut(&x, '\n'), is = str_cut(&y, '\n');
        if (!str_eq(was, is))
            check_str(format(test_arena, "$1, failing at $2: $3", v(operations[operation].name), v(n), v(is)), was);
    }
    arena_drop(whole, whole.beg);
}

static void all_sound(void)
{
    fixture_verify();
    ctx *c = fixture_operator();
    check_found *found;
    int n;
    check_done(c, rules_run_one(c, rule_find(S("ledger")), &found, &n));
    if (n) check_str(found[0].what, "");
    check_done(c, rules_run_one(c, rule_find(S("derived")), &found, &n));
    if (n) check_str(found[0].what, "");
}

TEST(a_statement_that_fails_leaves_nothing_half_done)
{
    begin();
    for (int k = 0; k < countof(operations); k++) {
        prepare(fixture_operator());
        str before = inventory(test_arena);
        arena whole = arena_make(16 << 20);
        bool done = false;
        i64 n = 0;
        while (!done && n < 2000) {
            n += n < 30 || !test_postgres() ? 1 : 5;
            ctx *c = fixture_operator();
            arena room = whole;
            c->a = &room;
            db_fail_at = n;
            done = operations[k].run(c);
            bool unharmed = db_fail_at != 0;
            db_fail_at = 0;
            if (done && unharmed) break;
            check(!done);
            check(c->failures != NULL);
            c->a = test_arena;
            nothing_left(before, k, n);
        }
        check(done && n > 4);
        arena_drop(whole, whole.beg);
    }
    all_sound();
}

TEST(memory_that_ends_leaves_nothing_half_done)
{
    begin();
    for (int k = 0; k < countof(operations); k++) {
        prepare(fixture_operator());
        str before = inventory(test_arena);
        arena whole = arena_make(16 << 20);
        volatile bool done = false;
        volatile i64 n = 0;
        while (!done && n < 5000) {
            n += n < 40 ? 1 : test_postgres() ? 29 : 7; // the first each, then some
            ctx *c = fixture_operator();
            arena room = whole;
            jmp_buf full;
            c->a = &room;
            if (setjmp(full) == 0) {
                room.full = &full;
                arena_fail_at = n;
                done = operations[k].run(c);
                if (done && arena_fail_at) break;
            }
            arena_fail_at = 0;
            c->a = test_arena;
            check(!done);
            nothing_left(before, k, n);
        }
        arena_fail_at = 0;
        check(done && n > 4);
        arena_drop(whole, whole.beg);
    }
    all_sound();
}

TEST(an_operation_that_is_too_big_says_so)
{
    ctx *c = begin();
    str before = inventory(test_arena);
    arena whole = arena_make(1 << 20), room = whole; // with nobody to jump to
    c = fixture_operator();
    c->a = &room;
    arena_take(c->a, (1 << 20) - 40000);
    bool ok = bring_in(c);
    check(!ok && c->failures && c->failures->kind == NO_ROOM);
    check_has(c->failures->sentence, "smaller parts");
    c->a = test_arena, c->failures = NULL, c->failures_end = NULL;
    nothing_left(before, 5, 0);
    check_done(c, bring_in(c)); // the writer's turn is free again
    all_sound();
    arena_drop(whole, whole.beg);
}
