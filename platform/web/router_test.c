// router_test.c: from a method and a path to a route.
// SPDX-License-Identifier: Apache-2.0
#include "test/check.h"

#include "platform/web/router.h"

typedef struct {
    record rec;
    str title;
} crate;
static const field crate_fields[] = {FIELD(crate, title, "Title", .flags = REQUIRED)};
static const entity crate_entity = {
    ENTITY(crate, "Q", "Crate", "Crates", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER)};

static void generic(request *q)
{
    (void)q;
}
static void special(request *q)
{
    (void)q;
}

static const action crate_actions[] = {ACTION(crate_entity, "open", "Open", PROPOSE), {0}};
static const route crate_routes[] = {ROUTE(GET, "/crate/map", "crate.map", MANAGER, special, .label = "Map"),
                                     ROUTE(GET, "/crate/:code/edit", "crate.own_edit", MANAGER, special),
                                     {0}};
static const module crate_module = {.name = "crate",
                                    .room = ROOM_PLAN,
                                    .entities = (const entity *const[]){&crate_entity, NULL},
                                    .actions = crate_actions,
                                    .routes = crate_routes};
static const route generic_list[] = {ROUTE(GET, "/", "start.show", PUBLIC, generic),
                                     ROUTE(GET, "/:noun", ":noun.list", OF_SEE, generic),
                                     ROUTE(GET, "/:noun.csv", ":noun.export", OF_SEE, generic),
                                     ROUTE(POST, "/:noun/new", ":noun.add", OF_ADD, generic),
                                     ROUTE(GET, "/:noun/:code", ":noun.show", OF_SEE, generic),
                                     ROUTE(GET, "/:noun/:code/edit", ":noun.set", OF_SET, generic),
                                     ROUTE(POST, "/:noun/:code/:act", ":noun.:act", OF_ACTION, generic),
                                     ROUTE(DELETE, "/api/v1/:noun/:code", "api.:noun.end", OF_END, generic),
                                     {0}};

static const module *const test_modules[] = {&crate_module, NULL};
static const route *const test_generic[] = {generic_list, NULL};

static const routed *find(method m, const char *path, str *parts, unsigned *allowed)
{
    return router_find(router_make(test_arena, test_modules, test_generic), m, str_of(path), parts, allowed);
}

TEST(a_generic_route_stands_for_every_entity_with_its_permissions)
{
    str parts[4];
    unsigned allowed;
    const routed *r = find(GET, "/crate/Q-12", parts, &allowed);
    check(r && r->entity == &crate_entity && r->r.run == generic);
    check_str(r->r.name, "crate.show");
    check_int(r->r.permit, SEE_REGISTER);
    check_str(parts[0], "Q-12");
    check_str(r->names[0], "code");
    check(!r->names[1]);
    r = find(POST, "/crate/Q-1/open", parts, &allowed);
    check(r && r->action == crate_actions);
    check_int(r->r.permit, PROPOSE);
    check(!find(POST, "/crate/Q-1/burn", parts, &allowed));
    check(find(DELETE, "/api/v1/crate/Q-1", parts, &allowed)->r.permit == MANAGER);
    check(find(GET, "/crate.csv", parts, &allowed));
}

TEST(a_literal_part_wins_over_any_and_a_module_over_the_platform)
{
    str parts[4];
    unsigned allowed;
    check(find(GET, "/crate/map", parts, &allowed)->r.run == special);
    const routed *r = find(GET, "/crate/Q-1/edit", parts, &allowed);
    check(r->r.run == special && r->module == &crate_module);
}

TEST(what_is_not_there_is_not_found_and_the_methods_of_a_path_are_known)
{
    str parts[4];
    unsigned allowed;
    check(!find(GET, "/nothing", parts, &allowed));
    check_int(allowed, 0);
    check(!find(GET, "/crate/", parts, &allowed));
    check(!find(GET, "/crate/a/b/c", parts, &allowed));
    check(!find(GET, "", parts, &allowed));
    check(!find(DELETE, "/crate", parts, &allowed));
    check_int(allowed, 1 << GET);
}

TEST(all_routes_are_listed_with_their_permissions)
{
    const router *r = router_make(test_arena, test_modules, test_generic);
    check_str(routes_text(test_arena, r), "GET / start.show PUBLIC\n"
                                          "DELETE /api/v1/crate/:code api.crate.end MANAGER\n"
                                          "GET /crate crate.list MANAGER|MANAGEMENT|OWNER|AUDITOR|OWN\n"
                                          "GET /crate.csv crate.export MANAGER|MANAGEMENT|OWNER|AUDITOR|OWN\n"
                                          "GET /crate/:code crate.show MANAGER|MANAGEMENT|OWNER|AUDITOR|OWN\n"
                                          "GET /crate/:code/edit crate.own_edit MANAGER\n"
                                          "POST /crate/:code/open crate.open MANAGER|OWN\n"
                                          "GET /crate/map crate.map MANAGER\n"
                                          "POST /crate/new crate.add MANAGER|OWNER\n");
}
