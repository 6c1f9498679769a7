// password_page_test.c: an administrator gives a person a password, nobody else does.
// SPDX-License-Identifier: Apache-2.0
#include "test/visit.h"

TEST(an_administrator_sets_a_password_that_its_person_signs_in_with)
{
    visit_open(fixture());
    visit_as(ADA);
    check_has(visit_get("/person/P-7").body, "href='/person/P-7/password'");
    check_has(visit_get("/person/P-7/password").body, "name='password'");
    visit v = visit_post("/person/P-7/password", "password=short");
    check_int(v.status, 422);
    check_has(v.body, "at least 12 characters");
    check_has(v.body, "value='short'");
    check_int(visit_post("/person/P-7/password", "password=four+plain+words+here").status, 303);
    visit_as(0);
    check_int(visit_post("/sign-in", "email=stan%40test.example&password=four+plain+words+here").status, 303);
}

TEST(who_administers_nothing_sets_nobodys_password)
{
    visit_open(fixture());
    visit_as(MAX);
    check_lacks(visit_get("/person/P-7").body, "/password'");
    check_int(visit_get("/person/P-7/password").status, 403);
    check_int(visit_post("/person/P-7/password", "password=four+plain+words+here").status, 403);
    visit_as(0);
    check_int(visit_post("/sign-in", "email=stan%40test.example&password=four+plain+words+here").status, 401);
}
