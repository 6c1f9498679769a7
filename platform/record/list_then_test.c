// list_then_test.c: lists as of an earlier moment have the pages they had then.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/list.h"
#include "test/crate.h"
#include "test/fixture.h"
#include "test/stock.h"

#include <string.h>

const module *const modules[] = {&people_module, &crate_module, NULL};

// The ids of all pages of seven, one after the other.
static int all_pages(ctx *c, list l, i64 *ids)
{
    int n = 0;
    l.limit = 7;
    for (bool more = true; more;) {
        page p = list_page(c, &l);
        for (int i = 0; i < p.n; i++) ids[n++] = ((const record *)p.recs[i])->id;
        l.after = p.next;
        more = p.next.n > 0;
    }
    return n;
}

static bool turn_over(ctx *c, void *rec, void *arg)
{
    crate *x = rec;
    (void)c, (void)arg;
    x->pieces = 1000 - x->pieces, x->title = S("Another"), x->due = (date){0};
    return true;
}

TEST(a_list_as_of_an_earlier_moment_has_the_pages_it_had_then)
{
    static const char *const orders[] = {"", "-pieces", "title", "owner,-pieces", "due", "-state,title"};
    static i64 before[countof(orders)][STOCK + 1], after[STOCK + 9];
    int n[countof(orders)];
    ctx *c = stock_make();
    for (int k = 0; k < countof(orders); k++) {
        list l = list_of(&crate_entity);
        if (orders[k][0]) check_done(c, list_set(c, &l, S("sort"), str_of(orders[k])));
        n[k] = all_pages(c, l, before[k]);
    }
    moment then = c->now;
    fixture_clock(1000000);
    c = fixture_again(c);
    for (i64 id = 1; id <= STOCK; id += 2)
        check_done(c, operate_set(c, &crate_entity, id, 0, turn_over, NULL, NULL, 0));
    crate extra = {.title = S("Extra"), .owner = {OLIVE}, .unit = {2}};
    check_done(c, operate_add(c, &crate_entity, &extra, NULL, 0));
    c = fixture_again(c);
    c->moment = then;
    for (int k = 0; k < countof(orders); k++) {
        list l = list_of(&crate_entity);
        if (orders[k][0]) check_done(c, list_set(c, &l, S("sort"), str_of(orders[k])));
        check_int(all_pages(c, l, after), n[k]);
        check(memcmp(before[k], after, sizeof(i64) * (size_t)n[k]) == 0);
    }
    c->moment = (moment){0};
}

// Thousands of records that held then, and are out of reach: the index of the past in the order of the lists is taken.
static bool crowd_past(ctx *c, void *arg)
{
    (void)arg;
    if (!db_exec(c->db, "CREATE TEMPORARY TABLE crowd AS SELECT * FROM crate_past")) return false;
    for (int i = 0; i < 40; i++)
        if (!db_exec(c->db, "UPDATE crowd SET id = id + 1000, unit_now = 1, score = 100, level = 'high'") ||
            !db_exec(c->db, "INSERT INTO crate_past SELECT * FROM crowd"))
            return false;
    return db_exec(c->db, "DROP TABLE crowd");
}

typedef struct {
    const char *sort, *filter, *value;
} asked;

static int ids_of(ctx *c, const asked *x, i64 *ids)
{
    list l = list_of(&crate_entity);
    if (x->sort) check_done(c, list_set(c, &l, S("sort"), str_of(x->sort)));
    if (x->filter) check_done(c, list_set(c, &l, str_of(x->filter), str_of(x->value)));
    return all_pages(c, l, ids);
}

TEST(a_list_as_of_a_moment_when_many_others_held_has_the_pages_it_had_then)
{
    static const asked lists[] = {{0},
                                  {"score", NULL, NULL},
                                  {"level,owner", NULL, NULL},
                                  {"-due", NULL, NULL},
                                  {"owner", "level", "high"},
                                  {"-score", "level", "high"},
                                  {NULL, "state", "draft"},
                                  {"code", "level", "low"},
                                  {"-score", "way", "sea"},
                                  {"title", "level.not", "low"},
                                  {NULL, "due.empty", "1"},
                                  {NULL, "score.min", "20"},
                                  {NULL, "owner", "P-5"},
                                  {NULL, "title.has", "zeb"},
                                  {NULL, "notes.empty", "0"}};
    static i64 before[countof(lists)][STOCK + 1], after[STOCK * 41];
    int n[countof(lists)];
    stock_make();
    ctx *c = fixture_as(OLIVE);
    for (int k = 0; k < countof(lists); k++) n[k] = ids_of(c, &lists[k], before[k]);
    check(n[0] > 20 && n[0] < STOCK && n[4] > 2);
    moment then = c->now;
    fixture_clock(1000000);
    c = fixture_operator();
    for (i64 id = 1; id <= STOCK; id += 2)
        check_done(c, operate_set(c, &crate_entity, id, 0, turn_over, NULL, NULL, 0));
    check_done(c, operate_with(c, crowd_past, NULL));
    c = fixture_as(OLIVE);
    c->moment = then;
    for (int k = 0; k < countof(lists); k++) {
        check_int(ids_of(c, &lists[k], after), n[k]);
        check(memcmp(before[k], after, sizeof(i64) * (size_t)n[k]) == 0);
    }
    c->moment = (moment){0};
}
