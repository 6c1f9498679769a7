// worth.c: what assets are worth: dependencies, the values inherited along them, and the circles they must not have.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/ids.h"
#include "plan/asset/asset_part.h"

static i64 most(i64 x, i64 y)
{
    return x > y ? x : y;
}

void worth_begin(asset *x)
{
    x->worth_c = x->confidentiality, x->worth_i = x->integrity, x->worth_a = x->availability;
    x->worth = most(x->worth_c, most(x->worth_i, x->worth_a));
}

typedef struct {
    i64 c, i, a;
    bool found, changed;
} worth;

// Own values and those of all that depend on it. Stores them when they differ from what is there.
static worth weigh(ctx *c, i64 id)
{
    worth w = {0}, old = {0};
    bool fixed[3] = {0};
    rows r = query(c,
                   "SELECT x.confidentiality, x.integrity, x.availability, x.fixed_c, x.fixed_i, x.fixed_a, x.worth_c, "
                   "x.worth_i, x.worth_a "
                   "FROM {asset! x} WHERE x.id = $1",
                   v(id));
    while (db_next(&r)) {
        w = (worth){.c = db_int(&r, 0), .i = db_int(&r, 1), .a = db_int(&r, 2), .found = true};
        for (int k = 0; k < 3; k++) fixed[k] = db_int(&r, 3 + k) != 0;
        old = (worth){.c = db_int(&r, 6), .i = db_int(&r, 7), .a = db_int(&r, 8)};
    }
    if (!w.found) return w;
    rows d = query(c,
                   "SELECT max(x.worth_c), max(x.worth_i), max(x.worth_a) FROM {dependency! d} JOIN {asset! x} ON x.id "
                   "= d.asset WHERE d.needs = $1",
                   v(id));
    while (db_next(&d)) {
        if (!fixed[0]) w.c = most(w.c, db_int(&d, 0));
        if (!fixed[1]) w.i = most(w.i, db_int(&d, 1));
        if (!fixed[2]) w.a = most(w.a, db_int(&d, 2));
    }
    w.changed = w.c != old.c || w.i != old.i || w.a != old.a;
    if (w.changed)
        exec(c, "UPDATE {asset!} SET worth_c = $2, worth_i = $3, worth_a = $4, worth = $5 WHERE id = $1", v(id), v(w.c),
             v(w.i), v(w.a), v(most(w.c, most(w.i, w.a))));
    return w;
}

// May it no longer be in the same scopes? Only where a rule looks at what changed.
static bool settle_again(ctx *c, const i64 *ids, int n)
{
    bool ok = true;
    for (int i = 0; i < n && ok; i++) ok = boundary_settle_asset(c, ids[i]);
    return ok;
}

// Weighs an asset and, where its worth changed, what it needs, and so on. No circles, so it ends; each is weighed again when
// another of those that depend on it changed.
bool worth_spread(ctx *c, i64 id)
{
    bool ruled = boundary_rules_name(c, S("worth"));
    ids queue = {.a = c->a}, changed = {.a = c->a};
    ids_add(&queue, id);
    for (int head = 0; head < queue.n; head++) {
        i64 at = queue.p[head];
        if (!weigh(c, at).changed) continue;
        ids_add(&changed, at);
        rows r = query(c, "SELECT d.needs FROM {dependency! d} WHERE d.asset = $1", v(at));
        while (db_next(&r)) ids_add(&queue, db_int(&r, 0));
    }
    return !ruled || settle_again(c, changed.p, changed.n);
}

// ---- dependencies

static const field dependency_fields[] = {
    FIELD(dependency, asset, "Asset", .flags = REQUIRED | LISTED, .to = &asset_entity),
    FIELD(dependency, needs, "Depends on", .flags = REQUIRED | LISTED, .to = &asset_entity),
};

// A way from `from` to `to` along dependencies, as names; empty when there is none.
static str path_between(ctx *c, i64 from, i64 to)
{
    ids seen = {.a = c->a}, by = {.a = c->a};
    ids_add(&seen, from);
    ids_add(&by, -1);
    for (int head = 0; head < seen.n; head++) {
        i64 at = seen.p[head];
        if (at == to) {
            str path = {0};
            for (i64 k = head; k >= 0; k = by.p[k]) {
                str title = record_title(c, &asset_entity, seen.p[k]);
                path = path.n ? format(c->a, "$1 → $2", v(title), v(path)) : title;
            }
            return path;
        }
        rows r = query(c, "SELECT d.needs FROM {dependency! d} WHERE d.asset = $1", v(at));
        while (db_next(&r)) {
            if (ids_have(&seen, db_int(&r, 0))) continue;
            ids_add(&seen, db_int(&r, 0));
            ids_add(&by, head);
        }
    }
    return (str){0};
}

static bool dependency_check(ctx *c, void *rec, const void *before)
{
    const dependency *d = rec;
    (void)before;
    str path = path_between(c, d->needs.id, d->asset.id);
    if (!path.n) return true;
    return fail(c, "needs", "That closes a circle: $1 → $2.", v(record_title(c, &asset_entity, d->asset.id)), v(path));
}

static bool dependency_saved(ctx *c, const void *rec, const void *before)
{
    const dependency *now = rec, *old = before;
    if (now && !worth_spread(c, now->needs.id)) return false;
    if (old && (!now || now->needs.id != old->needs.id) && !worth_spread(c, old->needs.id)) return false;
    return !boundary_rules_name(c, S("depends_on")) || boundary_settle_asset(c, (now ? now : old)->asset.id);
}

const entity dependency_entity = {ENTITY(dependency, "DP", "Dependency", "Dependencies", SEE_REGISTER, ADD_REGISTER,
                                         MANAGER | OWNER, MANAGER | OWNER),
                                  .scope = SCOPE_WITHIN,
                                  .within = "asset",
                                  .plain = true,
                                  .check = dependency_check,
                                  .saved = dependency_saved};
