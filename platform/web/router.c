// router.c: from a method and a path to a route.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/router.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { METHODS = DELETE + 1, PARTS = 4 };

typedef struct node {
    str part;
    struct node *any;       // the one for :part
    struct node **children; // literal parts, by hash; a free slot stays
    unsigned slots, n;      // slots is a power of two
    const routed *routes[METHODS];
} node;

struct router {
    arena *a;
    node root;
    const routed **list;
    int n, cap;
};

const char *method_name(method m)
{
    static const char *const names[] = {"GET", "POST", "PATCH", "DELETE"};
    return names[m];
}

// Where a literal part stands among the children, or would.
static node **slot_of(const node *parent, str part)
{
    unsigned mask = parent->slots - 1;
    for (unsigned i = (unsigned)str_hash(part) & mask;; i = (i + 1) & mask)
        if (!parent->children[i] || str_eq(parent->children[i]->part, part)) return &parent->children[i];
}

static void grow(arena *a, node *parent)
{
    node **old = parent->children;
    unsigned n = parent->slots;
    parent->slots = n ? 2 * n : 4;
    parent->children = news(a, node *, parent->slots);
    for (unsigned i = 0; i < n; i++)
        if (old[i]) *slot_of(parent, old[i]->part) = old[i];
}

static node *child(arena *a, node *parent, str part)
{
    if (str_starts(part, S(":"))) {
        if (!parent->any) parent->any = new (a, node);
        return parent->any;
    }
    if (2 * (parent->n + 1) > parent->slots) grow(a, parent);
    node **slot = slot_of(parent, part);
    if (*slot) return *slot;
    *slot = new (a, node);
    (*slot)->part = part;
    parent->n++;
    return *slot;
}

static const char *const *part_names(arena *a, str path)
{
    const char **names = news(a, const char *, PARTS + 1);
    int n = 0;
    for (str rest = path; rest.p;) {
        str part = str_cut(&rest, '/');
        if (!str_starts(part, S(":"))) continue;
        assert(n < PARTS && "a route has at most four parts");
        names[n++] = str_z(a, str_from(part, 1));
    }
    return names;
}

// `own`: a second route of the same path is a mistake; else it gives way to the one that is there.
static void add(router *r, routed x, bool own)
{
    str path = str_of(x.r.path);
    assert(str_starts(path, S("/")));
    node *at = &r->root;
    for (str rest = str_from(path, 1); rest.p;) at = child(r->a, at, str_cut(&rest, '/'));
    if (at->routes[x.r.method]) {
        assert(!own && "two routes have the same method and path");
        return;
    }
    routed *made = new (r->a, routed);
    *made = x;
    if (!x.names) made->names = part_names(r->a, path);
    at->routes[x.r.method] = made;
    if (r->n == r->cap) {
        int cap = r->cap ? r->cap * 2 : 256;
        const routed **grown = news(r->a, const routed *, cap);
        if (r->n) memcpy(grown, r->list, sizeof *grown * (size_t)r->n);
        r->list = grown;
        r->cap = cap;
    }
    r->list[r->n++] = made;
}

// "/:noun/:code" with ":noun" → "risk": "/risk/:code". The marker is a whole part.
static const char *filled(arena *a, const char *s, str marker, const char *with)
{
    str all = str_of(s);
    ptrdiff_t at = str_search(all, marker);
    if (at < 0) return s;
    str word = str_of(with), rest = str_from(all, at + marker.n);
    char *out = arena_take(a, at + word.n + rest.n + 1); // of thousands: no room for growing
    memcpy(out, all.p, (size_t)at);
    memcpy(out + at, word.p, (size_t)word.n);
    if (rest.n) memcpy(out + at + word.n, rest.p, (size_t)rest.n);
    return out;
}

static unsigned permit_of(unsigned permit, const entity *e, const action *act)
{
    if (permit & OF_SEE) return e->see;
    if (permit & OF_ADD) return e->add;
    if (permit & OF_SET) return e->set;
    if (permit & OF_END) return e->end;
    if (permit & OF_ACTION) return act->permit;
    return permit;
}

// The names of its parts are the same for each entity and action: *names, once they are known.
static void add_for(router *r, const route *generic, const module *m, const entity *e, const action *act,
                    const char *const **names)
{
    routed x = {.r = *generic, .module = m, .entity = e, .action = act};
    x.r.path = filled(r->a, generic->path, S(":noun"), e->name);
    x.r.name = filled(r->a, generic->name, S(":noun"), e->name);
    if (act) {
        x.r.path = filled(r->a, x.r.path, S(":act"), act->name);
        x.r.name = filled(r->a, x.r.name, S(":act"), act->name);
    }
    if (!*names) *names = part_names(r->a, str_of(x.r.path));
    x.names = *names;
    x.r.permit = permit_of(generic->permit, e, act);
    add(r, x, false);
}

static void add_generic(router *r, const route *generic, const module *const *modules)
{
    str path = str_of(generic->path);
    if (!str_starts(path, S("/:noun")) && !str_starts(path, S("/api/v1/:noun"))) {
        add(r, (routed){.r = *generic}, false);
        return;
    }
    bool acts = str_search(path, S(":act")) >= 0;
    const char *const *names = NULL;
    for (const module *const *m = modules; *m; m++) {
        for (const entity *const *e = (*m)->entities; !acts && e && *e; e++) add_for(r, generic, *m, *e, NULL, &names);
        for (const action *act = (*m)->actions; acts && act && act->name; act++)
            add_for(r, generic, *m, act->on, act, &names);
    }
}

static int by_path(const void *x, const void *y)
{
    const routed *a = *(const routed *const *)x, *b = *(const routed *const *)y;
    int order = strcmp(a->r.path, b->r.path);
    return order ? order : (int)a->r.method - (int)b->r.method;
}

router *router_make(arena *a, const module *const *modules, const route *const *generic)
{
    router *r = new (a, router);
    r->a = a;
    for (const module *const *m = modules; *m; m++)
        for (const route *x = (*m)->routes; x && x->path; x++) add(r, (routed){.r = *x, .module = *m}, true);
    for (const route *const *list = generic; *list; list++)
        for (const route *x = *list; x->path; x++) add_generic(r, x, modules);
    return r;
}

static const routed *walk(const node *at, method m, str rest, str *parts, int n, unsigned *allowed)
{
    if (!rest.p) {
        for (int i = 0; i < METHODS; i++)
            if (at->routes[i]) *allowed |= 1u << i;
        return at->routes[m];
    }
    str part = str_cut(&rest, '/');
    const node *c = at->slots ? *slot_of(at, part) : NULL;
    const routed *found = c ? walk(c, m, rest, parts, n, allowed) : NULL;
    if (found) return found;
    if (!at->any || part.n == 0 || n == PARTS) return NULL;
    parts[n] = part;
    return walk(at->any, m, rest, parts, n + 1, allowed);
}

const routed *router_find(const router *r, method m, str path, str *parts, unsigned *allowed)
{
    *allowed = 0;
    if (!str_starts(path, S("/"))) return NULL;
    return walk(&r->root, m, str_from(path, 1), parts, 0, allowed);
}

int routes_all(arena *a, const router *r, const routed *const **out)
{
    const routed **list = news(a, const routed *, r->n);
    memcpy(list, r->list, sizeof *list * (size_t)r->n);
    qsort(list, (size_t)r->n, sizeof *list, by_path);
    *out = (const routed *const *)list;
    return r->n;
}

static void put_permission(text *t, unsigned permit)
{
    static const char *const names[] = {"ADMINISTRATOR", "MANAGER", "MANAGEMENT", "OWNER",  "AUDITOR", "EXTERNAL",
                                        "STAFF",         "OWN",     "SIGNED_IN",  "PUBLIC", "NOBODY"};
    bool first = true;
    for (int i = 0; i < countof(names); i++) {
        if (!(permit & 1u << i)) continue;
        if (!first) put_char(t, '|');
        put_z(t, names[i]);
        first = false;
    }
}

str routes_text(arena *a, const router *r)
{
    text t = {.a = a};
    const routed *const *list;
    int n = routes_all(a, r, &list);
    for (int i = 0; i < n; i++) {
        const route *x = &list[i]->r;
        fill(&t, S("$1 $2 $3 "), VALS(v(method_name(x->method)), v(x->path), v(x->name)), 3);
        put_permission(&t, x->permit);
        put_char(&t, '\n');
    }
    return text_str(&t);
}
