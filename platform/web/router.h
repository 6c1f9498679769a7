// router.h: from a method and a path to a route.
// SPDX-License-Identifier: Apache-2.0
//
// Made once, at start: the routes of every module and the generic ones (routes.c), these written out for each entity and
// action. Matching walks a tree of path parts: a literal part wins over a :part, a module's own route over a generic one.
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H

#include "platform/web/route.h"

typedef struct {
    route r; // path, name and permission with the entity and action filled in
    const module *module;
    const entity *entity;
    const action *action;
    const char *const *names; // of its :parts, in order, NULL at the end
} routed;

typedef struct router router;

extern const route *const routes_generic[]; // lists of the platform's pages, ends with NULL (routes.c)

// Lives in a. Stops the program when two routes of one module have the same method and path.
router *router_make(arena *a, const module *const *modules, const route *const *generic);
// NULL when there is none; then *allowed has a bit (1 << method) for each method this path has. parts: up to 4.
const routed *router_find(const router *r, method m, str path, str *parts, unsigned *allowed);
// All of them, sorted by path and method: for the golden file, tests of permissions, the API's description.
int routes_all(arena *a, const router *r, const routed *const **out);
// One line each: METHOD path name MANAGER|OWN
str routes_text(arena *a, const router *r);
const char *method_name(method m);

#endif
