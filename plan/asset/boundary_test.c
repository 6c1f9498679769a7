// boundary_test.c: scopes drawn by rules: their members, their approval, and what moves after it.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset.h"
#include "platform/record/pick.h"
#include "platform/record/rules.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void settle(void)
{
    fixture();
    fixture_made(MAX, &scope_entity,
                 PAIRS("name", "Patient records", "statement", "All that handles data of patients."));
    fixture_made(MAX, &boundary_entity,
                 PAIRS("scope", "SC-1", "kind", "rule", "name", "Handles data of patients", "rule",
                       "patients=yes\ncustomers=yes region=\"Asia Pacific\""));
    fixture_made(MAX, &asset_entity, PAIRS("name", "Records", "owner", "Olive", "unit", "North", "patients", "yes"));
    fixture_made(
        MAX, &asset_entity,
        PAIRS("name", "Profiles", "owner", "Oscar", "unit", "South", "customers", "yes", "region", "Asia Pacific"));
    fixture_made(MAX, &asset_entity, PAIRS("name", "Till", "owner", "Olive", "unit", "North"));
}

static const scope *the_scope(void)
{
    return record_load(fixture_later(MAX), &scope_entity, 1);
}

static bool act(i64 person, const char *name)
{
    ctx *c = fixture_later(person);
    bool ok = fixture_act(c, action_find(&scope_entity, str_of(name)), 1, PAIRS("x", ""));
    check_done(c, ok);
    return ok;
}

TEST(a_rule_picks_out_the_members_and_says_what_it_cannot_read)
{
    settle();
    check_int(the_scope()->members, 2);
    ctx *c = fixture_later(MAX);
    check_refused(c, fixture_set(c, &boundary_entity, 1, PAIRS("rule", "patient=yes")), "no test of Assets");
    c = fixture_later(MAX);
    check_refused(c, fixture_set(c, &boundary_entity, 1, PAIRS("rule", "owner=me")), "another person");
    c = fixture_later(MAX);
    check_refused(c, fixture_set(c, &boundary_entity, 1, PAIRS("rule", "worth.min=high")), "orth");
    c = fixture_later(MAX);
    check_done(c, fixture_set(c, &boundary_entity, 1, PAIRS("rule", "all")));
    check_int(the_scope()->members, 3);
    check_str(pick_address(c, &asset_entity, S("patients=yes\nregion=\"Asia Pacific\""), 1),
              "/asset?region=Asia%20Pacific");
    fixture_verify();
}

TEST(a_rule_over_inherited_worth_follows_it)
{
    settle();
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_set(c, &boundary_entity, 1, PAIRS("rule", "worth.min=4")));
    check_int(the_scope()->members, 0);
    c = fixture_later(MAX);
    check_done(c, fixture_set(c, &asset_entity, 1, PAIRS("depends_on", "AS-3")));
    c = fixture_later(MAX);
    check_done(c, fixture_set(c, &asset_entity, 1, PAIRS("confidentiality", "5")));
    check_int(the_scope()->members, 2);
    c = fixture_later(MAX);
    check_done(c, fixture_set(c, &asset_entity, 1, PAIRS("depends_on", "")));
    check_int(the_scope()->members, 1);
}

TEST(one_asset_may_be_left_out_with_a_reason)
{
    settle();
    ctx *c = fixture_later(MAX);
    check_refused(c,
                  fixture_add(c, &boundary_entity,
                              PAIRS("scope", "SC-1", "kind", "asset", "side", "out", "asset", "AS-1", "name", "x")) !=
                      0,
                  "exclusion has a reason");
    fixture_made(MAX, &boundary_entity,
                 PAIRS("scope", "SC-1", "kind", "asset", "side", "out", "asset", "AS-1", "name", "The old records",
                       "reason", "They are sealed."));
    fixture_made(MAX, &boundary_entity, PAIRS("scope", "SC-1", "kind", "asset", "asset", "AS-3", "name", "The till"));
    const asset **all;
    c = fixture_later(MAX);
    check_int(scope_members(c, 1, &all), 2);
    check_str(all[0]->name, "Profiles");
    check_str(all[1]->name, "Till");
    c = fixture_later(OLIVE); // whoever sees one unit sees its members
    check_int(scope_members(c, 1, &all), 1);
}

TEST(a_scope_whose_rules_pick_nothing_is_not_approved)
{
    fixture();
    fixture_made(MAX, &scope_entity,
                 PAIRS("name", "Patient records", "statement", "All that handles data of patients."));
    fixture_made(MAX, &boundary_entity,
                 PAIRS("scope", "SC-1", "kind", "rule", "name", "Patients", "rule", "patients=yes"));
    ctx *c = fixture_later(GRETA);
    check_refused(c, fixture_act(c, action_find(&scope_entity, S("approve")), 1, PAIRS("x", "")), "assets first");
    check_int(the_scope()->state, SCOPE_DRAFT);
}

TEST(what_enters_or_leaves_after_approval_is_counted_and_the_text_stands)
{
    settle();
    act(GRETA, "approve");
    str before = approval_of(fixture_later(MAX), &scope_entity, 1, "approve")->frozen;
    check_has(before, "members=2");
    ctx *c = fixture_later(MAX);
    check_refused(c, fixture_set(c, &scope_entity, 1, PAIRS("statement", "Other words")), "Make version 2");
    c = fixture_later(MAX);
    check_refused(c, fixture_set(c, &boundary_entity, 1, PAIRS("rule", "all")), "Make version 2");
    c = fixture_later(MAX);
    check_refused(c, operate_end(c, &boundary_entity, 1, 0), "Make version 2");
    c = fixture_later(OLIVE);
    check_done(c, fixture_set(c, &asset_entity, 3, PAIRS("patients", "yes")));
    c = fixture_later(MAX);
    check_done(c, fixture_set(c, &asset_entity, 2, PAIRS("customers", "no")));
    const scope *s = the_scope();
    check_int(s->members, 2);
    check_int(s->entered, 1);
    check_int(s->departed, 1);
    check_int(s->state, SCOPE_APPROVED);
    check_str(approval_of(fixture_later(MAX), &scope_entity, 1, "approve")->frozen, before);
    act(MAX, "note");
    s = the_scope();
    check_int(s->entered + s->departed, 0);
    c = fixture_later(MAX);
    check_done(c, operate_end(c, &asset_entity, 3, 0));
    check_int(the_scope()->departed, 1);
    fixture_verify();
}

TEST(a_new_version_is_approved_with_the_members_of_its_day)
{
    settle();
    act(GRETA, "approve");
    act(MAX, "revise");
    const scope *s = the_scope();
    check_int(s->number, 2);
    check(s->approved_at.us != 0);
    ctx *c = fixture_later(MAX);
    check_done(c, fixture_set(c, &boundary_entity, 1, PAIRS("rule", "all")));
    act(GRETA, "approve");
    check_has(approval_of(fixture_later(MAX), &scope_entity, 1, "approve")->frozen, "members=3");
    c = fixture_later(MAX);
    c->moment = s->approved_at;
    const asset **all;
    check_int(scope_members(c, 1, &all), 2);
}

static bool tamper(ctx *c, void *arg)
{
    (void)arg;
    return record_derive(c, &scope_entity, 1, "members", v((i64)9)) &&
           db_exec(c->db, "UPDATE boundary SET name = 'Something else' WHERE id = 1");
}

TEST(check_finds_a_scope_that_is_not_what_was_approved)
{
    settle();
    act(GRETA, "approve");
    check_found *found;
    int n;
    ctx *c = fixture_operator();
    check_done(c, rules_run_one(c, rule_find(S("scope-approved")), &found, &n));
    check_int(n, 0);
    check_done(c, rules_run_one(c, rule_find(S("derived")), &found, &n));
    check_int(n, 0);
    c = fixture_operator();
    check_done(c, operate_with(c, tamper, NULL));
    c = fixture_operator();
    check_done(c, rules_run_one(c, rule_find(S("scope-approved")), &found, &n));
    check_int(n, 1);
    check_has(found[0].what, "boundary.SB-1");
    c = fixture_operator();
    check_done(c, rules_run_one(c, rule_find(S("derived")), &found, &n));
    check_int(n, 2); // the count, and the folded form of the name that was written past the program
}
