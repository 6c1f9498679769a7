// asset.c: the register of assets and the inheritance of their values along dependencies.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset.h"

#include <string.h>

static const choice kinds[] = {
    {"information", "Information", 0}, {"process", "Process", 0}, {"software", "Software", 0},
    {"hardware", "Hardware", 0},       {"network", "Network", 0}, {"site", "Site", 0},
    {"person", "People", 0},           {"service", "Service", 0}, {0}};
static const choice classes[] = {{"", "Not classified", 0},       {"public", "Public", 0},
                                 {"internal", "Internal", 0},     {"confidential", "Confidential", 0},
                                 {"restricted", "Restricted", 0}, {0}};

static const link_field asset_links[] = {{"depends_on", "Depends on",
                                          "What this asset cannot do without; it inherits this asset's values.",
                                          &dependency_entity, "asset", "needs", 0},
                                         {0}};

static const field asset_fields[] = {
    FIELD(asset, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | SORTED, .max = 200),
    FIELD(asset, kind, "Kind", .flags = LISTED | CHIPS | SORTED, .choices = kinds),
    FIELD(asset, description, "Description", .flags = LONG | SEARCHED),
    FIELD(asset, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(asset, custodian, "Custodian", .to = &person_entity, .help = "Who looks after it day by day."),
    FIELD(asset, unit, "Unit", .flags = REQUIRED | LISTED, .to = &unit_entity),
    FIELD(asset, site, "Site", .max = 120),
    FIELD(asset, country, "Country", .max = 60),
    FIELD(asset, region, "Region", .max = 60),
    FIELD(asset, number, "Number alike", .min = 1, .max = 1000000,
          .help = "One row may stand for many, such as 58 laptops."),
    FIELD(asset, classification, "Classification", .flags = LISTED | CHIPS, .choices = classes, .group = "Worth"),
    FIELD(asset, confidentiality, "Confidentiality", .min = 1, .max = 5,
          .help = "1 little harm if disclosed, 5 grave."),
    FIELD(asset, integrity, "Integrity", .min = 1, .max = 5, .help = "1 little harm if wrong, 5 grave."),
    FIELD(asset, availability, "Availability", .min = 1, .max = 5, .help = "1 little harm if missing, 5 grave."),
    FIELD(asset, fixed_c, "Own confidentiality stands",
          .help = "It is not raised by what depends on this asset; say why."),
    FIELD(asset, fixed_i, "Own integrity stands"),
    FIELD(asset, fixed_a, "Own availability stands"),
    FIELD(asset, fixed_reason, "Why", .max = 400),
    FIELD(asset, worth_c, "C with inherited", .flags = DERIVED),
    FIELD(asset, worth_i, "I with inherited", .flags = DERIVED),
    FIELD(asset, worth_a, "A with inherited", .flags = DERIVED),
    FIELD(asset, worth, "Worth", .flags = DERIVED | LISTED | SORTED,
          .help = "The greatest of the three, with what is inherited."),
    FIELD(asset, patients, "Data of patients", .group = "Data"),
    FIELD(asset, customers, "Data of customers"),
    FIELD(asset, personal, "Personal data"),
    FIELD(asset, store, "Is a store of data"),
};

static bool asset_check(ctx *c, void *rec, const void *before)
{
    asset *x = rec;
    const asset *old = before;
    if (!x->number) x->number = 1;
    if ((x->fixed_c || x->fixed_i || x->fixed_a) && !x->fixed_reason.n)
        return fail(c, "fixed_reason", "Say why a value of $1 is not raised by what depends on it.", v(x->name));
    if (old) x->worth_c = old->worth_c, x->worth_i = old->worth_i, x->worth_a = old->worth_a, x->worth = old->worth;
    return true;
}

// ---- inheritance

static i64 most(i64 x, i64 y)
{
    return x > y ? x : y;
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

// Weighs an asset and, where its worth changed, what it needs, and so on. No circles, so it ends; each is weighed again when
// another of those that depend on it changed.
static void spread(ctx *c, i64 id)
{
    enum { MOST = 65536 };
    i64 *queue = news(c->a, i64, MOST);
    int head = 0, tail = 0;
    queue[tail++] = id;
    while (head < tail) {
        i64 at = queue[head++];
        if (!weigh(c, at).changed) continue;
        rows r = query(c, "SELECT d.needs FROM {dependency! d} WHERE d.asset = $1", v(at));
        while (db_next(&r))
            if (tail < MOST) queue[tail++] = db_int(&r, 0);
    }
}

static bool asset_saved(ctx *c, const void *rec, const void *before)
{
    const asset *now = rec, *old = before;
    if (!now || (old && now->confidentiality == old->confidentiality && now->integrity == old->integrity &&
                 now->availability == old->availability && now->fixed_c == old->fixed_c &&
                 now->fixed_i == old->fixed_i && now->fixed_a == old->fixed_a))
        return true;
    spread(c, now->rec.id);
    return true;
}

const entity asset_entity = {ENTITY(asset, "AS", "Asset", "Assets", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
                             .icon = "box",
                             .scope = SCOPE_UNIT,
                             .title = "name",
                             .owner = "owner",
                             .links = asset_links,
                             .sort = "name",
                             .help = "List what is worth protecting: information first, then what holds and carries "
                                     "it. A CSV or XLSX file is the quickest way.",
                             .check = asset_check,
                             .saved = asset_saved};

// ---- dependencies

static const field dependency_fields[] = {
    FIELD(dependency, asset, "Asset", .flags = REQUIRED | LISTED, .to = &asset_entity),
    FIELD(dependency, needs, "Depends on", .flags = REQUIRED | LISTED, .to = &asset_entity),
};

// A way from `from` to `to` along dependencies, as names; empty when there is none.
static str path_between(ctx *c, i64 from, i64 to)
{
    enum { MOST = 4096 };
    i64 *seen = news(c->a, i64, MOST), *by = news(c->a, i64, MOST);
    int head = 0, tail = 0;
    seen[tail] = from, by[tail++] = -1;
    while (head < tail) {
        i64 at = seen[head];
        if (at == to) {
            str path = {0};
            for (i64 k = head; k >= 0; k = by[k]) {
                str title = record_title(c, &asset_entity, seen[k]);
                path = path.n ? format(c->a, "$1 → $2", v(title), v(path)) : title;
            }
            return path;
        }
        rows r = query(c, "SELECT d.needs FROM {dependency! d} WHERE d.asset = $1", v(at));
        while (db_next(&r)) {
            i64 next = db_int(&r, 0);
            bool known = false;
            for (int i = 0; i < tail && !known; i++) known = seen[i] == next;
            if (!known && tail < MOST) seen[tail] = next, by[tail++] = head;
        }
        head++;
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
    if (now) spread(c, now->needs.id);
    if (old && (!now || now->needs.id != old->needs.id)) spread(c, old->needs.id);
    return true;
}

const entity dependency_entity = {ENTITY(dependency, "DP", "Dependency", "Dependencies", SEE_REGISTER, ADD_REGISTER,
                                         MANAGER | OWNER, MANAGER | OWNER),
                                  .scope = SCOPE_WITHIN,
                                  .within = "asset",
                                  .plain = true,
                                  .check = dependency_check,
                                  .saved = dependency_saved};

static const panel asset_panels[] = {{&asset_entity, "Needed by",
                                      "SELECT 'asset', x.id, x.name, '', 0, NULL FROM {dependency d} JOIN {asset x} ON "
                                      "x.id = d.asset WHERE d.needs = $1 ORDER BY x.name",
                                      NULL, NULL},
                                     {0}};

const module asset_module = {
    .name = "asset",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&asset_entity, &dependency_entity, NULL},
    .panels = asset_panels,
};
