// worth_test.c: values are inherited along dependencies, down and up again, and a circle is refused with its way.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset.h"
#include "test/attempt.h"

static i64 add_asset(const char *name, const char *value)
{
    return attempt_add(MAX, &asset_entity,
                       PAIRS("name", name, "owner", "P-5", "unit", "U-2", "confidentiality", value));
}

static i64 worth_of(i64 id)
{
    ctx *c = attempt_as(MAX);
    return ((const asset *)record_load(c, &asset_entity, id))->worth_c;
}

// Application → server → room, and application → network → room.
static void settle(void)
{
    fixture();
    add_asset("Application", "5");
    add_asset("Server", "2");
    add_asset("Network", "1");
    add_asset("Room", "1");
    attempt_add(MAX, &dependency_entity, PAIRS("asset", "AS-2", "needs", "AS-4"));
    attempt_add(MAX, &dependency_entity, PAIRS("asset", "AS-1", "needs", "AS-2"));
    attempt_add(MAX, &dependency_entity, PAIRS("asset", "AS-1", "needs", "AS-3"));
    attempt_add(MAX, &dependency_entity, PAIRS("asset", "AS-3", "needs", "AS-4"));
}

TEST(a_value_is_inherited_all_the_way_and_taken_back_all_the_way)
{
    settle();
    check_int(worth_of(2), 5);
    check_int(worth_of(4), 5);
    attempt_set(MAX, &asset_entity, 1, PAIRS("confidentiality", "1"));
    check_int(worth_of(2), 2); // its own
    check_int(worth_of(3), 1);
    check_int(worth_of(4), 2); // of the server
    attempt_set(MAX, &asset_entity, 3, PAIRS("confidentiality", "4"));
    check_int(worth_of(4), 4);
    check_int(attempt_breaches("derived", "broken"), 0);
    fixture_verify();
}

TEST(a_value_that_stands_is_not_raised_and_passes_on_no_more_than_itself)
{
    settle();
    refuse_set(MAX, &asset_entity, 2, PAIRS("fixed_c", "yes"), "Say why");
    attempt_set(MAX, &asset_entity, 2, PAIRS("fixed_c", "yes", "fixed_reason", "It sees ciphertext alone"));
    check_int(worth_of(2), 2);
    check_int(worth_of(4), 5); // through the network still
    attempt_set(MAX, &asset_entity, 3, PAIRS("fixed_c", "yes", "fixed_reason", "Encrypted end to end"));
    check_int(worth_of(4), 2);
}

TEST(a_circle_is_refused_with_its_way_and_nothing_is_stored)
{
    settle();
    refuse_add(MAX, &dependency_entity, PAIRS("asset", "AS-4", "needs", "AS-1"),
               "That closes a circle: Room → Application → Server → Room.");
    refuse_add(MAX, &dependency_entity, PAIRS("asset", "AS-4", "needs", "AS-4"), "closes a circle");
    check_int(attempt_count("dependency"), 4);
    attempt_add(MAX, &dependency_entity, PAIRS("asset", "AS-2", "needs", "AS-3")); // across, no circle
    refuse_add(MAX, &dependency_entity, PAIRS("asset", "AS-3", "needs", "AS-2"), "Network → Server → Network");
    check_int(attempt_denials("dependency.add"), 1);
    fixture_verify();
}
