// title_test.c: tests of titles that a reader keeps.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/title.h"
#include "test/crate.h"
#include "test/fixture.h"

#include <string.h>

const module *const modules[] = {&people_module, &crate_module, NULL};

// Of a reader that has its snapshot.
static ctx *reading(ctx *c)
{
    c = fixture_again(c);
    db_one(db_query(c->db, c->a, "SELECT count(*) FROM person"));
    return c;
}

TEST(titles_of_many_are_read_once_until_something_changes)
{
    const i64 ids[] = {OLIVE, 0, MAX, 4711, OLIVE};
    str out[countof(ids)];
    ctx *c = fixture();
    for (int i = 0; i < 2; i++) {
        c = reading(c);
        i64 before = db_count(c->db);
        titles_find(c, &person_entity, ids, countof(ids), out);
        check(out[0].n && str_eq(out[0], out[4]) && out[2].n && !str_eq(out[0], out[2]));
        check(!out[1].n && !out[3].n);
        if (!test_postgres()) check_int(db_count(c->db) - before, 1); // P-4711 is asked for each time
        before = db_count(c->db);
        titles_find(c, &person_entity, ids, 3, out);
        if (!test_postgres()) check_int(db_count(c->db) - before, 0);
    }
    check(fixture_set(fixture_operator(), &person_entity, OLIVE, (const char *const[]){"name", "Olive Renamed", NULL}));
    c = reading(c);
    titles_find(c, &person_entity, ids, countof(ids), out);
    check_str(out[0], "Olive Renamed");
    check_str(out[4], "Olive Renamed");
}

TEST(the_same_number_of_another_entity_has_its_own_title)
{
    const i64 ids[] = {2};
    str person, unit;
    ctx *c = reading(fixture());
    for (int i = 0; i < 2; i++) {
        titles_find(c, &person_entity, ids, 1, &person);
        titles_find(c, &unit_entity, ids, 1, &unit);
        check_str(unit, "North");
        check(person.n && !str_eq(person, unit));
    }
}

// What not everybody sees, what is past and what a writer reads is left to a join.
TEST(only_what_everybody_sees_now_is_kept)
{
    ctx *c = reading(fixture());
    check(titles_kept(c, &person_entity) == !test_postgres());
    check(!titles_kept(c, &crate_entity));
    c->moment = c->now;
    check(!titles_kept(c, &person_entity));
    c->moment = (moment){0};
    c->writing = true;
    check(!titles_kept(c, &person_entity));
    c->writing = false;
}

TEST(more_titles_than_are_kept_are_all_right)
{
    enum { MANY = 1200 };
    static i64 ids[MANY];
    static str out[MANY];
    ctx *c = fixture();
    for (int i = 0; i < MANY; i++) {
        person p = {
            .name = format(c->a, "Person $1", v(i)), .email = format(c->a, "p$1@example.org", v(i)), .unit = {1}};
        check_done(c, operate_add(c, &person_entity, &p, NULL, 0));
        ids[i] = p.rec.id;
    }
    c = reading(c);
    for (int k = 0; k < 2; k++) {
        titles_find(c, &person_entity, ids, MANY, out);
        for (int i = 0; i < MANY; i++) check(str_eq(out[i], format(c->a, "Person $1", v(i))));
    }
}
