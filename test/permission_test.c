// permission_test.c: who may do what: every verb of every entity for every role, against the table it is described by.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/record/field.h"
#include "test/specimen.h"

#include <string.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

// The fixture's persons, said once more: what they hold, and for which unit (0: everywhere).
static const struct {
    i64 person, unit;
    unsigned role;
} cast[] = {{ADA, 0, ADMINISTRATOR}, {MAX, 0, MANAGER}, {GRETA, 0, MANAGEMENT}, {AUGUST, 0, AUDITOR},
            {OLIVE, 2, OWNER},       {OSCAR, 3, OWNER}, {STAN, 0, STAFF},       {EDITH, 0, EXTERNAL}};

static specimens north, south;

static void begin(void)
{
    ctx *c = fixture();
    north = (specimens){.unit = 2, .person = OLIVE};
    south = (specimens){.unit = 3, .person = OSCAR};
    for (const entity *e = NULL; (e = entity_next(e));) {
        specimen_of(c, &north, e);
        specimen_of(c, &south, e);
    }
}

// Tries something and takes it back; what was said of it: permission, absence or neither.
typedef struct {
    const entity *e;
    const action *act;
    i64 id;
    void *rec;
    bool (*run)(ctx *c, void *arg);
    bool ok;
} attempt;

static bool try_and_forget(ctx *c, void *arg)
{
    attempt *t = arg;
    t->ok = t->run(c, t);
    return false;
}

typedef enum { ALLOWED, NO_RIGHTS, ABSENT } verdict;

static verdict judge(ctx *c, attempt *t)
{
    c->failures = NULL, c->failures_end = NULL;
    operate_with(c, try_and_forget, t);
    verdict v = ALLOWED;
    if (!t->ok && c->failures && c->failures->kind == NO_RIGHT) v = NO_RIGHTS;
    if (!t->ok && c->failures && c->failures->kind == NO_RECORD) v = ABSENT;
    c->failures = NULL, c->failures_end = NULL;
    return v;
}

static bool change_any(ctx *c, void *rec, void *arg)
{
    specimen_change(c, arg, rec);
    return true;
}

static bool try_set(ctx *c, void *arg)
{
    attempt *t = arg;
    return do_set(c, t->e, t->id, 0, change_any, (void *)(uintptr_t)t->e, NULL, 0);
}

static bool try_end(ctx *c, void *arg)
{
    attempt *t = arg;
    return do_end(c, t->e, t->id, 0);
}

static bool try_add(ctx *c, void *arg)
{
    attempt *t = arg;
    return do_add(c, t->e, t->rec, NULL, 0);
}

static bool try_act(ctx *c, void *arg)
{
    attempt *t = arg;
    void *in = t->act->input ? arena_take(c->a, t->act->input->size) : NULL;
    return do_action(c, t->act, t->id, 0, in);
}

static i64 owner_of(const entity *e, const void *rec)
{
    const field *f = e->owner ? field_find(e, str_of(e->owner)) : NULL;
    return f ? ((const ref *)field_at(f, rec))->id : 0;
}

// What the mask promises person k at a record of that unit and owner.
static bool promised(int k, const entity *e, unsigned mask, i64 unit, i64 owner)
{
    if (mask & SIGNED_IN) return true;
    if ((mask & OWN) && owner == cast[k].person) return true;
    if (!(mask & cast[k].role)) return false;
    return !cast[k].unit || !entity_scoped(e) || unit == cast[k].unit || unit == 0;
}

static void expect(verdict got, verdict wanted, const entity *e, const char *verb, int k)
{
    static const char *const words[] = {"allowed", "no right", "absent"};
    if (got != wanted)
        check_str(format(test_arena, "$1.$2 for P-$3: $4", v(e->name), v(verb), v(cast[k].person), v(words[got])),
                  str_of(words[wanted]));
}

static void hold_verbs(ctx *c, int k, const entity *e, i64 id, ctx *over)
{
    record *r = record_load(over, e, id);
    bool visible = record_visible(c, e, id);
    const struct {
        const char *verb;
        unsigned mask;
        bool (*run)(ctx *c, void *arg);
    } verbs[] = {{"set", e->set, try_set}, {"end", e->end, try_end}};
    for (int i = 0; i < countof(verbs); i++) {
        attempt t = {.e = e, .id = id, .run = verbs[i].run};
        verdict wanted = !visible                                                 ? ABSENT
                         : promised(k, e, verbs[i].mask, r->unit, owner_of(e, r)) ? ALLOWED
                                                                                  : NO_RIGHTS;
        verdict got = judge(c, &t);
        // A check may have its own word on rights (only who wrote a comment mends it): never more than the table.
        if (wanted == ALLOWED && got == NO_RIGHTS && e->check) continue;
        expect(got, wanted, e, verbs[i].verb, k);
    }
    for
        each_module(m) for (const action *a = (*m)->actions; a && a->name; a++)
        {
            if (a->on != e) continue;
            attempt t = {.e = e, .act = a, .id = id, .run = try_act};
            bool may = promised(k, e, a->permit, r->unit, owner_of(e, r));
            verdict got = judge(c, &t);
            if (!visible)
                expect(got, ABSENT, e, a->name, k);
            else if (!may)
                expect(got, NO_RIGHTS, e, a->name, k);
        }
}

TEST(every_verb_and_action_is_allowed_to_whom_its_table_names)
{
    begin();
    for (int k = 0; k < countof(cast); k++)
        for (const entity *e = NULL; (e = entity_next(e));) {
            ctx *over = fixture_operator(), *c = fixture_as(cast[k].person);
            hold_verbs(c, k, e, north.made[entity_number(e)], over);
            hold_verbs(c, k, e, south.made[entity_number(e)], over);
        }
    fixture_verify();
}

TEST(records_are_added_only_where_the_role_is_held)
{
    begin();
    for (const entity *e = NULL; (e = entity_next(e));) {
        if (specimen_only(e)) continue;
        ctx *over = fixture_operator();
        void *recs[2] = {specimen_new(over, &north, e), specimen_new(over, &south, e)};
        const i64 units[2] = {record_place(over, e, recs[0]), record_place(over, e, recs[1])};
        for (int k = 0; k < countof(cast); k++)
            for (int i = 0; i < 2; i++) {
                ctx *c = fixture_as(cast[k].person);
                attempt t = {.e = e, .rec = record_new(c, e), .run = try_add};
                memcpy(t.rec, recs[i], (size_t)e->size);
                bool may = promised(k, e, e->add, units[i], owner_of(e, t.rec));
                verdict got = judge(c, &t);
                if (!may && t.ok) expect(ALLOWED, NO_RIGHTS, e, "add", k);
                if (may && got == NO_RIGHTS && !e->check) expect(got, ALLOWED, e, "add", k);
            }
    }
}

TEST(the_operator_neither_approves_nor_accepts)
{
    static const char *const binding[] = {"approve", "accept", "publish", "sign", "close", NULL};
    begin();
    int tried = 0;
    for
        each_module(m) for (const action *a = (*m)->actions; a && a->name; a++)
        {
            if (!str_in(str_of(a->name), binding)) continue;
            attempt t = {.e = a->on, .act = a, .id = north.made[entity_number(a->on)], .run = try_act};
            ctx *c = fixture_operator();
            judge(c, &t);
            if (t.ok) check_str(format(c->a, "$1.$2", v(a->on->name), v(a->name)), "refused to the operator");
            tried++;
        }
    check(tried >= 3);
}

TEST(a_refused_request_leaves_a_denial_with_its_actor)
{
    begin();
    ctx *c = fixture_as(STAN);
    check(!fixture_set(c, &unit_entity, 2, PAIRS("name", "Mine")));
    ledger_flush(c->database);
    c = fixture_operator();
    check_int(
        db_one(db_query(c->db, c->a,
                        "SELECT count(*) FROM ledger WHERE result = 'denied' AND verb = 'unit.set' AND actor = 'P-7' "
                        "AND entity = 'unit' AND id = 2")),
        1);
    i64 before = db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger"));
    c = fixture_as(MAX);
    const entity *asset = entity_find(S("asset"));
    check(!fixture_add(c, asset, PAIRS("name", "x", "owner", "nobody of that name", "unit", "North"))); // malformed
    ledger_flush(c->database);
    c = fixture_operator();
    check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger")), before);
    fixture_verify();
}

TEST(a_token_does_only_what_its_scope_says)
{
    begin();
    ctx *c = fixture_as(MAX);
    const entity *asset = entity_find(S("asset"));
    i64 id = north.made[entity_number(asset)];
    c->token_scope = S("asset.list asset.show unit.*");
    check_refused(c, fixture_set(c, asset, id, PAIRS("site", "x")), "made for");
    check_refused(c, fixture_add(c, asset, PAIRS("name", "x", "owner", "P-5", "unit", "North")) > 0, "made for");
    check_refused(c, operate_end(c, asset, id, 0), "made for");
    c->token_scope = S("asset.set");
    check_done(c, fixture_set(c, asset, id, PAIRS("site", "x")));
    check_refused(c, fixture_set(c, &unit_entity, 2, PAIRS("site", "x")), "made for");
    c->token_scope = S("*.*"); // never more than the person
    check(!fixture_set(c, &unit_entity, 2, PAIRS("site", "x")));
    check(c->failures->kind == NO_RIGHT);
}

TEST(a_deputy_acts_for_the_owner_and_nobody_else)
{
    begin();
    ctx *c = fixture_operator();
    const entity *asset = entity_find(S("asset"));
    i64 hers = north.made[entity_number(asset)], his = south.made[entity_number(asset)];
    check_done(c, fixture_set(c, &person_entity, OLIVE,
                              PAIRS("deputy", "P-7", "deputy_from", "today", "deputy_until", "today+1")));
    c = fixture_as(STAN);
    check_done(c, fixture_set(c, asset, hers, PAIRS("site", "by her deputy")));
    check(!fixture_set(c, asset, his, PAIRS("site", "x")));
    check(c->failures->kind == NO_RECORD);
    c = fixture_as(OSCAR);
    check(!fixture_set(c, asset, hers, PAIRS("site", "x")));
    check(c->failures->kind == NO_RECORD);
}
