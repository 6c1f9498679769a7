// framework_test.c: what ships as frameworks and mappings, and mappings to a framework that was imported.
// SPDX-License-Identifier: Apache-2.0
#include "plan/framework.h"
#include "test/attempt.h"

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return framework_load(c);
}

TEST(the_shipped_mappings_are_loaded_once_for_a_framework_that_was_imported)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, load, NULL));
    i64 before = attempt_count("mapping");
    i64 id = attempt_add(MAX, &framework_entity,
                         PAIRS("short_name", "nist80053", "name", "Security controls", "source", "x.json"));
    attempt_add(MAX, &requirement_entity,
                PAIRS("framework", "nist80053", "ident", "AC-1", "title", "Policy", "kind", "control"));
    refuse_act(OLIVE, &framework_entity, "map", id, NOTHING, "");
    attempt_act(MAX, &framework_entity, "map", id, NOTHING);
    check(attempt_count("mapping") > before); // ids are the same in either case
    before = attempt_count("mapping");
    refuse_act(MAX, &framework_entity, "map", id, NOTHING, "No further mapping");
    check_int(attempt_count("mapping"), before);
    c = attempt_as(MAX);
    check(
        db_one(query(c, "SELECT count(*) FROM {mapping m} JOIN {requirement s} ON s.id = m.source JOIN {requirement t} "
                        "ON t.id = m.target WHERE s.ident = 'AC-1' AND t.ident = '5.2'")) == 1);
    fixture_verify();
}
