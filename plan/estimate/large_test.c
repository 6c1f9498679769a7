// large_test.c: the workbench over more risks than it asks one by one.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/desk.h"
#include "test/visit.h"

enum { RISKS = DESK_LARGE + 20, GREAT = 700 };

static bool fill_registers(ctx *c, void *arg)
{
    (void)arg;
    if (!criteria_load(c)) return false;
    for (int i = 1; i <= RISKS; i++) {
        risk r = {.title = format(c->a, "Risk number $1", v(i)), .owner = {OLIVE}, .unit = {2}};
        if (!record_save(c, &risk_entity, &r)) return false;
        estimate e = {.risk = {r.rec.id},
                      .rate = {true, 0.01 + 0.001 * (i % 50)},
                      .low = {10000 + i, "EUR"},
                      .high = {i == GREAT ? 900000000 : 2000000, "EUR"}};
        if (!record_save(c, &estimate_entity, &e)) return false;
    }
    return true;
}

TEST(of_a_large_portfolio_the_largest_are_moved_and_it_says_so)
{
    ctx *c = fixture();
    visit_open(c);
    check_done(c, operate_with(c, fill_registers, NULL));
    visit_as(MAX);
    str page = visit_get("/loss?rank=1").body;
    check_has(page, "Of 1020 risks the 250 that contribute most to the loss and its spread were moved.");
    check_has(page, "R-700 how much");
    str json = visit_get("/api/v1/loss/curve?tornado=1").body;
    check_has(json, "\"tornado_risks\":250,\"tornado\":[{\"risk\":\"R-700\"");
}
