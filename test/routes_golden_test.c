// routes_golden_test.c: every address of the program and who may ask it, so that no right changes unseen.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/router.h"
#include "test/check.h"

TEST(the_routes_and_their_rights_are_those_of_the_golden_file)
{
    const router *r = router_make(test_arena, modules, routes_generic);
    test_golden("routes.txt", routes_text(test_arena, r));
}

TEST(no_right_but_that_of_a_stranger_to_sign_in_is_public)
{
    const routed *const *list;
    int n = routes_all(test_arena, router_make(test_arena, modules, routes_generic), &list), public = 0;
    for (int i = 0; i < n; i++) {
        if (!(list[i]->r.permit & PUBLIC)) continue;
        check(!list[i]->entity); // no record is for everyone
        public++;
    }
    check(public > 0 && public < 12);
}
